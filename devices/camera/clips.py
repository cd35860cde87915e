"""What the simulated camera sees, rendered once to JPEG clips in `build/` and streamed from there.

A clip is a folder of frames 1280 x 720, named by a hash of everything that made it, the person's
seed and the scene, so that a change in the painting makes new clips and nothing else does. A clip
appears whole or not at all: it is written beside its place, then renamed.

Leaves to others: when which clip runs (`simulator`), and who the seeds are.
"""

from __future__ import annotations

import hashlib
import math
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from devices.camera.people import portrait
from devices.camera.people.head import Head
from devices.camera.people.render import Light, Pose
from devices.camera.people.scene import Picture, develop, hall
from devices.simulation.lifetime import die_with_parent

SIZE = (1280, 720)
FPS = 15
_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 88]
_GRAIN = 1.5
_LENS_PX = 0.8
_BLINK = (0.45, 1.0, 1.0, 0.5)

LOOKING = "looking"
NOBODY, COVERED = "nobody", "covered"
GESTURES = ("blink", "left", "right", "mouth")
SCENES = (LOOKING, "far", "dark", *GESTURES)
"""What one person can be seen doing. `two` people are asked for by both seeds."""

Progress = Callable[[str], None]


class ClipLibrary:
    """The clips and card portraits in one folder; renders what is not there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / _source_hash()

    def clip(self, scene: str, seeds: tuple[int, ...] = ()) -> list[bytes]:
        """The JPEG frames of a scene, rendered first if need be (seconds per clip).

        Args:
            scene: one of SCENES with one seed, `two` with two, `nobody` or `covered` with none.
        """
        place = self.path(scene, seeds)
        if not place.is_dir():
            render_clip(place, scene, seeds)
        return [frame.read_bytes() for frame in sorted(place.glob("*.jpg"))]

    def path(self, scene: str, seeds: tuple[int, ...] = ()) -> Path:
        """Where the frames of a scene lie."""
        wanted = {"two": 2, NOBODY: 0, COVERED: 0} | dict.fromkeys(SCENES, 1)
        if wanted.get(scene) != len(seeds):
            raise ValueError(f"scene {scene!r} with {len(seeds)} people: not one that is filmed")
        return self.folder / "-".join([*map(str, seeds), scene])

    def portrait(self, seed: int) -> bytes:
        """The 1024 bytes for the card of this person."""
        place = self.folder / f"{seed}-portrait.bin"
        if not place.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=place.parent)
            with os.fdopen(descriptor, "wb") as file:
                file.write(portrait.card_portrait(seed))
            os.replace(name, place)
        return place.read_bytes()

    def prepare(
        self,
        wanted: Iterable[tuple[str, tuple[int, ...]]],
        progress: Progress = lambda line: None,
        processes: int = 2,
    ) -> None:
        """Render the scenes that are missing, several at a time, telling each one that is done."""
        missing = [(s, seeds) for s, seeds in wanted if not self.path(s, seeds).is_dir()]
        if not missing:
            return
        progress(f"filming {len(missing)} clips of made-up people, once")
        # spawn: a fork would copy the threads of whoever asks.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            min(processes, len(missing)),
            mp_context=context,
            initializer=_begin_worker,
        ) as pool:
            jobs = {
                pool.submit(render_clip, self.path(scene, seeds), scene, seeds): scene
                for scene, seeds in missing
            }
            for done, job in enumerate(as_completed(jobs), 1):
                job.result()
                progress(f"filmed {done} of {len(missing)}: {jobs[job]}")


def _begin_worker() -> None:
    die_with_parent()
    cv2.setNumThreads(1)


def render_clip(place: Path, scene: str, seeds: tuple[int, ...]) -> None:
    """Write the frames of a scene to a folder that appears only when it is complete."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        for number, frame in enumerate(scene_frames(scene, seeds)):
            jpeg = cv2.imencode(".jpg", frame, _JPEG)[1]
            (unfinished / f"{number:03}.jpg").write_bytes(jpeg.tobytes())
        try:
            unfinished.rename(place)
        except OSError:
            if not place.is_dir():  # otherwise another process was quicker, with the same frames
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def still(seed: int, pose: Pose | None = None, light: Light | None = None) -> Picture:
    """One frame of one person, as the camera sees it."""
    return _develop(_heads((seed,)), (pose or Pose(),), light or Light(), 0)


