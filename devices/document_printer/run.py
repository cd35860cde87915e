"""The life of one document at the printer, from its number in the journal to its last sheet.

Answers for the order of things: the job is created and its number written down before the document
leaves, the job is watched while the document is sent, and whatever does not end well is called off,
so that it does not come out after a refill. Raises neither NoAnswer nor PortGone: what began must
not be begun again. Leaves the printer's health to `health`, and questions about jobs to `jobs`.
"""

import asyncio
import time
from contextlib import suppress

from config.model import DocumentPrinterConfig
from devices.document_printer.codec import Answer, Attribute, Tag
from devices.document_printer.health import describe, holds_up
from devices.document_printer.jobs import (
    JobSeen,
    cancel_job,
    find_job,
    id_in,
    in_format,
    job_seen,
    named,
    numbered,
    template,
)
from devices.document_printer.journal import DocumentJournal, job_name
from devices.document_printer.printer import ATTRIBUTES, Printer, read_printer
from devices.document_printer.wire import LOST, IppWire
from devices.document_printer.words import (
    BAD_DOCUMENT,
    BAD_DOCUMENT_REASONS,
    BUSY,
    BY_HAND_REASONS,
    NOT_OFFERED,
    JobState,
    Operation,
    Status,
    status_title,
)
from devices.durable import if_the_disk_takes_it
from devices.worker import MISSES, Canceled, Outcome, Turn
from kiosk.ports import Document, DocumentResult
from kiosk.vocabulary import CompletionCode, PrintOutcome

CALL_OFF_S = 3.0
"""How long the printer may take to confirm that it prints no more; less than a worker's end."""


class Refused(Exception):
    """The printer answered, and said no; nothing was begun."""

    def __init__(self, status: int) -> None:
        super().__init__(status_title(status))
        self.status = status

    @property
    def code(self) -> CompletionCode:
        if self.status in BUSY or self.status == Status.NOT_ACCEPTING_JOBS:
            return CompletionCode.DEVICE_NOT_READY
        if self.status in NOT_OFFERED:
            return CompletionCode.UNSUPPORTED_DATA
        if self.status in BAD_DOCUMENT:
            return CompletionCode.INVALID_DATA
        return CompletionCode.HARDWARE_ERROR


