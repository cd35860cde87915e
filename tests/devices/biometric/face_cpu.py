"""What a frame costs: our pipeline beside face_recognition's own two examples, on stored frames.

Every function looks at the same frames (BGR, any size) and answers with the CPU seconds of one
frame, as a mean over all of them: the fast example does its work on every other frame only. Call
them in turn, several times, and compare medians. `owner` is the vector the examples compare with.
"""

import time
from collections.abc import Callable, Sequence
from functools import cache
from types import ModuleType

import cv2
import numpy as np

from devices.biometric.engine import Bgr, DlibEngine, Vector, pkg_resources_stand_in
from devices.biometric.pipeline import Pipeline


def ours(frames: Sequence[Bgr], engine: DlibEngine) -> float:
    """Detection to quality, as for every frame of a check."""
    pipeline = Pipeline(engine)
    return _cost(frames, lambda number, frame: pipeline.look(frame))


def fast_example(frames: Sequence[Bgr], owner: Vector) -> float:
    """face_recognition/examples/facerec_from_webcam_faster.py: a quarter, every other frame."""
    library = face_recognition()

    def look(number: int, frame: Bgr) -> None:
        small = cv2.resize(frame, (0, 0), fx=0.25, fy=0.25)
        rgb = np.ascontiguousarray(small[:, :, ::-1])
        if number % 2 == 0:
            places = library.face_locations(rgb)
            for vector in library.face_encodings(rgb, places):
                library.compare_faces([owner], vector)
                library.face_distance([owner], vector)

    return _cost(frames, look)


def readme_pipeline(frames: Sequence[Bgr], owner: Vector) -> float:
    """What the README shows: every frame, whole, in colour."""
    library = face_recognition()

    def look(number: int, frame: Bgr) -> None:
        rgb = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
        places = library.face_locations(rgb)
        for vector in library.face_encodings(rgb, places):
            library.compare_faces([owner], vector)

    return _cost(frames, look)


@cache
def face_recognition() -> ModuleType:
    with pkg_resources_stand_in():
        import face_recognition as library
    return library


def _cost(frames: Sequence[Bgr], look: Callable[[int, Bgr], object]) -> float:
    cv2.setNumThreads(1)
    began_s = time.process_time()
    for number, frame in enumerate(frames):
        look(number, frame)
    return (time.process_time() - began_s) / len(frames)
