"""The camera's faults × commands, as data: see `tests/devices/fault_matrix.py`."""

from dataclasses import dataclass

from kiosk.attention import CheckCamera, MoreLightForCamera, UncoverCamera
from kiosk.ports import CheckFace, FunctionTest, SelfTest
from kiosk.vocabulary import CompletionCode, Hint
from tests.devices.fault_matrix import Cell, Row

COMMANDS = (SelfTest, FunctionTest, CheckFace)


@dataclass(frozen=True, slots=True)
class Asked(Cell):
    """The check goes on, and this is what it asks of whoever stands there."""

    hint: Hint | None = None

    def __str__(self) -> str:
        return f"FaceHint `{self.hint}`, waits"


OK = Cell(CompletionCode.SUCCESS)
FAILED = Cell(CompletionCode.HARDWARE_ERROR)
NO_PICTURE = Cell(CompletionCode.DEVICE_NOT_READY, CheckCamera)
DARK = Asked(None, hint=Hint.MORE_LIGHT)

ROWS = (
    Row("cover", (Cell(CompletionCode.SUCCESS, UncoverCamera), FAILED, DARK)),
    Row("dark", (Cell(CompletionCode.SUCCESS, MoreLightForCamera), OK, DARK)),
    Row("freeze", (NO_PICTURE, Cell(CompletionCode.DEVICE_NOT_READY), FAILED)),
    Row("unplug", (NO_PICTURE, Cell(CompletionCode.DEVICE_NOT_READY), FAILED)),
    Row("far", (OK, OK, Asked(None, hint=Hint.COME_CLOSER))),
    Row("two_people", (OK, OK, Asked(None, hint=Hint.ONE_PERSON)), why="nobody is compared"),
)
