"""Films what a visit needs of made-up people, where it has not been filmed yet.

Beside `clips`, whose source is part of what names a clip: a change there films everything anew.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from devices.camera.clips import BLIND, GESTURES, LOOKING, NOBODY, ClipLibrary
from devices.camera.police_photo import PolicePhotos


def film(
    folder: Path, seeds: Iterable[int], progress: Callable[[str], None] = lambda line: None
) -> ClipLibrary:
    """The library in this folder: the empty hall, and of each person their clips, their portrait
    on the card and the police's photo.
    """
    library, people = ClipLibrary(folder), list(seeds)
    scenes = [(scene, (seed,)) for seed in people for scene in (LOOKING, *GESTURES, BLIND)]
    library.prepare([(NOBODY, ()), *scenes], progress)
    photos = PolicePhotos(library.folder)
    for seed in people:
        # Not only when the card is placed, or the register asked: each takes seconds.
        library.portrait(seed)
        photos.of(seed)
    return library
