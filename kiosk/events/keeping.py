"""What the store tells: cases, messages, window numbers, numbered sheets."""

from dataclasses import dataclass

from kiosk.case.model import PlatformReceipt
from kiosk.licence.blanks import Sheet


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
class StoreFailed:
    """The disk did not take it: nothing was kept.

    What that was, when somebody waits for it: a case, by its number; the draft of a visit; a sheet
    that was to be bound.
    """

    case: str | None = None
    draft_of: int | None = None
    serial: str | None = None


@dataclass(frozen=True, slots=True)
class StoreRecovered:
    """The disk takes it again."""


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
class MessageKept:
    """What was told to 12345 is kept and will be sent; its number."""

    number: str


@dataclass(frozen=True, slots=True)
class TicketTaken:
    """A window number was given; the draft of this visit, and of no other, is kept under it."""

    number: str
    visit: int


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
