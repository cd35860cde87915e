"""Whoever holds a slip learns where the case is, and nothing about whose it is."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from kiosk.attention import CheckCaseHistory
from kiosk.case.states import Actor, CaseState, Progress, Turn, begun, handed_in, turned
from kiosk.effects import Ask, Print, StartScanning, StopScanning
from kiosk.events.devices import CodeRefused, Completed
from kiosk.events.touches import (
    ContinuePressed,
    DoorPressed,
    LeavePressed,
    MatterPressed,
    PrintListPressed,
    WayPressed,
)
from kiosk.ports import ScannedCode
from kiosk.questions import CaseProgress, WhereCaseIs
from kiosk.technician.items import items
from kiosk.technician.state import Maintenance
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
    kiosk.tell(
        DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed(), WayPressed("slip")
    )
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


NO = {"reason": "不属于本县"}
CLOSED = Turn(CaseState.CLOSED, Actor.PLATFORM, DAY)


@pytest.mark.parametrize(
    ("turns", "kind"),
    [
        ((by(CaseState.NOT_ACCEPTED, **NO),), "not_accepted"),
        ((by(CaseState.NOT_ACCEPTED, **NO), CLOSED), "progress"),  # they outlast the refusal
        ((by(CaseState.ACCEPTED), by(CaseState.REVIEW), by(CaseState.REFUSED, **NO)), "progress"),
    ],
)
def test_a_refusal_comes_with_its_reason_and_the_remedies(
    asking: Kiosk, turns: tuple[Turn, ...], kind: str
) -> None:
    scans(asking)
    asking.answered(reached(*turns))
    assert "不属于本县" in everything(asking.shown.rows)
    assert "行政复议" in asking.shown.paragraphs[0]
    asking.tell(PrintListPressed(), PrintListPressed())
    (printed,) = asking.did(Print)
    assert printed.slip.kind == kind
    assert "不属于本县" in everything(printed.slip)
    assert "行政复议" in everything(printed.slip)


LACKS = {"items": ("户口簿", "近照"), "due": date(2026, 12, 14)}


@pytest.mark.parametrize(
    ("turn", "kind", "says"),
    [
        (by(CaseState.ACCEPTED), "acceptance", ("受理通知书", "2026 年 11 月 23 日")),
        (
            by(CaseState.TO_SUPPLEMENT, **LACKS),
            "supplement",
            ("补正材料一次性告知单", "1. 户口簿（12 月 14 日前）", "2. 近照（12 月 14 日前）"),
        ),
        (
            by(CaseState.TOLERANT, **LACKS),
            "tolerance",
            ("容缺受理通知书", "1. 户口簿（12 月 14 日前）", "按期补齐后才出结果"),
        ),
        (by(CaseState.TO_SUPPLEMENT, items=("户口簿",)), "progress", ("1. 户口簿",)),
    ],
)
def test_each_answer_of_the_platform_has_the_notice_that_the_law_wants(
    asking: Kiosk, turn: Turn, kind: str, says: tuple[str, ...]
) -> None:
    scans(asking)
    asking.answered(reached(turn))
    asking.tell(PrintListPressed())
    (printed,) = asking.did(Print)
    assert printed.slip.kind == kind
    for each in says:
        assert each in everything(printed.slip)


def test_a_notice_of_a_matter_that_is_not_ours_is_the_plain_one(asking: Kiosk) -> None:
    scans(asking)
    asking.answered(replace(reached(by(CaseState.ACCEPTED)), service="公共服务-09999-001"))
    asking.tell(PrintListPressed())
    assert asking.did(Print)[0].slip.kind == "progress"


def test_what_is_promised_and_not_there_yet_is_told_while_it_is_reviewed(asking: Kiosk) -> None:
    scans(asking)
    reviewed = reached(by(CaseState.TOLERANT, **LACKS), by(CaseState.REVIEW))
    asking.answered(replace(reviewed, progress=handed_in(reviewed.progress, "户口簿")))
    assert "近照" in everything(asking.shown.rows)
    assert "户口簿" not in everything(asking.shown.rows)


@pytest.mark.parametrize(
    ("now", "says", "red"),
    [
        (datetime(2026, 12, 1, 9, 0), "12 月 7 日前", False),
        (datetime(2026, 12, 3, 9, 0), "12 月 7 日前，快到了", False),
        (datetime(2026, 12, 8, 9, 0), "12 月 7 日前，已经过了，请打 12345 问", True),
    ],
)
def test_the_lamp_of_a_limit_is_said_in_words_and_a_red_one_is_noted(
    now: datetime, says: str, red: bool
) -> None:
    kiosk = Kiosk(demo_rules(matters=("ID-01", "ID-09")), now=now)
    kiosk.tell(
        DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed(), WayPressed("slip")
    )
    scans(kiosk)
    kiosk.answered(reached(by(CaseState.ACCEPTED)))
    assert kiosk.shown.rows[-1].note == says
    assert [row["state"] for row in kiosk.audited("case_overdue")] == ["accepted"] * red


def test_past_the_calendars_last_year_days_are_told_without_a_date_and_an_alarm() -> None:
    kiosk = Kiosk(demo_rules(matters=("ID-01", "ID-09")), now=datetime(2027, 1, 4, 9, 0))
    kiosk.tell(
        DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed(), WayPressed("slip")
    )
    scans(kiosk)
    late = date(2026, 12, 30)
    progress = begun(late)
    for to, actor in ((CaseState.SUBMITTED, Actor.CITIZEN), (CaseState.ACCEPTED, Actor.PLATFORM)):
        progress = turned(progress, Turn(to, actor, late))
    kiosk.answered(WhereCaseIs(PROJID, SERVICE, progress))
    assert kiosk.shown.rows[-1].note == "10 个工作日内"
    assert kiosk.audited("calendar_ends")
    assert not kiosk.audited("case_overdue"), "no lamp where no day is known"


def test_what_cannot_have_become_of_a_case_is_not_shown_and_raises_an_alarm(asking: Kiosk) -> None:
    scans(asking)
    asking.answered(code=AnswerCode.UNKNOWN, reason="history")
    assert asking.page == "scan_slip"
    assert "对不上" in asking.shown.lead
    assert asking.audited("case_history_refused") == [{"code": CheckCaseHistory.code}]
    board = items(asking.rules, asking.state, Maintenance(asking.state.at_s))
    assert [line.value for line in board if line.attention is CheckCaseHistory] == ["1"]


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
    again.tell(
        DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed(), WayPressed("slip")
    )
    again.tell(Completed(again.command, CompletionCode.HARDWARE_ERROR))
    assert again.page == "other_way"


def test_without_a_code_reader_the_other_ways_are_open() -> None:
    kiosk = Kiosk(demo_rules(matters=("ID-01", "ID-09"), barcode_reader=None))
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed())
    assert [way.enabled for way in kiosk.shown.choices] == [False, True, True]
    kiosk.tell(WayPressed("slip"))
    assert not kiosk.did(StartScanning)
