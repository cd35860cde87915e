"""Fills `corpus/`: `python -m tests.fuzz.corpus_maker`, after a parser or its seeds have changed.

Of inputs made from the seeds by cutting, changing, repeating and joining, those are kept that take
a parser along a way (from one line to another) that none before has taken. So the corpus is small,
replaying it is quick, and it walks every way that was found. What does harm is a finding, not kept.
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from tests.fuzz.__main__ import keep
from tests.fuzz.targets import CORPUS, SEEDS, TARGETS

ROOT = str(Path(__file__).parents[2])
TRIES = 1000  # of each target
LONGEST = 1400  # bytes: the longest block of a card, and a little

Way = tuple[str, int, int]


def main() -> None:
    for name in TARGETS:
        for old in (CORPUS / name).glob("*"):
            old.unlink()
        dice = random.Random(name)
        walked: set[Way] = set()
        kept = 0
        for number in range(TRIES):
            data = SEEDS[name][number] if number < len(SEEDS[name]) else made(SEEDS[name], dice)
            ways = ways_of(TARGETS[name], data)
            if ways - walked:
                walked |= ways
                keep(name, data, told=lambda _: None)
                kept += 1
        print(f"{name}: {kept} inputs, {len(walked)} ways")


def made(seeds: tuple[bytes, ...], dice: random.Random) -> bytes:
    """Something near to what makes sense."""
    data = bytearray(b"".join(dice.choices(seeds, k=dice.choice((1, 1, 1, 2, 3)))))
    for _ in range(dice.randint(0, 5)):
        at = dice.randint(0, len(data))
        match dice.randint(0, 4):
            case 0:
                del data[at:]
            case 1:
                data[at : at + 1] = dice.randbytes(1)
            case 2:
                data[at:at] = dice.randbytes(dice.randint(1, 3))
            case 3:
                del data[at : at + dice.randint(1, 8)]
            case _:
                data[at:at] = data[at : at + dice.randint(1, 40)] * dice.randint(1, 30)
    return bytes(data[:LONGEST])


def ways_of(target: Callable[[bytes], None], data: bytes) -> set[Way]:
    """Every step from line to line within this repository's own files, but the targets'."""
    ways: set[Way] = set()
    at: dict[int, int] = {}

    def step(frame: FrameType, event: str, _: Any) -> Any:
        file = frame.f_code.co_filename
        if not file.startswith(ROOT) or "/tests/" in file or "/.venv/" in file:
            return None
        if event == "line":
            ways.add((file, at.get(id(frame), 0), frame.f_lineno))
            at[id(frame)] = frame.f_lineno
        return step

    sys.settrace(step)
    try:
        target(data)
    finally:
        sys.settrace(None)
    return ways


if __name__ == "__main__":
    main()
