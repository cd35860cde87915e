"""receipt_line: a slip from handing over to its last byte out, against the same bytes written bare.

Both go to the same simulated printer, which has a process of its own as a printer has, on the same
pseudo-terminal; it takes bytes at 115200 baud and not faster, and its paper moves at once, so that
the wire is what is measured. Ours asks the printer how it is, lays the slip out, and writes down
the job's number before the first byte; the bare one opens the port and writes what ours has sent.
Both end when the printer has come to the last command, which asks it whether all is out.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import serial

from config.model import PrinterConfig
from devices.printer.driver import SerialReceiptPrinter
from devices.printer.journal import JournalFile
from devices.printer.simulator import FONT
from devices.simulation.client import ControlClient
from kiosk.case.slips import case_slip
from kiosk.ports import PrintSlip, SelfTest, Slip
from kiosk.vocabulary import CompletionCode, Language
from tests.bench.measure import Report, compare, in_turns
from tests.devices.inbox import Inbox
from tests.kiosk.keeping.support import a_case
from tests.kiosk.visit.kiosk import RECEIPT, demo_rules

ROUNDS = 15
LAST = "GS ( H"
PEER = """
import sys
from pathlib import Path
from devices.printer.simulator import PrinterPeer
from devices.simulation.control import ControlServer
folder = Path(sys.argv[1])
peer = PrinterPeer(folder, speed_mm_s=1e6, paper=False)
control = ControlServer(folder / "control", [peer], {})
print(peer.wiring()["printer.port"], flush=True)
sys.stdin.read()
control.close()
peer.close()
"""


def measure() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", PEER, folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            port = process.stdout.readline().decode().strip()
            journal = TimedJournal(Path(folder) / "journal.db")
            try:
                return _measure(ControlClient(Path(folder) / "control"), port, journal, Inbox())
            finally:
                journal.close()
                process.stdin.close()  # it ends with its parent's pipe


class TimedJournal(JournalFile):
    """Tells how long the disk took to have each number written down."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.took_ms: list[float] = []

    def begin(self, number: str) -> bool:
        began_s = time.monotonic()
        begun = super().begin(number)
        self.took_ms.append((time.monotonic() - began_s) * 1e3)
        return begun


def _measure(peer: ControlClient, port: str, journal: TimedJournal, inbox: Inbox) -> Report:
    # Between two slips the port is the bare one's: ours is opened anew for each.
    numbers = iter(range(10_000))

    def ours() -> float:
        return _ours(peer, port, journal, inbox, f"bench-{next(numbers)}")

    ours()
    sent = _sent(peer)

    def bare() -> float:
        return _bare(peer, port, sent)

    bare()
    line, reference = in_turns(ROUNDS, ours, bare)
    bare_is = f"a bare pyserial program: the same {len(sent)} bytes, nothing asked"
    disk = f"receipt_line: of ours, {statistics.median(journal.took_ms):.1f} ms are the disk's"
    return Report([compare("receipt_line", "ms", line, reference, bare_is, goal=1.05)], [disk])


def _ours(peer: ControlClient, port: str, journal: JournalFile, inbox: Inbox, number: str) -> float:
    # As idle as a kiosk between two visits: the printer was asked, nothing is to be cleared.
    config = PrinterConfig(port=port, status_interval_s=60.0)
    printer = SerialReceiptPrinter(config, inbox.post, journal, FONT)
    try:
        printer.submit(SelfTest(f"{number} ready"))
        assert inbox.completed(f"{number} ready").code is CompletionCode.SUCCESS
        slip = _slip(number)
        began_s = time.monotonic()
        printer.submit(PrintSlip(number, slip))
        assert inbox.completed(number).code is CompletionCode.SUCCESS
        return (_end(peer, began_s) - began_s) * 1e3
    finally:
        printer.close()


def _bare(peer: ControlClient, port: str, sent: bytes) -> float:
    with serial.Serial(port, 115200, timeout=3.0, exclusive=True) as line:
        began_s = time.monotonic()
        line.write(sent)
        line.read(11)  # what it says by itself, and the answer to the last command
        return (_end(peer, began_s) - began_s) * 1e3


def _end(peer: ControlClient, since_s: float) -> float:
    """When the printer came to the last command of the slip that began then."""
    found: list[dict[str, Any]] = [
        each for each in peer.wire(since_s)["printer"] if each["code"] == LAST
    ]
    return float(found[-1]["at_s"])


def _sent(peer: ControlClient) -> bytes:
    """What the last slip was made of, as the printer received it, and the question at its end."""
    last = peer.do("printer", "receipts")["receipts"][-1]
    return Path(last["bin"]).read_bytes() + b"\x1d(H\x06\x00000042"


def _slip(number: str) -> Slip:
    rules = demo_rules()
    words, matter = rules.words[Language.ZH], rules.matters["ID-01"]
    now = datetime.combine(date(2026, 11, 23), datetime.min.time())
    made = case_slip(rules, words, matter, a_case(), RECEIPT, now)
    return Slip(made.kind, number, made.parts)
