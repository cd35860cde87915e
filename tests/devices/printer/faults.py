"""The receipt printer's faults × commands, as data: see `tests/devices/fault_matrix.py`.

The rows are those of an Epson; where another model ends otherwise, OF_OTHERS says how.
"""

from dataclasses import dataclass
from typing import Any

from kiosk.attention import (
    Attention,
    ClearPaperJam,
    ClosePrinterCover,
    PaperRunsLow,
    RefillPaper,
    ReseatPrinterCable,
    ResetPrinter,
)
from kiosk.ports import FunctionTest, PrintSlip, SelfTest
from kiosk.vocabulary import CompletionCode, PrintOutcome
from tests.devices.fault_matrix import Cell, Row

COMMANDS = (SelfTest, FunctionTest, PrintSlip)


@dataclass(frozen=True, slots=True)
class Ended(Cell):
    """How a slip ended, and what is known of it."""

    outcome: PrintOutcome | None = None

    def __str__(self) -> str:
        assert self.code is not None
        return f"{self.code.value}, {self.outcome.value}" if self.outcome else self.code.value


OK = Cell(CompletionCode.SUCCESS)
FAILED = Cell(CompletionCode.HARDWARE_ERROR)
TIMED_OUT = Cell(CompletionCode.TIME_OUT)
PRINTED = Ended(CompletionCode.SUCCESS, outcome=PrintOutcome.PRINTED)
UNCONFIRMED = Ended(CompletionCode.SUCCESS, outcome=PrintOutcome.UNCONFIRMED)
PARTIAL = Ended(CompletionCode.HARDWARE_ERROR, outcome=PrintOutcome.PARTIAL)


def _absent(fault: str, what: type[Attention], last: Cell | None = None, why: str = "") -> Row:
    cell = Cell(CompletionCode.DEVICE_NOT_READY, what)
    return Row(fault, (cell, cell, last or cell), why=why)


def _blocked(what: type[Attention]) -> tuple[Cell, Cell, Cell]:
    ready = Cell(CompletionCode.SUCCESS, what)
    return ready, FAILED, Cell(CompletionCode.DEVICE_NOT_READY, what)


def _job(fault: str, last: Cell, why: str = "", test: Cell = OK, **asked: Any) -> Row:
    return Row(fault, (OK, test, last), asked, why=why)


ROWS: tuple[Row, ...] = (
    _absent("dont_answer", ResetPrinter, UNCONFIRMED, "unknown is not out: it is printed"),
    _job("dont_answer", UNCONFIRMED, "the paper is cut once more", TIMED_OUT, on="proof"),
    _absent("unplug", ReseatPrinterCable, why="port opened again, with doubling pauses"),
    _job("noise", UNCONFIRMED, "", TIMED_OUT, percent=100, on="proof"),
    _job("junk", PRINTED, "stray bytes are given up", on="proof"),
    _job("split", PRINTED, s=0.005),
    _job("delay", PRINTED, "a slip takes its time, a test does not", TIMED_OUT, s=0.3, on="proof"),
    _job("wrong_checksum", UNCONFIRMED, "another job's number proves nothing", TIMED_OUT),
    _job("late_answer", PRINTED, "taken for no other answer", times=1, on="status"),
    _job("late_answer", PRINTED, "comes with the next status", TIMED_OUT, times=1, on="proof"),
    Row("paper_low", (Cell(CompletionCode.SUCCESS, PaperRunsLow), OK, PRINTED)),
    Row("paper_out", _blocked(RefillPaper)),
    Row(
        "out_mid_job",
        (Cell(CompletionCode.SUCCESS, PaperRunsLow), OK, PARTIAL),
        {"lines": 6},
        why="the rest never comes out for the next person",
    ),
    Row("cover_open", _blocked(ClosePrinterCover)),
    Row("jam", _blocked(ClearPaperJam)),
    _job("cutter", PARTIAL, "noticed at the cut"),
    _absent("silent", ResetPrinter, UNCONFIRMED, "a cable without its way back"),
    _job("not_taken", PRINTED),
    _job("keeps_buffer", PRINTED, "matters only to what was interrupted"),
    Row(
        "restart",
        (OK, OK, PRINTED),
        {"s": 0.02},
        why="between slips: what was held is lost; within a slip see test_models",
    ),
)
BARRIER = ("snbc-bt-t080", "cashino-kp-628e")
OF_OTHERS: dict[tuple[str, str], tuple[Cell, ...]] = {
    # No number comes back from a barrier, so none can be wrong.
    **{(profile, "wrong_checksum"): (OK, OK, PRINTED) for profile in BARRIER},
    # No bit says it: the model is offline, and no more is known.
    ("cashino-kp-628e", "jam"): _blocked(ResetPrinter),
}
