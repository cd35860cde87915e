"""One of the kills of `python -m tests.torture.visits`, and that it finds what it looks for."""

import base64
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kiosk.keeping.audit import DATABASE
from kiosk.keeping.cipher import load_cipher
from tests.bench.peers import Peers
from tests.kiosk.ear import Ear
from tests.torture.left_over import (
    alive,
    face_marks,
    faces,
    fresh_mark,
    personal_data,
    still_alive,
)
from tests.torture.visits import Moment, Torture


@pytest.mark.long
def test_a_kiosk_killed_right_after_the_slip_was_begun_keeps_its_word(tmp_path: Path) -> None:
    with Peers(tmp_path) as peers, closing(Ear(tmp_path / "notify")) as ear:
        told = Torture(tmp_path, peers, ear).round(Moment("done", 0.1))
    assert told.killed
    assert told.complaints == []
    assert (told.kept, told.there, told.lost, told.twice) == (1, 1, 0, 0)


def test_a_process_that_is_left_over_is_found_until_it_ends() -> None:
    mark = fresh_mark()
    sleeper = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, env=os.environ | mark
    )
    assert list(still_alive(mark, within_s=0.1)) == [sleeper.pid]
    sleeper.communicate()
    assert alive(mark) == {}


def test_personal_data_in_a_file_is_found_in_every_coding(tmp_path: Path) -> None:
    for coding in ("utf-8", "utf-16-le", "gb18030"):
        (tmp_path / coding).write_bytes("x陈海英y".encode(coding))
    (tmp_path / "nothing").write_text("陈*英 3302**********0026", encoding="utf-8")
    found = personal_data(tmp_path)
    assert [line.split(":")[0] for line in found] == ["gb18030", "utf-16-le", "utf-8"]


def test_a_face_in_a_file_or_a_sealed_row_is_found_in_every_coding(tmp_path: Path) -> None:
    """So that finding none after a visit means something."""
    chance = np.random.default_rng(1)
    portrait, vector = chance.bytes(1024), chance.normal(size=128)
    marks, key = face_marks(portrait, vector), tmp_path / "key"
    cipher = load_cipher(key, make=True)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        database.execute("CREATE TABLE letters(key TEXT, body BLOB)")
        database.execute("CREATE TABLE outbox(number TEXT, body BLOB)")
        sealed = cipher.seal(json.dumps(vector.tolist()).encode(), "A-1")
        database.execute("INSERT INTO letters VALUES('A-1', ?)", (sealed,))
        database.execute("INSERT INTO outbox VALUES('B-1', NULL)")
        database.commit()
    assert faces(tmp_path, marks, tmp_path, key) == ["row A-1: vector, as text"]
    held = {
        "a portrait": portrait,
        "b text": base64.b64encode(b"." + portrait),
        "c dump": portrait.hex().encode(),
        "d array": vector.tobytes(),
        "e floats": vector.astype(np.float32).tobytes(),
        "f dense": json.dumps(vector.tolist(), separators=(",", ":")).encode(),
    }
    for name, content in held.items():
        (tmp_path / name).write_bytes(content)
    found = {line.split(":")[0] for line in faces(tmp_path, marks, tmp_path, key)}
    assert found == {*held, "row A-1"}
