"""A card reader at the other end of the wire, for whoever plays the citizen, or fate.

Answers for what is laid on it, and for going wrong when asked to. What the module says is in
`simulator_module`, what stands on a card in `simulator_card`. Nothing is shared with the driver:
what both know is the published protocol.

Verbs: place, lift, foreign, portrait_for_all, set_rate, unplug, replug, healthy, the faults of
every wire (`wire_faults`) and its own: each lasts until `healthy` or for `times` replies, and waits
for the request named by `on`.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
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
from devices.card_reader.simulator_module import RATES, SimulatedCard, SimulatedModule
from devices.simulation.peer import PeerRefusal, Verb
from devices.simulation.wire_faults import only


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
        self._foreign: str | None = None
        self._portrait_for_all: bytes | None = None
        self._module = SimulatedModule(directory / self.name, baud, sam_delay_s)
        self._line = self._module.line

    # ---- what the control socket sees ------------------------------------------------------------

    def wiring(self) -> dict[str, str]:
        return {"card_reader.port": str(self._line.link)}

    @property
    def verbs(self) -> Mapping[str, Verb]:
        verbs = self._module.faults.verbs(self._line.call)
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
        card = self._module.card
        return {
            "card": card is not None,
            "person": card.person if card else None,
            "stage": card.stage if card else None,
            "plugged": self._line.plugged,
            "baud": self._module.rate or self._line.baud,
            "faults": self._module.faults.names(),
        }

    def wire(self) -> list[dict[str, Any]]:
        """Newest last: at_s and took_s (monotonic), direction, code, length, masked frame.

        Asked of the line's thread: what the other end has read whole is told here too.
        """
        return self._line.call(lambda: list(self._module.wire))

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
        added = asked.get("addresses", self._moved_to(key))
        if not isinstance(added, list) or len(added) > 4:
            raise PeerRefusal("addresses: a list of at most four")
        addresses = b"".join(address_record(str(each)) for each in added)

        def place() -> None:
            if self._module.card is not None:
                raise PeerRefusal("a card lies there already")
            self._module.card = SimulatedCard(key, block, addresses)

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

    def _moved_to(self, key: str | None) -> list[str]:
        return [address] if key and (address := self._person(key).added_address) else []

    def _person(self, key: Any) -> Person:
        if not isinstance(key, str) or key not in self._people:
            raise PeerRefusal(f"people are {', '.join(sorted(self._people))}")
        return self._people[key]

    def _lift(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        only(asked, set())

        def lift() -> None:
            if self._module.card is None:
                raise PeerRefusal("no card lies there")
            self._module.card = None

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
        self._line.call(lambda: self._module.speak_at(baud))
        return {}

    def _unplug(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Out with the cable, and with it the power: the module forgets what it has read."""
        only(asked, set())
        self._line.unplug()
        self._line.call(self._module.power_cycle)
        return {}

    def _replug(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        only(asked, set())
        self._line.plug()
        return {}

    def _heal(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Every fault off, the wire plugged in."""
        only(asked, set())

        def heal() -> None:
            self._module.heal()
            self._foreign = None

        self._line.call(heal)
        self._line.plug()
        return {}


def _portrait_in(asked: Mapping[str, Any]) -> bytes:
    """The bytes of `portrait`, in base64. Raises PeerRefusal."""
    try:
        face = base64.b64decode(str(asked["portrait"]), validate=True)
    except (KeyError, binascii.Error):
        raise PeerRefusal("portrait: not base64") from None
    if len(face) > PORTRAIT_BYTES:
        raise PeerRefusal(f"portrait: {len(face)} bytes do not fit into {PORTRAIT_BYTES}")
    return face
