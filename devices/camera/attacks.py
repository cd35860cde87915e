"""What somebody holds before the camera instead of a face: prints, a screen, a print with eyeholes.

Made from pictures that the camera has taken of somebody else, at any size. Each presentation has a
seed, so that a figure can be measured again. Nothing here knows what the kiosk asks for: whoever
holds up a print moves it about as well as they can.

These are drawn, not filmed: they show that the rules hold, never how often a real attack succeeds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.people.scene import Picture, grained

PRINTS = ("photo_still", "photo_handheld", "photo_tilted", "photo_bent")
REPLAY, EYE_HOLES = "replay", "eye_holes"
SPECIES = (*PRINTS, REPLAY, EYE_HOLES)
"""The kinds of attack (PAI species of ISO/IEC 30107-3) that are played here."""

Homography = NDArray[np.float64]
Points = NDArray[np.float64]

_WIDE = 0.55
"""Width of a print, of the picture's."""
_PAPER, _BORDER = 236, 0.02
_FOCAL = 0.75
_HOLE = 0.85
"""Half the width of a hole, in widths of an eye."""


def prints(
    species: str, photo: Picture, behind: Picture, seed: int, frames: int
) -> Iterator[Picture]:
    """A print of this picture, still, in a hand, tilted to and fro, or bent.

    behind: what is seen around it, of the same size. Raises KeyError for another species.
    """
    chance = np.random.default_rng(seed)
    sheet, area = _print(photo)
    move = _MOVES[species](chance, photo.shape[1], frames)
    bend = _bend(chance, frames) if species == "photo_bent" else None
    for number in range(frames):
        shown = sheet if bend is None else _bent(sheet, bend(number))
        yield _held(shown, area, behind, move(number), chance)


def replay(film: Sequence[Picture], behind: Picture, seed: int) -> Iterator[Picture]:
    """A film on a screen in a hand: its frame, its own light, a little moiré."""
    chance = np.random.default_rng(seed)
    move = _handheld(chance, behind.shape[1], len(film))
    for number, frame in enumerate(film):
        sheet, area = _print(_on_screen(frame), border=20)
        yield _held(sheet, area, behind, move(number), chance)


def eye_holes(
    photo: Picture,
    eyes: tuple[Points, Points],
    film: Sequence[Picture],
    film_eyes: tuple[Points, Points],
    behind: Picture,
    seed: int,
) -> Iterator[Picture]:
    """A print with its eyes cut out, and somebody else's eyes behind the holes.

    eyes, film_eyes: outlines of both eyes, in the photo and in the film's first frame.
    """
    chance = np.random.default_rng(seed)
    move = _handheld(chance, photo.shape[1], len(film), steady=True)
    height, width = photo.shape[:2]
    holes = np.zeros((height, width), np.float32)
    for eye in eyes:
        middle = eye.mean(0)
        reach = float(np.ptp(eye[:, 0]))
        axes = (round(_HOLE * reach), round(0.5 * _HOLE * reach))
        cv2.ellipse(holes, (round(middle[0]), round(middle[1])), axes, 0, 0, 360, 1.0, -1)
    share = cv2.GaussianBlur(holes, (0, 0), 1.0)[..., None]
    fit = _between(film_eyes, eyes)
    for number, frame in enumerate(film):
        through = cv2.warpAffine(frame, fit, (width, height), borderMode=cv2.BORDER_REPLICATE)
        seen = np.asarray(photo * (1 - share) + through * share, np.uint8)
        sheet, area = _print(seen)
        yield _held(sheet, area, behind, move(number), chance)


# ---- a sheet of paper ----------------------------------------------------------------------------


def _print(photo: Picture, border: int = _PAPER) -> tuple[Picture, NDArray[np.float32]]:
    """The middle of a picture on paper, as large as the picture, and where the paper is."""
    height, width = photo.shape[:2]
    half, edge = round(width * _WIDE / 2), round(width * _BORDER)
    sheet = np.full_like(photo, border)
    left, right = width // 2 - half, width // 2 + half
    pale = cv2.convertScaleAbs(photo[edge:-edge, left + edge : right - edge], alpha=0.86, beta=16)
    sheet[edge:-edge, left + edge : right - edge] = cv2.GaussianBlur(pale, (0, 0), 0.6)
    area = np.zeros((height, width), np.float32)
    area[:, left:right] = 1.0
    return sheet, area


def _held(
    sheet: Picture,
    area: NDArray[np.float32],
    behind: Picture,
    move: Homography,
    chance: np.random.Generator,
) -> Picture:
    """The sheet where the hand holds it, before what stands behind it."""
    size = (behind.shape[1], behind.shape[0])
    paper = cv2.warpPerspective(sheet, move, size, borderMode=cv2.BORDER_REPLICATE)
    share = cv2.warpPerspective(area, move, size)[..., None]
    picture = np.asarray(behind * (1 - share) + paper * share, np.uint8)
    return grained(picture, 1.5, chance)


