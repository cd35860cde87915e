"""The photo for an ID card: where it lies in a frame, what is measured of it, and its file.

A picture is what the camera saw, cut out and made smaller: nothing is painted, whitened or turned.
Whoever stands before the wrong wall is told so. Leaves what may be wrong to
`kiosk.case.card_photo`, when a shot is taken to `photo_session`.
"""

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from devices.biometric import quality
from devices.biometric.engine import Bgr, DlibEngine, Points, gray_of
from devices.biometric.quality import Measures
from kiosk.case.card_photo import PhotoLimits, PhotoMeasures

UNLIKE = 30
"""Of 255, in any colour: from here on something is not the wall. A wall's own shading stays below
20, grey hair before a white one is 60 and more."""

BESIDE = 0.20
"""How far beside the face hair may hang, in widths of the face; from there on there is wall."""

UP = 1.1
"""How far above the eyes the wall is looked at, in widths of the face: a head ends at 0.95."""

BRIDGE = 0.20
"""Half the width of the strip in which the top of the hair is looked for, in widths of the face."""

GLARE = 245

LENS = 0.7
"""How far a lens reaches from the middle of an eye, in widths of the eye."""

COLLAR_PX, COLLAR_HALF = 28, 0.45
"""The strip at the lower edge in which clothes are seen: pixels high; half as wide, in widths of
the face."""

QUALITIES = range(60, 99)


@dataclass(frozen=True, slots=True)
class Wall:
    """What is behind somebody. colour: blue, green, red."""

    colour: tuple[float, float, float]
    deviation: float

    @property
    def plain(self) -> bool:
        """Whether a head stands out from it."""
        return self.deviation < UNLIKE / 2

    def unlike(self, part: Bgr) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Which pixels of a part are not the wall's."""
        away = np.abs(part.astype(np.float32) - np.asarray(self.colour, np.float32))
        return np.asarray(away.max(axis=2) > UNLIKE)


@dataclass(frozen=True, slots=True)
class Crop:
    """The rectangle of the picture in a frame, in its pixels; scale: picture by frame."""

    left: float
    top: float
    width: float
    height: float
    scale: float

    def outside(self, frame: Bgr) -> float:
        """Which share of it is not in the frame."""
        rows, columns = frame.shape[:2]
        wide = min(columns, self.left + self.width) - max(0.0, self.left)
        high = min(rows, self.top + self.height) - max(0.0, self.top)
        inside = max(0.0, wide) * max(0.0, high) / (self.width * self.height)
        return 0.0 if inside > 0.9999 else 1 - inside


@dataclass(frozen=True, slots=True)
class Seen:
    """A face in a frame as a card would show it."""

    measures: PhotoMeasures
    crop: Crop


@dataclass(frozen=True, slots=True)
class Finished:
    """A shot: its pixels, its file, and what was measured of them once more."""

    picture: Bgr = field(repr=False)
    jpeg: bytes = field(repr=False)
    measures: PhotoMeasures | None


def see(frame: Bgr, points: Points, face: Measures, limits: PhotoLimits) -> Seen:
    """Where the picture would be cut, and everything that is measured of it.

    points: the 68 landmarks in `frame`; face: as `quality.measure` found it there.
    """
    wall = _behind(frame, points)
    hair_y = _top_of_hair(frame, points, wall)
    crop = _place(points, hair_y, limits)
    return Seen(_measures(frame, points, face, wall, hair_y, crop), crop)


def finish(engine: DlibEngine, frame: Bgr, crop: Crop, limits: PhotoLimits) -> Finished:
    """The picture cut out of a frame in which all of it lies, and measured as it is now."""
    left, top = max(0, round(crop.left)), max(0, round(crop.top))
    part = frame[top : round(crop.top + crop.height), left : round(crop.left + crop.width)]
    size = (limits.width_px, limits.height_px)
    picture: Bgr = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    return Finished(picture, encode(picture, limits), measure_again(engine, picture, crop.scale))


def measure_again(engine: DlibEngine, picture: Bgr, enlarged: float) -> PhotoMeasures | None:
    """What a finished picture shows, without knowing where it was cut; None: no face."""
    gray = gray_of(picture)
    boxes = engine.detect(gray)
    if not boxes:
        return None
    box = max(boxes, key=lambda each: int(each.width()))
    points = engine.landmarks(gray, box)
    face = quality.measure(gray, points, int(box.width()), len(boxes), None)
    wall = _behind(picture, points)
    whole = Crop(0.0, 0.0, float(picture.shape[1]), float(picture.shape[0]), 1.0)
    measures = _measures(picture, points, face, wall, _top_of_hair(picture, points, wall), whole)
    return replace(measures, enlarged=enlarged)


def encode(picture: Bgr, limits: PhotoLimits) -> bytes:
    """JPEG of the best quality that fits, with the standard's dots per inch in its header."""
    low, high = QUALITIES.start, QUALITIES.stop - 1
    best = _jpeg(picture, low)
    while low < high:
        middle = (low + high + 1) // 2
        tried = _jpeg(picture, middle)
        if len(tried) <= limits.bytes_most:
            low, best = middle, tried
        else:
            high = middle - 1
    return with_density(best, limits.dots_per_inch)


