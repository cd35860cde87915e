"""The way to every page of a case that is done with a card; each begins at the home page."""

from collections.abc import Callable
from datetime import date

from kiosk.case.card_photo import PhotoRule
from kiosk.events.devices import (
    CardUnreadable,
    FaceHint,
    PhotoHint,
)
from kiosk.events.keeping import StoreFailed, TicketTaken
from kiosk.events.touches import (
    AnswerPressed,
    BackPressed,
    ContinuePressed,
    DoorPressed,
    MatterPressed,
    NoCardPressed,
    SelfCheckPressed,
    WayPressed,
)
from kiosk.questions import Bill, BillState
from kiosk.vocabulary import (
    CompletionCode,
    Hint,
)
from tests.kiosk.photos import SHOTS
from tests.kiosk.visit.kiosk import Kiosk, card_of, entry_of, paying_rules

TICKET = "A0117"


def need_to_know(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"))


def self_checked(kiosk: Kiosk) -> None:
    need_to_know(kiosk)
    kiosk.tell(SelfCheckPressed(), *map(AnswerPressed, ("yes", "have", "yes", "yes")))


def privacy(kiosk: Kiosk) -> None:
    need_to_know(kiosk)
    kiosk.tell(ContinuePressed())


def card_trouble(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(CardUnreadable("checksum"))


def eligible(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card()


def not_eligible(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.reads_card(card_of("chen-haiying", valid_to=date(2040, 1, 1)))


def doubted(kiosk: Kiosk, **said: str) -> None:
    kiosk.register_agrees = False
    kiosk.to_the_card()
    kiosk.reads_card()
    kiosk.tell(ContinuePressed())
    kiosk.answered(entry_of(card_of("chen-haiying"), **said))


def barred(kiosk: Kiosk) -> None:
    doubted(kiosk, household="deceased")


def data_differs(kiosk: Kiosk) -> None:
    doubted(kiosk, name="陈海鹰")


def consent(kiosk: Kiosk) -> None:
    eligible(kiosk)
    kiosk.tell(ContinuePressed())


def face(kiosk: Kiosk) -> None:
    kiosk.to_the_face()
    kiosk.tell(FaceHint(Hint.COME_CLOSER, 0.2))


def card_photo(kiosk: Kiosk) -> None:
    kiosk.to_the_photo()


def photo(kiosk: Kiosk) -> None:
    kiosk.to_the_photo()
    kiosk.tell(ContinuePressed(), PhotoHint((PhotoRule.BACKGROUND,), 0, 0))


def photo_choice(kiosk: Kiosk) -> None:
    photo(kiosk)
    kiosk.completes(SHOTS)


def no_photo(kiosk: Kiosk) -> None:
    photo(kiosk)
    kiosk.completes(code=CompletionCode.TIME_OUT)


def phone(kiosk: Kiosk) -> None:
    kiosk.to_the_phone()


def delivery(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(BackPressed())


def signature(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.tell(ContinuePressed())


def submitting(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.signs()


def not_kept(kiosk: Kiosk) -> None:
    submitting(kiosk)
    assert kiosk.state.visit is not None
    kiosk.tell(StoreFailed(kiosk.state.visit.step.case.number))  # type: ignore[attr-defined]


def kept_for_later(kiosk: Kiosk) -> None:
    kiosk.to_done(receipt=None)


def fee(kiosk: Kiosk) -> None:
    kiosk.rules = paying_rules()
    kiosk.to_done()
    kiosk.answered(Bill("B1", BillState.WAITING, 2000, "https://pay.invalid/1"))


def fee_told(kiosk: Kiosk) -> None:
    fee(kiosk)
    kiosk.wait(2)
    kiosk.answered(Bill("B1", BillState.EXPIRED, 2000))


def rating(kiosk: Kiosk) -> None:
    kiosk.to_done()
    kiosk.tell(ContinuePressed())


def other_way(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(NoCardPressed())


def show_code(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("code"))


def ask_clerk(kiosk: Kiosk) -> None:
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("clerk"))


def ticket(kiosk: Kiosk) -> None:
    other_way(kiosk)
    kiosk.tell(WayPressed("window"), TicketTaken(TICKET, kiosk.state.visits))


WAYS: tuple[Callable[[Kiosk], object], ...] = (
    need_to_know,
    self_checked,
    privacy,
    card_trouble,
    eligible,
    not_eligible,
    barred,
    data_differs,
    consent,
    face,
    card_photo,
    photo,
    photo_choice,
    no_photo,
    phone,
    delivery,
    signature,
    submitting,
    not_kept,
    kept_for_later,
    fee,
    fee_told,
    rating,
    other_way,
    show_code,
    ask_clerk,
    ticket,
    Kiosk.to_the_card,
    Kiosk.to_the_review,
    Kiosk.to_done,
)
