"""The card on the reader, and whom the matter is for, as stories over the pure rules."""

from datetime import date, datetime

import pytest

from kiosk.attention import RaiseReaderBaud, ResetReader
from kiosk.case.model import CardKind
from kiosk.effects import Print, StartFace
from kiosk.events.devices import CardFound, CardLifted, CardPresence, CardUnreadable, StatusChanged
from kiosk.events.touches import (
    BackPressed,
    ContinuePressed,
    DeclinePressed,
    DoorPressed,
    MatterPressed,
    PrintListPressed,
    Touched,
    WayPressed,
)
from kiosk.ports import DeviceStatus, PrintResult
from kiosk.vocabulary import (
    CompletionCode,
    Device,
    DeviceState,
    PrintOutcome,
)
from tests.kiosk.visit.kiosk import VISIT, Kiosk, card_of, demo_rules, everything

NIGHT = datetime(2026, 11, 24, 2, 0)
PRINTED = PrintResult(PrintOutcome.PRINTED, 140.0)


# ---- the card ------------------------------------------------------------------------------------


def test_a_card_lifted_too_early_is_asked_for_again(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(CardFound())
    assert kiosk.shown.reading
    kiosk.tell(CardLifted())
    assert not kiosk.shown.reading
    assert "再放一次" in kiosk.shown.trouble
    assert kiosk.audited("card_lifted")


def test_after_three_unreadable_cards_another_way_is_offered(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(CardUnreadable("checksum"), CardUnreadable("sw3=41"))
    assert kiosk.page == "PlaceCardView"
    kiosk.tell(CardUnreadable("layout"))
    assert kiosk.page == "other_way"
    assert [row["reason"] for row in kiosk.audited("card_unreadable")] == [
        "checksum",
        "sw3=41",
        "layout",
    ]


def test_whose_card_cannot_be_read_goes_on_by_the_number_where_the_file_says_so(
    kiosk: Kiosk,
) -> None:
    """Nothing of the visit so far goes along; without the register it is not to be had."""
    kiosk.to_the_card()
    kiosk.tell(*[CardUnreadable("checksum")] * 3)
    names = [button.name for button in kiosk.shown.choices]
    assert names == ["instead", "way-window", "way-none"]
    assert kiosk.shown.choices[0].note == "输身份证号，和户籍照片比对"
    assert "都一样" not in kiosk.shown.note, "it costs more"
    kiosk.tell(kiosk.shown.choices[0].press)
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.matter == "ID-02"
    assert kiosk.page == "NeedToKnowView", "another fee, another course: it is told first"
    without = Kiosk(demo_rules(platforms={}))
    without.to_the_card()
    without.tell(*[CardUnreadable("checksum")] * 3, MatterPressed("ID-02"))
    assert [button.name for button in without.shown.choices] == ["way-window", "way-none"]


def test_who_lays_no_card_down_is_told_how_and_after_three_times_shown_another_way(
    kiosk: Kiosk,
) -> None:
    kiosk.to_the_card()
    kiosk.wait(29)
    assert kiosk.shown.trouble == ""
    kiosk.wait(1)
    assert "没有感应到身份证" in kiosk.shown.trouble
    for _ in range(2):
        assert kiosk.page == "PlaceCardView"
        kiosk.tell(Touched())
        kiosk.wait(30)
    assert kiosk.page == "other_way"
    assert kiosk.shown.title == "没带身份证也有办法"


def test_a_card_that_lies_there_is_not_missed_while_it_is_read(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(CardFound())
    kiosk.wait(40)
    assert kiosk.shown.trouble == ""


def test_a_foreigners_card_goes_to_the_window(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.completes(CardKind.FOREIGNER_2017, CompletionCode.UNSUPPORTED_DATA)
    assert kiosk.page == "other_way"


def test_a_card_left_from_the_visitor_before_is_named(kiosk: Kiosk) -> None:
    kiosk.tell(CardPresence(True))
    kiosk.to_the_card()
    assert "拿起来" in kiosk.shown.trouble


def test_a_visitor_may_say_that_this_is_somebody_else(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card()
    kiosk.tell(DeclinePressed())
    assert kiosk.audited("visit_ended")[0]["reason"] == "not_self"
    assert not kiosk.remembers("陈海英")


def test_a_warning_is_told_to_the_technician_and_stands_in_nobodys_way(kiosk: Kiosk) -> None:
    slow = DeviceStatus(Device.CARD_READER, DeviceState.ONLINE, RaiseReaderBaud)
    kiosk.tell(StatusChanged(slow))
    assert kiosk.audited("device_attention") == [{"device": "card_reader", "code": "C-04"}]
    assert kiosk.to_the_card().trouble == ""


def test_a_broken_reader_is_told_before_anybody_begins(kiosk: Kiosk) -> None:
    status = DeviceStatus(Device.CARD_READER, DeviceState.OFFLINE, ResetReader)
    kiosk.tell(StatusChanged(status), DoorPressed("id-card"), MatterPressed("ID-01"))
    assert (kiosk.page, kiosk.shown.code) == ("unavailable", "C-02")
    assert kiosk.audited("device_attention") == [{"device": "card_reader", "code": "C-02"}]
    kiosk.tell(StatusChanged(DeviceStatus(Device.CARD_READER, DeviceState.ONLINE)))
    assert kiosk.audited("device_recovered")
    kiosk.tell(BackPressed(), DoorPressed("id-card"), MatterPressed("ID-01"))
    assert kiosk.page == "NeedToKnowView"


def test_a_late_answer_of_an_earlier_read_means_nothing(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    earlier = kiosk.command
    kiosk.tell(BackPressed(), ContinuePressed())
    assert kiosk.command != earlier
    from kiosk.events.devices import Completed
    from kiosk.ports import CardData

    late = Completed(earlier, CompletionCode.SUCCESS, CardData(card_of("lin-guobin"), True))
    kiosk.tell(late)
    assert kiosk.page == "PlaceCardView"


# ---- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"valid_to": None}, "您的证长期有效"),
        ({"kind": CardKind.HONG_KONG_MACAO_TAIWAN}, "这不是居民身份证"),
        ({"sex": "1"}, "证上的信息要人工核对"),
        ({"birth": date(1968, 3, 8)}, "证上的信息要人工核对"),
    ],
)
def test_each_reason_against_a_renewal_has_its_sentence_and_its_remedy(
    kiosk: Kiosk, changes: dict[str, object], says: str
) -> None:
    kiosk.to_the_card()
    kiosk.reads_card(card_of("chen-haiying", **changes))
    assert kiosk.page == "not_eligible"
    assert says in [row.big for row in kiosk.shown.rows]
    assert all(row.note for row in kiosk.shown.rows)
    assert not kiosk.did(StartFace)


def test_a_card_that_is_valid_for_years_is_told_when_to_come(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card(card_of("zhang-yuming"))
    (row,) = kiosk.shown.rows
    assert row.big == "还没到换领的时候"
    assert "起可以来换" in row.note


def test_under_sixteen_the_camera_stays_closed(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card(card_of("chen-haiying", birth=date(2015, 3, 7), number="330299201503070025"))
    assert kiosk.page == "not_eligible"
    kiosk.tell(ContinuePressed(), WayPressed("window"))
    assert not kiosk.did(StartFace)


def told_why(kiosk: Kiosk) -> str:
    """The list of reasons that was printed last, as its reader finds it."""
    return everything(kiosk.did(Print)[-1].slip)


def test_whoever_may_not_leaves_with_every_reason_and_where_to_go(kiosk: Kiosk) -> None:
    """一口清, on paper: reasons, basis, what to bring, where and when, 12345, and nobody's name."""
    kiosk.to_the_card()
    kiosk.reads_card(card_of("chen-haiying", valid_to=date(2040, 1, 1), birth=date(2015, 3, 7)))
    assert kiosk.shown.secondary.name == "print-list"
    kiosk.tell(kiosk.shown.secondary.press)
    slip = told_why(kiosk)
    for row in kiosk.shown.rows:
        assert f"{row.big}：{row.note}" in slip
    for told in (
        *(
            "不是不予受理决定",
            "居民身份证法第十一条",
            "户口簿，父母或监护人的身份证",
            "旧身份证。不要户口本",
        ),
        *(kiosk.rules.config.identity.window_name, "工作日 8:30–17:00", "开到 17:00", "12345"),
    ):
        assert told in slip, told
    for secret in ("陈海英", "陈*英", "330299", "2015", "2040"):
        assert secret not in slip, secret
    kiosk.completes(PRINTED)
    assert kiosk.shown.lead == "凭条在右下方的出口"
    kiosk.tell(kiosk.shown.secondary.press)
    assert kiosk.audited("visit_ended")[0]["reason"] == "declined"


def test_at_night_the_list_says_on_which_day_the_window_opens() -> None:
    kiosk = Kiosk(now=NIGHT)
    kiosk.to_the_card()
    kiosk.reads_card(card_of("chen-haiying", birth=date(2015, 3, 7)))
    kiosk.tell(PrintListPressed(), PrintListPressed())
    assert len(kiosk.did(Print)) == 1
    assert "8:30" in told_why(kiosk)
    assert "今天" in told_why(kiosk)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (CompletionCode.DEVICE_NOT_READY, "可以再打一次，或拍下这一页。"),
        (CompletionCode.HARDWARE_ERROR, "凭条打不出来，请拍下这一页。"),
    ],
)
def test_without_paper_the_page_keeps_telling_the_reasons(
    kiosk: Kiosk, code: CompletionCode, told: str
) -> None:
    kiosk.to_the_card()
    kiosk.reads_card(card_of("zhang-yuming"))
    rows = kiosk.shown.rows
    kiosk.tell(PrintListPressed())
    kiosk.completes(code=code)
    assert (kiosk.shown.lead, kiosk.shown.rows) == (told, rows)
    assert kiosk.audited("slip_failed") == [
        {"visit": VISIT, "kind": "not_eligible", "reason": code.value}
    ]
    if code is CompletionCode.DEVICE_NOT_READY:
        kiosk.tell(kiosk.shown.secondary.press)
        kiosk.completes(PRINTED)
        assert kiosk.shown.lead == "凭条在右下方的出口"
    assert kiosk.shown.secondary.name == "leave-it"


def test_from_the_reasons_the_way_back_leads_to_the_card(kiosk: Kiosk) -> None:
    """And not to the page that has just said no."""
    kiosk.to_the_card()
    kiosk.reads_card(card_of("zhang-yuming"))
    kiosk.tell(BackPressed())
    assert kiosk.page == "PlaceCardView"
    kiosk.reads_card()
    assert kiosk.page == "eligible"
