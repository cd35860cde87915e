"""A receipt printer on a pseudo-terminal: the other end of the printer's wire.

Answers for faults by name, for the thread that drives the works (`simulator_machine`), and for
writing every slip that is cut off into a directory: `receipt-N.bin` as received, `.txt` and `.png`
as printed. The wire is `simulator_wire`'s; which model it is, in `simulator_models`. Shares no code
with the kiosk. Only for simulation: the slips of made-up people.

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

from devices.printer.simulator_machine import Machine
from devices.printer.simulator_models import DOTS_PER_MM, MODELS, Health, Model
from devices.printer.simulator_paper import PaperSlip
from devices.printer.simulator_wire import Wire
from devices.simulation.peer import PeerRefusal, Verb
from devices.simulation.wire_faults import FaultKind, WireFaults

FONT = Path("build/fonts/NotoSansSC-Regular.otf")
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
        self._directory, self._paper = directory, paper
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._wire = Wire(directory / "printer", baud)
        requests = ("status", "automatic", "proof", "cleared")
        self._faults = WireFaults(requests, own={"wrong_id": FaultKind("proof")})
        self._machine = Machine(
            MODELS[model] if isinstance(model, str) else model,
            self._wire,
            self._faults,
            font,
            speed_mm_s=speed_mm_s,
            xon_xoff=xon_xoff,
            keep=self._cut_off,
        )
        self._receipts: list[Future[dict[str, str]]] = []
        self._darkroom = ThreadPoolExecutor(1, "printed slips")
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
            machine, health = self._machine, self._machine.health
            return {
                "model": machine.model.name,
                "plugged": self._wire.plugged,
                "offline": health.offline,
                "paper_mm": round(max(health.paper_mm, 0.0)),
                "cover_open": health.cover_open,
                "jammed": health.jammed,
                "cutter_failed": health.cutter_failed,
                "silent": health.silent,
                "keeps_buffer": health.keeps_buffer,
                "faults": [_PUBLIC.get(name, name) for name in self._faults.names()],
                "waiting_bytes": machine.waiting_bytes,
                "slips": len(self._receipts),
                "hanging": machine.hanging,
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
            self._machine.tell_changes()
        self._wake()

    def _do_tear_off(self) -> dict[str, Any]:
        if not self._machine.hanging:
            raise PeerRefusal("no slip hangs out of the printer")
        taken, self._machine.hanging = self._machine.hanging, 0
        return {"taken": taken}

    def _do_not_taken(self) -> None:
        """A slip of before hangs out, and nobody takes it."""
        self._machine.hanging += 1

    def _do_paper_low(self) -> None:
        self._machine.health.paper_mm = self._machine.health.near_end_mm

    def _do_paper_out(self) -> None:
        self._machine.health.paper_mm = 0.0

    def _do_out_mid_job(self, lines: int = 4) -> None:
        """The paper ends after so many more lines."""
        self._machine.health.paper_mm = lines * self._machine.model.line_dots / DOTS_PER_MM

    def _do_cover_open(self) -> None:
        self._machine.health.cover_open = True

    def _do_jam(self) -> None:
        self._machine.health.jammed = True

    def _do_cutter(self) -> None:
        """The next cut fails."""
        self._machine.health.cutter_blocked = True

    def _do_silent(self) -> None:
        """It prints, and says nothing any more, like a printer on a cable without its way back."""
        self._machine.health.silent = True

    def _do_keeps_buffer(self) -> None:
        """It does not know how to clear its buffers, like models without DLE DC4 8."""
        self._machine.health.keeps_buffer = True

    def _do_restart(self, s: float = 0.5) -> None:
        """The power goes away and comes back: what it held is lost, the paper stays as it is."""
        self._machine.lose_power(s)

    def _do_refill(self) -> None:
        self._machine.health.paper_mm = Health.paper_mm
        self._machine.health.cover_open = False

    def _do_healthy(self) -> None:
        self._machine.mend()
        self._faults.clear()
        self._wire.plug()

    def _do_unplug(self) -> None:
        self._wire.unplug()
        self._faults.unplugged()

    def _do_replug(self) -> None:
        self._wire.plug()

    def _do_receipts(self) -> dict[str, Any]:
        """Paths and texts of the slips that were cut off, once they are written."""
        return {"receipts": [each.result(timeout=10) for each in self._receipts]}

    def _cut_off(self, slip: PaperSlip) -> None:
        stem = self._directory / f"receipt-{len(self._receipts) + 1}"
        # Drawing takes longer than printing; the printer's answer must not wait for it.
        self._receipts.append(self._darkroom.submit(_keep, slip, stem, self._paper))

    # ---- the thread --------------------------------------------------------------------------

    def _wake(self) -> None:
        with suppress(OSError):
            os.write(self._wake_write, b"!")

    def _run(self) -> None:
        while not self._closing:
            with self._lock:
                pause_s, listening = self._machine.turn(time.monotonic())
            with suppress(OSError, ValueError):
                ready, _, _ = select.select([self._wake_read, *listening], [], [], pause_s)
                if self._wake_read in ready:
                    os.read(self._wake_read, 64)


def _keep(slip: PaperSlip, stem: Path, paper: bool) -> dict[str, str]:
    """Write what was received, what it reads and how it looks; the paths and the text."""
    paths = {kind: stem.with_suffix(f".{kind}") for kind in ("bin", "txt", "png")}
    paths["bin"].write_bytes(slip.received)
    paths["txt"].write_text(slip.text + "\n", encoding="utf-8")
    (slip.picture() if paper else slip.plain()).save(paths["png"])
    return {kind: str(path) for kind, path in paths.items()} | {"text": slip.text}
