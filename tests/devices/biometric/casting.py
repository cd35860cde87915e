"""A made-up person as the kiosk's own pipeline sees them: actions, vectors, faults.

For the tests of the cast (`test_cast`), and for fitting somebody into it (`fit`). Leaves to
`devices.camera.people.measure` what dlib alone says of a face.
"""

import itertools
from collections.abc import Iterator, Sequence

import cv2
import dlib
import numpy as np

from devices.biometric import quality
from devices.biometric.check import GOOD_FRAMES
from devices.biometric.engine import Bgr, DlibEngine, Vector
from devices.biometric.liveness import AtRest, Challenge, Signs
from devices.biometric.pipeline import FAR_WIDTH, Pipeline
from devices.biometric.portrait import JITTERS, Encoding, decode
from devices.biometric.quality import Component
from devices.camera.clips import FPS
from kiosk.vocabulary import Hint, Liveness
from tests.devices.camera.cast import decoded

WINDOW_S = 6.0

TURN = 18.0
"""Degrees that a head is turned when it is asked to."""


def on_card(engine: DlibEngine, portrait: bytes, copies: int = JITTERS) -> Vector:
    """The vector of a card's portrait."""
    encoding = Encoding(engine, decode(portrait, simulation=True))
    for _ in range(copies):
        encoding.refine()
    return encoding.vector


def vectors(engine: DlibEngine, frame: Bgr) -> list[Vector]:
    """Of every face in a frame, from left to right: found in the small picture, cut from this."""
    scale = frame.shape[1] / FAR_WIDTH
    grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
    boxes = sorted(engine.detect(np.asarray(small, np.uint8)), key=lambda box: box.left())
    edges = [(box.left(), box.top(), box.right(), box.bottom()) for box in boxes]
    larger = [dlib.rectangle(*(round(scale * edge) for edge in each)) for each in edges]
    return [engine.encode(engine.chip(frame, box)) for box in larger]


def fault(engine: DlibEngine, frame: Bgr) -> Component | None:
    """What is wrong with the one face in a frame, None for nothing. An AssertionError: no face."""
    measures = Pipeline(engine).look(frame).measures
    assert measures is not None, "no face"
    wrong = quality.fault(measures)
    return wrong.component if wrong else None


def acts(
    engine: DlibEngine, action: Hint, looking: Sequence[bytes], acting: Sequence[bytes]
) -> Liveness | None:
    """How it ends when somebody is looked at, asked for an action, and does this.

    PASSED as soon as the action is done; None: it was not seen, and nothing else either.
    """
    seen = _signs(engine, itertools.chain(looking, acting))
    rest = list(itertools.islice(seen, GOOD_FRAMES))
    challenge = Challenge([action], AtRest.of(rest), WINDOW_S, rest[-1])
    for signs in seen:
        challenge.see(signs)
        if challenge.progress == 1:
            return Liveness.PASSED
        if challenge.verdict:
            break
    return challenge.verdict


def _signs(engine: DlibEngine, frames: Iterator[bytes]) -> Iterator[Signs]:
    pipeline = Pipeline(engine)
    for number, jpeg in enumerate(frames):
        yield pipeline.look(decoded(jpeg)).signs(number / FPS)
