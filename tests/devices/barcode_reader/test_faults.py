"""Every fault of the wire with every command: the right end, in time, and well again by itself."""

import time
from collections.abc import Callable, Mapping

import pytest

from kiosk.attention import Attention, ReseatBarcodeReaderCable, ResetBarcodeReader
from kiosk.ports import DeviceStatus, FunctionTest, ScanCode, SelfTest
from kiosk.vocabulary import CompletionCode
from tests.devices.barcode_reader.conftest import CASE, Bench
from tests.devices.inbox import eventually

READY, WELL = CompletionCode.DEVICE_NOT_READY, CompletionCode.SUCCESS

Expected = tuple[CompletionCode, type[Attention] | None]
GONE: Expected = (READY, ReseatBarcodeReaderCable)
SILENT: Expected = (READY, ResetBarcodeReader)
FINE: Expected = (WELL, None)

MATRIX: Mapping[
    tuple[str, tuple[tuple[str, object], ...]], tuple[Expected, Expected | None, str]
] = {
    # fault: self test, function test, and what a code held before it comes to
    ("unplug", ()): (GONE, GONE, "gone"),
    ("dont_answer", ()): (SILENT, SILENT, "nothing"),
    ("delay", (("s", 0.5),)): (SILENT, None, "late"),  # the late answer may answer the next test
    ("late_answer", ()): (SILENT, SILENT, "nothing"),
    ("wrong_checksum", ()): (SILENT, SILENT, "refused"),
    ("noise", (("percent", 100.0),)): (SILENT, SILENT, "refused"),
    ("junk", ()): (FINE, FINE, "refused"),
    ("split", (("s", 0.02),)): (FINE, FINE, "read"),
}
"""A code has no checksum of its own: what noise leaves of it does not fit the allow-list."""


@pytest.fixture
def ill(bench: Bench, request: pytest.FixtureRequest) -> Bench:
    name, figures = request.param
    bench.reader.submit(SelfTest("before"))
    assert bench.inbox.completed("before").code is WELL
    bench.do(name, **dict(figures))
    return bench


@pytest.mark.parametrize(
    ("ill", "self_test", "function_test"),
    [(fault, row[0], row[1]) for fault, row in MATRIX.items()],
    indirect=["ill"],
    ids=[fault[0] for fault in MATRIX],
)
def test_a_test_ends_as_it_should_and_the_reader_comes_back(
    ill: Bench, self_test: Expected, function_test: Expected | None
) -> None:
    for command, expected in ((SelfTest("s"), self_test), (FunctionTest("f"), function_test)):
        if expected is None:
            continue
        code, attention = expected
        ill.reader.submit(command)
        end = ill.inbox.completed(command.id, within_s=3.0)
        assert end.code is code
        if attention:
            assert isinstance(end.result, DeviceStatus)
            assert end.result.attention is attention
            assert ill.inbox.statuses()[-1].attention is attention
    ill.do("healthy")
    recovers(ill)


@pytest.mark.parametrize(
    ("ill", "comes_to"),
    [(fault, row[2]) for fault, row in MATRIX.items()],
    indirect=["ill"],
    ids=[fault[0] for fault in MATRIX],
)
def test_a_scan_lives_through_it(ill: Bench, comes_to: str) -> None:
    ill.reader.submit(ScanCode("scan", ("case_number",)))
    if comes_to == "gone":
        assert ill.inbox.completed("scan").code is READY
        ill.do("healthy")
        recovers(ill)
        return
    eventually(lambda: ill.show(CASE))
    if comes_to in ("read", "late"):
        assert ill.inbox.completed("scan").code is WELL
        ill.do("healthy")
        return
    if comes_to == "refused":
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
