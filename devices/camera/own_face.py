"""`python -m devices.camera.own_face SOURCE LIMIT_S`: whoever looks into a real camera gets a card.

Answers for one good frame of one face, framed as a photographer would for a card, and for handing
its 1,024 bytes over on standard output. It stands where the office stands that once made the card,
so it is a peer and shares no code with the face check. Nothing is written to a disk, and frames end
with the process. Exit codes: 0, NO_FACE, NO_CAMERA.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
import time
from pathlib import Path

import cv2
import dlib
import numpy as np

from devices.camera.people.portrait import HEIGHT, WIDTH, pack
from devices.camera.people.scene import Picture
from devices.simulation.lifetime import die_with_parent

NO_FACE, NO_CAMERA = 3, 4

WARM_UP_FRAMES = 5
"""A camera's first frames are badly exposed."""

GOOD_FRAMES = 8
"""The sharpest of so many is taken."""

SEARCH_WIDTH = 640
LEAST_SHARE = 0.16
"""Width of a face in the frame: below, a card's photo would be made of too few pixels."""

DARK, BRIGHT = 50.0, 215.0
"""Mean grey of a face."""

FACE = (22, 36, 80, 94)
"""Left, top, right, bottom of dlib's box on a card photo of 102 x 126 (framing of GA 461)."""

DETECTOR = Path(__file__).parents[1] / "models" / "frontal_face.svm"
"""dlib's own detector, which is quicker to load as a file."""

_OPEN_MS, _READ_MS = 5000, 2000
_PR_SET_DUMPABLE = 4  # <sys/prctl.h>


class CameraGone(Exception):
    """It does not open, or sends nothing more."""


def main() -> int:
    source, limit_s = sys.argv[1], float(sys.argv[2])
    die_with_parent()
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ.update(
        OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT="2", OPENCV_FFMPEG_LOGLEVEL="-8", no_proxy="*"
    )
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    video = _open(source)
    try:
        photo = _best_photo(video, time.monotonic() + limit_s)
    except CameraGone:
        return NO_CAMERA
    finally:
        video.release()
    if photo is None:
        return NO_FACE
    os.write(1, pack(photo))
    return 0


def _open(source: str) -> cv2.VideoCapture:
    if source.isdecimal():
        return cv2.VideoCapture(int(source), cv2.CAP_V4L2)
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_MS]
    return cv2.VideoCapture(source, cv2.CAP_FFMPEG, limits)


def _best_photo(video: cv2.VideoCapture, ends_s: float) -> Picture | None:
    """The sharpest of several, or None when nobody is seen well enough until `ends_s`."""
    for _ in range(WARM_UP_FRAMES):
        _read(video)
    detector = dlib.fhog_object_detector(str(DETECTOR))
    good: list[tuple[float, Picture]] = []
    while len(good) < GOOD_FRAMES:
        if time.monotonic() > ends_s:
            return None
        frame = _read(video)
        box = _face(detector, frame)
        if box is not None:
            photo = _photo(frame, box)
            face = cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY)[FACE[1] : FACE[3], FACE[0] : FACE[2]]
            if DARK < float(face.mean()) < BRIGHT:
                good.append((float(cv2.Laplacian(face, cv2.CV_32F).var()), photo))
    return max(good, key=lambda rated: rated[0])[1]


def _read(video: cv2.VideoCapture) -> Picture:
    arrived, frame = video.read()
    if not arrived:
        raise CameraGone
    return np.asarray(frame, np.uint8)


def _face(detector: dlib.fhog_object_detector, frame: Picture) -> tuple[float, ...] | None:
    """Left, top, right, bottom of the only face, near enough; in pixels of the frame."""
    scale = max(1.0, frame.shape[1] / SEARCH_WIDTH)
    size = (round(frame.shape[1] / scale), round(frame.shape[0] / scale))
    grey = cv2.cvtColor(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    boxes = list(detector(grey, 0))
    if len(boxes) != 1 or boxes[0].width() < LEAST_SHARE * size[0]:
        return None
    box = boxes[0]
    return tuple(edge * scale for edge in (box.left(), box.top(), box.right(), box.bottom()))


def _photo(frame: Picture, box: tuple[float, ...]) -> Picture:
    """102 x 126 pixels, the face where a card has it, before a white wall."""
    scale = (FACE[2] - FACE[0]) / (box[2] - box[0])
    across = (FACE[0] + FACE[2]) / 2 - scale * (box[0] + box[2]) / 2
    down = (FACE[1] + FACE[3]) / 2 - scale * (box[1] + box[3]) / 2
    # Softened before it is made smaller, else hair and skin turn to noise that fills the kilobyte.
    soft = cv2.GaussianBlur(frame, (0, 0), max(0.3, 0.4 / scale))
    move = np.array([[scale, 0, across], [0, scale, down]])
    photo = cv2.warpAffine(soft, move, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
    return _before_a_white_wall(np.asarray(photo, np.uint8))


def _before_a_white_wall(photo: Picture) -> Picture:
    """A room behind the head would take bytes that the face needs."""
    wall = np.zeros((HEIGHT, WIDTH), np.float32)
    middle = ((FACE[0] + FACE[2]) // 2, (FACE[1] + FACE[3]) // 2)
    cv2.ellipse(wall, (middle[0], middle[1] - 4), (41, 54), 0, 0, 360, 1.0, -1)
    head = cv2.GaussianBlur(wall, (0, 0), 4)[:, :, None]
    return np.asarray(photo * head + 255 * (1 - head), np.uint8)


if __name__ == "__main__":
    sys.exit(main())
