"""进度 by number and password, and by the card, each as good as a scan; and nobody guesses."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.attention import ResetReader
from kiosk.case.states import Actor, CaseState, Turn, turned
from kiosk.effects import Ask, ClearFaces, StartReading, StartScanning
from kiosk.events.devices import StatusChanged
from kiosk.events.touches import (
    BackPressed,
    CasePressed,
    ContinuePressed,
    DeclinePressed,
    DigitPressed,
    DoorPressed,
    LeavePressed,
    MatterPressed,
    WayPressed,
)
from kiosk.ports import DeviceStatus, ScannedCode
from kiosk.questions import CaseProgress, CasesOf
from kiosk.technician.lockout import FREE_TRIES
from kiosk.visit import guessing
from kiosk.visit.state import Home
from kiosk.vocabulary import AnswerCode, Device, DeviceState
from tests.kiosk.visit.kiosk import Kiosk, card_of, demo_rules, everything
from tests.kiosk.visit.test_progress import DAY, PASSWORD, PROJID, by, reached

RULES = demo_rules(matters=("ID-01", "ID-03", "ID-09"))
CARD = card_of("chen-haiying")
FOUND = reached(by(CaseState.ACCEPTED))
OTHER = replace(reached(), projid="330225901261101000009", service="公共服务-00502-003")


class Asker(Kiosk):
    def __init__(self) -> None:
        super().__init__(RULES)
        self.to_the_choice()

    def to_the_choice(self) -> None:
        self.tell(DoorPressed("id-card"), MatterPressed("ID-09"), ContinuePressed())
        assert self.page == "progress_by"

    def types(self, projid: str = PROJID, password: str = PASSWORD) -> None:
        self.tell(WayPressed("number"))
        for figures in (projid, password):
            self.tell(*(DigitPressed(digit) for digit in figures), ContinuePressed())

    def is_wrong(self) -> None:
        self.types(password="000000")
        self.answered(code=AnswerCode.REFUSED, reason="no_such_case")

    def lays_down_the_card(self) -> None:
        self.tell(WayPressed("card"))
        assert self.page == "privacy"
        self.tell(ContinuePressed())
        self.reads_card(CARD)


@pytest.fixture
def kiosk() -> Asker:
    return Asker()


def test_what_stands_on_the_slip_is_typed_and_is_enough(kiosk: Asker) -> None:
    kiosk.tell(WayPressed("number"), *(DigitPressed(digit) for digit in PROJID[:14]))
    assert kiosk.shown.value == "330225 90126112"  # as on the paper
    assert kiosk.shown.primary.missing == "还差 7 位"
    kiosk.tell(*(DigitPressed(digit) for digit in PROJID[14:]), DigitPressed("9"))
    kiosk.tell(ContinuePressed(), *(DigitPressed(digit) for digit in PASSWORD), ContinuePressed())
    assert kiosk.did(Ask)[-1].question == CaseProgress(PROJID, PASSWORD)
    kiosk.answered(FOUND)
    assert (kiosk.page, kiosk.shown.title) == ("progress", "已受理")
    assert kiosk.shown.secondary is not None  # it can be printed, as after a scan
    kiosk.tell(ContinuePressed())
    assert not kiosk.remembers(PASSWORD)
    assert not kiosk.did(StartScanning)


def test_a_wrong_password_is_told_and_typed_anew(kiosk: Asker) -> None:
    kiosk.is_wrong()
    assert kiosk.page == "progress_trouble"
    assert "不对" in kiosk.shown.lead
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "case_projid"
    assert kiosk.shown.value == ""
    kiosk.tell(BackPressed())
    assert kiosk.page == "progress_by"


def test_nobody_guesses_a_password(kiosk: Asker) -> None:
    """Not by beginning anew either: what is counted outlives the visit."""
    for _ in range(FREE_TRIES):
        kiosk.is_wrong()
        kiosk.tell(DeclinePressed())
        assert kiosk.page == "progress_by"
    asked = len(kiosk.did(Ask))
    assert not {way.name: way.enabled for way in kiosk.shown.choices}["by-number"]
    kiosk.tell(WayPressed("number"))
    assert kiosk.page == "progress_by"
    kiosk.tell(WayPressed("slip"))
    kiosk.completes(ScannedCode("progress_code", f"BDY:PROJID:{PROJID}:000001"))
    assert "错得太多" in kiosk.shown.lead
    assert len(kiosk.did(Ask)) == asked
    kiosk.tell(LeavePressed(), ContinuePressed())
    assert isinstance(kiosk.state.place, Home)
    kiosk.to_the_choice()
    assert not {way.name: way.enabled for way in kiosk.shown.choices}["by-number"]
    kiosk.wait(31)
    kiosk.types()
    assert len(kiosk.did(Ask)) == asked + 1


def test_a_right_one_in_between_wins_a_guesser_nothing(kiosk: Asker) -> None:
    for _ in range(FREE_TRIES - 1):
        kiosk.is_wrong()
        kiosk.tell(DeclinePressed())
    kiosk.types()
    kiosk.answered(FOUND)
    kiosk.tell(BackPressed())
    assert kiosk.state.guessed.wrong == FREE_TRIES - 1


def test_after_an_hour_it_begins_anew() -> None:
    tried = guessing.counted(guessing.counted(guessing.Lockout(), 0.0), 1.0)
    assert tried.wrong == 2
    later_s = 1.0 + guessing.FORGOTTEN_AFTER_S
    assert guessing.counted(tried, later_s).wrong == 3
    assert guessing.counted(tried, later_s + 1).wrong == 1


def test_a_card_shows_its_holders_cases_and_nothing_else_about_anybody(kiosk: Asker) -> None:
    kiosk.lays_down_the_card()
    assert kiosk.did(Ask)[-1].question == CasesOf(CARD.number)
    kiosk.answered((FOUND, OTHER))
    assert kiosk.page == "my_cases"
    shown = everything(kiosk.shown)
    assert "换领身份证" in shown
    assert "补领身份证" in shown
    for secret in ("陈", CARD.number[-4:], "示例路"):
        assert secret not in shown
    kiosk.tell(CasePressed(PROJID))
    assert (kiosk.page, kiosk.shown.title) == ("progress", "已受理")
    assert kiosk.shown.secondary is None, "no slip without the password that stands on it"
    kiosk.tell(BackPressed())
    assert kiosk.page == "my_cases"
    kiosk.tell(CasePressed(OTHER.projid), ContinuePressed())
    assert not kiosk.remembers(CARD.number)


def test_the_portrait_is_not_kept_where_no_face_is_compared(kiosk: Asker) -> None:
    kiosk.lays_down_the_card()
    assert kiosk.did(ClearFaces)
    assert not kiosk.audited("portrait_imported")


def test_one_case_is_shown_at_once_and_none_is_said_to_be_none(kiosk: Asker) -> None:
    kiosk.lays_down_the_card()
    kiosk.answered((FOUND,))
    assert kiosk.page == "progress"
    other = Asker()
    other.lays_down_the_card()
    other.answered(())
    assert other.page == "progress_trouble"
    assert "没有查到您办的事" in other.shown.lead
    other.tell(ContinuePressed())
    assert other.page == "progress_by"


def test_no_answer_may_be_asked_for_again(kiosk: Asker) -> None:
    kiosk.lays_down_the_card()
    kiosk.answered(code=AnswerCode.TIMED_OUT)
    kiosk.tell(ContinuePressed())
    kiosk.answered((FOUND,))
    assert kiosk.page == "progress"


def test_a_broken_card_reader_takes_only_its_own_way(kiosk: Asker) -> None:
    broken = DeviceStatus(Device.CARD_READER, DeviceState.NO_DEVICE, ResetReader)
    kiosk.tell(StatusChanged(broken))
    assert [way.enabled for way in kiosk.shown.choices] == [True, True, False]
    kiosk.tell(WayPressed("card"))
    assert not kiosk.did(StartReading)
    kiosk.types()
    kiosk.answered(FOUND)
    assert kiosk.page == "progress"


# ---- one open case at a time ---------------------------------------------------------------------


class Applicant(Kiosk):
    register_agrees = False


def applies(*cases: object) -> Applicant:
    kiosk = Applicant(RULES)
    kiosk.register_agrees = True
    kiosk.to_the_face()
    kiosk.register_agrees = False
    kiosk.face_at(0.31)
    assert kiosk.page == "open_case"
    assert kiosk.did(Ask)[-1].question == CasesOf(CARD.number)
    kiosk.answered(cases)
    return kiosk


def passes(kiosk: Kiosk) -> bool:
    reached = [row["step"] for row in kiosk.audited("step_reached")]
    return reached.index("open_case") == len(reached) - 2 and kiosk.page != "duplicate_case"


@pytest.mark.parametrize("case", [FOUND, OTHER])
def test_who_has_a_card_being_made_is_shown_that_case_and_begins_no_other(case: object) -> None:
    kiosk = applies(case)
    assert kiosk.page == "duplicate_case"
    assert case.projid[-7:] in everything(kiosk.shown.rows)  # type: ignore[attr-defined]
    assert len(kiosk.audited("case_open_already")) == 1
    assert kiosk.did(ClearFaces)
    kiosk.tell(ContinuePressed())
    assert kiosk.audited("visit_ended")[0]["reason"] == "declined"
    again = applies(case)
    again.tell(DeclinePressed())
    assert again.page == "other_way"


def test_what_is_over_or_another_matters_stands_in_nobodys_way() -> None:
    refused = reached(Turn(CaseState.NOT_ACCEPTED, Actor.DEPARTMENT, DAY, "不属于本县"))
    shop = replace(FOUND, service="000131128000")
    assert passes(applies(refused, shop))


def test_a_case_that_was_handed_over_is_over() -> None:
    progress = FOUND.progress
    for to in ("review", "granted", "producing", "ready", "delivered"):
        progress = turned(progress, Turn(CaseState(to), Actor.DEPARTMENT, DAY + timedelta(days=1)))
    assert passes(applies(replace(FOUND, progress=progress)))


def test_a_platform_that_does_not_know_keeps_nobody() -> None:
    assert passes(applies())
    other = Applicant(RULES)
    other.register_agrees = True
    other.to_the_face()
    other.register_agrees = False
    other.face_at(0.31)
    other.answered(code=AnswerCode.UNREACHABLE)
    assert passes(other)
