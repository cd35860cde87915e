"""card_read_115200, card_read_9600: our driver against a bare pyserial program, on one terminal.

Both begin with the first byte of the *find* that succeeds and ask the same three things; the bare
one reads as many bytes as must come and looks at none of them. The module's own thinking time is
off: what is left is the wire and the program.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import serial

from config.model import CardReaderConfig
from config.people import load_people
from devices.card_reader.driver import SerialCardReader
from devices.card_reader.simulator import CardReaderPeer
from kiosk.ports import ReadCard
from kiosk.vocabulary import CompletionCode
from tests.bench.measure import Report, compare, in_turns
from tests.devices.inbox import Inbox, eventually

ROUNDS = {115200: 15, 9600: 4}
PERSON = "chen-haiying"

# GA/T 467-2019: find, select, read, and how long their answers are when a card lies there.
EXCHANGES = (
    (bytes.fromhex("AAAAAA96690003200122"), 15),
    (bytes.fromhex("AAAAAA96690003200221"), 19),
    (bytes.fromhex("AAAAAA96690003300132"), 1295),
)


def measure(baud: int = 115200) -> Report:
    people = load_people(date.today())
    with tempfile.TemporaryDirectory() as folder:
        peer = CardReaderPeer(
            Path(folder), people, lambda key: bytes(1024), baud=baud, sam_delay_s=0.0
        )
        try:
            return _measure(peer, baud)
        finally:
            peer.close()


def _measure(peer: CardReaderPeer, baud: int) -> Report:
    port = peer.wiring()["card_reader.port"]
    waited: list[float] = []

    def ours() -> float:
        took_ms, from_card_ms = _ours(peer, port, baud)
        waited.append(from_card_ms)
        return took_ms

    def bare() -> float:
        return _with_card(peer, lambda: _bare(port, baud))

    ours()
    bare()
    waited.clear()
    read, reference = in_turns(ROUNDS[baud], ours, bare)
    bare_is = "a bare pyserial program: the same requests, as many bytes read"
    rows = [compare(f"card_read_{baud}", "ms", read, reference, bare_is, goal=1.10)]
    if baud == 115200:
        rows.append(compare("card_read_with_poll_latency", "ms", waited, reference, bare_is))
    return Report(rows)


def _ours(peer: CardReaderPeer, port: str, baud: int) -> tuple[float, float]:
    """Milliseconds of a read, from the find that succeeds, and from the card laid down."""
    inbox = Inbox()
    config = CardReaderConfig(port=port, baud=baud)
    reader = SerialCardReader(config, inbox.post, lambda portrait: None)
    try:
        reader.submit(ReadCard("read"))
        # The card comes at any moment between two polls, as cards do.
        eventually(lambda: bool(reader.crossings()))
        time.sleep(0.05 + time.monotonic_ns() // 1000 % 300 / 1000)
        peer.verbs["place"]({"person": PERSON})
        placed_s = time.monotonic()
        assert inbox.completed("read", 10.0).code is CompletionCode.SUCCESS
        timing = reader.last_read
        assert timing is not None
    finally:
        reader.close()
        peer.verbs["lift"]({})
    return (timing.parsed_s - timing.find_began_s) * 1e3, (timing.parsed_s - placed_s) * 1e3


def _with_card(peer: CardReaderPeer, read: Callable[[], float]) -> float:
    peer.verbs["place"]({"person": PERSON})
    try:
        return read()
    finally:
        peer.verbs["lift"]({})


def _bare(port: str, baud: int) -> float:
    with serial.Serial(port, baud, timeout=3.0, exclusive=True) as line:
        began_s = time.monotonic()
        for request, length in EXCHANGES:
            line.write(request)
            answer = line.read(length)
            if len(answer) != length:
                raise RuntimeError(f"{len(answer)} bytes came instead of {length}")
        return (time.monotonic() - began_s) * 1e3
