"""Somebody before the camera as traces of signs, 15 a second: at rest, and doing what is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from devices.biometric.liveness import AtRest, Challenge, Signs
from kiosk.vocabulary import Hint, Liveness

FRAME_S = 1 / 15
WINDOW_S = 5.0
BOX = (500.0, 200.0, 780.0, 480.0)
WAYS = {
    Hint.BLINK: {"eyes": (0.9, 0.55, 0.5, 0.5, 0.55, 0.9)},
    Hint.TURN_LEFT: {"turn": (0.08, 0.20, 0.35, 0.42, 0.44, 0.42, 0.35, 0.20, 0.08)},
    Hint.TURN_RIGHT: {"turn": (-0.08, -0.20, -0.35, -0.42, -0.44, -0.42, -0.35, -0.20, -0.08)},
    Hint.OPEN_MOUTH: {"mouth": (0.15, 0.35, 0.50, 0.55, 0.55, 0.45, 0.25, 0.10)},
}
"""What each action does to a face: eyes as a share of their own opening, the others added."""


@dataclass
class Actor:
    """Somebody with a face of their own. strength: 1 as above; lag_s: until they begin."""

    eyes: float = 0.33
    turn: float = 0.0
    mouth: float = 0.03
    pitch: float = 0.28
    noise: float = 0.0
    strength: float = 1.0
    lag_s: float = 0.5
    seed: int = 0

    def __post_init__(self) -> None:
        self.chance = np.random.default_rng(self.seed)
        self.at_s = 100.0

    def frame(self, eyes: float = 1.0, turn: float = 0.0, mouth: float = 0.0) -> Signs:
        """One frame, a fifteenth of a second after the one before."""
        self.at_s += FRAME_S
        jitter = self.chance.normal(0, 1, 7)
        return Signs(
            at_s=self.at_s,
            faces=1,
            box=tuple(edge + 3 * shake for edge, shake in zip(BOX, jitter[3:], strict=True)),
            eyes=self.eyes * eyes * (1 + self.noise * jitter[0]),
            turn=self.turn + turn + 0.5 * self.noise * jitter[1],
            mouth=max(0.0, self.mouth + mouth + 0.5 * self.noise * jitter[2]),
            pitch=self.pitch,
        )

    def rests(self, frames: int) -> list[Signs]:
        return [self.frame() for _ in range(frames)]

    def does(self, action: Hint) -> Iterator[Signs]:
        ((part, way),) = WAYS[action].items()
        for share in way:
            if part == "eyes":
                yield self.frame(eyes=1 - self.strength * (1 - share))
            else:
                yield self.frame(**{part: self.strength * share})

    def waits(self, seconds: float) -> Iterator[Signs]:
        for _ in range(round(seconds / FRAME_S)):
            yield self.frame()


def begun(actor: Actor, actions: Sequence[Hint]) -> Challenge:
    """A challenge that begins after this person was looked at for a while."""
    frames = actor.rests(6)
    return Challenge(actions, AtRest.of(frames), WINDOW_S, frames[-1])


def plays(challenge: Challenge, actor: Actor, *instead: Hint) -> Liveness | None:
    """Do what is asked, or each time one of `instead`; how it ends, None if it does not."""
    others = list(instead)
    for _ in range(20):
        challenge.see(actor.frame())
        if challenge.verdict:
            return challenge.verdict
        if challenge.asks is Hint.FACE_FORWARD:
            continue
        action = others.pop(0) if others else challenge.asks
        shows(challenge, [*actor.waits(actor.lag_s), *actor.does(action)])
    return challenge.verdict


def shows(challenge: Challenge, frames: Sequence[Signs]) -> list[Signs]:
    """Let it see them; those that it took for an action."""
    counted = []
    for signs in frames:
        challenge.see(signs)
        if challenge.counted:
            counted.append(signs)
    return counted


def later(signs: Signs, seconds: float) -> Signs:
    return replace(signs, at_s=signs.at_s + seconds)
