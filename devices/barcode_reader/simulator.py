"""A bar code reader at the other end of the wire, and the hand that holds codes before it.

Answers for what a real one does: it sends what it decoded and a carriage return, as slowly as the
wire is; with a trigger it sees only while that is on, and one code per trigger; asked for its
version it tells it. It knows nothing of what is wanted or allowed, and shares no code with the
driver.

Models: `honeywell` (serial trigger mode, N86XX Decoded Engine User's Guide, chapter 10) and
`always-on`, which reads whatever lies before it and takes no commands.

Verbs: scan, flood, unplug, replug, healthy, and the faults of every wire
(`devices/simulation/wire_faults.py`), whose requests are `code` and `version`.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from devices.simulation.line import Line, Unplugged, masked
from devices.simulation.peer import PeerRefusal, Verb
from devices.simulation.wire_faults import WireFaults, only

TRIGGER_ON, TRIGGER_OFF = b"\x16T\r", b"\x16U\r"
MENU = b"\x16M\r"
SHOW_REVISION = MENU + b"REVINF."
REVISION = b"REVINFProduct Name: Simulated N8680\r\nSoftware Part Number: BDY000001BAA\x06."
ENQ_ANSWER = b"\x05."  # "the tag was not known"

TRIGGER_S = 30.0
"""So long the trigger stays on without a code (factory setting)."""

MODELS = ("honeywell", "always-on")
ENDS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "none": b""}


class BarcodeReaderPeer:
    """One reader, its port at `directory`/barcode_reader."""

    name = "barcode_reader"

    def __init__(self, directory: Path, *, model: str = "honeywell", baud: int = 9600) -> None:
        if model not in MODELS:
            raise ValueError(f"model: one of {', '.join(MODELS)}")
        self._model = model
        self._heard = bytearray()
        self._armed_s: float | None = None  # since when the trigger is on
        self._faults = WireFaults(("code", "version"))
        self._flooding = threading.Event()
        self._unsaid: deque[tuple[str, bytes, int]] = deque()
        self._wire: deque[dict[str, Any]] = deque(maxlen=2000)
        self._line = Line(directory / self.name, baud, self._serve)

    # ---- what the control socket sees ------------------------------------------------------------

    def wiring(self) -> dict[str, str]:
        return {
            "barcode_reader.port": str(self._line.link),
            "barcode_reader.profile": self._model,
        }

    @property
    def verbs(self) -> Mapping[str, Verb]:
        return {
            **self._faults.verbs(self._line.call),
            "scan": self._scan,
            "flood": self._flood,
            "unplug": self._unplug,
            "replug": self._replug,
            "healthy": self._heal,
        }

    def status(self) -> dict[str, Any]:
        return self._line.call(
            lambda: {
                "model": self._model,
                "armed": self._sees(),
                "flooding": self._flooding.is_set(),
                "plugged": self._line.plugged,
                "baud": self._line.baud,
                "faults": self._faults.names(),
            }
        )

    def wire(self) -> list[dict[str, Any]]:
        """Newest last: at_s (monotonic), direction, code, length; what a code said is not kept."""
        return list(self._wire)

    def close(self) -> None:
        self._flooding.clear()
        self._line.close()

    # ---- verbs -----------------------------------------------------------------------------------

    def _scan(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Hold a code before it. text, or hex for any bytes; end: cr (unless told), lf, crlf, none.

        Answers at once whether the reader saw it; a reader whose trigger is off sees nothing.
        """
        only(asked, {"text", "hex", "end"})
        end = ENDS.get(str(asked.get("end", "cr")))
        if end is None:
            raise PeerRefusal(f"end: one of {', '.join(ENDS)}")
        data = _held(asked)
        return {"seen": self._line.call(lambda: self._see(data + end))}

    def _see(self, data: bytes) -> bool:
        if not self._sees():
            return False
        self._armed_s = None  # one code per trigger
        self._later(lambda: self._say("code", data, shown=0))
        return True

    def _flood(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """It has lost its mind: short codes without a pause, until healthy."""
        only(asked, set())

        def go_on() -> None:
            number = 0
            while self._flooding.is_set():
                number += 1
                self._send("code", b"flood %d\r" % number, shown=0)

        if not self._flooding.is_set():
            self._flooding.set()
            self._line.call(lambda: self._later(go_on))
        return {}

    def _unplug(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        only(asked, set())
        self._line.unplug()
        self._line.call(self._power_cycle)
        return {}

    def _power_cycle(self) -> None:
        self._heard.clear()
        self._armed_s = None
        self._faults.unplugged()

    def _replug(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        only(asked, set())
        self._line.plug()
        return {}

    def _heal(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Every fault off, the flood ended, the wire plugged in."""
        only(asked, set())
        self._flooding.clear()
        self._line.call(self._faults.clear)
        self._line.plug()
        return {}

    # ---- the reader ------------------------------------------------------------------------------

    def _serve(self, data: bytes) -> None:
        """Commands are SYN, a letter, CR; a menu command goes on to its full stop."""
        if self._model == "always-on":
            self._log("to_reader", "ignored", data, shown=3)
            return
        self._heard += data
        while (at := self._heard.find(b"\x16")) >= 0:
            del self._heard[:at]
            ends = self._heard.find(b".") + 1 if self._heard.startswith(MENU) else 3
            if ends == 0 or len(self._heard) < ends:
                return
            command = bytes(self._heard[:ends])
            del self._heard[:ends]
            self._obey(command)
        self._heard.clear()

    def _obey(self, command: bytes) -> None:
        match command:
            case _ if command == TRIGGER_ON:
                self._log("to_reader", "on", command, shown=3)
                self._armed_s = time.monotonic()
            case _ if command == TRIGGER_OFF:
                self._log("to_reader", "off", command, shown=3)
                self._armed_s = None
            case _ if command == SHOW_REVISION:
                self._log("to_reader", "version", command, shown=3)
                self._say("version", REVISION, shown=6)
            case _:
                self._log("to_reader", "unknown", command, shown=3)
                self._say("version", command[3:-1] + ENQ_ANSWER, shown=6)

    def _sees(self) -> bool:
        if self._model == "always-on":
            return True
        return self._armed_s is not None and time.monotonic() - self._armed_s < TRIGGER_S

    def _say(self, name: str, data: bytes, *, shown: int) -> None:
        """One thing after the other, also when it is asked for while another is being sent."""
        self._unsaid.append((name, data, shown))
        if len(self._unsaid) > 1:
            return
        try:
            while self._unsaid:
                self._send(*self._unsaid[0])
                self._unsaid.popleft()
        except Unplugged:
            self._unsaid.clear()
            raise

    def _send(self, name: str, data: bytes, shown: int) -> None:
        for piece in self._faults.pieces(name, data):
            self._line.rest(piece.after_s)
            self._line.send(piece.data)
            if piece.data:
                self._log("to_kiosk", piece.name, piece.data, shown=shown)

    def _later(self, job: Callable[[], None]) -> None:
        """On the line's thread, once the verb was answered: sending takes the wire's time."""

        def run() -> None:
            try:
                self._line.call(job)
            except (Unplugged, TimeoutError):
                self._log("to_kiosk", "unplugged", b"", shown=0)

        threading.Thread(target=run, name="hand with a code", daemon=True).start()

    def _log(self, direction: str, name: str, frame: bytes, *, shown: int) -> None:
        entry = {"at_s": time.monotonic(), "direction": direction, "code": name}
        self._wire.append({**entry, **masked(frame, shown)})


def _held(asked: Mapping[str, Any]) -> bytes:
    """The bytes of `text` or of `hex`. Raises PeerRefusal."""
    text, written = asked.get("text"), asked.get("hex")
    if isinstance(text, str) and written is None:
        return text.encode()
    if isinstance(written, str) and text is None:
        try:
            return bytes.fromhex(written)
        except ValueError:
            raise PeerRefusal("hex: two digits a byte") from None
    raise PeerRefusal("scan: text or hex")
