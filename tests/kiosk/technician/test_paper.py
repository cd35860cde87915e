"""The paper is changed, a slip is tried, and what is printed for the technician."""

import pytest

from kiosk.attention import ClearPaperJam, RefillPaper, ReseatReaderCable
from kiosk.effects import NewRoll, Print
from kiosk.events.keeping import KeepingTold
from kiosk.events.technician import PaperChangePressed, PrintJudged, PrintTestPressed, ReportPressed
from kiosk.events.touches import BackPressed, ContinuePressed, LeavePressed
from kiosk.ports import Pair, Slip, TextLine
from kiosk.visit.state import Home
from kiosk.vocabulary import Device, DeviceState, PaperSupply, PrintOutcome
from tests.kiosk.technician.maintenance import HEAD, Workplace, board


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
