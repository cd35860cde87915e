"""A card reader at the other end of the wire: a SAM-V module with its own parser and its own rules.

Answers for behaving as the real one does (GA/T 467-2019 and what is published about it): find, then
select, then read, in this order; nothing is found again until the card was lifted and put back;
presence by 30 03 and 30 05; every byte as slow as the wire, and nothing understood at another rate
than its own. And for going wrong when asked to. It shares no code with the driver: what both know
is the published protocol.

Verbs: place, lift, foreign, portrait_for_all, set_rate, unplug, replug, healthy, the faults of
every wire (`wire_faults`) and its own: each lasts until `healthy` or for `times` replies, and waits
for the request named by `on`.
"""

import base64
import binascii
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import xor
from pathlib import Path
from typing import Any

from config.people import Person
from devices.card_reader.simulator_card import (
    FIELDS,
    FLAGS,
    PORTRAIT_BYTES,
    address_record,
    data_block,
    fields_of,
    text_block,
    written,
)
from devices.simulation.line import Line, Unplugged, masked
from devices.simulation.peer import PeerRefusal, Verb
from devices.simulation.wire_faults import FaultKind, WireFaults, only

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
_WAITS_FOR = dict.fromkeys(("delay", "wrong_checksum", "late_answer"), "read")


@dataclass
class _Card:
    person: str | None
    block: bytes = field(repr=False)
    addresses: bytes = field(repr=False, default=b"")
    stage: str = "placed"  # placed, found, selected, done


