"""What the face process sees of attacks, as traces: made once from pictures, decided on every time.

    python -m tests.devices.biometric.attack_traces          make them anew, tell the table
    python -m tests.devices.biometric.attack_traces --table  of those that are there

Twenty presentations of each species, of the four made-up people, each with its own seed. A trace
holds figures of landmarks only. Whoever changes what is measured of a frame makes them anew.
"""

import argparse
import itertools
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.biometric import quality
from devices.biometric.check import GOOD_FRAMES, WINDOW
from devices.biometric.engine import Bgr, DlibEngine
from devices.biometric.evaluate.rates import rate
from devices.biometric.liveness import AtRest, Challenge, Signs
from devices.biometric.pipeline import Pipeline
from devices.camera import attacks
from devices.camera.clips import GESTURES, LOOKING, NOBODY
from kiosk.vocabulary import ACTIONS, Hint, Liveness
from tests.devices.camera.cast import SEEDS, decoded, library

FILE = Path(__file__).with_name("attack_traces.npz")
PRESENTATIONS = 20
FRAMES = 60
FRAME_S = 1 / 15
WINDOW_S = 6.0
STARTS = (0, 20, 40)
"""At which frame the kiosk begins to look: the film or the hand may be anywhere by then."""
REST = 8

Trace = NDArray[np.int16]
"""Frames x (faces, good enough to compare, eyes, turn, mouth, pitch in 1/1000, box in pixels)."""


def frames(species: str, number: int) -> Iterator[Bgr]:
    """Presentation `number` of a species, at half of the camera's size."""
    people = list(SEEDS.values())
    owner, attacker = people[number % len(people)], people[(number + 1) % len(people)]
    seed = 1000 * attacks.SPECIES.index(species) + number
    behind = _clip(NOBODY)[0]
    if species in attacks.PRINTS:
        yield from attacks.prints(species, _clip(LOOKING, owner)[0], behind, seed, FRAMES)
    elif species == attacks.REPLAY:
        order = np.random.default_rng(seed).permutation(GESTURES)
        parts = [[*_clip(LOOKING, owner)[:REST], *_clip(name, owner)] for name in order]
        yield from attacks.replay([*itertools.chain(*parts)], behind, seed)
    else:
        blinks = [*_clip(LOOKING, attacker)[:REST], *_clip("blink", attacker)] * 3
        photo = _clip(LOOKING, owner)[0]
        eyes = [_eyes(picture) for picture in (photo, blinks[0])]
        yield from attacks.eye_holes(photo, eyes[0], blinks, eyes[1], behind, seed)


def traced(species: str, number: int) -> Trace:
    pipeline = Pipeline(_engine())
    return np.array([_row(pipeline, frame) for frame in frames(species, number)], np.int16)


def _row(pipeline: Pipeline, frame: Bgr) -> list[int]:
    sight = pipeline.look(frame)
    signs, m = sight.signs(0.0), sight.measures
    if m is None:
        return [0] * 10
    # At half the size a face has half the pixels between its eyes; what else counts is a share.
    near = quality.fault(m)
    good = near is None or near.component is quality.Component.INTER_EYE_DISTANCE
    shares = (signs.eyes, signs.turn, signs.mouth, signs.pitch)
    return [
        signs.faces,
        int(good),
        *(round(1000 * share) for share in shares),
        *map(round, signs.box),
    ]


def signs_of(trace: Trace, start: int) -> Iterator[tuple[Signs, bool]]:
    """Frame after frame from `start`, over and over, and whether it is good enough."""
    for number in itertools.count():
        faces, good, eyes, turn, mouth, pitch, *box = map(int, trace[(start + number) % len(trace)])
        figures = (each / 1000 for each in (eyes, turn, mouth, pitch))
        left, top, right, bottom = box
        yield Signs(number * FRAME_S, faces, (left, top, right, bottom), *figures), bool(good)


