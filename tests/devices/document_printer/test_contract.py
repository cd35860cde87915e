"""What a licence printer promises the kiosk, told on our peer and, in `make test-ipp`, on CUPS's."""

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


def test_it_says_how_it_is_and_what_it_can(corner: Corner) -> None:
    code, status = corner.self_test()
    assert code is CompletionCode.SUCCESS
    assert (status.state, status.attention, status.paper) == (
        DeviceState.ONLINE,
        None,
        PaperSupply.FULL,
    )
    can = corner.driver.capabilities()
    assert {"a4", "format:application/pdf", "format:image/jpeg"} <= set(can.can)
    assert can.model
    corner.take_paper()
    assert corner.self_test()[1].paper is PaperSupply.OUT
    assert corner.driver.capabilities() == can  # what it can does not change with how it is


def test_its_function_test_prints_nothing(corner: Corner) -> None:
    code, report = corner.function_test()
    assert code is CompletionCode.SUCCESS
    assert isinstance(report, FunctionReport)
    assert "A4" in report.value
    assert "black 75 %" in report.value
    assert corner.sheets_out() == 0


def test_a_document_comes_out_once_and_byte_by_byte(corner: Corner) -> None:
    licence = document("L-1", pages=2)
    assert corner.print(licence) == (CompletionCode.SUCCESS, DocumentResult(PRINTED, 2))
    assert corner.printed() == [licence.data]
    # The same number never again, whatever it is called.
    assert corner.print(licence) == (CompletionCode.INVALID_DATA, None)
    corner.switch_off()
    corner.switch_on()
    assert corner.print(licence) == (CompletionCode.INVALID_DATA, None)
    assert corner.printed() == [licence.data]


def test_a_picture_is_a_document_too(corner: Corner) -> None:
    picture = replace(document("L-2"), format="image/jpeg", data=jpeg())
    assert corner.print(picture) == (CompletionCode.SUCCESS, DocumentResult(PRINTED, 1))
    assert corner.printed() == [picture.data]


def test_what_the_printer_does_not_know_is_not_begun(corner: Corner) -> None:
    page = replace(document("L-3"), format="text/html", data=b"<p>")
    assert corner.print(page) == (CompletionCode.UNSUPPORTED_DATA, None)
    assert corner.print(document("L-3"))[0] is CompletionCode.SUCCESS  # its number stayed free


def test_without_paper_nothing_is_begun_and_the_number_stays_free(corner: Corner) -> None:
    corner.take_paper()
    code, status = corner.print(document("L-4"))
    assert code is CompletionCode.DEVICE_NOT_READY
    assert (status.state, status.attention) == (DeviceState.USER_ERROR, LoadDocumentPaper)
    corner.inbox.forget()
    corner.load_paper()
    corner.status(online)
    assert corner.print(document("L-4"))[0] is CompletionCode.SUCCESS


def test_a_canceled_document_ends_at_once_and_prints_no_further(corner: Corner) -> None:
    id = corner.begin(document("L-5", pages=20))
    eventually(lambda: corner.sheets_out() > 0, within_s=5.0)
    began_s = time.monotonic()
    corner.cancel(id)
    code, result = corner.end_of(id)
    assert time.monotonic() - began_s < 5.0
    assert code is CompletionCode.CANCELED
    assert result.outcome is not PRINTED
    assert corner.printed() == []


def test_a_jam_in_the_middle_is_told_honestly_and_called_off(corner: Corner) -> None:
    corner.inbox.forget()
    id = corner.begin(document("L-6", pages=20))
    eventually(lambda: corner.sheets_out() > 0, within_s=5.0)
    corner.jam()
    code, result = corner.end_of(id)
    assert code is CompletionCode.HARDWARE_ERROR
    assert result.outcome is not PRINTED
    assert 1 <= result.sheets < 20


def test_silence_keeps_the_address_and_ends_by_itself(corner: Corner) -> None:
    corner.status(online)
    corner.fall_silent()
    silent = corner.status(lambda status: status.state is DeviceState.OFFLINE)
    assert silent.attention is ResetDocumentPrinter
    assert corner.self_test()[0] is CompletionCode.DEVICE_NOT_READY
    corner.inbox.forget()
    corner.answer_again()
    corner.status(online)
    assert corner.print(document("L-7"))[0] is CompletionCode.SUCCESS


def test_a_pulled_cable_is_seen_and_a_plugged_one_too(corner: Corner) -> None:
    corner.status(online)
    corner.unplug()
    gone = corner.status(lambda status: status.state is DeviceState.NO_DEVICE)
    assert gone.attention is ReconnectDocumentPrinter
    code, status = corner.print(document("L-8"))
    assert (code, status.state) == (CompletionCode.DEVICE_NOT_READY, DeviceState.NO_DEVICE)
    corner.inbox.forget()
    corner.replug()
    corner.status(online)
    assert corner.print(document("L-8"))[0] is CompletionCode.SUCCESS


def test_what_crosses_the_wire_is_kept_without_its_content(corner: Corner) -> None:
    licence = document("L-9", words="张三")
    corner.print(replace(licence, data=licence.data + "% 张三".encode()))
    told = corner.driver.crossings()
    assert 0 < len(told) <= 20
    assert {"Get-Job-Attributes", "ok"} <= {crossing.code for crossing in told}
    assert "张三" not in repr(told)
    assert "L-9" not in repr(told)


@pytest.mark.ipp
def test_the_printer_of_the_cups_project_is_there() -> None:
    """Else `make test-ipp` would prove nothing and look well."""
    from tests.devices.document_printer.eve import is_installed

    assert is_installed(), "Debian packages cups-ipp-utils and dbus-daemon are missing"
