"""devices_idle_cpu: what the workers of all devices on wires cost while nobody is there.

The devices hang on their simulated peers, which have a process of their own; this one has the
drivers and nothing else. The face process is not among them: it is a process of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from config.model import (
    BarcodeReaderConfig,
    CardReaderConfig,
    DocumentPrinterConfig,
    PrinterConfig,
)
from devices.barcode_reader.driver import SerialBarcodeReader
from devices.card_reader.driver import SerialCardReader
from devices.document_printer.driver import IppDocumentPrinter
from devices.document_printer.journal import DocumentJournal
from devices.printer.driver import SerialReceiptPrinter
from devices.printer.journal import JournalFile
from kiosk.codes import load_codes
from kiosk.vocabulary import DeviceState
from tests.bench.measure import Report, Row
from tests.devices.inbox import Inbox, eventually

IDLE_S = 10.0
ALLOWED = 0.02  # of one core, for all of them together
ROOT = Path(__file__).parents[2]
FONT = ROOT / "build" / "fonts" / "NotoSansSC-Regular.otf"

PEERS = """
import sys
from datetime import date
from pathlib import Path
from config.people import load_people
from devices.simulation.hardware import run
run(Path(sys.argv[1]), load_people(date.today()), Path(sys.argv[1]) / "clips", camera=False)
"""


def measure() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", PEERS, folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as peers:
            assert peers.stdin is not None
            assert peers.stdout is not None
            wiring = json.loads(peers.stdout.readline())
            try:
                return _measure(wiring, Path(folder))
            finally:
                peers.stdin.close()  # they end with their parent's pipe


def _measure(wiring: dict[str, str], folder: Path) -> Report:
    inbox = Inbox()
    devices = _devices(wiring, folder, inbox.post)
    try:
        online = DeviceState.ONLINE
        eventually(
            lambda: len({s.device for s in inbox.statuses() if s.state is online}) == len(devices),
            30.0,
        )
        time.sleep(1.0)  # what they ask once at the start is over
        began_s, used_s = time.monotonic(), time.process_time()
        time.sleep(IDLE_S)
        share = (time.process_time() - used_s) / (time.monotonic() - began_s)
    finally:
        for device in devices:
            device.close()
    told = f"{ALLOWED:g} of a core, for all {len(devices)}"
    return Report([Row("devices_idle_cpu", "cores", share, ALLOWED, told, goal=1.0)])


def _devices(wiring: dict[str, str], folder: Path, post: Callable[[object], None]) -> list[Any]:
    def of(device: str) -> dict[str, str]:
        found = (key.partition(".") for key in wiring)
        return {name: wiring[f"{device}.{name}"] for to, _, name in found if to == device}

    journal = JournalFile(folder / "print-jobs")
    documents = DocumentJournal(folder / "document-jobs")
    codes = load_codes().kind_of
    return [
        SerialCardReader(CardReaderConfig.model_validate(of("card_reader")), post, lambda _: None),
        SerialReceiptPrinter(PrinterConfig.model_validate(of("printer")), post, journal, FONT),
        SerialBarcodeReader(BarcodeReaderConfig.model_validate(of("barcode_reader")), post, codes),
        IppDocumentPrinter(
            DocumentPrinterConfig.model_validate(of("document_printer")), post, documents
        ),
    ]
