"""The works of the simulated printer: its receive buffer, what it says, and what commands do to it.

Answers for real-time commands, status, times, and for holding the wire when the buffer is full. One
thing at a time: the lock is `simulator`'s, as are the faults by name. What commands mean is in
`simulator_commands` (cutting the stream) and `simulator_paper` (what they do to the paper).
"""

import time
from collections.abc import Callable
from pathlib import Path

from devices.printer.simulator_commands import Heard, RealTimeEar, next_command
from devices.printer.simulator_models import DOTS_PER_MM, Health, Model
from devices.printer.simulator_paper import Mechanism, PaperSlip
from devices.printer.simulator_wire import Wire
from devices.simulation.wire_faults import WireFaults

BUFFER_BYTES = 4096
_XOFF_AT, _XON_AT = BUFFER_BYTES * 3 // 4, BUFFER_BYTES // 4


class Machine:
    """One printer of a model, at the end of a wire.

    speed_mm_s: how fast paper moves. xon_xoff: see `PrinterPeer`. keep: what becomes of each slip
    that is cut off and not blank.
    """

    def __init__(
        self,
        model: Model,
        wire: Wire,
        faults: WireFaults,
        font: Path,
        *,
        speed_mm_s: float,
        xon_xoff: bool,
        keep: Callable[[PaperSlip], None],
    ) -> None:
        self.model = model
        self.health = Health()
        self.hanging = 0
        """Slips that nobody has taken yet."""
        self._wire, self._faults, self._keep = wire, faults, keep
        self._speed, self._xon_xoff = speed_mm_s, xon_xoff
        self._mechanism = Mechanism(font, model)
        self._ear = RealTimeEar(model.clears)
        self._buffer = bytearray()  # the receive buffer
        self._held = False
        self._automatic = 0
        self._told: bytes = b""
        self._polled: dict[int, int] = {}
        self._busy_until = self._off_until = 0.0

    @property
    def waiting_bytes(self) -> int:
        return len(self._buffer)

    def lose_power(self, s: float) -> None:
        """For so long: what it held is lost, the paper stays as it is."""
        self._off_until = time.monotonic() + s
        self._buffer.clear()
        self._mechanism.reset()
        self._automatic = 0
        self._held = False
        self._ear = RealTimeEar(self.model.clears)

    def mend(self) -> None:
        """As it came from the factory, with a new roll; what is in its buffer stays."""
        self.health = Health()
        self._off_until = 0.0

    def turn(self, now: float) -> tuple[float, list[int]]:
        """Work and listen as far as is due; how long to sleep then, and what may wake us."""
        self._listen(now)
        self._wire.speak(now)
        while self._buffer and not self.health.offline and now >= self._busy_until:
            before = bytes(self._buffer)
            heard = next_command(self._buffer, self.model.lacks)
            if heard is None:
                break
            self._execute(heard, before[: heard.length], now)
        self._wire.speak(now)
        self._hold()
        due = [0.5, *self._wire.pauses_s(now)]
        if self._busy_until > now:
            due.append(self._busy_until - now)
        hears = self._wire.plugged and self._has_room() and self._wire.hears_at <= now
        return max(min(due), 0.0), [self._wire.ear] if hears else []

    def _has_room(self) -> bool:
        """A full buffer holds the wire. Offline, it hears real-time commands and drops the rest."""
        return len(self._buffer) < BUFFER_BYTES or self.health.offline or self._xon_xoff

    def _hold(self) -> None:
        limit = _XON_AT if self._held else _XOFF_AT
        if self._xon_xoff and self._held != (len(self._buffer) > limit):
            self._held = not self._held
            self._say("flow", b"\x13" if self._held else b"\x11", "XOFF" if self._held else "XON")

    def _listen(self, now: float) -> None:
        if not self._has_room():
            return
        data = self._wire.hear(now)
        if now < self._off_until:
            return  # without power nobody hears
        rest, found = self._ear.feed(data)
        self._buffer += rest[: max(BUFFER_BYTES - len(self._buffer), 0)]
        for heard in found:
            self._at_once(heard)

    def _say(self, request: str, data: bytes, code: str) -> bool:
        """Whether anything is said. request: what the faults of the wire call it."""
        if self.health.silent or not self._wire.plugged or time.monotonic() < self._off_until:
            return False
        if request == "proof" and self._faults.hits("wrong_id", request) is not None:
            # The number of another job, whichever it was; a barrier has none.
            data = data[:5] + bytes(digit ^ 1 for digit in data[5:6]) + data[6:]
        pieces = self._faults.pieces(request, data)
        self._wire.say([(piece.after_s, piece.data) for piece in pieces])
        if code:
            self._wire.note("out", len(data), code)
        return True

    # ---- what it does ------------------------------------------------------------------------

    def _at_once(self, heard: Heard) -> None:
        """Real-time commands: executed even while offline, and in the middle of anything."""
        if heard.name.startswith("DLE EOT"):
            self._answer_poll(heard)
            return
        self._wire.note("in", heard.length, heard.name)
        if not self.health.keeps_buffer:
            self._buffer.clear()
            self._mechanism.reset()
            self._say("cleared", b"\x37\x25\x00", "cleared")
            self.health.cutter_failed = self.health.cutter_failed and self.health.cutter_blocked

    def _answer_poll(self, heard: Heard) -> None:
        """DLE EOT n. Written down once per answer, or polling would push the jobs off the list."""
        n = heard.data[0]
        if n > 4:
            return
        answer = self.model.real_time(n, self.health, self.hanging > 0)
        if self._say("status", bytes((answer,)), "") and self._polled.get(n) != answer:
            self._polled[n] = answer
            self._wire.note("in", heard.length, heard.name)
            self._wire.note("out", 1, f"status {n}: {answer:02X}")

    def _execute(self, heard: Heard, raw: bytes, now: float) -> None:
        self._wire.note("in", heard.length, heard.name)
        moved = 0
        if heard.name == "GS V":
            moved = self._cut(heard, raw)
        elif heard.name == "GS ( H":
            self._say("proof", b"\x37\x22" + heard.data[2:6] + b"\x00", "job ended")
        elif heard.name == "GS r":
            self._say("proof", bytes((self.model.barrier(self.health),)), "barrier")
        elif heard.name == "GS a":
            self._mechanism.execute(heard, raw)
            self._automatic = heard.data[0]
            if self._automatic:
                self._told = self.model.automatic(self.health)
                self._say("automatic", self._told, "automatic status")
        elif heard.name == "GS I":
            name = b"\x5fSIMULATED PRINTER\x00" if heard.data[0] >= 0x41 else b"\x20"
            self._say("name", name, "name")
        else:
            moved = self._mechanism.execute(heard, raw)
        self._busy_until = max(now, self._busy_until) + moved / DOTS_PER_MM / self._speed
        if moved:
            self.health.paper_mm -= moved / DOTS_PER_MM
            self.tell_changes()

    def _cut(self, heard: Heard, raw: bytes) -> int:
        if self.health.cutter_blocked:
            self.health.cutter_failed = True
            self.tell_changes()
            return 0
        moved, slip = self._mechanism.cut(heard.data, raw)
        if not slip.blank:
            self.hanging += 1
            self._keep(slip)
        return moved

    def tell_changes(self) -> None:
        """GS a: four bytes whenever something changes."""
        if self._automatic and (now := self.model.automatic(self.health)) != self._told:
            self._told = now
            self._say("automatic", now, "automatic status")
