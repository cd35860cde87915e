"""What is done with every frame: find faces cheaply, mark one, measure it.

Answers for the cost per frame (at 720p a seventh of what face_recognition's fast example takes):
search in a small grey picture, everything else on the face alone. Leaves the sequence of frames to
`check`.
"""

from dataclasses import dataclass, field

import cv2
import dlib
import numpy as np

from devices.biometric import quality
from devices.biometric.engine import Bgr, DlibEngine, Gray, Points, gray_of
from devices.biometric.liveness import Signs
from devices.biometric.quality import Measures

NEAR_WIDTH = 320
"""Pixels: here a face at arm's length is found in 3 to 5 ms."""

FAR_WIDTH = 640
"""Pixels: finds faces half as wide, at five times the cost."""

FAR_EVERY = 5
"""While nothing is found, the next frame and then every so many are searched at the far width."""

NEAR_SHARE = 0.21
"""Width of a face in the frame from which the near search finds it."""

WHOLE_EVERY = 5
"""A face that was there a moment ago, alone, is looked for around its place; every so many frames
everywhere. Five good frames in a row (`check`) hold at least one of these."""

AROUND = 0.4
"""How much of its width beyond its box it may have moved, or grown, from frame to frame."""

BESIDE = 0.4
"""How much of its width beyond its box is kept of a face that may be compared: the five points may
lie outside the box, and the network sees a quarter more than the face on each side."""

SAME_SIZE = 0.5
"""A second face counts from this share of the nearest one's width; smaller ones pass by behind."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The part of a frame that holds a face, and the box of the face in it."""

    picture: Bgr = field(repr=False)
    box: dlib.rectangle


@dataclass(frozen=True, slots=True)
class Sight:
    """What one frame shows. Without a face `measures` is None, and `brightness` is the frame's."""

    brightness: float
    measures: Measures | None = None
    score: float = 0.0
    box: dlib.rectangle | None = field(default=None, repr=False)
    points: Points | None = field(default=None, repr=False)

    def cut(self, frame: Bgr) -> Cut:
        """The face out of its frame, for later: of fifteen that may be compared one is, and making
        it ready for the network costs fifty times as much as this copy."""
        assert self.box is not None
        beside = round(BESIDE * _width(self.box))
        left, top = max(0, self.box.left() - beside), max(0, self.box.top() - beside)
        part = frame[top : self.box.bottom() + beside, left : self.box.right() + beside]
        return Cut(part.copy(), dlib.translate_rect(self.box, dlib.point(-left, -top)))

    def signs(self, at_s: float) -> Signs:
        """What the liveness check looks at."""
        m = self.measures
        if m is None or self.box is None:
            return Signs(at_s, 0)
        box = self.box.left(), self.box.top(), self.box.right(), self.box.bottom()
        return Signs(at_s, m.faces, box, m.eye_opening, m.yaw, m.mouth_opening, m.pitch)


class Pipeline:
    """Looks at one frame after the other; remembers only where the face was."""

    def __init__(self, engine: DlibEngine) -> None:
        self._engine = engine
        self.forget()

    def forget(self) -> None:
        """The next frame may show anybody: it is searched at the far width."""
        self._before: Points | None = None
        self._place: dlib.rectangle | None = None  # in pixels of the near search
        self._turn = 0
        self._far = True
        self._missed = 0

    def look(self, frame: Bgr, *, closely: bool = False) -> Sight:
        """closely: searched also for people too far away for the near search. Where there are any,
        the frames that follow are searched so too, until they are gone."""
        self._far = self._far or closely
        gray = gray_of(frame)
        boxes, small = self._search(gray)
        if not boxes:
            self._before = None
            return Sight(brightness=float(small.mean()))
        box = max(boxes, key=_width)
        faces = _faces(boxes)
        points = self._engine.landmarks(gray, box)
        measures = quality.measure(gray, points, _width(box), faces, self._before)
        self._before = points
        return Sight(measures.brightness, measures, quality.score(measures), box, points)

    def _search(self, gray: Gray) -> tuple[list[dlib.rectangle], Gray]:
        """Boxes in pixels of the frame, and the picture that was searched."""
        if not self._far and self._missed:
            self._far = self._missed % FAR_EVERY == 1
        width = FAR_WIDTH if self._far else NEAR_WIDTH
        small = _reduced(gray, width)
        scale = gray.shape[1] / small.shape[1]
        boxes = self._search_around(small) or self._engine.detect(small)
        self._missed = 0 if boxes else self._missed + 1
        widest = max(boxes, key=_width, default=None)
        share = _width(widest) / small.shape[1] if widest else 0.0
        # Whoever was found far away is looked for there until near enough, or gone; and while there
        # are several, every frame is searched for all of them.
        several = _faces(boxes) > 1
        self._far = self._far and (0 < share < NEAR_SHARE or several)
        self._place = None if self._far or several or width == FAR_WIDTH else widest
        return [_times(box, scale) for box in boxes], small

    def _search_around(self, small: Gray) -> list[dlib.rectangle]:
        """The face near its last place; nothing when it is time to search everywhere."""
        place, self._turn = self._place, (self._turn + 1) % WHOLE_EVERY
        if place is None or self._far or self._turn == 0:
            return []
        margin = round(AROUND * _width(place))
        left, top = max(0, place.left() - margin), max(0, place.top() - margin)
        part = small[top : place.bottom() + margin, left : place.right() + margin]
        found = self._engine.detect(np.ascontiguousarray(part))
        return [dlib.translate_rect(box, dlib.point(left, top)) for box in found]


def _reduced(gray: Gray, width: int) -> Gray:
    """At most so wide. Halved as often as it goes: that has instructions of its own, and takes a
    sixth of the time of one step."""
    while gray.shape[1] > width:
        across = max(width, gray.shape[1] // 2)
        size = (across, round(gray.shape[0] * across / gray.shape[1]))
        gray = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
    return gray


def _faces(boxes: list[dlib.rectangle]) -> int:
    """How many faces count: the nearest one and all that are about as near."""
    widest = max(map(_width, boxes), default=0)
    return sum(_width(box) >= SAME_SIZE * widest for box in boxes)


def _width(box: dlib.rectangle) -> int:
    return int(box.width())


def _times(box: dlib.rectangle, scale: float) -> dlib.rectangle:
    edges = (box.left(), box.top(), box.right(), box.bottom())
    return dlib.rectangle(*(round(edge * scale) for edge in edges))
