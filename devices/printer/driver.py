"""The receipt printer: one slip at a time, each at most once, and only to whom it belongs.

Answers for the order of things: buffers cleared before anything else after a start or trouble, the
status before a job (in short where all was well at the last look), the job's number in the journal
before its first byte, the status while it prints, and the proof at its end. Leaves bytes to `codec`
and `replies`, questions and answers to `conversation`, the thread to `devices.worker`. Nothing is
ever printed again by itself: a slip that did not come out wholly is for the visit to decide about,
under a new number.

A job ends with `PrintResult`:

    printed      SUCCESS         the printer said so after the cut
    unconfirmed  SUCCESS         everything was sent, nothing came back (a cable without a way back)
    partial      HARDWARE_ERROR  the printer stopped on the way; CANCELED if it was told to
    none         DEVICE_NOT_READY with the status: no paper, cover open, ...; the number stays free
    none         INVALID_DATA    the number was begun before, the slip repeats a job that never was,
                                 or it cannot be printed

What an interrupted job left in the printer is dropped where the model can (`clear`); where it
cannot, it is pushed out and cut off, and nothing else is printed until the printer has said that
this is done. The half slip at the cutter is cut off in both cases.

Known limit: a printer that gives no status prints what it gets; see PrintOutcome.UNCONFIRMED.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from config.model import PrinterConfig
from devices.durable import if_the_disk_takes_it
from devices.printer.codec import Job, encode_job, process_number, proof_request, push_out
from devices.printer.conversation import Conversation
from devices.printer.health import capabilities, describe
from devices.printer.journal import PrintJournal
from devices.printer.layout import lay_out
from devices.printer.profile import FOLDER, load_profile
from devices.printer.raster import Rasteriser
from devices.printer.roll import Roll
from devices.serial_worker import serial_worker
from devices.transport import FrameLog, NoAnswer, PortGone, SerialPort
from devices.worker import Canceled, Outcome, Turn
from kiosk.attention import ReseatPrinterCable, ResetPrinter
from kiosk.events.devices import SlipPresented, SlipTaken
from kiosk.ports import (
    Cancel,
    Capabilities,
    Crossing,
    DeviceStatus,
    FunctionReport,
    FunctionTest,
    PaperLeft,
    Post,
    PrintResult,
    PrintSlip,
    SelfTest,
)
from kiosk.vocabulary import CompletionCode, Device, PrintOutcome

_FAILED_AFTER_ALL = frozenset(("jam", "cutter", "broken"))
"""With one of these after the barrier, the slip was not cut, whatever the barrier said."""


class SerialReceiptPrinter:
    """`kiosk.ports.ReceiptPrinter` over a serial port. font: the bundled Chinese font (SC)."""

    def __init__(
        self,
        config: PrinterConfig,
        post: Post,
        journal: PrintJournal,
        font: Path,
        *,
        profiles: Path = FOLDER,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Raises ValueError for an unknown profile."""
        self._config, self._journal = config, journal
        self._profile = load_profile(config.profile, profiles)
        self._rasterise = Rasteriser(font, self._profile)
        self.log = FrameLog()
        self._talk = Conversation(self._profile, config.baud, config.reply_timeout_s, self.log)
        self._half_slip = self._uncleared = journal.interrupted()
        self._push_again_at = 0.0
        self._hanging = False
        self._roll = Roll(journal, config.roll_m * 1000, today)
        self.look_every_s = config.status_interval_s
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

    def submit(self, command: PrintSlip | SelfTest | FunctionTest | Cancel) -> None:
        self._worker.submit(command)

    def capabilities(self) -> Capabilities:
        return capabilities(self._profile)

    def crossings(self) -> tuple[Crossing, ...]:
        return self.log.newest()

    def paper_left(self) -> PaperLeft | None:
        return self._roll.left

    def refilled(self) -> None:
        self._roll.put_in()

    def close(self) -> None:
        self._worker.close()
        self._roll.write_down()

    # ---- called by the worker's thread -------------------------------------------------------

    def opened(self) -> None:
        self._talk.opened()
        # What cannot be cleared is pushed out, with paper: only if there may be something.
        self._uncleared = self._half_slip or self._profile.clear is not None
        self._push_again_at = 0.0

    def look(self, port: SerialPort, turn: Turn) -> DeviceStatus:
        self._roll.write_down()
        self._talk.ask_all(port)
        self._tidy(port)
        self._notice(turn)
        return self._status()

    def carry_out(self, command: PrintSlip | FunctionTest, port: SerialPort, turn: Turn) -> Outcome:
        if isinstance(command, FunctionTest):
            return self._test(port, turn)
        # A slip is laid out while a printer that was well at the last look says how it is now.
        well = self._talk.well and not self._uncleared and not self._half_slip
        if well:
            self._talk.begin_to_ask(port)
        process = process_number(command.slip.number)
        try:
            lines = lay_out(command.slip, self._profile.cells)
            job = encode_job(lines, self._profile, self._rasterise, process)
        except ValueError:
            return CompletionCode.INVALID_DATA, None
        answers = self._says_how_it_is(port, turn, in_short=well)
        if answers and (self._talk.stopped or self._uncleared):
            return CompletionCode.DEVICE_NOT_READY, self._status()
        turn.check()
        repeats = command.slip.reprint_of
        if repeats and not self._journal.begun(repeats):
            return CompletionCode.INVALID_DATA, None
        if not self._journal.begin(command.slip.number):
            return CompletionCode.INVALID_DATA, None
        code, result = self._print(job, process, port, turn, answers)
        if not self._half_slip:  # else it ends when the half slip has been cut off
            with if_the_disk_takes_it("the end of a slip"):
                self._journal.end(command.slip.number, result.outcome)
        self._roll.used(result.paper_mm)
        return code, result

    # ---- one job -----------------------------------------------------------------------------

    def _says_how_it_is(self, port: SerialPort, turn: Turn, *, in_short: bool) -> bool:
        """Whether it answers at all; whatever is in the way then has been seen twice.

        in_short: `begin_to_ask` has asked, and only if something came in the way all is asked.
        """
        try:
            if in_short:
                self._talk.hear_answer(port)
                self._roll.write_down()
                self._notice(turn)
                turn.report(self._status())
            else:
                turn.report(self.look(port, turn))
        except NoAnswer:
            self._tidy(port, answers=False)  # unknown is not out: it may print all the same
            return False
        if self._talk.stopped:
            turn.report(self.look(port, turn))  # twice before anybody is refused
        return True

    def _print(
        self, job: Job, process: bytes, port: SerialPort, turn: Turn, answers: bool
    ) -> tuple[CompletionCode, PrintResult]:
        """Send it and wait for its proof. Raises nothing of the port: it might be repeated.

        Every end but *printed* has the printer cleared, at once and before the next slip.
        """
        sent, proved = 0, False
        canceled = False
        code, outcome = CompletionCode.HARDWARE_ERROR, PrintOutcome.PARTIAL
        self._uncleared = self._half_slip = True
        self._push_again_at = 0.0
        self._talk.begin_job()
        try:
            for piece in job.pieces:
                if self._talk.stopped or self._talk.gone_off:
                    break
                if sent == len(job.pieces) - 1:
                    self._talk.await_proof(process)
                self._send(piece, port, turn, answers)
                sent += 1
            proved = self._wait_for_end(job, port, turn, answers)
        except Canceled:
            canceled, code = True, CompletionCode.CANCELED
        except (NoAnswer, PortGone):
            pass
        if proved:
            code, outcome = CompletionCode.SUCCESS, PrintOutcome.PRINTED
            self._uncleared = self._half_slip = False
        elif sent == len(job.pieces) and not self._talk.stopped and not canceled:
            code, outcome = CompletionCode.SUCCESS, PrintOutcome.UNCONFIRMED
            # All of it left, the cut too. One that answers and never told the end may have lost
            # its power on the way, and the half slip hangs at the cutter.
            self._half_slip = answers
        with suppress(NoAnswer, PortGone):
            if not proved:
                self._rid(port)
                self._talk.ask_all(port)
                self._tidy(port)
                turn.report(self._status())
            self._notice(turn)
        share = sent / len(job.pieces) if outcome is PrintOutcome.PARTIAL else 1.0
        return code, PrintResult(outcome, round(job.paper_mm * share, 1))

    def _send(self, piece: bytes, port: SerialPort, turn: Turn, answers: bool) -> None:
        """Write a piece at the pace of the wire, looking at the printer before it."""
        turn.check()
        if answers:
            self._talk.poll(port, self._config.status_interval_s)
        self._talk.send(port, piece, "job", self._config.job_timeout_s, turn.check)

    def _wait_for_end(self, job: Job, port: SerialPort, turn: Turn, answers: bool) -> bool:
        """Until the proof is there (True), the printer stops, or patience ends."""
        # Of a printer that says nothing no proof is awaited, only the time that the paper takes.
        needs_s = job.paper_mm / self._profile.slowest_mm_s
        ends_at = time.monotonic() + (self._config.job_timeout_s if answers else needs_s)
        while not self._talk.proved and time.monotonic() < ends_at:
            turn.check()
            if self._talk.stopped or self._talk.gone_off:
                # The last line may have been the last of the roll: its proof is on the way. And
                # what says nothing any more may print all the same: clear nothing under its head.
                patience_s = self._config.reply_timeout_s if self._talk.stopped else needs_s
                self._talk.wait_for_proof(port, patience_s)
                break
            if answers:
                self._talk.poll(port, self._config.status_interval_s)
            self._talk.wait_for_proof(port, min(self._config.status_interval_s, 0.05))
        if self._talk.proved and self._profile.proof == "barrier":
            self._talk.ask_all(port)
            return not self._talk.facts & _FAILED_AFTER_ALL
        return self._talk.proved

    def _test(self, port: SerialPort, turn: Turn) -> Outcome:
        """All that a slip needs but the slip: the status, and the proof with nothing before it."""
        turn.report(self.look(port, turn))
        proof = "GS ( H" if self._profile.proof == "process_id" else "GS r 1"
        seen = f"{self._config.baud} baud, DLE EOT {self._talk.round_trip_s(port) * 1e3:.0f} ms"
        if self._talk.stopped or self._uncleared:
            facts = " ".join(sorted(self._talk.facts)) or "uncleared"
            return CompletionCode.HARDWARE_ERROR, FunctionReport(f"{seen}, {proof} -: {facts}")
        began_s = time.monotonic()
        process = process_number(f"test {began_s}")
        self._talk.await_proof(process)
        port.write(proof_request(self._profile, process), proof)
        proved = self._talk.wait_for_proof(port, 2 * self._config.reply_timeout_s)
        took_ms = (time.monotonic() - began_s) * 1e3
        if proved:
            return CompletionCode.SUCCESS, FunctionReport(f"{seen}, {proof} {took_ms:.0f} ms")
        return CompletionCode.TIME_OUT, FunctionReport(f"{seen}, {proof} > {took_ms:.0f} ms")

    # ---- between jobs ------------------------------------------------------------------------

    def _tidy(self, port: SerialPort, *, answers: bool = True) -> None:
        """What an interrupted job left: first the buffers, then the half slip at the cutter."""
        if self._uncleared:
            self._rid(port)
            # Of a printer that says nothing no answer can be expected.
            self._uncleared = self._uncleared and answers
        if self._half_slip and not self._talk.stopped and not self._uncleared:
            if self._profile.clear is not None:  # else it was cut off as it was pushed out
                port.write(self._profile.start + self._profile.cut, "cut")
            self._half_slip = False
            with if_the_disk_takes_it("the end of a slip"):
                self._journal.settle()

    def _rid(self, port: SerialPort) -> None:
        """Rid the printer of what it may still hold, and the way to it, before anything else."""
        if self._profile.clear is not None:
            self._uncleared = not self._talk.clear(port)
        elif not self._talk.stopped:
            self._push_out(port)

    def _push_out(self, port: SerialPort) -> None:
        """Once; then wait for its proof, at every look, as long as a slip may take; then again."""
        if time.monotonic() >= self._push_again_at:
            process = process_number(f"push {time.monotonic()}")
            # As many zeros as the longest picture of a line has bytes.
            fill = self._profile.dots // 8 * self._profile.line_dots * 2
            first = self._push_again_at == 0.0
            timeout_s = self._config.job_timeout_s
            self._push_again_at = time.monotonic() + timeout_s
            self._talk.begin_job()
            self._talk.await_proof(process, and_older=first)
            self._talk.send(port, push_out(self._profile, process, fill), "push out", timeout_s)
        self._uncleared = not self._talk.wait_for_proof(port, self._config.reply_timeout_s)

    def _notice(self, turn: Turn) -> None:
        """The slip in the slot or torn off, and the roll that ran out or was changed."""
        hanging = "not_taken" in self._talk.facts
        if self._hanging is not hanging:
            turn.post(SlipPresented() if hanging else SlipTaken())
        self._hanging = hanging
        self._roll.seen(self._talk.facts, self._talk.knows_paper)

    # ---- what it means -----------------------------------------------------------------------

    def _status(self) -> DeviceStatus:
        return describe(self._talk.facts, self._talk.knows_paper, cleared=not self._uncleared)