def scene_frames(scene: str, seeds: tuple[int, ...]) -> Iterator[Picture]:
    """The pictures of a scene, one after another; the last leads back to the first."""
    heads = _heads(seeds)
    if scene == COVERED:
        yield np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    elif scene == NOBODY:
        for number in range(4):
            yield _develop((), (), Light(), number)
    elif scene == "two":
        for number in range(30):
            sway = _sway(number, 30)
            left = _moved(sway, scale=0.72, shift_x=-1.02)
            right = _moved(_sway(number + 11, 30), scale=0.72, shift_x=1.02)
            yield _develop(heads, (left, right), Light(), number)
    elif scene == "far":
        for number in range(30):
            yield _develop(heads, (_moved(_sway(number, 30), scale=0.48),), Light(), number)
    elif scene == "dark":
        for number in range(30):
            yield _develop(heads, (_sway(number, 30),), Light(gain=0.030), number)
    else:
        poses = [_sway(number, 36, blink_at=24) for number in range(36)]
        if scene != LOOKING:
            poses = list(_gesture(scene))
        for number, pose in enumerate(poses):
            yield _develop(heads, (pose,), Light(), number)


def _sway(number: int, length: int, blink_at: int | None = None) -> Pose:
    """Nobody holds quite still: a slow sway that closes after `length` frames, and a blink."""
    turn = 2 * math.pi * number / length
    blink = 0.0
    if blink_at is not None and 0 <= number - blink_at < len(_BLINK):
        blink = _BLINK[number - blink_at]
    return Pose(
        yaw=1.3 * math.sin(turn + 0.4) + 0.4 * math.sin(2 * turn),
        pitch=0.9 * math.sin(turn + 2.0),
        roll=0.6 * math.sin(turn + 1.1),
        blink=blink,
        shift_x=0.014 * math.sin(turn),
        shift_y=0.008 * math.sin(2 * turn + 0.7),
    )


def _moved(pose: Pose, *, scale: float, shift_x: float = 0.0) -> Pose:
    return Pose(
        yaw=pose.yaw,
        pitch=pose.pitch,
        roll=pose.roll,
        blink=pose.blink,
        scale=scale,
        shift_x=pose.shift_x + shift_x,
        shift_y=pose.shift_y,
    )


def _gesture(name: str) -> Iterator[Pose]:
    """A gesture played once: rest, go, hold, come back, rest."""
    rest, go, hold = 5, 7, 7
    if name == "blink":
        for amount in (0.0,) * 8 + _BLINK + (0.0,) * 12:
            yield Pose(blink=amount)
        return
    for number in range(2 * rest + 2 * go + hold):
        way = min(number - rest, 2 * rest + 2 * go + hold - 1 - rest - number)
        share = 0.5 - 0.5 * math.cos(math.pi * min(max(way / go, 0.0), 1.0))
        if name == "mouth":
            yield Pose(mouth=share)
        else:  # the person's own left is to the right of the picture
            yield Pose(yaw=(18.0 if name == "left" else -18.0) * share)


def _develop(
    heads: tuple[Head, ...], poses: tuple[Pose, ...], light: Light, number: int
) -> Picture:
    picture = _hall().copy()
    for head, pose in zip(heads, poses, strict=True):
        head.paint_onto(picture, pose, light)
    return develop(picture, light.gain, _GRAIN, np.random.default_rng(number), _LENS_PX)


@lru_cache(maxsize=1)
def _hall() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return hall(SIZE)


def _heads(seeds: tuple[int, ...]) -> tuple[Head, ...]:
    return tuple(_head(seed) for seed in seeds)


@lru_cache(maxsize=4)
def _head(seed: int) -> Head:
    return Head(seed)


@lru_cache(maxsize=1)
def _source_hash() -> str:
    """Of everything that decides a pixel: our own sources, OpenCV's and numpy's versions."""
    digest = hashlib.sha256(f"{cv2.__version__} {np.__version__}".encode())
    for source in [Path(__file__), *sorted(Path(portrait.__file__).parent.glob("*.py"))]:
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:16]
