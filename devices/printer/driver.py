"""The receipt printer: one slip at a time, each at most once, and only to whom it belongs.

Answers for the order of things: buffers cleared before anything else after a start or trouble, the
status before a job, the job's number in the journal before its first byte, the status while it
prints, and the proof at its end. Leaves bytes to `codec` and `replies`, the thread to
`devices.worker`. Nothing is ever printed again by itself: a slip that did not come out wholly is
for the visit to decide about, under a new number.

A job ends with `PrintResult`:

    printed      SUCCESS         the printer said so after the cut
    unconfirmed  SUCCESS         everything was sent, nothing came back (a cable without a way back)
    partial      HARDWARE_ERROR  the printer stopped on the way; CANCELED if it was told to
    none         DEVICE_NOT_READY with the status: no paper, cover open, ...; the number stays free
    none         INVALID_DATA    the number was begun before, or the slip cannot be printed

Known limit: a printer that gives no status prints what it gets; see PrintOutcome.UNCONFIRMED.
"""

import time
from contextlib import suppress
from pathlib import Path

from config.model import PrinterConfig
from devices.printer.codec import Job, encode_job, process_number, start, status_request
from devices.printer.health import BLOCKING, describe
from devices.printer.journal import PrintJournal
from devices.printer.layout import lay_out
from devices.printer.profile import load_profile
from devices.printer.raster import Rasteriser
from devices.printer.replies import (
    Automatic,
    Cleared,
    FromBuffer,
    JobEnded,
    RealTime,
    Reply,
    ReplyDecoder,
    StatusBoard,
)
from devices.serial_worker import serial_worker
from devices.transport import FrameLog, NoAnswer, PortGone, SerialPort
from devices.worker import Canceled, Outcome, Turn
from kiosk.attention import ReseatPrinterCable, ResetPrinter
from kiosk.ports import Cancel, DeviceStatus, Post, PrintResult, PrintSlip, SelfTest
from kiosk.vocabulary import CompletionCode, Device, PrintOutcome

_AHEAD_S = 0.01
"""How far writing may run ahead of the wire: a request must not queue behind half a slip."""


