"""One check as a sequence of sights: patience with hints, and which frame is compared."""

from dataclasses import replace
from itertools import pairwise

import dlib
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from devices.biometric.check import GOOD_FRAMES, HINT_HOLD_S, Check, Shown, comparable
from devices.biometric.pipeline import Cut, Sight
from kiosk.vocabulary import Hint
from tests.devices.biometric.test_quality import GOOD

FRAME_S = 1 / 15
NOBODY = Sight(brightness=120)
DARK = Sight(brightness=8)
GOOD_SIGHT = Sight(brightness=130, measures=GOOD, score=0.8)
TURNED = Sight(brightness=130, measures=replace(GOOD, yaw=0.4), score=0.0)
TWO = Sight(brightness=130, measures=replace(GOOD, faces=2), score=0.8)


def play(check: Check, sights, start_s: float = 0.0) -> list[tuple[float, Shown]]:
    """What was shown when; frames come at 15 a second."""
    shown = []
    for number, sight in enumerate(sights):
        now_s = start_s + number * FRAME_S
        check.see(sight, cut(sight.score) if comparable(sight) else None, now_s)
        if advice := check.advice(now_s):
            shown.append((now_s, advice))
    return shown


def cut(score: float) -> Cut:
    return Cut(np.full((2, 2, 3), round(100 * score), np.uint8), dlib.rectangle())


def test_five_good_frames_are_enough_and_the_best_of_them_is_compared():
    check = Check(0.0, 20.0)
    scores = [0.5, 0.9, 0.7, 0.6]
    play(check, [replace(GOOD_SIGHT, score=score) for score in scores])
    assert check.best() is None
    shown = play(check, [GOOD_SIGHT], 4 * FRAME_S)
    best = check.best()
    assert best is not None
    assert best.score == 0.9
    assert (best.cut.picture == 90).all()
    assert shown[-1][1] == Shown(Hint.HOLD_STILL, 1.0)


def test_frames_from_before_a_face_was_lost_are_never_compared():
    for gap in (NOBODY, TWO):
        check = Check(0.0, 20.0)
        play(check, [replace(GOOD_SIGHT, score=0.99)] * 4 + [gap] + [GOOD_SIGHT] * 4)
        assert check.best() is None
        play(check, [GOOD_SIGHT])
        assert check.best() is not None
        assert check.best().score == 0.8


def test_a_turned_head_in_between_costs_time_but_not_the_good_frames():
    check = Check(0.0, 20.0)
    play(check, [GOOD_SIGHT, TURNED] * GOOD_FRAMES)
    assert check.best() is not None


def test_good_frames_grow_old():
    check = Check(0.0, 20.0)
    play(check, [GOOD_SIGHT] * 4 + [TURNED] * 15 + [GOOD_SIGHT])
    assert check.best() is None


def test_a_dark_room_asks_for_light_and_an_empty_one_for_somebody():
    assert [advice.hint for _, advice in play(Check(0, 9), [DARK] * 5)] == [Hint.MORE_LIGHT]
    assert [advice.hint for _, advice in play(Check(0, 9), [NOBODY] * 5)] == [Hint.LOOK_AT_CAMERA]


def test_a_hint_that_flickers_for_a_frame_is_never_shown():
    check = Check(0.0, 20.0)
    shown = play(check, [TURNED] * 30 + [NOBODY, TURNED, NOBODY, NOBODY, TURNED] * 6)
    assert {advice.hint for _, advice in shown} == {Hint.LOOK_STRAIGHT}


@given(st.lists(st.sampled_from([NOBODY, DARK, GOOD_SIGHT, TURNED, TWO]), max_size=200))
def test_hints_stand_long_enough_to_be_read_and_nothing_is_told_twice(sights):
    shown = play(Check(0.0, 20.0), sights)
    changes = [
        now_s for (_, before), (now_s, advice) in pairwise(shown) if advice.hint != before.hint
    ]
    starts = [shown[0][0], *changes] if shown else []
    for earlier, later in pairwise(starts):
        assert later - earlier >= HINT_HOLD_S - 1e-9
    assert all(one[1] != other[1] for one, other in pairwise(shown))
    assert all(0 <= advice.progress <= 1 for _, advice in shown)


def test_a_check_ends_when_its_time_is_over():
    check = Check(100.0, 20.0)
    assert not check.timed_out(119.9)
    assert check.timed_out(120.0)
