"""Brows, eye sockets, nose, lips and folds, as sums of Gaussians on the front of the head.

Gives the relief that `bones` lacks, and the lines that colour follows (`Landmarks`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from devices.camera.people.bones import Bones
from devices.camera.people.grid import Map, bump, f32, ramp
from devices.camera.people.identity import Identity


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Where the features of one face lie."""

    eye_x: float
    nose_base: float
    wing_x: float
    mouth_y: float
    mouth_line: Map
    lips: Map
    """1 on the lips, 0 elsewhere."""
    upper_lip: Map
    fold_x: Map
    """Sideways position of the fold from nose to mouth, by height."""
    wing_groove: Map


def carve(person: Identity, bones: Bones) -> tuple[Map, Landmarks]:
    """The relief of the features (to be added to the radius), and where they lie."""
    across = np.abs(bones.x)
    y = bones.height
    eye_x = person.eye_x * person.face_width
    relief = _around_the_eyes(person, across, y, eye_x)
    nose, nose_base, wing_x, wing_groove = _nose(person, across, y)
    mouth_y = min(-0.70 + person.mouth_y, nose_base - 0.165)
    mouth, line, lips, upper_lip = _mouth(person, across, y, nose_base, mouth_y)
    cheeks, fold_x = _cheeks_and_chin(person, across, y, nose_base, mouth_y)
    relief = (relief + nose + mouth + cheeks) * bones.front * np.clip(bones.above_jaw * 1.2, 0, 1)
    return f32(relief), Landmarks(
        eye_x=eye_x,
        nose_base=nose_base,
        wing_x=wing_x,
        mouth_y=mouth_y,
        mouth_line=line,
        lips=lips,
        upper_lip=upper_lip,
        fold_x=fold_x,
        wing_groove=wing_groove,
    )


def _around_the_eyes(person: Identity, across: Map, y: Map, eye_x: float) -> Map:
    eye_y = person.eye_y
    ridge = bump(y - 0.17 - person.brow_y * 0.5, 0.085) * bump(np.maximum(across - 0.33, 0), 0.18)
    relief = 0.036 * (1.2 if person.man else 0.5) * ridge
    relief = relief - 0.085 * person.socket * bump(across - eye_x * 0.96, 0.17) * bump(
        y - eye_y - 0.015, 0.11
    )
    relief = relief - 0.05 * bump(across - 0.15, 0.07) * bump(y - 0.03, 0.10)
    # The eyeball under its lids.
    relief = relief + 0.062 * bump(across - eye_x, 0.125) * bump(y - eye_y + 0.005, 0.088)
    # Bags and the groove under them come with age.
    bag = y - eye_y + 0.115 - 0.10 * (across - eye_x) ** 2
    relief = relief + 0.012 * person.age * bump(across - eye_x, 0.12) * bump(bag, 0.030)
    relief = relief - 0.012 * person.age * bump(across - eye_x, 0.15) * bump(bag + 0.05, 0.020)
    # Crow's feet and lines on the forehead.
    old = float(np.clip(person.age - 0.45, 0, 1))
    feet = np.sin((y - eye_y) * 75 + (across - eye_x) * 18) * bump(across - eye_x - 0.24, 0.05)
    relief = relief + 0.006 * old * feet * bump(y - eye_y, 0.08)
    lines = bump(((y - 0.36 - 0.05 * np.cos(across * 5)) % 0.085) - 0.0425, 0.010)
    relief = relief - 0.009 * old * lines * bump(across, 0.34) * bump(y - 0.47, 0.11)
    return f32(relief)


def _nose(person: Identity, across: Map, y: Map) -> tuple[Map, float, float, Map]:
    width, height = person.nose_width, person.nose_height
    tip_y, base = -0.37 * person.nose_length, -0.485 * person.nose_length
    down = np.clip((0.13 - y) / (0.13 - tip_y), 0, 1)  # 0 at the root, 1 at the tip
    ridge = 0.030 + 0.05 * person.nose_bridge * ramp(0, 0.45, down) + 0.120 * down**1.7
    ridge = ridge * height * ramp(-0.06, 0.08, 0.15 - y) * ramp(base - 0.055, tip_y + 0.01, y)
    half = (0.060 + 0.012 * person.nose_bridge + 0.030 * down**2) * width**0.6
    relief = ridge * np.exp(-((across / (half * 1.25)) ** 2.2))
    relief = relief + 0.060 * height * bump(across, 0.088 * width**0.5) * bump(
        y - tip_y - 0.005, 0.078
    )
    # The wings, each set off by a groove that runs round its outer side.
    wing_x = 0.118 * width
    wing_y = base + 0.062
    from_wing = np.hypot((across - wing_x) / 0.92, y - wing_y)
    outer = ramp(-0.03, 0.02, across - wing_x + 0.35 * (y - wing_y))
    relief = relief + 0.088 * bump(from_wing, 0.056)
    groove = bump(from_wing - 0.083, 0.020) * outer * ramp(-0.055, -0.015, y - wing_y)
    relief = relief - 0.018 * groove
    nostril = bump(across - 0.060 * width, 0.030) * bump(y - base + 0.002, 0.018)
    return f32(relief - 0.05 * nostril), base, wing_x, f32(groove)