class SerialReceiptPrinter:
    """`kiosk.ports.ReceiptPrinter` over a serial port. font: the bundled Chinese font (SC)."""

    def __init__(
        self, config: PrinterConfig, post: Post, journal: PrintJournal, font: Path
    ) -> None:
        """Raises ValueError for an unknown profile."""
        self._config, self._journal = config, journal
        self._profile = load_profile(config.profile)
        self._rasterise = Rasteriser(font, self._profile)
        self._board = StatusBoard(self._profile)
        self._decoder = ReplyDecoder()
        self._asked: int | None = None  # the DLE EOT whose answer is awaited
        self._poll_at = self._wire_free_at = 0.0
        self._process = b""
        self._ended = self._cleared = self._late = False
        self._uncleared = True
        self._half_slip = journal.interrupted()
        self.look_every_s = config.status_interval_s
        self.log = FrameLog()
        self._worker = serial_worker(
            Device.PRINTER,
            self,
            post,
            config,
            self.log,
            port_gone=ReseatPrinterCable,
            no_answer=ResetPrinter,
        )
        self._worker.start()

    def submit(self, command: PrintSlip | SelfTest | Cancel) -> None:
        self._worker.submit(command)

    def close(self) -> None:
        self._worker.close()

    # ---- called by the worker's thread -------------------------------------------------------

    def opened(self) -> None:
        self._decoder = ReplyDecoder()
        self._board.forget()
        self._asked = None
        self._uncleared = True

    def look(self, port: SerialPort, turn: Turn) -> DeviceStatus:
        self._ask_all(port)
        self._tidy(port)
        return self._status()

    def carry_out(self, command: PrintSlip, port: SerialPort, turn: Turn) -> Outcome:
        answers = True
        try:
            turn.report(self.look(port, turn))
        except NoAnswer:
            answers = False  # unknown is not out: it may print all the same
            self._tidy(port, answers=False)
        if answers and self._stopped:
            turn.report(self.look(port, turn))  # twice before anybody is refused
        if answers and (self._stopped or self._uncleared):
            return CompletionCode.DEVICE_NOT_READY, self._status()
        self._process = process_number(command.slip.number)
        try:
            lines = lay_out(command.slip, self._profile.cells)
            job = encode_job(lines, self._profile, self._rasterise, self._process)
        except ValueError:
            return CompletionCode.INVALID_DATA, None
        turn.check()
        if not self._journal.begin(command.slip.number):
            return CompletionCode.INVALID_DATA, None
        # Of a printer that says nothing no proof is awaited, only the time that the paper takes.
        needs_s = job.paper_mm / self._profile.slowest_mm_s
        patience_s = self._config.job_timeout_s if answers else needs_s
        code, result = self._print(job, port, turn, patience_s)
        if not self._half_slip:  # else it ends when the half slip has been cut off
            self._journal.end(command.slip.number, result.outcome)
        return code, result

    # ---- one job -----------------------------------------------------------------------------

    def _print(
        self, job: Job, port: SerialPort, turn: Turn, patience_s: float
    ) -> tuple[CompletionCode, PrintResult]:
        """Send it and wait for its proof. Raises nothing of the port: it might be repeated.

        Every end but *printed* has the printer cleared, at once and before the next slip.
        """
        sent = 0
        code, outcome = CompletionCode.HARDWARE_ERROR, PrintOutcome.PARTIAL
        self._ended = False
        self._uncleared = self._half_slip = True
        try:
            for piece in job.pieces:
                if self._stopped:
                    break
                self._send(piece, port, turn)
                sent += 1
            proved = self._wait_for_end(port, turn, patience_s)
        except Canceled:
            code, proved = CompletionCode.CANCELED, False
        except (NoAnswer, PortGone):
            proved = False
        stopped = self._stopped or code is CompletionCode.CANCELED
        if proved:
            code, outcome = CompletionCode.SUCCESS, PrintOutcome.PRINTED
            self._uncleared = self._half_slip = False
        elif sent == len(job.pieces) and not stopped:
            # All of it left, the cut too: nothing is known to hang in the printer.
            code, outcome = CompletionCode.SUCCESS, PrintOutcome.UNCONFIRMED
            self._half_slip = False
        if not proved:
            with suppress(NoAnswer, PortGone):
                self._clear(port)
                self._ask_all(port)
                self._tidy(port)
                turn.report(self._status())
        share = sent / len(job.pieces) if outcome is PrintOutcome.PARTIAL else 1.0
        return code, PrintResult(outcome, round(job.paper_mm * share, 1))

    def _send(self, piece: bytes, port: SerialPort, turn: Turn) -> None:
        """Write a piece at the pace of the wire, looking at the printer on the way."""
        turn.check()
        self._poll(port)
        self._wire_free_at = max(self._wire_free_at, time.monotonic())
        self._wire_free_at += len(piece) * 10 / self._config.baud
        port.write(piece, "job")
        while (left := self._wire_free_at - _AHEAD_S - time.monotonic()) > 0:
            self._listen(port, left)

    def _wait_for_end(self, port: SerialPort, turn: Turn, patience_s: float) -> bool:
        """Until the proof is there (True), the printer stops, or patience ends."""
        ends_at = time.monotonic() + patience_s
        while not self._ended and time.monotonic() < ends_at:
            turn.check()
            if self._stopped:
                # The last line may have been the last of the roll: its proof is on the way.
                self._listen(port, self._config.reply_timeout_s)
                break
            self._poll(port)
            self._listen(port, min(self._config.status_interval_s, 0.05))
        return self._ended

    def _poll(self, port: SerialPort) -> None:
        """During a job: ask DLE EOT 1 now and then, without waiting for the answer.

        It tells that something stopped; what, is asked afterwards. A printer that leaves a
        question unanswered is not asked again in this job.
        """
        now = time.monotonic()
        if self._asked is None and now >= self._poll_at:
            self._poll_at = now + self._config.status_interval_s
            self._asked = 1
            port.write(status_request(1), "DLE EOT 1")

    # ---- between jobs ------------------------------------------------------------------------

    def _tidy(self, port: SerialPort, *, answers: bool = True) -> None:
        """What an interrupted job left: first the buffers, then the half slip at the cutter."""
        if self._uncleared:
            self._clear(port)
            # Of a printer that says nothing no answer can be expected.
            self._uncleared = self._uncleared and answers
        if self._half_slip and not self._stopped and not self._uncleared:
            port.write(start(self._profile) + self._profile.cut, "cut")
            self._half_slip = False
            self._journal.settle()

    def _clear(self, port: SerialPort) -> None:
        """Empty the printer's buffers, and ours on the way to it, before anything else is sent."""
        port.discard_unsent()
        self._cleared = not self._profile.clear_reply
        port.write(self._profile.clear, "clear")
        ends_at = time.monotonic() + self._config.reply_timeout_s
        while not self._cleared and (left := ends_at - time.monotonic()) > 0:
            self._listen(port, left)
        self._uncleared = not self._cleared

    def _ask_all(self, port: SerialPort) -> None:
        """DLE EOT 1 to 4, one at a time: the answers do not say what they answer.

        Raises NoAnswer if nothing answers at all; a single number without answer is unknown.
        """
        self._await_answer(port)  # to a question from within a job
        if self._late:
            # An answer that comes late would be taken for the next one's: 16 says "all well" to
            # question 1 and "cover open" to question 2.
            port.drain(self._config.reply_timeout_s, 2 * self._config.reply_timeout_s)
            self._decoder = ReplyDecoder()
            self._late = False
        for n in range(1, 5):
            self._asked = n
            port.write(status_request(n), f"DLE EOT {n}")
            if self._await_answer(port):
                continue
            if n == 1:
                self._board.forget()
                raise NoAnswer("no answer to DLE EOT 1")
            self._board.forget(n)

    def _await_answer(self, port: SerialPort) -> bool:
        """Whether the answer to what was asked came in time; afterwards nothing is asked."""
        self._listen(port, 0.0)
        ends_at = time.monotonic() + self._config.reply_timeout_s
        while self._asked is not None and (left := ends_at - time.monotonic()) > 0:
            self._listen(port, left)
        answered = self._asked is None
        if not answered:
            self._asked = None
            self._late = True
            self._decoder = ReplyDecoder()
        return answered

    def _listen(self, port: SerialPort, timeout_s: float) -> None:
        """Take in what arrives within timeout_s, up to the first pause."""
        for reply in self._decoder.feed(port.read(timeout_s)):
            self._take(reply, port)

    def _take(self, reply: Reply, port: SerialPort) -> None:
        match reply:
            case RealTime(byte) if self._asked is not None:
                port.heard(1, f"status {self._asked}: {byte:02X}")
                self._board.real_time(self._asked, byte)
                self._asked = None
            case Automatic(data):
                port.heard(len(data), "automatic status")
                self._board.automatic(data)
            case JobEnded(process) if process == self._process:
                port.heard(7, "job ended")
                self._ended = True
            case FromBuffer() if not self._profile.process_id:
                port.heard(1, "barrier")
                self._ended = True
            case Cleared():
                port.heard(3, "cleared")
                self._cleared = True
            case _:
                self.log.note("in", 1, "noise")

    # ---- what it means -----------------------------------------------------------------------

    @property
    def _stopped(self) -> bool:
        return bool(self._board.facts & BLOCKING)

    def _status(self) -> DeviceStatus:
        return describe(self._board.facts, self._board.knows_paper, cleared=not self._uncleared)
