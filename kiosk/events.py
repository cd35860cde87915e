"""Everything that can happen to a kiosk, as values. `advance()` takes one at a time.

Events come from touches (the screens report the event that a button's view carries), from devices
(through `ports`), from the store and the courier, and from the clock.
"""

from dataclasses import dataclass, field
from datetime import datetime

from config.matters import Area
from kiosk.case.card_photo import PhotoRule
from kiosk.case.model import Delivery, PlatformReceipt
from kiosk.diagnosis import Diagnosis
from kiosk.licence.blanks import Sheet
from kiosk.ports import DeviceStatus, PaperLeft
from kiosk.vocabulary import (
    AnswerCode,
    CompletionCode,
    Device,
    Hint,
    Language,
    Platform,
    Theme,
)

# ---- time ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tick:
    """Once a second. at_s is monotonic and measures patience; now is local and dates things."""

    at_s: float
    now: datetime


# ---- touches ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody touched the screen anywhere; patience starts anew."""


@dataclass(frozen=True, slots=True)
class DoorPressed:
    """A door of the home screen: a family of matters, e.g. "id-card"."""

    door: str


@dataclass(frozen=True, slots=True)
class FindPressed:
    """找要办的事: the five areas, and the search."""


@dataclass(frozen=True, slots=True)
class AreaPressed:
    area: Area


@dataclass(frozen=True, slots=True)
class SearchPressed:
    """By letters."""


@dataclass(frozen=True, slots=True)
class UnsurePressed:
    """不知道办哪个: a few plain questions."""


@dataclass(frozen=True, slots=True)
class AnswerPressed:
    """An answer to the question on the page, by its name."""

    answer: str


@dataclass(frozen=True, slots=True)
class MatterPressed:
    matter: str


@dataclass(frozen=True, slots=True)
class ContinuePressed:
    """The one primary action of a screen."""


@dataclass(frozen=True, slots=True)
class BackPressed:
    pass


@dataclass(frozen=True, slots=True)
class LeavePressed:
    pass


@dataclass(frozen=True, slots=True)
class DeclinePressed:
    """不继续, 不是我: the visitor does not want to go on; the visit is wiped."""


@dataclass(frozen=True, slots=True)
class HelpPressed:
    pass


@dataclass(frozen=True, slots=True)
class CloseHelpPressed:
    pass


@dataclass(frozen=True, slots=True)
class StillHerePressed:
    """继续办理 in the countdown."""


@dataclass(frozen=True, slots=True)
class ThemePressed:
    theme: Theme


@dataclass(frozen=True, slots=True)
class LanguagePressed:
    language: Language


@dataclass(frozen=True, slots=True)
class SoundPressed:
    on: bool


@dataclass(frozen=True, slots=True)
class PrintListPressed:
    pass


@dataclass(frozen=True, slots=True)
class SelfCheckPressed:
    """先自查."""


@dataclass(frozen=True, slots=True)
class HandInPressed:
    """在这里补: what a case owes, or was asked for."""


@dataclass(frozen=True, slots=True)
class PrintAgainPressed:
    """补打: the visitor's own slip once more, because it did not come out whole."""


@dataclass(frozen=True, slots=True)
class MorePressed:
    """A page beside the way: 办前须知 where a plan does not begin with it."""


@dataclass(frozen=True, slots=True)
class NoCardPressed:
    """没带身份证."""


@dataclass(frozen=True, slots=True)
class CardTroublePressed:
    """放了没反应."""


@dataclass(frozen=True, slots=True)
class AgreePressed:
    """同意 to the face check, on its own screen."""


@dataclass(frozen=True, slots=True)
class RefusePressed:
    """不同意, or 换其他方式 during the check: never counted against anybody."""


@dataclass(frozen=True, slots=True)
class WayPressed:
    """One of the other ways, by name."""

    way: str


@dataclass(frozen=True, slots=True)
class DigitPressed:
    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LetterPressed:
    """A key of the keyboard: a letter of pinyin, or a character as it stands on the key."""

    letter: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CandidatePressed:
    """One of the words that the letters may be, counted from 0 over all pages."""

    at: int


@dataclass(frozen=True, slots=True)
class MoreCandidatesPressed:
    pass


@dataclass(frozen=True, slots=True)
class KeysPressed:
    """Other keys: pinyin, latin or digits."""

    keys: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """What letters of pinyin may be: answer to `Spell`. syllables: the letters, taken apart."""

    letters: str = field(repr=False)
    syllables: tuple[str, ...] = field(repr=False)
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShotPressed:
    """One of the shots for the card, counted from 0."""

    number: int


@dataclass(frozen=True, slots=True)
class RetakePressed:
    """重拍: none of these."""


