"""Whoever holds a slip learns where the case is, and nothing about whose it is."""

from datetime import date

import pytest

from kiosk.case.states import Actor, CaseState, Progress, Turn, begun, turned
from kiosk.effects import Ask, Print, StartScanning, StopScanning
from kiosk.events import (
    CodeRefused,
    Completed,
    ContinuePressed,
    DoorPressed,
    LeavePressed,
    MatterPressed,
    PrintListPressed,
)
from kiosk.ports import ScannedCode
from kiosk.questions import CaseProgress, WhereCaseIs
from kiosk.visit.views import View
from kiosk.vocabulary import AnswerCode, CompletionCode
from tests.kiosk.visit.kiosk import Kiosk, demo_rules, everything

PROJID, PASSWORD = "330225901261123000047", "046183"
SERVICE = "公共服务-00502-001"
DAY = date(2026, 11, 23)


def reached(*turns: Turn) -> WhereCaseIs:
    progress: Progress = begun(DAY)
    for turn in (Turn(CaseState.SUBMITTED, Actor.CITIZEN, DAY), *turns):
        progress = turned(progress, turn)
    return WhereCaseIs(PROJID, SERVICE, progress)


def by(to: CaseState, **more: object) -> Turn:
    return Turn(to, Actor.DEPARTMENT, DAY, **more)  # type: ignore[arg-type]


@pytest.fixture
def asking() -> Kiosk:
    """At the page that wants the slip's code."""
    kiosk = Kiosk(demo_rules(matters=("ID-01", "ID-09")))
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed())
    assert kiosk.page == "scan_slip"
    return kiosk


def scans(kiosk: Kiosk, text: str = f"BDY:PROJID:{PROJID}:{PASSWORD}", kind: str = "") -> View:
    return kiosk.completes(ScannedCode(kind or "progress_code", text))


def test_the_slips_code_is_all_that_is_needed(asking: Kiosk) -> None:
    scans(asking)
    assert asking.did(Ask)[-1].question == CaseProgress(PROJID, PASSWORD)
    asking.answered(reached(by(CaseState.ACCEPTED)))
    assert (asking.page, asking.shown.title) == ("progress", "已受理")
    assert "换领身份证" in everything(asking.shown.rows)
    assert "12 月 7 日前" in everything(asking.shown.rows)  # ten working days from the 23rd
    asking.tell(ContinuePressed())
    assert asking.audited("visit_ended")[0]["reason"] == "finished"
    assert not asking.remembers(PASSWORD)


def test_what_lacks_and_why_not_are_told_with_what_can_be_done(asking: Kiosk) -> None:
    scans(asking)
    asking.answered(reached(by(CaseState.TO_SUPPLEMENT, items=("户口簿", "近照"), due=DAY)))
    assert "户口簿、近照" in everything(asking.shown.rows)


def test_a_refusal_comes_with_its_reason_and_the_remedies(asking: Kiosk) -> None:
    scans(asking)
    asking.answered(reached(by(CaseState.NOT_ACCEPTED, reason="不属于本县")))
    assert "不属于本县" in everything(asking.shown.rows)
    assert "行政复议" in asking.shown.paragraphs[0]
    asking.tell(PrintListPressed(), PrintListPressed())
    (printed,) = asking.did(Print)
    assert printed.slip.kind == "progress"
    assert "行政复议" in everything(printed.slip)


@pytest.mark.parametrize("state", CaseState)
def test_every_state_has_its_name_and_what_comes_next(asking: Kiosk, state: CaseState) -> None:
    if state in (CaseState.DRAFT, CaseState.PENDING_UPLOAD):
        return  # no platform has such a case
    for words in asking.rules.words.values():
        assert words(f"progress.state.{state.value}")
        assert words(f"progress.next.{state.value}")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (AnswerCode.REFUSED, "没有查到"),
        (AnswerCode.UNREACHABLE, "现在查不到"),
        (AnswerCode.TIMED_OUT, "现在查不到"),
        (AnswerCode.UNKNOWN, "现在查不到"),
    ],
)
def test_without_an_answer_it_may_be_scanned_again(
    asking: Kiosk, code: AnswerCode, says: str
) -> None:
    scans(asking)
    asking.answered(code=code, reason="no_such_case")
    assert says in asking.shown.lead
    scans(asking)
    asking.answered(reached())
    assert asking.page == "progress"


def test_a_slip_without_a_number_of_the_platform_says_what_to_wait_for(asking: Kiosk) -> None:
    scans(asking, "BDY:CASE:X33022520261123010700001C", "intake_code")
    assert "发短信" in asking.shown.lead
    assert not asking.did(Ask)
    asking.tell(CodeRefused("not_wanted"))
    assert "不是凭条" in asking.shown.lead


def test_leaving_switches_the_reader_off_and_a_dead_one_leads_to_the_window(
    asking: Kiosk,
) -> None:
    (armed,) = asking.did(StartScanning)
    asking.tell(LeavePressed())
    assert asking.did(StopScanning) == [StopScanning(armed.id)]
    again = Kiosk(demo_rules(matters=("ID-01", "ID-09")))
    again.tell(DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed())
    again.tell(Completed(again.command, CompletionCode.HARDWARE_ERROR))
    assert again.page == "other_way"


def test_without_a_code_reader_the_window_looks_it_up() -> None:
    kiosk = Kiosk(demo_rules(matters=("ID-01", "ID-09"), barcode_reader=None))
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed())
    assert kiosk.page == "other_way"
