"""What the rules need from a device, stated here and fulfilled in `devices/`.

A port takes commands; exactly one `Completed(id, code, result)` per command reaches the inbox,
events may come between. Commands name a result, so repeating one is safe; printing carries a
number and happens once. All `submit` methods return at once and may be called from any thread.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from kiosk.attention import Attention
from kiosk.case.card_photo import CardPhoto
from kiosk.case.model import IdCard
from kiosk.vocabulary import (
    Device,
    DeviceState,
    DocumentMedia,
    Liveness,
    PaperSupply,
    PrintOutcome,
)

# ---- commands --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Wait for a card, read it once, then watch whether it is still there.

    Ends with `CardData`. On the way: `CardFound`, `CardLifted`, `CardUnreadable`.
    Waits until it is cancelled: how long a visitor may take is the visit's business.
    """

    id: str


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print this slip once. `slip.number` is the job's number and never comes out twice."""

    id: str
    slip: "Slip"


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """Print this document once. `document.number` is the job's number, never used twice.

    Ends with `DocumentResult`; with DEVICE_NOT_READY and the status when nothing was begun.
    """

    id: str
    document: "Document"


@dataclass(frozen=True, slots=True)
class CheckFace:
    """Compare the person before the camera with the imported portrait (XFS: Read and Match).

    Ends with `FaceScore`; while it runs `FaceHint`s arrive. Without a usable face it ends with
    TIME_OUT after `limit_s`. Then so many actions are asked for, each with `action_s` of its own.
    """

    id: str
    limit_s: float
    actions: int
    action_s: float


@dataclass(frozen=True, slots=True)
class TakePhotos:
    """Take so many shots for an ID card, each when nothing is wrong with it (GA/T 461).

    Ends with `PhotosTaken`; while it runs `PhotoHint`s arrive. Without one more shot it ends after
    `limit_s`: with what there is, or with TIME_OUT. same_person: every shot must be of the person
    whose face was checked before; INVALID_DATA where none was.
    """

    id: str
    limit_s: float
    shots: int
    countdown_s: float
    same_person: bool


@dataclass(frozen=True, slots=True)
class ScanCode:
    """Read one bar or QR code that is wanted here; until then nothing is armed, nothing is seen.

    accepts: names of the allow-list, `config/codes.toml`. Ends with `ScannedCode`; what is not on
    the list is a `CodeRefused` on the way. Waits until it is cancelled.
    """

    id: str
    accepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClearFace:
    """Forget portrait, frames and vectors by ending the face process (XFS: Clear).

    Ends when the process is gone; `DataCleared` is in the result of no other command.
    """

    id: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the command named; its Completed says CANCELED. Unknown ids are ignored."""

    id: str


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Answer whether the device works; moves nothing, prints nothing. Ends with DeviceStatus."""

    id: str


@dataclass(frozen=True, slots=True)
class FunctionTest:
    """Do what the device is for, once, with nobody before it, and let nothing come out.

    A technician's last question, after port, answer and health. Ends with `FunctionReport`; a
    device that failed it ends with HARDWARE_ERROR or TIME_OUT and the report of what was seen.
    """

    id: str


# ---- results ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardData:
    """A card was read. The portrait went straight to the face process, if it could be handed on."""

    card: IdCard = field(repr=False)
    has_portrait: bool


@dataclass(frozen=True, slots=True)
class PrintResult:
    outcome: PrintOutcome
    paper_mm: float  # how much came out, for the forecast of the roll


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """sheets: how many came out, as the printer counts; also of a job that did not end well."""

    outcome: PrintOutcome
    sheets: int


@dataclass(frozen=True, slots=True)
class PaperLeft:
    """A forecast of the roll, from what was printed since it was put in.

    slips: how many of the usual length; days: at the pace of the last days, None while there is
    none.
    """

    mm: float
    slips: int
    days: float | None


@dataclass(frozen=True, slots=True)
class FaceScore:
    """Distance between the best frames and the card's portrait (dlib ResNet, euclidean), and
    whether whoever was seen did what was asked. Only both together make a person pass."""

    distance: float
    frames: int  # how many together; they are of one person
    quality: float  # 0 to 1, of the best frame that was compared
    engine: str
    took_s: float
    liveness: Liveness


@dataclass(frozen=True, slots=True)
class PhotosTaken:
    """shots: in the order in which they were taken; until the next command the preview shows them
    side by side. best: the one whose face is clearest. compared: each is of the person whose face
    was checked before."""

    shots: tuple[CardPhoto, ...] = field(repr=False)
    best: int
    compared: bool
    took_s: float


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """A code that was wanted. kind: its name in the allow-list; text fits that entry's pattern."""

    kind: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FunctionReport:
    """value: what was measured, for the technician: "115200 baud, 118 ms". Never personal."""

    value: str


