"""怎么拿新证: the ways that the matter names. The address is the card's, the newest on its chip;
nothing is typed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.case.model import Delivery
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import DeliveryPressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True

ICONS = {Delivery.POST: "truck-delivery-outline", Delivery.POLICE_STATION: "police-badge-outline"}


@dataclass(frozen=True, slots=True)
class ChoosingDelivery(Step):
    kind: ClassVar[str] = "delivery"


def can_return(c: Context) -> bool:
    return True


def enter(c: Context) -> Move:
    return Move(Stay(ChoosingDelivery()))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    match event:
        case DeliveryPressed(delivery=delivery) if delivery.value in c.matter.deliveries:
            return Move(Next(), facts=replace(c.facts, delivery=delivery))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> ChoiceView:
    words, card = c.words, c.facts.card
    moved = "moved_" if card is not None and card.added_address else ""
    issuer = card.issuer if card is not None else c.facts.data.value("issuer")
    address = c.facts.applicant.address
    notes = {
        Delivery.POST: words(f"delivery.post_{moved}note", address=address),
        Delivery.POLICE_STATION: words(f"delivery.police_station_{moved}note", issuer=issuer),
    }
    return ChoiceView(
        frame=frame_of(c),
        name="delivery",
        title=words("delivery.title"),
        lead=words("delivery.lead"),
        choices=tuple(
            Button(
                f"delivery-{name}",
                words(f"delivery.{name}"),
                DeliveryPressed(Delivery(name)),
                icon=ICONS[Delivery(name)],
                note=notes[Delivery(name)],
                selected=c.facts.delivery is Delivery(name),
            )
            for name in c.matter.deliveries
        ),
        picture="id_card",
    )
