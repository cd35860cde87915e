"""Where hair grows, how far it stands off the head, and which way its strands run.

The colours are laid on in `skin`; what hangs behind the head is painted flat in `scene`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from devices.camera.people.bones import Bones
from devices.camera.people.grid import THETA, Map, Y, blur, bump, f32, noise, ramp
from devices.camera.people.identity import Haircut, Identity


@dataclass(frozen=True, slots=True)
class _Cut:
    """How one haircut lies."""

    side_y: float
    """How far down the hair reaches in front of the ear."""
    volume: float
    """Factor on the person's own volume."""
    lower: float = 0.0
    """How far the front hairline is covered by a fringe."""
    covers_ears: bool = False
    softness: float = 0.045
    """Half width of the fade at the hairline."""


CUTS = {
    Haircut.PARTED: _Cut(side_y=-0.10, volume=1.15),
    Haircut.CROPPED: _Cut(side_y=-0.06, volume=0.50, softness=0.075),
    Haircut.FRINGE: _Cut(side_y=-0.16, volume=1.10, lower=0.20),
    Haircut.PERM: _Cut(side_y=-0.30, volume=1.75, lower=0.05, covers_ears=True, softness=0.06),
    Haircut.BOB: _Cut(side_y=-0.48, volume=1.15, lower=0.16, covers_ears=True),
    Haircut.LONG: _Cut(side_y=-0.48, volume=0.95, covers_ears=True),
}
PARTED_CUTS = (Haircut.PARTED, Haircut.LONG)


@dataclass(frozen=True, slots=True)
class Hair:
    """Hair on the map of a head."""

    mask: Map
    lift: Map
    """How far it raises the surface."""
    strands: Map
    """About -1 to 1: lighter and darker, higher and lower strands."""
    root: Map
    """1 where the hair begins, fading to 0 along its length."""


def hair_lift(person: Identity) -> float:
    """How far the hair raises the crown of this person."""
    return person.hair_volume * CUTS[person.haircut].volume


def grow(person: Identity, bones: Bones, rng: np.random.Generator) -> Hair:
    """The hair of a person."""
    cut = CUTS[person.haircut]
    line = _hairline(person, cut, rng)
    strands = _strands(person, rng)
    above = Y - line + 0.010 * strands
    mask = ramp(-cut.softness, cut.softness, above)
    if not cut.covers_ears:
        mask = mask * (1 - 0.97 * bones.ear_mask * ramp(0.24, 0.10, Y))
    if person.haircut is Haircut.CROPPED:  # shorn sides let the skin through
        mask = mask * (1 - 0.45 * ramp(0.85, 1.2, np.abs(THETA)) * ramp(0.55, 0.0, Y))
    volume = hair_lift(person)
    side = ramp(0.75, 1.25, np.abs(THETA)) * ramp(0.75, 0.30, Y)
    slim = {Haircut.PERM: 0.0, Haircut.LONG: 0.1, Haircut.BOB: 0.0}.get(person.haircut, 0.45)
    lift = volume * ramp(0.05, 0.26, Y - line) * (1 - slim * side) + 0.020 * mask
    if person.haircut is Haircut.PARTED:  # combed over: higher on the far side of the parting
        away = (THETA - person.parting) * -np.sign(person.parting)
        lift = lift * (1 + 0.35 * bump(away - 0.45, 0.45))
    if person.haircut in PARTED_CUTS:
        on_top = ramp(0.02, 0.14, Y - line)
        lift = lift - 0.035 * bump(THETA - person.parting, 0.040) * on_top
    if person.haircut is Haircut.PERM:
        lift = lift + 0.022 * blur(noise(rng, 26, 38), 1.5) * mask
    # Outwards from a dome: less and less sideways towards the crown.
    dome = np.sqrt(np.clip(1 - np.clip((bones.height - 0.40) / 0.76, 0, 1) ** 2, 0, 1))
    lift = blur(f32(lift * dome), 2.4)
    return Hair(mask=f32(mask), lift=lift, strands=strands, root=ramp(0.25, 0.0, Y - line) * mask)


def _hairline(person: Identity, cut: _Cut, rng: np.random.Generator) -> Map:
    angle = np.abs(THETA)
    front = person.hairline - cut.lower
    recess = 0.05 * (1 if person.man else 0.4) * (1 + person.age)
    line = front + recess * bump(angle - 0.50, 0.20)
    line = line - 0.26 * ramp(0.45, 0.98, angle)
    clumps = noise(rng, 2, 70)[:1]
    if person.haircut in (Haircut.FRINGE, Haircut.BOB):
        line = line + 0.035 * clumps + 0.05 * np.cos(2.2 * (THETA - person.parting))
    elif person.haircut is Haircut.PARTED:
        away = (THETA - person.parting) * -np.sign(person.parting)
        line = line - 0.05 * bump(away - 0.55, 0.35) + 0.012 * clumps
    else:
        line = line + 0.012 * clumps
    side = line + (cut.side_y - line) * ramp(0.96, 1.20, angle)
    line = np.where(angle > 0.80, np.minimum(line, side), line)
    nape = np.where(angle > 1.75, -0.75, line)
    return f32(np.minimum(line, nape))


def _strands(person: Identity, rng: np.random.Generator) -> Map:
    """Noise that is long along the hair and short across it."""
    across = THETA + 0 * Y
    along = Y + 0 * THETA
    if person.haircut is Haircut.PERM:
        curls = blur(noise(rng, 71, 97), 2.2) * 1.1 + blur(noise(rng, 150, 230), 1.0) * 0.5
        return f32(np.clip(curls, -2, 2))
    if person.haircut in PARTED_CUTS:  # out from the parting, then down
        from_parting = np.abs(THETA - person.parting) + 0 * Y
        down = ramp(0.10, 1.05, from_parting)
        across = along * (1 - down) + from_parting * down
        across = across + np.where(person.parting < THETA, 0, 3.0)
        along = from_parting * (1 - down) - along * down
    tile = np.zeros((1024, 512), np.float32)
    for cells, weight in ((512, 0.55), (200, 0.50), (64, 0.45)):
        layer = f32(rng.standard_normal((cells, 14)))
        tile += weight * f32(cv2.resize(layer, (512, 1024), interpolation=cv2.INTER_CUBIC))
    rows, columns = f32(across * 190 + 512), f32(along * 120 + 256)
    return f32(cv2.remap(tile, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT))
