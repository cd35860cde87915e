"""What is submitted, when it cannot be, and what the slip says, as stories over the pure rules."""

from datetime import datetime

from kiosk.effects import (
    KeepDraft,
    Print,
    SubmitCase,
)
from kiosk.events import (
    BackPressed,
    CaseRefused,
    ContinuePressed,
    DoorPressed,
    LeavePressed,
    MatterPressed,
    PlatformReached,
    StoreFailed,
    StoreRecovered,
    WayPressed,
    WrongPressed,
)
from kiosk.ports import PrintResult
from kiosk.vocabulary import (
    PrintOutcome,
)
from tests.kiosk.visit.kiosk import Kiosk

NIGHT = datetime(2026, 11, 24, 2, 0)
PRINTED = PrintResult(PrintOutcome.PRINTED, 140.0)


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
    assert kiosk.shown.band.note == "要人工审核的，窗口今天 8:30 开。"
    shown = kiosk.to_done()
    assert "今天 8:30 开" in shown.timeline[1].what


def test_past_the_calendars_end_no_date_is_invented() -> None:
    shown = Kiosk(now=datetime(2026, 12, 28, 10, 0)).to_done()
    assert shown.timeline[-1].when == "10 个工作日内"


def test_a_wrong_name_on_the_card_goes_to_the_window_unedited(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(WrongPressed(), WayPressed("window"))
    assert kiosk.did(KeepDraft)[0].reason == "mismatch"
