"""Opening the mouth: the lower face slides down, and the gap shows teeth and dark."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from devices.camera.people.bones import Bones
from devices.camera.people.features import Landmarks
from devices.camera.people.grid import (
    COLUMNS,
    COS,
    ROWS,
    Y_BOTTOM,
    Y_TOP,
    Map,
    Y,
    blur,
    bump,
    f32,
    mix,
    ramp,
)
from devices.camera.people.identity import Identity

_OPEN = 0.24
"""Distance between the lips of a wide open mouth."""
_INSIDE = f32([0.05, 0.014, 0.014])
_TEETH = f32([0.58, 0.54, 0.47])


@dataclass(frozen=True, slots=True)
class Opened:
    """The maps of a head with its mouth open."""

    radius: Map
    albedo: Map
    gloss: Map


def open_mouth(
    person: Identity,
    bones: Bones,
    marks: Landmarks,
    x: Map,
    maps: tuple[Map, Map, Map],
    amount: float,
) -> Opened:
    """The maps (radius, albedo, gloss), warped; `amount` is 0 closed to 1 wide open."""
    radius, albedo, gloss = maps
    across, y = np.abs(x), bones.height
    half = person.mouth_width * (1 - 0.14 * amount)
    # The upper lip's edge is an arch, the lower one's too: an oval gap.
    arch = np.clip(1 - (across / half) ** 2, 0, 1) ** 0.62
    gap_height = _OPEN * amount * arch
    jaw = 0.85 * _OPEN * amount * np.exp(-((across / 0.62) ** 4)) * ramp(0, 0.3, COS)
    down = ramp(marks.mouth_y, -1.08, y)
    line = f32(marks.mouth_line + 0.02 * amount * arch)  # the upper lip rises
    slide = (gap_height * (1 - down) + jaw * down) * ramp(-1.75, -1.25, y) * (y < line)
    moved = y + slide
    held = np.where(y < line, line - 0.004, 9.0)
    source = np.where(arch > 0, np.minimum(moved, held), moved)
    gap = ramp(-0.006, 0.010, moved - line) * (y < line + 0.004) * ramp(0, 0.06, arch)
    lifted = Y + (source - y) * person.face_height  # the canonical head, back to the map
    rows = f32((Y_TOP - lifted) / (Y_TOP - Y_BOTTOM) * (ROWS - 1))
    columns = np.repeat(np.arange(COLUMNS, dtype=np.float32)[None], ROWS, 0)

    def warp(image: Map) -> Map:
        return f32(
            cv2.remap(image, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        )

    gap = f32(gap * (source < 8))
    return Opened(
        radius=f32(warp(radius) - 0.10 * blur(gap, 1.6)),
        albedo=mix(warp(albedo), _inside(across, y, line), gap),
        gloss=f32(warp(gloss) * (1 - gap)),
    )


def _inside(across: Map, y: Map, line: Map) -> Map:
    below = line - y
    row = ramp(0.075, 0.055, below + 0.25 * across**2) * ramp(0.19, 0.13, across)
    between = 1 - 0.22 * bump((across % 0.058) - 0.029, 0.006)
    teeth = _TEETH * (between * (1 - 0.5 * across / 0.19))[..., None]
    depth = f32(np.ones_like(y + across))
    tongue = ramp(0.12, 0.2, below) * ramp(0.16, 0.08, across)
    throat = mix(_INSIDE * depth[..., None], f32([0.16, 0.04, 0.04]), tongue)
    return mix(throat, np.clip(teeth, 0, 1), row)
