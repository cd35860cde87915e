"""Something may follow later for whom no promise was broken; whom it may not is told neutrally."""

from typing import Any

import pytest

from kiosk.effects import Ask, Print, StopAsking, SubmitCase
from kiosk.events.platforms import PlatformReached
from kiosk.events.touches import BackPressed, ContinuePressed, LeavePressed
from kiosk.questions import Credit, CreditMark
from kiosk.vocabulary import AnswerCode, Platform
from tests.kiosk.visit.kiosk import card_of, everything
from tests.kiosk.visit.test_opening_a_shop import Founder

CARD = card_of("chen-haiying")


class Asked(Founder):
    """Whose lease is to follow; nobody answers for the platform."""

    register_agrees = True

    def _bear_out(self) -> None:
        asks = self.did(Ask)
        if not asks or not isinstance(asks[-1].question, CreditMark):
            super()._bear_out()

    @property
    def names(self) -> list[str]:
        shown: Any = self.shown
        buttons = (shown.secondary, shown.primary)
        return [button.name for button in buttons if button is not None]


@pytest.fixture
def kiosk() -> Asked:
    kiosk = Asked()
    kiosk.to_what_follows()
    assert kiosk.page == "materials_looking"
    return kiosk


def test_it_is_asked_once_for_the_matter_before_anything_is_offered(kiosk: Asked) -> None:
    (asked,) = [ask.question for ask in kiosk.did(Ask) if isinstance(ask.question, CreditMark)]
    assert asked == CreditMark(CARD.number, "BL-02")
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "materials_looking", "no promise before it is known"
    kiosk.answered(Credit(False))
    assert kiosk.page == "materials_tolerant"
    kiosk.press("promise")
    assert kiosk.page.startswith("review")


def test_whom_a_mark_bars_brings_everything_first_and_reads_no_reproach(kiosk: Asked) -> None:
    kiosk.answered(Credit(True))
    assert kiosk.page == "materials_all_first"
    assert kiosk.shown.title == "请先备齐材料"
    told = everything(kiosk.shown)
    assert "12345" in told
    for word in ("信用", "失信", "以后补", "逾期"):
        assert word not in told
    assert kiosk.names == ["print-list", "window"]
    kiosk.press("print-list")
    assert kiosk.did(Print)
    kiosk.press("window")
    assert kiosk.page == "other_way"
    assert not kiosk.did(SubmitCase)
    assert not kiosk.audited("tolerance_promised")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (AnswerCode.REFUSED, "no_record"),
        (AnswerCode.UNREACHABLE, "down"),
        (AnswerCode.TIMED_OUT, "timeout"),
        (AnswerCode.UNKNOWN, "nonsense"),
    ],
)
def test_a_platform_that_does_not_say_bars_nobody(
    kiosk: Asked, code: AnswerCode, reason: str
) -> None:
    kiosk.answered(code=code, reason=reason)
    assert kiosk.page == "materials_tolerant"


def test_one_that_is_down_is_not_waited_for() -> None:
    kiosk = Asked()
    kiosk.tell(PlatformReached(False, Platform.SHARING, "timeout"))
    kiosk.to_what_follows()
    assert kiosk.page == "materials_tolerant"


def test_who_goes_on_without_the_answer_withdraws_the_question(kiosk: Asked) -> None:
    asked = kiosk.did(Ask)[-1]
    kiosk.tell(BackPressed())
    assert StopAsking(asked.id) in kiosk.did(StopAsking)
    kiosk.tell(LeavePressed())
    assert kiosk.state.visit is None


def test_what_is_known_of_somebody_ends_with_the_visit(kiosk: Asked) -> None:
    kiosk.answered(Credit(True))
    assert "credit_mark" not in repr(kiosk.state)
    kiosk.tell(LeavePressed())
    assert kiosk.state.visit is None
