"""What a made-up citizen has on the face: glasses, dark ones, a mask; painted onto the head's map.

A mask is also a relief of its own: it hangs over nose and chin. Glasses lie on the skin, which
looks right from the front, and nobody is seen from the side here.
"""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np

from devices.camera.people.features import Landmarks
from devices.camera.people.grid import COS, Map, Y, blur, bump, f32, mix, ramp
from devices.camera.people.identity import Identity


class Wear(StrEnum):
    NOTHING = ""
    GLASSES = "glasses"
    DARK_GLASSES = "dark_glasses"
    MASK = "mask"


_FRAME = f32([0.16, 0.125, 0.10])
_LENS = f32([0.012, 0.013, 0.015])
_CLOTH = f32([0.46, 0.62, 0.72])
_WIDE, _HIGH, _RIM = 0.215, 0.150, 0.011
_LARGER = 0.06
"""How much farther dark lenses reach on every side."""
_SQUARENESS = 3.2
_WIRE = 0.5
"""How much of the skin a thin frame hides."""
_HUNG = (90, 50)
"""Texels down and across between which cloth hangs straight."""


def mask_over(radius: Map, person: Identity, marks: Landmarks, x: Map) -> Map:
    """The relief with a mask hanging over nose, mouth and chin."""
    hull = blur(f32(cv2.dilate(radius, np.ones(_HUNG, np.uint8))), 16)
    return f32(radius + _cloth(person, marks, x) * (hull + 0.01 - radius))


def put_on(
    wear: Wear, person: Identity, marks: Landmarks, x: Map, albedo: Map, gloss: Map
) -> tuple[Map, Map]:
    """Colour and shine of the head with it on. x: sideways position of each texel."""
    if wear is Wear.MASK:
        share = _cloth(person, marks, x)
        below = marks.nose_base - Y
        pleats = sum(bump(below - at, 0.012) for at in (0.02, 0.16, 0.30))
        strap = bump(Y - marks.nose_base - 0.10 - 0.25 * (np.abs(x) - 0.6), 0.014)
        share = f32(np.maximum(share, 0.9 * strap * ramp(0.55, 0.62, np.abs(x)) * (COS > -0.1)))
        cloth = _CLOTH * (1 - 0.08 * f32(pleats))[..., None]
        return mix(albedo, cloth, share), f32(gloss * (1 - share))
    if wear is Wear.NOTHING:
        return albedo, gloss
    across = np.abs(x) - marks.eye_x
    away = _lens_edge(f32(across), f32(Y - person.eye_y + 0.025 + 0 * x))
    if wear is Wear.DARK_GLASSES:
        away = f32(away - _LARGER)
    front = ramp(0.0, 0.2, COS)
    rim = ramp(_RIM, _RIM * 0.5, np.abs(away)) * front
    bridge = bump(Y - person.eye_y - 0.03, 0.016) * ramp(
        0.0, -0.02, np.abs(x) - marks.eye_x + _WIDE
    )
    temple = bump(Y - person.eye_y - 0.03, 0.018) * ramp(0.0, 0.02, across - _WIDE) * (COS > -0.2)
    frame = f32(_WIRE * np.maximum(rim, np.maximum(bridge * front, temple)))
    if wear is Wear.DARK_GLASSES:
        lens = f32(ramp(0.004, -0.004, away) * front)
        albedo, gloss = mix(albedo, _LENS, lens), f32(gloss * (1 - lens) + 0.9 * lens)
    return mix(albedo, _FRAME, frame), f32(gloss * (1 - frame) + 0.4 * frame)


def _lens_edge(across: Map, above: Map) -> Map:
    """Distance to the edge of a lens in units, negative inside (near the edge, good enough)."""
    power = _SQUARENESS
    size = (np.abs(across) / _WIDE) ** power + (np.abs(above) / _HIGH) ** power
    return f32((size ** (1 / power) - 1) * min(_WIDE, _HIGH))


def _cloth(person: Identity, marks: Landmarks, x: Map) -> Map:
    across = np.abs(x)
    top = marks.nose_base + 0.21 - 0.30 * np.clip(across - 0.12, 0, 1) ** 1.3
    bottom = -1.20 + 0.35 * np.clip(across - 0.25, 0, 1)
    edge = 0.012
    share = ramp(-edge, edge, top - Y) * ramp(-edge, edge, Y - bottom)
    return f32(share * ramp(0.66, 0.62, across) * ramp(0.1, 0.3, COS) * (person.face_width > 0))
