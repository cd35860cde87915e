"""What a receipt printer promises as a device; what it prints is told in its own tests.

On real hardware nothing comes out: the contract of every device prints nothing.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.model import PrinterConfig
from devices.printer.driver import SerialReceiptPrinter
from devices.printer.journal import JournalFile
from devices.printer.simulator import PrinterPeer
from kiosk.vocabulary import Device
from tests.contracts.any_device import AnyDeviceContract, PulledContract, PulledSubject, Subject
from tests.contracts.conftest import SIMULATED
from tests.devices.inbox import Inbox
from tests.devices.printer.conftest import FONT

QUICK = {
    "status_interval_s": 0.03,
    "reply_timeout_s": 0.15,
    "reopen_first_s": 0.02,
    "reopen_most_s": 0.1,
}


def driver(port: str, directory: Path, inbox: Inbox, **patience: float) -> SerialReceiptPrinter:
    config = PrinterConfig.model_validate({"port": port, **patience})
    return SerialReceiptPrinter(config, inbox.post, JournalFile(directory / "journal"), FONT)


class TestPrinter(AnyDeviceContract):
    named = Device.PRINTER

    @pytest.fixture
    def subject(self, wire: str, tmp_path: Path) -> Iterator[Subject]:
        inbox, peer = Inbox(), None
        if wire == SIMULATED:
            peer = PrinterPeer(tmp_path, font=FONT)
            printer = driver(peer.wiring()["printer.port"], tmp_path, inbox, **QUICK)
        else:
            printer = driver(wire, tmp_path, inbox)
        yield Subject(printer, inbox)
        printer.close()
        if peer is not None:
            peer.close()


class TestPrinterThatIsPulled(PulledContract):
    named = Device.PRINTER

    @pytest.fixture
    def pulled(self, tmp_path: Path) -> Iterator[PulledSubject]:
        inbox, peer = Inbox(), PrinterPeer(tmp_path, font=FONT)
        printer = driver(peer.wiring()["printer.port"], tmp_path, inbox, **QUICK)
        pull, put_back = (lambda: peer.verbs["unplug"]({})), (lambda: peer.verbs["replug"]({}))
        yield PulledSubject(printer, inbox, pull=pull, put_back=put_back)
        printer.close()
        peer.close()
