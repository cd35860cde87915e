"""What is submitted, when it cannot be, and what the slip says, as stories over the pure rules."""

from dataclasses import replace
from datetime import datetime

from kiosk.effects import (
    KeepDraft,
    Print,
    SubmitCase,
)
from kiosk.events.keeping import CaseDelivered, CaseKept, CaseRefused, StoreFailed, StoreRecovered
from kiosk.events.platforms import PlatformReached
from kiosk.events.touches import (
    BackPressed,
    ContinuePressed,
    DoorPressed,
    LeavePressed,
    MatterPressed,
    WayPressed,
    WrongPressed,
)
from kiosk.ports import PrintResult
from kiosk.rules import Rules
from kiosk.vocabulary import (
    PrintOutcome,
)
from tests.kiosk.visit.kiosk import RECEIPT, VISIT, Kiosk, demo_rules

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
    kiosk.signs()
    kiosk.tell(CaseKept(kiosk.did(SubmitCase)[0].case.number))
    assert kiosk.page == "DoneView"


def test_a_full_disk_loses_nothing_and_can_be_tried_again(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.signs()
    number = kiosk.did(SubmitCase)[0].case.number
    kiosk.tell(StoreFailed(number))
    assert (kiosk.page, kiosk.shown.code) == ("not_kept", "K-01")
    kiosk.tell(ContinuePressed())
    assert [effect.case.number for effect in kiosk.did(SubmitCase)] == [number, number]


def test_who_tries_again_after_a_while_is_given_the_whole_time_again(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.signs()
    case = kiosk.did(SubmitCase)[0].case
    kiosk.tell(StoreFailed(case.number))
    kiosk.wait(40)
    kiosk.tell(ContinuePressed())
    kiosk.wait(1)
    assert kiosk.page == "submitting"
    assert kiosk.did(SubmitCase)[-1].case is case
    kiosk.tell(CaseKept(case.number), CaseDelivered(case.number, RECEIPT))
    assert kiosk.page == "DoneView"


def test_while_the_disk_takes_nothing_nobody_begins_in_vain(kiosk: Kiosk) -> None:
    kiosk.tell(StoreFailed(), DoorPressed("id-card"), MatterPressed("ID-01"))
    assert (kiosk.page, kiosk.shown.code) == ("unavailable", "K-01")
    kiosk.tell(BackPressed(), StoreRecovered(), DoorPressed("id-card"), MatterPressed("ID-01"))
    assert kiosk.page == "NeedToKnowView"


def test_a_case_that_the_platform_refuses_goes_to_a_person(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.signs()
    kiosk.tell(CaseRefused(kiosk.did(SubmitCase)[0].case.number, "E101"))
    assert kiosk.shown.title == "平台没有收下"


def test_while_submitting_nobody_is_thrown_out(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.signs()
    kiosk.tell(LeavePressed())
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


# ---- when nobody answers -------------------------------------------------------------------------


def patient_rules() -> Rules:
    """The matter may not be taken in while the platform is down."""
    rules = demo_rules()
    matter = rules.matters["ID-01"].model_copy(update={"offline": False})
    return replace(rules, matters={**rules.matters, "ID-01": matter})


def submits(kiosk: Kiosk) -> str:
    kiosk.to_the_review()
    kiosk.signs()
    return str(kiosk.did(SubmitCase)[0].case.number)


def test_a_store_that_never_answers_ends_with_what_is_known(kiosk: Kiosk) -> None:
    number = submits(kiosk)
    kiosk.wait(kiosk.rules.config.patience.submit_s)
    assert kiosk.page == "unsettled"
    assert kiosk.shown.lead == "交上了没有，现在还不知道。"
    assert kiosk.shown.rows[0].big == number
    assert kiosk.audited("submission_unsettled") == [
        {"visit": VISIT, "case": number, "known": "nothing"}
    ]
    assert kiosk.did(Print) == [], "no slip says what nobody knows"
    kiosk.tell(LeavePressed())
    assert kiosk.page == "unsettled", "the number must be seen"
    kiosk.wait(kiosk.rules.config.patience.done_s)
    assert kiosk.page == "goodbye"
    assert kiosk.shown.title == "已经退出"
    assert not kiosk.remembers("陈海英")


def test_a_store_that_answers_late_is_still_believed(kiosk: Kiosk) -> None:
    number = submits(kiosk)
    kiosk.wait(kiosk.rules.config.patience.submit_s)
    kiosk.tell(CaseKept(number))
    assert kiosk.page == "submitting"
    kiosk.tell(CaseDelivered(number, RECEIPT))
    assert kiosk.shown.title == "提交好了"


def test_a_matter_that_needs_the_platform_gets_no_slip_without_it() -> None:
    kiosk = Kiosk(patient_rules())
    kiosk.tell(PlatformReached(False))
    number = submits(kiosk)
    kiosk.tell(CaseKept(number))
    assert kiosk.page == "submitting"
    kiosk.wait(kiosk.rules.config.patience.submit_s)
    assert (kiosk.page, kiosk.did(Print)) == ("unsettled", [])
    assert kiosk.shown.lead == "申请存好了，平台还没有回答。"
    kiosk.tell(CaseDelivered(number, RECEIPT))
    assert kiosk.did(Print)[0].slip.kind == "receipt"


def test_what_nobody_settles_is_left_with_a_touch(kiosk: Kiosk) -> None:
    submits(kiosk)
    kiosk.wait(kiosk.rules.config.patience.submit_s)
    kiosk.tell(kiosk.shown.primary.press)
    assert kiosk.state.visit is None
    assert kiosk.audited("visit_ended")[0]["reason"] == "out_of_service"
