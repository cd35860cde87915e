"""What a technician does, as stories: in, look, test, change the paper, out."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.attention import (
    CheckCamera,
    ClearPaperJam,
    RefillPaper,
    ReseatReaderCable,
    ResetReader,
    RestartKiosk,
    every_attention,
)
from kiosk.diagnosis import Grade
from kiosk.effects import AskKeeping, AskPaper, CheckPin, Diagnose, NewRoll, Print
from kiosk.events.devices import Completed
from kiosk.events.keeping import KeepingTold, StoreFailed
from kiosk.events.platforms import PlatformReached
from kiosk.events.program import Crashed
from kiosk.events.technician import (
    CheckDevicesPressed,
    CornerTapped,
    DeviceRowPressed,
    PaperChangePressed,
    PinChecked,
    PrintJudged,
    PrintTestPressed,
    ReportPressed,
)
from kiosk.events.touches import (
    BackPressed,
    ClearPressed,
    ContinuePressed,
    DeletePressed,
    DigitPressed,
    DoorPressed,
    HelpPressed,
    LeavePressed,
    MatterPressed,
    ThemePressed,
    Touched,
)
from kiosk.ports import Pair, Slip, TextLine
from kiosk.technician.state import Maintenance
from kiosk.visit.state import Home, Paused
from kiosk.visit.views.answers import KeypadView
from kiosk.visit.views.board import StatusView
from kiosk.vocabulary import CompletionCode, Device, DeviceState, PaperSupply, PrintOutcome, Theme
from tests.kiosk.technician.maintenance import HEAD, PIN, RULES, Workplace
from tests.kiosk.visit.kiosk import demo_rules
from tests.kiosk.visit.test_every_way import controls


@pytest.fixture
def kiosk() -> Workplace:
    kiosk = Workplace()
    kiosk.all_well()
    return kiosk


def board(kiosk: Workplace) -> StatusView:
    shown = kiosk.shown
    assert isinstance(shown, StatusView)
    return shown


def row(kiosk: Workplace, name: str) -> Any:
    return next(row for row in board(kiosk).rows if row.name == name)


# ---- in and out --------------------------------------------------------------------------------


def test_the_right_pin_opens_the_board_and_back_to_service_is_home(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    assert kiosk.page == "technician_board"
    assert board(kiosk).title == "全部正常"
    kiosk.tell(board(kiosk).primary.press)
    assert kiosk.state.place == Home()
    assert kiosk.audited("technician_entered") == [{}]
    assert kiosk.audited("technician_left") == [{"reason": "done"}]


def test_a_wrong_pin_is_told_counted_and_written_down(kiosk: Workplace) -> None:
    kiosk.tell(CornerTapped())
    kiosk.tries("482914")
    shown = kiosk.shown
    assert isinstance(shown, KeypadView)
    assert shown.problem
    assert shown.value == ""
    assert kiosk.audited("technician_refused") == [{"tries": 1}]
    assert kiosk.audited("technician_entered") == []


def test_no_digit_stands_on_the_screen_or_stays_in_memory(kiosk: Workplace) -> None:
    kiosk.tell(CornerTapped())
    kiosk.tell(*(DigitPressed(digit) for digit in PIN))
    shown = kiosk.shown
    assert isinstance(shown, KeypadView)
    assert shown.value == "● ● ● ● ● ●"
    assert kiosk.remembers(PIN)
    kiosk.tell(ContinuePressed())
    assert not kiosk.remembers(PIN)


def test_digits_can_be_taken_back_and_fewer_than_six_ask_nobody(kiosk: Workplace) -> None:
    kiosk.tell(CornerTapped())
    kiosk.tell(*(DigitPressed(digit) for digit in "999999999"), ClearPressed())
    kiosk.tell(*(DigitPressed(digit) for digit in "482917"), DeletePressed(), ContinuePressed())
    assert kiosk.did(CheckPin) == []
    kiosk.tell(DigitPressed("3"), ContinuePressed())
    assert kiosk.did(CheckPin)[-1].pin == PIN


def test_nobody_slips_away_from_the_answer_to_a_pin(kiosk: Workplace) -> None:
    kiosk.tell(CornerTapped())
    kiosk.types("111112")
    kiosk.tell(BackPressed(), LeavePressed())
    kiosk.tell(PinChecked(False))
    assert kiosk.audited("technician_refused") == [{"tries": 1}]


def test_an_answer_that_nobody_asked_for_opens_nothing(kiosk: Workplace) -> None:
    kiosk.tell(PinChecked(True))
    assert kiosk.state.place == Home()
    kiosk.tell(CornerTapped(), PinChecked(True))
    assert isinstance(kiosk.shown, KeypadView)


def test_without_a_pin_the_corner_says_how_one_is_set() -> None:
    kiosk = Workplace(demo_rules(barcode_reader=None))
    kiosk.tell(CornerTapped())
    assert kiosk.page == "technician_no_pin"
    kiosk.tell(*(DigitPressed(digit) for digit in "000000"), ContinuePressed(), PinChecked(True))
    assert kiosk.page == "technician_no_pin"
    kiosk.tell(BackPressed())
    assert kiosk.state.place == Home()


def test_during_a_visit_the_corner_means_nothing(kiosk: Workplace) -> None:
    kiosk.to_the_review()
    before = kiosk.state
    kiosk.tell(CornerTapped())
    assert kiosk.state == before


def test_the_corner_works_where_a_matter_cannot_be_begun(kiosk: Workplace) -> None:
    kiosk.says(Device.CARD_READER, DeviceState.OFFLINE, ResetReader)
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"))
    assert kiosk.page == "unavailable"
    kiosk.to_the_board()
    assert row(kiosk, "身份证读卡器").word == "不回答"


def test_from_a_pause_one_comes_back_to_the_pause(kiosk: Workplace) -> None:
    """Only a new start ends it: the program met something that it did not expect."""
    kiosk.tell(Crashed("somewhere:12"))
    kiosk.to_the_board()
    assert kiosk.page == "technician_board"
    kiosk.tell(LeavePressed())
    assert kiosk.state.place == Paused(RestartKiosk.code)


def test_it_leaves_by_itself_after_three_minutes_without_a_touch(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.wait(170)
    kiosk.tell(Touched())
    kiosk.wait(179)
    assert kiosk.page == "technician_board"
    kiosk.wait(1)
    assert kiosk.state.place == Home()
    assert kiosk.audited("technician_left") == [{"reason": "timed_out"}]


def test_a_pin_pad_that_somebody_found_and_left_goes_home_with_the_patience_of_a_citizen(
    kiosk: Workplace,
) -> None:
    kiosk.tell(CornerTapped())
    kiosk.wait(60)
    assert kiosk.state.place == Home()
    assert kiosk.audited("technician_left") == []


def test_hands_at_the_printer_are_patience_too(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.tell(PaperChangePressed())
    kiosk.wait(170)
    kiosk.printer(PaperSupply.OUT, cover_open=True)
    kiosk.wait(170)
    assert kiosk.page == "PaperView"


def test_the_next_person_finds_no_look_of_the_one_before(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.tell(HelpPressed(), ThemePressed(Theme.CONTRAST), LeavePressed())
    assert kiosk.state.preferences.theme is Theme.STANDARD
    assert not kiosk.state.help_open


# ---- the board ---------------------------------------------------------------------------------


def test_the_board_updates_by_itself_worst_first_with_what_to_do(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.says(Device.CARD_READER, DeviceState.NO_DEVICE, ReseatReaderCable)
    shown = board(kiosk)
    assert shown.title == "有 1 项要处理"
    first = shown.rows[0]
    assert (first.grade, first.name, first.word) == ("fail", "身份证读卡器", "线掉了")
    assert "USB" in first.advice
    assert "换领" in first.detail
    kiosk.says(Device.CARD_READER)
    assert board(kiosk).title == "全部正常"
    assert not board(kiosk).rows[0].advice


def test_what_is_not_fitted_is_no_fault_and_cannot_be_tested(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    absent = row(kiosk, "执照打印机")
    assert (absent.grade, absent.button) == ("absent", None)
    kiosk.tests_all()
    assert Device.DOCUMENT_PRINTER not in kiosk.did(Diagnose)[-1].devices


def test_everything_dead_still_shows_a_board(kiosk: Workplace) -> None:
    dead = Workplace()
    dead.tell(StoreFailed(), PlatformReached(False))
    for device, attention in (
        (Device.CARD_READER, ReseatReaderCable),
        (Device.CAMERA, CheckCamera),
    ):
        dead.says(device, DeviceState.NO_DEVICE, attention)
    dead.tell(CornerTapped())
    dead.tries(PIN)
    assert board(dead).title == "有 4 项要处理"
    grades = [line.grade for line in board(dead).rows]
    assert grades == ["fail"] * 3 + ["warning"] + ["not_run"] * 2 + ["absent"] * 2


def test_a_run_of_all_tests_shows_how_far_it_is(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.tests_all()
    assert kiosk.audited("diagnosis_run") == [{"what": "all"}]
    assert board(kiosk).title == "正在检测，还有 4 项"
    assert row(kiosk, "摄像头").grade == "testing"
    kiosk.finds(Device.CAMERA, value="1280x720, 15 fps")
    assert board(kiosk).title == "正在检测，还有 3 项"
    assert (row(kiosk, "摄像头").grade, row(kiosk, "摄像头").detail) == ("ok", "1280x720, 15 fps")
    kiosk.tests_all()
    assert len(kiosk.did(Diagnose)) == 1, "one run at a time"
    kiosk.ends()
    assert board(kiosk).title == "全部正常"


def test_a_device_that_calls_itself_well_but_does_not_work_is_a_fault(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.tell(DeviceRowPressed(Device.CAMERA), CheckDevicesPressed((Device.CAMERA,)))
    kiosk.finds(Device.CAMERA, Grade.FAIL, "timeOut")
    kiosk.ends()
    assert [line.grade for line in board(kiosk).rows] == ["ok", "ok", "ok", "fail"]
    kiosk.tell(BackPressed())
    assert row(kiosk, "摄像头").grade == "fail"
    kiosk.says(Device.CAMERA, DeviceState.OFFLINE, CheckCamera)
    assert row(kiosk, "摄像头").word == "没有画面", "what it says of itself comes first"


@pytest.mark.parametrize("attention", every_attention(), ids=lambda kind: kind.code)
def test_every_fault_has_its_line_and_its_advice(attention: Any) -> None:
    kiosk = Workplace()
    kiosk.all_well()
    kiosk.to_the_board()
    kiosk.says(Device.PRINTER, DeviceState.HARDWARE_ERROR, attention)
    assert row(kiosk, "凭条打印机").word
    kiosk.tell(DeviceRowPressed(Device.PRINTER))
    advice = RULES.words[kiosk.state.preferences.language](f"attention.{attention.code}.technician")
    assert advice in [note.note for note in board(kiosk).notes]


def test_store_and_roll_are_asked_again_while_the_board_is_open(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.effects.clear()
    kiosk.wait(25)
    assert len(kiosk.did(AskKeeping)) == len(kiosk.did(AskPaper)) == 2
    kiosk.tell(KeepingTold(21, HEAD))
    assert row(kiosk, "待发件").grade == "warning"


# ---- paper -------------------------------------------------------------------------------------


def step(kiosk: Workplace) -> str:
    return kiosk.shown.picture if kiosk.page == "PaperView" else kiosk.page  # type: ignore[union-attr]


def test_a_printer_that_sees_everything_leads_through_the_change_alone(kiosk: Workplace) -> None:
    kiosk.printer(PaperSupply.LOW)
    kiosk.to_the_board()
    kiosk.tell(PaperChangePressed())
    steps = [step(kiosk)]
    for paper, is_open in (
        (PaperSupply.LOW, True),
        (PaperSupply.OUT, True),
        (PaperSupply.FULL, True),
        (PaperSupply.FULL, False),
    ):
        kiosk.printer(paper, cover_open=is_open)
        steps.append(step(kiosk))
    assert steps == ["open", "roll", "roll", "close", "technician_printing"]
    assert kiosk.did(Print)[-1].slip.kind == "test"
    assert len(kiosk.did(NewRoll)) == len(kiosk.audited("paper_changed")) == 1
    kiosk.prints()
    assert kiosk.page == "technician_judge"
    kiosk.tell(PrintJudged(True))
    assert board(kiosk).lead == "试条清楚，可以交还服务。"
    assert kiosk.audited("test_printed") == [{"outcome": "printed"}]
    assert kiosk.audited("test_judged") == [{"well": "yes"}]


def test_a_printer_that_sees_nothing_leaves_it_to_three_touches(kiosk: Workplace) -> None:
    kiosk.printer(PaperSupply.UNKNOWN)
    kiosk.to_the_board()
    kiosk.tell(PaperChangePressed())
    steps = [step(kiosk)]
    for _ in range(3):
        kiosk.tell(ContinuePressed())
        steps.append(step(kiosk))
    assert steps == ["open", "roll", "close", "technician_printing"]


def test_a_cover_shut_over_an_empty_holder_begins_anew(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.tell(PaperChangePressed())
    kiosk.printer(PaperSupply.OUT, cover_open=True)
    kiosk.says(Device.PRINTER, DeviceState.USER_ERROR, RefillPaper, PaperSupply.OUT)
    assert step(kiosk) == "open"
    assert kiosk.did(NewRoll) == []
    kiosk.printer(PaperSupply.OUT, cover_open=True)
    kiosk.printer(PaperSupply.FULL, cover_open=True)
    kiosk.printer(PaperSupply.FULL)
    assert step(kiosk) == "technician_printing"


def test_a_cover_that_is_open_already_needs_no_touch(kiosk: Workplace) -> None:
    kiosk.printer(PaperSupply.OUT, cover_open=True)
    kiosk.to_the_board()
    kiosk.tell(PaperChangePressed())
    assert step(kiosk) == "roll"


def test_a_change_that_is_broken_off_resets_no_counter(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.tell(PaperChangePressed(), ContinuePressed(), BackPressed())
    assert kiosk.did(NewRoll) == []
    assert kiosk.audited("paper_changed") == []


def test_a_slip_that_is_not_clear_leads_to_what_can_be_done(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.tell(PrintTestPressed())
    kiosk.prints(PrintOutcome.UNCONFIRMED)
    kiosk.tell(PrintJudged(False))
    assert kiosk.page == "technician_device"
    assert any("热敏面" in note.note for note in board(kiosk).notes)
    assert kiosk.audited("test_judged") == [{"well": "no"}]


@pytest.mark.parametrize("press", [PrintTestPressed(), ReportPressed()])
def test_a_printer_that_cannot_is_not_asked_to(kiosk: Workplace, press: object) -> None:
    kiosk.says(Device.PRINTER, DeviceState.HARDWARE_ERROR, ClearPaperJam, PaperSupply.JAMMED)
    kiosk.to_the_board()
    kiosk.tell(press)
    assert kiosk.did(Print) == []
    assert kiosk.page == "technician_device"
    assert "打不了" in board(kiosk).lead


def test_what_did_not_come_out_is_told_and_written_down(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    kiosk.tell(ReportPressed())
    kiosk.cannot_print()
    assert kiosk.page == "technician_device"
    assert kiosk.audited("report_printed") == [{"outcome": "hardwareError"}]


def test_how_a_print_ended_is_written_down_also_when_the_technician_is_gone(
    kiosk: Workplace,
) -> None:
    kiosk.to_the_board()
    kiosk.tell(PrintTestPressed(), LeavePressed())
    assert kiosk.audited("test_printed") == []
    kiosk.prints()
    assert kiosk.state.place == Home()
    assert kiosk.audited("test_printed") == [{"outcome": "printed"}]


# ---- what is printed ---------------------------------------------------------------------------


def lines_of(slip: Slip) -> str:
    told = []
    for part in slip.parts:
        if isinstance(part, TextLine):
            told.append(part.text)
        if isinstance(part, Pair):
            told.append(f"{part.label}：{part.value}")
    return "\n".join(told)


def test_the_readiness_report_says_how_each_device_is_and_nothing_about_anybody(
    kiosk: Workplace,
) -> None:
    kiosk.to_the_review()
    kiosk.tell(LeavePressed(), LeavePressed())
    kiosk.says(Device.CARD_READER, DeviceState.NO_DEVICE, ReseatReaderCable)
    kiosk.to_the_board()
    kiosk.tell(KeepingTold(3, HEAD), ReportPressed())
    slip = kiosk.did(Print)[-1].slip
    told = lines_of(slip)
    assert slip.kind == "readiness"
    for line in (
        "演示 无效",
        "有 1 项要处理",
        "自助机：XS-0107",
        "身份证读卡器：故障（C-01）",
        "执照打印机：未安装",
        "待发件：3 件",
        "纸卷：约剩 62 米，够 410 张",
        "审计摘要：9f86d081884c7d65",
    ):
        assert line in told
    for private in ("陈海英", "330299", "199"):
        assert private not in told


def test_no_two_jobs_have_one_number(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    for _ in range(3):
        kiosk.tell(PrintTestPressed())
        kiosk.prints()
        kiosk.tell(BackPressed())
    numbers = [effect.slip.number for effect in kiosk.did(Print)]
    assert len(set(numbers)) == len({effect.id for effect in kiosk.did(Print)}) == 3


# ---- whatever is pressed -----------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 97), st.integers(0, 4)), max_size=25))
def test_whatever_is_pressed_and_whatever_happens_it_ends_by_itself(
    choices: list[tuple[int, int]],
) -> None:
    kiosk = Workplace()
    kiosk.to_the_board()
    for choice, happening in choices:
        happens = [
            lambda: kiosk.printer(PaperSupply.OUT, cover_open=True),
            lambda: kiosk.printer(PaperSupply.FULL),
            lambda: kiosk.says(Device.PRINTER, DeviceState.USER_ERROR, RefillPaper),
            lambda: kiosk.wait(9),
            lambda: kiosk.tell(KeepingTold(21, HEAD)),
            lambda: kiosk.tell(CornerTapped()),
            lambda: kiosk.did(Print) and kiosk.prints(),
            lambda: kiosk.did(Print) and kiosk.cannot_print(),
            lambda: kiosk.did(Diagnose) and kiosk.finds(Device.CAMERA, Grade.FAIL),
            lambda: kiosk.did(Diagnose) and kiosk.ends(),
            lambda: kiosk.tell(Completed("other", CompletionCode.TIME_OUT)),
        ]
        pressable = [control.press for control in controls(kiosk.shown)]
        if happening and pressable and isinstance(kiosk.state.place, Maintenance):
            kiosk.tell(pressable[choice % len(pressable)])
        else:
            happens[choice % len(happens)]()
    assert len(kiosk.audited("technician_left")) <= len(kiosk.audited("technician_entered"))
    kiosk.tell(LeavePressed()) if kiosk.state.visit else None
    kiosk.sleeps(4000)
    kiosk.sleeps(4000)
    assert kiosk.state.place == Home()
    entered, left = kiosk.audited("technician_entered"), kiosk.audited("technician_left")
    assert len(entered) == len(left)


def test_the_place_can_be_shown_in_every_state_of_the_store(kiosk: Workplace) -> None:
    kiosk.to_the_board()
    for waiting in (None, 0, 21):
        kiosk.state = replace(kiosk.state, place=replace(kiosk.place, waiting=waiting))
        assert board(kiosk).rows
