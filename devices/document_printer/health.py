"""What a person has to do about the printer's state, and whether a document can be printed.

Answers for the order in which faults are put right, and for telling what blocks a document from
what is only worth knowing. Pure. RFC 8011 section 5.4.12 has most of the reasons, PWG 5100.9 the
rest.
"""

from devices.document_printer.printer import Printer
from kiosk.attention import (
    Attention,
    ClearDocumentJam,
    CloseDocumentPrinter,
    DocumentPaperLow,
    EmptyDocumentOutput,
    LoadDocumentPaper,
    ReplaceToner,
    ResetDocumentPrinter,
    ResumeDocumentPrinter,
    ServiceDocumentPrinter,
    TonerRunsLow,
)
from kiosk.ports import DeviceStatus
from kiosk.vocabulary import Device, DeviceState, DocumentMedia, PaperSupply

_Row = tuple[tuple[str, ...], type[Attention], type[Attention], DeviceState, PaperSupply | None]

# In the order in which a person would put it right. Of each row: the reasons; what to do when it
# blocks, and when it is only a warning; the state while it blocks; what it says of the paper.
_WRONG: tuple[_Row, ...] = (
    (
        ("cover-open", "door-open", "interlock-open"),
        CloseDocumentPrinter,
        CloseDocumentPrinter,
        DeviceState.USER_ERROR,
        None,
    ),
    (
        ("media-jam",),
        ClearDocumentJam,
        ClearDocumentJam,
        DeviceState.HARDWARE_ERROR,
        PaperSupply.JAMMED,
    ),
    (
        ("media-empty", "media-needed", "input-tray-missing"),
        LoadDocumentPaper,
        DocumentPaperLow,
        DeviceState.USER_ERROR,
        PaperSupply.OUT,
    ),
    (
        ("toner-empty", "marker-supply-empty", "developer-empty"),
        ReplaceToner,
        TonerRunsLow,
        DeviceState.USER_ERROR,
        None,
    ),
    (
        ("output-area-full", "output-tray-missing"),
        EmptyDocumentOutput,
        EmptyDocumentOutput,
        DeviceState.USER_ERROR,
        None,
    ),
    (
        ("marker-waste-full", "opc-life-over", "fuser-over-temp", "fuser-under-temp"),
        ServiceDocumentPrinter,
        ServiceDocumentPrinter,
        DeviceState.HARDWARE_ERROR,
        None,
    ),
    (
        ("paused", "moving-to-paused", "offline"),
        ResumeDocumentPrinter,
        ResumeDocumentPrinter,
        DeviceState.OFFLINE,
        None,
    ),
    (
        ("shutdown",),
        ResumeDocumentPrinter,
        ResumeDocumentPrinter,
        DeviceState.POWER_OFF,
        None,
    ),
    (
        ("connecting-to-device", "timed-out"),
        ResetDocumentPrinter,
        ResetDocumentPrinter,
        DeviceState.OFFLINE,
        None,
    ),
)

# They never stop a document, whatever is appended to them.
_LOW: tuple[tuple[tuple[str, ...], type[Attention]], ...] = (
    (("media-low",), DocumentPaperLow),
    (("toner-low", "marker-supply-low", "developer-low"), TonerRunsLow),
    (("output-area-almost-full",), EmptyDocumentOutput),
    (("marker-waste-almost-full", "opc-near-eol"), ServiceDocumentPrinter),
)

_NOTHING_MOVES = {"media-needed", "media-jam", "cover-open", "door-open", "interlock-open"}


def describe(printer: Printer, wanted: DocumentMedia, tray: str | None) -> DeviceStatus:
    """The status for the kiosk. wanted: the sheets that have to be there, in this tray."""
    there = printer.holds(wanted, tray)
    errors = {
        word for word, severity in _told(printer) if _is_error(word, severity, printer, there)
    }
    state, attention = DeviceState.ONLINE, _warning(printer)
    paper = PaperSupply.FULL if printer.knows_paper else PaperSupply.UNKNOWN
    if attention is DocumentPaperLow:
        paper = PaperSupply.LOW
    if not printer.accepting:
        state, attention = DeviceState.OFFLINE, ResumeDocumentPrinter
    if not there:
        state, attention = DeviceState.USER_ERROR, LoadDocumentPaper
        paper = PaperSupply.OUT
    if printer.stopped:
        state, attention = DeviceState.HARDWARE_ERROR, ServiceDocumentPrinter
    # From the last to the first: what has to be put right first has the last word.
    for words, blocking, _, how, supply in reversed(_WRONG):
        if errors & set(words):
            state, attention, paper = how, blocking, supply or paper
    detail = " ".join(printer.reasons) or ("stopped" if printer.stopped else "")
    return DeviceStatus(Device.DOCUMENT_PRINTER, state, attention, paper, detail)


def blocks(status: DeviceStatus) -> bool:
    """Whether no document can be printed."""
    return status.state is not DeviceState.ONLINE


def holds_up(printer: Printer, status: DeviceStatus) -> bool:
    """Whether a job that runs does not go on.

    With these words it cannot, whatever severity they carry: ippeveprinter calls all warnings
    while it has a job.
    """
    words = {word for word, severity in _told(printer) if severity != "report"}
    return blocks(status) or bool(words & _NOTHING_MOVES)


def _is_error(word: str, severity: str, printer: Printer, there: bool) -> bool:
    """A reason without a suffix is an error, says the standard, and that the printer stops then.

    A printer that goes on with an empty tray, and has what is wanted in another, is believed.
    """
    if severity in ("warning", "report"):
        return False
    goes_on = word == "media-empty" and not severity and not printer.stopped
    return not (goes_on and there and printer.knows_paper)


def _warning(printer: Printer) -> type[Attention] | None:
    words = {word for word, severity in _told(printer) if severity != "report"}
    for names, attention in _LOW:
        if words & set(names):
            return attention
    for names, _, attention, _, _ in _WRONG:
        if words & set(names):
            return attention
    return None


def _told(printer: Printer) -> list[tuple[str, str]]:
    """Its reasons as word and severity: "toner-low-warning" is ("toner-low", "warning")."""
    found = []
    for reason in printer.reasons:
        word, _, last = reason.rpartition("-")
        known = last in ("report", "warning", "error")
        found.append((word, last) if known else (reason, ""))
    return found
