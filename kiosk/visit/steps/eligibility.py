"""Whether this card can be renewed, in one sentence, and whether the visitor is its holder.

A matter may leave the sentence out (`told = false`): who may goes on, and the face check says
whether it is the holder. All reasons against it are told at once (一口清); each names a remedy.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from config.matters import CardEligibility
from kiosk.case.dates import long_date
from kiosk.case.eligibility import Reason, reasons_against
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import ContinuePressed, DeclinePressed
from kiosk.keeping.redaction import masked_name
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Leave, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = True


@dataclass(frozen=True, slots=True)
class Judging(Step):
    kind: ClassVar[str] = "eligibility"
    against: tuple[Reason, ...]


def can_return(c: Context) -> bool:
    return c.facts.card is not None and _asked(c).told


def enter(c: Context) -> Move:
    assert c.facts.card is not None
    against = reasons_against(c.matter, c.facts.card, c.today)
    if not against and not _asked(c).told:
        return Move(Next())
    audits = tuple(c.audit("not_eligible", rule=reason.rule) for reason in against)
    return Move(Stay(Judging(against)), effects=audits)


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Judging)
    match event:
        case ContinuePressed() if not step.against:
            return Move(Next())
        case ContinuePressed():
            return Move(Detour(SeekingHelp("not_eligible")))
        case DeclinePressed() if step.against:
            return Move(Leave(LeaveReason.DECLINED))
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
    assert isinstance(step, Judging)
    return _cannot(c, step) if step.against else _can(c)


def _can(c: Context) -> NoticeView:
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


def _remedy(c: Context, reason: Reason) -> str:
    """The matter's own where it has one: who is too young for one thing is not for another."""
    own = f"matter.{c.matter.code}.{reason.rule}_remedy"
    return own if c.words.has(own) else f"not_eligible.{reason.rule}_remedy"


def _cannot(c: Context, step: Judging) -> NoticeView:
    words, asked = c.words, _asked(c)
    rows = []
    for reason in step.against:
        day = long_date(words, reason.day) if reason.day else ""
        rows.append(
            IconRow(
                "information-outline",
                words(f"not_eligible.{reason.rule}", day=day, years=asked.least_age),
                words(_remedy(c, reason), day=day),
            )
        )
    return NoticeView(
        frame=frame_of(c),
        name="not_eligible",
        title=words("not_eligible.title"),
        lead=words("not_eligible.lead"),
        rows=tuple(rows),
        paragraphs=(words("not_eligible.review", phone=c.rules.config.identity.window_phone),),
        secondary=Button("leave-it", words("not_eligible.leave"), DeclinePressed()),
        primary=Button("window", words("not_eligible.window"), ContinuePressed()),
    )
