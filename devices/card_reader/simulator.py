"""A card reader at the other end of the wire: a SAM-V module with its own parser and its own rules.

Answers for behaving as the real one does (GA/T 467-2019 and what is published about it): find, then
select, then read, in this order; nothing is found again until the card was lifted and put back;
presence by 30 03; every byte as slow as the wire. And for going wrong when asked to. It shares no
code with the driver: what both know is the published protocol.

Verbs: place, lift, foreign, portrait_for_all, unplug, replug, healthy, the faults of every wire
(`wire_faults`) and its own: each lasts until `healthy` or for `times` replies, and waits for the
request named by `on`.
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

REQUESTS = {
    b"\x10\xff": "reset",
    b"\x11\xff": "status",
    b"\x12\xff": "id",
    b"\x20\x01": "find",
    b"\x20\x02": "select",
    b"\x30\x01": "read",
    b"\x30\x03": "presence",
}
FAULTS = {
    "cut": FaultKind("read"),  # the second half of a reply never comes
    "upside_down": FaultKind("find"),
    "unreadable": FaultKind("read"),
    "lift_mid_read": FaultKind("read"),
    "module_broken": FaultKind(),  # SW3 60
}
_WAITS_FOR = dict.fromkeys(("delay", "wrong_checksum", "late_answer"), "read")


@dataclass
class _Card:
    person: str | None
    block: bytes = field(repr=False)
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
            "baud": self._line.baud,
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
        portrait: other bytes (base64)."""
        only(asked, {"person", "card", "portrait_of", "portrait"})
        key = asked.get("person")
        fields = fields_of(self._person(key)) if key is not None else {}
        changes = asked.get("card", {})
        if not isinstance(changes, Mapping) or set(changes) - FIELDS:
            raise PeerRefusal(f"card: fields are {', '.join(sorted(FIELDS))}")
        fields.update({name: written(value) for name, value in changes.items()})
        if missing := FIELDS - set(fields):
            raise PeerRefusal(f"card: {', '.join(sorted(missing))} missing")
        block = data_block(text_block(fields, self._foreign or " "), self._face(asked, key))

        def place() -> None:
            if self._card is not None:
                raise PeerRefusal("a card lies there already")
            self._card = _Card(key, block)

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

        self._line.call(heal)
        self._line.plug()
        return {}

    # ---- the module ------------------------------------------------------------------------------

    def _serve(self, data: bytes) -> None:
        """Requests are 10 bytes or more: start, length, command, parameter, data, XOR."""
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
        del self._heard[: max(0, len(self._heard) - 4)]

    def _carry_out(self, name: str) -> bytes:
        """SW1 SW2 SW3 and data. (Replies without data: protocol of the SAM-V, table of codes.)"""
        if self._faults.hits("module_broken", name) is not None:
            return b"\x00\x00\x60"
        match name:
            case "reset" | "status":
                return b"\x00\x00\x90"
            case "id":
                return b"\x00\x00\x90" + SAM_NUMBER
            case "find":
                return self._find()
            case "select":
                if self._card is None or self._card.stage != "found":
                    return b"\x00\x00\x81"
                self._card.stage = "selected"
                return b"\x00\x00\x90" + bytes(8)
            case "read":
                return self._read()
            case "presence":
                there = self._card is not None and self._card.stage in ("selected", "done")
                return b"\x00\x00\x91" if there else b"\x00\x00\x41"
        return b"\x00\x00\x21"

    def _find(self) -> bytes:
        card = self._card
        if card is None or card.stage == "done":
            return b"\x00\x00\x80"
        if self._faults.hits("upside_down", "find") is not None:
            return b"\x00\x00\x80"
        card.stage = "found"
        return b"\x00\x00\x9f" + bytes(4)

    def _read(self) -> bytes:
        card = self._card
        if card is None or card.stage != "selected":
            return b"\x00\x00\x41"
        card.stage = "done"
        if self._faults.hits("lift_mid_read", "read") is not None:
            self._line.rest(self._sam_delay_s / 2)
            self._card = None
        self._line.rest(self._sam_delay_s)
        if self._card is not card or self._faults.hits("unreadable", "read") is not None:
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
