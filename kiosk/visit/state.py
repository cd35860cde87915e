"""Everything a kiosk knows between two events.

A visit's personal data hangs on one object, `Visit`; leaving replaces it with None, and that is
the whole of forgetting. Nothing else in `State` tells anything about anybody.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar

from kiosk.attention import Attention
from kiosk.case.card_photo import CardPhoto
from kiosk.case.data import NOTHING, Data
from kiosk.case.model import (
    Applicant,
    Case,
    Datum,
    Delivery,
    FeePayment,
    IdCard,
    PlatformReceipt,
    Signature,
    Source,
    Supplement,
    applicant_of,
)
from kiosk.licence.blanks import Sheet
from kiosk.licence.sealed import Licence
from kiosk.ports import DeviceStatus
from kiosk.technician.lockout import Lockout
from kiosk.visit.printing import SlipUnderWay
from kiosk.vocabulary import Device, Language, LeaveReason, Platform, Theme


class Step:
    """The state of one step; the kinds of step derive from it in `steps/`.

    A bare Step stands for a visit that has not arrived anywhere yet.
    """

    __slots__ = ()
    kind: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What this visit has learnt of its visitor.

    data: what was read, fetched or typed, each once, for every form of the visit.
    sheets: of the licence that came out, each with its number. service: what was done here without
    anything being applied for; it is rated as a case is, and never submitted. borne_out: the number
    of the card that the register has confirmed; no_open_case: of whoever has no case open already.
    supplement: which case of the visitor's this visit completes. credit_mark: of whoever wants
    something to follow later; None while nobody has said.
    """

    card: IdCard | None = field(default=None, repr=False)
    has_portrait: bool = False
    identity_way: str = ""
    data: Data = field(default=NOTHING, repr=False)
    delivery: Delivery | None = None
    photo: CardPhoto | None = field(default=None, repr=False)
    signature: Signature | None = field(default=None, repr=False)
    fee: FeePayment | None = None
    case: Case | None = field(default=None, repr=False)
    receipt: PlatformReceipt | None = field(default=None, repr=False)
    licence: Licence | None = field(default=None, repr=False)
    sheets: tuple[tuple[Sheet, str], ...] = ()
    service: Case | None = field(default=None, repr=False)
    borne_out: str = field(default="", repr=False)
    no_open_case: str = field(default="", repr=False)
    supplement: Supplement | None = field(default=None, repr=False)
    credit_mark: bool | None = field(default=None, repr=False)

    @property
    def applicant(self) -> Applicant:
        return applicant_of(self.card, self.data)

    @property
    def meant(self) -> Applicant | None:
        """Who is meant, by the card or by the register's entry of the number that was typed; None
        as long as there is nothing but a number. Whether it is they who stand here is the face
        check's to say, or another way's.
        """
        name = self.data.get("name")
        entered = name is not None and name.source is Source.SHARED
        return self.applicant if self.card is not None or entered else None

    @property
    def birth(self) -> date | None:
        """By the card, or by the register; nobody is believed to be of age by what they typed."""
        if self.card is not None:
            return self.card.birth
        known = self.data.get("birth")
        shared = known is not None and known.source is Source.SHARED
        return date.fromisoformat(known.value) if known is not None and shared else None

    @property
    def phone(self) -> str:
        return self.data.value("phone")

    def proved(self) -> "Facts":
        """Identity was established for a number that was typed: it is no answer any more, and
        nothing leads back to changing it. Whose number it is stands in the register."""
        number = self.data.get("id_number")
        if number is None or number.source is not Source.TYPED:
            return self
        return self.told(replace(number, source=Source.SHARED))

    def told(self, *data: Datum) -> "Facts":
        """With these data; what was known of the same name gives way."""
        return replace(self, data=self.data.told(*data))


@dataclass(frozen=True, slots=True)
class Visit:
    """position counts the steps of the matter's plan. back_to: where a change on review returns.

    change: which answer of the step is being changed then, where it has more than one.
    returning: the step was reached by 返回, from one that comes later.
    """

    number: int
    matter: str
    position: int
    step: Step
    facts: Facts = field(default_factory=Facts, repr=False)
    back_to: int | None = None
    change: str = ""
    returning: bool = False
    commands: int = 0  # so that each command of the visit has an id of its own


@dataclass(frozen=True, slots=True)
class Preferences:
    """How this visitor wants it; the next one starts from the beginning."""

    theme: Theme = Theme.STANDARD
    language: Language = Language.ZH
    sound: bool = False


@dataclass(frozen=True, slots=True)
class Hotline:
    """A word to 12345, told from the help, over whatever lies beneath; number: once it is kept."""

    topic: str = ""
    number: str = ""


class Place:
    """Where the screen is while nobody's visit is under way."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Home(Place):
    pass


@dataclass(frozen=True, slots=True)
class Unavailable(Place):
    """A matter that cannot be done here now, because a device that it needs is broken."""

    matter: str
    code: str


@dataclass(frozen=True, slots=True)
class Farewell(Place):
    """The visit is over and forgotten; what remains is to take card and paper along."""

    since_s: float
    reason: LeaveReason


@dataclass(frozen=True, slots=True)
class Paused(Place):
    """暂停服务 after something that the program did not expect."""

    code: str


@dataclass(frozen=True, slots=True)
class Stop:
    """An emergency stop. number: it is known by; banner: what everybody reads, by language."""

    number: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class State:
    at_s: float
    now: datetime
    touched_s: float
    visits: int  # the number of the newest visit
    place: Place = field(default_factory=Home)
    visit: Visit | None = None
    preferences: Preferences = field(default_factory=Preferences)
    help_open: bool = False
    hotline: Hotline | None = None
    card_present: bool = False
    slip_waits: bool = False  # hangs in the slot, where the printer can tell
    attention: tuple[tuple[Device, type[Attention]], ...] = ()
    unreached: frozenset[Platform] = frozenset()  # platforms that do not answer at present
    can_keep: bool = True  # False while the disk takes nothing
    statuses: tuple[tuple[Device, DeviceStatus], ...] = ()  # the newest of each device
    refused: int = 0  # cases that the platform refused, here for a person to look at
    not_understood: int = 0  # waiting cases that another version of the program wrote
    slips: tuple[SlipUnderWay, ...] = ()  # sent to the printer, not yet ended
    blanks: tuple[tuple[Sheet, int], ...] = ()  # blank licence sheets that are left, of each kind
    seals_refused: int = 0  # electronic licences whose seal did not hold, since the start
    histories_refused: int = 0  # of cases, which cannot be by the law's order, since the start
    guessed: Lockout = field(default_factory=Lockout)  # of numbers and passwords of cases
    lockout: Lockout = field(default_factory=Lockout)  # of the technician's screen
    stop: Stop | None = None  # 暂停服务 by an administrator's word; nothing begins meanwhile

    @property
    def is_quiet(self) -> bool:
        """Nobody is served, nobody stands behind a door, no technician is at work."""
        return self.visit is None and isinstance(self.place, Home)

    @property
    def platform_reached(self) -> bool:
        """Whether 统一受理平台 answers."""
        return Platform.ACCEPTANCE not in self.unreached

    def attention_of(self, device: Device) -> type[Attention] | None:
        """What keeps a device from its work; a warning does not."""
        found = dict(self.attention).get(device)
        return None if found is None or found.warning else found

    def status_of(self, device: Device) -> DeviceStatus | None:
        return dict(self.statuses).get(device)
