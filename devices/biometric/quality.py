"""Whether a face in a frame is good enough to be compared, and what the person should do if not.

Pure: numbers in, at most one hint out. The measures carry the names of ISO/IEC 29794-5; the limits
were measured with dlib's engine on portraits whose distance to their own card photo is known.
Leaves finding faces to `engine`, and patience (which hint is shown, and how long) to `check`.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from devices.biometric.engine import Gray, Points
from kiosk.vocabulary import Hint

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
        size=width / min(gray.shape),
        movement=moved / between,
        faces=faces,
    )


def hint(measures: Measures) -> Hint | None:
    """The first thing to put right, or None for a face that may be compared.

    Who stands there comes before where, where before the light (a face far away is dark), the
    light before the pose, and blur last: it goes away by itself when the rest is right.
    """
    m = measures
    if m.faces > 1:
        return Hint.ONE_PERSON
    if m.inter_eye_distance < EYES_NEAR or m.size < TOO_FAR:
        return Hint.COME_CLOSER
    if m.size > TOO_NEAR:
        return Hint.STEP_BACK
    if m.brightness < DARK or m.contrast < FLAT or m.unevenness > UNEVEN:
        return Hint.MORE_LIGHT
    if m.brightness > BRIGHT or m.clipped > CLIPPED:
        return Hint.STEP_BACK  # away from the lamp over the screen: light falls with the square
    if abs(m.yaw) > TURNED or abs(m.roll_degrees) > TILTED_DEGREES:
        return Hint.LOOK_STRAIGHT
    if not RAISED < m.pitch < LOWERED:
        return Hint.LOOK_STRAIGHT
    if m.sharpness < SHARP or m.movement > MOVING:
        return Hint.HOLD_STILL
    return None


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
