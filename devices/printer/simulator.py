"""A receipt printer on a pseudo-terminal: the other end of the printer's wire.

Answers for the receive buffer, real-time commands, status, faults, and for writing every slip that
is cut off into a directory: `receipt-N.bin` as received, `.txt` and `.png` as printed. The wire is
`simulator_wire`'s; what commands mean is in `simulator_commands` (cutting the stream) and
`simulator_paper` (what they do to the paper); which model it is, in `simulator_models`. Shares no
code with the kiosk. Only for simulation: the slips of made-up people.

Faults: those of every serial wire (`devices.simulation.wire_faults`; requests: status, automatic,
proof, cleared; `wrong_checksum` is a wrong process id), and `paper_low`, `paper_out`, `out_mid_job`
(lines), `cover_open`, `jam`, `cutter`, `silent`, `not_taken`, `keeps_buffer`, `restart` (s: so long
without power); ended by `refill`, `replug`, `healthy`. `tear_off` takes the slips that hang out.
"""

import os
import select
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from devices.printer.simulator_commands import Heard, RealTimeEar, next_command
from devices.printer.simulator_models import DOTS_PER_MM, MODELS, Health, Model
from devices.printer.simulator_paper import Mechanism, PaperSlip
from devices.printer.simulator_wire import Wire
from devices.simulation.peer import PeerRefusal, Verb
from devices.simulation.wire_faults import FaultKind, WireFaults

FONT = Path("build/fonts/NotoSansSC-Regular.otf")
BUFFER_BYTES = 4096
_XOFF_AT, _XON_AT = BUFFER_BYTES * 3 // 4, BUFFER_BYTES // 4
_OWN = (
    "tear_off paper_low paper_out out_mid_job cover_open jam cutter silent not_taken keeps_buffer "
    "restart refill healthy unplug replug receipts"
)
_PUBLIC = {"wrong_id": "wrong_checksum"}
"""A process id is all the checksum that there is."""


