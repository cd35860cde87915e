"""The colours of a head: skin, lips, brows, stubble and hair, in linear RGB.

Leaves the eyes to `eyes`, which redraws its two patches as they blink.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from devices.camera.people.bones import Bones
from devices.camera.people.features import Landmarks
from devices.camera.people.grid import COLUMNS, ROWS, Map, blotches, bump, f32, mix, noise, ramp
from devices.camera.people.hair import Hair
from devices.camera.people.identity import Haircut, Identity

# sRGB, pale to weathered.
_SKIN = np.array([[0.89, 0.72, 0.62], [0.84, 0.66, 0.54], [0.79, 0.61, 0.49], [0.72, 0.545, 0.43]])
_BLACK_HAIR = f32([0.018, 0.014, 0.013])
_GREY_HAIR = f32([0.34, 0.34, 0.34])


@dataclass(frozen=True, slots=True)
class Skin:
    """Colour and shine of every texel."""

    albedo: Map
    gloss: Map
    tone: Map
    """The person's plain skin colour, 3 values."""


def skin_tone(person: Identity) -> Map:
    """Linear RGB of a person's skin."""
    steps = np.arange(len(_SKIN))
    return f32([np.interp(person.skin, steps, _SKIN[:, i]) for i in range(3)]) ** 2.2


def hair_colour(person: Identity) -> Map:
    """Linear RGB of a person's hair, without its strands."""
    return f32(_BLACK_HAIR * (1 - person.grey) + _GREY_HAIR * person.grey)


def paint(
    person: Identity, bones: Bones, marks: Landmarks, hair: Hair, rng: np.random.Generator
) -> Skin:
    """The colours of a person's head."""
    across, y, front = np.abs(bones.x), bones.height, bones.front
    tone = skin_tone(person)
    pores = noise(rng, ROWS / 2, COLUMNS / 2) * 0.020 + noise(rng, ROWS, COLUMNS) * 0.012
    albedo = np.ones((ROWS, COLUMNS, 3), np.float32) * tone
    albedo = albedo * (1 + blotches(rng, 9) * 0.028 + pores)[..., None]
    albedo = _flush(person, bones, marks, albedo, rng)
    if person.stubble:
        albedo = _beard(person, marks, albedo, across, y, front, rng)
    albedo = _lips(person, marks, albedo, tone, across, y, front, rng)
    nostril = bump(across - 0.060 * person.nose_width, 0.036) * bump(
        y - marks.nose_base - 0.004, 0.017
    )
    albedo = albedo * (1 - 0.80 * np.clip(nostril * 1.3, 0, 1) * front)[..., None]
    groove = (0.16 * marks.wing_groove * front)[..., None]
    albedo = albedo * (1 - groove * f32([0.7, 1, 1]))
    albedo = _brows(person, marks, albedo, across, y, front, rng)
    albedo = _hair(person, hair, f32(albedo))
    shine = 0.50 + 0.5 * bump(across, 0.12) * ramp(-0.5, 0.1, y)
    shine = shine + 0.35 * bump(across, 0.35) * bump(y - 0.45, 0.2) + 1.3 * marks.lips
    shine = shine * (1 - hair.mask) * (1 + pores * 3)
    shine = shine + hair.mask * (1.15 + 0.55 * hair.strands) * (1 - 0.7 * hair.root)
    return Skin(albedo=np.clip(albedo, 0.003, 1), gloss=f32(np.clip(shine, 0, 3)), tone=tone)


def _flush(
    person: Identity, bones: Bones, marks: Landmarks, albedo: Map, rng: np.random.Generator
) -> Map:
    across, y, front = np.abs(bones.x), bones.height, bones.front
    red = 0.55 * bump(across - 0.40, 0.20) * bump(y + 0.28, 0.20)
    red = red + 0.5 * bump(across, 0.16) * bump(y + 0.40, 0.15)
    red = red + 0.25 * bump(across, 0.22) * bump(y + 1.0, 0.12)
    red = person.redness * red * front + 0.45 * bones.ear_mask
    albedo = albedo * (1 + red[..., None] * f32([0.04, -0.20, -0.18]))
    eye = across - marks.eye_x
    under = 0.16 * bump(eye + 0.02, 0.15) * bump(y - person.eye_y + 0.115, 0.055)
    under = under * (0.25 + person.age) * front
    albedo = albedo * (1 - under[..., None] * f32([0.7, 1, 0.9]))
    lid = 0.16 * bump(eye, 0.17) * bump(y - person.eye_y - 0.055, 0.05) * front
    albedo = albedo * (1 - lid[..., None] * f32([0.8, 1, 1]))
    if person.age > 0.6:  # age spots
        spots = ramp(1.5, 2.1, noise(rng, 40, 56)) * bump(across - 0.52, 0.2) * front
        albedo = albedo * (1 - 0.5 * (person.age - 0.6) * spots[..., None] * f32([0.7, 1, 1.1]))
    return f32(albedo)