def _mouth(
    person: Identity, across: Map, y: Map, nose_base: float, mouth_y: float
) -> tuple[Map, Map, Map, Map]:
    half = person.mouth_width
    inside = np.clip(1 - (across / half) ** 2, 0, 1)
    upper, lower = 0.060 * person.upper_lip, 0.080 * person.lower_lip
    bow = 0.012 * bump(across - 0.055, 0.035) - 0.010 * bump(across, 0.025)
    line = mouth_y - 0.012 * bump(across, 0.06) + 0.010 * (across / half) ** 2
    top = line + upper * inside**0.8 + bow * (inside > 0)
    bottom = line - lower * inside**0.75
    upper_lip = ramp(0.012, -0.010, y - top) * ramp(-0.008, 0.010, y - line)
    lower_lip = ramp(0.008, -0.008, y - line) * ramp(-0.014, 0.012, y - bottom)
    edge = ramp(0.0, 0.12, inside)
    lips = np.maximum(upper_lip, lower_lip) * edge
    middle = (nose_base + mouth_y) / 2
    relief = 0.055 * bump(across, 0.30) * bump(y - mouth_y - 0.02, 0.17)
    relief = relief - 0.014 * bump(across, 0.028) * bump(y - middle, 0.055)
    relief = relief + 0.010 * bump(across - 0.05, 0.022) * bump(y - middle, 0.055)
    relief = relief + 0.030 * bump((y - line - upper * 0.45) / (upper * 0.75), 1) * inside**0.6
    relief = relief + 0.045 * bump((y - line + lower * 0.48) / (lower * 0.70), 1) * inside**0.6
    closed = ramp(0, 0.15, 1 - (across / (half * 1.06)) ** 2)
    relief = relief - 0.034 * bump(y - line, 0.013) * closed
    relief = relief - 0.010 * bump(across - half - 0.02, 0.03) * bump(y - mouth_y, 0.035)
    below = y - mouth_y + lower + 0.065
    relief = relief - 0.045 * bump(across, 0.21) * bump(below, 0.05)
    return f32(relief), f32(line), f32(lips), f32(upper_lip * edge)


def _cheeks_and_chin(
    person: Identity, across: Map, y: Map, nose_base: float, mouth_y: float
) -> tuple[Map, Map]:
    relief = (0.045 + person.chin) * bump(across, 0.17 * person.chin_width) * bump(y + 1.0, 0.12)
    relief = relief + 0.038 * person.cheekbone * bump(across - 0.46, 0.15) * bump(y + 0.20, 0.14)
    relief = relief - 0.040 * person.hollow_cheek * bump(across - 0.47, 0.13) * bump(y + 0.58, 0.17)
    relief = relief - 0.030 * bump(across - 0.62, 0.10) * bump(y - 0.22, 0.14)  # temples
    fold_x = 0.15 + 0.21 * np.clip((nose_base + 0.10 - y) / 0.42, 0, 1) ** 0.8
    depth = 0.004 + 0.018 * person.age
    reach = ramp(nose_base + 0.14, nose_base + 0.04, y) * ramp(-0.86, -0.66, y)
    relief = relief - depth * bump(across - fold_x - 0.01, 0.022) * reach
    reach = ramp(nose_base + 0.16, nose_base + 0.02, y) * ramp(-0.80, -0.6, y)
    relief = relief + 0.018 * bump(across - fold_x - 0.09, 0.07) * reach
    # Lines from the corners of the mouth, with age.
    corner = across - person.mouth_width - 0.045
    marionette = bump(corner - 0.10 * (mouth_y - y), 0.020) * bump(y - mouth_y + 0.13, 0.09)
    relief = relief - 0.014 * float(np.clip(person.age - 0.4, 0, 1)) * marionette
    return f32(relief), f32(fold_x)
