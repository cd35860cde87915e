"""居民身份证有效期满换领, told as stories over the pure rules."""

from datetime import date, datetime

import pytest

from config.matters import CatalogError
from kiosk.attention import RaiseReaderBaud, RefillPaper, ResetReader
from kiosk.case.model import CardKind
from kiosk.effects import (
    Beep,
    ClearFaces,
    KeepDraft,
    Print,
    Rate,
    StartFace,
    StartReading,
    SubmitCase,
)
from kiosk.events import (
    BackPressed,
    CardFound,
    CardLifted,
    CardPresence,
    CardUnreadable,
    CaseRefused,
    ChangePressed,
    ContinuePressed,
    Crashed,
    DeclinePressed,
    DoorPressed,
    HelpPressed,
    LanguagePressed,
    LeavePressed,
    MatterPressed,
    NoCardPressed,
    PlatformReached,
    RatingPressed,
    RefusePressed,
    StatusChanged,
    StillHerePressed,
    StoreFailed,
    StoreRecovered,
    ThemePressed,
    TicketTaken,
    Touched,
    WayPressed,
    WrongPressed,
)
from kiosk.ports import DeviceStatus, PrintResult
from kiosk.vocabulary import (
    CompletionCode,
    Device,
    DeviceState,
    Language,
    PrintOutcome,
    Theme,
)
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk, card_of, demo_rules

NIGHT = datetime(2026, 11, 24, 2, 0)
PRINTED = PrintResult(PrintOutcome.PRINTED, 140.0)


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk()


# ---- the straight way ----------------------------------------------------------------------------


def test_a_visitor_renews_an_id_card_and_leaves_nothing_behind(kiosk: Kiosk) -> None:
    shown = kiosk.to_done()
    assert shown.title == "提交好了"
    assert shown.number == "330225-90126112-3000047"
    assert shown.about[0].endswith("陈*英")  # a page that others may see from behind
    assert [row.when for row in shown.timeline] == ["今天", "11 月 25 日前", "12 月 7 日前"]
    kiosk.completes(PRINTED)
    assert kiosk.shown.slip_hint == "凭条在右下方的出口"
    kiosk.tell(ContinuePressed(), RatingPressed(5))
    assert kiosk.page == "goodbye"
    assert not kiosk.remembers("陈海英")
    assert not kiosk.remembers("19900006620")
    assert not kiosk.remembers(RECEIPT.projid)
    assert kiosk.did(Rate)[0].level == 5
    assert kiosk.audited("visit_ended") == [{"visit": 42, "reason": "finished"}]
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
    kiosk.to_the_card()
    kiosk.reads_card(card_of("chen-haiying", address="江西省南昌市示例路1号"))
    kiosk.tell(ContinuePressed())
    kiosk.tell(kiosk.shown.agree.press)
    kiosk.face_at(0.2)
    kiosk.answers()
    kiosk.tell(ContinuePressed())
    assert kiosk.did(SubmitCase)[0].case.promise_days == 15


