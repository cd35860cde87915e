"""Films what a visit needs of made-up people, where it has not been filmed yet.

Beside `clips`, whose source is part of what names a clip: a change there films everything anew.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from devices.camera.clips import BLIND, GESTURES, LOOKING, NOBODY, ClipLibrary


def film(
    folder: Path, seeds: Iterable[int], progress: Callable[[str], None] = lambda line: None
) -> ClipLibrary:
    """The library in this folder: the empty hall, and of each person their clips and portrait."""
    library, people = ClipLibrary(folder), list(seeds)
    scenes = [(scene, (seed,)) for seed in people for scene in (LOOKING, *GESTURES, BLIND)]
    library.prepare([(NOBODY, ()), *scenes], progress)
    for seed in people:
        library.portrait(seed)  # not only when the card is placed: it takes seconds
    return library
