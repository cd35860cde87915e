"""Wrong PINs lock the way in, for twice as long each time, and no restart opens it."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.effects import CheckPin, KeepTries
from kiosk.events.program import Tick
from kiosk.events.technician import CornerTapped, PinChecked, TriesKnown
from kiosk.technician.lockout import lasts_s, resumed
from kiosk.technician.state import Maintenance
from kiosk.visit.state import Home
from kiosk.visit.views.answers import KeypadView
from kiosk.visit.views.reading import NoticeView
from tests.kiosk.technician.maintenance import PIN, Workplace

BEGAN = datetime(2026, 11, 23, 14, 26, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    ("wrong", "seconds"),
    [(0, 0), (2, 0), (3, 30), (4, 60), (5, 120), (9, 1920), (10, 3600), (11, 3600), (10**6, 3600)],
)
def test_after_the_third_wrong_pin_each_lockout_is_twice_the_one_before(
    wrong: int, seconds: float
) -> None:
    assert lasts_s(wrong) == seconds


@pytest.mark.parametrize(
    ("away_s", "left_s"), [(0, 60), (45, 15), (61, 0), (-86_400, 60), (10**9, 0)]
)
def test_over_a_restart_the_wall_clock_counts_but_never_makes_it_longer(
    away_s: float, left_s: float
) -> None:
    known = resumed(4, BEGAN, BEGAN + timedelta(seconds=away_s), at_s=7.0)
    assert known.left_s(7.0) == left_s


def test_a_pin_tried_while_it_is_locked_is_not_even_looked_at() -> None:
    kiosk = Workplace()
    kiosk.tell(CornerTapped())
    for _ in range(3):
        kiosk.tries("111112")
    assert kiosk.page == "technician_locked"
    looked_at = len(kiosk.did(CheckPin))
    kiosk.types(PIN)
    assert len(kiosk.did(CheckPin)) == looked_at
    assert kiosk.audited("technician_locked_out") == [{"seconds": 30}]
    kiosk.wait(29)
    shown = kiosk.shown
    assert isinstance(shown, NoticeView)
    assert shown.big == "0:01"
    kiosk.wait(1)
    assert isinstance(kiosk.shown, KeypadView)
    kiosk.tries(PIN)
    assert kiosk.page == "technician_board"


def test_pulling_the_plug_while_a_pin_is_checked_does_not_give_the_try_back() -> None:
    kiosk = Workplace()
    kiosk.tell(CornerTapped())
    kiosk.types("111112")  # and no answer any more
    kept = [effect for effect in kiosk.effects if isinstance(effect, KeepTries | CheckPin)]
    assert [type(effect) for effect in kept] == [KeepTries, CheckPin], "kept first"
    assert kept[0].wrong == 1


class Burglar(RuleBasedStateMachine):
    """Tries, waits, pulls the plug, sets the clock: what the kiosk keeps is all that remains."""

    def __init__(self) -> None:
        super().__init__()
        self.kiosk = Workplace()
        self.on_disk = TriesKnown(0)
        self.checked_s: list[float] = []  # real time of each check since the last right PIN
        self.real_s = 0.0

    @initialize()
    def begins(self) -> None:
        self.starts()

    def starts(self) -> None:
        self.kiosk = Workplace()
        self.kiosk.tell(Tick(0.0, BEGAN + timedelta(seconds=self.real_s)), self.on_disk)
        self.began_s = self.real_s

    @rule(pin=st.sampled_from(["111112", "222223", PIN]), answered=st.booleans())
    def tries(self, pin: str, answered: bool) -> None:
        if isinstance(self.kiosk.state.place, Home):
            self.kiosk.tell(CornerTapped())
        if getattr(self.kiosk.place.page, "checking", True):
            return
        before = len(self.kiosk.did(CheckPin))
        self.kiosk.types(pin)
        for kept in self.kiosk.did(KeepTries)[-1:]:
            self.on_disk = TriesKnown(kept.wrong, kept.since)
        if len(self.kiosk.did(CheckPin)) == before:
            return
        self.checked_s.append(self.real_s)
        if answered:
            self.kiosk.tell(PinChecked(pin == PIN))
            if pin == PIN:
                assert isinstance(self.kiosk.state.place, Maintenance)
                kept = self.kiosk.did(KeepTries)[-1]
                self.on_disk = TriesKnown(kept.wrong, kept.since)
                self.checked_s.clear()

    @rule(seconds=st.sampled_from([1.0, 29.0, 31.0, 59.0, 61.0, 700.0, 3601.0]))
    def waits(self, seconds: float) -> None:
        self.real_s += seconds
        now = BEGAN + timedelta(seconds=self.real_s)
        self.kiosk.tell(Tick(self.real_s - self.began_s, now))

    @rule()
    def pulls_the_plug(self) -> None:
        self.starts()

    @invariant()
    def nobody_tries_faster_than_the_lockout_allows(self) -> None:
        for wrong, (one, next_one) in enumerate(
            zip(self.checked_s, self.checked_s[1:], strict=False), start=1
        ):
            assert next_one - one >= lasts_s(wrong), f"the try after {wrong} wrong ones"


Burglar.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
test_no_burglar_is_faster_than_the_lockout: Any = Burglar.TestCase
