"""Rays onto the map: which texel each pixel sees, and how much light it sends back.

Sphere tracing against the height map, then one light with soft cast shadows, a fill, the sky, and
two lobes of shine. Leaves clothes, background and the camera's own noise to `scene`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.people.grid import (
    COLUMNS,
    COS,
    ROWS,
    SIN,
    THETA,
    THETA_MAX,
    Y_BOTTOM,
    Y_TOP,
    Map,
    Y,
    blur,
    f32,
)

CAMERA_Z = 7.0
_PIVOT = np.array([0.0, -0.75, 0.0])
_CLOSE = 0.006
"""A ray this near to the surface has arrived (units)."""
_COARSE = 4
_SCATTER = (0.32, 0.20, 0.15)
"""How far red, green and blue wrap round into the shade: light that travels inside skin."""


@dataclass(frozen=True, slots=True)
class Light:
    """Where the light comes from, and how much of it."""

    direction: tuple[float, float, float] = (-0.45, 0.55, 0.75)
    ambient: float = 0.42
    gain: float = 1.0
    """Exposure of the camera."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a head is held at one moment. Angles in degrees."""

    yaw: float = 0.0
    """Positive turns the nose to the picture's right."""
    pitch: float = 0.0
    roll: float = 0.0
    blink: float = 0.0
    mouth: float = 0.0
    glance: float = 0.0
    scale: float = 1.0
    """1 fills the frame as a person at the counter does."""
    shift_x: float = 0.0
    """Units, positive to the picture's right."""
    shift_y: float = 0.0


def rotation(pose: Pose) -> NDArray[np.float64]:
    """Head frame to world."""
    yaw, pitch, roll = np.radians([pose.yaw, pose.pitch, pose.roll])
    cos, sin = np.cos, np.sin
    turn = np.array([[cos(yaw), 0, sin(yaw)], [0, 1, 0], [-sin(yaw), 0, cos(yaw)]])
    nod = np.array([[1, 0, 0], [0, cos(pitch), sin(pitch)], [0, -sin(pitch), cos(pitch)]])
    lean = np.array([[cos(roll), -sin(roll), 0], [sin(roll), cos(roll), 0], [0, 0, 1]])
    return np.asarray(lean @ nod @ turn, dtype=np.float64)


