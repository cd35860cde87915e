"""What is round a head in the picture: the hall behind, hair that hangs down, clothes, the camera.

All flat layers in linear light, painted once and then only shifted.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.people.grid import Map, f32, ramp
from devices.camera.people.identity import Collar, Haircut, Identity
from devices.camera.people.skin import hair_colour

Picture = NDArray[np.uint8]
"""BGR, as OpenCV wants it."""

_WHITE = 0.86
"""How much light a white blind throws back."""

_TONE = f32(255 * np.sqrt(np.arange(65536) / 65535) ** 0.92)
"""The camera's tone curve, for 16-bit linear light."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Something flat: colour already multiplied by its share, cut to the rows it covers."""

    top: int
    colour: Map
    share: Map

    def onto(self, picture: Map, shift: tuple[float, float]) -> None:
        """Paint it over the picture, moved by pixels right and down."""
        down = int(np.floor(shift[1]))
        top, bottom = max(0, self.top + down), min(picture.shape[0], self._bottom + down)
        if top >= bottom:
            return
        # What moves up from below the picture's edge repeats its last row: cloth goes on there.
        end = picture.shape[0] if self._bottom == picture.shape[0] else bottom
        moved = np.array([[1, 0, shift[0]], [0, 1, shift[1] + self.top - top]], np.float32)
        size = (picture.shape[1], end - top)
        colour = cv2.warpAffine(self.colour, moved, size, borderMode=cv2.BORDER_REPLICATE)
        share = cv2.warpAffine(self.share, moved, size, borderMode=cv2.BORDER_REPLICATE)
        region = picture[top:end]
        region *= 1 - share[..., None]
        region += colour

    @property
    def _bottom(self) -> int:
        return self.top + len(self.share)


def _cut(colour: Map, share: Map) -> Layer:
    rows = np.nonzero(share.max(1) > 0)[0]
    covered = slice(max(0, int(rows[0]) - 1), int(rows[-1]) + 2)
    return Layer(
        top=covered.start,
        colour=f32(colour * share[..., None])[covered].copy(),
        share=share[covered].copy(),
    )


def hall(size: tuple[int, int], seed: int = 0) -> Map:
    """A service hall out of focus: wall, a window, a door frame, something green."""
    width, height = size[0] // 4, size[1] // 4  # it is out of focus anyway
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    picture = f32([0.40, 0.41, 0.41]) * (1.10 - 0.38 * y / height)[..., None]
    picture = picture * (1 + 0.10 * (0.5 - x / width))[..., None]

    def panel(x0: float, x1: float, y0: float, y1: float, colour: Map, share: float) -> None:
        nonlocal picture
        edge = 0.006 * width
        inside = ramp(x0 * width - edge, x0 * width + edge, x)
        inside = inside * ramp(x1 * width + edge, x1 * width - edge, x)
        inside = inside * ramp(y0 * height - edge, y0 * height + edge, y)
        inside = inside * ramp(y1 * height + edge, y1 * height - edge, y) * share
        picture = picture * (1 - inside[..., None]) + colour * inside[..., None]

    panel(0.24, 0.40, -0.1, 0.66, f32([0.66, 0.69, 0.70]), 0.55)
    panel(0.60, 0.70, -0.1, 0.58, f32([0.52, 0.50, 0.47]), 0.5)
    panel(-0.1, 0.13, 0.05, 0.80, f32([0.78, 0.82, 0.84]), 0.75)
    panel(0.055, 0.065, 0.05, 0.80, f32([0.30, 0.31, 0.32]), 0.6)
    panel(0.74, 0.95, 0.18, 1.2, f32([0.26, 0.24, 0.22]), 0.55)
    panel(0.77, 0.92, 0.26, 1.2, f32([0.34, 0.32, 0.29]), 0.6)
    panel(-0.1, 1.1, 0.90, 1.2, f32([0.22, 0.21, 0.20]), 0.5)
    for _ in range(9):  # leaves of a plant at the right edge
        cx, cy = rng.uniform(0.94, 1.02), rng.uniform(0.42, 0.85)
        panel(cx - 0.02, cx + 0.02, cy - 0.06, cy + 0.06, f32([0.07, 0.14, 0.06]), 0.5)
    soft = cv2.GaussianBlur(f32(picture), (0, 0), height / 40)
    return f32(cv2.resize(soft, size, interpolation=cv2.INTER_CUBIC))