class CardReaderPeer:
    """One reader, its port at `directory`/card_reader. portrait: a person's 1,024 bytes."""

    name = "card_reader"

    def __init__(
        self,
        directory: Path,
        people: Mapping[str, Person],
        portrait: Callable[[str], bytes],
        *,
        baud: int = 115200,
        sam_delay_s: float = 0.6,
    ) -> None:
        self._people, self._portrait = people, portrait
        self._sam_delay_s = sam_delay_s
        self._card: _Card | None = None
        self._foreign: str | None = None
        self._portrait_for_all: bytes | None = None
        self._faults = WireFaults(REQUESTS.values(), FAULTS, _WAITS_FOR)
        self._heard = bytearray()
        self._wire: deque[dict[str, Any]] = deque(maxlen=2000)
        # A wire faster than any of them, as tests have it, is heard at every rate.
        self._rate = self._first_rate = baud if baud in RATES else None
        self._line = Line(directory / self.name, baud, self._serve)

    # ---- what the control socket sees ------------------------------------------------------------

    def wiring(self) -> dict[str, str]:
        return {"card_reader.port": str(self._line.link)}

    @property
    def verbs(self) -> Mapping[str, Verb]:
        verbs = self._faults.verbs(self._line.call)
        verbs.update(
            place=self._place,
            lift=self._lift,
            foreign=self._make_foreign,
            portrait_for_all=self._set_portrait_for_all,
            set_rate=self._set_rate,
            unplug=self._unplug,
            replug=self._replug,
            healthy=self._heal,
        )
        return verbs

    def status(self) -> dict[str, Any]:
        return self._line.call(self._status)

    def _status(self) -> dict[str, Any]:
        card = self._card
        return {
            "card": card is not None,
            "person": card.person if card else None,
            "stage": card.stage if card else None,
            "plugged": self._line.plugged,
            "baud": self._rate or self._line.baud,
            "faults": self._faults.names(),
        }

    def wire(self) -> list[dict[str, Any]]:
        """Newest last: at_s and took_s (monotonic), direction, code, length, masked frame."""
        return list(self._wire)

    def close(self) -> None:
        self._line.close()

    # ---- verbs -----------------------------------------------------------------------------------

    def _place(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """person: a key, card: fields that differ or all of them, portrait_of: whose face,
        portrait: other bytes (base64), addresses: those added to the card, at most four."""
        only(asked, {"person", "card", "portrait_of", "portrait", "addresses"})
        key = asked.get("person")
        fields = fields_of(self._person(key), self._foreign or " ") if key is not None else {}
        changes = asked.get("card", {})
        if not isinstance(changes, Mapping) or set(changes) - FIELDS:
            raise PeerRefusal(f"card: fields are {', '.join(sorted(FIELDS))}")
        fields.update({name: written(value) for name, value in changes.items()})
        if missing := FIELDS - set(fields):
            raise PeerRefusal(f"card: {', '.join(sorted(missing))} missing")
        block = data_block(text_block(fields, self._foreign or " "), self._face(asked, key))
        added = asked.get("addresses", [])
        if not isinstance(added, list) or len(added) > 4:
            raise PeerRefusal("addresses: a list of at most four")
        addresses = b"".join(address_record(str(each)) for each in added)

        def place() -> None:
            if self._card is not None:
                raise PeerRefusal("a card lies there already")
            self._card = _Card(key, block, addresses)

        self._line.call(place)
        return {"person": key}

    def _face(self, asked: Mapping[str, Any], key: str | None) -> bytes:
        whose = asked.get("portrait_of", key)
        if "portrait" in asked:
            return _portrait_in(asked)
        if "portrait_of" not in asked and self._portrait_for_all is not None:
            return self._portrait_for_all
        if whose is None:
            return b""
        self._person(whose)
        return self._portrait(whose)

    def _set_portrait_for_all(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """portrait (base64): cards placed from now on carry it, unless told otherwise.

        It is somebody's own face: it stays in memory, and no answer repeats it."""
        only(asked, {"portrait"})
        self._portrait_for_all = _portrait_in(asked)
        return {}

    def _person(self, key: Any) -> Person:
        if not isinstance(key, str) or key not in self._people:
            raise PeerRefusal(f"people are {', '.join(sorted(self._people))}")
        return self._people[key]

    def _lift(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        only(asked, set())

        def lift() -> None:
            if self._card is None:
                raise PeerRefusal("no card lies there")
            self._card = None

        self._line.call(lift)
        return {}

    def _make_foreign(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Cards placed from now on are of another kind. flag: J, I (unless told) or Y."""
        only(asked, {"flag"})
        flag = asked.get("flag", "I")
        if flag not in FLAGS:
            raise PeerRefusal(f"flag: one of {FLAGS}")
        self._foreign = str(flag)
        return {}

    def _set_rate(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Somebody set the module to another rate (baud: 9600 unless told); it keeps that."""
        only(asked, {"baud"})
        baud = asked.get("baud", 9600)
        if baud not in RATES:
            raise PeerRefusal(f"baud: one of {', '.join(map(str, RATES))}")
        self._line.call(lambda: self._speak_at(baud))
        return {}

    def _speak_at(self, baud: int | None) -> None:
        self._rate = baud
        if baud is not None and self._line.baud in RATES:
            self._line.set_baud(baud)

    def _unplug(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Out with the cable, and with it the power: the module forgets what it has read."""
        only(asked, set())
        self._line.unplug()
        self._line.call(self._power_cycle)
        return {}

    def _power_cycle(self) -> None:
        self._heard.clear()
        self._faults.unplugged()
        if self._card is not None:
            self._card.stage = "placed"

    def _replug(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        only(asked, set())
        self._line.plug()
        return {}

    def _heal(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Every fault off, the wire plugged in."""
        only(asked, set())

        def heal() -> None:
            self._faults.clear()
            self._foreign = None
            self._speak_at(self._first_rate)

        self._line.call(heal)
        self._line.plug()
        return {}

    # ---- the module ------------------------------------------------------------------------------

    def _serve(self, data: bytes) -> None:
        """Requests are 10 bytes or more: start, length, command, parameter, data, XOR."""
        if self._rate is not None and self._line.other_baud != self._rate:
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
            self._log("to_reader", name, request, shown=10, took_s=self._line.wire_s(len(request)))
            if reduce(xor, request[5:]):
                self._answer(name, b"\x00\x00\x10")
            else:
                self._answer(name, self._carry_out(name))
                if name == "set_baud":
                    self._speak_at(RATES[request[8]])
        del self._heard[: max(0, len(self._heard) - 4)]

    def _carry_out(self, name: str) -> bytes:
        """SW1 SW2 SW3 and data. (Replies without data: protocol of the SAM-V, table of codes.)"""
        if self._faults.hits("module_broken", name) is not None:
            return b"\x00\x00\x60"
        if (figures := self._faults.hits("verdict", name)) is not None:
            return self._say(int(figures["code"]), name)
        match name:
            case "reset" | "status" | "set_baud" | "rf_frame":
                return b"\x00\x00\x90"
            case "id":
                other = self._faults.hits("other_module", "id") is not None
                return b"\x00\x00\x90" + (OTHER_SAM_NUMBER if other else SAM_NUMBER)
            case "find":
                return self._find()
            case "select":
                if self._card is None or self._card.stage != "found":
                    return b"\x00\x00\x81"
                self._card.stage = "selected"
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
        if self._card is not None and name in ("select", "read", "fingerprints"):
            self._card.stage = "placed" if code in _FOUND_AGAIN else "done"
        return bytes((0, 0, code))

    def _lies_there(self, name: str) -> bytes:
        card = self._card
        if card is None or card.stage not in ("selected", "done"):
            return b"\x00\x00\x41"
        if name == "management":
            return b"\x00\x00\x90" + bytes(28)
        return b"\x00\x00\x90" + card.addresses if card.addresses else b"\x00\x00\x91"

    def _find(self) -> bytes:
        card = self._card
        if card is None or card.stage == "done":
            return b"\x00\x00\x80"
        if self._faults.hits("upside_down", "find") is not None:
            return b"\x00\x00\x80"
        card.stage = "found"
        return b"\x00\x00\x9f" + bytes(4)

    def _read(self, name: str) -> bytes:
        card = self._card
        if card is None or card.stage != "selected":
            return b"\x00\x00\x41"
        card.stage = "done"
        if self._faults.hits("lift_mid_read", name) is not None:
            self._line.rest(self._sam_delay_s / 2)
            self._card = None
        self._line.rest(self._sam_delay_s)
        if self._card is not card or self._faults.hits("unreadable", name) is not None:
            return b"\x00\x00\x41"
        return b"\x00\x00\x90" + card.block

    def _answer(self, name: str, content: bytes) -> None:
        body = (len(content) + 1).to_bytes(2) + content
        reply = START + body + bytes((reduce(xor, body),))
        if self._faults.hits("cut", name) is not None:
            reply = reply[: len(reply) // 2]
        for piece in self._faults.pieces(name, reply):
            self._line.rest(piece.after_s)
            if piece.data:
                self._send(piece.name, piece.data)

    def _send(self, name: str, data: bytes) -> None:
        # Ten bytes: start, length, status words. What follows may be a person's.
        shown = 10 if data.startswith(START) else 0
        began_s = time.monotonic()
        try:
            self._line.send(data)
        except Unplugged:
            self._log("to_kiosk", f"{name}, unplugged", data, shown=shown)
            raise
        self._log("to_kiosk", name, data, shown=shown, took_s=time.monotonic() - began_s)

    def _log(
        self, direction: str, name: str, frame: bytes, *, shown: int, took_s: float = 0.0
    ) -> None:
        entry = {"at_s": time.monotonic() - took_s, "took_s": took_s, "direction": direction}
        self._wire.append({**entry, "code": name, **masked(frame, shown)})


def _portrait_in(asked: Mapping[str, Any]) -> bytes:
    """The bytes of `portrait`, in base64. Raises PeerRefusal."""
    try:
        face = base64.b64decode(str(asked["portrait"]), validate=True)
    except (KeyError, binascii.Error):
        raise PeerRefusal("portrait: not base64") from None
    if len(face) > PORTRAIT_BYTES:
        raise PeerRefusal(f"portrait: {len(face)} bytes do not fit into {PORTRAIT_BYTES}")
    return face
