"""Looks for bytes where they must not be: in a process, and in what processes share."""

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def contains(pid: int, mark: bytes) -> bool:
    """Whether the memory of a process that can be written to holds these bytes."""
    return found(pid, {"mark": mark}) != []


def found(pid: int, marks: Mapping[str, bytes]) -> list[str]:
    """Which of these the memory of a process that can be written to holds, in one look."""
    counts = counted(pid, marks)
    return [what for what in marks if counts[what]]


def counted(pid: int, marks: Mapping[str, bytes]) -> dict[str, int]:
    """How often it holds each.

    One that is still loading gives memory back between being asked where it is and being read: it
    is looked through again, until nothing went away meanwhile.
    """
    while True:
        try:
            return _counted(pid, marks)
        except OSError as error:
            if error.errno != errno.EIO:
                raise


def _counted(pid: int, marks: Mapping[str, bytes]) -> dict[str, int]:
    counts = dict.fromkeys(marks, 0)
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            place, rights, *_ = line.split()
            if "w" not in rights:
                continue
            start, end = (int(number, 16) for number in place.split("-"))
            memory.seek(start)
            content = memory.read(end - start)
            for what, mark in marks.items():
                counts[what] += content.count(mark)
    return counts


def shared(mark: bytes) -> bool:
    """Whether a file in shared memory holds these bytes; other programs have theirs there too."""
    for name in os.listdir("/dev/shm"):
        with suppress(OSError):  # it went away, or is another user's
            if mark in Path("/dev/shm", name).read_bytes():
                return True
    return False


def running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
