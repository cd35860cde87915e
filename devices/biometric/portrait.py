"""The portrait from the card, or the police's photo instead: its kind, its pixels, its vector.

A real chip holds 1,024 bytes of WLT, a secret format that only the operator's licensed library
reads: here it is refused by name. A simulated chip holds `BDY`, 0x01, two bytes of length (big
endian), a JPEG, and zeros up to 1,024; outside simulation that is refused, so that nobody can put
a face of their own on a card. A photo comes from the police by the sharing platform when there is
no card to read: a JPEG, which is believed from there only. Leaves what follows from a refusal to
the visit.
"""

import cv2
import dlib
import numpy as np

from devices.biometric.engine import Bgr, DlibEngine, Gray, Vector, gray_of
from devices.biometric.photo_library import PhotoLibrary, PhotoLibraryFailed

SIZE = 1024
WLT_MAGIC = b"WLf\0"
SIMULATED_MAGIC = b"BDY\x01"
JPEG_MAGIC = b"\xff\xd8\xff"

ROWS = 126
"""Of the portrait on a card (GA 461)."""

LEAST_ROWS, NARROWEST, WIDEST = 100, 0.6, 1.1
"""Rows, and width over height, of what may be the picture of one person: 102 × 126 is 0.81."""

ENLARGE = 3
"""A chip's 102 × 126 pixels hold a face of 58: too small for the detector as it is."""

SMOOTH = 2.0
"""Standard deviation of a blur over the enlarged portrait, in its pixels.

The vector takes the edges of JPEG's blocks for features. With them gone, 12 of 100 owners with a
portrait of 1 kB lie above 0.45 instead of 21, at no more false matches, and a portrait of 2 kB
loses nothing (docs/decisions/0004-face-zones.md).
"""

JITTERS = 10
"""With a portrait of 1 kB, 11 owners in 100 lie above 0.5; averaged over ten shifted copies, 5 do.

All of them cost 0.8 s of one core, so they are made one by one (`Encoding.refine`) while the person
still reads the screen. Whoever is quicker than that is compared with what there is by then: that
can cost an owner another try, which has all ten, and lets nobody else pass: of 10,000 others 9 lie
below 0.5 without copies, and 10 with all of them.
"""

FEWEST = 3
"""Copies whose mean is nearly as near to its owner as that of ten (on four made-up people 0.290 and
0.292 on average, the portrait's own vector 0.310); so many are worth 0.2 s of anybody's time.
"""

EXPECTED = (22, 36, 80, 94)
"""Left, top, right, bottom of the face in 102 × 126, as GA 461 asks photographers to frame it."""

FAINT = -0.6
"""Detector score from which a face is believed where the card must have one."""


class PortraitRefused(Exception):
    """It cannot be used; the reason is a code: wlt (no library for it), library (it cannot be
    loaded), simulated, unknown, damaged, no_face."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decode(portrait: bytes, simulation: bool, library: PhotoLibrary | None = None) -> Bgr:
    """The pixels of a portrait as it lay on the chip. Raises PortraitRefused."""
    if portrait.startswith(WLT_MAGIC):
        if library is None:
            raise PortraitRefused("wlt")
        try:
            return library.decode(portrait)
        except PhotoLibraryFailed as failed:
            raise PortraitRefused(str(failed)) from failed
    if not portrait.startswith(SIMULATED_MAGIC):
        raise PortraitRefused("unknown")
    if not simulation:
        raise PortraitRefused("simulated")
    start = len(SIMULATED_MAGIC) + 2
    length = int.from_bytes(portrait[start - 2 : start], "big")
    if length == 0 or start + length > len(portrait):
        raise PortraitRefused("damaged")
    return decode_photo(portrait[start : start + length])


def decode_photo(data: bytes) -> Bgr:
    """The pixels of the police's photo, blue green red, from a JPEG. Raises PortraitRefused.

    No other decoder of OpenCV sees a byte. How many pixels it would make of them at most is told
    to OpenCV when the process starts (`spawn`): afterwards is too late for memory."""
    if not data.startswith(JPEG_MAGIC):
        raise PortraitRefused("damaged")
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise PortraitRefused("damaged") from error
    if image is None:
        raise PortraitRefused("damaged")
    rows, columns = image.shape[:2]
    if rows < LEAST_ROWS or not NARROWEST <= columns / rows <= WIDEST:
        raise PortraitRefused("damaged")  # no passport photo, and enlarging it could take for ever
    return np.asarray(image, np.uint8)


class Encoding:
    """The vector of the face on a card: there after 0.1 s, and better with every `refine`."""

    def __init__(self, engine: DlibEngine, image: Bgr) -> None:
        """Raises PortraitRefused where there is no face. A photo is brought to the size of an
        enlarged portrait, for which everything here was measured."""
        factor = ENLARGE * ROWS / image.shape[0]
        way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
        large = np.asarray(
            cv2.resize(image, None, fx=factor, fy=factor, interpolation=way), np.uint8
        )
        smooth = large
        if factor > 1:
            # A photo has no blocks of JPEG worth the name (24 people: 0.24, smooth 0.30).
            smooth = np.asarray(cv2.GaussianBlur(large, (0, 0), SMOOTH), np.uint8)
        self._engine = engine
        self._chip = engine.chip(smooth, _face(engine, gray_of(large)))
        self._plain = engine.encode(self._chip)
        self._copies: list[Vector] = []

    @property
    def vector(self) -> Vector:
        """The best there is by now."""
        if not self.usable:
            return self._plain
        return np.asarray(np.mean(self._copies, axis=0), np.float64)

    @property
    def usable(self) -> bool:
        """Whether nobody needs to wait for more."""
        return len(self._copies) >= FEWEST

    @property
    def finished(self) -> bool:
        return len(self._copies) >= JITTERS

    def refine(self) -> None:
        """One more copy (75 ms of one core)."""
        self._copies.append(self._engine.encode(self._engine.shifted(self._chip)))


def _face(engine: DlibEngine, gray: Gray) -> dlib.rectangle:
    for upsample in (0, 1):
        if boxes := engine.detect(gray, upsample):
            return max(boxes, key=lambda box: int(box.area()))
    # A washed-out face: its place is known, so faint evidence there is enough. Without any, this
    # is a picture of something else, and a vector of it would be compared with a person.
    across, down = gray.shape[1] / 102, gray.shape[0] / 126
    left, top, right, bottom = EXPECTED
    place = dlib.rectangle(
        round(left * across), round(top * down), round(right * across), round(bottom * down)
    )
    for box in engine.detect(gray, 1, FAINT):
        if box.intersect(place).area() > place.area() / 2:
            return place
    raise PortraitRefused("no_face")