def _bent(sheet: Picture, amount: float) -> Picture:
    """Rolled about an upright axis: narrower towards one side, as a cylinder is seen."""
    height, width = sheet.shape[:2]
    across = (np.arange(width, dtype=np.float32) - width / 2) / width
    from_x = (across + amount * (0.70 * across * np.abs(across) + 0.25 * across**2)) * width
    xs = np.repeat((from_x + width / 2)[None].astype(np.float32), height, 0)
    ys = np.repeat(np.arange(height, dtype=np.float32)[:, None], width, 1)
    return np.asarray(cv2.remap(sheet, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _bend(chance: np.random.Generator, frames: int) -> Callable[[int], float]:
    most, pace, phase = chance.uniform(0.6, 1.1), chance.uniform(1, 3), chance.uniform(0, 6)
    return lambda number: most * math.sin(pace * 2 * math.pi * number / frames + phase)


def _on_screen(frame: Picture) -> Picture:
    height, width = frame.shape[:2]
    rows, columns = np.arange(height)[:, None, None], np.arange(width)[None, :, None]
    moire = 1 + 0.03 * np.sin(rows * 1.9 + columns * 0.35) + 0.02 * np.sin(columns * 2.3)
    lit = frame * moire * np.array([1.08, 1.0, 0.94])
    return np.asarray(np.clip(lit, 0, 255), np.uint8)


# ---- how it is moved -----------------------------------------------------------------------------

Move = Callable[[int], Homography]


def _still(chance: np.random.Generator, width: int, frames: int) -> Move:
    right, down = chance.normal(0, 0.01, 2)
    fixed = _flat(width, right, down, chance.normal(0, 1.5), 1.0)
    return lambda number: fixed


def _handheld(
    chance: np.random.Generator, width: int, frames: int, *, steady: bool = False
) -> Move:
    """A hand that drifts and shakes."""
    shake = 0.4 if steady else 1.0
    steps = chance.normal(0, 1, (frames, 4)) * np.array([0.006, 0.006, 1.2, 0.010]) * shake
    place, way = np.zeros(4), []
    for step in steps:
        place = 0.95 * place + step
        way.append(_flat(width, place[0], place[1], place[2], math.exp(place[3])))
    return lambda number: way[number]


def _tilted(chance: np.random.Generator, width: int, frames: int) -> Move:
    """Turned about an axis in its plane, as far as it will go."""
    most, pace = math.radians(chance.uniform(25, 50)), chance.uniform(1, 3)
    axis, phase = (
        chance.choice([0.0, math.pi / 2, chance.uniform(0, math.pi)]),
        chance.uniform(0, 6),
    )
    jitter = _handheld(chance, width, frames, steady=True)

    def move(number: int) -> Homography:
        angle = most * math.sin(pace * 2 * math.pi * number / frames + phase)
        return jitter(number) @ _turned(width, axis, angle)

    return move


_MOVES: dict[str, Callable[[np.random.Generator, int, int], Move]] = {
    "photo_still": _still,
    "photo_handheld": _handheld,
    "photo_tilted": _tilted,
    "photo_bent": _handheld,
}


def _flat(width: int, right: float, down: float, degrees: float, scale: float) -> Homography:
    """Shifted (shares of the width), turned, nearer or farther."""
    middle = (width / 2, width * 0.26)
    matrix = np.vstack([cv2.getRotationMatrix2D(middle, degrees, scale), [0, 0, 1]])
    matrix[:2, 2] += np.array([right, down]) * width
    return np.asarray(matrix, np.float64)


def _turned(width: int, axis: float, angle: float) -> Homography:
    """Turned out of the picture's plane about a line through its middle. axis: 0 is upright."""
    focal, middle = _FOCAL * width, np.array([width / 2, width * 0.26])
    across, down = math.cos(axis), math.sin(axis)
    rotation, _ = cv2.Rodrigues(np.array([down, across, 0.0]) * angle)
    flat = np.array([[1, 0, -middle[0]], [0, 1, -middle[1]], [0, 0, 1]])
    # The sheet lies at distance `focal`: a point (x, y) of it is at (x, y, 0) before it is turned.
    turned = np.column_stack([rotation[:, 0], rotation[:, 1], [0, 0, focal]])
    camera = np.array([[focal, 0, middle[0]], [0, focal, middle[1]], [0, 0, 1]])
    return np.asarray(camera @ turned @ flat, np.float64)


def _between(one: tuple[Points, Points], other: tuple[Points, Points]) -> NDArray[np.float64]:
    """The similarity that puts one pair of eyes where the other is."""
    start, end = (np.array([eye.mean(0) for eye in pair]) for pair in (one, other))
    way, target = start[1] - start[0], end[1] - end[0]
    scale = float(np.hypot(*target) / np.hypot(*way))
    angle = math.atan2(target[1], target[0]) - math.atan2(way[1], way[0])
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    turn = np.array([[cos, -sin], [sin, cos]])
    return np.column_stack([turn, end.mean(0) - turn @ start.mean(0)])
