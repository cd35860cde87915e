"""The code reader's faults × commands, as data: see `tests/devices/fault_matrix.py`.

A code has no checksum of its own: what noise leaves of it does not fit the allow-list.
"""

from kiosk.attention import ReseatBarcodeReaderCable, ResetBarcodeReader
from kiosk.ports import FunctionTest, ScanCode, SelfTest
from kiosk.vocabulary import CompletionCode
from tests.devices.fault_matrix import Cell, Row

COMMANDS = (SelfTest, FunctionTest, ScanCode)


class Refused(Cell):
    """The code is refused, by whichever reason the noise makes; the command waits for another."""

    def __str__(self) -> str:
        return "CodeRefused, waits"


OK = Cell(CompletionCode.SUCCESS)
GONE = Cell(CompletionCode.DEVICE_NOT_READY, ReseatBarcodeReaderCable)
SILENT = Cell(CompletionCode.DEVICE_NOT_READY, ResetBarcodeReader)
WAITS = Cell(None)
REFUSED = Refused(None)

ROWS = (
    Row("unplug", (GONE, GONE, GONE), why="port opened again, with doubling pauses"),
    Row("dont_answer", (SILENT, SILENT, WAITS), why="no code arrives"),
    Row("delay", (SILENT, SILENT, OK), {"s": 0.5}, why="a code may come late, an answer may not"),
    Row("late_answer", (SILENT, SILENT, WAITS), why="no code arrives"),
    Row("wrong_checksum", (SILENT, SILENT, REFUSED)),
    Row("noise", (SILENT, SILENT, REFUSED), {"percent": 100.0}),
    Row("junk", (OK, OK, REFUSED), why="what stands beside a code belongs to it"),
    Row("flood", (SILENT, SILENT, REFUSED), why="what comes too fast is dropped unread"),
    Row("split", (OK, OK, OK), {"s": 0.02}),
)
