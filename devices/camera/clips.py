"""What the simulated camera sees, rendered once to JPEG clips in `build/` and streamed from there.

A clip is a folder of frames 1280 x 720, named by a hash of everything that made it, the person's
seed and the scene, so that a change in the painting makes new clips and nothing else does. A clip
appears whole or not at all: it is written beside its place, then renamed.

Leaves to others: when which clip runs (`simulator`), and who the seeds are.
"""

from __future__ import annotations

import fcntl
import hashlib
import math
import multiprocessing
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from devices.camera.people import portrait
from devices.camera.people.fitted import citizen
from devices.camera.people.head import Head
from devices.camera.people.render import Light, Pose
from devices.camera.people.scene import Picture, blind, expose, grained, hall
from devices.camera.people.wear import Wear
from devices.simulation.lifetime import die_with_parent

SIZE = (1280, 720)
FPS = 15
_LOOP, _SITTING = 36, 12
"""Frames of a scene that goes on for ever, and of one in which somebody sits still."""
_SEAT = 0.80
"""Who sits is further away than who stands, by this in size."""
_HELD, _HELD_LONGER = 2, 4
"""Frames that one pose of it is held, before a camera that is looked at for a while and in scenes
seen for a moment: swaying moves less than a pixel meanwhile, and painting is what takes long."""
_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 88]
_GRAIN = 1.5
_LENS_PX = 0.8
_BLINK = (0.5, 1.0, 1.0, 1.0, 0.5)
_GO, _HOLD, _TURN = 5, 6, 18.0
"""Frames that a gesture takes to its end and that it stays there; degrees of a turn."""

LOOKING = "looking"
BLIND = "blind"
"""One person sitting straight before the white blind, as for the photo on a card."""
NOBODY, COVERED = "nobody", "covered"
GESTURES = ("blink", "turn_left", "turn_right", "open_mouth")
SCENES = (LOOKING, BLIND, "far", "dark", *GESTURES)
"""What one person can be seen doing. `two` people are asked for by both seeds."""

Progress = Callable[[str], None]


class ClipLibrary:
    """The clips and card portraits in one folder; renders what is not there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / _source_hash()

    def clip(
        self, scene: str, seeds: tuple[int, ...] = (), wear: Wear = Wear.NOTHING
    ) -> list[bytes]:
        """The JPEG frames of a scene, rendered first if need be (seconds per clip).

        Args:
            scene: one of SCENES with one seed, `two` with two, `nobody` or `covered` with none.
            wear: what that one person has on the face.
        """
        place = self.path(scene, seeds, wear)
        if not place.is_dir():
            _film(place, scene, seeds, wear)
        return [frame.read_bytes() for frame in sorted(place.glob("*.jpg"))]

    def path(self, scene: str, seeds: tuple[int, ...] = (), wear: Wear = Wear.NOTHING) -> Path:
        """Where the frames of a scene lie."""
        wanted = {"two": 2, NOBODY: 0, COVERED: 0} | dict.fromkeys(SCENES, 1)
        if wanted.get(scene) != len(seeds):
            raise ValueError(f"scene {scene!r} with {len(seeds)} people: not one that is filmed")
        return self.folder / "-".join(filter(None, [*map(str, seeds), wear, scene]))

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
                pool.submit(_film, self.path(scene, seeds), scene, seeds): scene
                for scene, seeds in missing
            }
            for done, job in enumerate(as_completed(jobs), 1):
                job.result()
                progress(f"filmed {done} of {len(missing)}: {jobs[job]}")


def _begin_worker() -> None:
    die_with_parent()
    cv2.setNumThreads(1)


def _film(place: Path, scene: str, seeds: tuple[int, ...], wear: Wear = Wear.NOTHING) -> None:
    """Render a clip, or wait for the process that is rendering it already."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.parent.with_suffix(".lock").open("wb") as all_clips:
        # One byte stands for one clip; the kernel lets go of it when this process ends.
        fcntl.lockf(all_clips, fcntl.LOCK_EX, 1, zlib.crc32(place.name.encode()))
        if not place.is_dir():
            render_clip(place, scene, seeds, wear)


