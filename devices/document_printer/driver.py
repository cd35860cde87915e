"""The licence printer: A4 and A3 over IPP, one document at a time, each at most once.

Answers for what the printer is asked between jobs, for the checks before a document is begun, and
for its capabilities. Leaves the life of a job to `run`, bytes to `codec` and `wire`, health to
`health`, the thread to `devices.worker`; the thread's asyncio loop lives and ends with its `wire`.
Nothing is ever printed again by itself.

Only the first question of a command raises NoAnswer or PortGone: the worker then asks again. A
printer that answers it, and none of those that follow, must not be asked for ever.

A document ends with `DocumentResult`:

    printed      SUCCESS         the printer says that the job is complete
    unconfirmed  TIME_OUT        handed over; then the printer was lost, or forgot the job
    unconfirmed  HARDWARE_ERROR  complete, says the printer, with errors
    partial      HARDWARE_ERROR  it stopped on the way, or gave the job up; the rest was called off
                 TIME_OUT        it took longer than a job may take
                 CANCELED        by us; USER_ERROR: by hand, at its panel
                 INVALID_DATA    it cannot make sense of the document
    none         DEVICE_NOT_READY with the status: no paper, cover open, ...; the number stays free
    none         UNSUPPORTED_DATA  the printer does not offer this size or format
    none         INVALID_DATA    the number was begun before

Known limits: ipp:// only, so the printer belongs into the cabinet; a sheet that hangs in the
printer's path is not among those that came out.
"""

from contextlib import suppress
from dataclasses import replace

from config.model import DocumentPrinterConfig
from devices.document_printer.codec import Attribute
from devices.document_printer.health import blocks, describe
from devices.document_printer.jobs import in_format, named, settle, template
from devices.document_printer.journal import DocumentJournal, job_name
from devices.document_printer.printer import Printer, capabilities_of, measured
from devices.document_printer.run import DocumentRun, Refused, ask_printer
from devices.document_printer.wire import LOST, HttpRefused, IppWire
from devices.document_printer.words import BUSY, Operation, Status, status_title
from devices.durable import if_the_disk_takes_it
from devices.transport import FrameLog
from devices.worker import Outcome, Turn, Worker
from kiosk.attention import (
    Attention,
    CancelLeftDocument,
    CheckDocumentPrinterSettings,
    ReconnectDocumentPrinter,
    ResetDocumentPrinter,
    ServiceDocumentPrinter,
)
from kiosk.ports import (
    Cancel,
    Capabilities,
    Crossing,
    DeviceStatus,
    Document,
    FunctionReport,
    FunctionTest,
    Post,
    PrintDocument,
    SelfTest,
)
from kiosk.vocabulary import CompletionCode, Device, DeviceState, DocumentMedia

_BROKEN = (Status.INTERNAL_ERROR, Status.DEVICE_ERROR)


