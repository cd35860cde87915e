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


def describe(printer: Printer, wanted: DocumentMedia) -> DeviceStatus:
    """The status for the kiosk. wanted: the sheets that have to be there."""
    state, attention = DeviceState.ONLINE, _warning(printer)
    blocked = _blocked(printer, wanted)
    if blocked is not None:
        state, attention = blocked
    return DeviceStatus(
        Device.DOCUMENT_PRINTER, state, attention, _paper(printer, wanted), _detail(printer)
    )


def blocks(status: DeviceStatus) -> bool:
    """Whether no document can be printed."""
    return status.state is not DeviceState.ONLINE


def _blocked(printer: Printer, wanted: DocumentMedia) -> tuple[DeviceState, type[Attention]] | None:
    for words, attention, _, state, _ in _WRONG:
        if any(_is_error(reason, words, printer, wanted) for reason in printer.reasons):
            return state, attention
    if printer.stopped:
        return DeviceState.HARDWARE_ERROR, ServiceDocumentPrinter
    if not printer.holds(wanted):
        return DeviceState.USER_ERROR, LoadDocumentPaper
    if not printer.accepting:
        return DeviceState.OFFLINE, ResumeDocumentPrinter
    return None


def _is_error(reason: str, words: tuple[str, ...], printer: Printer, wanted: DocumentMedia) -> bool:
    """A reason without a suffix is an error, says the standard, and that the printer stops then.

    A printer that goes on with an empty tray, and holds what is wanted in another, is believed.
    """
    word, severity = _split(reason)
    if word not in words or severity in ("warning", "report"):
        return False
    elsewhere = bool(printer.media_ready) and printer.holds(wanted)
    may_go_on = words[0] == "media-empty" and not severity and elsewhere
    return printer.stopped or not may_go_on


def _warning(printer: Printer) -> type[Attention] | None:
    words = {word for word, severity in map(_split, printer.reasons) if severity != "report"}
    for names, attention in _LOW:
        if words & set(names):
            return attention
    for names, _, attention, _, _ in _WRONG:
        if words & set(names):
            return attention
    return None


def _paper(printer: Printer, wanted: DocumentMedia) -> PaperSupply:
    for words, _, _, _, paper in _WRONG:
        if paper and any(_is_error(each, words, printer, wanted) for each in printer.reasons):
            return paper
    if not printer.holds(wanted):
        return PaperSupply.OUT
    if _warning(printer) is DocumentPaperLow:
        return PaperSupply.LOW
    return PaperSupply.FULL if printer.media_ready else PaperSupply.UNKNOWN


def _detail(printer: Printer) -> str:
    return " ".join(printer.reasons) or ("stopped" if printer.stopped else "")


def _split(reason: str) -> tuple[str, str]:
    """ "toner-low-warning" is ("toner-low", "warning"); without a suffix the second is empty."""
    word, _, last = reason.rpartition("-")
    return (word, last) if last in ("report", "warning", "error") else (reason, "")
