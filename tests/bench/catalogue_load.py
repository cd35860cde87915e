"""catalogue_load: 1,297 matters from their files, against parsing the same files and no more.

Ours reads, parses, resolves what is shared, holds every rule, makes the index of the search and
keeps the compiled copy; the reference reads and parses. Told beside: ours when the files have not
changed since; and the longest that a thread which draws was kept waiting while a worker did it.
"""

import tempfile
import threading
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from config.catalogue import load_catalogue
from tests import whole_county
from tests.bench.measure import Report, compare, in_turns

ROUNDS = 5
FRAME_S = 1 / 60


def measure() -> Report:
    with tempfile.TemporaryDirectory() as own:
        folder, kept = whole_county.write(Path(own) / "catalog"), Path(own) / "catalogue.json"

        def anew() -> float:
            kept.unlink(missing_ok=True)
            return _load(folder, kept)

        def bare() -> float:
            begun = time.perf_counter()
            for file in folder.rglob("*.toml"):
                tomllib.loads(file.read_bytes().decode())
            return time.perf_counter() - begun

        anew()
        ours, unchanged, reference = in_turns(ROUNDS, anew, lambda: _load(folder, kept), bare)
        what = "reading and parsing the same 1,297 files"
        gap_s = _longest_gap(anew)
        return Report(
            [
                compare("catalogue_load", "s", ours, reference, what, goal=4.0),
                compare("(told beside)", "s", unchanged, reference, "the same; files unchanged"),
            ],
            [f"catalogue_load: a thread that draws waited {1000 * gap_s:.0f} ms at the longest"],
        )


def _load(folder: Path, kept: Path) -> float:
    begun = time.perf_counter()
    catalogue = load_catalogue(kept, folder)
    assert len(catalogue.matters) == whole_county.COUNT, catalogue.problems[:3]
    assert catalogue.index.find("hlsfz")
    return time.perf_counter() - begun


def _longest_gap(work: Callable[[], float]) -> float:
    """The longest distance of two frames on this thread while the work is done on another."""
    worker = threading.Thread(target=work)
    worker.start()
    longest, last = 0.0, time.perf_counter()
    while worker.is_alive():
        time.sleep(FRAME_S)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest
