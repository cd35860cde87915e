"""A receipt printer on a pseudo-terminal: the other end of the printer's wire.

Answers for the pace of the wire, the receive buffer, real-time commands, status, faults, and for
writing every slip that is cut off into a directory: `receipt-N.bin` as received, `.txt` and `.png`
as printed. What commands mean is in `simulator_commands` (cutting the stream) and `simulator_paper`
(what they do to the paper). Written from the published command reference, and shares no code with
the kiosk. Only for simulation: the slips of made-up people.

Faults: `paper_low`, `paper_out`, `out_mid_job` (lines), `cover_open`, `jam`, `cutter`, `silent`,
`late_answers` (delay_s), `keeps_buffer`, `unplug`; ended by `refill`, `replug`, `healthy`.
`tear_off` takes the slips that hang out.
"""

import os
import select
import threading
import time
import tty
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.printer.simulator_commands import Heard, RealTimeEar, next_command
from devices.printer.simulator_paper import DOTS_PER_MM, Mechanism, PaperSlip
from devices.simulation.peer import PeerRefusal, Verb

FONT = Path("build/fonts/NotoSansSC-Regular.otf")
BUFFER_BYTES = 4096
_NEAR_END_MM = 3000.0
_ROLL_MM = 80_000.0
_WIRE_PIECE = 32  # bytes taken from the wire at a time: 3 ms at 115200


@dataclass
class _Health:
    """What is wrong with it, as a person would say it."""

    paper_mm: float = _ROLL_MM
    cover_open: bool = False
    jammed: bool = False
    cutter_blocked: bool = False
    cutter_failed: bool = False
    silent: bool = False
    late_s: float = 0.0
    keeps_buffer: bool = False

    @property
    def paper_out(self) -> bool:
        return self.paper_mm <= 0

    @property
    def offline(self) -> bool:
        return self.paper_out or self.cover_open or self.jammed or self.cutter_failed


class PrinterPeer:
    """speed_mm_s: how fast paper moves; a thermal printer of this class does 250 mm/s."""

    name = "printer"

    def __init__(
        self,
        directory: Path,
        baud: int = 115200,
        *,
        font: Path = FONT,
        speed_mm_s: float = 250.0,
    ) -> None:
        self._directory, self._baud, self._speed = directory, baud, speed_mm_s
        self._link = directory / "printer"
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._health = _Health()
        self._mechanism = Mechanism(font)
        self._ear = RealTimeEar()
        self._buffer = bytearray()  # the receive buffer
        self._automatic = 0
        self._told: bytes = b""
        self._polled: dict[int, int] = {}
        self._answers: list[tuple[float, int]] = []  # to status questions, with when they are due
        self._busy_until = self._wire_free_at = 0.0
        self._receipts: list[Future[dict[str, str]]] = []
        self._darkroom = ThreadPoolExecutor(1, "printed slips")
        self._hanging = 0
        self._wire: deque[dict[str, Any]] = deque(maxlen=4000)
        self._closing = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        self._ends: tuple[int, int] | None = None
        self._plug()
        self._thread = threading.Thread(target=self._run, name="simulated printer", daemon=True)
        self._thread.start()

    # ---- what the simulation asks of it ------------------------------------------------------

    def wiring(self) -> dict[str, str]:
        return {"printer.port": str(self._link)}

    @property
    def verbs(self) -> Mapping[str, Verb]:
        names = (
            "tear_off paper_low paper_out out_mid_job cover_open jam cutter silent late_answers "
            "keeps_buffer refill healthy unplug replug receipts"
        )
        return {name: self._verb(name) for name in names.split()}

    def status(self) -> dict[str, Any]:
        with self._lock:
            health = self._health
            return {
                "plugged": self._ends is not None,
                "offline": health.offline,
                "paper_mm": round(max(health.paper_mm, 0.0)),
                "cover_open": health.cover_open,
                "jammed": health.jammed,
                "cutter_failed": health.cutter_failed,
                "silent": health.silent,
                "waiting_bytes": len(self._buffer),
                "slips": len(self._receipts),
                "hanging": self._hanging,
            }

    def wire(self) -> list[dict[str, Any]]:
        """Commands and answers with their lengths; equal ones in a row are counted in `times`."""
        with self._lock:
            return [dict(crossing) for crossing in self._wire]

    def close(self) -> None:
        self._closing = True
        self._wake()
        self._thread.join(timeout=2.0)
        self._darkroom.shutdown()
        with self._lock:
            self._unplug()
            os.close(self._wake_read)
            os.close(self._wake_write)

    # ---- verbs -------------------------------------------------------------------------------

    def _verb(self, name: str) -> Verb:
        def verb(arguments: Mapping[str, Any]) -> dict[str, Any]:
            with self._lock:
                answer: dict[str, Any] = getattr(self, f"_do_{name}")(**arguments) or {}
                self._tell_changes()
            self._wake()
            return answer

        return verb

    def _do_tear_off(self) -> dict[str, Any]:
        if not self._hanging:
            raise PeerRefusal("no slip hangs out of the printer")
        taken, self._hanging = self._hanging, 0
        return {"taken": taken}

    def _do_paper_low(self) -> None:
        self._health.paper_mm = _NEAR_END_MM

    def _do_paper_out(self) -> None:
        self._health.paper_mm = 0.0

    def _do_out_mid_job(self, lines: int = 4) -> None:
        """The paper ends after so many more lines."""
        self._health.paper_mm = lines * 34 / DOTS_PER_MM

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

    def _do_late_answers(self, delay_s: float = 1.0) -> None:
        """Status questions are answered so much later."""
        self._health.late_s = delay_s

    def _do_keeps_buffer(self) -> None:
        """It does not know how to clear its buffers, like models without DLE DC4 8."""
        self._health.keeps_buffer = True

    def _do_refill(self) -> None:
        self._health.paper_mm = _ROLL_MM
        self._health.cover_open = False

    def _do_healthy(self) -> None:
        self._health = _Health()
        self._plug()

    def _do_unplug(self) -> None:
        self._unplug()

    def _do_replug(self) -> None:
        self._plug()

    def _do_receipts(self) -> dict[str, Any]:
        """Paths and texts of the slips that were cut off, once they are written."""
        return {"receipts": [each.result(timeout=10) for each in self._receipts]}

    # ---- the wire ----------------------------------------------------------------------------

    def _plug(self) -> None:
        if self._ends is not None:
            return
        ours, theirs = os.openpty()
        # The other end stays open here too, or reading fails as soon as the kiosk closes it.
        tty.setraw(ours)
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        self._ends = ours, theirs
        self._ear = RealTimeEar()
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(theirs))

    def _unplug(self) -> None:
        if self._ends is None:
            return
        self._link.unlink(missing_ok=True)
        for end in self._ends:
            os.close(end)
        self._ends = None

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
        if self._ends and now >= self._wire_free_at:
            self._listen(now)
        for due_at, answer in list(self._answers):
            if self._ends and due_at <= now + 0.001:
                self._answers.remove((due_at, answer))
                with suppress(OSError):
                    os.write(self._ends[0], bytes((answer,)))
        while self._buffer and not self._health.offline and now >= self._busy_until:
            before = bytes(self._buffer)
            heard = next_command(self._buffer)
            if heard is None:
                break
            self._execute(heard, before[: heard.length], now)
        due = [0.5, *(due_at - now for due_at, _ in self._answers)]
        if self._busy_until > now:
            due.append(self._busy_until - now)
        if self._wire_free_at > now:
            due.append(self._wire_free_at - now)
        hears = self._ends and self._wire_free_at <= now and self._has_room()
        return max(min(due), 0.0), [self._ends[0]] if hears and self._ends else []

    def _has_room(self) -> bool:
        """A full buffer holds the wire. Offline, it hears real-time commands and drops the rest."""
        return len(self._buffer) < BUFFER_BYTES or self._health.offline

    def _listen(self, now: float) -> None:
        if not self._has_room() or self._ends is None:
            return
        try:
            data = os.read(self._ends[0], _WIRE_PIECE)
        except OSError:
            return
        # Bytes come as fast as the line is, not as fast as a pseudo-terminal hands them over.
        self._wire_free_at = max(self._wire_free_at, now - 0.005) + len(data) * 10 / self._baud
        rest, found = self._ear.feed(data)
        self._buffer += rest[: max(BUFFER_BYTES - len(self._buffer), 0)]
        for heard in found:
            self._at_once(heard)

    def _say(self, data: bytes, code: str) -> None:
        if self._health.silent or self._ends is None:
            return
        with suppress(OSError):
            os.write(self._ends[0], data)
        self._note("out", len(data), code)

    def _note(self, direction: str, length: int, code: str) -> None:
        last = self._wire[-1] if self._wire else None
        if last and (last["direction"], last["code"]) == (direction, code):
            last["length"] += length
            last["times"] += 1
            return
        self._wire.append(
            {
                "at_s": time.monotonic(),
                "direction": direction,
                "length": length,
                "code": code,
                "times": 1,
            }
        )

    # ---- what it does ------------------------------------------------------------------------

    def _at_once(self, heard: Heard) -> None:
        """Real-time commands: executed even while offline, and in the middle of anything."""
        if heard.name.startswith("DLE EOT"):
            self._answer_poll(heard)
            return
        self._note("in", heard.length, heard.name)
        if heard.name in ("DLE DC4 8", "DLE ENQ 2") and not self._health.keeps_buffer:
            self._buffer.clear()
            self._mechanism.reset()
            if heard.name == "DLE DC4 8":
                self._say(b"\x37\x25\x00", "cleared")
            self._health.cutter_failed = self._health.cutter_failed and self._health.cutter_blocked

    def _answer_poll(self, heard: Heard) -> None:
        """DLE EOT n. Written down once per answer, or polling would push the jobs off the list."""
        n = heard.data[0]
        if n > 4 or self._health.silent or self._ends is None:
            return
        answer = self._real_time_status(n)
        self._answers.append((time.monotonic() + self._health.late_s, answer))
        if self._polled.get(n) != answer:
            self._polled[n] = answer
            self._note("in", heard.length, heard.name)
            self._note("out", 1, f"status {n}: {answer:02X}")

    def _execute(self, heard: Heard, raw: bytes, now: float) -> None:
        self._note("in", heard.length, heard.name)
        moved = 0
        if heard.name == "GS V":
            moved = self._cut(heard, raw)
        elif heard.name == "GS ( H":
            self._say(b"\x37\x22" + heard.data[2:6] + b"\x00", "job ended")
        elif heard.name == "GS r":
            self._say(b"\x0c" if self._health.paper_mm <= _NEAR_END_MM else b"\x00", "barrier")
        elif heard.name == "GS a":
            self._automatic = heard.data[0]
            if self._automatic:
                self._told = self._automatic_status()
                self._say(self._told, "automatic status")
        elif heard.name == "GS I":
            self._say(b"\x5fSIMULATED PRINTER\x00" if heard.data[0] >= 0x41 else b"\x20", "name")
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
            self._receipts.append(self._darkroom.submit(_keep, slip, stem))
        return moved

    # ---- status ------------------------------------------------------------------------------

    def _real_time_status(self, n: int) -> int:
        health = self._health
        low = health.paper_mm <= _NEAR_END_MM
        errors = health.jammed or health.cutter_failed
        bits = {
            1: 0x04 | (0x08 if health.offline else 0),
            2: (0x04 if health.cover_open else 0)
            | (0x20 if health.paper_out else 0)
            | (0x40 if errors else 0),
            3: (0x04 if health.jammed else 0) | (0x08 if health.cutter_failed else 0),
            4: (0x0C if low else 0) | (0x60 if health.paper_out else 0),
        }
        return 0x12 | bits[n]

    def _automatic_status(self) -> bytes:
        health = self._health
        low = health.paper_mm <= _NEAR_END_MM
        return bytes(
            (
                0x10 | (0x08 if health.offline else 0) | (0x20 if health.cover_open else 0),
                (0x04 if health.jammed else 0) | (0x08 if health.cutter_failed else 0),
                (0x03 if low else 0) | (0x0C if health.paper_out else 0),
                0x0F,
            )
        )

    def _tell_changes(self) -> None:
        """GS a: four bytes whenever something changes."""
        if self._automatic and (now := self._automatic_status()) != self._told:
            self._told = now
            self._say(now, "automatic status")


def _keep(slip: PaperSlip, stem: Path) -> dict[str, str]:
    """Write what was received, what it reads and how it looks; the paths and the text."""
    paths = {kind: stem.with_suffix(f".{kind}") for kind in ("bin", "txt", "png")}
    paths["bin"].write_bytes(slip.received)
    paths["txt"].write_text(slip.text + "\n", encoding="utf-8")
    slip.picture().save(paths["png"])
    return {kind: str(path) for kind, path in paths.items()} | {"text": slip.text}
