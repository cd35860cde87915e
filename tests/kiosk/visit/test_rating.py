"""好差评 asks by itself, takes no answer for an answer, and wants to know what was not good."""

import pytest

from kiosk.effects import Rate
from kiosk.events.touches import ContinuePressed, LeavePressed, RatingPressed, ReasonPressed
from tests.kiosk.visit.kiosk import Kiosk


@pytest.fixture
def asked(kiosk: Kiosk) -> Kiosk:
    kiosk.to_done()
    kiosk.tell(ContinuePressed())
    return kiosk


@pytest.mark.parametrize("level", [3, 4, 5])
def test_who_is_content_is_asked_no_more(asked: Kiosk, level: int) -> None:
    asked.tell(RatingPressed(level))
    assert asked.state.visit is None
    assert [(given.level, given.detail) for given in asked.did(Rate)] == [(level, "")]


@pytest.mark.parametrize("level", [1, 2])
def test_who_is_not_satisfied_is_asked_why_with_one_touch(asked: Kiosk, level: int) -> None:
    asked.tell(RatingPressed(level))
    assert asked.page == "rating_reason"
    assert not asked.did(Rate)
    asked.tell(ReasonPressed("13"))
    assert [(given.level, given.detail) for given in asked.did(Rate)] == [(level, "13")]
    assert asked.state.visit is None


@pytest.mark.parametrize("goes", ["leaves", "waits"])
def test_who_does_not_say_why_has_rated_all_the_same(asked: Kiosk, goes: str) -> None:
    asked.tell(RatingPressed(1))
    if goes == "leaves":
        asked.tell(LeavePressed())
    else:
        asked.wait(asked.rules.config.patience.rating_s + 1)
    assert [(given.level, given.detail) for given in asked.did(Rate)] == [(1, "99")]
    assert asked.audited("visit_ended")[0]["reason"] == "finished"


@pytest.mark.parametrize("goes", ["skips", "leaves", "waits"])
def test_no_answer_is_no_rating(asked: Kiosk, goes: str) -> None:
    if goes == "waits":
        asked.wait(asked.rules.config.patience.rating_s + 1)
    else:
        asked.tell(RatingPressed(None) if goes == "skips" else LeavePressed())
    assert not asked.did(Rate)
