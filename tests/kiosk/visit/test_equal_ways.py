"""Whoever does not show their face gets the same thing done: by a code, by a clerk, at a window."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from kiosk.attention import ReseatBarcodeReaderCable
from kiosk.case.identity import camera_may_open
from kiosk.case.model import Delivery
from kiosk.effects import (
    Ask,
    Print,
    StartFace,
    StartScanning,
    StopAsking,
    StopScanning,
    SubmitCase,
)
from kiosk.events.devices import CodeRefused, StatusChanged
from kiosk.events.keeping import CaseDelivered, CaseKept
from kiosk.events.platforms import PlatformReached
from kiosk.events.touches import (
    AgreePressed,
    BackPressed,
    ContinuePressed,
    DeliveryPressed,
    DigitPressed,
    LeavePressed,
    WayPressed,
)
from kiosk.ports import DeviceStatus
from kiosk.questions import CallClerk, CodeHolder, MyTurn, Place, WhoShowsCode
from kiosk.visit.views.parts import Button
from kiosk.vocabulary import AnswerCode, CompletionCode, Device, DeviceState, Platform
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk, card_of, demo_rules

HOLDER = CodeHolder(card_of("chen-haiying").number, "陈海英")
SOMEBODY_ELSE = CodeHolder(card_of("lin-guobin").number, "林国斌")
NIGHT = datetime(2026, 11, 24, 2, 0)


def offered(kiosk: Kiosk) -> dict[str, Button]:
    """The ways on the page, without 不办了."""
    return {
        button.name.removeprefix("way-"): button
        for button in kiosk.shown.choices
        if button.name != "way-none"
    }


def by_face(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.face_at(0.3)


def by_code(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("code"))
    kiosk.scans()
    kiosk.answered(HOLDER)


def by_clerk(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("clerk"))
    kiosk.answered(Place("a1", 1))
    kiosk.wait(2)
    kiosk.answered(Place("a1", 0, True))


def submits(kiosk: Kiosk) -> Any:
    """Is photographed, fills in, submits, and gives back the case."""
    kiosk.is_photographed()
    kiosk.tell(*(DigitPressed(digit) for digit in "19900006620"), ContinuePressed())
    kiosk.tell(DeliveryPressed(Delivery.POST))
    kiosk.signs()
    (case,) = (effect.case for effect in kiosk.did(SubmitCase))
    kiosk.tell(CaseKept(case.number), CaseDelivered(case.number, RECEIPT))
    return case


WAYS = {"face": by_face, "identity_code": by_code, "clerk": by_clerk}


def test_every_way_ends_in_the_same_case_and_the_same_slip() -> None:
    cases, slips = [], []
    for way, goes in WAYS.items():
        kiosk = Kiosk()
        goes(kiosk)
        case = submits(kiosk)
        assert case.identity_way == way
        assert [row["way"] for row in kiosk.audited("identity_established")] == [way]
        assert bool(kiosk.did(StartFace)) is (way == "face")
        cases.append(replace(case, identity_way="", confirmed_at=None, number="", signature=None))
        (printed,) = kiosk.did(Print)
        slips.append(replace(printed.slip, number=""))
    assert cases[0] == cases[1] == cases[2]
    assert slips[0] == slips[1] == slips[2]


@pytest.mark.parametrize("way", ["identity_code", "clerk"])
def test_refusing_costs_no_step_beyond_the_choice_and_the_way_itself(way: str) -> None:
    agreed, refused = Kiosk(), Kiosk()
    by_face(agreed)
    WAYS[way](refused)
    steps = [[row["step"] for row in kiosk.audited("step_reached")] for kiosk in (agreed, refused)]
    assert len(steps[1]) == len(steps[0]) + 1
    assert agreed.page == refused.page == "card_photo"


def test_consent_names_every_way_and_when_it_is_open_before_the_choice(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card()
    kiosk.tell(ContinuePressed())
    named = {row.big: row.note for row in kiosk.shown.ways}
    assert list(named) == ["手机亮码", "远程人工", "人工窗口"]
    assert "全天" in named["手机亮码"]
    assert "20:00" in named["远程人工"]


# ---- a code on the phone -------------------------------------------------------------------------


def test_the_code_reader_is_armed_on_its_page_only_and_for_one_kind_of_code(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    assert not kiosk.did(StartScanning)
    kiosk.tell(WayPressed("code"))
    (armed,) = kiosk.did(StartScanning)
    assert armed.accepts == ("identity_qr",)
    kiosk.tell(BackPressed())
    assert kiosk.page == "other_way"
    assert kiosk.did(StopScanning) == [StopScanning(armed.id)]


def test_another_persons_code_establishes_nothing(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("code"))
    for _ in range(3):
        assert kiosk.page == "show_code"
        kiosk.scans()
        kiosk.answered(SOMEBODY_ELSE)
    assert kiosk.page == "other_way"
    assert [row["why"] for row in kiosk.audited("identity_not_established")] == ["other_person"] * 3
    assert not kiosk.audited("identity_established")


@pytest.mark.parametrize(
    ("code", "reason", "says"),
    [
        (AnswerCode.REFUSED, "expired", "过期"),
        (AnswerCode.REFUSED, "used", "过期"),
        (AnswerCode.REFUSED, "no_such_code", "不是身份码"),
        (AnswerCode.TIMED_OUT, "timeout", "再试一次"),
        (AnswerCode.UNKNOWN, "nonsense", "再试一次"),
    ],
)
def test_what_was_wrong_with_a_code_is_said_and_a_new_one_is_taken(
    kiosk: Kiosk, code: AnswerCode, reason: str, says: str
) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("code"))
    kiosk.scans()
    kiosk.answered(code=code, reason=reason)
    assert says in kiosk.shown.lead
    kiosk.scans()
    kiosk.answered(HOLDER)
    assert kiosk.page == "card_photo"


def test_a_code_that_is_no_identity_code_asks_nobody(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("code"), CodeRefused("not_wanted"))
    assert "不是身份码" in kiosk.shown.lead
    assert not kiosk.did(Ask)


def test_with_the_platform_or_the_reader_gone_the_other_ways_are_shown(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("code"))
    kiosk.scans()
    kiosk.answered(code=AnswerCode.UNREACHABLE, reason="http=503")
    kiosk.tell(PlatformReached(False, Platform.IDENTITY, "http=503"))
    assert kiosk.page == "other_way"
    assert not offered(kiosk)["code"].enabled
    kiosk.tell(PlatformReached(True, Platform.IDENTITY), WayPressed("code"))
    kiosk.completes(code=CompletionCode.HARDWARE_ERROR)
    broken = DeviceStatus(
        Device.BARCODE_READER, DeviceState.OFFLINE, attention=ReseatBarcodeReaderCable
    )
    kiosk.tell(StatusChanged(broken))
    assert not offered(kiosk)["code"].enabled
    kiosk.tell(WayPressed("code"))
    assert kiosk.page == "other_way"


def test_an_answer_after_leaving_the_page_is_nobodys(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("code"))
    kiosk.scans()
    kiosk.tell(BackPressed())
    (ask,) = kiosk.did(Ask)
    assert ask.question == WhoShowsCode("BDYID1" + "0" * 27)
    assert kiosk.did(StopAsking) == [StopAsking(ask.id)]
    kiosk.answered(HOLDER)
    assert kiosk.page == "other_way"


# ---- a clerk -------------------------------------------------------------------------------------


def test_a_clerk_sees_masked_data_and_the_visitor_sees_the_queue(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("clerk"))
    (ask,) = kiosk.did(Ask)
    assert ask.question == CallClerk("ID-01", "XS-0107", "陈*英", "3302**********0026")
    kiosk.answered(Place("a1", 2))
    assert kiosk.shown.big == "前面还有 2 位"
    kiosk.wait(2)
    assert kiosk.did(Ask)[-1].question == MyTurn("a1")
    kiosk.answered(Place("a1", 0))
    assert kiosk.shown.big == "轮到您了"


def test_a_clerk_who_says_no_is_not_asked_again_but_the_other_ways_stay(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("clerk"))
    kiosk.answered(Place("a1", 0, False))
    assert list(offered(kiosk)) == ["code", "window"]
    kiosk.tell(WayPressed("code"))
    kiosk.scans()
    kiosk.answered(HOLDER)
    assert kiosk.page == "card_photo"


def test_no_verdict_comes_to_an_empty_chair(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("clerk"))
    for _ in range(40):
        kiosk.answered(Place("a1", 5))
        kiosk.wait(2)
    assert kiosk.state.visit is None


def test_the_queue_can_be_left_at_any_time(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("clerk"))
    kiosk.tell(BackPressed())
    assert list(offered(kiosk)) == ["code", "clerk", "window"]
    kiosk.tell(WayPressed("clerk"), LeavePressed())
    assert kiosk.state.visit is None


@pytest.mark.parametrize(
    ("code", "reason", "asked"),
    [
        (AnswerCode.REFUSED, "closed", 1),
        (AnswerCode.REFUSED, "full", 1),
        (AnswerCode.UNREACHABLE, "down", 1),
        (AnswerCode.TIMED_OUT, "timeout", 3),
        (AnswerCode.UNKNOWN, "nonsense", 3),
    ],
)
def test_a_desk_that_does_not_answer_is_given_up(
    kiosk: Kiosk, code: AnswerCode, reason: str, asked: int
) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("clerk"))
    for _ in range(asked):
        assert kiosk.page == "ask_clerk"
        kiosk.answered(code=code, reason=reason)
        kiosk.wait(2)
    assert kiosk.page == "other_way"
    assert kiosk.shown.title == "远程人工没有接上"


# ---- hours ---------------------------------------------------------------------------------------


def test_at_two_at_night_each_way_says_when_it_opens_and_the_code_works() -> None:
    kiosk = Kiosk(now=NIGHT)
    kiosk.to_the_ways()
    clerk, window = offered(kiosk)["clerk"], offered(kiosk)["window"]
    assert (clerk.enabled, clerk.note) == (False, "今天 8:00 开")
    assert (window.enabled, window.note) == (True, "今天 8:30 开")
    kiosk.tell(WayPressed("clerk"))
    assert kiosk.page == "other_way"  # a shut way cannot be entered
    kiosk.tell(WayPressed("code"))
    kiosk.scans()
    kiosk.answered(HOLDER)
    assert submits(kiosk).identity_way == "identity_code"


def test_in_the_evening_the_clerk_is_there_tomorrow() -> None:
    kiosk = Kiosk(now=datetime(2026, 11, 23, 21, 0))
    kiosk.to_the_ways()
    assert offered(kiosk)["clerk"].note == "11 月 24 日 8:00 开"


def test_what_is_not_connected_is_not_named() -> None:
    kiosk = Kiosk(demo_rules(platforms={}, barcode_reader=None))
    kiosk.to_the_ways()
    assert list(offered(kiosk)) == ["window"]


# ---- who is under sixteen ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "may"), [(date(2010, 11, 23), True), (date(2010, 11, 24), False)]
)
def test_the_camera_opens_from_the_sixteenth_birthday_on(birth: date, may: bool) -> None:
    assert camera_may_open(birth, date(2026, 11, 23)) is may


def test_whatever_a_matter_allows_nobody_under_sixteen_is_filmed() -> None:
    rules = demo_rules()
    matter = rules.matters["ID-01"]
    anybody = {"least_age": 0, "renew_window_days": 9000}
    eligibility = matter.eligibility.model_copy(update=anybody)
    lax_matter = matter.model_copy(update={"eligibility": eligibility})
    lax = replace(rules, matters={"ID-01": lax_matter})
    child = card_of(
        "chen-haiying",
        birth=date(2012, 3, 7),
        number="330299201203070026",
        valid_from=date(2023, 3, 7),
        valid_to=date(2028, 3, 7),
    )
    kiosk = Kiosk(lax)
    kiosk.to_the_card()
    kiosk.reads_card(child)
    assert kiosk.page == "eligible"
    kiosk.tell(ContinuePressed(), AgreePressed())
    assert kiosk.shown.title == "请监护人陪着办"
    assert list(offered(kiosk)) == ["window"]
    assert not kiosk.did(StartFace)
