"""What devices tell, through `kiosk.ports`, and how a diagnosis of them goes on."""

from dataclasses import dataclass, field

from kiosk.case.card_photo import PhotoRule
from kiosk.diagnosis import Diagnosis
from kiosk.ports import DeviceStatus
from kiosk.vocabulary import CompletionCode, Device, Hint


@dataclass(frozen=True, slots=True)
class Completed:
    """The one end of a command."""

    id: str
    code: CompletionCode
    result: object | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class StatusChanged:
    status: DeviceStatus


@dataclass(frozen=True, slots=True)
class CardFound:
    """A card answered; the read has begun."""


@dataclass(frozen=True, slots=True)
class CardLifted:
    """The card went away before it was read to the end."""


@dataclass(frozen=True, slots=True)
class CardUnreadable:
    """A frame or the card made no sense; the reader tries again when the card is replaced."""

    reason: str  # a code, e.g. "checksum", "sw3=41", "layout"


@dataclass(frozen=True, slots=True)
class CardPresence:
    """After a read: does a card still lie there?"""

    present: bool


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """A code was read that is not wanted here; what it said is forgotten already."""

    reason: str  # a code: "too_long", "control_characters", "charset", "not_wanted", "too_fast"


@dataclass(frozen=True, slots=True)
class FaceHint:
    """What the person should do, and how far the check is (0 to 1)."""

    hint: Hint
    progress: float


@dataclass(frozen=True, slots=True)
class PhotoHint:
    """What keeps a photo from being taken, worst first; nothing: seconds until it is, if it counts
    down. taken: shots so far."""

    broken: tuple[PhotoRule, ...]
    seconds: int
    taken: int


@dataclass(frozen=True, slots=True)
class DataCleared:
    """The face process is gone and all that it held (XFS Biometric.DataClearedEvent)."""


@dataclass(frozen=True, slots=True)
class SlipPresented:
    """A slip hangs in the slot, where the model can tell (XFS Printer.MediaPresentedEvent)."""


@dataclass(frozen=True, slots=True)
class SlipTaken:
    """The printer saw the slip being torn off, where the model can (XFS MediaTakenEvent)."""


@dataclass(frozen=True, slots=True)
class DiagnosisAsked:
    """Somebody at the terminal of this machine wants these devices diagnosed; not in a visit."""

    id: str
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class DeviceDiagnosed:
    """One device of a `Diagnose` is done; id is that effect's."""

    diagnosis: Diagnosis
    id: str = ""


@dataclass(frozen=True, slots=True)
class DiagnosisEnded:
    """Every device of this `Diagnose` is done."""

    id: str
