"""The stack of numbered licence sheets in a simulated tray, and the reader that looks at its top.

Answers for which number lies on top: the printer takes one sheet after the other, whatever becomes
of it. The reader is a bar code reader like any (`devices/barcode_reader/simulator`); armed, it sees
the sheet a moment later, because nobody has to hold it there. Shares nothing with the kiosk: how a
number is made stands in docs/platforms.md.

Verbs beside a reader's own: `stack` (first: the number of the sheet that lies on top from now on),
`blind` (it sees nothing any more), `healthy`.
"""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from devices.barcode_reader.simulator import TRIGGER_ON, BarcodeReaderPeer
from devices.simulation.peer import PeerRefusal, Verb
from devices.simulation.wire_faults import only

SEES_AFTER_S = 0.1
FIRST = 23301


class BlankReaderPeer(BarcodeReaderPeer):
    """name: of the port, "blank_original" or "blank_duplicate". prefix: of its numbers, ZB or FB.

    pulled: how many sheets the printer has taken from this tray so far.
    """

    def __init__(self, directory: Path, name: str, prefix: str, pulled: Callable[[], int]) -> None:
        self.name = name
        self._prefix, self._pulled = prefix, pulled
        self._first, self._blind = FIRST, False
        super().__init__(directory)

    def wiring(self) -> dict[str, str]:
        section = f"licence_paper.{self.name.removeprefix('blank_')}"
        return {f"{section}.port": str(self._line.link), f"{section}.profile": self._model}

    @property
    def verbs(self) -> Mapping[str, Verb]:
        return {**super().verbs, "stack": self._stack, "blind": self._go_blind}

    def status(self) -> dict[str, Any]:
        return {**super().status(), "on_top": self.on_top()}

    def on_top(self) -> str:
        body = f"{self._prefix}{self._first + self._pulled():08d}"
        return body + _check_character(body)

    def _stack(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        only(asked, {"first"})
        first = asked.get("first")
        if type(first) is not int or not 0 <= first < 10**8:
            raise PeerRefusal("first: a number of at most eight digits")
        self._first = first - self._pulled()
        return {"on_top": self.on_top()}

    def _go_blind(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        only(asked, set())
        self._blind = True
        return {}

    def _heal(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        self._blind = False
        return super()._heal(asked)

    def _obey(self, command: bytes) -> None:
        super()._obey(command)
        if command == TRIGGER_ON and not self._blind:
            look = threading.Timer(SEES_AFTER_S, lambda: self._scan({"text": self.on_top()}))
            look.daemon = True
            look.start()


def _check_character(text: str) -> str:
    """ISO 7064 MOD 37,36."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    remainder = 36
    for character in text:
        remainder = (remainder + alphabet.index(character)) % 36 or 36
        remainder = remainder * 2 % 37
    return alphabet[(37 - remainder) % 36]