@dataclass(slots=True)
class Relief:
    """A height map with what follows from it: normals, crevices, and cast shadows."""

    radius: Map
    detail: Map
    """Fine relief that only bends the light: strands and pores."""
    crown: float
    normals: Map = field(init=False)
    openness: Map = field(init=False)
    """1 in the open, less in crevices (ambient occlusion)."""
    _shadow: tuple[Map, Map] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        bent = blur(f32(self.radius + self.detail), 0.9)
        step_theta = 2 * THETA_MAX / (COLUMNS - 1)
        step_y = (Y_TOP - Y_BOTTOM) / (ROWS - 1)
        along = cv2.Sobel(bent, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8) / step_theta
        up = -cv2.Sobel(bent, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8) / step_y
        side = along / np.maximum(bent, 0.05)
        normals = cv2.merge([f32(SIN - COS * side), f32(-up), f32(COS + SIN * side)])
        self.normals = f32(normals / np.sqrt((normals**2).sum(2, keepdims=True)))
        openness = np.ones_like(self.radius)
        for sigma, weight in ((4, 4.2), (10, 2.8), (26, 1.5)):
            depth = np.clip(blur(self.radius, sigma) - self.radius, -0.004, 0.2)
            openness *= np.clip(1 - weight * depth, 0.3, 1.02)
        self.openness = f32(openness)

    def shadow(self, light: Map) -> Map:
        """Soft cast shadows, a quarter of the map's size; `light` in the head's frame."""
        if self._shadow is not None and np.allclose(self._shadow[0], light, atol=0.02):
            return self._shadow[1]
        small = f32(
            cv2.resize(self.radius, (COLUMNS // 4, ROWS // 4), interpolation=cv2.INTER_AREA)
        )
        theta, y = THETA[:, ::4], f32(Y[::4] + 0 * THETA[:, ::4])
        x, z = small * np.sin(theta), small * np.cos(theta)
        hidden = np.zeros_like(small)
        for step in range(1, 15):
            reach = np.float32(0.028 * step + 0.0022 * step * step)
            away, angle = cv2.cartToPolar(f32(z + reach * light[2]), f32(x + reach * light[0]))
            angle = np.where(angle > np.pi, angle - np.float32(2 * np.pi), angle)
            surface = cv2.remap(
                small,
                f32((angle + THETA_MAX) * ((small.shape[1] - 1) / (2 * THETA_MAX))),
                f32((Y_TOP - (y + reach * light[1])) * ((small.shape[0] - 1) / (Y_TOP - Y_BOTTOM))),
                cv2.INTER_LINEAR,
            )
            inside = (surface - away - 0.012) / (0.35 * reach + 0.02)
            hidden = np.maximum(hidden, inside)
        lit = blur(f32(1 - 0.80 * np.clip(hidden, 0, 1)), 1.1)
        self._shadow = (light, lit)
        return lit


@dataclass(frozen=True, slots=True)
class Painted:
    """A head as it appears in one rectangle of the picture."""

    top: int
    left: int
    colour: Map
    coverage: Map


def paint_head(
    relief: Relief,
    albedo: Map,
    gloss: Map,
    pose: Pose,
    light: Light,
    size: tuple[int, int],
    eyes_at: tuple[float, float],
    px_per_unit: float,
) -> Painted:
    """The head of one frame, in linear light. `size` is width, height in pixels."""
    to_world = rotation(pose)
    to_head = to_world.T
    width, height = size
    centre_x, centre_y = eyes_at
    left = max(0, int(centre_x - 1.35 * px_per_unit))
    right = min(width, int(centre_x + 1.35 * px_per_unit))
    top = max(0, int(centre_y - 1.6 * px_per_unit))
    bottom = min(height, int(centre_y + 2.0 * px_per_unit))
    grid_y, grid_x = np.mgrid[top:bottom, left:right].astype(np.float32)
    plane_x, plane_y = (grid_x - centre_x) / px_per_unit, (centre_y - grid_y) / px_per_unit
    origin = f32(to_head @ (np.array([0, 0, CAMERA_Z]) - _PIVOT) + _PIVOT)
    length = np.sqrt(plane_x**2 + plane_y**2 + CAMERA_Z**2)
    rays = [
        f32((row[0] * plane_x + row[1] * plane_y - row[2] * CAMERA_Z) / length) for row in to_head
    ]
    start = f32((CAMERA_Z - 1.35) / CAMERA_Z * length)

    few = [np.ascontiguousarray(ray[::_COARSE, ::_COARSE]) for ray in rays]
    first = start[::_COARSE, ::_COARSE].copy()
    coarse, nearest, _, _ = _march(relief, origin, few, first, steps=28, least=0.02)
    coarse = np.where(nearest > 0.05, 9, coarse)
    eroded = cv2.erode(coarse, np.ones((5, 5), np.uint8))
    begin = f32(np.where(eroded > 8.9, first, eroded - 0.10))
    hit_rows, hit_columns = np.nonzero(eroded < 8.9)
    rows = slice(int(hit_rows.min()) * _COARSE, (int(hit_rows.max()) + 1) * _COARSE)
    columns = slice(int(hit_columns.min()) * _COARSE, (int(hit_columns.max()) + 1) * _COARSE)
    begin = f32(
        cv2.resize(begin, (start.shape[1], start.shape[0]), interpolation=cv2.INTER_NEAREST)
    )
    rays = [np.ascontiguousarray(ray[rows, columns]) for ray in rays]
    travelled, nearest, u, v = _march(
        relief, origin, rays, begin[rows, columns].copy(), steps=17, least=0.05
    )
    coverage = np.clip(0.5 - (nearest - _CLOSE) * px_per_unit, 0, 1) * (travelled < CAMERA_Z + 1.4)
    colour = _shade(relief, albedo, gloss, u, v, to_head, light)
    return Painted(
        top=top + rows.start, left=left + columns.start, colour=colour, coverage=f32(coverage)
    )


def _march(
    relief: Relief, origin: Map, rays: list[Map], travelled: Map, *, steps: int, least: float
) -> tuple[Map, Map, Map, Map]:
    """Walk all rays to the surface: how far, how near they came, and where on the map."""
    nearest, closest = np.full_like(travelled, 9), np.full_like(travelled, 9)
    per_theta = np.float32((COLUMNS - 1) / (2 * THETA_MAX))
    per_y = np.float32((ROWS - 1) / (Y_TOP - Y_BOTTOM))
    middle, turn = np.float32((COLUMNS - 1) / 2), np.float32(2 * np.pi)
    u = v = gap = travelled
    outside = np.ones(travelled.shape, np.bool_)
    seen_u, seen_v = travelled.copy(), travelled.copy()
    for step in range(steps):
        x, y, z = (origin[i] + travelled * rays[i] for i in range(3))
        away, angle = cv2.cartToPolar(z, x)
        angle -= turn * (angle > np.float32(np.pi))
        u, v = angle * per_theta + middle, (np.float32(Y_TOP) - y) * per_y
        surface = cv2.remap(relief.radius, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        gap = away - surface
        np.maximum(gap, y - np.float32(relief.crown), out=gap)
        np.minimum(nearest, gap, out=nearest)
        # A ray that only grazes takes its colour where it came closest, not where it ended.
        off = np.abs(gap)
        closer = off < closest
        np.copyto(closest, off, where=closer)
        np.copyto(seen_u, u, where=closer)
        np.copyto(seen_v, v, where=closer)
        outside &= gap > _CLOSE
        if step < steps - 1:  # grazing rays must not stall: a least step until they first arrive
            pace = gap * np.float32(0.66)
            travelled = travelled + np.where(outside, np.maximum(pace, least), pace)
    arrived = np.abs(gap) < 3 * _CLOSE
    np.copyto(seen_u, u, where=arrived)
    np.copyto(seen_v, v, where=arrived)
    return f32(travelled), f32(nearest), seen_u, seen_v


def _shade(
    relief: Relief, albedo: Map, gloss: Map, u: Map, v: Map, to_head: Map | NDArray[np.float64],
    light: Light,
) -> Map:  # fmt: skip
    def at(image: Map, scale: float = 1.0) -> Map:
        return f32(cv2.remap(image, u * np.float32(scale), v * np.float32(scale), cv2.INTER_LINEAR))

    towards = np.asarray(light.direction) / np.linalg.norm(light.direction)
    key = f32(to_head @ towards)
    fill = f32(to_head @ np.array([0.75, 0.15, 0.65]))
    up = f32(to_head @ np.array([0, 1, 0]))
    normals, openness = at(relief.normals), at(relief.openness)
    lit = at(relief.shadow(key), 0.25)
    facing = normals @ key
    sky = np.float32(0.45) + np.float32(0.55) * (normals @ up * np.float32(0.5) + np.float32(0.5))
    base = openness * (light.ambient * sky + 0.16 * np.maximum(normals @ fill, 0))
    half = key + f32(to_head @ np.array([0, 0, 1]))
    sheen = np.maximum(normals @ f32(half / np.linalg.norm(half)), 0)
    shine = (sheen**18 * 0.050 + sheen**60 * 0.040) * at(gloss) * lit
    texture = at(albedo)
    colour = np.empty_like(texture)
    root = np.sqrt(openness)
    for channel, wrap in enumerate(_SCATTER):
        direct = np.maximum((facing + wrap) / (1 + wrap), 0)
        through = lit * 0.88 + 0.12 if channel == 0 else lit  # red light leaks into shadows
        colour[..., channel] = texture[..., channel] * (base + 1.02 * direct * through * root)
    return f32(colour + shine[..., None])