def with_density(jpeg: bytes, dots_per_inch: int) -> bytes:
    """The same file with its JFIF header saying how large it is printed (ITU-T T.871)."""
    assert jpeg[6:11] == b"JFIF\0", "OpenCV begins every JPEG with a JFIF header"
    dots = dots_per_inch.to_bytes(2, "big")
    return jpeg[:13] + b"\x01" + dots + dots + jpeg[18:]


def _jpeg(picture: Bgr, quality_percent: int) -> bytes:
    options = [cv2.IMWRITE_JPEG_QUALITY, quality_percent, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    return cv2.imencode(".jpg", picture, options)[1].tobytes()


# ---- what is where ---------------------------------------------------------------------------


def _face_width(points: Points) -> float:
    """From ear to ear, by the ends of the jaw's line."""
    return max(1.0, float(points[16, 0] - points[0, 0]))


def _middle_x(points: Points) -> float:
    return float(points[16, 0] + points[0, 0]) / 2


def _eyes_y(points: Points) -> float:
    return float(points[36:48, 1].mean())


def _part(image: Bgr, left: float, top: float, right: float, bottom: float) -> Bgr:
    """As far as it lies in the image; may be empty."""
    rows, columns = image.shape[:2]
    x0, x1 = (int(np.clip(round(each), 0, columns)) for each in (left, right))
    y0, y1 = (int(np.clip(round(each), 0, rows)) for each in (top, bottom))
    return image[y0:y1, x0:x1]


def _behind(image: Bgr, points: Points) -> Wall:
    """The wall on both sides of the head, as far as a picture would show it."""
    width, middle, eyes = _face_width(points), _middle_x(points), _eyes_y(points)
    top = eyes - UP * width
    near, far = (0.5 + BESIDE) * width, 0.86 * width  # of 358 pixels, half is 0.865 faces
    sides = [
        _part(image, middle - far, top, middle - near, eyes),
        _part(image, middle + near, top, middle + far, eyes),
    ]
    dots = [side[::2, ::2].reshape(-1, 3) for side in sides if side.size]
    if not dots:
        return Wall((0.0, 0.0, 0.0), 255.0)
    seen = np.concatenate(dots)
    blue, green, red = (float(each) for each in np.median(seen, axis=0))
    return Wall((blue, green, red), float(seen.std(axis=0).max()))


def _top_of_hair(image: Bgr, points: Points, wall: Wall) -> float:
    """The row above which there is only wall; where no head stands out, as heads are on average:
    the eyes lie in their middle."""
    width, middle, eyes = _face_width(points), _middle_x(points), _eyes_y(points)
    if not wall.plain:
        return eyes - float(points[8, 1] - eyes)
    strip = _part(image, middle - BRIDGE * width, 0, middle + BRIDGE * width, eyes)
    if not strip.size:
        return 0.0
    covered = wall.unlike(strip).mean(axis=1) > 0.25
    above = np.nonzero(~covered[: max(1, len(covered) - round(0.3 * width))])[0]
    return float(above[-1] + 1) if len(above) else 0.0


def _place(points: Points, hair_y: float, limits: PhotoLimits) -> Crop:
    """So that the face is as wide as wanted, the hair as high; eyes first (GA/T 461)."""
    scale = limits.face_px / _face_width(points)
    width, height = limits.width_px / scale, limits.height_px / scale
    top = hair_y - limits.hair_px / scale
    lowest_eyes = _eyes_y(points) + limits.eyes_above_bottom_px / scale - height
    return Crop(_middle_x(points) - width / 2, max(top, lowest_eyes), width, height, scale)


def _measures(
    image: Bgr, points: Points, face: Measures, wall: Wall, hair_y: float, crop: Crop
) -> PhotoMeasures:
    bottom = crop.top + crop.height
    middle, width = _middle_x(points), _face_width(points)
    worn = _part(
        image,
        middle - COLLAR_HALF * width,
        bottom - COLLAR_PX / crop.scale,
        middle + COLLAR_HALF * width,
        bottom,
    )
    return PhotoMeasures(
        faces=face.faces,
        enlarged=crop.scale,
        outside=crop.outside(image),
        face_width_px=width * crop.scale,
        above_hair_px=(hair_y - crop.top) * crop.scale,
        eyes_above_bottom_px=(bottom - _eyes_y(points)) * crop.scale,
        background=min(wall.colour),
        background_tint=max(wall.colour) - min(wall.colour),
        background_deviation=wall.deviation,
        brightness=face.brightness,
        contrast=face.contrast,
        unevenness=face.unevenness,
        clipped=face.clipped,
        sharpness=face.sharpness,
        yaw=face.yaw,
        roll_degrees=face.roll_degrees,
        pitch=face.pitch,
        eye_opening=face.eye_opening,
        mouth_opening=face.mouth_opening,
        eyes_lit=face.eyes_lit,
        glare=max(_glare(image, points[36:42]), _glare(image, points[42:48])),
        mouth_contrast=face.mouth_contrast,
        movement=face.movement,
        clothes_like_background=float(1 - wall.unlike(worn).mean()) if worn.size else 0.0,
    )


def _glare(image: Bgr, eye: Points) -> float:
    """Share of white dots around an eye: a lamp in the glasses."""
    x, y = (float(each) for each in eye.mean(0))
    reach = LENS * float(eye[3, 0] - eye[0, 0])
    around = _part(image, x - reach, y - reach, x + reach, y + reach)
    return float((around.min(axis=2) > GLARE).mean()) if around.size else 0.0
