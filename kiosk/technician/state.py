"""Where the technician's screen is, and what it has learnt; all of it is forgotten on leaving.

Nothing here tells anything about anybody: states of devices, counts, and for a moment the digits
that are being typed.
"""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.diagnosis import Diagnosis
from kiosk.events.technician import LogExported, LogNotExported
from kiosk.ports import PaperLeft
from kiosk.visit.state import Home, Place
from kiosk.vocabulary import Device

PrintKind = Literal["test", "readiness"]

Told = Literal[
    "", "report_printed", "test_well", "test_unclear", "not_printed", "no_printer", "no_reader"
]
"""What was just done, or could not be: a key of the texts."""


CardTried = Literal["waiting", "reading", "lifted", "unreadable", "read", "other_kind", "failed"]


class Page:
    """One page of the technician's screen."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class NoPin(Page):
    """Nobody has set a PIN: how that is done, and the way back."""


@dataclass(frozen=True, slots=True)
class PinPad(Page):
    digits: str = field(default="", repr=False)
    checking: bool = False
    wrong: bool = False  # the last one was


@dataclass(frozen=True, slots=True)
class Board(Page):
    """The status board. told: what was done last."""

    told: Told = ""


@dataclass(frozen=True, slots=True)
class OneDevice(Page):
    device: Device
    told: Told = ""


PAPER_STEPS = ("open", "roll", "close")


@dataclass(frozen=True, slots=True)
class ChangingPaper(Page):
    """step: index of PAPER_STEPS. opened, worn: what the printer itself has said since."""

    step: int = 0
    opened: bool = False  # its cover was open
    worn: bool = False  # its paper was low or out


@dataclass(frozen=True, slots=True)
class Printing(Page):
    kind: PrintKind


@dataclass(frozen=True, slots=True)
class Judging(Page):
    """A test slip has come out; did it come out well?"""


@dataclass(frozen=True, slots=True)
class TryingCard(Page):
    """A test card is read to see that it can be; nothing of what it says is shown or kept.

    detail: the kind of card, or why it was not read; a code. portrait: whether it could be handed
    to the face process.
    """

    command: str
    how: CardTried = "waiting"
    detail: str = ""
    portrait: bool = False


@dataclass(frozen=True, slots=True)
class Exporting(Page):
    """The log is being written."""


@dataclass(frozen=True, slots=True)
class LogTold(Page):
    """Where the log is now, or why it is not."""

    told: LogExported | LogNotExported


@dataclass(frozen=True, slots=True)
class AskingRestart(Page):
    """Really?"""


@dataclass(frozen=True, slots=True)
class Restarting(Page):
    """The program is about to end."""


@dataclass(frozen=True, slots=True)
class Maintenance(Place):
    """The kiosk serves nobody meanwhile.

    back_to: home, or a pause that only a restart ends. commands counts, so that each command has
    an id of its own.
    """

    page: Page
    back_to: Place = field(default_factory=Home)
    commands: int = 0
    running: str = ""  # id of the diagnosis under way
    waits: tuple[Device, ...] = ()  # which of its devices are not done yet
    found: tuple[tuple[Device, Diagnosis], ...] = ()  # the newest of each device
    printing: tuple[str, PrintKind] | None = None  # id of the command under way
    paper: PaperLeft | None = None
    waiting: int | None = None  # cases in the outbox; None: not known
    head: str = ""  # of the audit log
    asked_s: float = 0.0  # when store and printer were last asked

    @property
    def entered(self) -> bool:
        """Whether the PIN was right."""
        return not isinstance(self.page, NoPin | PinPad)

    def found_of(self, device: Device) -> Diagnosis | None:
        return dict(self.found).get(device)