class IppDocumentPrinter:
    """`kiosk.ports.DocumentPrinter` over the network, or over USB with ipp-usb."""

    def __init__(self, config: DocumentPrinterConfig, post: Post, journal: DocumentJournal) -> None:
        self._config, self._journal = config, journal
        self._wanted = DocumentMedia[config.media]
        self._capabilities = Capabilities(Device.DOCUMENT_PRINTER, "")
        self._known = False
        self._left = bool(journal.left())
        self.look_every_s = config.status_interval_s
        self.log = FrameLog()
        self._worker = Worker(
            Device.DOCUMENT_PRINTER,
            self,
            post,
            open_port=lambda: IppWire(
                config.uri,
                self.log,
                connect_timeout_s=config.connect_timeout_s,
                reply_timeout_s=config.reply_timeout_s,
            ),
            reopen_first_s=config.reopen_first_s,
            reopen_most_s=config.reopen_most_s,
            port_gone=ReconnectDocumentPrinter,
            no_answer=ResetDocumentPrinter,
        )
        self._worker.start()

    def submit(self, command: PrintDocument | SelfTest | FunctionTest | Cancel) -> None:
        self._worker.submit(command)

    def capabilities(self) -> Capabilities:
        """Of the printer that answered first since it was plugged in; before, without a model."""
        return self._capabilities

    def crossings(self) -> tuple[Crossing, ...]:
        return self.log.newest()

    def close(self) -> None:
        self._worker.close()

    # ---- called by the worker's thread -------------------------------------------------------

    def opened(self) -> None:
        self._known = False  # another printer may answer there now

    def look(self, wire: IppWire, turn: Turn) -> DeviceStatus:
        return self._examine(wire, turn, self._wanted)[0]

    def carry_out(
        self, command: PrintDocument | FunctionTest, wire: IppWire, turn: Turn
    ) -> Outcome:
        if isinstance(command, FunctionTest):
            return self._function_test(wire, turn)
        return self._print(command.document, wire, turn)

    # ---- between jobs ------------------------------------------------------------------------

    def _examine(
        self, wire: IppWire, turn: Turn, media: DocumentMedia
    ) -> tuple[DeviceStatus, Printer | None]:
        """How it is, and what it says of itself if it does. Raises NoAnswer, PortGone."""
        try:
            printer = wire.run(ask_printer(wire), turn)
        except Refused as refusal:
            return _refusing(refusal.status), None
        except HttpRefused as refusal:
            return _status(DeviceState.OFFLINE, CheckDocumentPrinterSettings, str(refusal)), None
        if not self._known:
            self._known = True
            self._capabilities = capabilities_of(printer)
        status = describe(printer, media, self._config.tray)
        if self._left:
            self._left = not self._settled(wire, turn)
        if self._left and not blocks(status):
            status = replace(status, state=DeviceState.OFFLINE, attention=CancelLeftDocument)
        return status, printer

    def _settled(self, wire: IppWire, turn: Turn) -> bool:
        """Whether no earlier job can print any more."""
        pause_s = self._config.job_interval_s / 4
        sure = True
        for job in self._journal.left():
            try:
                sure &= wire.run(settle(wire, self._journal, job, pause_s), turn)
            except LOST:
                sure = False
        return sure

    def _function_test(self, wire: IppWire, turn: Turn) -> Outcome:
        """Have the printer check a job for the configured paper, which it then does not get."""
        status, printer = self._examine(wire, turn, self._wanted)
        turn.report(status)
        if printer is None:
            return CompletionCode.HARDWARE_ERROR, FunctionReport(status.detail)
        seen = measured(printer)
        try:
            self._validate(self._wanted, (), printer, wire, turn)
        except Refused as refusal:
            told = f"{seen}, {Operation.VALIDATE_JOB.title}: {refusal}"
            return CompletionCode.HARDWARE_ERROR, FunctionReport(told)
        except LOST as absence:
            return CompletionCode.TIME_OUT, FunctionReport(f"{seen}, {absence}")
        if blocks(status):
            told = " ".join(filter(None, (seen, status.detail)))
            return CompletionCode.HARDWARE_ERROR, FunctionReport(told)
        return CompletionCode.SUCCESS, FunctionReport(seen)

    # ---- a document --------------------------------------------------------------------------

    def _print(self, document: Document, wire: IppWire, turn: Turn) -> Outcome:
        status, printer = self._examine(wire, turn, document.media)
        if blocks(status):
            turn.wait(self._config.job_interval_s)
            with suppress(*LOST):  # twice before anybody is refused
                status, printer = self._examine(wire, turn, document.media)
        if document.media is self._wanted:
            turn.report(status)
        if printer is None:
            return CompletionCode.DEVICE_NOT_READY, status
        known = not printer.formats or document.format in printer.formats
        if not known or not printer.offers(document.media):
            return CompletionCode.UNSUPPORTED_DATA, None
        if blocks(status):
            return CompletionCode.DEVICE_NOT_READY, status
        format = (in_format(document.format),)
        try:
            self._validate(document.media, format, printer, wire, turn)
        except Refused as refusal:
            return _refused(refusal, status)
        except LOST as absence:
            lost = _status(DeviceState.OFFLINE, ResetDocumentPrinter, str(absence))
            return CompletionCode.DEVICE_NOT_READY, lost
        turn.check()
        name = job_name(document.number)
        if not self._journal.begin(name):
            return CompletionCode.INVALID_DATA, None
        self._left = True
        run = DocumentRun(wire, self._journal, self._config, printer, document, turn)
        try:
            return wire.run(run.run())
        except Refused as refused:
            with if_the_disk_takes_it("that a document was not begun"):
                self._journal.never_begun(name)
            return _refused(refused, status)
        finally:
            self._left = bool(self._journal.left())

    def _validate(
        self,
        media: DocumentMedia,
        format: tuple[Attribute, ...],
        printer: Printer,
        wire: IppWire,
        turn: Turn,
    ) -> None:
        """Have the printer say that it would take such a job. Raises Refused, or one of LOST."""
        asked = wire.ask(
            Operation.VALIDATE_JOB,
            *named("budayang"),
            *format,
            job=template(media, self._config.tray, printer),
        )
        answer = wire.run(asked, turn)
        if answer.code >= 0x0100:
            raise Refused(answer.code)


def _refused(refusal: Refused, status: DeviceStatus) -> Outcome:
    """A job that was not begun."""
    code = refusal.code
    return code, (status if code is CompletionCode.DEVICE_NOT_READY else None)


def _refusing(code: int) -> DeviceStatus:
    """The printer does not even say how it is."""
    if code in BUSY:
        return _status(DeviceState.DEVICE_BUSY, None, status_title(code))
    if code in _BROKEN:
        return _status(DeviceState.HARDWARE_ERROR, ServiceDocumentPrinter, status_title(code))
    return _status(DeviceState.OFFLINE, CheckDocumentPrinterSettings, status_title(code))


def _status(state: DeviceState, attention: type[Attention] | None, detail: str) -> DeviceStatus:
    return DeviceStatus(Device.DOCUMENT_PRINTER, state, attention, detail=detail)