def verdict(trace: Trace, asked: Sequence[Hint], start: int) -> Liveness | None:
    """What the liveness check says of it; None: it was never asked, no good face was seen."""
    seen: list[Signs | None] = []
    shown = signs_of(trace, start)
    for signs, good in itertools.islice(shown, 2 * len(trace)):
        seen.append(signs if good and signs.faces == 1 else None)
        calm = [each for each in seen[-WINDOW:] if each]
        if len(calm) >= GOOD_FRAMES:
            if AtRest.is_calm(calm):
                break
            seen.clear()
    else:
        return None
    challenge = Challenge(asked, AtRest.of(calm), WINDOW_S, signs)
    for signs, _ in shown:
        challenge.see(signs)
        if challenge.verdict:
            return challenge.verdict
    raise AssertionError("a challenge ends by itself")


def accepted(trace: Trace, asked: Sequence[Hint]) -> bool:
    """Whether it passes, whenever the kiosk begins to look."""
    return any(verdict(trace, asked, start) is Liveness.PASSED for start in STARTS)


def load() -> dict[str, list[Trace]]:
    with np.load(FILE) as stored:
        return {
            species: [stored[f"{species}-{number}"] for number in range(PRESENTATIONS)]
            for species in attacks.SPECIES
        }


def table(traces: dict[str, list[Trace]]) -> str:
    """For docs/face.md: how many presentations did each action, and passed a whole challenge."""
    pairs = [pair for pair in itertools.product(ACTIONS, repeat=2) if pair[0] is not pair[1]]
    lines = [
        "| species | blink | left | right | mouth | two actions as drawn |",
        "|---|---|---|---|---|---|",
    ]
    for species, presented in traces.items():
        alone = [sum(accepted(trace, [action]) for trace in presented) for action in ACTIONS]
        tried = [
            verdict(trace, pair, start) is Liveness.PASSED
            for trace, pair, start in itertools.product(presented, pairs, STARTS)
        ]
        share = rate(sum(tried), len(tried))
        cells = " | ".join(f"{each} of {len(presented)}" for each in alone)
        lines.append(
            f"| {species} | {cells} | {sum(tried)} of {len(tried)} ({100 * share.share:.1f} %) |"
        )
    return "\n".join(lines)


# ---- pictures ------------------------------------------------------------------------------------

_CLIPS: dict[tuple[str, int | None], list[Bgr]] = {}
_ENGINES: list[DlibEngine] = []


def _clip(scene: str, seed: int | None = None) -> list[Bgr]:
    if (scene, seed) not in _CLIPS:
        clip = library().clip(scene, () if seed is None else (seed,))
        halves = [cv2.resize(decoded(each), None, fx=0.5, fy=0.5) for each in clip]
        _CLIPS[scene, seed] = [np.asarray(each, np.uint8) for each in halves]
    return _CLIPS[scene, seed]


def _engine() -> DlibEngine:
    if not _ENGINES:
        cv2.setNumThreads(1)
        _ENGINES.append(DlibEngine())
    return _ENGINES[0]


def _eyes(picture: Bgr) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    points = _engine().landmarks(gray, _engine().detect(gray)[0])
    return points[36:42], points[42:48]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--table", action="store_true", help="only tell the table")
    if not parser.parse_args().table:
        scenes = [(scene, (seed,)) for seed in SEEDS.values() for scene in (LOOKING, *GESTURES)]
        library().prepare(scenes, print)
        wanted = [(species, n) for species in attacks.SPECIES for n in range(PRESENTATIONS)]
        with ProcessPoolExecutor(2) as pool:
            done = pool.map(traced, *zip(*wanted, strict=True), chunksize=10)
            stored = {
                f"{species}-{n}": trace for (species, n), trace in zip(wanted, done, strict=True)
            }
        np.savez_compressed(FILE, allow_pickle=False, **stored)
    print(table(load()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
