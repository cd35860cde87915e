"""What a visit may ask a platform while its visitor waits, and what the platform's answer is.

Values in the kiosk's one internal model: no format of any platform. A step issues `Ask(id,
question)`; the desk (`kiosk/platforms/desk.py`) has the platform's client carry it out and posts
one `Answered`. What lasts longer than a visit is no question: cases go through the outbox.

A new question is a dataclass here, a branch of its platform's client, and a path of the sandbox;
docs/architecture.md shows it.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from kiosk.case.states import Progress
from kiosk.vocabulary import Platform


class Question:
    """platform: who is asked. counts: whether each asking is a line of the audit log; what is
    asked again and again to see how far something is does not count.
    """

    __slots__ = ()
    platform: ClassVar[Platform]
    counts: ClassVar[bool] = True


# ---- identity: 浙里办, 电子身份证 ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WhoShowsCode(Question):
    """Whose one-time identity code is this? Asking uses the code up. Answers with `CodeHolder`.

    Refused: "expired", "used", "no_such_code".
    """

    platform: ClassVar[Platform] = Platform.IDENTITY
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeHolder:
    """The citizen to whom the platform gave the code."""

    number: str = field(repr=False)  # GB 11643
    name: str = field(repr=False)


# ---- clerk: a person at a remote desk ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallClerk(Question):
    """Ask for a person to say whether this is whom card or register name. Answers with `Place`.

    name, number: masked; the desk sees no more. Refused: "closed", "full".
    """

    platform: ClassVar[Platform] = Platform.CLERK
    matter: str
    terminal: str
    name: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MyTurn(Question):
    """How far is the queue? Answers with `Place`. A call that nobody asks for is dropped there.

    Refused: "no_such_call".
    """

    platform: ClassVar[Platform] = Platform.CLERK
    counts: ClassVar[bool] = False
    call: str


@dataclass(frozen=True, slots=True)
class Place:
    """call: names this waiting. ahead: how many come first; 0 and no verdict: a clerk is looking.

    verdict: None until the clerk has said yes or no.
    """

    call: str
    ahead: int
    verdict: bool | None = None


# ---- 电子证照: business licences ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LicencesOf(Question):
    """Which licences does the bearer of this citizen's number hold, as operator or as legal
    representative? Answers with a tuple of `HeldLicence`, empty for nobody's.
    """

    platform: ClassVar[Platform] = Platform.E_LICENCE
    number: str = field(repr=False)  # GB 11643


@dataclass(frozen=True, slots=True)
class HeldLicence:
    """licence: names it on the platform. state: "registered", "revoked" (吊销), "cancelled" (注销);
    only a registered one is printed.
    """

    licence: str
    uscc: str
    name: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class FetchLicence(Question):
    """One licence with its seal. Answers with a `Licence`, whose seal has been proved.

    Refused: "no_such_licence", "other_holder", "not_registered". Unknown with a reason that begins
    with "seal": what came is not what a registrar sealed.
    """

    platform: ClassVar[Platform] = Platform.E_LICENCE
    licence: str
    holder: str = field(repr=False)  # GB 11643


# ---- sharing: 省公共数据共享平台 --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegisterEntry(Question):
    """What the household register says of a citizen. Answers with `Registered`. Metered: what has
    been answered once in a visit is its fact, and is not asked again.

    matter: the purpose for which it is granted. portrait: have the police's photo, the reference
    where no card can be read, put into the face process. Refused: "no_record", "not_granted".
    """

    platform: ClassVar[Platform] = Platform.SHARING
    number: str = field(repr=False)
    matter: str
    portrait: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """Of a citizen; what the register does not hold is empty. as_of: when it was last right.
    household: "normal", "deceased" (死亡), "cancelled" (注销). card: "valid", "lost" (挂失),
    "cancelled", of the newest card.

    Evidence with a grade, see `kiosk/case/shared.py`; never put in the place of what a card says.
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    sex: str = field(repr=False)  # GB/T 2261.1
    ethnic: str = field(repr=False)  # GB/T 3304, two digits
    birth: date | None = field(repr=False)
    address: str = field(repr=False)
    issuer: str = field(repr=False)
    as_of: date
    has_portrait: bool = False
    household: str = field(default="", repr=False)
    card: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CreditMark(Question):
    """Is there a mark for promises that were not kept (失信)? Answers with `Credit`. Asked only
    before something may follow later (容缺受理). Metered; the matter is the purpose, as above.

    Refused: "no_record", which is no mark, "not_granted".
    """

    platform: ClassVar[Platform] = Platform.SHARING
    number: str = field(repr=False)  # GB 11643
    matter: str