@dataclass(frozen=True, slots=True)
class StrokeDrawn:
    """A line on the signature pad, from down to up: points in thousandths of its width."""

    points: tuple[tuple[int, int], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PickPressed:
    """One of many answers, by its key."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PagePressed:
    """Another page of a list, by its number from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class SkipPressed:
    """没有，跳过: the answer stays open, where it may."""


@dataclass(frozen=True, slots=True)
class DeletePressed:
    pass


@dataclass(frozen=True, slots=True)
class ClearPressed:
    pass


@dataclass(frozen=True, slots=True)
class DeliveryPressed:
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class ChangePressed:
    """修改 beside an answer on the review page: the step to go back to, as planned.

    field: which of its answers, where it has more than one.
    """

    step: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class WrongPressed:
    """不对 beside what the card said: the visit goes to a window, nothing is edited."""


@dataclass(frozen=True, slots=True)
class CasePressed:
    """One of the visitor's own cases, by its 申报号."""

    projid: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LicencePressed:
    """One of the visitor's own licences, by the platform's name for it."""

    licence: str


@dataclass(frozen=True, slots=True)
class UnclearPressed:
    """印得不清楚: a licence sheet came out badly; None: which one is yet to be said."""

    sheet: Sheet | None


@dataclass(frozen=True, slots=True)
class RatingPressed:
    """1 very dissatisfied to 5 very satisfied; None: 不评价."""

    level: int | None


@dataclass(frozen=True, slots=True)
class ReasonPressed:
    """Why somebody is not satisfied: a code of the rating step."""

    reason: str


@dataclass(frozen=True, slots=True)
class HotlinePressed:
    """给 12345 留言, in the help."""


@dataclass(frozen=True, slots=True)
class TopicPressed:
    topic: str


# ---- the technician --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CornerTapped:
    """The hidden corner: five touches within three seconds. During a visit it means nothing."""


@dataclass(frozen=True, slots=True)
class DeviceRowPressed:
    """A device of the status board, to be looked at."""

    device: Device


@dataclass(frozen=True, slots=True)
class CheckDevicesPressed:
    """Test these devices now."""

    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class PaperChangePressed:
    pass


@dataclass(frozen=True, slots=True)
class PrintTestPressed:
    pass


@dataclass(frozen=True, slots=True)
class ReportPressed:
    """Print the readiness report."""


@dataclass(frozen=True, slots=True)
class TryCardPressed:
    """Read a test card."""


@dataclass(frozen=True, slots=True)
class ExportLogPressed:
    pass


@dataclass(frozen=True, slots=True)
class RestartPressed:
    """End the program and start it anew; asks whether that is meant."""


@dataclass(frozen=True, slots=True)
class RestartConfirmed:
    pass


@dataclass(frozen=True, slots=True)
class PrintJudged:
    """Did the test slip come out well?"""

    well: bool


@dataclass(frozen=True, slots=True)
class ServiceStopped:
    """An administrator has stopped this kiosk. zh, en: the banner that everybody reads."""

    number: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ServiceResumed:
    """Two administrators have said that it may go on."""


@dataclass(frozen=True, slots=True)
class TriesKnown:
    """Wrong PINs before the program started. since: the newest of them; None: now."""

    wrong: int
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PinChecked:
    right: bool


@dataclass(frozen=True, slots=True)
class KeepingTold:
    """waiting: cases that are not yet delivered. head: hash of the audit log's newest entry.

    refused: cases that the platform refused, still here for a person to look at. not_understood:
    those of the waiting ones that another version of the program has written.
    """

    waiting: int
    head: str
    refused: int = 0
    not_understood: int = 0


@dataclass(frozen=True, slots=True)
class LogExported:
    """The audit log was written to a file. file: its whole path. whole: its chain is unbroken."""

    file: str
    entries: int
    whole: bool
    on_stick: bool


@dataclass(frozen=True, slots=True)
class LogNotExported:
    reason: str  # a code: "disk", or the errno's name, e.g. "ENOSPC"


@dataclass(frozen=True, slots=True)
class PaperTold:
    left: PaperLeft | None


# ---- devices ---------------------------------------------------------------------------------


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


# ---- keeping and platforms -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseKept:
    """The case is on disk, encrypted, and will be delivered."""

    case: str


@dataclass(frozen=True, slots=True)
class CaseDelivered:
    """The platform has received the case (收件)."""

    case: str
    receipt: PlatformReceipt


@dataclass(frozen=True, slots=True)
class CaseRefused:
    """The platform will not take this case, ever; a person has to look at it."""

    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlatformReached:
    """Whether a platform answered when it was last asked. reason: a code, why it did not."""

    reached: bool
    platform: Platform = Platform.ACCEPTANCE
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The one end of an `Ask`. result: what the question promises, after ANSWERED only.

    reason: a code, why not: "used", "http=503", "down", ... what: the question's kind, for audit.
    """

    id: str
    code: AnswerCode
    result: object | None = field(default=None, repr=False)
    reason: str = ""
    platform: Platform = Platform.ACCEPTANCE
    what: str = ""
    counts: bool = True  # False: one of many looks at the same thing


@dataclass(frozen=True, slots=True)
class StoreFailed:
    """The disk did not take it: nothing was kept."""

    case: str | None = None


@dataclass(frozen=True, slots=True)
class StoreRecovered:
    """The disk takes it again."""


@dataclass(frozen=True, slots=True)
class MessageKept:
    """What was told to 12345 is kept and will be sent; its number."""

    number: str


@dataclass(frozen=True, slots=True)
class TicketTaken:
    """A window number was given; the draft is kept under it."""

    number: str


@dataclass(frozen=True, slots=True)
class BlankBound:
    """The book has it: this sheet carries a licence from now on."""

    serial: str


@dataclass(frozen=True, slots=True)
class BlankNotBound:
    """The book does not allow it. reason: a code, e.g. "not_loaded", "printed"."""

    serial: str
    reason: str


@dataclass(frozen=True, slots=True)
class BlanksTold:
    """How many blank sheets are left of each kind; told at the start and after every change."""

    left: tuple[tuple[Sheet, int], ...]


# ---- the program -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """The kiosk is up. visits: the number of the newest visit, so that numbers go on from there."""

    visits: int


@dataclass(frozen=True, slots=True)
class Crashed:
    """A callback of the program failed; the visitor is forgotten and service pauses."""

    where: str


Event = object
"""Any of the classes above; `advance()` ignores what it does not know in a state."""
