"""One try from the first look to the last: what is told, when it is asked to act, how it ends."""

from collections.abc import Iterator
from dataclasses import replace

import dlib
import numpy as np

from devices.biometric.attempt import ACTING, LOOKING, Attempt
from devices.biometric.check import GOOD_FRAMES, Shown
from devices.biometric.liveness import Signs
from devices.biometric.pipeline import Cut, Sight
from kiosk.vocabulary import Hint, Liveness
from tests.devices.biometric.acting import FRAME_S, Actor
from tests.devices.biometric.test_quality import GOOD

CUT = Cut(np.zeros((2, 2, 3), np.uint8), dlib.rectangle())
ACTION_S = 5.0


class Seen(Sight):
    """A sight with signs of its own: no picture is looked at here."""

    __slots__ = ("shown",)
    shown: Signs

    def signs(self, at_s: float) -> Signs:
        return replace(self.shown, at_s=at_s)


def sight(signs: Signs) -> Sight:
    seen = Seen(120.0, replace(GOOD, faces=signs.faces), 0.8)
    object.__setattr__(seen, "shown", signs)
    return seen


class Try:
    """An attempt, the time, and what was told."""

    def __init__(self, *actions: Hint) -> None:
        self.now_s = 100.0
        self.told: list[Shown] = []
        self.attempt = Attempt(actions, limit_s=20.0, action_s=ACTION_S, now_s=self.now_s)
        self.actor = Actor()

    def sees(self, frames: Iterator[Signs] | list[Signs]) -> None:
        for signs in frames:
            self.now_s += FRAME_S
            self.attempt.see(sight(signs), CUT, self.now_s)
            if self.attempt.first() and not self.attempt.begin(sight(signs), self.now_s):
                continue
            if advice := self.attempt.advice(self.now_s):
                self.told.append(advice)

    @property
    def hints(self) -> list[Hint]:
        return list(dict.fromkeys(shown.hint for shown in self.told))


def test_look_act_look_again() -> None:
    attempt = Try(Hint.TURN_LEFT, Hint.BLINK)
    attempt.sees(attempt.actor.rests(GOOD_FRAMES + 2))
    assert attempt.told[-1] == Shown(Hint.TURN_LEFT, LOOKING)
    attempt.sees([*attempt.actor.waits(0.5), *attempt.actor.does(Hint.TURN_LEFT)])
    attempt.sees(attempt.actor.rests(2))
    assert attempt.told[-1] == Shown(Hint.BLINK, LOOKING + ACTING / 2)
    attempt.sees([*attempt.actor.waits(0.5), *attempt.actor.does(Hint.BLINK)])
    assert attempt.attempt.last() is None
    attempt.sees(attempt.actor.rests(GOOD_FRAMES + 3))
    assert attempt.attempt.last() is not None
    assert attempt.attempt.failed(attempt.now_s) is None
    assert attempt.hints == [Hint.HOLD_STILL, Hint.TURN_LEFT, Hint.BLINK]
    progress = [shown.progress for shown in attempt.told]
    assert progress == sorted(progress)
    assert progress[-1] == 1.0


def test_a_face_that_moves_while_it_is_looked_at_is_looked_at_again() -> None:
    attempt = Try(Hint.BLINK)
    moving = [attempt.actor.frame(turn=0.05 * number) for number in range(GOOD_FRAMES)]
    attempt.sees(moving)
    assert Hint.BLINK not in attempt.hints
    attempt.sees(attempt.actor.rests(GOOD_FRAMES + 2))
    assert attempt.hints[-1] is Hint.BLINK


def test_who_stays_turned_is_told_to_come_back() -> None:
    attempt = Try(Hint.TURN_RIGHT)
    attempt.sees(attempt.actor.rests(GOOD_FRAMES + 2))
    attempt.sees(attempt.actor.waits(0.5))
    attempt.sees([attempt.actor.frame(turn=-0.4) for _ in range(12)])
    assert attempt.hints[-1] is Hint.FACE_FORWARD


def test_each_end_has_its_name() -> None:
    nobody = Try(Hint.BLINK)
    assert not nobody.attempt.timed_out(nobody.now_s + 19.9)
    assert nobody.attempt.timed_out(nobody.now_s + 20.0)

    idle = Try(Hint.BLINK)
    idle.sees(idle.actor.rests(GOOD_FRAMES + 2))
    idle.sees(idle.actor.waits(ACTION_S + 0.5))
    assert idle.attempt.failed(idle.now_s) is Liveness.MISSED
    assert not idle.attempt.timed_out(idle.now_s), "the search was over"

    leaves = Try(Hint.BLINK)
    leaves.sees(leaves.actor.rests(GOOD_FRAMES + 2))
    leaves.sees([*leaves.actor.waits(0.5), *leaves.actor.does(Hint.BLINK)])
    leaves.sees(leaves.actor.rests(2))  # done; and then there is nobody for the last look
    assert leaves.attempt.failed(leaves.now_s) is None
    assert leaves.attempt.failed(leaves.now_s + ACTION_S) is Liveness.MISSED