def blind(size: tuple[int, int]) -> Map:
    """The white blind of a kiosk, pulled down behind somebody who is photographed for a card."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    away = np.hypot(x / size[0] - 0.5, y / size[1] - 0.5)  # lit from the middle
    return f32(np.repeat((_WHITE * (1 - 0.08 * away))[..., None], 3, axis=2))


def plain(size: tuple[int, int], grey: float) -> Map:
    """An even background, for card portraits."""
    return np.full((size[1], size[0], 3), grey, np.float32)


def _units(size: tuple[int, int], eyes_at: tuple[float, float], scale: float) -> tuple[Map, Map]:
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    return f32((x - eyes_at[0]) / scale), f32((eyes_at[1] - y) / scale)


def hanging_hair(
    person: Identity, size: tuple[int, int], eyes_at: tuple[float, float], scale: float
) -> Layer | None:
    """Hair behind the head: to the shoulders or the chin; None if there is none."""
    x, y = _units(size, eyes_at, scale)
    edge = 1.2 / scale
    if person.haircut not in (Haircut.LONG, Haircut.BOB):
        return None
    end = -2.05 if person.haircut is Haircut.LONG else -1.22
    half = 0.85 * person.face_width + 0.05 * np.sin((y + 0.9) * 1.7)
    half = half - (0.07 if end < -2 else 0.02) * ramp(-0.7, 0.25, y)  # close to the temples
    half = half - 0.30 * np.clip((end + 0.22 - y) / 0.22, 0, 1) ** 2  # turned in at the ends
    ends = end - 0.10 * (x / 0.8) ** 2 * (end > -2) + 0.012 * np.sin(x * 37)
    share = ramp(edge, -edge, np.abs(x) - half) * ramp(0.45, 0.25, y) * ramp(-edge, edge, y - ends)
    rng = np.random.default_rng(person.seed)
    locks = f32(rng.standard_normal((6, 260)) + np.repeat(rng.standard_normal((1, 65)), 4, 1))
    strands = cv2.resize(locks, size, interpolation=cv2.INTER_CUBIC)
    light = 0.85 + 0.20 * strands - 0.40 * ramp(0.80, 0.45, np.abs(x))
    colour = hair_colour(person) * np.clip(light, 0.1, 2)[..., None]
    return _cut(f32(colour), share)


def clothes(
    person: Identity,
    size: tuple[int, int],
    eyes_at: tuple[float, float],
    scale: float,
    key_x: float,
) -> Layer:
    """Shoulders and collar; `key_x` is where the light comes from, -1 left to 1 right."""
    x, y = _units(size, eyes_at, scale)
    across = np.abs(x)
    edge = 1.2 / scale
    broad = 1.0 if person.man else 0.93
    top = -1.36 - 0.42 * ramp(0.35, 1.65, across / broad) - 0.04 * across
    top = top - 5.0 * np.clip(across / broad - 1.52, 0, 9) ** 2
    share = ramp(-edge, edge, top - y)
    neck = 0.50 if person.man else 0.46
    deep = {Collar.ROUND: 0.30, Collar.POLO: 0.24, Collar.SHIRT: 0.24}[person.collar]
    hole = np.hypot(x / neck, (y + 1.36) / deep)
    notch = np.maximum(0.0, -1.36 - y)
    if person.collar is not Collar.ROUND:  # open at the throat
        hole = np.minimum(hole, 1 + (across - 0.20 + 0.34 * notch) * 6)
    share = share * ramp(1 - 3 * edge, 1 + 3 * edge, hole)
    folds = 0.035 * np.sin(x * 5 + y * 3) * np.sin(y * 4 - x) + 0.015 * np.sin(x * 9 + y * 5)
    shade = (
        0.56
        + 0.14 * key_x * np.clip(x, -1.8, 1.8)
        + 0.22 * np.exp(-(((top - y) / 0.22) ** 2))
        + folds
    )
    shade = shade - 0.20 * ramp(1.30, 1.0, hole)
    colour = f32(person.cloth) ** 1.9 * np.clip(shade, 0.05, 2)[..., None] * 1.5
    if person.collar is Collar.ROUND:
        rib = np.exp(-(((hole - 1.10) / 0.05) ** 2))
        colour = (
            colour * (1 + 0.16 * rib - 0.30 * np.exp(-(((hole - 1.20) / 0.015) ** 2)))[..., None]
        )
    else:
        colour, share = _collar_flaps(person, x, y, f32(colour), share, edge, key_x)
    return _cut(colour, f32(share))


def _collar_flaps(
    person: Identity, x: Map, y: Map, colour: Map, share: Map, edge: float, key_x: float
) -> tuple[Map, Map]:
    """Two flaps folded over the edge, their shadow below, and the row of buttons."""
    across = np.abs(x)
    flap = _flap(across, y, edge)
    shadow = _flap(f32(across - 0.015), f32(y + 0.05), 5 * edge)
    colour = f32(colour * (1 - 0.45 * shadow)[..., None])
    cloth = f32(person.cloth) ** 1.9
    if person.collar is Collar.SHIRT:
        cloth = cloth * 1.12
    lit = 0.86 + 0.14 * key_x * np.sign(x) + 0.10 * (y + 1.5)
    colour = mix_layer(colour, cloth * lit[..., None], flap)
    placket = np.exp(-((across / 0.012) ** 2)) * ramp(-1.70, -1.74, y)
    colour = f32(colour * (1 - 0.35 * placket)[..., None])
    for button_y in (-1.84, -2.12):
        button = ramp(0.028 + edge, 0.028 - edge, np.hypot(x - 0.045, y - button_y))
        colour = mix_layer(colour, cloth * 0.55 + 0.10, button)
    return colour, f32(np.maximum(share, flap))


def mix_layer(below: Map, above: Map, share: Map) -> Map:
    """Lay one colour over another."""
    return f32(below * (1 - share[..., None]) + above * share[..., None])


def _flap(across: Map, y: Map, edge: float) -> Map:
    # A leaf from the side of the neck down to a point beside the throat.
    inner = 0.44 + 0.80 * (y + 1.40)
    outer = 0.56 - 0.10 * (y + 1.40)
    point = -1.80 + 0.75 * np.clip(across - 0.22, 0, 1)
    flap = ramp(-edge, edge, across - inner) * ramp(-edge, edge, outer - across)
    flap = flap * ramp(-edge, edge, y - point)
    return f32(flap * ramp(-edge, edge, -1.28 - 0.10 * across - y))


def develop(
    picture: Map, gain: float, grain: float, rng: np.random.Generator, softness_px: float
) -> Picture:
    """Linear light to the camera's 8-bit BGR, with a lens's softness and a sensor's noise."""
    image = expose(picture, gain, softness_px)
    return grained(image, grain, rng) if grain else image


def expose(picture: Map, gain: float, softness_px: float) -> Picture:
    """What falls on the sensor: 8-bit BGR, as soft as the lens is; 0: sharp."""
    exposed = cv2.multiply(picture, np.full(4, gain * 65535), dtype=cv2.CV_16U)
    image = _TONE.take(np.asarray(cv2.cvtColor(exposed, cv2.COLOR_RGB2BGR), np.uint16))
    if softness_px:
        image = f32(cv2.GaussianBlur(image, (0, 0), softness_px))
    return np.asarray(cv2.convertScaleAbs(image), dtype=np.uint8)


def grained(image: Picture, grain: float, rng: np.random.Generator) -> Picture:
    """The same with a sensor's noise, which is another in every frame."""
    height, width = image.shape[:2]
    coarse = f32(rng.standard_normal((height // 2, width // 2))) * np.float32(grain)
    noise = f32(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR))
    noisy = cv2.add(image, cv2.merge([noise] * 3), dtype=cv2.CV_8U)
    return np.asarray(noisy, dtype=np.uint8)
