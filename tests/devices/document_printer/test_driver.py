"""Stories of documents: whose they are, that they come out once, and never for somebody else."""

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.model import DocumentPrinterConfig
from devices.document_printer.driver import IppDocumentPrinter
from devices.document_printer.journal import DocumentJournal, LeftJob, job_name
from kiosk.attention import CancelLeftDocument, CheckDocumentPrinterSettings, DocumentPaperLow
from kiosk.ports import Document, DocumentResult
from kiosk.vocabulary import CompletionCode, DeviceState, DocumentMedia, PrintOutcome
from tests.devices.document_printer.desk import Corner, Ours
from tests.devices.document_printer.paper import document
from tests.devices.inbox import Inbox, eventually

PRINTED, PARTIAL = PrintOutcome.PRINTED, PrintOutcome.PARTIAL
UNCONFIRMED = PrintOutcome.UNCONFIRMED


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[Corner, Ours]]:
    """A printer that needs its time, so that something can happen in the middle of a document."""
    printer = Ours(tmp_path, sheet_s=0.1)
    made = Corner(tmp_path, printer)
    yield made, printer
    made.close()


def in_the_middle(corner: Corner, licence: Document) -> str:
    id = corner.begin(licence)
    eventually(lambda: corner.printer.sheets_out() > 0)
    return id


def left_by_a_power_cut(directory: Path, printer: Ours, licence: Document, heard: bool) -> None:
    """A job at the printer, and the journal of a kiosk that died while it was printed.

    heard: whether the printer's number of it was.
    """
    name = job_name(licence.number)
    journal = DocumentJournal(directory / "documents.db")
    journal.begin(name)
    engine = printer.engine
    job = engine.create(name, licence.media, "tray-1")
    if heard:
        journal.known_as(name, job.id)
    journal.close()
    engine.take(job, licence.format, licence.data)


# ---- nothing of one citizen's document for the next ------------------------------------------


@pytest.mark.parametrize("heard", [True, False])
def test_after_a_power_cut_the_old_document_is_cancelled_before_anything_else(
    tmp_path: Path, ours: Ours, heard: bool
) -> None:
    ours.do("paper_out")
    left_by_a_power_cut(tmp_path, ours, document("theirs", pages=3), heard)
    assert ours.status()["jobs"] == 1  # the printer would go on with it after a refill
    corner = Corner(tmp_path, ours)
    corner.self_test()
    ours.do("refill")
    assert ours.status()["jobs"] == 0
    assert corner.print(document("mine")) == (CompletionCode.SUCCESS, DocumentResult(PRINTED, 1))
    assert ours.printed() == [document("mine").data]
    assert corner.print(document("theirs")) == (CompletionCode.INVALID_DATA, None)
    corner.close()


def test_a_job_whose_number_was_never_heard_is_found_by_its_name(
    tmp_path: Path, ours: Ours
) -> None:
    """Create-Job was not answered, and what was asked about it then neither."""
    corner = Corner(tmp_path, ours)
    ours.do("dont_answer", on="Create-Job", times=1)
    ours.do("cut", on="Get-Jobs", times=1)
    code, result = corner.print(document("theirs"))
    assert (code, result) == (CompletionCode.TIME_OUT, DocumentResult(PARTIAL, 0))
    assert [job.id for job in corner.journal.left()] == [None]
    eventually(lambda: not corner.journal.left())
    assert ours.status()["jobs"] == 0
    corner.close()


def test_while_it_is_printed_the_journal_knows_what_to_call_off(slow: tuple[Corner, Ours]) -> None:
    corner, printer = slow
    id = in_the_middle(corner, document("theirs", pages=5))
    seen_by_the_next_kiosk = DocumentJournal(corner.directory / "documents.db")
    job = printer.engine.jobs[0]
    assert seen_by_the_next_kiosk.left() == (LeftJob(job_name("theirs"), job.id),)
    assert job.name == job_name("theirs")
    corner.end_of(id)
    assert seen_by_the_next_kiosk.left() == ()
    seen_by_the_next_kiosk.close()


def test_after_the_printers_restart_the_number_of_another_job_is_left_alone(
    tmp_path: Path,
) -> None:
    journal = DocumentJournal(tmp_path / "documents.db")
    journal.begin(job_name("theirs"))
    journal.known_as(job_name("theirs"), 1)
    journal.close()
    printer = Ours(tmp_path, sheet_s=0.1)
    somebody = printer.engine.create("a test page", DocumentMedia.A4, "tray-1")
    corner = Corner(tmp_path, printer)
    corner.self_test()
    assert somebody.id == 1
    assert not somebody.ended
    assert corner.journal.left() == ()
    corner.close()


