"""Every fault of the wire with every command: the right end, in time, and well again by itself."""

import time
from collections.abc import Callable

import pytest

from kiosk.ports import DeviceStatus, FunctionTest, ScanCode, SelfTest
from kiosk.vocabulary import CompletionCode
from tests.devices.barcode_reader.conftest import CASE, Bench
from tests.devices.barcode_reader.faults import COMMANDS, ROWS, Refused
from tests.devices.fault_matrix import Row
from tests.devices.inbox import eventually

READY, WELL = CompletionCode.DEVICE_NOT_READY, CompletionCode.SUCCESS


@pytest.fixture
def ill(bench: Bench, row: Row) -> Bench:
    bench.reader.submit(SelfTest("before"))
    assert bench.inbox.completed("before").code is WELL
    bench.do(row.fault, **row.asked)
    return bench


@pytest.mark.parametrize("command", [SelfTest("test"), FunctionTest("test")], ids=repr)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_test_ends_as_it_should_and_the_reader_comes_back(
    ill: Bench, row: Row, command: SelfTest | FunctionTest
) -> None:
    cell = row.cells[COMMANDS.index(type(command))]
    ill.reader.submit(command)
    end = ill.inbox.completed("test", within_s=3.0)
    assert end.code is cell.code
    if cell.attention:
        assert isinstance(end.result, DeviceStatus)
        assert end.result.attention is cell.attention
        assert ill.inbox.statuses()[-1].attention is cell.attention
    ill.do("healthy")
    recovers(ill)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_scan_lives_through_it(ill: Bench, row: Row) -> None:
    cell = row.cells[COMMANDS.index(ScanCode)]
    ill.reader.submit(ScanCode("scan", ("case_number",)))
    if cell.code is READY:
        end = ill.inbox.completed("scan")
        assert end.code is READY
        assert isinstance(end.result, DeviceStatus)
        assert end.result.attention is cell.attention
        ill.do("healthy")
        recovers(ill)
        return
    eventually(lambda: ill.show(CASE))
    if cell.code is WELL:
        assert ill.inbox.completed("scan").code is WELL
        ill.do("healthy")
        return
    if isinstance(cell, Refused):
        eventually(lambda: ill.refusals() != [])
    else:
        time.sleep(0.1)
        assert ill.refusals() == []
    assert ill.inbox.completions("scan") == 0
    ill.do("healthy")
    time.sleep(ill.config.same_code_s)
    eventually(lambda: ill.show(CASE))
    assert ill.inbox.completed("scan").code is WELL


def recovers(bench: Bench) -> None:
    """It is well again by itself, and says so once."""
    eventually(lambda: bench.inbox.statuses()[-1].attention is None)
    bench.reader.submit(SelfTest("after"))
    assert bench.inbox.completed("after").code is WELL


def test_pulled_out_while_a_page_waits_it_is_armed_again_when_it_is_back(
    made: Callable[[str], Bench],
) -> None:
    bench = made("honeywell")
    bench.arm()
    bench.do("unplug")
    bench.do("replug")
    eventually(lambda: bench.show(CASE))
    assert bench.scanned().text == CASE