class PrinterPeer:
    """speed_mm_s: how fast paper moves; a thermal printer of this class does 250 mm/s.

    xon_xoff: its cable has no line for "busy"; it says XOFF, and what comes all the same is lost.
    paper: whether slips are drawn as they lie on a table, which takes a tenth of a second each, or
    as plain dots.
    """

    name = "printer"

    def __init__(
        self,
        directory: Path,
        baud: int = 115200,
        *,
        font: Path = FONT,
        speed_mm_s: float = 250.0,
        model: str | Model = "tm-t88",
        xon_xoff: bool = False,
        paper: bool = True,
    ) -> None:
        self._paper = paper
        self._directory, self._speed, self._xon_xoff = directory, speed_mm_s, xon_xoff
        self._model = MODELS[model] if isinstance(model, str) else model
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._health = Health()
        self._mechanism = Mechanism(font, self._model)
        self._ear = RealTimeEar(self._model.clears)
        self._wire = Wire(directory / "printer", baud)
        requests = ("status", "automatic", "proof", "cleared")
        self._faults = WireFaults(requests, own={"wrong_id": FaultKind("proof")})
        self._buffer = bytearray()  # the receive buffer
        self._held = False
        self._automatic = 0
        self._told: bytes = b""
        self._polled: dict[int, int] = {}
        self._busy_until = self._off_until = 0.0
        self._receipts: list[Future[dict[str, str]]] = []
        self._darkroom = ThreadPoolExecutor(1, "printed slips")
        self._hanging = 0
        self._closing = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        self._thread = threading.Thread(target=self._run, name="simulated printer", daemon=True)
        self._thread.start()

    # ---- what the simulation asks of it ------------------------------------------------------

    def wiring(self) -> dict[str, str]:
        return {"printer.port": str(self._wire.link)}

    @property
    def verbs(self) -> Mapping[str, Verb]:
        faults = self._faults.verbs(self._do)
        faults |= {public: faults.pop(own) for own, public in _PUBLIC.items()}
        return faults | {name: partial(self._verb, name) for name in _OWN.split()}

    def status(self) -> dict[str, Any]:
        with self._lock:
            health = self._health
            return {
                "model": self._model.name,
                "plugged": self._wire.plugged,
                "offline": health.offline,
                "paper_mm": round(max(health.paper_mm, 0.0)),
                "cover_open": health.cover_open,
                "jammed": health.jammed,
                "cutter_failed": health.cutter_failed,
                "silent": health.silent,
                "keeps_buffer": health.keeps_buffer,
                "faults": [_PUBLIC.get(name, name) for name in self._faults.names()],
                "waiting_bytes": len(self._buffer),
                "slips": len(self._receipts),
                "hanging": self._hanging,
            }

    def wire(self) -> list[dict[str, Any]]:
        """Commands and answers with their lengths; equal ones in a row are counted in `times`."""
        with self._lock:
            return self._wire.told()

    def close(self) -> None:
        self._closing = True
        self._wake()
        self._thread.join(timeout=2.0)
        self._darkroom.shutdown()
        with self._lock:
            self._wire.unplug()
            os.close(self._wake_read)
            os.close(self._wake_write)

    # ---- verbs -------------------------------------------------------------------------------

    def _verb(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        answers: list[dict[str, Any]] = []
        act = getattr(self, f"_do_{name}")
        self._do(lambda: answers.append(act(**arguments) or {}))
        return answers[0]

    def _do(self, job: Callable[[], None]) -> None:
        with self._lock:
            job()
            self._tell_changes()
        self._wake()

    def _do_tear_off(self) -> dict[str, Any]:
        if not self._hanging:
            raise PeerRefusal("no slip hangs out of the printer")
        taken, self._hanging = self._hanging, 0
        return {"taken": taken}

    def _do_not_taken(self) -> None:
        """A slip of before hangs out, and nobody takes it."""
        self._hanging += 1

    def _do_paper_low(self) -> None:
        self._health.paper_mm = self._health.near_end_mm

    def _do_paper_out(self) -> None:
        self._health.paper_mm = 0.0

    def _do_out_mid_job(self, lines: int = 4) -> None:
        """The paper ends after so many more lines."""
        self._health.paper_mm = lines * self._model.line_dots / DOTS_PER_MM

    def _do_cover_open(self) -> None:
        self._health.cover_open = True

    def _do_jam(self) -> None:
        self._health.jammed = True

    def _do_cutter(self) -> None:
        """The next cut fails."""
        self._health.cutter_blocked = True

    def _do_silent(self) -> None:
        """It prints, and says nothing any more, like a printer on a cable without its way back."""
        self._health.silent = True

    def _do_keeps_buffer(self) -> None:
        """It does not know how to clear its buffers, like models without DLE DC4 8."""
        self._health.keeps_buffer = True

    def _do_restart(self, s: float = 0.5) -> None:
        """The power goes away and comes back: what it held is lost, the paper stays as it is."""
        self._off_until = time.monotonic() + s
        self._buffer.clear()
        self._mechanism.reset()
        self._automatic = 0
        self._held = False
        self._ear = RealTimeEar(self._model.clears)

    def _do_refill(self) -> None:
        self._health.paper_mm = Health.paper_mm
        self._health.cover_open = False

    def _do_healthy(self) -> None:
        self._health = Health()
        self._faults.clear()
        self._off_until = 0.0
        self._wire.plug()

    def _do_unplug(self) -> None:
        self._wire.unplug()
        self._faults.unplugged()

    def _do_replug(self) -> None:
        self._wire.plug()

    def _do_receipts(self) -> dict[str, Any]:
        """Paths and texts of the slips that were cut off, once they are written."""
        return {"receipts": [each.result(timeout=10) for each in self._receipts]}

    # ---- the thread --------------------------------------------------------------------------

    def _wake(self) -> None:
        with suppress(OSError):
            os.write(self._wake_write, b"!")

    def _run(self) -> None:
        while not self._closing:
            with self._lock:
                pause_s, listening = self._turn(time.monotonic())
            with suppress(OSError, ValueError):
                ready, _, _ = select.select([self._wake_read, *listening], [], [], pause_s)
                if self._wake_read in ready:
                    os.read(self._wake_read, 64)

    def _turn(self, now: float) -> tuple[float, list[int]]:
        """Work and listen as far as is due; how long to sleep then, and what may wake us."""
        self._listen(now)
        self._wire.speak(now)
        while self._buffer and not self._health.offline and now >= self._busy_until:
            before = bytes(self._buffer)
            heard = next_command(self._buffer, self._model.lacks)
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
        return len(self._buffer) < BUFFER_BYTES or self._health.offline or self._xon_xoff

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
        if self._health.silent or not self._wire.plugged or time.monotonic() < self._off_until:
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
        if not self._health.keeps_buffer:
            self._buffer.clear()
            self._mechanism.reset()
            self._say("cleared", b"\x37\x25\x00", "cleared")
            self._health.cutter_failed = self._health.cutter_failed and self._health.cutter_blocked

    def _answer_poll(self, heard: Heard) -> None:
        """DLE EOT n. Written down once per answer, or polling would push the jobs off the list."""
        n = heard.data[0]
        if n > 4:
            return
        answer = self._model.real_time(n, self._health, self._hanging > 0)
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
            self._say("proof", bytes((self._model.barrier(self._health),)), "barrier")
        elif heard.name == "GS a":
            self._mechanism.execute(heard, raw)
            self._automatic = heard.data[0]
            if self._automatic:
                self._told = self._model.automatic(self._health)
                self._say("automatic", self._told, "automatic status")
        elif heard.name == "GS I":
            name = b"\x5fSIMULATED PRINTER\x00" if heard.data[0] >= 0x41 else b"\x20"
            self._say("name", name, "name")
        else:
            moved = self._mechanism.execute(heard, raw)
        self._busy_until = max(now, self._busy_until) + moved / DOTS_PER_MM / self._speed
        if moved:
            self._health.paper_mm -= moved / DOTS_PER_MM
            self._tell_changes()

    def _cut(self, heard: Heard, raw: bytes) -> int:
        if self._health.cutter_blocked:
            self._health.cutter_failed = True
            self._tell_changes()
            return 0
        moved, slip = self._mechanism.cut(heard.data, raw)
        if not slip.blank:
            self._hanging += 1
            stem = self._directory / f"receipt-{len(self._receipts) + 1}"
            # Drawing takes longer than printing; the printer's answer must not wait for it.
            self._receipts.append(self._darkroom.submit(_keep, slip, stem, self._paper))
        return moved

    def _tell_changes(self) -> None:
        """GS a: four bytes whenever something changes."""
        if self._automatic and (now := self._model.automatic(self._health)) != self._told:
            self._told = now
            self._say("automatic", now, "automatic status")


def _keep(slip: PaperSlip, stem: Path, paper: bool) -> dict[str, str]:
    """Write what was received, what it reads and how it looks; the paths and the text."""
    paths = {kind: stem.with_suffix(f".{kind}") for kind in ("bin", "txt", "png")}
    paths["bin"].write_bytes(slip.received)
    paths["txt"].write_text(slip.text + "\n", encoding="utf-8")
    (slip.picture() if paper else slip.plain()).save(paths["png"])
    return {kind: str(path) for kind, path in paths.items()} | {"text": slip.text}