def test_back_walks_the_plan_backwards_and_leaves_from_its_start(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    pages = []
    for _ in range(3):
        kiosk.tell(BackPressed())
        pages.append(kiosk.page)
    assert pages == ["privacy", "NeedToKnowView", "goodbye"]


def test_back_behind_the_face_check_does_not_repeat_it(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.face_at(0.3)
    kiosk.tell(BackPressed())
    assert kiosk.page == "eligible"
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "PhoneView"


def test_a_change_on_the_review_page_returns_to_it(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(ChangePressed("phone"))
    assert kiosk.shown.value == "199 0000 6620"
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "ReviewView"
    kiosk.tell(ChangePressed("delivery"), BackPressed())
    assert kiosk.page == "ReviewView"


def test_nothing_leads_back_behind_a_submission(kiosk: Kiosk) -> None:
    kiosk.to_done()
    kiosk.tell(BackPressed())
    assert kiosk.page == "DoneView"
    assert len(kiosk.did(SubmitCase)) == 1


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


def test_a_foreigners_card_goes_to_the_window(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.completes(CardKind.FOREIGNER_2017, CompletionCode.UNSUPPORTED_DATA)
    assert kiosk.page == "other_way"


def test_a_card_left_from_the_visitor_before_is_named(kiosk: Kiosk) -> None:
    kiosk.tell(CardPresence(True))
    kiosk.to_the_card()
    assert "先拿起来" in kiosk.shown.trouble


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
    from kiosk.events import Completed
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


# ---- the face ------------------------------------------------------------------------------------


def test_the_face_is_never_the_only_way(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card()
    kiosk.tell(ContinuePressed(), RefusePressed())
    assert kiosk.page == "other_way"
    kiosk.tell(WayPressed("window"))
    (draft,) = kiosk.did(KeepDraft)
    assert draft.card is not None
    kiosk.tell(TicketTaken("0107-1123-001"))
    assert (kiosk.page, kiosk.shown.big) == ("ticket", "0107-1123-001")
    kiosk.completes(PRINTED)
    kiosk.tell(ContinuePressed())
    assert kiosk.audited("visit_ended")[0]["reason"] == "to_window"
    assert kiosk.audited("consent_refused")
    assert not kiosk.did(StartFace)


@pytest.mark.parametrize(
    ("distance", "page"),
    [(0.45, "PhoneView"), (0.4501, "FaceView"), (0.60, "FaceView"), (float("nan"), "FaceView")],
)
def test_only_the_pass_zone_passes(kiosk: Kiosk, distance: float, page: str) -> None:
    kiosk.to_the_face()
    kiosk.face_at(distance)
    assert kiosk.page == page


def test_another_persons_face_ends_at_other_ways_after_three_tries(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.face_at(0.71)
    kiosk.face_at(0.68)
    assert kiosk.page == "FaceView"
    kiosk.face_at(0.70)
    assert kiosk.page == "other_way"
    assert len(kiosk.did(StartFace)) == 3
    assert [row["attempt"] for row in kiosk.audited("face_compared")] == [1, 2, 3]
    assert kiosk.did(ClearFaces)


@pytest.mark.parametrize("ends", ["passes", "refuses", "is another person", "camera dies"])
def test_with_the_face_check_ends_all_that_was_kept_of_a_face(kiosk: Kiosk, ends: str) -> None:
    kiosk.to_the_face()
    assert not kiosk.did(ClearFaces)
    if ends == "passes":
        kiosk.face_at(0.31)
    elif ends == "refuses":
        kiosk.tell(RefusePressed())
    elif ends == "is another person":
        for _ in range(3):
            kiosk.face_at(0.7)
    else:
        kiosk.completes(code=CompletionCode.HARDWARE_ERROR)
    assert kiosk.page != "FaceView"
    assert len(kiosk.did(ClearFaces)) == 1


def test_a_camera_that_dies_leads_to_the_other_ways(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.completes(code=CompletionCode.HARDWARE_ERROR)
    assert kiosk.page == "other_way"
    assert kiosk.shown.title == "摄像头现在用不了"


def test_without_a_portrait_nobody_is_asked_for_a_face(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card(portrait=False)
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "other_way"


# ---- submitting ----------------------------------------------------------------------------------


def test_with_the_platform_down_the_slip_says_not_yet_accepted(kiosk: Kiosk) -> None:
    shown = kiosk.to_done(receipt=None)
    assert shown.title == "收下了，尚未受理"
    assert "收件不等于受理。" in shown.notes
    slip = kiosk.did(Print)[-1].slip
    words = " ".join(getattr(part, "text", "") for part in slip.parts)
    assert "尚未受理" in words
    assert "收件不等于受理" in words
    assert "演示 无效" in words


def test_a_platform_known_to_be_down_is_not_waited_for(kiosk: Kiosk) -> None:
    kiosk.tell(PlatformReached(False))
    kiosk.to_the_review()
    kiosk.tell(ContinuePressed())
    from kiosk.events import CaseKept

    kiosk.tell(CaseKept(kiosk.did(SubmitCase)[0].case.number))
    assert kiosk.page == "DoneView"


def test_a_full_disk_loses_nothing_and_can_be_tried_again(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(ContinuePressed())
    number = kiosk.did(SubmitCase)[0].case.number
    kiosk.tell(StoreFailed(number))
    assert (kiosk.page, kiosk.shown.code) == ("not_kept", "K-01")
    kiosk.tell(ContinuePressed())
    assert [effect.case.number for effect in kiosk.did(SubmitCase)] == [number, number]


def test_while_the_disk_takes_nothing_nobody_begins_in_vain(kiosk: Kiosk) -> None:
    kiosk.tell(StoreFailed(), DoorPressed("id-card"), MatterPressed("ID-01"))
    assert (kiosk.page, kiosk.shown.code) == ("unavailable", "K-01")
    kiosk.tell(BackPressed(), StoreRecovered(), DoorPressed("id-card"), MatterPressed("ID-01"))
    assert kiosk.page == "NeedToKnowView"


def test_a_case_that_the_platform_refuses_goes_to_a_person(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(ContinuePressed())
    kiosk.tell(CaseRefused(kiosk.did(SubmitCase)[0].case.number, "E101"))
    assert kiosk.shown.title == "平台没有收下"


def test_while_submitting_nobody_is_thrown_out(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(ContinuePressed(), LeavePressed())
    assert kiosk.page == "submitting"
    assert kiosk.shown.frame.leave is None


def test_at_night_what_waits_for_people_is_said_with_its_date() -> None:
    kiosk = Kiosk(now=NIGHT)
    assert kiosk.shown.frame.night
    assert kiosk.shown.band.note == "要人工审核的，窗口 今天 8:30 开。"
    shown = kiosk.to_done()
    assert "今天 8:30 开" in shown.timeline[1].what


def test_past_the_calendars_end_no_date_is_invented() -> None:
    shown = Kiosk(now=datetime(2026, 12, 28, 10, 0)).to_done()
    assert shown.timeline[-1].when == "10 个工作日内"


def test_a_wrong_name_on_the_card_goes_to_the_window_unedited(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(WrongPressed(), WayPressed("window"))
    assert kiosk.did(KeepDraft)[0].reason == "mismatch"


# ---- time and leaving ----------------------------------------------------------------------------


def test_a_visitor_who_walks_away_leaves_nothing_behind(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card()
    kiosk.wait(61)
    assert kiosk.page == "StillThereView"
    kiosk.wait(21)
    assert kiosk.page == "HomeView"
    assert not kiosk.remembers("陈海英")
    assert kiosk.did(ClearFaces)
    assert kiosk.audited("visit_ended")[0]["reason"] == "timed_out"


def test_who_is_still_there_goes_on_where_they_were(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.wait(70)
    kiosk.tell(StillHerePressed())
    assert kiosk.page == "ReviewView"


def test_a_touch_anywhere_is_patience(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    for _ in range(5):
        kiosk.wait(50)
        kiosk.tell(Touched())
    assert kiosk.page == "PlaceCardView"


def test_elders_have_twice_the_time(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(ThemePressed(Theme.ELDER), Touched())
    kiosk.wait(110)
    assert kiosk.page == "PlaceCardView"
    kiosk.wait(15)
    assert kiosk.shown.of_seconds == 40


def test_theme_and_language_end_with_the_visit(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(HelpPressed(), ThemePressed(Theme.CONTRAST), LanguagePressed(Language.EN))
    assert kiosk.shown.title == "How can we help?"
    kiosk.tell(LeavePressed())
    kiosk.wait(13)
    assert kiosk.page == "HomeView"
    assert (kiosk.shown.frame.theme, kiosk.shown.title) == (Theme.STANDARD, "您要办什么？")


def test_a_card_that_still_lies_there_is_asked_for_after_the_wipe(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(CardPresence(True))
    kiosk.reads_card()
    kiosk.tell(LeavePressed())
    assert kiosk.page == "take_card"
    assert not kiosk.remembers("陈海英")
    assert kiosk.did(Beep)[-1].sound == "take_card"
    kiosk.tell(CardPresence(False))
    assert kiosk.page == "goodbye"


def test_a_card_left_behind_is_in_the_audit_log(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(CardPresence(True), LeavePressed())
    kiosk.wait(31)
    assert kiosk.audited("card_left_behind") == [{"visit": 42}]
    assert kiosk.page == "HomeView"


def test_without_a_card_the_window_still_helps(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(NoCardPressed(), WayPressed("window"))
    assert kiosk.did(KeepDraft)[0].card is None


def test_a_crash_forgets_the_visitor_and_pauses(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(Crashed("router.show:55 <lambda> KeyError"))
    assert (kiosk.page, kiosk.shown.code) == ("PausedView", "K-02")
    assert not kiosk.remembers("陈海英")
    kiosk.tell(DoorPressed("id-card"))
    assert kiosk.page == "PausedView"


def test_without_paper_the_number_is_to_be_photographed(kiosk: Kiosk) -> None:
    status = DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, RefillPaper)
    kiosk.tell(StatusChanged(status))
    kiosk.to_done()
    kiosk.completes(code=CompletionCode.DEVICE_NOT_READY)
    assert kiosk.shown.lead == "凭条打不出来，请拍下这一页。"
    assert kiosk.audited("slip_failed")


def test_a_matter_that_is_not_offered_here_cannot_be_begun() -> None:
    kiosk = Kiosk(demo_rules(matters=[]))
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"))
    assert kiosk.state.visit is None


def test_a_matter_that_is_in_no_catalogue_is_told_at_the_start() -> None:
    with pytest.raises(CatalogError, match="ID-99"):
        demo_rules(matters=["ID-01", "ID-99"])


def test_reading_starts_once_per_arrival(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    assert len(kiosk.did(StartReading)) == 1
