"""Every fault of the wire with every command: the right end, in time, and well again by itself."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.ports import DeviceStatus, FunctionTest, ScanCode, SelfTest
from kiosk.vocabulary import CompletionCode
from tests.devices.barcode_reader.conftest import CASE, SHORT, Bench
from tests.devices.barcode_reader.faults import COMMANDS, ROWS, Refused
from tests.devices.fault_matrix import Row
from tests.devices.inbox import eventually

WITHIN_S = 15.0  # a driver with a kiosk's patience has given up by then
READY, WELL = CompletionCode.DEVICE_NOT_READY, CompletionCode.SUCCESS


HANDS = {"scan", "replug", "healthy"}


@pytest.fixture(params=["short", pytest.param("a kiosk's", marks=pytest.mark.long)])
def ill(request: pytest.FixtureRequest, tmp_path: Path, row: Row) -> Iterator[Bench]:
    """A reader with this row's fault, and a driver with short patience or that of a kiosk."""
    real = request.param != "short"
    bench = Bench(tmp_path, patience={} if real else SHORT)
    bench.reader.submit(SelfTest("before"))
    assert bench.inbox.completed("before").code is WELL
    late = {"s": 2.0} if real and row.fault == "delay" else {}
    bench.do(row.fault, **{**row.asked, **late})
    yield bench
    bench.close()


def test_every_fault_of_the_simulator_has_its_row(bench: Bench) -> None:
    assert {row.fault for row in ROWS} == set(bench.peer.verbs) - HANDS


@pytest.mark.parametrize("command", [SelfTest("test"), FunctionTest("test")], ids=repr)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_test_ends_as_it_should_and_the_reader_comes_back(
    ill: Bench, row: Row, command: SelfTest | FunctionTest
) -> None:
    cell = row.cells[COMMANDS.index(type(command))]
    ill.reader.submit(command)
    end = ill.inbox.completed("test", WITHIN_S)
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
        end = ill.inbox.completed("scan", WITHIN_S)
        assert end.code is READY
        assert isinstance(end.result, DeviceStatus)
        assert end.result.attention is cell.attention
        ill.do("healthy")
        recovers(ill)
        return
    if row.fault != "flood":  # of which there is enough to see
        eventually(lambda: ill.show(CASE), WITHIN_S)
    if cell.code is WELL:
        assert ill.inbox.completed("scan", WITHIN_S).code is WELL
        ill.do("healthy")
        return
    if isinstance(cell, Refused):
        eventually(lambda: ill.refusals() != [], WITHIN_S)
    else:
        time.sleep(0.1)
        assert ill.refusals() == []
    assert ill.inbox.completions("scan") == 0
    ill.do("healthy")
    time.sleep(1.1 if row.fault == "flood" else ill.config.same_code_s)  # a silence
    eventually(lambda: ill.show(CASE), WITHIN_S)
    assert ill.inbox.completed("scan", WITHIN_S).code is WELL


def recovers(bench: Bench) -> None:
    """It is well again by itself, and says so once."""
    eventually(lambda: bench.inbox.statuses()[-1].attention is None, WITHIN_S)
    bench.reader.submit(SelfTest("after"))
    assert bench.inbox.completed("after", WITHIN_S).code is WELL


def test_pulled_out_while_a_page_waits_it_is_armed_again_when_it_is_back(
    made: Callable[[str], Bench],
) -> None:
    bench = made("honeywell")
    bench.arm()
    bench.do("unplug")
    bench.do("replug")
    eventually(lambda: bench.show(CASE))
    assert bench.scanned().text == CASE
