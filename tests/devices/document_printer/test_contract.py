"""What a licence printer promises, told on our peer and, in `make test-ipp`, on that of CUPS."""

import time
from dataclasses import replace

import pytest

from kiosk.attention import LoadDocumentPaper, ReconnectDocumentPrinter, ResetDocumentPrinter
from kiosk.ports import DeviceStatus, DocumentResult, FunctionReport
from kiosk.vocabulary import CompletionCode, DeviceState, PaperSupply, PrintOutcome
from tests.devices.document_printer.desk import Corner
from tests.devices.document_printer.paper import document, jpeg
from tests.devices.inbox import eventually

PRINTED, PARTIAL = PrintOutcome.PRINTED, PrintOutcome.PARTIAL


def online(status: DeviceStatus) -> bool:
    return status.state is DeviceState.ONLINE


def test_it_says_how_it_is_and_what_it_can(any_corner: Corner) -> None:
    code, status = any_corner.self_test()
    assert code is CompletionCode.SUCCESS
    assert (status.state, status.attention, status.paper) == (
        DeviceState.ONLINE,
        None,
        PaperSupply.FULL,
    )
    can = any_corner.driver.capabilities()
    assert {"a4", "format:application/pdf", "format:image/jpeg"} <= set(can.can)
    assert can.model
    any_corner.printer.take_paper()
    assert any_corner.self_test()[1].paper is PaperSupply.OUT
    assert any_corner.driver.capabilities() == can  # what it can does not change with how it is


def test_its_function_test_prints_nothing(any_corner: Corner) -> None:
    code, report = any_corner.function_test()
    assert code is CompletionCode.SUCCESS
    assert isinstance(report, FunctionReport)
    assert "A4" in report.value
    assert "black 75 %" in report.value
    assert any_corner.printer.sheets_out() == 0


def test_a_document_comes_out_once_and_byte_by_byte(any_corner: Corner) -> None:
    licence = document("L-1", pages=2)
    assert any_corner.print(licence) == (CompletionCode.SUCCESS, DocumentResult(PRINTED, 2))
    assert any_corner.printer.printed() == [licence.data]
    # The same number never again, whatever it is called.
    assert any_corner.print(licence) == (CompletionCode.INVALID_DATA, None)
    any_corner.switch_off()
    any_corner.switch_on()
    assert any_corner.print(licence) == (CompletionCode.INVALID_DATA, None)
    assert any_corner.printer.printed() == [licence.data]


def test_a_picture_is_a_document_too(any_corner: Corner) -> None:
    picture = replace(document("L-2"), format="image/jpeg", data=jpeg())
    assert any_corner.print(picture) == (CompletionCode.SUCCESS, DocumentResult(PRINTED, 1))
    assert any_corner.printer.printed() == [picture.data]


def test_what_the_printer_does_not_know_is_not_begun(any_corner: Corner) -> None:
    page = replace(document("L-3"), format="text/html", data=b"<p>")
    assert any_corner.print(page) == (CompletionCode.UNSUPPORTED_DATA, None)
    assert any_corner.print(document("L-3"))[0] is CompletionCode.SUCCESS  # its number stayed free


def test_without_paper_nothing_is_begun_and_the_number_stays_free(any_corner: Corner) -> None:
    any_corner.printer.take_paper()
    code, status = any_corner.print(document("L-4"))
    assert code is CompletionCode.DEVICE_NOT_READY
    assert (status.state, status.attention) == (DeviceState.USER_ERROR, LoadDocumentPaper)
    any_corner.inbox.forget()
    any_corner.printer.load_paper()
    any_corner.status(online)
    assert any_corner.print(document("L-4"))[0] is CompletionCode.SUCCESS


def test_a_canceled_document_ends_at_once_and_prints_no_further(any_corner: Corner) -> None:
    id = any_corner.begin(document("L-5", pages=20))
    eventually(lambda: any_corner.printer.sheets_out() > 0, within_s=5.0)
    began_s = time.monotonic()
    any_corner.cancel(id)
    code, result = any_corner.end_of(id)
    assert time.monotonic() - began_s < 5.0
    assert code is CompletionCode.CANCELED
    assert result.outcome is not PRINTED
    assert any_corner.printer.printed() == []


def test_a_jam_in_the_middle_is_told_honestly_and_called_off(any_corner: Corner) -> None:
    any_corner.inbox.forget()
    id = any_corner.begin(document("L-6", pages=20))
    eventually(lambda: any_corner.printer.sheets_out() > 0, within_s=5.0)
    any_corner.printer.jam()
    code, result = any_corner.end_of(id)
    assert code is CompletionCode.HARDWARE_ERROR
    assert result.outcome is not PRINTED
    assert 1 <= result.sheets < 20


def test_silence_keeps_the_address_and_ends_by_itself(any_corner: Corner) -> None:
    any_corner.status(online)
    any_corner.printer.fall_silent()
    silent = any_corner.status(lambda status: status.state is DeviceState.OFFLINE)
    assert silent.attention is ResetDocumentPrinter
    assert any_corner.self_test()[0] is CompletionCode.DEVICE_NOT_READY
    any_corner.inbox.forget()
    any_corner.printer.answer_again()
    any_corner.status(online)
    assert any_corner.print(document("L-7"))[0] is CompletionCode.SUCCESS


def test_a_pulled_cable_is_seen_and_a_plugged_one_too(any_corner: Corner) -> None:
    any_corner.status(online)
    any_corner.printer.unplug()
    gone = any_corner.status(lambda status: status.state is DeviceState.NO_DEVICE)
    assert gone.attention is ReconnectDocumentPrinter
    code, status = any_corner.print(document("L-8"))
    assert (code, status.state) == (CompletionCode.DEVICE_NOT_READY, DeviceState.NO_DEVICE)
    any_corner.inbox.forget()
    any_corner.printer.replug()
    any_corner.status(online)
    assert any_corner.print(document("L-8"))[0] is CompletionCode.SUCCESS


def test_what_crosses_the_wire_is_kept_without_its_content(any_corner: Corner) -> None:
    licence = document("L-9", words="张三")
    any_corner.print(replace(licence, data=licence.data + "% 张三".encode()))
    told = any_corner.driver.crossings()
    assert 0 < len(told) <= 20
    assert {"Get-Job-Attributes", "ok"} <= {crossing.code for crossing in told}
    assert "张三" not in repr(told)
    assert "L-9" not in repr(told)


@pytest.mark.ipp
def test_the_printer_of_the_cups_project_is_there() -> None:
    """Else `make test-ipp` would prove nothing and look well."""
    from tests.devices.document_printer.eve import is_installed

    assert is_installed(), "Debian packages cups-ipp-utils and dbus-daemon are missing"
