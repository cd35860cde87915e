"""The licence printer's faults × commands, as data: see `tests/devices/fault_matrix.py`."""

from dataclasses import dataclass
from typing import Any

from kiosk.attention import (
    Attention,
    CheckDocumentPrinterSettings,
    ClearDocumentJam,
    CloseDocumentPrinter,
    DocumentPaperLow,
    LoadDocumentPaper,
    ReconnectDocumentPrinter,
    ReplaceToner,
    ResetDocumentPrinter,
    ResumeDocumentPrinter,
    TonerRunsLow,
)
from kiosk.ports import FunctionTest, PrintDocument, SelfTest
from kiosk.vocabulary import CompletionCode, PrintOutcome
from tests.devices.fault_matrix import Cell, Row

COMMANDS = (SelfTest, FunctionTest, PrintDocument)

BUSY, BROKEN, NO_FORMAT, NO_SUCH_PAPER = 0x0507, 0x0500, 0x040A, 0x040B

OK = Cell(CompletionCode.SUCCESS)
FAILED = Cell(CompletionCode.HARDWARE_ERROR)


@dataclass(frozen=True, slots=True)
class Ended(Cell):
    """How a document ended, and what is known of its paper."""

    outcome: PrintOutcome | None = None

    def __str__(self) -> str:
        assert self.code is not None
        return f"{self.code.value}, {self.outcome.value}" if self.outcome else self.code.value


PRINTED = Ended(CompletionCode.SUCCESS, outcome=PrintOutcome.PRINTED)
PARTIAL = Ended(CompletionCode.HARDWARE_ERROR, outcome=PrintOutcome.PARTIAL)


def _absent(fault: str, what: type[Attention], why: str = "", **asked: Any) -> Row:
    cell = Cell(CompletionCode.DEVICE_NOT_READY, what)
    return Row(fault, (cell, cell, cell), asked, why=why)


def _blocked(fault: str, what: type[Attention], **asked: Any) -> Row:
    ready = Cell(CompletionCode.SUCCESS, what)
    return Row(fault, (ready, FAILED, Cell(CompletionCode.DEVICE_NOT_READY, what)), asked)


def _warned(fault: str, what: type[Attention], last: Cell = PRINTED, **asked: Any) -> Row:
    return Row(fault, (Cell(CompletionCode.SUCCESS, what), OK, last), asked)


def _job(fault: str, last: Cell, why: str = "", **asked: Any) -> Row:
    return Row(fault, (OK, OK, last), asked, why=why)


NOT_READY = Cell(CompletionCode.DEVICE_NOT_READY)
NO_ANSWER = Cell(CompletionCode.DEVICE_NOT_READY, ResetDocumentPrinter)
TIMED_OUT = Ended(CompletionCode.TIME_OUT, outcome=PrintOutcome.PARTIAL)
UNKNOWN = Ended(CompletionCode.TIME_OUT, outcome=PrintOutcome.UNCONFIRMED)
REFUSED = Ended(CompletionCode.UNSUPPORTED_DATA, outcome=PrintOutcome.PARTIAL)
SETTINGS = CheckDocumentPrinterSettings

ROWS: tuple[Row, ...] = (
    _absent("dont_answer", ResetDocumentPrinter, "address kept, asked again"),
    Row(
        "dont_answer",
        (OK, Cell(CompletionCode.TIME_OUT), NO_ANSWER),
        {"on": "Validate-Job"},
        why="not begun",
    ),
    _job("dont_answer", TIMED_OUT, "found by its name, cancelled; no sheet", on="Create-Job"),
    _job("dont_answer", PRINTED, "the job tells how it went", on="Send-Document"),
    _job("dont_answer", UNKNOWN, "settled before the next document", on="Get-Job-Attributes"),
    _absent("unplug", ReconnectDocumentPrinter, "tried again, with doubling pauses"),
    _absent("noise", ResetDocumentPrinter, percent=100),
    _absent("junk", ResetDocumentPrinter),
    _job("split", PRINTED),
    _absent("delay", ResetDocumentPrinter, s=0.5),
    _absent("wrong_checksum", ResetDocumentPrinter, "the message has no end"),
    _absent("late_answer", ResetDocumentPrinter, "the answer to another question"),
    _absent("cut", ResetDocumentPrinter),
    _job("cut", UNKNOWN, on="Get-Job-Attributes"),
    _absent("wrong_id", ResetDocumentPrinter),
    Row("refuse", (OK, FAILED, NOT_READY), {"status": BUSY}, why="deviceBusy"),
    Row(
        "refuse",
        (OK, FAILED, Ended(CompletionCode.UNSUPPORTED_DATA)),
        {"on": "Validate-Job", "status": NO_SUCH_PAPER},
    ),
    _job("refuse", NOT_READY, "the number stays free", on="Create-Job", status=BUSY),
    _job("refuse", FAILED, "the number stays free", on="Create-Job", status=BROKEN),
    _job("refuse", REFUSED, "no sheet", on="Send-Document", status=NO_FORMAT),
    _blocked("http_error", SETTINGS, status=404),
    _warned("paper_low", DocumentPaperLow),
    _blocked("paper_out", LoadDocumentPaper),
    _blocked("paper_out", LoadDocumentPaper, tray="tray-1"),
    _warned("paper_out", DocumentPaperLow, tray="tray-2"),
    _warned("out_mid_job", DocumentPaperLow, PARTIAL, sheets=1),
    _blocked("jam", ClearDocumentJam),
    _job("jam_next", PARTIAL),
    _blocked("cover_open", CloseDocumentPrinter),
    _warned("toner_low", TonerRunsLow),
    _blocked("toner_empty", ReplaceToner),
    _blocked("pause", ResumeDocumentPrinter),
    _job("abort_next", PARTIAL, "by the printer's own system"),
    _job("keeps_jobs", PRINTED, "matters only to what is called off"),
)
