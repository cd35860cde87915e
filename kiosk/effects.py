"""What `advance()` wants to be done, as values; the runtime hands each to the part that does it."""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.case.model import Case, IdCard
from kiosk.licence.blanks import BlankEnd, Sheet
from kiosk.licence.sealed import Licence
from kiosk.ports import Slip
from kiosk.questions import Question
from kiosk.vocabulary import Device


@dataclass(frozen=True, slots=True)
class StartReading:
    id: str


@dataclass(frozen=True, slots=True)
class StopReading:
    id: str


@dataclass(frozen=True, slots=True)
class StartFace:
    id: str
    limit_s: float
    actions: int
    action_s: float


@dataclass(frozen=True, slots=True)
class StopFace:
    id: str


@dataclass(frozen=True, slots=True)
class StartPhotos:
    """Shots for the card; same_person: as the face check saw."""

    id: str
    limit_s: float
    shots: int
    countdown_s: float
    same_person: bool


@dataclass(frozen=True, slots=True)
class StopPhotos:
    id: str


@dataclass(frozen=True, slots=True)
class ClearFaces:
    """End the face process, and with it everything it holds."""


@dataclass(frozen=True, slots=True)
class StartScanning:
    """Arm the code reader for these names of `config/codes.toml`; ends with `ScannedCode`."""

    id: str
    accepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StopScanning:
    id: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a platform; answers with exactly one Answered. See docs/architecture.md."""

    id: str
    question: Question = field(repr=False)


@dataclass(frozen=True, slots=True)
class StopAsking:
    """Withdraw a question whose answer nobody waits for any more."""

    id: str


@dataclass(frozen=True, slots=True)
class ForgetQuestions:
    """The visit is over: withdraw whatever it still asks."""


@dataclass(frozen=True, slots=True)
class Print:
    id: str
    slip: Slip


@dataclass(frozen=True, slots=True)
class SubmitCase:
    """Keep the case durably, then deliver it: outbox and audit log in one transaction."""

    case: Case = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Keep what is filled in so far, encrypted, for the window; answers with TicketTaken."""

    visit: int
    matter: str
    reason: str  # for the window: "refused_face", "face", "card", "mismatch", ...
    card: IdCard | None = field(default=None, repr=False)
    answers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Spell:
    """What words may these letters of pinyin be? Answers with Spelled."""

    letters: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rate:
    """好差评 of a case: kept, then delivered; the last word counts. detail: why not satisfied."""

    case: Case = field(repr=False)
    level: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TellHotline:
    """A word to 12345, kept, then delivered; answers with MessageKept. topic: a code."""

    topic: str
    matter: str


@dataclass(frozen=True, slots=True)
class Audit:
    """An event of `keeping/audit_events.toml` with its fields; never personal data."""

    event: str
    fields: tuple[tuple[str, str | int | float | bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Beep:
    """The reader's 'di', or the reminder to take a card along."""

    sound: str


@dataclass(frozen=True, slots=True)
class Diagnose:
    """Test these devices; answers with a DeviceDiagnosed for each, then DiagnosisEnded."""

    id: str
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Is this the technician's PIN? Answers with PinChecked."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepTries:
    """Write down how many wrong PINs there were, so that a restart wins nothing."""

    wrong: int
    since: datetime


@dataclass(frozen=True, slots=True)
class AskKeeping:
    """What is kept, and what does the audit log end with? Answers with KeepingTold."""


@dataclass(frozen=True, slots=True)
class ExportLog:
    """Write the audit log to a file, on a stick where there is one; it holds no personal data.

    Answers with LogExported or LogNotExported.
    """


@dataclass(frozen=True, slots=True)
class Restart:
    """End the program in good order; whoever started it starts it anew."""


@dataclass(frozen=True, slots=True)
class AskPaper:
    """How far does the roll go? Answers with PaperTold."""


@dataclass(frozen=True, slots=True)
class NewRoll:
    """A whole new roll was put in: the forecast begins anew."""


@dataclass(frozen=True, slots=True)
class ReadBlank:
    """Read the number of the sheet that lies on top in this tray; ends with `ScannedCode`."""

    id: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class StopReadingBlank:
    id: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class BindBlank:
    """This sheet will carry that licence; answers with BlankBound, BlankNotBound or StoreFailed."""

    serial: str
    licence: str  # credit code
    visit: int


@dataclass(frozen=True, slots=True)
class PrintLicence:
    """Draw the licence and print it once, on the sheet that was bound; ends as a document does."""

    id: str
    licence: Licence = field(repr=False)
    sheet: Sheet
    serial: str


@dataclass(frozen=True, slots=True)
class EndBlank:
    """What became of a bound sheet; a later word on the same sheet holds. reason: a code."""

    serial: str
    end: BlankEnd
    reason: str = ""


Effect = object
