"""试读卡, 导出日志, 重启: a technician's errands, every one of them in the audit log."""

from typing import Any

import pytest

from kiosk.attention import ReseatReaderCable
from kiosk.case.model import CardKind
from kiosk.effects import ClearFaces, ExportLog, Restart, StartReading, StopReading
from kiosk.events.devices import CardFound, CardUnreadable, Completed
from kiosk.events.keeping import StoreFailed
from kiosk.events.technician import (
    DeviceRowPressed,
    ExportLogPressed,
    LogExported,
    LogNotExported,
    RestartConfirmed,
    RestartPressed,
    TryCardPressed,
)
from kiosk.events.touches import BackPressed, ContinuePressed, LeavePressed
from kiosk.ports import CardData
from kiosk.visit.state import Home
from kiosk.vocabulary import CompletionCode, Device, DeviceState
from tests.kiosk.technician.maintenance import Workplace
from tests.kiosk.visit.kiosk import card_of


@pytest.fixture
def kiosk() -> Workplace:
    kiosk = Workplace()
    kiosk.all_well()
    kiosk.to_the_board()
    return kiosk


def button(kiosk: Workplace, name: str) -> Any:
    shown: Any = kiosk.shown
    return next((each for each in shown.actions if each.name == name), None)


# ---- a test card -------------------------------------------------------------------------------


def test_a_test_card_is_read_and_nothing_that_it_says_is_shown_or_kept(kiosk: Workplace) -> None:
    kiosk.tell(button(kiosk, "try-card").press)
    assert kiosk.shown.title == "请放测试卡"
    kiosk.tell(CardFound())
    shown: Any = kiosk.reads_card()
    assert (shown.title, shown.rows[0].big) == ("读出来了", "居民身份证")
    assert kiosk.audited("card_tried") == [{"outcome": "read", "reason": "none"}]
    for word in ("陈海英", card_of("chen-haiying").number):
        assert not kiosk.remembers(word)
        assert word not in str(shown)
    assert len(kiosk.did(ClearFaces)) == 1, "its portrait went to the face process"
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "technician_board"


def test_a_card_of_another_kind_shows_that_the_reader_is_well(kiosk: Workplace) -> None:
    kiosk.tell(TryCardPressed())
    kiosk.completes(CardKind.FOREIGNER_2023, CompletionCode.UNSUPPORTED_DATA)
    assert "2023" in kiosk.shown.rows[0].big


def test_a_card_that_cannot_be_read_says_why_and_is_waited_for(kiosk: Workplace) -> None:
    kiosk.tell(TryCardPressed(), CardFound(), CardUnreadable("sw3=41"))
    assert (kiosk.shown.title, kiosk.shown.secondary) == ("没读出来", None)
    assert kiosk.audited("card_tried") == [{"outcome": "unreadable", "reason": "sw3=41"}]
    kiosk.reads_card()
    assert kiosk.shown.title == "读出来了"
    first = kiosk.did(StartReading)[0].id
    kiosk.tell(kiosk.shown.secondary.press)
    assert kiosk.shown.title == "请放测试卡"
    assert kiosk.did(StartReading)[-1].id != first


@pytest.mark.parametrize("way_out", [BackPressed(), LeavePressed(), ContinuePressed()])
def test_whichever_way_the_page_is_left_nobody_goes_on_reading(
    kiosk: Workplace, way_out: object
) -> None:
    kiosk.tell(TryCardPressed(), way_out)
    assert kiosk.did(StopReading)[-1].id == kiosk.did(StartReading)[-1].id


def test_a_forgotten_test_card_page_ends_by_itself(kiosk: Workplace) -> None:
    kiosk.tell(TryCardPressed())
    kiosk.sleeps(181)
    assert kiosk.state.place == Home()
    assert len(kiosk.did(StopReading)) == 1


def test_a_reader_that_is_not_there_is_not_waited_for(kiosk: Workplace) -> None:
    kiosk.says(Device.CARD_READER, DeviceState.NO_DEVICE, ReseatReaderCable)
    kiosk.tell(DeviceRowPressed(Device.CARD_READER))
    kiosk.tell(button(kiosk, "try-card").press)
    assert (kiosk.page, kiosk.did(StartReading)) == ("technician_device", [])
    assert "读卡器现在读不了" in kiosk.shown.lead


