"""The driver on a real pseudo-terminal: armed only while somebody wants a code, and no longer."""

import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from config.model import BarcodeReaderConfig
from devices.barcode_reader.codec import LONGEST
from devices.barcode_reader.driver import SerialBarcodeReader
from devices.barcode_reader.profile import FOLDER, load_profile
from kiosk.codes import load_codes
from kiosk.events.devices import CodeRefused
from kiosk.ports import (
    Cancel,
    DeviceStatus,
    FunctionReport,
    FunctionTest,
    ScanCode,
    ScannedCode,
    SelfTest,
)
from kiosk.vocabulary import CompletionCode, Device, DeviceState
from tests.devices.barcode_reader.conftest import CASE, SHORT, WINDOW, Bench
from tests.devices.inbox import Inbox, eventually
from tests.devices.pty import Pty

MODELS = ("honeywell", "always-on")


@pytest.mark.parametrize("model", MODELS)
def test_a_wanted_code_ends_the_scan_and_what_it_says_is_in_no_log(
    made: Callable[[str], Bench], model: str
) -> None:
    bench = made(model)
    bench.arm()
    assert bench.show(CASE)
    assert bench.scanned() == ScannedCode("case_number", CASE)
    assert CASE not in repr(bench.inbox.events)
    assert CASE not in repr(bench.reader.crossings())
    assert ("in", "case_number", len(CASE)) in [
        (each.direction, each.code, each.length) for each in bench.reader.crossings()
    ]


def test_what_is_shown_while_nobody_asks_is_dropped_unseen(made: Callable[[str], Bench]) -> None:
    bench = made("always-on")
    assert bench.show(CASE)
    time.sleep(0.02)
    bench.arm()
    assert bench.show(WINDOW)
    assert bench.scanned().text == WINDOW
    assert bench.refusals() == []


def test_the_end_of_a_code_that_began_before_anybody_asked_is_no_code() -> None:
    with Pty() as pty:
        inbox = Inbox()
        config = BarcodeReaderConfig(port=pty.path, gap_s=0.1)
        reader = SerialBarcodeReader(config, inbox.post, load_codes().kind_of)
        pty.send(b"0107-1123-0040107")
        reader.submit(ScanCode("scan", ("window_number",)))
        time.sleep(0.05)
        pty.send(b"-1123-004")
        time.sleep(0.02)
        pty.send(b"\r")
        eventually(lambda: any(each.code == "dropped" for each in reader.crossings()))
        time.sleep(0.15)
        assert inbox.completions("scan") == 0
        pty.send(b"0107-1123-005\r")
        assert inbox.completed("scan").result == ScannedCode("window_number", "0107-1123-005")
        reader.close()


def test_a_reader_with_a_trigger_is_on_only_between_the_command_and_its_end(bench: Bench) -> None:
    assert not bench.show(CASE)
    bench.arm("first")
    bench.reader.submit(Cancel("first"))
    assert bench.inbox.completed("first").code is CompletionCode.CANCELED
    eventually(lambda: not bench.peer.status()["armed"])
    assert not bench.show(CASE)
    bench.arm("second")
    bench.show(CASE)
    bench.scanned("second")
    eventually(lambda: not bench.peer.status()["armed"])
    assert bench.inbox.completions("first") == bench.inbox.completions("second") == 1


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        ({"text": "https://example.invalid/"}, "not_wanted"),
        ({"text": "91350100M000100Y43"}, "not_wanted"),  # on the list, but not wanted here
        ({"hex": "1B5D303B" + "07"}, "control_characters"),
        ({"hex": "FF" * 9}, "charset"),
        ({"hex": "41" * (LONGEST + 1)}, "too_long"),
    ],
)
def test_what_is_not_wanted_is_refused_by_reason_and_the_next_code_is_read(
    bench: Bench, shown: dict[str, str], reason: str
) -> None:
    bench.arm()
    assert bench.show(**shown)
    bench.inbox.wait_for(CodeRefused, lambda event: event.reason == reason)
    eventually(lambda: bench.show(CASE))  # the trigger is on again
    assert bench.scanned().text == CASE
    assert bench.refusals() == [reason]


@pytest.mark.parametrize("end", ["cr", "lf", "crlf", "none"])
def test_every_end_of_a_code_is_understood(bench: Bench, end: str) -> None:
    bench.arm()
    bench.show(WINDOW, end=end)
    assert bench.scanned().text == WINDOW


