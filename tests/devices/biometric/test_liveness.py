"""The liveness check over traces: who does what is asked passes, and nothing else does."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.biometric.liveness import (
    REACTION_S,
    SAME_ACTING,
    SAME_AT_REST,
    AtRest,
    Challenge,
    Signs,
    draw,
    overlap,
    same_face,
)
from kiosk.vocabulary import ACTIONS, Hint, Liveness
from tests.devices.biometric.acting import FRAME_S, WINDOW_S, Actor, begun, later, plays, shows

BLINK, LEFT, RIGHT, MOUTH = ACTIONS


# ---- what is asked for -------------------------------------------------------------------------


def test_actions_are_drawn_evenly_and_none_comes_twice_in_a_row() -> None:
    drawn = [draw(3) for _ in range(400)]
    for one, two, three in drawn:
        assert one != two != three
    first = Counter(actions[0] for actions in drawn)
    assert set(first) == set(ACTIONS)
    assert min(first.values()) > 60  # of 100 expected; further off once in 10^5 runs
    assert len(set(drawn)) > 30  # of 36


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_is_asked_for_seen_and_passes(action: Hint) -> None:
    actor = Actor()
    challenge = begun(actor, [action])
    assert challenge.asks is Hint.FACE_FORWARD
    challenge.see(actor.frame())
    assert (challenge.asks, challenge.progress) == (action, 0.0)
    counted = shows(challenge, [*actor.waits(0.5), *actor.does(action), *actor.rests(1)])
    assert len(counted) == 1, "the frame whose face is compared"
    assert (challenge.asks, challenge.progress) == (Hint.FACE_FORWARD, 1.0)
    shows(challenge, actor.rests(1))
    assert challenge.done


@settings(max_examples=60, deadline=None)
@given(
    eyes=st.floats(0.22, 0.47),
    turn=st.floats(-0.08, 0.08),
    mouth=st.floats(0.0, 0.15),
    strength=st.floats(0.85, 1.6),
    lag_s=st.floats(0.25, 3.5),
    seed=st.integers(0, 999),
)
def test_everybody_is_measured_against_their_own_face(
    eyes: float, turn: float, mouth: float, strength: float, lag_s: float, seed: int
) -> None:
    actor = Actor(eyes, turn, mouth, 0.3, 0.03, strength, lag_s, seed)
    assert plays(begun(actor, draw(3)), actor) is Liveness.PASSED


# ---- what does not count -----------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_nothing_that_a_picture_can_show_is_an_action(data: st.DataObject) -> None:
    """The worst of the four ways to move a picture, in any order, whatever is asked."""
    actor = Actor()
    challenge = begun(actor, [data.draw(st.sampled_from(ACTIONS))])
    frames = st.builds(
        actor.frame,
        eyes=st.floats(0.77, 1.2),
        turn=st.floats(-0.15, 0.15),
        mouth=st.floats(0.0, 0.12),
    )
    shows(challenge, data.draw(st.lists(frames, min_size=20, max_size=90)))
    assert challenge.verdict in (None, Liveness.MISSED)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_begun_before_it_was_asked_for_does_not_count(action: Hint) -> None:
    actor = Actor()
    challenge = begun(actor, [action])
    shows(challenge, actor.rests(1))  # here it is asked for
    shows(challenge, list(actor.does(action)))  # sooner than anybody answers
    assert challenge.asks is action
    shows(challenge, [*actor.rests(4), *actor.does(action), *actor.rests(2)])
    assert challenge.done


def test_only_rest_seen_after_the_time_to_react_makes_an_answer() -> None:
    actor = Actor()
    challenge = begun(actor, [LEFT])
    asked = actor.frame()
    challenge.see(asked)
    early = replace(actor.frame(turn=0.4), at_s=asked.at_s + REACTION_S + 0.01)
    shows(challenge, [later(early, FRAME_S * n) for n in range(20)])
    assert challenge.verdict is None
    assert challenge.asks is LEFT


@pytest.mark.parametrize(
    ("asked", "done"),
    [(a, d) for a in ACTIONS for d in (LEFT, RIGHT, MOUTH) if a != d],
)
def test_another_action_ends_the_try(asked: Hint, done: Hint) -> None:
    actor = Actor()
    assert plays(begun(actor, [asked]), actor, done) is Liveness.OTHER_ACTION


def test_blinking_meanwhile_is_only_human() -> None:
    actor = Actor()
    assert plays(begun(actor, [LEFT, MOUTH]), actor, BLINK) is Liveness.PASSED


def test_a_film_of_all_actions_over_and_over_fails_unless_its_order_fits() -> None:
    passed = 0
    for asked in ((a, b) for a in ACTIONS for b in ACTIONS if a != b):
        actor = Actor()
        challenge = begun(actor, asked)
        for _ in range(4):
            for action in (LEFT, MOUTH, RIGHT, BLINK):
                shows(challenge, [*actor.rests(6), *actor.does(action)])
        passed += challenge.verdict is Liveness.PASSED
    # LEFT first, and then what the film happens to show next.
    assert passed <= 3, "of twelve"


def test_a_face_on_the_move_is_no_measure_of_anything() -> None:
    actor = Actor(noise=0.02)
    still = actor.rests(6)
    assert AtRest.is_calm(still)
    assert not AtRest.is_calm([*still, actor.frame(turn=0.2)])
    assert not AtRest.is_calm([*still, actor.frame(mouth=0.2)])
    assert AtRest.is_calm([*still, actor.frame(eyes=0.4)]), "everybody blinks"


def test_eyes_that_grow_narrow_while_the_lips_open_are_no_blink() -> None:
    """Landmarks that slip on a picture."""
    actor = Actor()
    challenge = begun(actor, [BLINK])
    slipped = [actor.frame(eyes=0.5, mouth=0.2) for _ in range(4)]
    shows(challenge, [*actor.rests(5), *slipped, *actor.rests(2)])
    assert challenge.asks is BLINK


def test_eyes_that_stay_shut_or_sink_with_the_head_are_no_blink() -> None:
    for frames in (40, 3):
        actor = Actor()
        challenge = begun(actor, [BLINK])
        shows(challenge, actor.rests(5))
        shut = [actor.frame(eyes=0.4) for _ in range(frames)]
        if frames == 3:
            shut = [replace(each, pitch=0.40) for each in shut]
        shows(challenge, [*shut, *actor.rests(1)])
        assert challenge.asks is BLINK


def test_a_picture_put_straight_again_is_no_turn() -> None:
    actor = Actor(turn=-0.15)  # held askew from the first frame on
    challenge = begun(actor, [LEFT])
    shows(challenge, [*actor.rests(5), *(actor.frame(turn=0.28) for _ in range(10))])
    assert challenge.asks is LEFT


# ---- the same face, alone ----------------------------------------------------------------------


def test_each_action_has_its_own_window() -> None:
    actor = Actor(lag_s=WINDOW_S - 1)
    assert plays(begun(actor, [LEFT, BLINK, RIGHT]), actor) is Liveness.PASSED
    slow = Actor(lag_s=WINDOW_S + 0.1)
    assert plays(begun(slow, [LEFT]), slow) is Liveness.MISSED


@pytest.mark.parametrize("asked", ACTIONS)
def test_whoever_only_looks_has_missed_it(asked: Hint) -> None:
    actor = Actor()
    challenge = begun(actor, [asked])
    shows(challenge, list(actor.waits(WINDOW_S + 0.2)))
    assert challenge.verdict is Liveness.MISSED


def test_a_second_face_ends_the_try_but_one_frame_of_it_does_not() -> None:
    for together, verdict in ((1, Liveness.PASSED), (2, Liveness.NOT_ALONE)):
        actor = Actor()
        challenge = begun(actor, [LEFT])
        shows(challenge, [replace(each, faces=2) for each in actor.rests(together)])
        assert (plays(challenge, actor) or challenge.verdict) is verdict


def test_a_face_may_be_out_of_sight_for_a_moment_but_must_be_where_it_was() -> None:
    for seconds, aside, verdict in (
        (0.5, 0, Liveness.PASSED),
        (1.0, 0, Liveness.FACE_LOST),
        (0.2, 400, Liveness.FACE_LOST),
    ):
        actor = Actor()
        challenge = begun(actor, [LEFT])
        shows(challenge, actor.rests(4))
        gone = [Signs(each.at_s, 0) for each in actor.waits(seconds)]
        shows(challenge, gone)
        back = actor.frame()
        left, top, right, bottom = back.box
        challenge.see(replace(back, box=(left + aside, top, right + aside, bottom)))
        assert (plays(challenge, actor) or challenge.verdict) is verdict


def test_a_slow_machine_that_misses_two_frames_of_a_face_has_not_lost_it() -> None:
    actor = Actor()
    challenge = begun(actor, [LEFT])
    shows(challenge, actor.rests(4))
    shows(challenge, [Signs(actor.at_s + late_s, 0) for late_s in (0.45, 0.9)])
    actor.at_s += 1.35
    assert plays(challenge, actor) is Liveness.PASSED


def test_it_is_watched_until_the_last_frame() -> None:
    actor = Actor()
    challenge = begun(actor, [MOUTH])
    assert plays(challenge, actor) is Liveness.PASSED
    shows(challenge, [replace(each, faces=2) for each in actor.rests(2)])
    assert challenge.verdict is Liveness.NOT_ALONE
    assert not challenge.done


def test_a_verdict_stands() -> None:
    actor = Actor()
    challenge = begun(actor, [LEFT])
    assert plays(challenge, actor, RIGHT) is Liveness.OTHER_ACTION
    assert plays(challenge, actor) is Liveness.OTHER_ACTION


def test_one_person_looks_acts_and_looks_again() -> None:
    def away(by: float) -> np.ndarray:
        return np.full(128, by / np.sqrt(128))

    start = away(0.0)
    assert same_face(start, away(SAME_AT_REST), [away(SAME_ACTING), away(0.1)])
    assert not same_face(start, away(SAME_AT_REST + 0.01), [])
    assert not same_face(start, away(0.1), [away(0.1), away(SAME_ACTING + 0.01)])


@given(st.tuples(*[st.floats(0, 100)] * 4), st.tuples(*[st.floats(0, 100)] * 4))
def test_overlap_is_a_share(one: tuple[float, ...], other: tuple[float, ...]) -> None:
    boxes = [(b[0], b[1], b[0] + b[2], b[1] + b[3]) for b in (one, other)]
    assert 0 <= overlap(*boxes) <= 1 + 1e-9
    assert overlap(boxes[0], boxes[1]) == overlap(boxes[1], boxes[0])
    assert overlap((0, 0, 2, 2), (1, 0, 3, 2)) == pytest.approx(1 / 3)


def test_a_challenge_needs_no_clock_of_its_own() -> None:
    actor = Actor()
    actor.at_s = 1e9
    challenge: Challenge = begun(actor, [LEFT, MOUTH])
    assert plays(challenge, actor) is Liveness.PASSED
