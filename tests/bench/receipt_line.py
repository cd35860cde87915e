"""receipt_line: a slip from handing over to its last byte out, against the same bytes written bare.

Both go to the same simulated printer on the same kind of pseudo-terminal, which takes bytes at
115200 baud and not faster; its paper moves at once, so that the wire is what is measured. Ours asks
the printer how it is, lays the slip out, and writes down the job's number before the first byte;
the bare one opens the port and writes what ours has sent. Both end when the printer has come to the
last command, which asks it whether all is out.
"""

import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import serial

from config.model import PrinterConfig
from devices.printer.driver import SerialReceiptPrinter
from devices.printer.journal import JournalFile
from devices.printer.simulator import FONT, PrinterPeer
from kiosk.case.slips import case_slip
from kiosk.ports import PrintSlip, SelfTest, Slip
from kiosk.vocabulary import CompletionCode, Language
from tests.bench.measure import Report, compare, in_turns
from tests.devices.inbox import Inbox
from tests.kiosk.keeping.support import a_case
from tests.kiosk.visit.kiosk import RECEIPT, demo_rules

ROUNDS = 15
LAST = "GS ( H"
_AT_ONCE_MM_S = 1e6


def measure() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        peer = PrinterPeer(Path(folder), speed_mm_s=_AT_ONCE_MM_S, paper=False)
        journal = JournalFile(Path(folder) / "journal.db")
        inbox = Inbox()
        port = peer.wiring()["printer.port"]
        # Between two slips the port is the bare one's: ours is opened anew for each.
        try:
            return _measure(peer, port, journal, inbox)
        finally:
            journal.close()
            peer.close()


def _measure(peer: PrinterPeer, port: str, journal: JournalFile, inbox: Inbox) -> Report:
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
    return Report([compare("receipt_line", "ms", line, reference, bare_is, goal=1.05)])


def _ours(peer: PrinterPeer, port: str, journal: JournalFile, inbox: Inbox, number: str) -> float:
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


def _bare(peer: PrinterPeer, port: str, sent: bytes) -> float:
    with serial.Serial(port, 115200, timeout=3.0, exclusive=True) as line:
        began_s = time.monotonic()
        line.write(sent)
        line.read(11)  # what it says by itself, and the answer to the last command
        return (_end(peer, began_s) - began_s) * 1e3


def _end(peer: PrinterPeer, since_s: float) -> float:
    """When the printer came to the last command of the slip that began then."""
    found: list[dict[str, Any]] = [
        each for each in peer.wire() if each["code"] == LAST and each["at_s"] > since_s
    ]
    return float(found[-1]["at_s"])


def _sent(peer: PrinterPeer) -> bytes:
    """What the last slip was made of, as the printer received it, and the question at its end."""
    last = peer.verbs["receipts"]({})["receipts"][-1]
    return Path(last["bin"]).read_bytes() + b"\x1d(H\x06\x00000042"


def _slip(number: str) -> Slip:
    rules = demo_rules()
    words, matter = rules.words[Language.ZH], rules.matters["ID-01"]
    now = datetime.combine(date(2026, 11, 23), datetime.min.time())
    made = case_slip(rules, words, matter, a_case(), RECEIPT, now)
    return Slip(made.kind, number, made.parts)