def test_a_printer_that_lets_go_of_nothing_gets_nothing_more(
    slow: tuple[Corner, Ours], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.document_printer.run.CALL_OFF_S", 0.3)
    corner, printer = slow
    printer.do("keeps_jobs")
    id = in_the_middle(corner, document("theirs", pages=30))
    corner.cancel(id)
    code, result = corner.end_of(id)
    assert (code, result.outcome) == (CompletionCode.CANCELED, UNCONFIRMED)
    code, status = corner.print(document("mine"))
    assert code is CompletionCode.DEVICE_NOT_READY
    assert (status.state, status.attention) == (DeviceState.OFFLINE, CancelLeftDocument)
    corner.inbox.forget()
    printer.do("healthy")
    corner.status(lambda status: status.state is DeviceState.ONLINE)
    assert corner.print(document("mine"))[0] is CompletionCode.SUCCESS
    assert printer.printed() == [document("mine").data]


def test_what_stopped_on_the_way_does_not_come_out_after_the_refill(
    slow: tuple[Corner, Ours],
) -> None:
    corner, printer = slow
    printer.do("out_mid_job", sheets=2)
    code, result = corner.print(document("theirs", pages=4))
    assert (code, result) == (CompletionCode.HARDWARE_ERROR, DocumentResult(PARTIAL, 2))
    corner.inbox.forget()
    printer.do("refill")
    assert corner.self_test()[1].state is DeviceState.ONLINE
    time.sleep(0.3)
    assert printer.sheets_out() == 2


def test_a_kiosk_that_ends_calls_off_what_is_printed(slow: tuple[Corner, Ours]) -> None:
    corner, printer = slow
    id = in_the_middle(corner, document("theirs", pages=30))
    corner.switch_off()
    assert corner.inbox.completed(id).code is CompletionCode.CANCELED
    assert printer.status()["jobs"] == 0
    corner.switch_on()


# ---- how a document ends ---------------------------------------------------------------------


def test_somebody_cancels_at_the_panel(slow: tuple[Corner, Ours]) -> None:
    corner, printer = slow
    id = in_the_middle(corner, document("theirs", pages=30))
    printer.do("panel_cancel")
    code, result = corner.end_of(id)
    assert (code, result.outcome) == (CompletionCode.USER_ERROR, PARTIAL)
    assert 1 <= result.sheets < 30


def test_a_printer_that_is_switched_off_and_on_forgot_the_document(
    slow: tuple[Corner, Ours],
) -> None:
    corner, printer = slow
    id = in_the_middle(corner, document("theirs", pages=30))
    eventually(lambda: printer.sheets_out() > 1)
    printer.do("restart")
    code, result = corner.end_of(id)
    assert (code, result.outcome) == (CompletionCode.TIME_OUT, UNCONFIRMED)
    assert result.sheets >= 1
    assert corner.journal.left() == ()


def test_a_document_that_is_none_is_not_the_printers_fault(corner: Corner) -> None:
    broken = replace(document("theirs"), data=b"no PDF at all")
    assert corner.print(broken) == (CompletionCode.INVALID_DATA, DocumentResult(PARTIAL, 0))
    assert corner.self_test()[1].state is DeviceState.ONLINE


def test_a_document_that_takes_too_long_is_called_off(tmp_path: Path) -> None:
    printer = Ours(tmp_path, sheet_s=0.1)
    corner = Corner(tmp_path, printer, job_timeout_s=0.5)
    code, result = corner.print(document("theirs", pages=100))
    assert (code, result.outcome) == (CompletionCode.TIME_OUT, PARTIAL)
    assert 1 <= result.sheets < 20
    assert printer.status()["jobs"] == 0
    corner.close()


def test_a_cancel_before_its_turn_leaves_no_trace(slow: tuple[Corner, Ours]) -> None:
    corner, _ = slow
    first = in_the_middle(corner, document("first", pages=3))
    second = corner.begin(document("second"))
    corner.cancel(second)
    assert corner.end_of(second) == (CompletionCode.CANCELED, None)
    assert corner.end_of(first)[0] is CompletionCode.SUCCESS
    assert corner.print(document("second"))[0] is CompletionCode.SUCCESS


def test_a_status_seen_on_the_way_is_pushed(slow: tuple[Corner, Ours]) -> None:
    corner, printer = slow
    id = in_the_middle(corner, document("theirs", pages=8))
    printer.do("paper_low")
    corner.status(lambda status: status.attention is DocumentPaperLow)
    assert not corner.inbox.completions(id)
    assert corner.end_of(id)[0] is CompletionCode.SUCCESS


# ---- paper, trays and printers of other kinds ------------------------------------------------


def test_a3_comes_from_its_own_tray_and_a4_does_not_stand_in_for_it(
    corner: Corner, ours: Ours
) -> None:
    large = document("large", media=DocumentMedia.A3)
    assert corner.print(large) == (CompletionCode.SUCCESS, DocumentResult(PRINTED, 1))
    ours.do("paper_out", tray="tray-2")
    code, status = corner.print(replace(large, number="large-2"))
    assert code is CompletionCode.DEVICE_NOT_READY
    assert status.state is DeviceState.USER_ERROR
    assert corner.print(document("small"))[0] is CompletionCode.SUCCESS
    assert [(each["media"], each["tray"]) for each in ours.documents()] == [
        ("iso_a3_297x420mm", "tray-2"),
        ("iso_a4_210x297mm", "tray-1"),
    ]


def test_a_document_comes_from_the_configured_tray(tmp_path: Path, ours: Ours) -> None:
    corner = Corner(tmp_path, ours, tray="tray-2", media="A3")
    assert corner.print(document("large", media=DocumentMedia.A3))[0] is CompletionCode.SUCCESS
    assert [each["tray"] for each in ours.documents()] == ["tray-2"]
    code, _ = corner.print(document("small"))  # no A4 in that tray
    assert code is CompletionCode.DEVICE_NOT_READY
    corner.close()


def test_a_tray_that_the_printer_does_not_have_is_told_at_the_function_test(
    tmp_path: Path, ours: Ours
) -> None:
    corner = Corner(tmp_path, ours, tray="tray-9")
    code, report = corner.function_test()
    assert code is CompletionCode.HARDWARE_ERROR
    assert report.value.endswith("Validate-Job: attributes-not-supported 040b")
    corner.close()


def test_a_printer_that_knows_print_job_only_prints_and_is_called_off_too(
    tmp_path: Path,
) -> None:
    printer = Ours(tmp_path, sheet_s=0.1, two_steps=False)
    corner = Corner(tmp_path, printer)
    assert corner.print(document("a", pages=2)) == (
        CompletionCode.SUCCESS,
        DocumentResult(PRINTED, 2),
    )
    id = corner.begin(document("b", pages=30))
    eventually(lambda: corner.printer.sheets_out() > 2)
    corner.cancel(id)
    assert corner.end_of(id)[1].outcome is PARTIAL
    assert printer.status()["jobs"] == 0
    printer.do("dont_answer", on="Print-Job")
    assert corner.print(document("c"))[0] is CompletionCode.SUCCESS
    corner.close()


def test_a_printer_elsewhere_is_a_matter_of_settings(tmp_path: Path, ours: Ours) -> None:
    ours.do("refuse", status=0x0406)
    corner = Corner(tmp_path, ours)
    code, status = corner.self_test()
    assert code is CompletionCode.SUCCESS
    assert (status.state, status.attention, status.detail) == (
        DeviceState.OFFLINE,
        CheckDocumentPrinterSettings,
        "not-found 0406",
    )
    corner.close()


# ---- the discipline --------------------------------------------------------------------------


def test_a_cancel_is_heard_while_the_printer_is_waited_for(tmp_path: Path, ours: Ours) -> None:
    corner = Corner(tmp_path, ours, reply_timeout_s=3.0)
    corner.self_test()
    ours.do("dont_answer")
    id = corner.begin(document("theirs"))
    time.sleep(0.1)
    began_s = time.monotonic()
    corner.cancel(id)
    assert corner.end_of(id) == (CompletionCode.CANCELED, None)
    assert time.monotonic() - began_s < 1.0
    ours.do("healthy")
    corner.close()


def test_before_the_first_contact_it_has_no_model_and_still_answers(tmp_path: Path) -> None:
    inbox = Inbox()
    config = DocumentPrinterConfig(uri="ipp://127.0.0.1:9/ipp/print", reopen_first_s=0.02)
    driver = IppDocumentPrinter(config, inbox.post, DocumentJournal(tmp_path / "documents.db"))
    assert driver.capabilities().can == ()
    driver.close()


def test_a_disk_that_is_full_prints_nothing(corner: Corner, ours: Ours) -> None:
    def refuses(*_: Any) -> bool:
        raise sqlite3.OperationalError("database or disk is full")

    corner.journal.begin = refuses  # type: ignore[method-assign]
    assert corner.print(document("theirs")) == (CompletionCode.INTERNAL_ERROR, None)
    assert ours.status()["jobs"] == 0
    assert ours.printed() == []


def test_a_disk_that_fills_up_while_it_prints_takes_nothing_back(
    corner: Corner, ours: Ours
) -> None:
    """The sheet has come out: whoever is told otherwise would print it on a second one."""

    def refuses(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    end, known_as = corner.journal.end, corner.journal.known_as
    corner.journal.end = corner.journal.known_as = refuses  # type: ignore[method-assign]
    code, result = corner.print(document("theirs"))
    assert (code, result.outcome) == (CompletionCode.SUCCESS, PrintOutcome.PRINTED)
    assert len(corner.journal.left()) == 1
    corner.journal.end, corner.journal.known_as = end, known_as  # type: ignore[method-assign]
    assert corner.print(document("next"))[0] is CompletionCode.SUCCESS
    assert corner.journal.left() == (), "what was open was asked about and closed"


def test_neither_the_number_nor_the_document_is_written_down_or_told(
    corner: Corner, ours: Ours, caplog: pytest.LogCaptureFixture
) -> None:
    licence = document("330299-L-77", words="SPECIMEN-OF-CHEN")
    assert "SPECIMEN" not in repr(licence)
    corner.print(licence)
    kept = b"".join(each.read_bytes() for each in corner.directory.glob("documents.db*"))
    assert kept
    for secret in (b"330299-L-77", b"SPECIMEN-OF-CHEN"):
        assert secret not in kept
    assert "330299" not in repr(ours.wire()) + repr(corner.driver.crossings()) + caplog.text
    assert "330299" not in repr(ours.documents()[0]["job"])