class DocumentRun:
    """Made for one document, run once. printer: what was known of it before."""

    def __init__(
        self,
        wire: IppWire,
        journal: DocumentJournal,
        config: DocumentPrinterConfig,
        printer: Printer,
        document: Document,
        turn: Turn,
    ) -> None:
        self._wire, self._journal, self._config = wire, journal, config
        self._printer, self._document, self._turn = printer, document, turn
        self._name = job_name(document.number)
        self._template = template(document.media, config.tray, printer)
        self._in_two_steps = printer.can(Operation.CREATE_JOB, Operation.SEND_DOCUMENT)
        self._id: int | None = None
        self._sheets = 0
        self._sending: asyncio.Task[Answer] | None = None
        self._broken_off_at: float | None = None
        self._handed_over = self._called_off = False

    async def run(self) -> Outcome:
        """How it ended. Raises Refused when the printer does not take the job at all."""
        try:
            if self._in_two_steps:
                await self._create()
            self._sending = asyncio.ensure_future(self._send())
            return await self._watch()
        except Canceled:
            return await self._call_off(CompletionCode.CANCELED)
        except LOST:  # before there was a document to print
            return await self._call_off(CompletionCode.TIME_OUT)
        finally:
            await self._stop_sending()

    # ---- handing over ------------------------------------------------------------------------

    async def _create(self) -> None:
        asked = self._wire.ask(Operation.CREATE_JOB, *named(self._name), job=self._template)
        answer = await self._wire.attended(asked, self._turn)
        if answer.code >= 0x0100:
            raise Refused(answer.code)
        self._known_as(id_in(answer))

    async def _send(self) -> Answer:
        document = self._document
        if self._id is None:
            return await self._wire.ask(
                Operation.PRINT_JOB,
                *named(self._name),
                in_format(document.format),
                job=self._template,
                document=document.data,
            )
        return await self._wire.ask(
            Operation.SEND_DOCUMENT,
            numbered(self._id),
            in_format(document.format),
            Attribute("last-document", Tag.BOOLEAN, (True,)),
            document=document.data,
        )

    def _known_as(self, id: int | None) -> None:
        if id is not None and self._id is None:
            self._id = id
            with if_the_disk_takes_it("the printer's number of a job"):  # its name finds it too
                self._journal.known_as(self._name, id)

    async def _stop_sending(self) -> None:
        if self._sending is not None and not self._sending.done():
            self._sending.cancel()
            await asyncio.wait({self._sending})

    # ---- watching ----------------------------------------------------------------------------

    async def _watch(self) -> Outcome:
        """Until the job has ended, or is called off."""
        ends_at = time.monotonic() + self._config.job_timeout_s
        stopped_at: float | None = None
        while True:
            await self._pause()
            refused = self._refused()
            if refused is not None:
                return await self._call_off(refused)
            try:
                seen, well = await self._wire.attended(self._look_while_lost(), self._turn)
            except LOST:
                return self._unsettled(CompletionCode.TIME_OUT)
            now = time.monotonic()
            if seen is None:
                if self._id is not None:
                    return self._ended(None, CompletionCode.TIME_OUT)
            elif seen.ended:
                return self._ended(seen, CompletionCode.HARDWARE_ERROR)
            elif self._never_arrived(seen, now):
                return await self._call_off(CompletionCode.HARDWARE_ERROR)
            stopped_at = None if well else (stopped_at or now)
            if stopped_at is not None and now - stopped_at >= self._config.stopped_patience_s:
                return await self._call_off(CompletionCode.HARDWARE_ERROR)
            if now >= ends_at:
                return await self._call_off(CompletionCode.TIME_OUT)

    async def _pause(self) -> None:
        """The job's interval; shorter when the handing over ends, or the visitor leaves."""
        ends_at = time.monotonic() + self._config.job_interval_s
        while (left_s := ends_at - time.monotonic()) > 0:
            self._turn.check()
            if self._sending is None or self._sending.done():
                await asyncio.sleep(min(left_s, 0.05))
            else:
                done, _ = await asyncio.wait({self._sending}, timeout=min(left_s, 0.05))
                if done:
                    break
        self._turn.check()

    def _refused(self) -> CompletionCode | None:
        """How the sending went, once it is over: why the document was refused, if it was."""
        if self._sending is None or not self._sending.done():
            return None
        sending, self._sending = self._sending, None
        try:
            answer = sending.result()
        except LOST:
            self._broken_off_at = time.monotonic()
            self._handed_over = True  # perhaps wholly: only the job can tell
            return None
        if answer.code >= 0x0100:
            return Refused(answer.code).code
        self._handed_over = True
        self._known_as(id_in(answer))
        return None

    async def _look_while_lost(self) -> tuple[JobSeen | None, bool]:
        """The job, and whether the printer works. Raises the absence once it is certain."""
        misses, lost_at, taken = 0, time.monotonic(), self._wire.taken
        while True:
            try:
                return await self._look()
            except LOST:
                if self._wire.taken != taken:  # it lives: it takes the document, and only that
                    misses, lost_at, taken = 0, time.monotonic(), self._wire.taken
                misses += 1
                absent_s = time.monotonic() - lost_at
                if misses >= MISSES and absent_s >= self._config.stopped_patience_s:
                    raise
            await asyncio.sleep(self._config.job_interval_s)

    async def _look(self) -> tuple[JobSeen | None, bool]:
        if self._id is None:
            self._known_as(await find_job(self._wire, self._name))
        seen = await job_seen(self._wire, self._id) if self._id is not None else None
        if seen is not None:
            self._sheets = max(self._sheets, seen.sheets)
            if seen.ended:
                return seen, True
        try:
            printer = await ask_printer(self._wire)
            status = describe(printer, self._document.media, self._config.tray)
        except Refused:
            return seen, True  # busy: it is the job that counts
        self._turn.report(status)
        stopped = seen is not None and seen.state == JobState.PROCESSING_STOPPED
        return seen, not (stopped or holds_up(printer, status))

    def _never_arrived(self, seen: JobSeen, now: float) -> bool:
        """The sending broke off, and the printer does not print: it waits for the rest."""
        waits = seen.state in (JobState.PENDING, JobState.PENDING_HELD)
        since = self._broken_off_at
        return waits and since is not None and now - since >= self._config.reply_timeout_s

    # ---- its end -----------------------------------------------------------------------------

    async def _call_off(self, code: CompletionCode) -> Outcome:
        """Take it back, and tell how it ended in truth, as far as the printer says so in time."""
        self._called_off = True
        await self._stop_sending()
        with suppress(*LOST, TimeoutError):
            async with asyncio.timeout(CALL_OFF_S):
                return self._ended(await self._cancel_until_ended(), code)
        return self._unsettled(code)

    async def _cancel_until_ended(self) -> JobSeen | None:
        """The job as it ended; None when the printer knows of none."""
        if self._id is None:
            self._known_as(await find_job(self._wire, self._name))
        if self._id is None:
            return None
        await cancel_job(self._wire, self._id)
        while (seen := await job_seen(self._wire, self._id)) is not None and not seen.ended:
            await asyncio.sleep(self._config.job_interval_s / 4)
        return seen

    def _ended(self, seen: JobSeen | None, code: CompletionCode) -> Outcome:
        """The printer says that it is over. code: what it counts as unless it ended by itself."""
        outcome = PrintOutcome.PARTIAL
        if seen is None:
            # It keeps no account of jobs that are over, or was switched off and on.
            outcome = PrintOutcome.UNCONFIRMED if self._handed_over else outcome
        else:
            self._sheets = max(self._sheets, seen.sheets)
            reasons = set(seen.reasons)
            if seen.state == JobState.COMPLETED and "job-completed-with-errors" in reasons:
                outcome = PrintOutcome.UNCONFIRMED
            elif seen.state == JobState.COMPLETED:
                code, outcome = CompletionCode.SUCCESS, PrintOutcome.PRINTED
                self._sheets = max(self._sheets, 1)  # some printers do not count
            elif reasons & BAD_DOCUMENT_REASONS:
                code = CompletionCode.INVALID_DATA
            elif not self._called_off and reasons & BY_HAND_REASONS:
                code = CompletionCode.USER_ERROR
        with if_the_disk_takes_it("the end of a document"):
            self._journal.end(self._name, outcome)
        return code, self._result(outcome)

    def _unsettled(self, code: CompletionCode) -> Outcome:
        """More may come out: the journal keeps it open, and it is settled before the next one."""
        whole = PrintOutcome.UNCONFIRMED if self._handed_over else PrintOutcome.PARTIAL
        return code, self._result(whole)

    def _result(self, outcome: PrintOutcome) -> DocumentResult:
        return DocumentResult(outcome, self._sheets)


async def ask_printer(wire: IppWire) -> Printer:
    """How the printer is. Raises Refused, NoAnswer, PortGone, HttpRefused."""
    wanted = Attribute("requested-attributes", Tag.KEYWORD, ATTRIBUTES)
    answer = await wire.ask(Operation.GET_PRINTER_ATTRIBUTES, wanted)
    if answer.code >= 0x0100:
        raise Refused(answer.code)
    return read_printer(answer.group(Tag.PRINTER))
