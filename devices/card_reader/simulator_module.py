"""The simulated module: its parser, its rules, its bytes (GA/T 467-2019, and what is published).

Answers for requests over one line: find, then select, then read, in this order; nothing is found
again until the card was lifted and put back; presence by 30 03 and 30 05; nothing understood at
another rate than its own. Leaves what is laid on it, and what goes wrong when, to `simulator`.
"""

import time
from collections import deque
from dataclasses import dataclass, field
from functools import reduce
from operator import xor
from pathlib import Path
from typing import Any

from devices.simulation.line import Line, Unplugged, masked
from devices.simulation.wire_faults import FaultKind, WireFaults

START = b"\xaa\xaa\xaa\x96\x69"
SAM_NUMBER = bytes.fromhex(
    "05000100 659E3301 2A000000 15CD5B07"
)  # 05.01-20160101-0000000042-0123456789
OTHER_SAM_NUMBER = SAM_NUMBER[:8] + b"\x2b" + SAM_NUMBER[9:]

REQUESTS = {
    b"\x10\xff": "reset",
    b"\x11\xff": "status",
    b"\x12\xff": "id",
    b"\x20\x01": "find",
    b"\x20\x02": "select",
    b"\x30\x01": "read",
    b"\x30\x03": "presence",
    b"\x30\x05": "management",
    b"\x30\x10": "fingerprints",
    b"\x61\xff": "rf_frame",
}
RATES = (115200, 57600, 38400, 19200, 9600)  # by the number that follows 60
REQUESTS |= {bytes((0x60, number)): "set_baud" for number in range(len(RATES))}
FAULTS = {
    "cut": FaultKind("read"),  # the second half of a reply never comes
    "upside_down": FaultKind("find"),
    "unreadable": FaultKind("read"),
    "lift_mid_read": FaultKind("read"),
    "module_broken": FaultKind(),  # SW3 60
    "verdict": FaultKind("read", {"code": (0x41, 255.0)}),  # this SW3 and nothing else
    "other_module": FaultKind("id"),  # another number than the registered one
}
# After these a module finds the card again without its having been lifted.
_FOUND_AGAIN = (0x34, 0x47, 0x81)
_FINGERPRINTS = b"nobody's finger".ljust(1024, b"\0")
WAITS_FOR = dict.fromkeys(("delay", "wrong_checksum", "late_answer"), "read")


@dataclass
class SimulatedCard:
    person: str | None
    block: bytes = field(repr=False)
    addresses: bytes = field(repr=False, default=b"")
    stage: str = "placed"  # placed, found, selected, done


