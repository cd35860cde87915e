"""The photo for an ID card (制证相片, GA/T 461): what is wrong with one, and what its file must be.

Pure: figures in, broken rules out, all of them at once and the worst first; each rule has its
advice in the texts (`photo.advice.<rule>`). Limits are data, `config/standards/card_photo.toml`.
Measuring and cutting are the face process's business: it alone sees pixels.
"""

import base64
import hashlib
import struct
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import config as config_package

LIMITS = "card_photo.toml"


class PhotoRule(StrEnum):
    """Worst first: who is there, where, in which light, before what, and only then how they look.

    What goes away by itself when the rest is right comes last.
    """

    PERSON = "person"  # nobody, or nobody whose face is found
    ALONE = "alone"
    SAME_PERSON = "same_person"  # as the face check saw
    NEAR = "near"
    INSIDE = "inside"  # the whole picture must be in the frame: nothing is painted in
    LIGHT = "light"
    GLARING = "glaring"
    BACKGROUND = "background"
    EYES_SEEN = "eyes_seen"
    GLASSES = "glasses"
    FACE_FREE = "face_free"
    STRAIGHT = "straight"
    EYES_OPEN = "eyes_open"
    MOUTH_CLOSED = "mouth_closed"
    CLOTHES = "clothes"
    HAIR = "hair"
    FACE_SIZE = "face_size"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class PhotoMeasures:
    """One face, and the picture that would be cut around it.

    Lengths in pixels of the finished picture; greys 0 to 255; shares 0 to 1. Light, pose and eyes
    as in `devices.biometric.quality.Measures`.
    """

    faces: int
    enlarged: float  # pixels of the picture by one of the frame
    outside: float  # share of the picture that lies outside the frame
    face_width_px: float
    above_hair_px: float
    eyes_above_bottom_px: float
    background: float
    background_tint: float
    background_deviation: float
    brightness: float
    contrast: float
    unevenness: float
    clipped: float
    sharpness: float
    yaw: float
    roll_degrees: float
    pitch: float
    eye_opening: float
    mouth_opening: float
    eyes_lit: float
    glare: float
    mouth_contrast: float
    movement: float
    clothes_like_background: float
    eyes_of_own: float = 1.0  # how far they are open, of how far this person opens them

    def blinking(self, own_opening: float) -> "PhotoMeasures":
        """The same, seen by somebody who knows how far these eyes open when they are open."""
        share = self.eye_opening / own_opening if own_opening > 0 else 1.0
        return replace(self, eyes_of_own=share)


Range = tuple[float, float]


@dataclass(frozen=True)
class PhotoLimits:
    """`card_photo.toml`: names as there. examples: tables of it that nobody has confirmed."""

    examples: tuple[str, ...]
    width_px: int
    height_px: int
    dots_per_inch: int
    face_width_px: Range
    above_hair_px: Range
    eyes_above_bottom_px: float
    bytes_most: int
    bytes_least: int
    enlarged_most: float
    background_least: float
    background_tint_most: float
    background_deviation_most: float
    brightness: Range
    contrast_least: float
    unevenness_most: float
    clipped_most: float
    sharpness_least: float
    yaw_most: float
    roll_degrees_most: float
    pitch: Range
    eye_opening_least: float
    eyes_of_own_least: float
    mouth_opening_most: float
    eyes_lit_least: float
    glare_most: float
    mouth_contrast_least: float
    movement_most: float
    clothes_like_background_most: float

    @cached_property
    def face_px(self) -> float:
        """How wide a face is made: the middle of what is allowed."""
        return sum(self.face_width_px) / 2

    @cached_property
    def hair_px(self) -> float:
        """How much is left above the hair, where the eyes allow it."""
        return sum(self.above_hair_px) / 2


def load_photo_limits(directory: Path) -> PhotoLimits:
    """From `config/standards/`. Raises TypeError where a limit is missing or unknown."""
    tables: dict[str, Any] = tomllib.loads((directory / LIMITS).read_text(encoding="utf-8"))
    values: dict[str, Any] = {"examples": tuple(tables.pop("examples"))}
    for name, value in (pair for table in tables.values() for pair in table.items()):
        values[name] = tuple(value) if isinstance(value, list) else value
    return PhotoLimits(**values)


@cache
def photo_limits() -> PhotoLimits:
    """Those beside the program."""
    return load_photo_limits(Path(config_package.__file__).parent / "standards")


def broken(measures: PhotoMeasures | None, limits: PhotoLimits) -> tuple[PhotoRule, ...]:
    """Every rule that this picture breaks, the worst first; None is a frame without a face."""
    if measures is None:
        return (PhotoRule.PERSON,)
    return tuple(rule for rule in PhotoRule if rule in _BROKEN and _BROKEN[rule](measures, limits))


def _beside(value: float, allowed: Range) -> bool:
    return not allowed[0] <= value <= allowed[1]


def _hair(m: PhotoMeasures, limits: PhotoLimits) -> bool:
    if not _beside(m.above_hair_px, limits.above_hair_px):
        return False
    # High hair may come nearer to the edge, never over it, where the eyes stand as low as they may.
    eyes_first = m.eyes_above_bottom_px < limits.eyes_above_bottom_px + 1
    return not (eyes_first and 0 <= m.above_hair_px < limits.above_hair_px[0])


