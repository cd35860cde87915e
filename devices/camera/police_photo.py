"""The photo that the police have of a made-up person: what a platform gives where no card is read.

A JPEG in colour of the size and kind that photos for a card have (GA/T 461: 358 × 441 pixels, at
most 20 kB), painted when it is first wanted and kept beside the clips: never of anybody who exists.
Beside `people`, whose sources name the clips: a change here paints these photos anew, and no clip.
"""

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from devices.camera.people.fitted import citizen
from devices.camera.people.head import EYE_LINE, UNITS_PER_FRAME, Head
from devices.camera.people.render import Light, Pose
from devices.camera.people.scene import develop, plain

WIDTH, HEIGHT = 358, 441
MOST_BYTES = 20 * 1024
EYES_Y, PX_PER_UNIT = 196.0, 140.0
"""Where the eyes are, and how large the head: its face is as wide as GA/T 461 wants it."""
LARGER = 2
"""Painted so many times larger, then reduced: what a photographer's camera does."""
STUDIO = Light(direction=(-0.20, 0.45, 0.85), ambient=0.50)


class PolicePhotos:
    """folder: where they are kept. `of` may be called by any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, seed: int) -> bytes:
        """The JPEG of this person; painting it takes a second of a core that has nothing else."""
        place = self._folder / f"{seed}-police-{_source()}.jpg"
        if not place.is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(descriptor, "wb") as file:
                file.write(police_photo(seed))
            os.replace(name, place)
        return place.read_bytes()


def police_photo(seed: int) -> bytes:
    """The person before a white wall, looking straight ahead."""
    size = (WIDTH * LARGER, HEIGHT * LARGER)
    pose = Pose(
        scale=PX_PER_UNIT * LARGER / (size[1] / UNITS_PER_FRAME),
        shift_y=-(EYES_Y / HEIGHT - EYE_LINE) * HEIGHT / PX_PER_UNIT,
    )
    picture = plain(size, 1.0)
    Head(citizen(seed)).paint_onto(picture, pose, STUDIO)
    large = develop(picture, 1.0, 0.0, np.random.default_rng(0), 0.0)
    photo = cv2.resize(large, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    for quality in range(85, 0, -5):
        jpeg = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        if len(jpeg) <= MOST_BYTES:
            return jpeg
    raise ValueError(f"no JPEG of this photo fits into {MOST_BYTES} bytes")


@cache
def _source() -> str:
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
