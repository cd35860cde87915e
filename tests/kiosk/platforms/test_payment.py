"""统一公共支付 over HTTP: one order is one bill and is paid once, whatever happens on the line."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.model import PlatformConfig
from kiosk.platforms.client import NotReached, NotUnderstood, Refused
from kiosk.platforms.line import LineProblem
from kiosk.platforms.payment import PaymentPlatform, _bill, _yuan
from kiosk.questions import Bill, BillState, CancelBill, LookAtBill, OpenBill
from tests.kiosk.keeping.support import a_card
from tests.kiosk.platforms.peer import Peer

WAITING, PAID = BillState.WAITING, BillState.PAID


class Till(Peer):
    """The client, the platform behind it, and the citizen's phone; every test has its order."""

    platform = "payment"

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.place = PlatformConfig(**self.found)
        self.client = PaymentPlatform(self.place)
        self.orders = 0

    def order(self, fen: int = 4000) -> OpenBill:
        self.orders += 1
        card = a_card()
        return OpenBill(
            f"X33022520261123{self.orders:010d}", "证件工本费", fen, card.name, card.number
        )


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Till]:
    made = Till(tmp_path_factory.mktemp("till"))
    yield made
    made.sandbox.close()


def test_a_bill_is_made_out_paid_by_phone_and_seen_to_be_paid(till: Till) -> None:
    order = till.order()
    bill = till.client.ask(order)
    assert (bill.state, bill.fen) == (WAITING, 4000)
    assert till.client.ask(LookAtBill(bill.notice)).state is WAITING
    assert till.does("pay", code=bill.code) == {"paid": True}
    assert till.client.ask(LookAtBill(bill.notice)) == replace(bill, state=PAID, code="")
    assert order.payer not in repr(order)


def test_the_same_order_again_is_the_same_bill_and_a_paid_one_stays_paid(till: Till) -> None:
    order = till.order()
    bill = till.client.ask(order)
    assert till.client.ask(order) == bill
    till.does("pay", code=bill.code)
    again = till.client.ask(order)
    assert (again.state, again.code) == (PAID, "")  # no code: nobody can pay it twice
    assert till.does("pay", code=bill.code) == {"paid": False}
    (row,) = (row for row in till.does("bills") if row["notice"] == bill.notice)
    assert row["paid"] == 1


def test_another_amount_under_the_same_order_is_refused(till: Till) -> None:
    order = till.order()
    till.client.ask(order)
    with pytest.raises(Refused, match="conflict"):
        till.client.ask(replace(order, fen=1))


def test_who_paid_just_before_it_was_cancelled_has_paid(till: Till) -> None:
    bill = till.client.ask(till.order())
    till.does("pay", code=bill.code)
    assert till.client.ask(CancelBill(bill.notice)).state is PAID


def test_what_is_cancelled_or_over_cannot_be_paid(till: Till) -> None:
    cancelled, late = till.client.ask(till.order()), till.client.ask(till.order())
    assert till.client.ask(CancelBill(cancelled.notice)).state is BillState.CANCELLED
    till.does("expire", now=True)
    assert till.client.ask(LookAtBill(late.notice)).state is BillState.EXPIRED
    assert (
        till.does("pay", code=cancelled.code) == till.does("pay", code=late.code) == {"paid": False}
    )


def test_a_bill_that_nobody_knows_is_refused_and_shows_that_the_platform_is_there(
    till: Till,
) -> None:
    with pytest.raises(Refused, match="no_such_bill"):
        till.client.ask(LookAtBill("nothing"))
    till.client.probe()


@pytest.mark.parametrize("mode", ["lose_answer", "slow"])
def test_whoever_does_not_know_asks_again_and_there_is_one_bill(till: Till, mode: str) -> None:
    order = till.order()
    till.fails(mode)
    with pytest.raises(LineProblem):
        till.client.ask(order)
    bill = till.client.ask(order)
    assert [row["notice"] for row in till.does("bills")].count(bill.notice) == 1


@pytest.mark.parametrize(
    ("mode", "kind", "reason"),
    [
        ("down", NotReached, "http=503"),
        ("error_inside", NotReached, "busy"),
        ("nonsense", NotUnderstood, "nonsense"),
    ],
)
def test_every_fault_ends_in_time(
    till: Till, mode: str, kind: type[Exception], reason: str
) -> None:
    bill = till.client.ask(till.order())
    till.fails(mode)
    with pytest.raises(kind, match=reason):
        till.client.ask(LookAtBill(bill.notice))
    assert till.client.ask(LookAtBill(bill.notice)).state is WAITING


def test_with_a_wrong_secret_nothing_is_made_out(till: Till) -> None:
    till.put_secret(app_secret="another")
    try:
        with pytest.raises(NotReached, match="sign"):
            till.client.ask(till.order())
    finally:
        till.put_secret()


@given(st.integers(1, 99_999_999_999))
def test_money_comes_back_as_it_went(fen: int) -> None:
    told = {"NOTICENO": "1", "PAYSTATE": "1", "TOTALMONEY": _yuan(fen)}
    assert _bill(told) == Bill("1", PAID, fen)


@pytest.mark.parametrize("amount", ["20", "20.0", "20.000", "-1.00", "1e2", "", "２０.００"])
def test_an_amount_in_another_form_is_none(amount: str) -> None:
    with pytest.raises(NotUnderstood):
        _bill({"NOTICENO": "1", "PAYSTATE": "1", "TOTALMONEY": amount})


def test_a_bill_over_another_amount_is_nobodys(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the platform ever make out another amount than was asked for."""
    order = till.order(fen=4000)
    told = {"NOTICENO": f"330299{order.order}", "PAYSTATE": "0", "QRCODE": "https://x.invalid"}
    monkeypatch.setattr(till.client, "_post", lambda *_: {**told, "TOTALMONEY": "40.01"})
    with pytest.raises(NotUnderstood, match="other_bill"):
        till.client.ask(order)
