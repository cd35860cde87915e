"""What each fault of the simulated reader does to each command; played by `test_fault_matrix`."""

from kiosk.attention import (
    CheckReaderIdentity,
    RaiseReaderBaud,
    ReplaceReaderModule,
    ReseatReaderCable,
    ResetReader,
)
from kiosk.events.devices import CardLifted, CardUnreadable
from kiosk.ports import FunctionTest, ReadCard, SelfTest
from kiosk.vocabulary import CompletionCode
from tests.devices.fault_matrix import Cell, Row

COMMANDS = (SelfTest, FunctionTest, ReadCard)

_WELL = Cell(CompletionCode.SUCCESS)
_WAITS = Cell(None)
_SILENT = Cell(CompletionCode.DEVICE_NOT_READY, ResetReader)
_GONE = Cell(CompletionCode.DEVICE_NOT_READY, ReseatReaderCable)
_SLOW = Cell(CompletionCode.SUCCESS, RaiseReaderBaud)


def _told(event: object) -> Cell:
    return Cell(None, told=event)


REGISTERED = "05.01-20160101-0000000042-0123456789"

ROWS = (
    Row("dont_answer", (_SILENT, _SILENT, _SILENT), why="port kept, asked again"),
    Row(
        "dont_answer",
        (_WELL, _WELL, _told(CardUnreadable("no_answer"))),
        {"on": "read"},
    ),
    Row("unplug", (_GONE, _GONE, _GONE), why="port opened again, with doubling pauses"),
    Row("noise", (_SILENT, _SILENT, _SILENT), {"percent": 100}),
    Row("junk", (_WELL, _WELL, _WELL), why="stray bytes are given up"),
    Row("split", (_WELL, _WELL, _WELL)),
    Row("delay", (_SILENT, _SILENT, _SILENT), {"on": "any", "s": 0.5}),
    Row("delay", (_WELL, _WELL, _told(CardUnreadable("no_answer"))), {"s": 0.5}),
    Row("wrong_checksum", (_SILENT, _SILENT, _SILENT), {"on": "any"}),
    Row("wrong_checksum", (_WELL, _WELL, _told(CardUnreadable("checksum")))),
    Row("wrong_checksum", (_WELL, _WELL, _told(CardUnreadable("checksum"))), {"on": "select"}),
    Row("wrong_checksum", (_WELL, _WELL, _WELL), {"on": "find", "times": 1}, why="asked again"),
    Row("late_answer", (_SILENT, _SILENT, _SILENT), {"on": "any"}),
    Row("late_answer", (_WELL, _WELL, _told(CardUnreadable("no_answer")))),
    Row("cut", (_SILENT, _SILENT, _SILENT), {"on": "any"}),
    Row("cut", (_WELL, _WELL, _told(CardUnreadable("cut")))),
    Row("lift", (_WELL, _WELL, _WAITS)),
    Row("lift_mid_read", (_WELL, _WELL, _told(CardLifted()))),
    Row("upside_down", (_WELL, _WELL, _WAITS), why="to the module it is no card"),
    Row("unreadable", (_WELL, _WELL, _told(CardUnreadable("sw3=41")))),
    *(
        Row(
            "foreign",
            (_WELL, _WELL, Cell(CompletionCode.UNSUPPORTED_DATA)),
            {"flag": flag},
            why="the kind is in the result",
        )
        for flag in "JIY"
    ),
    Row(
        "verdict",
        (
            _WELL,
            Cell(CompletionCode.HARDWARE_ERROR),
            Cell(CompletionCode.UNSUPPORTED_COMMAND),
        ),
        {"on": "find", "code": 0x24},
        why="a *find* that is not understood",
    ),
    Row(
        "module_broken",
        (
            Cell(CompletionCode.SUCCESS, ReplaceReaderModule),
            Cell(CompletionCode.HARDWARE_ERROR),
            Cell(CompletionCode.HARDWARE_ERROR, ReplaceReaderModule),
        ),
        why="the test of itself worked, its answer is no",
    ),
    Row(
        "other_module",
        (
            Cell(CompletionCode.SUCCESS, CheckReaderIdentity),
            Cell(CompletionCode.FRAUD_ATTEMPT),
            Cell(CompletionCode.FRAUD_ATTEMPT, CheckReaderIdentity),
        ),
        config={"sam_id": REGISTERED},
        why="another number than the registered one",
    ),
    Row("set_rate", (_SILENT, _SILENT, _SILENT), why="the rate is fixed in the configuration"),
    Row(
        "set_rate",
        (_SLOW, _WELL, _WELL),
        {"baud": 38400},
        config={"baud": "auto"},
        why="found; a warning",
    ),
)
