"""What a killed kiosk leaves behind: processes, shared memory, personal data in files.

Processes are found by a mark in their environment, which every child inherits, so that one whose
parent is gone already is found as well.
"""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from config.people import load_people

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
    """What lies in /dev/shm, but for the keyboard's settings: the next kiosk sweeps those of a
    killed one, and other tests have theirs.
    """
    return {name for name in os.listdir("/dev/shm") if not name.startswith("budayang-typing-")}


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
