"""居民身份证有效期满换领 from home to receipt, told as stories over the pure rules."""

from datetime import datetime

import pytest

from kiosk.case.model import Delivery
from kiosk.effects import ClearFaces, Print, Rate, SubmitCase
from kiosk.events.touches import (
    BackPressed,
    ChangePressed,
    ContinuePressed,
    DeliveryPressed,
    RatingPressed,
)
from kiosk.ports import PrintResult
from kiosk.vocabulary import PrintOutcome
from tests.kiosk.visit.kiosk import RECEIPT, VISIT, Kiosk, card_of, everything

NIGHT = datetime(2026, 11, 24, 2, 0)
PRINTED = PrintResult(PrintOutcome.PRINTED, 140.0)


def test_a_visitor_renews_an_id_card_and_leaves_nothing_behind(kiosk: Kiosk) -> None:
    shown = kiosk.to_done()
    assert shown.title == "提交好了"
    assert shown.number == "330225-90126112-3000047"
    assert shown.about[0].endswith("陈*英")  # a page that others may see from behind
    whens = ["今天", "11 月 25 日前", "收到短信后", "12 月 7 日前"]
    assert [row.when for row in shown.timeline] == whens
    kiosk.completes(PRINTED)
    assert kiosk.shown.slip_hint == "凭条在右下方的出口"
    kiosk.tell(ContinuePressed(), RatingPressed(5))
    assert kiosk.page == "goodbye"
    assert not kiosk.remembers("陈海英")
    assert not kiosk.remembers("19900006620")
    assert not kiosk.remembers(RECEIPT.projid)
    assert kiosk.did(Rate)[0].level == 5
    assert kiosk.audited("visit_ended") == [{"visit": VISIT, "reason": "finished"}]
    kiosk.wait(7)
    assert kiosk.page == "HomeView"


def test_exactly_one_case_is_submitted_and_it_holds_what_was_confirmed(kiosk: Kiosk) -> None:
    kiosk.to_done()
    (submitted,) = kiosk.did(SubmitCase)
    case = submitted.case
    assert (case.phone, case.delivery, case.fee_fen) == ("19900006620", "post", 2000)
    assert case.promise_days == 10
    assert case.identity_way == "face"


def test_a_card_from_another_province_has_the_longer_promise(kiosk: Kiosk) -> None:
    kiosk.to_the_delivery(card_of("chen-haiying", address="江西省南昌市示例路1号"))
    kiosk.tell(DeliveryPressed(Delivery.POST))
    kiosk.signs()
    assert kiosk.did(SubmitCase)[0].case.promise_days == 15


def test_whoever_has_moved_is_where_they_live_now(kiosk: Kiosk) -> None:
    """By the chip: the county that decides, the promise, and the post; and they are shown it."""
    moved_to = "浙江省宁波市宁海县示例路2号"
    card = card_of("chen-haiying", address="江西省南昌市示例路1号", added_address=moved_to)
    kiosk.to_the_delivery(card)
    assert kiosk.shown.choices[0].note == f"寄到新住址：{moved_to}"
    kiosk.tell(DeliveryPressed(Delivery.POST))
    kiosk.signs()
    case = kiosk.did(SubmitCase)[0].case
    assert (case.jurisdiction, case.promise_days) == ("330226", 10)


@pytest.mark.parametrize("delivery", Delivery)
def test_what_the_card_said_is_shown_in_words_and_the_address_once(
    kiosk: Kiosk, delivery: Delivery
) -> None:
    kiosk.to_the_delivery(card_of("wu-meiyun"))
    kiosk.tell(DeliveryPressed(delivery))
    card, answered = ({row.label: row.value for row in group.rows} for group in kiosk.shown.groups)
    assert card["性别民族"] == "女　畲"
    address = card_of("wu-meiyun").added_address
    assert [*card.values(), *answered.values()].count(address) == 1


def test_who_goes_back_from_a_card_that_was_read_leaves_no_portrait_behind(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card()
    assert not kiosk.did(ClearFaces)
    kiosk.tell(*[BackPressed()] * 4)
    assert kiosk.state.visit is None
    assert kiosk.did(ClearFaces)


def test_back_walks_the_plan_backwards_to_the_list_where_it_began(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    pages = []
    for _ in range(3):
        kiosk.tell(BackPressed())
        pages.append(kiosk.page)
    assert pages == ["privacy", "NeedToKnowView", "MattersView"]


def test_back_behind_the_face_check_does_not_repeat_it(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.face_at(0.3)
    kiosk.tell(BackPressed())
    assert kiosk.page == "eligible"
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "card_photo"


def test_a_change_on_the_review_page_returns_to_it(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(ChangePressed("phone"))
    assert kiosk.shown.value == "199 0000 6620"
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "review"
    kiosk.tell(ChangePressed("delivery"), BackPressed())
    assert kiosk.page == "review"


def test_nothing_leads_back_behind_a_submission(kiosk: Kiosk) -> None:
    kiosk.to_done()
    kiosk.tell(BackPressed())
    assert kiosk.page == "DoneView"
    assert len(kiosk.did(SubmitCase)) == 1


def test_fingerprints_that_nobody_can_take_here_are_told_and_go_with_the_case(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    assert "等短信，到派出所采" in everything(kiosk.shown)
    kiosk.tell(BackPressed(), BackPressed(), ContinuePressed())
    assert len(kiosk.audited("fingerprints_pending")) == 1, "once, however often it is passed by"
    again = Kiosk()
    again.to_done()
    (submitted,) = again.did(SubmitCase)
    assert ("fingerprints", "pending") in {(d.name, d.value) for d in submitted.case.data}
    assert "指纹待采集" in everything(again.did(Print)[-1].slip)
