"""What a chip's memory and a kiosk's camera make of a good portrait.

A card holds 102 × 126 pixels in 1,024 bytes of a secret format. How good real ones are is not known
here; JPEG at the same size is the nearest stand-in, and the tables are told for two sizes.
"""

import cv2
import numpy as np

from devices.biometric.engine import Bgr, Points

CARD = (102, 126)
_FACE_WIDTH = 58.0  # of a card's portrait: jaw to jaw, in px (GA 461)
_EYES = (51.0, 60.0)
_FINER = 4
_LIVE_WIDTH = 170.0  # px between the jaws at arm's length, 720p


def card_photo(portrait: Bgr, points: Points, most_bytes: int) -> bytes:
    """A JPEG of 102 × 126 px, framed as GA 461 asks, as good as most_bytes allow.

    points: 68 landmarks of the face in it. Raises ValueError when even the worst is larger.
    """
    left, right = points[36:42].mean(axis=0), points[42:48].mean(axis=0)
    across, down = right - left
    scale = _FACE_WIDTH / float(np.linalg.norm(points[16] - points[0])) * _FINER
    eyes = (left + right) / 2
    turn = cv2.getRotationMatrix2D(tuple(eyes), float(np.degrees(np.arctan2(down, across))), scale)
    turn[:, 2] += np.array(_EYES) * _FINER - eyes
    size = (CARD[0] * _FINER, CARD[1] * _FINER)
    fine = cv2.warpAffine(portrait, turn, size, borderMode=cv2.BORDER_REPLICATE)
    small = cv2.resize(fine, CARD, interpolation=cv2.INTER_AREA)
    for quality in range(95, 0, -1):
        # Without optimised tables 1 kB is only enough for a quality of 5, where nobody is known.
        options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
        done, data = cv2.imencode(".jpg", small, options)
        if done and len(data) <= most_bytes:
            return bytes(data)
    raise ValueError(f"no JPEG of it has {most_bytes} bytes or fewer")


def camera_frame(portrait: Bgr, points: Points, chance: np.random.Generator) -> Bgr:
    """The person as a kiosk's camera may see them: other size, light, blur, noise, and a tilt."""
    height, width = portrait.shape[:2]
    tilt = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-4, 4), 1)
    seen = cv2.warpAffine(portrait, tilt, (width, height), borderMode=cv2.BORDER_REPLICATE)
    scale = _LIVE_WIDTH / float(np.linalg.norm(points[16] - points[0]))
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    near = np.asarray(cv2.resize(seen, None, fx=scale, fy=scale, interpolation=kind), np.float64)
    lit = 255 * (near / 255) ** chance.uniform(0.75, 1.35)
    soft = cv2.GaussianBlur(lit, (0, 0), chance.uniform(0.5, 1.1))
    coarse = np.clip(soft + chance.normal(0, 5, soft.shape), 0, 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", coarse, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