class SimulatedModule:
    """What is behind the reader's port `link`; everything happens on the line's thread.

    Other threads use `line.call`; what the rest is for stands beside it.
    """

    def __init__(self, link: Path, baud: int, sam_delay_s: float) -> None:
        self.card: SimulatedCard | None = None
        self.faults = WireFaults(REQUESTS.values(), FAULTS, WAITS_FOR)
        self.wire: deque[dict[str, Any]] = deque(maxlen=2000)
        self._sam_delay_s = sam_delay_s
        self._heard = bytearray()
        # A wire faster than any of them, as tests have it, is heard at every rate.
        self.rate = self._first_rate = baud if baud in RATES else None
        self.line = Line(link, baud, self._serve)

    def speak_at(self, baud: int | None) -> None:
        """None: at every rate."""
        self.rate = baud
        if baud is not None and self.line.baud in RATES:
            self.line.set_baud(baud)

    def heal(self) -> None:
        self.faults.clear()
        self.speak_at(self._first_rate)

    def power_cycle(self) -> None:
        """It forgets what it has read, and keeps its rate."""
        self._heard.clear()
        self.faults.unplugged()
        if self.card is not None:
            self.card.stage = "placed"

    def _serve(self, data: bytes) -> None:
        """Requests are 10 bytes or more: start, length, command, parameter, data, XOR."""
        if self.rate is not None and self.line.other_baud != self.rate:
            self._heard.clear()  # at another rate every byte is another, or none
            return
        self._heard += data
        while (at := self._heard.find(START)) >= 0:
            del self._heard[:at]
            if len(self._heard) < 7:
                return
            length = int.from_bytes(self._heard[5:7])
            if not 3 <= length <= 64:
                del self._heard[:7]
                self._answer("unknown", b"\x00\x00\x11")
                continue
            if len(self._heard) < 7 + length:
                return
            request = bytes(self._heard[: 7 + length])
            del self._heard[: 7 + length]
            name = REQUESTS.get(request[7:9], "unknown")
            self._log("to_reader", name, request, shown=10, took_s=self.line.wire_s(len(request)))
            if reduce(xor, request[5:]):
                self._answer(name, b"\x00\x00\x10")
            else:
                self._answer(name, self._carry_out(name))
                if name == "set_baud":
                    self.speak_at(RATES[request[8]])
        del self._heard[: max(0, len(self._heard) - 4)]

    def _carry_out(self, name: str) -> bytes:
        """SW1 SW2 SW3 and data. (Replies without data: protocol of the SAM-V, table of codes.)"""
        if self.faults.hits("module_broken", name) is not None:
            return b"\x00\x00\x60"
        if (figures := self.faults.hits("verdict", name)) is not None:
            return self._say(int(figures["code"]), name)
        match name:
            case "reset" | "status" | "set_baud" | "rf_frame":
                return b"\x00\x00\x90"
            case "id":
                other = self.faults.hits("other_module", "id") is not None
                return b"\x00\x00\x90" + (OTHER_SAM_NUMBER if other else SAM_NUMBER)
            case "find":
                return self._find()
            case "select":
                if self.card is None or self.card.stage != "found":
                    return b"\x00\x00\x81"
                self.card.stage = "selected"
                return b"\x00\x00\x90" + bytes(8)
            case "read":
                return self._read(name)
            case "fingerprints":
                answer = self._read(name)
                if len(answer) == 3:
                    return answer
                prints = len(_FINGERPRINTS).to_bytes(2)
                return answer[:7] + prints + answer[7:] + _FINGERPRINTS
            case "presence" | "management":
                return self._lies_there(name)
        return b"\x00\x00\x21"

    def _say(self, code: int, name: str) -> bytes:
        """A verdict that was asked for; what it means for the card that lies there."""
        if self.card is not None and name in ("select", "read", "fingerprints"):
            self.card.stage = "placed" if code in _FOUND_AGAIN else "done"
        return bytes((0, 0, code))

    def _lies_there(self, name: str) -> bytes:
        card = self.card
        if card is None or card.stage not in ("selected", "done"):
            return b"\x00\x00\x41"
        if name == "management":
            return b"\x00\x00\x90" + bytes(28)
        return b"\x00\x00\x90" + card.addresses if card.addresses else b"\x00\x00\x91"

    def _find(self) -> bytes:
        card = self.card
        if card is None or card.stage == "done":
            return b"\x00\x00\x80"
        if self.faults.hits("upside_down", "find") is not None:
            return b"\x00\x00\x80"
        card.stage = "found"
        return b"\x00\x00\x9f" + bytes(4)

    def _read(self, name: str) -> bytes:
        card = self.card
        if card is None or card.stage != "selected":
            return b"\x00\x00\x41"
        card.stage = "done"
        if self.faults.hits("lift_mid_read", name) is not None:
            self.line.rest(self._sam_delay_s / 2)
            self.card = None
        self.line.rest(self._sam_delay_s)
        if self.card is not card or self.faults.hits("unreadable", name) is not None:
            return b"\x00\x00\x41"
        return b"\x00\x00\x90" + card.block

    def _answer(self, name: str, content: bytes) -> None:
        body = (len(content) + 1).to_bytes(2) + content
        reply = START + body + bytes((reduce(xor, body),))
        if self.faults.hits("cut", name) is not None:
            reply = reply[: len(reply) // 2]
        for piece in self.faults.pieces(name, reply):
            self.line.rest(piece.after_s)
            if piece.data:
                self._send(piece.name, piece.data)

    def _send(self, name: str, data: bytes) -> None:
        # Ten bytes: start, length, status words. What follows may be a person's.
        shown = 10 if data.startswith(START) else 0
        began_s = time.monotonic()
        try:
            self.line.send(data)
        except Unplugged:
            self._log("to_kiosk", f"{name}, unplugged", data, shown=shown)
            raise
        self._log("to_kiosk", name, data, shown=shown, took_s=time.monotonic() - began_s)

    def _log(
        self, direction: str, name: str, frame: bytes, *, shown: int, took_s: float = 0.0
    ) -> None:
        entry = {"at_s": time.monotonic() - took_s, "took_s": took_s, "direction": direction}
        self.wire.append({**entry, "code": name, **masked(frame, shown)})