def test_a_card_read_just_as_its_reader_left_leaves_no_portrait(kiosk: Workplace) -> None:
    """Of a technician or of a citizen: the command ended before it could be called off."""
    kiosk.tell(TryCardPressed())
    command = kiosk.command
    data = CardData(card_of("chen-haiying"), has_portrait=True)
    kiosk.tell(LeavePressed(), Completed(command, CompletionCode.SUCCESS, data))
    assert len(kiosk.did(ClearFaces)) == 1
    kiosk.to_the_card()
    command = kiosk.command
    kiosk.tell(LeavePressed(), Completed(command, CompletionCode.SUCCESS, data))
    assert len(kiosk.did(ClearFaces)) == 2


# ---- the log -----------------------------------------------------------------------------------


def test_the_log_is_exported_and_the_page_says_where_it_is(kiosk: Workplace) -> None:
    kiosk.tell(button(kiosk, "export-log").press)
    assert (kiosk.page, len(kiosk.did(ExportLog))) == ("technician_exporting", 1)
    kiosk.tell(LogExported("/media/stick/budayang-logs/audit.jsonl", 1204, True, on_stick=True))
    assert [row.big for row in kiosk.shown.rows] == [
        "audit.jsonl",
        "1204 条记录",
    ]
    assert kiosk.audited("log_exported") == [{"entries": 1204, "where": "stick"}]


def test_a_log_that_is_not_whole_is_told_with_what_to_do(kiosk: Workplace) -> None:
    kiosk.tell(ExportLogPressed(), LogExported("audit.jsonl", 7, False, on_stick=False))
    assert "请马上报告" in kiosk.shown.rows[1].note


def test_a_log_that_cannot_be_written_says_why(kiosk: Workplace) -> None:
    kiosk.tell(ExportLogPressed(), LogNotExported("ENOSPC"))
    assert kiosk.shown.rows[0].big == "满了"
    assert kiosk.audited("log_not_exported") == [{"reason": "ENOSPC"}]
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "technician_board"


def test_an_answer_that_comes_when_the_technician_has_left_changes_no_page(
    kiosk: Workplace,
) -> None:
    kiosk.tell(ExportLogPressed(), LeavePressed(), LogExported("audit.jsonl", 7, True, False))
    assert kiosk.page == "HomeView"


# ---- a restart ---------------------------------------------------------------------------------


def test_a_restart_is_asked_for_twice_and_written_down(kiosk: Workplace) -> None:
    kiosk.tell(button(kiosk, "restart").press)
    assert kiosk.did(Restart) == []
    kiosk.tell(BackPressed(), RestartPressed(), RestartConfirmed())
    assert (kiosk.page, len(kiosk.did(Restart))) == ("technician_restarting", 1)
    assert kiosk.audited("restart_asked") == [{}]
    kiosk.tell(LeavePressed(), RestartConfirmed(), BackPressed())
    assert (kiosk.page, len(kiosk.did(Restart))) == ("technician_restarting", 1)


def test_a_citizen_cannot_restart_anything() -> None:
    kiosk = Workplace()
    kiosk.tell(RestartPressed(), RestartConfirmed(), ExportLogPressed(), TryCardPressed())
    kiosk.to_the_card()
    kiosk.tell(RestartPressed(), RestartConfirmed(), ExportLogPressed(), TryCardPressed())
    assert (kiosk.did(Restart), kiosk.did(ExportLog)) == ([], [])


def test_every_errand_is_there_with_every_device_and_the_disk_dead() -> None:
    dead = Workplace()
    for device in Device:
        dead.says(device, DeviceState.NO_DEVICE, ReseatReaderCable)
    dead.tell(StoreFailed())
    dead.to_the_board()
    assert all(button(dead, name) for name in ("try-card", "export-log", "restart"))
    dead.tell(RestartPressed(), RestartConfirmed())
    assert len(dead.did(Restart)) == 1
