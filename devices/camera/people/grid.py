"""The map that every head is painted on, and the few curves that all parts share.

A head is a height map in cylinder coordinates: how far the surface lies from the head's axis, for
each angle theta (columns, 0 is the face) and each height y (rows, from the crown down).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Map = NDArray[np.float32]
"""Float32, rows x columns, or rows x columns x 3 for colours (linear RGB) and normals."""

COLUMNS, ROWS = 960, 800
THETA_MAX = float(np.radians(140.0))
Y_TOP, Y_BOTTOM = 1.40, -2.00
FINENESS = ROWS / 640
"""Texels per unit against the map on which the blurs below were chosen."""

THETA: Map = np.linspace(-THETA_MAX, THETA_MAX, COLUMNS, dtype=np.float32)[None]
Y: Map = np.linspace(Y_TOP, Y_BOTTOM, ROWS, dtype=np.float32)[:, None]
SIN: Map = np.sin(THETA)
COS: Map = np.cos(THETA)


def f32(values: ArrayLike) -> Map:
    """The values as float32: OpenCV refuses the float64 that numpy promotes to."""
    return np.asarray(values, dtype=np.float32)


def bump(distance: ArrayLike, width: float) -> Map:
    """A Gaussian: 1 at distance 0, 1/e at `width`."""
    return f32(np.exp(-((np.asarray(distance) / width) ** 2)))


def ramp(start: float, end: float, value: ArrayLike) -> Map:
    """Smooth step: 0 at `start`, 1 at `end` (which may be the smaller one)."""
    t = np.clip((np.asarray(value) - start) / (end - start), 0, 1)
    return f32(t * t * (3 - 2 * t))


def blur(image: Map, sigma: float) -> Map:
    """Gaussian blur; sigma in texels of the 640-row map."""
    return f32(cv2.GaussianBlur(image, (0, 0), sigma * FINENESS))


def noise(rng: np.random.Generator, rows: float, columns: float) -> Map:
    """Smooth noise over the whole map with about rows x columns independent cells."""
    cells = f32(rng.standard_normal((max(2, int(rows)), max(2, int(columns)))))
    return f32(cv2.resize(cells, (COLUMNS, ROWS), interpolation=cv2.INTER_CUBIC))


def blotches(rng: np.random.Generator, cells: float) -> Map:
    """Noise in four octaves: uneven skin."""
    layers = [noise(rng, cells * 2**i, cells * 2**i * 1.2) * 0.5**i for i in range(4)]
    return f32(sum(layers))


def mix(below: Map, above: ArrayLike, share: Map) -> Map:
    """Lay a colour (3) or colour map over another, by a share map of rows x columns."""
    weight = share[..., None]
    return f32(below * (1 - weight) + np.asarray(above, dtype=np.float32) * weight)


def column_of(theta: float) -> int:
    """The column of an angle."""
    return int((theta + THETA_MAX) / (2 * THETA_MAX) * COLUMNS)


def row_of(y: float) -> int:
    """The row of a height."""
    return int((Y_TOP - y) / (Y_TOP - Y_BOTTOM) * ROWS)
