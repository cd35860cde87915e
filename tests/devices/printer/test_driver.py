"""Stories of slips: what comes out, for whom, and what the kiosk knows about it."""

import dataclasses
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from devices.printer.codec import encode_job, process_number
from devices.printer.journal import JournalFile
from devices.printer.layout import lay_out
from devices.printer.profile import load_profile
from devices.printer.raster import Rasteriser
from kiosk.attention import (
    Attention,
    ClearPaperJam,
    ClosePrinterCover,
    FreeCutter,
    PaperRunsLow,
    RefillPaper,
    ReseatPrinterCable,
    ResetPrinter,
)
from kiosk.ports import Pair, QrCode, Rule, Slip, TextLine
from kiosk.vocabulary import CompletionCode, DeviceState, PaperSupply, PrintOutcome
from tests.devices.printer.conftest import FONT, Desk, scan, slip_for


def test_a_slip_comes_out_and_is_known_to_have_come_out(desk: Desk) -> None:
    slip = Slip(
        "receipt",
        "A-1",
        (
            TextLine("演示 无效", size=2, bold=True, align="center"),
            Rule(),
            Pair("办件编号", "3302-2611-230047"),
            Pair("申请人", "陈*英"),
            QrCode("https://example.invalid/q?no=1"),
        ),
    )
    code, result = desk.print(slip)

    assert (code, result.outcome) == (CompletionCode.SUCCESS, PrintOutcome.PRINTED)
    (text,) = desk.texts()
    assert text.splitlines()[0].strip() == "演示 无效"
    assert text.splitlines()[1] == "-" * 48
    assert text.splitlines()[2:4] == ["办件编号  3302-2611-230047", "申请人    陈*英"]
    assert "[QR https://example.invalid/q?no=1]" in text
    printed_mm = Image.open(desk.pictures()[0]).height / 8
    assert result.paper_mm == pytest.approx(printed_mm, abs=2)


def test_the_code_on_the_slip_scans(desk: Desk) -> None:
    address = "https://example.invalid/progress?number=3302-2611-230047"
    desk.print(Slip("receipt", "A-1", (TextLine("查进度"), QrCode(address), TextLine("扫码"))))

    assert scan(desk.pictures()[0]) == address


def test_a_printer_that_says_nothing_prints_and_nothing_is_claimed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, reply_timeout_s=0.04)
    try:
        desk.do("silent")

        assert desk.outcome(slip_for("陈海英", "A-1")) == ("success", "unconfirmed")
        assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "unconfirmed")
        first, second = desk.texts()
        assert first.count("陈海英") == second.count("林国斌") == 2
        assert "陈海英" not in second
    finally:
        desk.close()


@pytest.mark.parametrize(
    ("verb", "attention", "paper"),
    [
        ("paper_out", RefillPaper, PaperSupply.OUT),
        ("cover_open", ClosePrinterCover, PaperSupply.FULL),
        ("jam", ClearPaperJam, PaperSupply.JAMMED),
    ],
)
def test_a_printer_that_cannot_print_says_what_to_do_and_the_number_stays_free(
    desk: Desk, verb: str, attention: type[Attention], paper: PaperSupply
) -> None:
    desk.do(verb)
    code, status = desk.print(slip_for("陈海英", "A-1"))

    assert code is CompletionCode.DEVICE_NOT_READY
    assert (status.attention, status.paper) == (attention, paper)
    assert desk.wait_for_status(lambda each: each.attention is attention)

    desk.do("healthy")
    assert desk.outcome(slip_for("陈海英", "A-1")) == ("success", "printed")
    assert len(desk.texts()) == 1


