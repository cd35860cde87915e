"""What a kiosk leaves behind: processes, shared memory, personal data and faces in files.

Processes are found by a mark in their environment, which every child inherits, so that one whose
parent is gone already is found as well.
"""

import base64
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from config.people import load_people
from kiosk.keeping.audit import DATABASE
from kiosk.keeping.cipher import Cipher, load_cipher

MARK = "BUDAYANG_TORTURE"
POLL_S = 0.05


def fresh_mark() -> dict[str, str]:
    """A piece of environment that no other process has."""
    return {MARK: secrets.token_hex(8)}


def alive(mark: dict[str, str]) -> dict[int, str]:
    """Every living process with this mark, and its command line."""
    ((name, value),) = mark.items()
    wanted = f"{name}={value}".encode()
    found: dict[int, str] = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended while we looked
            if wanted not in (place / "environ").read_bytes().split(b"\0"):
                continue
            if (place / "stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                continue  # dead, and not collected yet
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            found[int(place.name)] = command
    return found


def still_alive(mark: dict[str, str], within_s: float = 3.0) -> dict[int, str]:
    """Who has not ended within that time; empty as soon as all have."""
    ends_s = time.monotonic() + within_s
    while (found := alive(mark)) and time.monotonic() < ends_s:
        time.sleep(POLL_S)
    return found


def shared_memory() -> set[str]:
    """What lies in /dev/shm, but for what others have there too: the keyboard's settings, of which
    the next kiosk sweeps those of a killed one, and semaphores, which hold nothing.
    """
    names = os.listdir("/dev/shm")
    return {name for name in names if not name.startswith(("budayang-typing-", "sem."))}


def personal_data(directory: Path, except_in: tuple[Path, ...] = ()) -> list[str]:
    """Files below `directory` that name somebody of the reviewed list, in any usual coding."""
    secrets_in = list(_codings())
    found = []
    for path in sorted(directory.rglob("*")):
        if not path.is_file() or any(path.is_relative_to(each) for each in except_in):
            continue
        content = path.read_bytes()
        found += [f"{path.name}: {whose}" for whose, coded in secrets_in if coded in content]
    return found


def face_marks(portrait: bytes, vector: NDArray[np.float64]) -> dict[str, bytes]:
    """What a portrait and a vector look like in bytes and in text, too long for an accident."""
    part = portrait[500:548]
    marks = {"portrait": part[:32], "portrait, hexadecimal": part.hex().encode()}
    for shift in range(3):  # wherever in a longer text it begins
        marks[f"portrait, base64 {shift}"] = base64.b64encode(part[shift : shift + 45])
    numbers = [float(each) for each in vector[:4]]
    return marks | {
        "vector": vector.tobytes()[:64],
        "vector, single": vector.astype(np.float32).tobytes()[:64],
        "vector, as text": ", ".join(map(str, numbers)).encode(),
        "vector, as dense text": ",".join(map(str, numbers)).encode(),
    }


def faces(directory: Path, marks: Mapping[str, bytes], keeping: Path, key: Path) -> list[str]:
    """Files below `directory` with one of the marks, and sealed rows of the kiosk's database that
    hold one once they are opened. keeping, key: where that database lies, and what it is sealed by.
    """
    found = []
    for path in sorted(each for each in directory.rglob("*") if each.is_file()):
        content = path.read_bytes()
        found += [f"{path.name}: {what}" for what, mark in marks.items() if mark in content]
    for row, text in _opened(keeping, load_cipher(key, make=False)):
        found += [f"row {row}: {what}" for what, mark in marks.items() if mark in text]
    return found


def _opened(keeping: Path, cipher: Cipher) -> Iterator[tuple[str, bytes]]:
    with closing(sqlite3.connect(keeping / DATABASE)) as connection:
        for sealed in ("key, body FROM letters", "number, body FROM outbox"):
            for row, body in connection.execute(f"SELECT {sealed} WHERE body IS NOT NULL"):
                yield row, cipher.open(body, row)


def _codings() -> Iterator[tuple[str, bytes]]:
    for person in load_people(date.today()).values():
        for kind, text in (
            ("name", person.name),
            ("number", person.number),
            ("phone", person.phone),
            ("address", person.address),
        ):
            for coding in ("utf-8", "utf-16-le", "gb18030"):
                yield f"{kind} of {person.key}", text.encode(coding)
