"""Whether a face in a frame is good enough to be compared, and what the person should do if not.

Pure: numbers in, at most one hint out. The faults carry the names of ISO/IEC 29794-5; the limits
were measured with dlib's engine on portraits whose distance to their own card photo is known.
Leaves finding faces to `engine`, and patience (which hint is shown, and how long) to `check`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.biometric.engine import Gray, Points
from kiosk.vocabulary import Hint

Point = tuple[float, float] | NDArray[np.float64]
"""x, y in pixels."""

SIDE = 128
"""Every face is measured at this size in pixels, so that the limits do not depend on the camera."""

SHARP, SHARPEST = 25.0, 100.0
"""Variance of the Laplacian. Below 25 the picture is blurred so far that distances grow."""

DARK, BRIGHT = 50.0, 200.0
"""Mean grey. At 41 distances grow, at 20 faces are lost."""

FLAT = 15.0
"""Standard deviation of grey below which there is nothing to see."""

CLIPPED = 0.10
"""Share of white pixels, above 250; a third of them costs as much as a strong blur."""

UNEVEN = 0.25
"""|left - right| / (left + right)."""

EYES_NEAR, EYES_WELL = 31.0, 45.0
"""Distance of the eyes in pixels: below 31 detection fails, from 45 on nothing is gained."""

TURNED = 0.18
"""Nose nearer to one side of the face than to the other: 0.4 is a turn of 24 degrees."""

TILTED_DEGREES = 10.0

RAISED, LOWERED = 0.10, 0.45
"""Where the nose's tip lies between eyes and chin; 0.17 to 0.38 when people look straight ahead."""

TOO_FAR, TOO_NEAR = 0.30, 0.62
"""Share of the frame's shorter side that a face fills.

Below, it is somebody passing by, or too coarse for steady landmarks; above, forehead and chin are
cut off.
"""

MOVING = 0.20
"""Way of the eyes from frame to frame, in distances of the eyes."""

GAPING = 0.25
"""Height over width of the opening between the lips; a smile comes to 0.15. No gate, since such
frames are as near to their owner as others, within 0.06."""

EYES_HIDDEN = 0.45
"""Of the light on the cheeks: behind dark glasses about 0.3; without, 0.52 and more (42 people)."""

MOUTH_HIDDEN = 0.085
"""Deviation over mean: lips, teeth, their shadow come to 0.10 at least, on 42 people; cloth of one
colour has 0.05 to 0.09."""

OPEN_EYES = 0.22
"""Height over width of an eye that does not blink; no gate, since people differ (0.25-0.47)."""


@dataclass(frozen=True, slots=True)
class Measures:
    """One face in one frame. Lengths in pixels of the frame, shares 0 to 1."""

    sharpness: float
    brightness: float
    contrast: float
    clipped: float
    unevenness: float
    inter_eye_distance: float
    yaw: float  # share, negative to one side
    roll_degrees: float
    pitch: float  # share
    eye_opening: float
    mouth_opening: float
    eyes_lit: float  # grey around the eyes, of that of the cheeks
    mouth_contrast: float  # deviation of grey around the mouth, of its mean
    size: float  # share of the frame's shorter side
    movement: float  # share of the inter-eye distance since the frame before; 0 when unknown
    faces: int