@pytest.fixture
def rarely_looked_at(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose printer is asked once, at the start, and then only because of a slip."""
    desk = Desk(tmp_path, patience={"status_interval_s": 60.0})
    desk.wait_for_status(lambda each: each.state is DeviceState.ONLINE)
    yield desk
    desk.close()


def test_a_printer_that_was_well_is_asked_before_a_slip_whether_it_still_is(
    rarely_looked_at: Desk,
) -> None:
    desk = rarely_looked_at
    looked_s = desk.driver.log.newest()[-1].at_s

    assert desk.outcome(slip_for("陈海英", "A-1")) == ("success", "printed")

    since = [each for each in desk.driver.log.newest() if each.at_s > looked_s]
    assert [each.code for each in since if each.code.startswith("DLE")] == ["DLE EOT 1"]
    assert since[0].code == "DLE EOT 1"
    assert since[1].code == "status 1: 16"  # heard before the first byte of the slip


@pytest.mark.parametrize(
    ("verb", "attention"),
    [("paper_out", RefillPaper), ("cover_open", ClosePrinterCover), ("jam", ClearPaperJam)],
)
def test_what_came_in_the_way_since_the_last_look_is_found_before_the_slip(
    rarely_looked_at: Desk, verb: str, attention: type[Attention]
) -> None:
    desk = rarely_looked_at
    desk.do(verb)

    code, status = desk.print(slip_for("陈海英", "A-1"))

    assert (code, status.attention) == (CompletionCode.DEVICE_NOT_READY, attention)
    assert desk.texts() == []
    assert not desk.journal.begun("A-1")


def test_paper_that_runs_low_is_told_and_stops_nothing(desk: Desk) -> None:
    desk.do("paper_low")

    status = desk.wait_for_status(lambda each: each.paper is PaperSupply.LOW)

    assert (status.attention, status.state) == (PaperRunsLow, DeviceState.ONLINE)
    assert desk.outcome(slip_for("陈海英", "A-1")) == ("success", "printed")


def test_paper_that_ends_within_a_slip_leaves_nothing_for_the_next_person(desk: Desk) -> None:
    desk.do("out_mid_job", lines=6)
    assert desk.outcome(slip_for("陈海英", "A-1", lines=40)) == ("hardwareError", "partial")
    desk.wait_for_status(lambda each: each.attention is RefillPaper)

    desk.do("refill")
    desk.wait_for_status(lambda each: each.attention is None)
    assert desk.outcome(slip_for("林国斌", "A-2", lines=2)) == ("success", "printed")

    half, whole = desk.texts()
    assert 0 < half.count("陈海英") < 40
    assert "陈海英" not in whole
    assert whole.count("林国斌") == 2


def test_a_slip_that_ended_midway_is_not_printed_again_by_itself(desk: Desk) -> None:
    desk.do("out_mid_job", lines=6)
    desk.print(slip_for("陈海英", "A-1", lines=40))
    desk.do("refill")
    desk.wait_for_status(lambda each: each.attention is None)
    desk.wait_until(lambda: len(desk.texts()) == 1)

    assert desk.print(slip_for("陈海英", "A-1", lines=40)) == (CompletionCode.INVALID_DATA, None)
    assert len(desk.texts()) == 1


def test_a_slip_is_repeated_only_under_a_new_number_and_only_if_it_was_begun(desk: Desk) -> None:
    first = slip_for("陈海英", "A-1")
    desk.print(first)

    again = dataclasses.replace(first, reprint_of="A-1")
    assert desk.print(again) == (CompletionCode.INVALID_DATA, None)
    never = dataclasses.replace(first, number="B-2", reprint_of="B-1")
    assert desk.print(never) == (CompletionCode.INVALID_DATA, None)
    assert desk.outcome(dataclasses.replace(again, number="A-2")) == ("success", "printed")
    assert len(desk.texts()) == 2


def test_a_knife_that_sticks_is_told_and_the_uncut_slip_is_not_given_to_the_next(
    desk: Desk,
) -> None:
    desk.do("cutter")
    assert desk.outcome(slip_for("陈海英", "A-1")) == ("hardwareError", "partial")
    desk.wait_for_status(lambda each: each.attention is FreeCutter)
    assert desk.print(slip_for("林国斌", "A-2"))[0] is CompletionCode.DEVICE_NOT_READY

    desk.do("healthy")
    desk.wait_for_status(lambda each: each.attention is None)
    assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")
    assert "陈海英" not in desk.texts()[-1]


def test_a_number_never_comes_out_twice_even_after_a_restart(desk: Desk) -> None:
    desk.print(slip_for("陈海英", "A-1"))
    assert desk.print(slip_for("陈海英", "A-1")) == (CompletionCode.INVALID_DATA, None)

    desk.switch_off()
    desk.switch_on()

    assert desk.print(slip_for("陈海英", "A-1")) == (CompletionCode.INVALID_DATA, None)
    assert len(desk.texts()) == 1


def test_a_printer_that_does_not_let_go_of_an_old_slip_prints_no_new_one(desk: Desk) -> None:
    desk.do("keeps_buffer")
    desk.do("out_mid_job", lines=6)
    desk.print(slip_for("陈海英", "A-1", lines=40))
    desk.do("refill")

    code, status = desk.print(slip_for("林国斌", "A-2"))

    assert code is CompletionCode.DEVICE_NOT_READY
    assert status.attention is ResetPrinter
    assert not any("林国斌" in text for text in desk.texts())


def test_a_number_that_cannot_be_written_down_is_not_printed(desk: Desk) -> None:
    desk.journal.close()

    assert desk.print(slip_for("陈海英", "A-1")) == (CompletionCode.INTERNAL_ERROR, None)
    assert desk.texts() == []


def test_a_slip_that_has_come_out_is_told_so_whatever_the_disk_does(desk: Desk) -> None:
    def refuses(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    for name in ("end", "used", "new_roll"):
        setattr(desk.journal, name, refuses)
    desk.driver.refilled()
    assert desk.outcome(slip_for("陈海英", "A-1")) == ("success", "printed")
    desk.do("out_mid_job", lines=6)
    assert desk.outcome(slip_for("林国斌", "A-2", lines=40)) == ("hardwareError", "partial")
    desk.wait_for_status(lambda each: each.attention is RefillPaper)
    left = desk.driver.paper_left()
    assert left is not None
    assert left.mm == 0, "known, though it could not be written down"


def test_after_a_kill_within_a_slip_the_rest_is_cleared_and_the_half_cut_off(
    desk: Desk, tmp_path: Path
) -> None:
    desk.switch_off()
    desk.do("out_mid_job", lines=6)
    profile = load_profile("epson-tm-t88")
    lines = lay_out(slip_for("陈海英", "A-1", lines=40), profile.cells)
    job = encode_job(lines, profile, Rasteriser(FONT, profile), process_number("A-1"))
    journal = JournalFile(tmp_path / "journal.db")
    journal.begin("A-1")
    journal.close()
    port = os.open(desk.peer.wiring()["printer.port"], os.O_WRONLY | os.O_NOCTTY)
    os.write(port, b"".join(job.pieces))
    desk.wait_until(lambda: bool(desk.peer.status()["offline"]))
    os.close(port)

    desk.switch_on()
    desk.wait_for_status(lambda each: each.attention is RefillPaper)
    desk.do("refill")
    desk.wait_until(lambda: len(desk.texts()) == 1)
    assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")

    half, whole = desk.texts()
    assert 0 < half.count("陈海英") < 40
    assert "陈海英" not in whole
    assert not desk.journal.interrupted()


def test_a_cable_pulled_within_a_slip_ends_it_and_comes_back_clean(tmp_path: Path) -> None:
    desk = Desk(tmp_path, speed_mm_s=300.0)
    try:
        command = desk.begin(slip_for("陈海英", "A-1", lines=200))
        desk.wait_until(lambda: desk.peer.status()["waiting_bytes"] > 100)
        desk.do("unplug")
        code, result = desk.end_of(command)
        assert (code, result.outcome) == (CompletionCode.HARDWARE_ERROR, PrintOutcome.PARTIAL)
        desk.wait_for_status(lambda each: each.attention is ReseatPrinterCable)

        desk.do("replug")
        desk.wait_for_status(lambda each: each.attention is None)
        assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")
        assert "陈海英" not in desk.texts()[-1]
    finally:
        desk.close()


def test_a_port_that_is_not_there_is_told_and_found_when_it_comes(desk: Desk) -> None:
    desk.do("unplug")
    status = desk.wait_for_status(lambda each: each.attention is ReseatPrinterCable)
    assert status.state is DeviceState.NO_DEVICE
    assert desk.print(slip_for("陈海英", "A-1"))[0] is CompletionCode.DEVICE_NOT_READY

    desk.do("replug")
    desk.wait_for_status(lambda each: each.state is DeviceState.ONLINE)
    assert desk.outcome(slip_for("陈海英", "A-1")) == ("success", "printed")


def test_silence_is_told_only_after_several_questions(desk: Desk) -> None:
    desk.wait_for_status(lambda each: each.state is DeviceState.ONLINE)
    desk.do("silent")

    status = desk.wait_for_status(lambda each: each.attention is ResetPrinter)

    assert status.state is DeviceState.OFFLINE
    questions = [each for each in desk.driver.log.newest() if each.code == "DLE EOT 1"]
    assert len(questions) >= 3


def test_a_late_answer_is_not_taken_for_the_answer_to_the_next_question(tmp_path: Path) -> None:
    desk = Desk(tmp_path, reply_timeout_s=0.05)
    try:
        desk.wait_for_status(lambda each: each.state is DeviceState.ONLINE)
        desk.do("delay", s=0.07)
        desk.wait_for_status(lambda each: each.attention is ResetPrinter)
        desk.print(slip_for("陈海英", "A-1"))
        desk.do("healthy")
        desk.wait_for_status(lambda each: each.state is DeviceState.ONLINE)

        # 16 to question 2 would be an open cover.
        assert {each.attention for each in desk.statuses} == {None, ResetPrinter}
    finally:
        desk.close()


def test_the_self_test_answers_and_moves_no_paper(desk: Desk) -> None:
    before = desk.peer.status()["paper_mm"]

    code, status = desk.self_test()

    assert (code, status.paper) == (CompletionCode.SUCCESS, PaperSupply.FULL)
    assert desk.peer.status()["paper_mm"] == before


def test_a_slip_still_waiting_can_be_cancelled(tmp_path: Path) -> None:
    desk = Desk(tmp_path, speed_mm_s=100.0)
    try:
        first = desk.begin(slip_for("陈海英", "A-1", lines=5))
        second = desk.begin(slip_for("林国斌", "A-2"))
        desk.cancel(second)
        assert desk.end_of(second) == (CompletionCode.CANCELED, None)
        assert desk.end_of(first)[0] is CompletionCode.SUCCESS
        assert len(desk.texts()) == 1
    finally:
        desk.close()


def test_a_slip_cancelled_midway_stops_and_is_cut_off(tmp_path: Path) -> None:
    desk = Desk(tmp_path, speed_mm_s=200.0)
    try:
        command = desk.begin(slip_for("陈海英", "A-1", lines=60))
        desk.wait_until(lambda: desk.peer.status()["waiting_bytes"] > 100)
        desk.cancel(command)
        code, result = desk.end_of(command)
        assert (code, result.outcome) == (CompletionCode.CANCELED, PrintOutcome.PARTIAL)
        assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")
        assert desk.texts()[0].count("陈海英") < 60
        assert "陈海英" not in desk.texts()[-1]
    finally:
        desk.close()


def test_a_slip_that_cannot_be_printed_is_refused_before_anything_moves(desk: Desk) -> None:
    too_long = Slip("receipt", "A-1", (QrCode("x" * 400),))

    assert desk.print(too_long) == (CompletionCode.INVALID_DATA, None)
    assert desk.texts() == []


def test_nothing_of_a_slip_is_logged_or_kept(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.print(slip_for("陈海英", "3302-A-1"))
    desk.do("unplug")
    desk.wait_for_status(lambda each: each.attention is ReseatPrinterCable)
    desk.switch_off()

    assert caplog.records == []
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("journal.db*"))
    for secret in ("陈海英", "3302-A-1"):
        assert secret.encode() not in kept
        assert secret.encode("gb18030") not in kept
        assert secret not in repr(desk.driver.log.newest())
    desk.switch_on()


def test_closing_ends_the_thread_and_answers_what_waits(tmp_path: Path) -> None:
    desk = Desk(tmp_path, speed_mm_s=100.0)
    desk.begin(slip_for("陈海英", "A-1", lines=30))
    waiting = desk.begin(slip_for("林国斌", "A-2"))
    desk.driver.close()

    assert desk.end_of(waiting)[0] is CompletionCode.CANCELED
    assert "printer worker" not in {thread.name for thread in threading.enumerate()}
    desk.close()


def test_statuses_are_pushed_only_when_they_change(desk: Desk) -> None:
    desk.wait_for_status(lambda each: each.state is DeviceState.ONLINE)
    for number in range(3):
        desk.print(slip_for("陈海英", f"A-{number}"))

    assert len(desk.statuses) == 1
