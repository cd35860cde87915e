"""The portrait on a simulated card: 1024 bytes, as large as the one on a real chip.

A real chip holds the portrait in the closed WLT format. This one has a magic of its own, so that
nobody takes one for the other: `BDY`, version 1, the JPEG's length (2 bytes, big endian), the JPEG
of 102 x 126 pixels, zeros up to 1024 bytes. The JPEG is grey: a kilobyte holds more of a face
without its colours (own distance 0.28 instead of 0.35). Its decoder stands on the kiosk's side and
works only in simulation.
"""

from __future__ import annotations

import struct

import cv2
import numpy as np

from devices.camera.people.fitted import citizen
from devices.camera.people.head import EYE_LINE, UNITS_PER_FRAME, Head
from devices.camera.people.render import Light, Pose
from devices.camera.people.scene import Picture, develop, plain

MAGIC = b"BDY\x01"
PORTRAIT_BYTES = 1024
WIDTH, HEIGHT = 102, 126
"""GA 461: the portrait on the card, in pixels."""
_JPEG_LIMIT = PORTRAIT_BYTES - len(MAGIC) - 2
_LARGER = 6
"""Painted this many times larger, then reduced: what a photographer's camera does."""
_EYES_Y = 56
_PX_PER_UNIT = 40.0
_EVEN_LIGHT = Light(direction=(-0.20, 0.45, 0.85), ambient=0.50)


def card_photo(head: Head) -> Picture:
    """The person before a white wall, 102 x 126 pixels, looking straight ahead."""
    size = (WIDTH * _LARGER, HEIGHT * _LARGER)
    scale = _PX_PER_UNIT * _LARGER / (size[1] / UNITS_PER_FRAME)
    below = (_EYES_Y / HEIGHT - EYE_LINE) * HEIGHT / _PX_PER_UNIT
    picture = plain(size, 1.0)
    head.paint_onto(picture, Pose(scale=scale, shift_y=-below), _EVEN_LIGHT)
    photo = develop(picture, 1.0, 0.0, np.random.default_rng(0), 0.0)
    return np.asarray(cv2.resize(photo, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


def card_portrait(seed: int) -> bytes:
    """The 1024 bytes of a simulated card's portrait."""
    return pack(card_photo(Head(citizen(seed))))


def pack(photo: Picture) -> bytes:
    """The best JPEG of the photo that fits, in its envelope."""
    grey = cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY)
    for quality in range(95, 0, -1):
        # Optimised Huffman tables: without them a kilobyte holds too little of a face to match.
        options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
        jpeg = cv2.imencode(".jpg", grey, options)[1].tobytes()
        if len(jpeg) <= _JPEG_LIMIT:
            return (MAGIC + struct.pack(">H", len(jpeg)) + jpeg).ljust(PORTRAIT_BYTES, b"\0")
    raise ValueError(f"no JPEG of this photo fits into {_JPEG_LIMIT} bytes")
