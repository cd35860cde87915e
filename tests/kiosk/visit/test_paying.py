"""A fee: one case is one bill; paid, later, or not known, and never asked for twice."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.case.money import grouped_order
from kiosk.effects import Ask, Print
from kiosk.events.touches import (
    ContinuePressed,
    DeclinePressed,
    DoorPressed,
    LeavePressed,
    MatterPressed,
)
from kiosk.ports import Pair, TextLine
from kiosk.questions import Bill, BillState, CancelBill, LookAtBill, OpenBill
from kiosk.rules import Rules
from kiosk.visit.steps.fee import PAY_WITHIN_S
from kiosk.visit.views.answers import FeeView
from kiosk.vocabulary import AnswerCode
from tests.kiosk.visit.kiosk import Kiosk, demo_rules, paying_rules

ORDER = "330225X0001"
WAITING = Bill(ORDER, BillState.WAITING, 2000, "https://pay.invalid/1")


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk(paying_rules())


def questions(kiosk: Kiosk) -> list[Any]:
    return [ask.question for ask in kiosk.did(Ask)]


def with_a_bill(kiosk: Kiosk) -> FeeView:
    kiosk.to_done()
    shown = kiosk.answered(WAITING)
    assert isinstance(shown, FeeView)
    return shown


def slip(kiosk: Kiosk, kind: str = "receipt") -> str:
    (printed,) = [each.slip for each in kiosk.did(Print) if each.slip.kind == kind]
    said = []
    for part in printed.parts:
        if isinstance(part, Pair):
            said.append(f"{part.label}{part.value}")
        elif isinstance(part, TextLine):
            said.append(part.text)
    return "\n".join(said)


def test_the_bill_is_of_the_case_and_of_its_fee(kiosk: Kiosk) -> None:
    shown = with_a_bill(kiosk)
    (asked,) = questions(kiosk)
    assert isinstance(asked, OpenBill)
    assert kiosk.state.visit is not None
    case = kiosk.state.visit.facts.case
    assert case is not None
    assert (asked.order, asked.fen, asked.number) == (case.number, 2000, case.applicant.number)
    assert shown.title == "应付 20 元"
    assert ("收费依据", "发改价格〔2003〕2322号") in shown.rows
    assert shown.frame.leave is None


@pytest.mark.parametrize(
    ("rules", "how"), [(paying_rules, "现在或领证时付"), (demo_rules, "领证时付")]
)
def test_how_it_can_be_paid_is_said_before_and_as_it_is(
    rules: Callable[[], Rules], how: str
) -> None:
    kiosk = Kiosk(rules())
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"))
    assert how in kiosk.shown.facts[0].note
    kiosk = Kiosk(rules())
    kiosk.to_the_review()
    assert kiosk.shown.fee_note.startswith(how)


def test_who_has_paid_goes_on_and_the_slip_says_so(kiosk: Kiosk) -> None:
    with_a_bill(kiosk)
    kiosk.wait(2)
    kiosk.answered(WAITING)
    kiosk.wait(2)
    kiosk.answered(Bill(ORDER, BillState.PAID, 2000))
    assert kiosk.page == "DoneView"
    assert "20 元，已缴" in slip(kiosk)
    assert grouped_order(ORDER) in slip(kiosk)
    assert kiosk.audited("fee_settled")[0]["how"] == "paid"


def test_what_was_paid_here_has_a_proof_of_its_own_that_is_no_tax_receipt(kiosk: Kiosk) -> None:
    with_a_bill(kiosk)
    kiosk.wait(2)
    kiosk.answered(Bill(ORDER, BillState.PAID, 2000))
    assert [each.slip.kind for each in kiosk.did(Print)] == ["payment", "receipt"], "that one last"
    proof = slip(kiosk, "payment")
    for told in ("缴费凭证", "20 元，已缴", grouped_order(ORDER), "不是财政票据"):
        assert told in proof
    later = Kiosk(kiosk.rules)
    with_a_bill(later)
    later.tell(DeclinePressed())
    later.answered(Bill(ORDER, BillState.CANCELLED, 2000))
    later.tell(ContinuePressed())
    assert [each.slip.kind for each in later.did(Print)] == ["receipt"]


def test_who_pays_later_has_the_bill_cancelled_first(kiosk: Kiosk) -> None:
    with_a_bill(kiosk)
    kiosk.tell(DeclinePressed())
    assert isinstance(questions(kiosk)[-1], CancelBill)
    kiosk.answered(Bill(ORDER, BillState.CANCELLED, 2000))
    assert kiosk.page == "DoneView", "what somebody chose need not be told to them"
    assert "20 元，领证时付" in slip(kiosk)


def test_a_bill_that_was_paid_while_it_was_cancelled_is_paid(kiosk: Kiosk) -> None:
    with_a_bill(kiosk)
    kiosk.tell(DeclinePressed())
    kiosk.answered(Bill(ORDER, BillState.PAID, 2000))
    assert "已缴" in slip(kiosk)


def test_nobody_pays_in_time_and_the_bill_is_cancelled_by_itself(kiosk: Kiosk) -> None:
    with_a_bill(kiosk)
    looks = 0
    for _ in range(int(PAY_WITHIN_S) + 2):
        kiosk.wait(1)
        if isinstance(questions(kiosk)[-1], CancelBill):
            break
        if isinstance(questions(kiosk)[-1], LookAtBill) and kiosk.did(Ask)[looks:]:
            looks = len(kiosk.did(Ask))
            kiosk.answered(WAITING)
    assert isinstance(questions(kiosk)[-1], CancelBill)
    kiosk.answered(Bill(ORDER, BillState.EXPIRED, 2000))
    assert kiosk.shown.title == "没有付款"


def test_what_is_not_known_is_said_and_nobody_is_asked_to_pay_again(kiosk: Kiosk) -> None:
    with_a_bill(kiosk)
    kiosk.tell(DeclinePressed())
    kiosk.answered(code=AnswerCode.TIMED_OUT)
    shown = kiosk.shown
    assert (shown.title, shown.rows[0].big) == ("付款结果正在确认", grouped_order(ORDER))
    kiosk.tell(ContinuePressed())
    assert "请勿重复付款" in slip(kiosk)
    assert len([asked for asked in questions(kiosk) if isinstance(asked, OpenBill)]) == 1


def test_a_look_that_is_not_answered_changes_nothing(kiosk: Kiosk) -> None:
    with_a_bill(kiosk)
    kiosk.wait(2)
    kiosk.answered(code=AnswerCode.TIMED_OUT)
    assert kiosk.page == "fee"
    kiosk.wait(2)
    kiosk.answered(Bill(ORDER, BillState.PAID, 2000))
    assert kiosk.page == "DoneView"


@pytest.mark.parametrize("code", [AnswerCode.UNKNOWN, AnswerCode.TIMED_OUT])
def test_a_bill_of_which_nobody_knows_is_asked_for_once_more_in_the_same_words(
    kiosk: Kiosk, code: AnswerCode
) -> None:
    kiosk.to_done()
    kiosk.answered(code=code)
    first, again = questions(kiosk)
    assert first == again
    kiosk.answered(WAITING)
    assert kiosk.page == "fee"


@pytest.mark.parametrize("code", [AnswerCode.REFUSED, AnswerCode.UNREACHABLE])
def test_where_no_bill_can_be_made_out_it_is_paid_later(kiosk: Kiosk, code: AnswerCode) -> None:
    kiosk.to_done()
    kiosk.answered(code=code, reason="down")
    assert kiosk.page == "DoneView"
    assert "领证时付" in slip(kiosk)


def test_a_kiosk_without_the_platform_asks_for_no_money() -> None:
    kiosk = Kiosk(demo_rules())
    kiosk.to_done()
    assert kiosk.page == "DoneView"
    assert questions(kiosk) == []


def test_whoever_presses_leave_still_sees_the_number(kiosk: Kiosk) -> None:
    with_a_bill(kiosk)
    kiosk.tell(LeavePressed())
    assert kiosk.page == "fee"
