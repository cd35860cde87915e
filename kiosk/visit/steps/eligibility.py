"""Whether this card can be renewed, in one sentence, and whether the visitor is its holder.

A matter may leave the sentence out (`told = false`): who may goes on, and the face check says
whether it is the holder. Whoever may not is told why on a page of its own (`not_eligible`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from config.matters import CardEligibility
from kiosk.case.dates import long_date
from kiosk.case.eligibility import reasons_against
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import ContinuePressed, DeclinePressed
from kiosk.keeping.redaction import masked_name
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Leave, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.steps.not_eligible import told
from kiosk.visit.views.parts import Button
from kiosk.visit.views.reading import NoticeView
from kiosk.vocabulary import Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = True


@dataclass(frozen=True, slots=True)
class Judged(Step):
    kind: ClassVar[str] = "eligibility"


def can_return(c: Context) -> bool:
    """Only to a page that says yes; not where a face is still to be compared and nothing is there
    to compare it with: then the card is read again."""
    card = c.facts.card
    if card is None or not _asked(c).told or reasons_against(c.matter, card, c.today):
        return False
    compares = "face" in c.matter.kinds() and not c.facts.identity_way
    return c.facts.has_portrait or not compares


def enter(c: Context) -> Move:
    assert c.facts.card is not None
    if against := reasons_against(c.matter, c.facts.card, c.today):
        return told(c, *against)
    return Move(Stay(Judged()) if _asked(c).told else Next())


def advance(c: Context, step: Step, event: Event) -> Move | None:
    match event:
        case ContinuePressed():
            return Move(Next())
        case DeclinePressed():
            return Move(Leave(LeaveReason.NOT_SELF))
        case _:
            return None


def _asked(c: Context) -> CardEligibility:
    assert c.matter.eligibility is not None, "the catalogue sees to it"
    return c.matter.eligibility


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> NoticeView:
    words, card, asked = c.words, c.facts.card, _asked(c)
    assert card is not None
    text = f"matter.{c.matter.code}."
    day, said = "", str(asked.validity)
    if asked.validity == "ending" and card.valid_to is not None:
        day = long_date(words, card.valid_to)
        said = "expired" if card.valid_to < c.today else "expires"
    return NoticeView(
        frame=frame_of(c),
        name="eligible",
        title=words("eligible.title", name=masked_name(card.name)),
        lead=words("eligible.take_card"),
        big=words(text + "eligible"),
        paragraphs=(words(text + said, day=day),),
        secondary=Button("not-self", words("eligible.not_self"), DeclinePressed()),
        primary=Button("continue", words("eligible.self"), ContinuePressed()),
        picture="id_card",
    )
