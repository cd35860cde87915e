"""An A4/A3 printer that speaks IPP over HTTP: the other end of the licence printer's wire.

Answers for faults by name, and for one request at a time. Trays, jobs and sheets are
`simulator_engine`'s, operations `simulator_operations`', the encoding `simulator_ipp`'s, HTTP
`simulator_http`'s; none of them shares code with the kiosk. What it printed lies in the directory
as `document-N.pdf`, `.jpg` or `.pwg`. Only for simulation: the documents of made-up people.

Faults of the printer: `paper_low`, `paper_out` [tray], `out_mid_job` [sheets], `jam`, `jam_next`,
`cover_open`, `toner_low`, `toner_empty`, `pause`, `abort_next`, `panel_cancel`, `keeps_jobs`,
`restart`, `unplug`; ended by `refill`, `replug`, `healthy`. Faults of the wire: those of
`devices.simulation.wire_faults`, and `cut`, `wrong_id`, `refuse` [status], `http_error` [status];
`on` names an operation.
"""

import threading
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import devices.document_printer.simulator_ipp as ipp
from devices.document_printer.simulator_engine import Engine
from devices.document_printer.simulator_http import Call, HttpEnd, reply_of
from devices.document_printer.simulator_operations import Operations
from devices.simulation.peer import PeerRefusal, Verb
from devices.simulation.wire_faults import FaultKind, WireFaults

_OWN_FAULTS = {
    "cut": FaultKind(),  # half an answer, then the line is hung up
    "wrong_id": FaultKind(),  # the answer to another question
    "refuse": FaultKind(figures={"status": (0x0507, 0xFFFF)}),  # server-error-busy
    "http_error": FaultKind(figures={"status": (503, 599)}),
}