# ---- what a device is ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What this model can do; fixed while it is plugged in (XFS4IoT: `Common.Capabilities`).

    can: words of the port, e.g. "takenSensor", "nativeQr"; what is not named it cannot do.
    """

    device: Device
    model: str
    can: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crossing:
    """One frame that crossed a wire. code names its kind; its content is never kept."""

    at_s: float  # monotonic
    direction: Literal["in", "out"]
    length: int
    code: str


# ---- status ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """How a device is, pushed when it changes. Attention: the first thing to put right, or None."""

    device: Device
    state: DeviceState
    attention: type[Attention] | None = None
    paper: PaperSupply = PaperSupply.UNKNOWN
    detail: str = ""  # a code or a figure for the technician, never personal


# ---- what is printed -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextLine:
    """A paragraph; the printer breaks it. size 2 is double width and height."""

    text: str = field(repr=False)
    size: int = 1
    bold: bool = False
    align: str = "left"  # left, center, right


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value, the value beginning in one column for the whole slip."""

    label: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of dashes over the width of the paper."""


@dataclass(frozen=True, slots=True)
class QrCode:
    data: str = field(repr=False)


SlipPart = TextLine | Pair | Rule | QrCode


@dataclass(frozen=True, slots=True)
class Slip:
    """One receipt. Its words are finished; how they fit on the paper is the printer's business."""

    kind: str  # the kind of slip for the audit log, e.g. "receipt", "intake", "window_number"
    number: str
    parts: tuple[SlipPart, ...] = field(repr=False)
    reprint_of: str = ""  # the job that this one repeats; its parts then say 补打 (case/slips.py)


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document for A4 or A3, e.g. a licence.

    format: its media type as the printer must know it: application/pdf, image/jpeg,
    image/pwg-raster.
    """

    kind: str  # for the audit log, e.g. "business_licence"
    number: str
    format: str
    media: DocumentMedia
    data: bytes = field(repr=False)


# ---- the ports -------------------------------------------------------------------------------


class AnyDevice(Protocol):
    """What every device offers, whatever else it is; `diagnose` needs no more."""

    def submit(self, command: SelfTest | FunctionTest | Cancel) -> None: ...

    def capabilities(self) -> Capabilities: ...

    def crossings(self) -> tuple[Crossing, ...]:
        """The newest frames on its wire, for support; oldest first, at most 20."""

    def close(self) -> None: ...


class CardReader(AnyDevice, Protocol):
    def submit(self, command: ReadCard | SelfTest | FunctionTest | Cancel) -> None: ...


class ReceiptPrinter(AnyDevice, Protocol):
    def submit(self, command: PrintSlip | SelfTest | FunctionTest | Cancel) -> None: ...

    def paper_left(self) -> PaperLeft | None:
        """How far the roll goes; None until a roll was put in under the kiosk's eyes."""

    def refilled(self) -> None:
        """A whole new roll was put in, says the technician; written down by the printer's thread.

        A roll that ran out and is there again counts as new without being told.
        """


class DocumentPrinter(AnyDevice, Protocol):
    def submit(self, command: PrintDocument | SelfTest | FunctionTest | Cancel) -> None: ...


class BarcodeReader(AnyDevice, Protocol):
    def submit(self, command: ScanCode | SelfTest | FunctionTest | Cancel) -> None: ...


LARGEST_PHOTO = 48 * 1024
"""Bytes: a photo for a card has 358 × 441 pixels and 14 to 20 kB (GA/T 461)."""


class Biometric(Protocol):
    def import_portrait(self, portrait: bytearray) -> None:
        """Hand the card's portrait (1,024 bytes as on the chip) to the face process.

        Called from the reader's thread; the buffer is wiped by the caller afterwards.
        """

    def import_photo(self, photo: bytearray) -> None:
        """Hand the police's photo of somebody without a card to the face process, instead.

        photo: JPEG; more than LARGEST_PHOTO bytes count as damaged. The caller wipes it afterwards.
        """

    def submit(
        self, command: CheckFace | TakePhotos | ClearFace | SelfTest | FunctionTest | Cancel
    ) -> None: ...

    def preview(self) -> "Preview | None":
        """The newest frame for the screen, None while no camera is open. Never on disk."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Preview:
    """A frame in shared anonymous memory: BGR, 8 bit, rows top first, mirrored already."""

    sequence: int
    width: int
    height: int
    pixels: memoryview = field(repr=False)


Post = Callable[[object], None]
"""How a device puts an event into the inbox; safe from any thread."""