def render_clip(place: Path, scene: str, seeds: tuple[int, ...], wear: Wear = Wear.NOTHING) -> None:
    """Write the frames of a scene to a folder that appears only when it is complete."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        for number, frame in enumerate(scene_frames(scene, seeds, wear)):
            jpeg = cv2.imencode(".jpg", frame, _JPEG)[1]
            (unfinished / f"{number:03}.jpg").write_bytes(jpeg.tobytes())
        try:
            unfinished.rename(place)
        except OSError:
            if not place.is_dir():  # otherwise another process was quicker, with the same frames
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def still(
    seed: int,
    pose: Pose | None = None,
    light: Light | None = None,
    wear: Wear = Wear.NOTHING,
) -> Picture:
    """One frame of one person, as the camera sees it."""
    return _develop((seed,), wear, (pose or Pose(),), light or Light(), 0, False)


def scene_frames(
    scene: str, seeds: tuple[int, ...], wear: Wear = Wear.NOTHING
) -> Iterator[Picture]:
    """The pictures of a scene, one after another; the last leads back to the first."""
    length, light = _SITTING if scene == BLIND else _LOOP, Light()
    poses: list[tuple[Pose, ...]] = []
    if scene == COVERED:
        yield np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
        return
    if scene == NOBODY:
        poses = [()] * 4
    elif scene in GESTURES:
        poses = [(pose,) for pose in _gesture(scene)]
    else:
        held = _HELD if scene == LOOKING else _HELD_LONGER
        for number in range(length):
            moment = number - number % held
            pose = _sway(moment, length)
            if scene == "two":
                beside = _sway(moment + length // 2, length)
                left = replace(pose, scale=0.72, shift_x=pose.shift_x - 1.02)
                right = replace(beside, scale=0.72, shift_x=beside.shift_x + 1.02)
                poses.append((left, right))
            elif scene == BLIND:
                poses.append((replace(pose, scale=_SEAT),))
            elif scene == "far":
                poses.append((replace(pose, scale=0.48),))
            else:
                poses.append((pose,))
        if scene == "dark":
            light = Light(gain=0.030)
        elif scene == LOOKING:
            for step, blink in enumerate(_BLINK, length // 2 - 2):
                poses[step] = (replace(poses[step][0], blink=blink),)
    for number, pose_of_each in enumerate(poses):
        yield _develop(seeds, wear, pose_of_each, light, number, scene == BLIND)


def _sway(number: int, length: int) -> Pose:
    """Nobody holds quite still: a slow sway there and back, closed after `length` frames.

    The way back is the way there, so that half of the frames need no painting of their own.
    """
    turn = 2 * math.pi * min(number % length, -number % length) / length
    return Pose(
        yaw=1.3 * math.cos(turn) + 0.4 * math.cos(2 * turn),
        pitch=0.9 * math.cos(turn + 0.6),
        roll=0.6 * math.cos(turn),
        shift_x=0.014 * math.cos(turn),
        shift_y=0.008 * math.cos(2 * turn),
    )


def _gesture(name: str) -> Iterator[Pose]:
    """A gesture played once: go, hold, come back the same way, rest."""
    if name == "blink":
        for amount in (0.5, *(1.0,) * _HOLD, 0.5, 0.0, 0.0):
            yield Pose(blink=amount)
        return
    go = [0.5 - 0.5 * math.cos(math.pi * step / _GO) for step in range(1, _GO)]
    for share in (*go, *(1.0,) * _HOLD, *reversed(go), 0.0, 0.0):
        if name == "open_mouth":
            yield Pose(mouth=share)
        else:  # the person's own left is to the right of the picture
            yield Pose(yaw=(_TURN if name == "turn_left" else -_TURN) * share)


def _develop(
    seeds: tuple[int, ...],
    wear: Wear,
    poses: tuple[Pose, ...],
    light: Light,
    number: int,
    blind_down: bool,
) -> Picture:
    exposed = _exposed(seeds, wear, poses, light, blind_down)
    return grained(exposed, _GRAIN, np.random.default_rng(number))


@lru_cache(maxsize=40)
def _exposed(
    seeds: tuple[int, ...], wear: Wear, poses: tuple[Pose, ...], light: Light, blind_down: bool
) -> Picture:
    """Painting takes longest by far: what looks the same again is not painted again."""
    picture = _behind(blind_down).copy()
    for seed, pose in zip(seeds, poses, strict=True):
        _head(seed, wear).paint_onto(picture, pose, light)
    return expose(picture, light.gain, _LENS_PX)


@lru_cache(maxsize=2)
def _behind(blind_down: bool) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return blind(SIZE) if blind_down else hall(SIZE)


@lru_cache(maxsize=4)
def _head(seed: int, wear: Wear) -> Head:
    return Head(citizen(seed), wear)


@lru_cache(maxsize=1)
def _source_hash() -> str:
    """Of everything that decides a pixel: our own sources, OpenCV's and numpy's versions."""
    digest = hashlib.sha256(f"{cv2.__version__} {np.__version__}".encode())
    for source in [Path(__file__), *sorted(Path(portrait.__file__).parent.glob("*.py"))]:
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:16]
