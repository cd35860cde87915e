"""The fee, told over HTTP: the visit's rules, the desk, the client, and 统一公共支付 as played.

Only the visitor's clock is ours; whatever the kiosk asks is carried out, and the phone is a peer.
"""

from collections.abc import Iterator

import pytest

from kiosk.effects import Ask, Effect, Print, StopAsking
from kiosk.events import Event
from kiosk.events.platforms import Answered
from kiosk.events.program import Started
from kiosk.events.touches import ContinuePressed, DeclinePressed
from kiosk.platforms.desk import Desk
from kiosk.platforms.payment import PaymentPlatform
from kiosk.questions import OpenBill
from kiosk.visit.steps.fee import LOOK_EVERY_S, PAY_WITHIN_S
from kiosk.visit.views.answers import FeeView
from kiosk.vocabulary import Platform
from tests.kiosk.keeping.support import Inbox
from tests.kiosk.platforms.test_payment import Till, till
from tests.kiosk.visit.kiosk import VISIT, Kiosk, everything, paying_rules

__all__ = ["till"]  # the fixture


class Paying(Kiosk):
    """Whatever it asks the platform is asked; `hears` waits for what comes back."""

    def __init__(self, till: Till, visits: int) -> None:
        self.till, self.inbox = till, Inbox()
        client = PaymentPlatform(till.place)
        self.desk = Desk({Platform.PAYMENT: client}, self.inbox.post)
        self.carried_out: list[Effect] = []
        super().__init__(paying_rules())
        self.tell(Started(visits=VISIT + visits))

    def happen(self, event: Event) -> None:
        super().happen(event)
        for effect in self.effects:
            asks = isinstance(effect, Ask) and effect.question.platform is Platform.PAYMENT
            if (asks or isinstance(effect, StopAsking)) and effect not in self.carried_out:
                self.carried_out.append(effect)
                self.desk.carry_out(effect)

    def hears(self) -> None:
        self.tell(self.inbox.wait_for(Answered))

    def waits_and_hears(self, seconds: float = LOOK_EVERY_S) -> None:
        for _ in range(int(seconds)):
            asked = len(self.did(Ask))
            self.wait(1)
            if len(self.did(Ask)) > asked:
                self.hears()

    def is_shown_a_bill(self) -> FeeView:
        self.to_done()
        self.hears()
        shown = self.shown
        assert isinstance(shown, FeeView)
        return shown

    def phone_pays(self, code: str) -> bool:
        return bool(self.till.does("pay", code=code)["paid"])

    @property
    def bills(self) -> list[tuple[str, int]]:
        """State and how often it was paid, of every bill of this visit's case."""
        assert self.state.visit is not None
        case = self.state.visit.facts.case
        assert case is not None
        rows = [row for row in self.till.does("bills") if case.number in row["notice"]]
        return [(row["state"], row["paid"]) for row in rows]

    @property
    def slip(self) -> str:
        return everything(self.did(Print)[-1].slip)


WAITING, PAID, CANCELLED = "0", "1", "3"


@pytest.fixture
def kiosk(till: Till, request: pytest.FixtureRequest) -> Iterator[Paying]:
    number = request.session.items.index(request.node)  # a case of its own for every test
    made = Paying(till, number)
    yield made
    made.desk.close()


def test_a_phone_pays_by_the_code_on_the_page_and_the_slip_says_so(kiosk: Paying) -> None:
    code = kiosk.is_shown_a_bill().qr
    kiosk.waits_and_hears()
    assert kiosk.phone_pays(code)
    kiosk.waits_and_hears()
    assert kiosk.page == "DoneView"
    assert "20 元，已缴" in kiosk.slip
    assert kiosk.bills == [(PAID, 1)]


def test_an_answer_that_is_lost_is_asked_for_again_and_nobody_pays_twice(kiosk: Paying) -> None:
    code = kiosk.is_shown_a_bill().qr
    assert kiosk.phone_pays(code)
    kiosk.till.fails("lose_answer")
    kiosk.waits_and_hears()
    assert isinstance(kiosk.shown, FeeView), "not known is not unpaid, and not paid"
    kiosk.waits_and_hears()
    assert kiosk.page == "DoneView"
    assert "20 元，已缴" in kiosk.slip
    assert not kiosk.phone_pays(code)
    assert kiosk.bills == [(PAID, 1)]


def test_a_bill_that_was_made_out_unheard_is_the_same_bill_when_asked_again(kiosk: Paying) -> None:
    kiosk.till.fails("lose_answer")
    kiosk.to_done()
    kiosk.hears()
    kiosk.hears()
    assert isinstance(kiosk.shown, FeeView)
    assert [ask.question for ask in kiosk.did(Ask)] == [kiosk.did(Ask)[0].question] * 2
    assert isinstance(kiosk.did(Ask)[0].question, OpenBill)
    assert kiosk.bills == [(WAITING, 0)]


def test_a_platform_that_stays_silent_is_asked_twice_and_nobody_is_kept(kiosk: Paying) -> None:
    kiosk.till.fails("lose_answer", times=2)
    kiosk.to_done()
    kiosk.hears()
    kiosk.hears()
    assert kiosk.page == "DoneView"
    assert "领证时" in kiosk.slip


def test_who_does_not_pay_in_time_pays_on_receipt_and_no_phone_can_pay_later(
    kiosk: Paying,
) -> None:
    code = kiosk.is_shown_a_bill().qr
    kiosk.waits_and_hears(PAY_WITHIN_S + LOOK_EVERY_S)
    assert kiosk.page == "fee_told"
    assert "不会扣款" in kiosk.shown.lead
    kiosk.tell(ContinuePressed())
    assert "领证时" in kiosk.slip
    assert not kiosk.phone_pays(code)
    assert kiosk.bills == [(CANCELLED, 0)]


def test_who_pays_in_the_moment_in_which_they_said_later_has_paid(kiosk: Paying) -> None:
    code = kiosk.is_shown_a_bill().qr
    assert kiosk.phone_pays(code)
    kiosk.tell(DeclinePressed())
    kiosk.hears()
    assert kiosk.page == "DoneView"
    assert "20 元，已缴" in kiosk.slip
    assert kiosk.bills == [(PAID, 1)]


def test_pressing_paid_again_and_again_asks_and_bills_nobody_twice(kiosk: Paying) -> None:
    code = kiosk.is_shown_a_bill().qr
    kiosk.waits_and_hears()
    for _ in range(3):
        kiosk.tell(ContinuePressed(), ContinuePressed())  # the second while it is being asked
        kiosk.hears()
        assert isinstance(kiosk.shown, FeeView)
    assert len(kiosk.did(Ask)) == 1 + 1 + 3
    kiosk.phone_pays(code)
    kiosk.tell(ContinuePressed())
    kiosk.hears()
    assert kiosk.page == "DoneView"
    assert kiosk.bills == [(PAID, 1)]
