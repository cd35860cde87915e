"""请核对: what the card said and what was answered, each with its way to change it; then submit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.case.codes import ethnic_in_words, sex_in_words
from kiosk.case.dates import long_date
from kiosk.case.model import Delivery
from kiosk.case.money import yuan
from kiosk.effects import Effect
from kiosk.events import ChangePressed, ContinuePressed, Event, WrongPressed
from kiosk.keeping.redaction import masked_name, masked_number
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, GoTo, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.steps.phone import grouped
from kiosk.visit.views import Button, ReviewGroup, ReviewRow, ReviewView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True

CHANGEABLE = ("phone", "delivery")


@dataclass(frozen=True, slots=True)
class Reviewing(Step):
    kind: ClassVar[str] = "review"


def can_return(c: Context) -> bool:
    return True


def enter(c: Context) -> Move:
    return Move(Stay(Reviewing()))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    match event:
        case ContinuePressed():
            return Move(Next())
        case ChangePressed(step=step_to_change) if step_to_change in CHANGEABLE:
            return Move(GoTo(step_to_change, and_back=True))
        case WrongPressed():
            return Move(Detour(SeekingHelp("mismatch")))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> ReviewView:
    words, facts = c.words, c.facts
    card, delivery = facts.card, facts.delivery
    assert card is not None and delivery is not None
    valid_to = long_date(words, card.valid_to) if card.valid_to else words("date.forever")
    sex, ethnic = sex_in_words(words, card.sex), ethnic_in_words(words, card.ethnic)
    # Where the holder lives stands on the page once: where the post goes, or else with the card.
    where, lives = card.current_address, list[ReviewRow]()
    if delivery is not Delivery.POST:
        where = words("review.station_moved") if card.added_address else card.issuer
        lives = [ReviewRow(words("review.address"), card.current_address)]
    return ReviewView(
        frame=frame_of(c),
        title=words("review.title"),
        groups=(
            ReviewGroup(
                words("review.from_card"),
                (
                    ReviewRow(words("review.name"), masked_name(card.name)),
                    ReviewRow(
                        words("review.sex_ethnic"),
                        words("review.sex_ethnic_value", sex=sex, ethnic=ethnic),
                    ),
                    ReviewRow(words("review.number"), masked_number(card.number)),
                    *lives,
                    ReviewRow(words("review.valid_to"), valid_to),
                ),
                wrong=Button("wrong", words("review.wrong"), WrongPressed()),
            ),
            ReviewGroup(
                words("review.answered"),
                (
                    ReviewRow(words("review.phone"), grouped(facts.phone), _change(c, "phone")),
                    ReviewRow(
                        words("review.delivery"),
                        words(f"delivery.{delivery.value}"),
                        _change(c, "delivery"),
                    ),
                    ReviewRow(words(f"review.where_{delivery.value}"), where),
                ),
            ),
        ),
        fee_label=words("review.fee"),
        fee=words("money.yuan", yuan=yuan(c.matter.fee.fen)),
        fee_note=words("review.fee_note"),
        primary=Button("submit", words("review.submit"), ContinuePressed()),
    )


def _change(c: Context, kind: str) -> Button:
    return Button(f"change-{kind}", c.words("review.change"), ChangePressed(kind))
