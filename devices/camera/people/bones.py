"""The head without features: skull, jaw, neck and ears as one height map.

Leaves eyes, nose, mouth and cheeks to `features`, and hair to `hair`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from devices.camera.people.grid import (
    COS,
    ROWS,
    SIN,
    THETA,
    Y_BOTTOM,
    Y_TOP,
    Map,
    Y,
    blur,
    f32,
    ramp,
)
from devices.camera.people.identity import Identity

# Half width and half depth of an average head by height, in units of 10 cm.
_HALF_WIDTH = (
    (-2.0, 0.52), (-1.25, 0.50), (-1.1, 0.52), (-0.95, 0.555), (-0.75, 0.605), (-0.55, 0.645),
    (-0.3, 0.69), (0, 0.725), (0.2, 0.74), (0.45, 0.745), (0.7, 0.71), (0.88, 0.62),
    (1.02, 0.46), (1.10, 0.28), (1.145, 0.10), (1.16, 0.02), (1.4, 0.02),
)  # fmt: skip
_HALF_DEPTH = (
    (-2.0, 0.48), (-1.3, 0.55), (-1.15, 0.74), (-1.0, 0.79), (-0.8, 0.80), (-0.5, 0.815),
    (-0.2, 0.83), (0, 0.84), (0.2, 0.87), (0.45, 0.86), (0.7, 0.78), (0.88, 0.66),
    (1.02, 0.48), (1.10, 0.30), (1.145, 0.11), (1.16, 0.02), (1.4, 0.02),
)  # fmt: skip

CROWN = 1.155
"""Height of the bare crown in the canonical head."""


@dataclass(frozen=True, slots=True)
class Bones:
    """The bare head, and the coordinates that features are placed in."""

    radius: Map
    x: Map
    """Sideways position of each texel before features are added."""
    height: Map
    """y of the canonical head: the lower face stretched, the crown raised by the hair."""
    front: Map
    """1 on the face, fading to 0 towards the ears."""
    above_jaw: Map
    ear: Map
    """How far the ear stands out."""
    ear_mask: Map


def head_bones(person: Identity, hair_lift: float) -> Bones:
    """The skull of a person; `hair_lift` raises the crown, since a map cannot push it up."""
    crown_lift = hair_lift * ramp(0.50, 1.15, Y)
    height = f32(np.where(Y < 0, Y / person.face_height, Y - crown_lift))
    width = _profile(_HALF_WIDTH, height) * person.face_width
    width = width * (1 + ramp(-0.2, -0.8, height) * (person.jaw - 1))
    width = width * (1 + 0.05 * person.fullness * np.exp(-(((height + 0.42) / 0.32) ** 2)))
    depth = _profile(_HALF_DEPTH, height)
    depth = f32(np.where(COS > 0, depth, depth * 1.12))
    # A superellipse: a skull is flatter at front and sides than an ellipse.
    roundness = 2.25
    radius = f32(
        (np.abs(SIN / width) ** roundness + np.abs(COS / depth) ** roundness) ** (-1 / roundness)
    )
    x = f32(radius * SIN)
    neck = _neck(person)
    side = np.abs(THETA) / np.radians(90)
    rise = np.clip(side * (1.12 / person.chin_width**0.4), 0, 1.2) ** 1.7
    jaw_line = -1.16 - person.chin + 0.54 * rise
    above_jaw = f32(ramp(-0.10, 0.09, height - jaw_line) ** 0.7)
    radius = neck + np.maximum(radius - neck, 0) * above_jaw
    ear, ear_mask = _ear(person)
    return Bones(
        radius=f32(radius),
        x=x,
        height=height,
        front=ramp(0.1, 0.55, COS),
        above_jaw=above_jaw,
        ear=ear,
        ear_mask=ear_mask,
    )


def _profile(table: tuple[tuple[float, float], ...], height: Map) -> Map:
    rows = np.linspace(Y_TOP, Y_BOTTOM, ROWS)
    heights, values = zip(*table, strict=True)
    line = np.repeat(f32(np.interp(rows, heights, values))[:, None], 3, 1)
    smooth = blur(line, 7)[:, 1]
    return f32(np.interp(height[:, 0], rows[::-1], smooth[::-1]))[:, None]


def _neck(person: Identity) -> Map:
    width = (0.475 if person.man else 0.405) * (0.6 + 0.4 * person.face_width)
    neck = (np.abs(SIN / width) ** 2 + np.abs(COS / 0.45) ** 2) ** -0.5
    neck = neck + 0.12 * ramp(-1.35, -2.0, Y)
    tendon = np.abs(THETA) - 0.62 + 0.35 * ramp(-1.2, -1.9, Y)
    neck = neck + 0.03 * np.exp(-((tendon / 0.13) ** 2)) * ramp(-1.1, -1.35, Y)
    neck = neck - 0.03 * np.exp(-((THETA / 0.16) ** 2)) * ramp(-1.25, -1.6, Y)
    if person.man:  # the larynx
        neck = neck + 0.02 * np.exp(-((THETA / 0.1) ** 2) - ((Y + 1.42) / 0.06) ** 2)
    # The neck must fade out above the mouth, or the crown becomes a tube.
    return f32(neck * ramp(0.35, -0.25, Y) + 0.01)


def _ear(person: Identity) -> tuple[Map, Map]:
    across = (np.abs(THETA) - np.radians(93)) / np.radians(11)
    along = (Y + 0.17 * person.face_height) / 0.30
    distance = np.hypot(across, along)
    outline = ramp(1.15, 0.80, distance)
    ear = outline * (0.05 + 0.09 * person.ears * ramp(-0.9, 0.7, across))
    ear = ear * (1 - 0.35 * ramp(0.1, 1, -along))
    ear = ear - 0.040 * np.exp(-((distance / 0.42) ** 2))  # the hollow of the shell
    return blur(f32(ear), 1.6), ramp(1.35, 1.0, distance)
