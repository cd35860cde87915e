"""What a camera itself shows, whoever stands before it: nothing, too little, or always the same.

Answers for the one word that is said of a camera (`View`) and for its figures. Pure: frames and
times come in. Leaves opening and reading to `capture`, and what the word means for the kiosk to
`camera`.
"""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from devices.biometric.engine import Bgr

EVERY = 16
"""Every so many-th row and column is looked at: 3,600 dots of a 720p frame, 0.1 ms."""

COVERED, FLAT = 16.0, 8.0
"""Mean and standard deviation below which nothing is seen: a lid, a thumb, a coat."""

DARK = 40.0
"""Mean grey of a whole frame, below which it is for want of light."""

WHITE = 250

SETTLED = 5
"""So many frames in a row must agree: a hand before the lens is no fault."""


class View(StrEnum):
    CLEAR = "clear"
    COVERED = "covered"
    DARK = "dark"
    FROZEN = "frozen"  # it sends the same frame for ever, or none at all
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Figures:
    """Pixels; frames per second; at most so old; mean grey 0 to 255; share of white dots."""

    width: int
    height: int
    fps: float
    age_s: float
    brightness: float
    clipped: float


class Watch:
    """Looks at every frame of one opening of the camera."""

    def __init__(self) -> None:
        self._recent: deque[View] = deque(maxlen=SETTLED)
        self._before: Bgr | None = None
        self._size = (0, 0)
        self._brightness = self._clipped = 0.0
        self._first_s = self._last_s = 0.0
        self._count = 0

    def see(self, frame: Bgr, now_s: float) -> None:
        """A frame that arrived now."""
        dots = np.ascontiguousarray(frame[::EVERY, ::EVERY])
        self._brightness = float(dots.mean())
        self._clipped = float((dots > WHITE).mean())
        self._recent.append(self._judge(dots))
        self._before = dots
        self._size = (frame.shape[1], frame.shape[0])
        if self._count == 0:
            self._first_s = now_s
        self._last_s = now_s
        self._count += 1

    @property
    def new(self) -> bool:
        """Whether the last frame is another than the one before: else it is evidence of nothing."""
        return not self._recent or self._recent[-1] is not View.FROZEN

    def settled(self) -> View | None:
        """What the last frames agree on; None while they do not, or are too few."""
        agreed = set(self._recent)
        return agreed.pop() if len(self._recent) == SETTLED and len(agreed) == 1 else None

    def figures(self, age_s: float) -> Figures:
        """age_s: of the last frame, see `Capture.age_s`."""
        took_s = self._last_s - self._first_s
        fps = (self._count - 1) / took_s if took_s > 0 else 0.0
        return Figures(*self._size, fps, age_s, self._brightness, self._clipped)

    def _judge(self, dots: Bgr) -> View:
        flat = float(dots.std()) < FLAT
        if flat and self._brightness < COVERED:
            return View.COVERED  # also when black is always the same black
        # Every sensor has noise: two frames that are alike to the last dot are one frame.
        if not flat and self._before is not None and np.array_equal(dots, self._before):
            return View.FROZEN
        return View.DARK if self._brightness < DARK else View.CLEAR
