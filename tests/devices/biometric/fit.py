"""Moves somebody's features until the pipeline sees them act, and tells them from the others:

    python -m tests.devices.biometric.fit zhang-yuming --minutes 10

For whoever is new on the list of made-up people: find a seed that is nearly right with
`devices.camera.people.search`, then fit it. Chance moves a few features at a time, within what
seeds draw; what is better stays. Tells what belongs into `devices.camera.people.fitted`; then
`pytest -m long tests/devices/biometric/test_cast.py` decides.

At half the camera's size, so that a try takes seconds: the goals are stricter than what is needed.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import cv2
import numpy as np

from config.people import load_people
from devices.biometric.engine import Bgr, DlibEngine, Vector, distance
from devices.biometric.liveness import Signs
from devices.biometric.pipeline import Pipeline
from devices.camera.clips import SIZE
from devices.camera.people.fitted import citizen
from devices.camera.people.head import Head
from devices.camera.people.identity import Identity, drawn
from devices.camera.people.measure import card_face
from devices.camera.people.portrait import card_photo, pack
from devices.camera.people.render import Light, Pose
from devices.camera.people.scene import develop, hall
from devices.camera.people.wear import Wear
from tests.devices.biometric import casting

OWN_AT_MOST, OTHERS_AT_LEAST = 0.40, 0.55
SHUT, GAPING, TURNED, LIPS_AT_REST, CHIN_STAYS = 0.52, 0.46, 0.29, 0.10, 0.06
"""Goals for what `liveness` sees; each leaves a margin to its limit there."""

COPIES = 3
"""Of the card's portrait; ten come to nearly the same (`portrait.FEWEST`)."""

FEATURES = (
    *("face_width", "face_height", "jaw", "chin", "chin_width", "cheekbone", "hollow_cheek"),
    *("fullness", "ears", "eye_x", "eye_y", "eye_width", "eye_height", "eye_tilt", "socket"),
    *("lid_fold", "brow_y", "brow_thickness", "brow_arch", "brow_gap", "nose_length"),
    *("nose_width", "nose_height", "nose_bridge", "mouth_width", "mouth_y", "upper_lip"),
    *("lower_lip", "skin", "redness", "hairline", "hair_volume"),
)
POSES: Mapping[str, tuple[Pose, Wear]] = {
    "straight": (Pose(), Wear.NOTHING),
    "mouth": (Pose(mouth=1.0), Wear.NOTHING),
    "blink": (Pose(blink=1.0), Wear.NOTHING),
    "left": (Pose(yaw=casting.TURN), Wear.NOTHING),
    "right": (Pose(yaw=-casting.TURN), Wear.NOTHING),
    "glasses": (Pose(), Wear.GLASSES),
}
HALL = hall((SIZE[0] // 2, SIZE[1] // 2))


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody as seen by the pipeline: the card (in two ways), and each pose."""

    cards: tuple[Vector, ...]
    live: Mapping[str, Vector]
    signs: Mapping[str, Signs]


def look(engine: DlibEngine, person: Identity) -> Look | None:
    """None where a face is not found."""
    heads = {wear: Head(person, wear) for wear in (Wear.NOTHING, Wear.GLASSES)}
    live, signs = {}, {}
    for name, (pose, wear) in POSES.items():
        frame = _frame(heads[wear], pose)
        pipeline = Pipeline(engine)
        pipeline.look(frame)  # the first is searched at the far width
        sight = pipeline.look(frame)
        if sight.box is None:
            return None
        signs[name] = sight.signs(0.0)
        live[name] = engine.encode(engine.chip(frame, sight.box))
    portrait = pack(card_photo(heads[Wear.NOTHING]))
    face = card_face(portrait)
    if face is None:
        return None
    cards = (casting.on_card(engine, portrait, COPIES), face.descriptor)
    return Look(cards, live, signs)


def _frame(head: Head, pose: Pose) -> Bgr:
    picture = HALL.copy()
    head.paint_onto(picture, pose, Light())
    return develop(picture, 1.0, 1.5, np.random.default_rng(0), 0.5)


def lacks(seen: Look | None, others: Sequence[Look]) -> float:
    """How far somebody is from all goals; 0: they are reached."""
    if seen is None:
        return np.inf
    return sum(max(0.0, lack) ** 2 for lack in _shortfalls(seen, others))


def _shortfalls(seen: Look, others: Sequence[Look]) -> Iterator[float]:
    """Of each goal, in units that weigh about the same."""
    rest, mouth, signs = seen.signs["straight"], seen.signs["mouth"], seen.signs
    yield (signs["blink"].eyes / rest.eyes - SHUT) / 0.03
    yield (GAPING - (mouth.mouth - rest.mouth)) / 0.03
    yield (abs(mouth.pitch - rest.pitch) - CHIN_STAYS) / 0.004
    yield (rest.mouth - LIPS_AT_REST) / 0.02
    yield (TURNED - min(signs["left"].turn, signs["left"].turn - rest.turn)) / 0.015
    yield (TURNED + max(signs["right"].turn, signs["right"].turn - rest.turn)) / 0.015
    for vector in seen.live.values():
        yield (_farthest(vector, seen.cards) - OWN_AT_MOST) / 0.05
        for other in others:
            yield (OTHERS_AT_LEAST - _nearest(vector, other.cards)) / 0.03
    for other in others:
        for vector in other.live.values():
            yield (OTHERS_AT_LEAST - _nearest(vector, seen.cards)) / 0.03


def _nearest(vector: Vector, cards: Sequence[Vector]) -> float:
    return min(distance(vector, card) for card in cards)


def _farthest(vector: Vector, cards: Sequence[Vector]) -> float:
    return max(distance(vector, card) for card in cards)


class Moves:
    """A few features moved by chance, within what seeds draw for this sex."""

    def __init__(self, man: bool, seed: int) -> None:
        people = [person for person in map(drawn, range(600)) if person.man == man]
        self._range = {}
        for name in FEATURES:
            values = [getattr(person, name) for person in people]
            self._range[name] = min(values), max(values)
        self._chance = np.random.default_rng(seed)

    def of(self, person: Identity) -> dict[str, float]:
        chosen = self._chance.choice(FEATURES, self._chance.integers(2, 8), replace=False)
        moved = {}
        for name in map(str, chosen):
            low, high = self._range[name]
            step = self._chance.normal(0, 0.12) * (high - low)
            moved[name] = round(float(np.clip(getattr(person, name) + step, low, high)), 3)
        return moved


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("who", help="a key of config/people.toml")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--chance", type=int, default=0, help="another seed, another way")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    engine = DlibEngine()
    seeds = {key: person.seed for key, person in load_people(date.today()).items()}
    person = citizen(seeds.pop(options.who))
    looks = {key: look(engine, citizen(seed)) for key, seed in seeds.items()}
    others = [seen for seen in looks.values() if seen is not None]
    moves, moved = Moves(person.man, options.chance), dict[str, float]()
    least = lacks(look(engine, person), others)
    ends_s = time.monotonic() + 60 * options.minutes
    while least > 0 and time.monotonic() < ends_s:
        step = moves.of(person)
        tried = replace(person, **step)  # type: ignore[arg-type]
        if (lack := lacks(look(engine, tried), others)) < least:
            person, least = tried, lack
            moved |= step
            print(f"lacks {least:.2f}: {moved}", flush=True)
    return 0 if least == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
