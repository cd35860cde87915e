"""The two eye patches: lids, lashes, white, iris; redrawn for every blink and glance.

A closed eye must also look closed to a landmark predictor: the fold of the lid vanishes and the
lashes form one dark line.
"""

from __future__ import annotations

import numpy as np

from devices.camera.people.features import Landmarks
from devices.camera.people.grid import (
    FINENESS,
    Map,
    Y,
    blur,
    bump,
    column_of,
    f32,
    mix,
    ramp,
    row_of,
)
from devices.camera.people.identity import Identity
from devices.camera.people.skin import Skin

_LASH = f32([0.016, 0.012, 0.010])
_DARK_IRIS, _LIGHT_IRIS = f32([0.030, 0.014, 0.008]), f32([0.085, 0.040, 0.018])
_EDGE = 0.006
_IRIS_RADIUS, _PUPIL_RADIUS = 0.066, 0.026


def draw_eyes(
    person: Identity, marks: Landmarks, skin: Skin, x: Map, blink: float, glance: float
) -> tuple[Map, Map]:
    """Colour and shine of the whole head, with both eyes drawn.

    Args:
        x: sideways position of each texel, relief included.
        blink: 0 open, 1 closed.
        glance: sideways shift of the irises, in units (0.03 is a clear glance).
    """
    albedo, gloss = skin.albedo.copy(), skin.gloss.copy()
    for side in (-1, 1):
        column = column_of(side * float(np.arcsin(np.clip(marks.eye_x / 0.84, -1, 1))))
        row = row_of(person.eye_y)
        up, down, wide = (int(n * FINENESS) for n in (46, 40, 66))
        patch = (slice(row - up, row + down), slice(column - wide, column + wide))
        across = f32(x[patch] * side - marks.eye_x)
        above = f32(Y[patch[0]] - person.eye_y + 0 * across)
        tilt = person.eye_tilt
        along = f32(across * np.cos(tilt) + above * np.sin(tilt))
        above = f32(-across * np.sin(tilt) + above * np.cos(tilt))
        colour, opening = _one_eye(person, skin, patch, along, above, side, blink, glance)
        albedo[patch] = colour
        gloss[patch] = gloss[patch] * (1 - opening) + 0.3 * opening
    return albedo, gloss


def _one_eye(
    person: Identity,
    skin: Skin,
    patch: tuple[slice, slice],
    along: Map,
    above: Map,
    side: int,
    blink: float,
    glance: float,
) -> tuple[Map, Map]:
    share = along / person.eye_width  # -1 at the inner corner, 1 at the outer
    arc = np.clip(1 - np.clip(share, -1, 1) ** 2, 0, 1)
    inside = np.abs(share) < 1
    near = ramp(1.12, 0.9, np.abs(share))
    upper_open = 0.057 * person.eye_height * arc**0.62 * (1 - 0.10 * share)
    lower = -0.043 * person.eye_height * arc**0.80 * (1 + 0.15 * share)
    lower_now = lower * (1 - 0.12 * blink)
    upper = upper_open + (lower_now * 0.25 - 0.003 * blink + 0.002 - upper_open) * blink
    opening = ramp(-_EDGE, _EDGE, upper - above) * ramp(-_EDGE, _EDGE, above - lower_now) * inside
    colour = skin.albedo[patch].copy()
    fold = 0.20 + 0.30 * person.lid_fold
    crease_y = upper_open + 0.020 + 0.018 * person.lid_fold * arc**0.3
    crease = (1 - 0.95 * blink) * fold * bump(above - crease_y, 0.010) * near
    colour = colour * (1 - crease)[..., None] * f32([1, 1, 1])
    pouch = (1 - 0.8 * blink) * 0.10 * bump(above - lower + 0.018, 0.010)
    colour = colour * (1 - pouch * ramp(1.0, 0.7, np.abs(share)))[..., None]
    if blink > 0.05:  # the closing lid: a smooth dome over the ball
        lid = ramp(-_EDGE, _EDGE, upper_open + 0.012 - above) * ramp(-_EDGE, _EDGE, above - upper)
        dome = 1.08 - 10.0 * (above - (upper_open + lower) * 0.5) ** 2 - 0.10 * np.abs(share) ** 3
        smooth = blur(skin.albedo[patch], 2.0) * np.clip(dome, 0.7, 1.12)[..., None]
        colour = mix(colour, smooth, f32(lid * blink * inside))
    ball = _ball(person, skin, along, above, upper, share, side, glance)
    colour = mix(colour, ball, f32(opening))
    # The rim of the lower lid catches the light.
    rim = bump(above - lower_now + 0.004, 0.006) * ramp(1.0, 0.75, np.abs(share)) * (1 - blink)
    colour = mix(colour, skin.tone * f32([1.05, 0.80, 0.78]), f32(0.40 * rim))
    colour = mix(colour, _LASH, _lashes(person, above, upper, lower_now, share, blink))
    return f32(colour), f32(opening)


def _ball(
    person: Identity,
    skin: Skin,
    along: Map,
    above: Map,
    upper: Map,
    share: Map,
    side: int,
    glance: float,
) -> Map:
    under_lid = np.exp(-np.clip(upper - above, 0, None) / 0.024)
    shade = 1 - 0.40 * ramp(0.55, 1, np.abs(share)) - 0.50 * np.clip(under_lid, 0, 1)
    light = 0.60 + 0.40 * min(1.0, float(skin.tone.mean()) * 3.2)
    white = f32([0.54, 0.50, 0.47]) * light * shade[..., None]
    corner = (0.35 * ramp(0.70, 0.98, -share))[..., None]
    white = white * (1 - corner * f32([0.2, 1, 1]))
    distance = f32(np.hypot(along - glance * side, above - 0.010))
    colour = _DARK_IRIS * (1 - person.iris) + _LIGHT_IRIS * person.iris
    fibres = 1 + 0.25 * np.sin(np.arctan2(above, along) * 23 + distance * 90)
    fibres = fibres * (0.75 + 0.7 * ramp(_PUPIL_RADIUS, _IRIS_RADIUS, distance))
    fibres = fibres * (1 - 0.75 * ramp(_IRIS_RADIUS * 0.80, _IRIS_RADIUS, distance))
    fibres = fibres * (1 - 0.50 * under_lid)
    ball = mix(white, colour * fibres[..., None], ramp(_EDGE, -_EDGE, distance - _IRIS_RADIUS))
    ball = f32(ball * (1 - 0.97 * ramp(_EDGE, -_EDGE, distance - _PUPIL_RADIUS))[..., None])
    spark = ramp(0.016, 0.008, np.hypot(along - glance * side + 0.020 * side, above - 0.034))
    return mix(ball, [1.9, 1.9, 1.9], spark)


def _lashes(person: Identity, above: Map, upper: Map, lower: Map, share: Map, blink: float) -> Map:
    tail = ramp(1.13, 1.0, np.abs(share))
    width = (0.0075 + 0.008 * ramp(-0.6, 1, share)) * (1.0 if person.man else 1.35)
    top = 0.90 * np.exp(-((np.abs(above - upper - width * 0.5) / width) ** 3)) * tail
    width = np.minimum(width * (1 + 1.0 * blink), 0.025)
    shut = 0.90 * blink * np.exp(-((np.abs(above - upper) / width) ** 3)) * tail
    bottom = 0.30 * bump(above - lower + 0.004, 0.007) * tail * ramp(-1, 0.2, share)
    return f32(np.clip(np.maximum(np.maximum(top, shut), bottom), 0, 0.95))
