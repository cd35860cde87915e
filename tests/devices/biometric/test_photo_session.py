"""When shots are taken: hints, countdown, three shots, and what interrupts them. Pure."""

from hypothesis import given
from hypothesis import strategies as st

from devices.biometric.photo_session import (
    BETWEEN_S,
    HINT_HOLD_S,
    SETTLED_FRAMES,
    WELL_FRAMES,
    PhotoSession,
    Shown,
)
from kiosk.case.card_photo import PhotoRule

FPS = 15
WELL: tuple[PhotoRule, ...] = ()
BLINKS = (PhotoRule.EYES_OPEN,)
WALL = (PhotoRule.BACKGROUND, PhotoRule.EYES_OPEN)


class Sitting:
    """Frames, one after another; what was told, and when shots were taken."""

    def __init__(self, limit_s: float = 20.0, countdown_s: float = 3.0) -> None:
        self.now_s = 0.0
        self.session = PhotoSession(0.0, limit_s=limit_s, shots=3, countdown_s=countdown_s)
        self.told: list[Shown] = []
        self.shots: list[float] = []

    def frames(self, count: int, broken: tuple[PhotoRule, ...] = WELL) -> None:
        for _ in range(count):
            self.now_s += 1 / FPS
            self.session.see(broken, self.now_s)
            if self.session.due(self.now_s):
                assert broken == WELL, "a frame with a fault is no shot"
                self.session.took((), self.now_s)
                self.shots.append(self.now_s)
            if shown := self.session.advice(self.now_s):
                self.told.append(shown)
            if self.session.done or self.session.timed_out(self.now_s):
                return


def test_who_looks_well_is_counted_down_and_taken_three_times() -> None:
    sitting = Sitting()
    sitting.frames(90)
    assert [(shown.seconds, shown.taken) for shown in sitting.told][:4] == [
        (0, 0), (3, 0), (2, 0), (1, 0)
    ]  # fmt: skip
    assert sitting.session.done
    first, second, third = sitting.shots
    assert 3.0 < first < 3.0 + (WELL_FRAMES + 2) / FPS
    assert abs(second - first - BETWEEN_S) < 2 / FPS
    assert abs(third - second - BETWEEN_S) < 2 / FPS


def test_a_blink_does_not_begin_the_countdown_anew_and_is_not_taken() -> None:
    sitting = Sitting(countdown_s=1.0)
    sitting.frames(WELL_FRAMES + FPS - 1)
    assert sitting.shots == []
    sitting.frames(SETTLED_FRAMES - 1, BLINKS)  # in the very frame that the countdown ends with
    sitting.frames(3)
    assert len(sitting.shots) == 1
    assert sitting.shots[0] < 1.6


def test_who_moves_away_is_told_and_counted_down_anew() -> None:
    sitting = Sitting(countdown_s=1.0)
    sitting.frames(10)
    sitting.frames(40, WALL)
    assert sitting.told[-1] == Shown(WALL, 0, 0)
    assert sitting.shots == []
    sitting.frames(10)
    assert sitting.told[-1].seconds == 1


def test_a_sentence_stays_long_enough_to_be_read() -> None:
    sitting = Sitting()
    sitting.frames(4, WALL)
    told_s = sitting.now_s
    sitting.frames(8, (PhotoRule.LIGHT,))
    assert sitting.told[-1].broken == WALL
    sitting.frames(30, (PhotoRule.LIGHT,))
    assert sitting.told[-1].broken == (PhotoRule.LIGHT,)
    assert sitting.now_s - told_s > HINT_HOLD_S


def test_a_picture_that_turned_out_wrong_is_no_shot_and_says_why() -> None:
    session = PhotoSession(0.0, limit_s=20.0, shots=3, countdown_s=0.3)
    now_s = 0.0
    while not session.due(now_s):
        now_s += 1 / FPS
        session.see(WELL, now_s)
    session.took((PhotoRule.SAME_PERSON,), now_s)
    assert (session.taken, session.done, session.due(now_s)) == (0, False, False)
    shown = session.advice(now_s)
    assert shown is not None
    assert shown.broken == (PhotoRule.SAME_PERSON,)


def test_every_shot_gives_time_for_the_next() -> None:
    sitting = Sitting(limit_s=2.0, countdown_s=0.3)
    sitting.frames(10)
    assert len(sitting.shots) == 1
    sitting.frames(25, WALL)
    assert not sitting.session.timed_out(sitting.now_s)
    sitting.frames(10, WALL)
    assert sitting.session.timed_out(sitting.now_s)


@given(st.lists(st.tuples(st.sampled_from([WELL, BLINKS, WALL]), st.integers(1, 20)), max_size=30))
def test_whatever_somebody_does_only_good_frames_are_taken_and_it_ends(
    does: list[tuple[tuple[PhotoRule, ...], int]],
) -> None:
    sitting = Sitting(limit_s=3.0, countdown_s=0.5)
    for broken, count in does:
        if not (sitting.session.done or sitting.session.timed_out(sitting.now_s)):
            sitting.frames(count, broken)
    assert len(sitting.shots) <= 3
    assert all(each.taken <= 3 for each in sitting.told)
    sitting.frames(60, WALL)
    assert sitting.session.done or sitting.session.timed_out(sitting.now_s)
