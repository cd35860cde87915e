"""face_cpu_per_frame: what one 720p frame costs here, against face_recognition's own examples.

Processor time of one thread, on the same stored frames of a made-up person. Ours is everything that
the face process does with every frame: search, landmarks, quality, and a good one's face put by
(only the best one's is made ready for the network, which `face_verdict` counts). The fast example
is `facerec_from_webcam_faster.py` of face_recognition: a quarter of the size, every second frame,
locations, encodings, comparison. The README's is the same at full size, with every frame.
"""

import time
from collections.abc import Callable, Sequence

import cv2
import numpy as np

from devices.biometric.check import comparable
from devices.biometric.engine import Bgr, DlibEngine, pkg_resources_stand_in
from devices.biometric.pipeline import Pipeline
from devices.camera.clips import LOOKING, ClipLibrary
from tests.bench.measure import Report, compare, in_turns
from tests.bench.peers import CLIPS, PERSON, seed_of

ROUNDS = 8
EVERY = 3
"""Of the clip's 36 frames so many are left out in between; the same for all."""
README_FRAMES = 1  # a third of a second each


def measure() -> Report:
    cv2.setNumThreads(1)
    with pkg_resources_stand_in():
        import face_recognition
    frames = _frames()
    pipeline = Pipeline(DlibEngine())
    owner = face_recognition.face_encodings(_rgb(frames[0]))
    if not owner:
        raise RuntimeError("face_recognition finds nobody in the frames")

    def ours(frame: Bgr, number: int) -> None:
        sight = pipeline.look(frame)
        found.append(sight.measures is not None)
        if comparable(sight):
            sight.cut(frame)

    def compared(rgb: Bgr) -> None:
        places = face_recognition.face_locations(rgb)
        for vector in face_recognition.face_encodings(rgb, places):
            face_recognition.compare_faces(owner, vector)
            np.argmin(face_recognition.face_distance(owner, vector))
        found.append(bool(places))

    def fast_example(frame: Bgr, number: int) -> None:
        if number % 2 == 0:
            small = cv2.resize(frame, (0, 0), fx=0.25, fy=0.25)
            compared(_rgb(np.asarray(small, np.uint8)))

    def readme(frame: Bgr, number: int) -> None:
        compared(_rgb(frame))

    found: list[bool] = []
    for warm_up in (ours, fast_example, readme):
        warm_up(frames[0], 0)
    here, fast, plain = in_turns(
        ROUNDS,
        lambda: _cpu_ms(ours, frames),
        lambda: _cpu_ms(fast_example, frames),
        lambda: _cpu_ms(readme, frames[:README_FRAMES]),
    )
    if not all(found):
        raise RuntimeError(f"a face was missed in {found.count(False)} of {len(found)} searches")
    return Report(
        [
            compare(
                "face_cpu_per_frame",
                "ms",
                here,
                fast,
                "face_recognition's fast webcam example: 1/4 size, every second frame",
                goal=1 / 6,
            ),
            compare(
                "face_cpu_per_frame_readme",
                "ms",
                here,
                plain,
                "face_recognition as its README has it: every frame at full size",
            ),
        ]
    )


def _frames() -> list[Bgr]:
    stored = ClipLibrary(CLIPS).clip(LOOKING, (seed_of(PERSON),))
    decoded = []
    for jpeg in stored[::EVERY]:
        frame = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
        assert frame is not None
        decoded.append(np.asarray(frame, np.uint8))
    return decoded


def _rgb(frame: Bgr) -> Bgr:
    return np.ascontiguousarray(frame[:, :, ::-1])


def _cpu_ms(each: Callable[[Bgr, int], None], frames: Sequence[Bgr]) -> float:
    """Processor time per frame, in milliseconds."""
    before_s = time.process_time()
    for number, frame in enumerate(frames):
        each(frame, number)
    return (time.process_time() - before_s) / len(frames) * 1e3
