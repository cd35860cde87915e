"""Whoever takes 结束 for the end of the form is told that nothing was submitted yet."""

import pytest

from kiosk.effects import ClearFaces, SubmitCase
from kiosk.events.touches import (
    BackPressed,
    ContinuePressed,
    DeclinePressed,
    LeavePressed,
    StrokeDrawn,
)
from tests.kiosk.visit.kiosk import A_STROKE, Kiosk, everything
from tests.kiosk.visit.test_opening_a_shop import PHONE, Founder


def to_the_signature(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "signature"


def test_at_the_review_it_is_said_once_and_everything_is_still_there(kiosk: Kiosk) -> None:
    shown = kiosk.to_the_review()
    kiosk.tell(LeavePressed())
    assert kiosk.page == "last_step"
    assert "还差最后一步" in kiosk.shown.title
    assert "按“提交”" in everything(kiosk.shown)
    assert kiosk.tell(ContinuePressed()) == shown
    kiosk.signs()
    assert len(kiosk.did(SubmitCase)) == 1


def test_what_was_signed_so_far_is_not_signed_again(kiosk: Kiosk) -> None:
    to_the_signature(kiosk)
    kiosk.tell(StrokeDrawn(A_STROKE), LeavePressed())
    assert "签上名字" in everything(kiosk.shown)
    kiosk.tell(BackPressed(), ContinuePressed())
    assert len(kiosk.did(SubmitCase)) == 1


@pytest.mark.parametrize("way_out", [LeavePressed(), DeclinePressed()])
def test_nobody_is_held(kiosk: Kiosk, way_out: LeavePressed | DeclinePressed) -> None:
    kiosk.to_the_review()
    kiosk.tell(LeavePressed(), way_out)
    assert kiosk.state.visit is None
    assert kiosk.did(ClearFaces)
    assert not kiosk.did(SubmitCase)
    assert not kiosk.remembers("陈海英")


def test_who_only_waits_there_is_asked_and_forgotten(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(LeavePressed())
    kiosk.wait(61)
    assert kiosk.page == "StillThereView"
    assert "还差最后一步" in kiosk.shown.lead
    kiosk.wait(21)
    assert kiosk.state.visit is None


def test_on_each_page_of_a_long_review_and_back_to_that_page() -> None:
    kiosk = Founder()
    kiosk.to_the_shop()
    kiosk.digits(PHONE)
    kiosk.press("continue")
    kiosk.fills_self_employed()
    kiosk.press("next-page")
    page = kiosk.page
    assert page == "review-2"
    kiosk.tell(LeavePressed())
    assert kiosk.page == "last_step"
    kiosk.press("go-on")
    assert kiosk.page == page


def test_before_the_last_step_and_after_it_nobody_is_asked() -> None:
    early, late = Kiosk(), Kiosk()
    early.to_the_phone()
    late.to_done()
    for kiosk in (early, late):
        kiosk.tell(LeavePressed())
        assert kiosk.state.visit is None
