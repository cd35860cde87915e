"""Find seeds whose faces are far enough apart: `python -m devices.camera.people.search`.

dlib takes all made-up heads for close relatives, so a cast has to be looked for. Give one wish per
person, sex and age, or the seed of somebody who is to stay; the answer is one seed for each, with
the smallest distance between two of them made as large as it will go, and everybody near enough to
their own card.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from devices.camera.clips import SIZE
from devices.camera.people.fitted import citizen
from devices.camera.people.head import Head
from devices.camera.people.measure import Descriptor, card_face, distance, faces_in
from devices.camera.people.portrait import card_photo, pack
from devices.camera.people.render import Light, Pose
from devices.camera.people.scene import Picture, develop, hall

SAME_AT_MOST, DIFFERENT_ABOVE = 0.45, 0.52
"""The zones of the face check; in between it asks to try again."""
POSES = (Pose(), Pose(yaw=14), Pose(blink=1.0))
_YEARS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A seed as dlib sees it."""

    seed: int
    card: Descriptor
    live: tuple[Descriptor, ...]

    @property
    def own(self) -> float:
        """The largest distance to the own card."""
        return max(distance(live, self.card) for live in self.live)

    def apart(self, other: Candidate) -> float:
        """The smallest distance of either before the camera with the other's card."""
        return min(
            *(distance(live, other.card) for live in self.live),
            *(distance(live, self.card) for live in other.live),
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody of this sex and about this age, or exactly this seed."""

    text: str
    man: bool = False
    age: int = 0
    seed: int | None = None

    @classmethod
    def parse(cls, text: str) -> Wish:
        if text.isdecimal():
            return cls(text, seed=int(text))
        sex, _, age = text.partition(":")
        if sex not in ("man", "woman") or not age.isdecimal():
            raise argparse.ArgumentTypeError(f"{text!r}: say man:30, woman:65 or a seed")
        return cls(text, man=sex == "man", age=int(age))

    def fits(self, seed: int) -> bool:
        if self.seed is not None:
            return seed == self.seed
        person = citizen(seed)
        return person.man == self.man and abs(20 + 50 * person.age - self.age) <= _YEARS


def look_at(seed: int) -> Candidate | None:
    """A seed before the camera and on its card; None if dlib misses the face anywhere."""
    head = Head(citizen(seed))
    card = card_face(pack(card_photo(head)))
    live = [faces_in(_glimpse(head, pose)) for pose in POSES]
    if card is None or any(len(faces) != 1 for faces in live):
        return None
    return Candidate(seed, card.descriptor, tuple(faces[0].descriptor for faces in live))


def _glimpse(head: Head, pose: Pose) -> Picture:
    """What the camera sees, at half its size: the search has many to look at."""
    picture = hall((SIZE[0] // 2, SIZE[1] // 2))
    head.paint_onto(picture, pose, Light())
    return develop(picture, 1.0, 2.0, np.random.default_rng(0), 0.5)


def best_cast(wanted: list[list[Candidate]]) -> tuple[float, tuple[Candidate, ...]]:
    """One of each list, their smallest distance as large as possible."""
    everyone = {c.seed: c for c in itertools.chain(*wanted)}
    apart = {
        frozenset((a, b)): everyone[a].apart(everyone[b])
        for a, b in itertools.combinations(everyone, 2)
    }
    best: tuple[float, tuple[Candidate, ...]] = (-1.0, ())

    def extend(chosen: tuple[Candidate, ...], worst: float) -> None:
        nonlocal best
        if len(chosen) == len(wanted):
            best = (worst, chosen)
            return
        for candidate in wanted[len(chosen)]:
            near = [apart.get(frozenset((candidate.seed, c.seed)), 0.0) for c in chosen]
            bound = min([worst, *near])
            if bound > best[0]:
                extend((*chosen, candidate), bound)

    extend((), np.inf)
    return best


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wishes", nargs="+", type=Wish.parse, help="man:30 woman:65 118 ...")
    parser.add_argument("--first", type=int, default=0, help="first seed to look at")
    parser.add_argument("--seeds", type=int, default=400, help="how many seeds to look at")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(arguments)
    wishes: list[Wish] = options.wishes
    span = set(range(options.first, options.first + options.seeds))
    span.update(wish.seed for wish in wishes if wish.seed is not None)
    seeds = [seed for seed in sorted(span) if any(wish.fits(seed) for wish in wishes)]
    print(f"looking at {len(seeds)} of {options.seeds} seeds", flush=True)
    with ProcessPoolExecutor(
        options.processes, initializer=cv2.setNumThreads, initargs=(1,)
    ) as pool:
        seen = [c for c in pool.map(look_at, seeds) if c and c.own <= SAME_AT_MOST - 0.03]
    print(f"{len(seen)} are near their own card")
    wanted = [[c for c in seen if wish.fits(c.seed)] for wish in wishes]
    worst, cast = best_cast(wanted)
    for wish, candidate in zip(wishes, cast, strict=False):
        print(f"{wish.text}: {candidate.seed} own {candidate.own:.3f}")
    print(f"closest two: {worst:.3f} ({'far' if worst > DIFFERENT_ABOVE else 'NOT far'} enough)")
    return 0 if worst > DIFFERENT_ABOVE else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
