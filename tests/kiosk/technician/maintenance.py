"""A kiosk with a technician before it: a PIN, ways to the board, and what devices say."""

from datetime import timedelta
from typing import Any

from kiosk.attention import Attention, ClosePrinterCover
from kiosk.diagnosis import Check, Diagnosis, Grade
from kiosk.effects import CheckPin, Diagnose, Print
from kiosk.events.devices import Completed, DeviceDiagnosed, DiagnosisEnded, StatusChanged
from kiosk.events.keeping import KeepingTold
from kiosk.events.program import Tick
from kiosk.events.technician import CheckDevicesPressed, CornerTapped, PaperTold, PinChecked
from kiosk.events.touches import ContinuePressed, DigitPressed
from kiosk.ports import DeviceStatus, PaperLeft, PrintResult
from kiosk.technician.items import installed
from kiosk.technician.pin import hash_pin
from kiosk.technician.state import Maintenance
from kiosk.visit.views import View
from kiosk.visit.views.board import StatusView
from kiosk.vocabulary import CompletionCode, Device, DeviceState, PaperSupply, PrintOutcome
from tests.kiosk.visit.kiosk import Kiosk, demo_rules

PIN = "482913"
PIN_HASH = hash_pin(PIN, b"sixteen bytes..!")
HEAD = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
RULES = demo_rules(barcode_reader=None, technician={"pin_hash": PIN_HASH})


class Workplace(Kiosk):
    """The gate answers as the real one would, but at once."""

    def __init__(self, rules: Any = RULES) -> None:
        super().__init__(rules)

    @property
    def command(self) -> str:
        return str(getattr(self.place.page, "command", "")) if self.is_open else super().command

    @property
    def is_open(self) -> bool:
        return isinstance(self.state.place, Maintenance)

    @property
    def place(self) -> Maintenance:
        assert isinstance(self.state.place, Maintenance)
        return self.state.place

    def types(self, pin: str) -> View:
        """Type a PIN and press 进入; the answer is for the test to give."""
        return self.tell(*(DigitPressed(digit) for digit in pin), ContinuePressed())

    def tries(self, pin: str) -> View:
        self.types(pin)
        asked = self.did(CheckPin)
        return self.tell(PinChecked(asked[-1].pin == PIN)) if asked else self.shown

    def to_the_board(self) -> View:
        self.tell(CornerTapped())
        self.tries(PIN)
        return self.tell(KeepingTold(0, HEAD), PaperTold(PaperLeft(62_000.0, 410, 9.0)))

    def says(
        self,
        device: Device,
        state: DeviceState = DeviceState.ONLINE,
        attention: type[Attention] | None = None,
        paper: PaperSupply = PaperSupply.UNKNOWN,
        detail: str = "",
    ) -> View:
        return self.tell(StatusChanged(DeviceStatus(device, state, attention, paper, detail)))

    def printer(self, paper: PaperSupply, *, cover_open: bool = False) -> View:
        if cover_open:
            return self.says(Device.PRINTER, DeviceState.USER_ERROR, ClosePrinterCover, paper)
        return self.says(Device.PRINTER, paper=paper)

    def all_well(self) -> View:
        for device in installed(self.rules):
            self.says(device)
        return self.printer(PaperSupply.FULL)

    def tests_all(self) -> View:
        return self.tell(CheckDevicesPressed(installed(self.rules)))

    def finds(self, device: Device, grade: Grade = Grade.OK, value: str = "118 ms") -> View:
        checks = tuple(Check(layer, Grade.OK) for layer in ("port", "answer", "health"))
        found = Diagnosis(device, grade, (*checks, Check("function", grade, value)))
        return self.tell(DeviceDiagnosed(found, self.did(Diagnose)[-1].id))

    def ends(self) -> View:
        return self.tell(DiagnosisEnded(self.did(Diagnose)[-1].id))

    def prints(self, outcome: PrintOutcome = PrintOutcome.PRINTED) -> View:
        job = self.did(Print)[-1].id
        return self.tell(Completed(job, CompletionCode.SUCCESS, PrintResult(outcome, 96.0)))

    def cannot_print(self, code: CompletionCode = CompletionCode.HARDWARE_ERROR) -> View:
        return self.tell(Completed(self.did(Print)[-1].id, code))

    def sleeps(self, seconds: float) -> View:
        """Time passes in one step."""
        now = self.state.now + timedelta(seconds=seconds)
        return self.tell(Tick(self.state.at_s + seconds, now))


def board(kiosk: Workplace) -> StatusView:
    shown = kiosk.shown
    assert isinstance(shown, StatusView)
    return shown


def row(kiosk: Workplace, name: str) -> Any:
    return next(row for row in board(kiosk).rows if row.name == name)
