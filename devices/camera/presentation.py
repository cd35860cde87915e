"""An attack as a scene of the simulated camera: which pictures it is made of, as JPEG frames.

Not kept on a disk: made in a few seconds when somebody asks for it by name.
"""

from __future__ import annotations

import cv2
import numpy as np

from devices.camera import attacks
from devices.camera.attacks import Points
from devices.camera.clips import GESTURES, LOOKING, NOBODY, ClipLibrary
from devices.camera.people.scene import Picture

FRAMES = 60
_SEED = 1
_REST = 8
"""Frames of looking before each gesture of a film."""


def presentation(library: ClipLibrary, species: str, owner: int, attacker: int) -> list[bytes]:
    """The frames of an attack with the owner's picture; with eyeholes, the attacker's eyes.

    species: one of `attacks.SPECIES`.
    """

    def film(scene: str, *seeds: int) -> list[Picture]:
        return [_decoded(each) for each in library.clip(scene, seeds)]

    behind, photo = film(NOBODY)[0], film(LOOKING, owner)[0]
    if species in attacks.PRINTS:
        frames = attacks.prints(species, photo, behind, _SEED, FRAMES)
    elif species == attacks.REPLAY:
        rest = film(LOOKING, owner)[:_REST]
        shown = [each for name in GESTURES for each in (*rest, *film(name, owner))]
        frames = attacks.replay(shown, behind, _SEED)
    else:
        blinks = ([*film(LOOKING, attacker)[:_REST], *film("blink", attacker)] * 3)[:FRAMES]
        eyes, others = _eyes(photo), _eyes(blinks[0])
        frames = attacks.eye_holes(photo, eyes, blinks, others, behind, _SEED)
    return [_encoded(frame) for frame in frames]


def _eyes(picture: Picture) -> tuple[Points, Points]:
    # Here alone dlib is needed: importing it would take half of a simulator's start.
    from devices.camera.people.measure import faces_in

    points = faces_in(picture)[0].points
    return points[36:42], points[42:48]


def _decoded(jpeg: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def _encoded(picture: Picture) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes()