_BROKEN: Mapping[PhotoRule, Callable[[PhotoMeasures, PhotoLimits], bool]] = {
    PhotoRule.ALONE: lambda m, _: m.faces > 1,
    PhotoRule.NEAR: lambda m, limits: m.enlarged > limits.enlarged_most,
    PhotoRule.INSIDE: lambda m, _: m.outside > 0,
    PhotoRule.LIGHT: lambda m, limits: (
        m.brightness < limits.brightness[0]
        or m.contrast < limits.contrast_least
        or m.unevenness > limits.unevenness_most
    ),
    PhotoRule.GLARING: lambda m, limits: (
        m.brightness > limits.brightness[1] or m.clipped > limits.clipped_most
    ),
    PhotoRule.BACKGROUND: lambda m, limits: (
        m.background < limits.background_least
        or m.background_tint > limits.background_tint_most
        or m.background_deviation > limits.background_deviation_most
    ),
    PhotoRule.EYES_SEEN: lambda m, limits: m.eyes_lit < limits.eyes_lit_least,
    PhotoRule.GLASSES: lambda m, limits: m.glare > limits.glare_most,
    PhotoRule.FACE_FREE: lambda m, limits: m.mouth_contrast < limits.mouth_contrast_least,
    PhotoRule.STRAIGHT: lambda m, limits: (
        abs(m.yaw) > limits.yaw_most
        or abs(m.roll_degrees) > limits.roll_degrees_most
        or _beside(m.pitch, limits.pitch)
    ),
    PhotoRule.EYES_OPEN: lambda m, limits: (
        m.eye_opening < limits.eye_opening_least or m.eyes_of_own < limits.eyes_of_own_least
    ),
    PhotoRule.MOUTH_CLOSED: lambda m, limits: m.mouth_opening > limits.mouth_opening_most,
    PhotoRule.CLOTHES: lambda m, limits: (
        m.clothes_like_background > limits.clothes_like_background_most
    ),
    PhotoRule.HAIR: _hair,
    PhotoRule.FACE_SIZE: lambda m, limits: (
        _beside(m.face_width_px, limits.face_width_px)
        or m.eyes_above_bottom_px < limits.eyes_above_bottom_px
    ),
    PhotoRule.STILL: lambda m, limits: (
        m.sharpness < limits.sharpness_least or m.movement > limits.movement_most
    ),
}
"""All but the two that figures of one picture cannot tell: nobody there, and somebody else."""


# ---- the file --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardPhoto:
    """One shot as it is submitted. jpeg: in base64, as it travels and is kept."""

    jpeg: str = field(repr=False)

    @property
    def sha256(self) -> str:
        """Of the file; what the case says of it."""
        return hashlib.sha256(base64.b64decode(self.jpeg)).hexdigest()

    @property
    def short(self) -> str:
        """What the audit log keeps of it: enough to tell one from another."""
        return "h" + self.sha256[:5]


class NoCardPhoto(ValueError):
    """The file is not what the standard wants. Its text is a code."""


def card_photo(jpeg: bytes, limits: PhotoLimits) -> CardPhoto:
    """A shot as the face process made it, believed only by its form. Raises NoCardPhoto.

    The pixels are not decoded here: whoever took over the process that decodes a camera's stream
    gains nothing by a damaged file.
    """
    if len(jpeg) > limits.bytes_most:
        raise NoCardPhoto("too_large")
    if len(jpeg) < limits.bytes_least:
        raise NoCardPhoto("too_small")
    form = jpeg_form(jpeg)
    wanted = JpegForm(limits.width_px, limits.height_px, 3, limits.dots_per_inch)
    if form != wanted:
        raise NoCardPhoto("form")
    return CardPhoto(base64.b64encode(jpeg).decode("ascii"))


@dataclass(frozen=True, slots=True)
class JpegForm:
    width_px: int
    height_px: int
    components: int  # of 8 bits each; 3 is 24-bit colour
    dots_per_inch: int


_JFIF = b"JFIF\0"
_START, _END, _APP0, _SCAN = 0xD8, 0xD9, 0xE0, 0xDA
_FRAMES = (0xC0, 0xC1)  # baseline, and sequential with Huffman coding


def jpeg_form(jpeg: bytes) -> JpegForm:
    """What the segments before the scan say (ITU-T T.81, T.871). Raises NoCardPhoto."""
    if jpeg[:2] != bytes((0xFF, _START)) or jpeg[-2:] != bytes((0xFF, _END)):
        raise NoCardPhoto("no_jpeg")
    at, dots, found = 2, 0, None
    while found is None:
        if len(jpeg) < at + 4 or jpeg[at] != 0xFF or jpeg[at + 1] == _SCAN:
            raise NoCardPhoto("no_frame")
        marker, (length,) = jpeg[at + 1], struct.unpack_from(">H", jpeg, at + 2)
        content = jpeg[at + 4 : at + 2 + length]
        if length < 2 or len(content) != length - 2:
            raise NoCardPhoto("cut_off")
        if marker == _APP0 and content.startswith(_JFIF) and len(content) >= 12:
            unit, across, down = struct.unpack_from(">BHH", content, 7)
            dots = across if unit == 1 and across == down else 0
        elif marker in _FRAMES and len(content) >= 6:
            bits, height, width, components = struct.unpack_from(">BHHB", content)
            if bits != 8:
                raise NoCardPhoto("depth")
            found = JpegForm(width, height, components, dots)
        at += 2 + length
    return found