@dataclass(frozen=True, slots=True)
class Credit:
    marked: bool = field(repr=False)


@dataclass(frozen=True, slots=True)
class BusinessEntry(Question):
    """What the register of market entities publishes of one of them. Answers with
    `PublishedBusiness`. Metered; the matter is the purpose, as above.

    uscc or name: the one by which it is looked up; a name is the whole registered name. Refused:
    "no_record", "not_granted".
    """

    platform: ClassVar[Platform] = Platform.SHARING
    matter: str
    uscc: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class PublishedBusiness:
    """state: "registered", "revoked" (吊销), "cancelled" (注销).

    person: the operator or legal representative, masked already; the whole name goes no further
    than the client. established: 成立日期, of a sole business 注册日期. as_of: when last right.
    """

    uscc: str
    name: str
    kind: str
    state: str
    person: str = field(repr=False)
    established: date
    scope: str
    premises: str
    authority: str
    as_of: date


# ---- payment: 统一公共支付 ------------------------------------------------------------------


class BillState(StrEnum):
    WAITING = "waiting"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class OpenBill(Question):
    """Have a bill made out. Answers with `Bill`. The same order again is the same bill, so that
    nobody pays twice; whoever does not know whether it was made out asks again.

    order: the case's number. item: what for, in words. fen: in 分, more than 0. Refused: "conflict"
    when the order has another amount.
    """

    platform: ClassVar[Platform] = Platform.PAYMENT
    order: str
    item: str
    fen: int
    payer: str = field(repr=False)
    number: str = field(repr=False)  # GB 11643


@dataclass(frozen=True, slots=True)
class LookAtBill(Question):
    """Is it paid? Answers with `Bill`. Refused: "no_such_bill"."""

    platform: ClassVar[Platform] = Platform.PAYMENT
    counts: ClassVar[bool] = False
    notice: str


@dataclass(frozen=True, slots=True)
class CancelBill(Question):
    """Nobody shall pay it any more. Answers with `Bill`: one that was paid meanwhile stays paid.

    Refused: "no_such_bill".
    """

    platform: ClassVar[Platform] = Platform.PAYMENT
    notice: str


@dataclass(frozen=True, slots=True)
class Bill:
    """notice: 缴款单号. code: what the QR says that the citizen's phone pays by, while WAITING.

    The money never passes through the kiosk.
    """

    notice: str
    state: BillState
    fen: int
    code: str = ""


# ---- progress: 统一受理平台 -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseProgress(Question):
    """Where is this case? Answers with `WhereCaseIs`; nothing in it says whose case it is.

    Refused: "no_such_case", also when the password is another one.
    """

    platform: ClassVar[Platform] = Platform.PROGRESS
    projid: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CasesOf(Question):
    """Which cases has this citizen there? Answers with a tuple of `WhereCaseIs`, the newest first;
    empty where there is none.
    """

    platform: ClassVar[Platform] = Platform.PROGRESS
    number: str = field(repr=False)  # GB 11643


@dataclass(frozen=True, slots=True)
class WhereCaseIs:
    """service: the matter's code there. version: of its documents; the next one counts up.

    materials: what the catalogue calls those of the open items that it knows.
    """

    projid: str = field(repr=False)
    service: str
    progress: Progress
    version: int = 1
    materials: tuple[tuple[str, str], ...] = ()