class DocumentPrinterPeer:
    """sheet_s: how long a sheet takes. two_steps: it knows Create-Job and Send-Document."""

    name = "document_printer"

    def __init__(
        self,
        directory: Path,
        *,
        sheet_s: float = 0.3,
        two_steps: bool = True,
        document_within_s: float = 60.0,
    ) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._engine = Engine(directory, sheet_s, document_within_s)
        self._operations = Operations(self._engine, two_steps)
        self._lock = threading.RLock()
        self._faults = WireFaults(ipp.NAMES.values(), _OWN_FAULTS)
        self._wire: deque[dict[str, Any]] = deque(maxlen=1000)
        self._server: HttpEnd | None = None
        self._port = 0
        self._plug()

    # ---- what the simulation asks of it ------------------------------------------------------

    def wiring(self) -> dict[str, str]:
        return {"document_printer.uri": f"ipp://127.0.0.1:{self._port}/ipp/print"}

    @property
    def verbs(self) -> Mapping[str, Verb]:
        names = (
            "paper_low paper_out out_mid_job jam jam_next cover_open toner_low toner_empty pause "
            "abort_next panel_cancel keeps_jobs restart unplug replug refill healthy documents"
        )
        return {name: self._verb(name) for name in names.split()} | self._faults.verbs(self._do)

    def pulled(self, media: str) -> int:
        """How many sheets of this size (e.g. "iso_a4") left their trays."""
        engine = self._engine
        with engine.news:
            trays = (tray for tray, size in engine.media.items() if size.startswith(media))
            return sum(engine.pulled[tray] for tray in trays)

    def status(self) -> dict[str, Any]:
        engine = self._engine
        with engine.news:
            return {
                "plugged": self._server is not None,
                "reasons": engine.reasons(),
                "sheets": dict(engine.health.sheets),
                "toner": engine.health.toner,
                "keeps_jobs": engine.health.keeps_jobs,
                "jobs": sum(not job.ended for job in engine.jobs),
                "documents": sum(job.sheets > 0 for job in engine.jobs),
                "faults": self._faults.names(),
            }

    def wire(self) -> list[dict[str, Any]]:
        with self._lock:
            return [dict(crossing) for crossing in self._wire]

    def close(self) -> None:
        self._unplug()
        self._engine.close()

    # ---- verbs -------------------------------------------------------------------------------

    def _verb(self, name: str) -> Verb:
        def verb(arguments: Mapping[str, Any]) -> dict[str, Any]:
            work = getattr(self, f"_do_{name}")
            with self._engine.news:
                try:
                    answer: dict[str, Any] = work(**arguments) or {}
                except TypeError as error:
                    raise PeerRefusal(f"{name}: {error}") from None
                self._engine.news.notify_all()
            return answer

        return verb

    def _do(self, job: Any) -> None:
        with self._lock:
            job()

    def _do_paper_low(self) -> None:
        self._fill(12)

    def _do_paper_out(self, tray: str = "") -> None:
        """Of one tray, or of all."""
        if tray and tray not in self._engine.media:
            raise PeerRefusal(f"tray: one of {', '.join(self._engine.media)}")
        self._fill(0, tray)

    def _do_out_mid_job(self, sheets: int = 1) -> None:
        """The paper ends after so many more sheets."""
        self._fill(sheets)

    def _do_refill(self) -> None:
        self._fill(250)

    def _fill(self, sheets: int, tray: str = "") -> None:
        if type(sheets) is not int or not 0 <= sheets <= 250:
            raise PeerRefusal("sheets: a whole number from 0 to 250")
        counts = self._engine.health.sheets
        counts.update({each: sheets for each in counts if tray in ("", each)})

    def _do_jam(self) -> None:
        """A sheet hangs in the path now."""
        self._engine.health.jammed = True

    def _do_jam_next(self) -> None:
        """The next sheet will jam."""
        self._engine.health.jams_next = True

    def _do_cover_open(self) -> None:
        self._engine.health.cover_open = True

    def _do_toner_low(self) -> None:
        self._engine.health.toner = 8

    def _do_toner_empty(self) -> None:
        self._engine.health.toner = 0

    def _do_pause(self) -> None:
        """Somebody pressed the button at its panel."""
        self._engine.health.paused = True

    def _do_abort_next(self) -> None:
        """The next job is given up after its first sheet."""
        self._engine.health.aborts_next = True

    def _do_keeps_jobs(self) -> None:
        """It takes no Cancel-Job."""
        self._engine.health.keeps_jobs = True

    def _do_panel_cancel(self) -> dict[str, Any]:
        """Somebody cancels all jobs at its panel."""
        engine = self._engine
        return {
            "canceled": sum(engine.cancel(job, "job-canceled-at-device") for job in engine.jobs)
        }

    def _do_restart(self) -> None:
        self._engine.restart()

    def _do_healthy(self) -> None:
        self._engine.health = type(self._engine.health)()
        self._do(self._faults.clear)
        self._plug()

    def _do_unplug(self) -> None:
        self._unplug()

    def _do_replug(self) -> None:
        self._plug()

    def _do_documents(self) -> dict[str, Any]:
        """What lies in its output tray, whole or not, oldest first."""
        printed = [job for job in self._engine.jobs if job.sheets]
        return {
            "documents": [
                {"file": str(job.file), "sheets": job.sheets, "of": job.of, "media": job.media}
                | {"tray": job.tray, "format": job.format, "job": job.name}
                for job in printed
            ]
        }

    # ---- the wire ----------------------------------------------------------------------------

    def _plug(self) -> None:
        if self._server is None:
            self._server = HttpEnd(self._port, self.converse)
            self._port = self._server.server_address[1]

    def _unplug(self) -> None:
        if self._server is not None:
            server, self._server = self._server, None
            server.end()
            self._do(self._faults.unplugged)

    def converse(self, call: Call, body: bytes) -> None:
        """One request: answer it, with whatever is wrong with the wire."""
        try:
            asked = ipp.read(body)
        except ipp.NotIpp:
            self._note("in", len(body), "not IPP")
            call.say(reply_of(400, b""))
            return
        name = ipp.NAMES.get(asked.operation, f"operation {asked.operation:04x}")
        self._note("in", len(body), name)
        with self._lock:
            failed = self._faults.hits("http_error", name)
            refused = self._faults.hits("refuse", name)
            wrong = self._faults.hits("wrong_id", name)
            cut = self._faults.hits("cut", name)
        if failed is not None:
            call.say(reply_of(int(failed["status"]), b""))
            return
        if wrong is not None:
            asked.id ^= 0x55
        status, groups = (
            (int(refused["status"]), []) if refused else self._operations.carry_out(asked)
        )
        reply = reply_of(200, ipp.answer(asked, status, groups))
        with self._lock:
            pieces = self._faults.pieces(name, reply)
        if cut is not None:
            call.say(reply[: len(reply) // 2])
            return
        for piece in pieces:
            call.rest(piece.after_s)
            call.say(piece.data)
            self._note("out", len(piece.data), f"{status:04x}")
        if not pieces:
            call.rest(60.0)  # silent; the line stays open

    def _note(self, direction: str, length: int, code: str) -> None:
        crossing = {"direction": direction, "length": length, "code": code}
        with self._lock:
            self._wire.append({"at_s": time.monotonic(), **crossing})
