"""The people and papers of a case: what a card says, what a visitor answered, what is submitted.

Plain values. Whether a card may be renewed is in `eligibility`, what is printed in `slips`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kiosk.case.card_photo import CardPhoto


class CardKind(StrEnum):
    """The four layouts of the 256-byte text block, by the flag at offset 248 (GA/T 490)."""

    RESIDENT = "resident"
    HONG_KONG_MACAO_TAIWAN = "J"
    FOREIGNER_2017 = "I"
    FOREIGNER_2023 = "Y"


@dataclass(frozen=True, slots=True)
class IdCard:
    """What the chip of a card says (GA/T 490-2019); codes as they stand on the card."""

    kind: CardKind
    name: str = field(repr=False)
    sex: str = field(repr=False)  # GB/T 2261.1: "1" male, "2" female, "0" and "9" unknown
    ethnic: str = field(repr=False)  # GB/T 3304, two digits, e.g. "01"
    birth: date = field(repr=False)
    address: str = field(repr=False)
    number: str = field(repr=False)  # GB 11643
    issuer: str = field(repr=False)
    valid_from: date = field(repr=False)
    valid_to: date | None = field(repr=False)  # None: 长期, without an end
    added_address: str = field(default="", repr=False)
    """Where its holder has moved to since: the newest address that the police has written to the
    chip, which only a machine can read (居民身份证法 art. 11); empty where there is none."""

    @property
    def current_address(self) -> str:
        """Where the holder is registered now: what decides who answers for a case, and the post."""
        return self.added_address or self.address


class Delivery(StrEnum):
    """How the new document reaches its holder."""

    POST = "post"
    POLICE_STATION = "police_station"


class Source(StrEnum):
    """Where a datum came from. Only what was typed can be changed on the review page."""

    CARD = "card"
    SHARED = "shared"  # the public data sharing platform
    TYPED = "typed"
    TERMINAL = "terminal"  # what the kiosk itself has to say, such as 指纹待采集


@dataclass(frozen=True, slots=True)
class Datum:
    """One thing that was read, fetched or typed; its value is text, in one form per type."""

    name: str  # as the forms call it, e.g. "phone"
    value: str = field(repr=False)
    source: Source


@dataclass(frozen=True, slots=True)
class Signature:
    """path: the strokes as a path of SVG, 1000 wide. signed: SHA-256 of what was signed."""

    path: str = field(repr=False)
    signed: str
    at: datetime

    @property
    def short(self) -> str:
        """What the audit log keeps of it: enough to tell one from another."""
        return "h" + self.signed[:5]


class FeeState(StrEnum):
    PAID = "paid"
    LATER = "later"  # when the result is handed over
    UNKNOWN = "unknown"  # the platform has not said; nobody is asked to pay again


@dataclass(frozen=True, slots=True)
class FeePayment:
    """order: 缴款单号, empty where no bill was made out."""

    state: FeeState
    order: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks: by the card, or as typed where no card can be read."""

    name: str = field(repr=False)
    number: str = field(repr=False)  # GB 11643
    address: str = field(repr=False)


def applicant_of(card: IdCard | None, data: Iterable[Datum]) -> Applicant:
    """Who asks; what is not known is empty."""
    if card is not None:
        return Applicant(card.name, card.number, card.current_address)
    said = {datum.name: datum.value for datum in data}
    names = ("name", "id_number", "household_address")
    return Applicant(*(said.get(name, "") for name in names))


@dataclass(frozen=True, slots=True)
class Supplement:
    """What completes a case that the platform has: its number and password, and which version of
    its documents these are (DATAVERSION, counted up). matter: the case's. items: what comes, as the
    platform calls it.
    """

    projid: str
    password: str = field(repr=False)
    version: int
    matter: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One application as a citizen confirmed it; what goes into the outbox, encrypted.

    card: None where the number was typed. delivery: None where nothing is sent or fetched.
    data: what the matter's forms asked for, in their order. supplement: None for a case of its own.
    """

    number: str  # ours, unique for ever, printed on the slip: see case/numbers.py
    visit: int
    matter: str  # e.g. "ID-01"
    site: str
    terminal: str
    card: IdCard | None = field(repr=False)
    phone: str = field(repr=False)
    delivery: Delivery | None
    fee_fen: int
    promise_days: int  # working days
    confirmed_at: datetime
    identity_way: str  # "face" or the name of another way
    jurisdiction: str  # six digits of the county that decides, from the applicant
    data: tuple[Datum, ...] = field(default=(), repr=False)
    signature: Signature | None = field(default=None, repr=False)
    photo: CardPhoto | None = field(default=None, repr=False)
    supplement: Supplement | None = None

    @property
    def applicant(self) -> Applicant:
        return applicant_of(self.card, self.data)


@dataclass(frozen=True, slots=True)
class PlatformReceipt:
    """What the acceptance platform answered: its number, and the password to ask for progress."""

    projid: str
    password: str = field(repr=False)