def test_a_code_that_lies_there_is_told_once(made: Callable[[str], Bench]) -> None:
    bench = made("always-on")
    bench.arm()
    for _ in range(3):
        bench.show("ADVERTISEMENT")
    bench.show(CASE)
    bench.scanned()
    assert bench.refusals() == ["not_wanted"]
    # The page after this one does not take the same code for an answer.
    bench.arm("next")
    bench.show(CASE)
    time.sleep(0.1)
    assert bench.inbox.completions("next") == 0
    time.sleep(bench.config.same_code_s)
    bench.show(CASE)
    assert bench.scanned("next").text == CASE


def test_a_flood_is_refused_once_and_the_reader_is_well_when_it_is_over(bench: Bench) -> None:
    bench.arm()
    bench.do("flood")
    bench.inbox.wait_for(CodeRefused, lambda event: event.reason == "too_fast")
    time.sleep(0.2)
    assert bench.refusals().count("too_fast") == 1
    assert len(bench.refusals()) < 10
    bench.do("healthy")
    bench.reader.submit(Cancel("scan"))
    assert bench.inbox.completed("scan").code is CompletionCode.CANCELED
    time.sleep(1.0)  # a silence
    bench.arm("after")
    bench.show(CASE)
    assert bench.scanned("after").text == CASE


def test_only_a_reader_that_answers_is_said_to_be_there(made: Callable[[str], Bench]) -> None:
    bench = made("always-on")
    bench.reader.submit(SelfTest("self"))
    status = bench.inbox.completed("self").result
    assert status == DeviceStatus(
        Device.BARCODE_READER, DeviceState.ONLINE, detail="scanner=unknown"
    )
    assert bench.reader.capabilities().can == ()
    bench.reader.submit(FunctionTest("function"))
    end = bench.inbox.completed("function")
    assert end.code is CompletionCode.UNSUPPORTED_COMMAND
    assert end.result == FunctionReport("9600 baud, scanner=unknown")


def test_a_reader_that_can_be_asked_tells_its_version(tmp_path: Path) -> None:
    # One look in a minute: the log of twenty frames keeps what is looked for, however slow we are.
    with closing(Bench(tmp_path, patience=SHORT | {"status_interval_s": 60.0})) as bench:
        assert bench.reader.capabilities().can == ("trigger", "health")
        bench.reader.submit(SelfTest("self"))
        assert bench.inbox.completed("self").result.detail == "scanner=on"
        bench.reader.submit(FunctionTest("function"))
        end = bench.inbox.completed("function")
        assert end.code is CompletionCode.SUCCESS
        told = "Product Name: Simulated N8680 Software Part Number: BDY000001BAA"
        assert end.result.value.endswith(f" ms, {told}")  # without the question's echo
        # The peer writes down what it has said once it is said.
        in_order = "on off version version"
        eventually(lambda: in_order in " ".join(each["code"] for each in bench.peer.wire()))


def test_a_technician_tests_while_a_page_waits_for_a_code(bench: Bench) -> None:
    bench.arm()
    bench.reader.submit(FunctionTest("function"))
    assert bench.inbox.completed("function").code is CompletionCode.SUCCESS
    assert bench.inbox.completions("scan") == 0
    eventually(lambda: bench.show(CASE))
    assert bench.scanned().text == CASE


def test_a_version_shows_no_bytes_that_a_screen_might_obey() -> None:
    with Pty() as pty:
        inbox = Inbox()
        config = BarcodeReaderConfig(port=pty.path, profile="datalogic", status_interval_s=60)
        reader = SerialBarcodeReader(config, inbox.post, load_codes().kind_of)
        reader.submit(FunctionTest("function"))
        ends_s = time.monotonic() + 5.0
        while not inbox.completions("function") and time.monotonic() < ends_s:
            if pty.receive(1, 0.02) == b"i":
                pty.send(b"\x1b[2Jok\xff " + b"long " * 20)
        value = inbox.completed("function").result.value
        assert value.isprintable()
        assert "[2Jok long long" in value
        assert len(value) < 100
        reader.close()


def test_every_profile_loads_and_an_unknown_one_names_those_that_there_are() -> None:
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    assert [load_profile(name).name for name in names] == names
    with pytest.raises(ValueError, match=r"one of always-on, .*honeywell.*got '\.\./codes'"):
        load_profile("../codes")


def test_closing_ends_a_scan_and_turns_the_reader_off(bench: Bench) -> None:
    bench.arm()
    bench.reader.close()
    assert bench.inbox.completed("scan").code is CompletionCode.CANCELED
    eventually(lambda: not bench.peer.status()["armed"])
    bench.reader.submit(SelfTest("late"))
    assert bench.inbox.completed("late").code is CompletionCode.CANCELED


def test_waiting_for_a_code_costs_next_to_nothing(bench: Bench) -> None:
    bench.arm()
    before = os.times()
    time.sleep(0.5)
    after = os.times()
    assert after.user + after.system - before.user - before.system < 0.1