def measure(gray: Gray, points: Points, width: int, faces: int, before: Points | None) -> Measures:
    """Measure the face whose 68 landmarks and box width are given. `before`: the frame before's."""
    face = _cut(gray, points)
    left, right = float(face[:, : SIDE // 2].mean()), float(face[:, SIDE // 2 :].mean())
    one, other = points[36:42].mean(0), points[42:48].mean(0)
    eyes, across = (one + other) / 2, other - one
    between = max(1.0, float(np.hypot(*across)))
    sides = [float(np.hypot(*(points[30] - points[side]))) for side in (2, 14)]
    moved = 0.0
    if before is not None:
        moved = float(np.hypot(*(eyes - (before[36:42].mean(0) + before[42:48].mean(0)) / 2)))
    return Measures(
        sharpness=float(cv2.Laplacian(face, cv2.CV_32F).var()),
        brightness=(left + right) / 2,
        contrast=float(face.std()),
        clipped=float((face > 250).mean()),
        unevenness=abs(left - right) / max(1.0, left + right),
        inter_eye_distance=between,
        yaw=(sides[0] - sides[1]) / max(1.0, sum(sides)),
        roll_degrees=float(np.degrees(np.arctan2(across[1], across[0]))),
        pitch=float((points[30] - eyes)[1] / max(1.0, (points[8] - eyes)[1])),
        eye_opening=(_opening(points[36:42]) + _opening(points[42:48])) / 2,
        mouth_opening=_gap(points),
        eyes_lit=_eyes_lit(gray, points),
        mouth_contrast=_mouth_contrast(gray, points),
        size=width / min(gray.shape),
        movement=moved / between,
        faces=faces,
    )


class Component(StrEnum):
    """What can be wrong, by the names of ISO/IEC 29794-5; HeadTooNear and Motion are our own."""

    SINGLE_FACE_PRESENT = "SingleFacePresent"
    INTER_EYE_DISTANCE = "InterEyeDistance"
    HEAD_SIZE = "HeadSize"
    HEAD_TOO_NEAR = "HeadTooNear"
    UNDER_EXPOSURE_PREVENTION = "UnderExposurePrevention"
    LUMINANCE_VARIANCE = "LuminanceVariance"
    ILLUMINATION_UNIFORMITY = "IlluminationUniformity"
    LUMINANCE_MEAN = "LuminanceMean"
    OVER_EXPOSURE_PREVENTION = "OverExposurePrevention"
    EYES_VISIBLE = "EyesVisible"
    FACE_OCCLUSION_PREVENTION = "FaceOcclusionPrevention"
    HEAD_POSE_YAW = "HeadPoseYaw"
    HEAD_POSE_ROLL = "HeadPoseRoll"
    HEAD_POSE_PITCH = "HeadPosePitch"
    SHARPNESS = "Sharpness"
    MOTION = "Motion"


@dataclass(frozen=True, slots=True)
class Fault:
    """wrong: whether a face has it. hint: what the person does about it."""

    component: Component
    hint: Hint
    wrong: Callable[[Measures], bool]


FAULTS: tuple[Fault, ...] = (
    Fault(Component.SINGLE_FACE_PRESENT, Hint.ONE_PERSON, lambda m: m.faces > 1),
    Fault(
        Component.INTER_EYE_DISTANCE, Hint.COME_CLOSER, lambda m: m.inter_eye_distance < EYES_NEAR
    ),
    Fault(Component.HEAD_SIZE, Hint.COME_CLOSER, lambda m: m.size < TOO_FAR),
    Fault(Component.HEAD_TOO_NEAR, Hint.STEP_BACK, lambda m: m.size > TOO_NEAR),
    Fault(Component.UNDER_EXPOSURE_PREVENTION, Hint.MORE_LIGHT, lambda m: m.brightness < DARK),
    Fault(Component.LUMINANCE_VARIANCE, Hint.MORE_LIGHT, lambda m: m.contrast < FLAT),
    Fault(Component.ILLUMINATION_UNIFORMITY, Hint.MORE_LIGHT, lambda m: m.unevenness > UNEVEN),
    # Away from the lamp over the screen: light falls with the square.
    Fault(Component.LUMINANCE_MEAN, Hint.STEP_BACK, lambda m: m.brightness > BRIGHT),
    Fault(Component.OVER_EXPOSURE_PREVENTION, Hint.STEP_BACK, lambda m: m.clipped > CLIPPED),
    Fault(Component.EYES_VISIBLE, Hint.GLASSES_OFF, lambda m: m.eyes_lit < EYES_HIDDEN),
    Fault(
        Component.FACE_OCCLUSION_PREVENTION,
        Hint.UNCOVER_FACE,
        lambda m: m.mouth_contrast < MOUTH_HIDDEN,
    ),
    Fault(Component.HEAD_POSE_YAW, Hint.LOOK_STRAIGHT, lambda m: abs(m.yaw) > TURNED),
    Fault(
        Component.HEAD_POSE_ROLL, Hint.LOOK_STRAIGHT, lambda m: abs(m.roll_degrees) > TILTED_DEGREES
    ),
    Fault(Component.HEAD_POSE_PITCH, Hint.LOOK_STRAIGHT, lambda m: not RAISED < m.pitch < LOWERED),
    Fault(Component.SHARPNESS, Hint.HOLD_STILL, lambda m: m.sharpness < SHARP),
    Fault(Component.MOTION, Hint.HOLD_STILL, lambda m: m.movement > MOVING),
)
"""In the order in which they are put right. Who stands there comes before where, where before the
light (a face far away is dark), the light before what hides the face, that before the pose, and
blur last: it goes away by itself when the rest is right."""


def fault(measures: Measures) -> Fault | None:
    """The first thing to put right, or None for a face that may be compared."""
    return next((each for each in FAULTS if each.wrong(measures)), None)


def hint(measures: Measures) -> Hint | None:
    """What the person should do about the first fault, or None."""
    found = fault(measures)
    return found.hint if found else None


def score(measures: Measures) -> float:
    """How good a face is, 0 to 1: the product of its clipped parts, to choose the best frame."""
    m = measures
    parts = (
        m.sharpness / SHARPEST,
        (m.brightness - DARK / 2) / DARK,
        (255 - m.brightness) / (255 - BRIGHT),
        1 - m.clipped / CLIPPED,
        1 - (m.unevenness / UNEVEN) ** 2,
        m.inter_eye_distance / EYES_WELL,
        1 - (m.yaw / TURNED) ** 2,
        1 - (m.roll_degrees / TILTED_DEGREES) ** 2,
        m.eye_opening / OPEN_EYES,
        1 - (m.mouth_opening / GAPING) ** 2,
        1 - m.movement / MOVING,
    )
    return float(np.prod(np.clip(parts, 0.0, 1.0)))


def _cut(gray: Gray, points: Points) -> Gray:
    """The face from brows to chin at the measuring size."""
    rows, columns = gray.shape
    left, top = points.min(0)
    right, bottom = points.max(0)
    x0, x1 = int(np.clip(left, 0, columns - 2)), int(np.clip(right, 2, columns))
    y0, y1 = int(np.clip(top, 0, rows - 2)), int(np.clip(bottom, 2, rows))
    face: Gray = np.asarray(
        cv2.resize(gray[y0:y1, x0:x1], (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8
    )
    return face


def _opening(eye: Points) -> float:
    """Eye aspect ratio (Soukupová and Čech): mean height over width of six points."""
    heights = np.hypot(*(eye[1] - eye[5])) + np.hypot(*(eye[2] - eye[4]))
    return float(heights / max(1.0, 2 * np.hypot(*(eye[0] - eye[3]))))


def _gap(points: Points) -> float:
    """Height over width of the opening between the lips."""
    return float(
        np.hypot(*(points[62] - points[66])) / max(1.0, np.hypot(*(points[60] - points[64])))
    )


def _eyes_lit(gray: Gray, points: Points) -> float:
    """Grey around the eyes, lens of any glasses included, of that of the cheeks below."""
    ratios = []
    for eye, cheek in ((points[36:42], (31, 48, 2)), (points[42:48], (35, 54, 14))):
        middle, width = eye.mean(0), float(np.hypot(*(eye[0] - eye[3])))
        below = points[list(cheek)].mean(0)
        around = _mean(gray, middle - width * _LENS[0], middle + width * _LENS[1])
        ratios.append(around / max(1.0, _mean(gray, below - 0.2 * width, below + 0.2 * width)))
    return sum(ratios) / 2


def _mouth_contrast(gray: Gray, points: Points) -> float:
    """Deviation over mean between nose and chin, over the width of the mouth."""
    nose, chin = points[33, 1], points[8, 1]
    top, bottom = nose + 0.2 * (points[51, 1] - nose), chin - 0.3 * (chin - points[57, 1])
    part = _part(gray, (points[48, 0], top), (points[54, 0], bottom))
    return float(part.std() / max(1.0, part.mean()))


_LENS = np.array((0.6, 0.45)), np.array((0.6, 0.6))
"""Left and above, right and below of an eye's middle, in widths of an eye."""


def _mean(gray: Gray, start: Point, end: Point) -> float:
    return float(_part(gray, start, end).mean())


def _part(gray: Gray, start: Point, end: Point) -> Gray:
    """A rectangle by two corners (x, y), as far as it is in the frame; one pixel at least."""
    rows, columns = gray.shape
    x0, y0 = int(np.clip(start[0], 0, columns - 1)), int(np.clip(start[1], 0, rows - 1))
    x1, y1 = int(np.clip(end[0], x0 + 1, columns)), int(np.clip(end[1], y0 + 1, rows))
    return gray[y0:y1, x0:x1]
