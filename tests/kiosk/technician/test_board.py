"""The board: how everything is, worst first, and what to do about it."""

from typing import Any

import pytest

from kiosk.attention import CheckCamera, ReseatReaderCable, every_attention
from kiosk.diagnosis import Grade
from kiosk.effects import AskKeeping, AskPaper, Diagnose
from kiosk.events.keeping import KeepingTold, StoreFailed
from kiosk.events.platforms import PlatformReached
from kiosk.events.technician import CheckDevicesPressed, CornerTapped, DeviceRowPressed
from kiosk.events.touches import BackPressed
from kiosk.vocabulary import Device, DeviceState
from tests.kiosk.technician.maintenance import HEAD, PIN, RULES, Workplace, board, row


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
