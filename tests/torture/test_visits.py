"""One of the kills of `python -m tests.torture.visits`, and that it finds what it looks for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.peers import Peers
from tests.torture.left_over import alive, fresh_mark, personal_data, still_alive
from tests.torture.visits import Moment, Torture, an_ear


@pytest.mark.long
def test_a_kiosk_killed_right_after_the_slip_was_begun_keeps_its_word(tmp_path: Path) -> None:
    with Peers(tmp_path) as peers, an_ear(str(tmp_path)) as ear:
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