def _beard(
    person: Identity,
    marks: Landmarks,
    albedo: Map,
    across: Map,
    y: Map,
    front: Map,
    rng: np.random.Generator,
) -> Map:
    jaw = ramp(-0.44, -0.62, y - 0.30 * (across / 0.6) ** 2) * ramp(-1.32, -1.12, y)
    moustache = bump(y - (marks.mouth_y + marks.nose_base) / 2, 0.05) * ramp(0.30, 0.2, across)
    area = np.maximum(jaw * (1 - marks.lips), moustache) * front
    area = area * (1 - 0.6 * bump(across - 0.45, 0.2) * bump(y + 0.45, 0.2))
    grain = 0.75 + 0.25 * np.clip(noise(rng, ROWS / 2, COLUMNS / 2), -1, 1)
    return mix(albedo, hair_colour(person) * 0.5 + 0.02, f32(0.36 * person.stubble * area * grain))


def _lips(
    person: Identity,
    marks: Landmarks,
    albedo: Map,
    tone: Map,
    across: Map,
    y: Map,
    front: Map,
    rng: np.random.Generator,
) -> Map:
    colour = f32(tone * f32([0.84, 0.54, 0.55]) * (0.86 if person.man else 1.0))
    colour = f32(colour * (1 - person.lipstick) + f32([0.40, 0.09, 0.10]) * person.lipstick)
    grain = (1 + 0.08 * noise(rng, 60, 260) - 0.16 * marks.upper_lip)[..., None]
    albedo = mix(albedo, colour * grain, f32(marks.lips * 0.78 * front))
    closed = ramp(-0.02, 0.2, 1 - (across / (person.mouth_width * 1.04)) ** 2)
    line = bump(y - marks.mouth_line, 0.0095) * closed * front
    return f32(albedo * (1 - 0.78 * line)[..., None])


def _brows(
    person: Identity,
    marks: Landmarks,
    albedo: Map,
    across: Map,
    y: Map,
    front: Map,
    rng: np.random.Generator,
) -> Map:
    along = (across - marks.eye_x - person.brow_gap + 0.01) / (person.eye_width * 1.32)
    arch = person.brow_arch * (1 - ((along - 0.35) / 1.2) ** 2)
    centre = person.eye_y + 0.205 + person.brow_y + 0.022 * arch - 0.035 * ramp(0.3, 1.1, along)
    thick = 0.037 * person.brow_thickness * (1 - 0.55 * ramp(-0.2, 1.05, along)) + 1e-4
    hairs = noise(rng, 110, 420)
    brow = np.exp(-((np.abs(y - centre + 0.004 * hairs) / thick) ** 2.0))
    brow = brow * ramp(-1.20, -0.60, along + 0.03 * hairs) * ramp(1.15, 0.60, along) * front
    share = np.clip(brow * (0.82 + 0.14 * hairs), 0, 0.88)
    return mix(albedo, hair_colour(person) * 0.6 + 0.010, f32(share))


def _hair(person: Identity, hair: Hair, albedo: Map) -> Map:
    # Grey comes strand by strand.
    share = person.grey * (1 + 0.9 * (1 - person.grey) * hair.strands)
    grey = np.clip(share, 0, 1)[..., None]
    colour = _BLACK_HAIR * (1 - grey) + _GREY_HAIR * grey
    depth = 0.22 if person.haircut is Haircut.PERM else 0.38
    colour = colour * np.clip(1 + depth * hair.strands, 0.35, 2.0)[..., None]
    return mix(albedo, colour * (1 - 0.30 * hair.root)[..., None], f32(hair.mask * 0.97))
