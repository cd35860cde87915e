"""户籍里怎么说: whether the register bears out what the card says, before any camera opens.

A card in hand says nothing of a death, a cancelled registration or a report of its loss; the
household register does, for the purpose of the matter. Whose record bars the way is told one
neutral sentence and whom to turn to, and nothing of the visit is kept (domain.md §5.4,
card_invalid). Where register and card disagree, the fields are named and a person looks; a kiosk
corrects nothing (data_mismatch). A register that does not answer keeps nobody: who reviews the case
asks it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.case.shared import Grade, barring, graded
from kiosk.effects import Effect, StopAsking
from kiosk.events import Event
from kiosk.events.platforms import Answered
from kiosk.events.touches import ContinuePressed, DeclinePressed
from kiosk.questions import Registered, RegisterEntry
from kiosk.visit.barred import barred, turned_away
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Leave, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views import View
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import AnswerCode, Device, LeaveReason, Platform

NEEDS: tuple[Device, ...] = ()
WAITS = True

NOT_THERE = ("number",)
"""What differs when the register does not know the card's number at all."""


@dataclass(frozen=True, slots=True)
class Checking(Step):
    """asked: the id of the question under way."""

    kind: ClassVar[str] = "in_register"
    asked: str


@dataclass(frozen=True, slots=True)
class Barred(Step):
    """Neutral: which rule it was stands in the audit log, and nowhere else."""

    kind: ClassVar[str] = "in_register"


@dataclass(frozen=True, slots=True)
class Differing(Step):
    """fields: in which register and card disagree, at least one."""

    kind: ClassVar[str] = "in_register"
    fields: tuple[str, ...]


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    """Asked once for a card: another card is another visit's question."""
    card = c.facts.card
    assert card is not None
    if c.facts.borne_out == card.number or not c.reaches(Platform.SHARING):
        return Move(Next())
    ask = c.ask("in_register", RegisterEntry(card.number, c.matter.code))
    return Move(Stay(Checking(ask.id)), effects=(ask,))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    match step, event:
        case Checking(asked=asked), Answered(id=id) if id == asked:
            return _answered(c, event)
        case Barred(), ContinuePressed():
            return Move(Leave(LeaveReason.DECLINED))
        case Differing(), ContinuePressed():
            return Move(Detour(SeekingHelp("mismatch")))
        case Differing(), DeclinePressed():
            return Move(Leave(LeaveReason.DECLINED))
        case _:
            return None


def _answered(c: Context, event: Answered) -> Move:
    card = c.facts.card
    assert card is not None
    match event.code, event.result:
        case AnswerCode.ANSWERED, Registered() as said:
            if rule := barring(said, with_card=True):
                return turned_away(c, Barred(), rule)
            evidence = graded(said, card, c.today)
            if evidence.grade is Grade.CONFLICT:
                return _differs(c, evidence.fields)
            return Move(Next(), facts=replace(c.facts, borne_out=card.number))
        case AnswerCode.REFUSED, _ if event.reason == "no_record":
            return _differs(c, NOT_THERE)
        case _:
            return Move(Next())


def _differs(c: Context, differing: tuple[str, ...]) -> Move:
    told = tuple(c.audit("data_differs", field=name) for name in differing)
    return Move(Stay(Differing(differing)), effects=told)


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return (StopAsking(step.asked),) if isinstance(step, Checking) else ()


def view(c: Context, step: Step) -> View:
    match step:
        case Barred():
            return barred(c)
        case Differing(fields=fields):
            return _differing(c, fields)
        case _:
            lead = c.words("register.looking_lead")
            return BusyView(frame_of(c), "in_register", c.words("register.looking"), lead)


def _differing(c: Context, differing: tuple[str, ...]) -> NoticeView:
    words = c.words
    fields = words("diagnose.comma").join(words(f"in_register.field.{f}") for f in differing)
    return NoticeView(
        frame=frame_of(c),
        name="data_differs",
        title=words("in_register.differs"),
        lead=words("in_register.differs_lead"),
        rows=(
            IconRow("information-outline", fields, words("in_register.differs_what")),
            IconRow(
                "phone",
                words("register.ask"),
                words("not_eligible.review", phone=c.rules.config.identity.window_phone),
            ),
        ),
        secondary=Button("leave-it", words("not_eligible.leave"), DeclinePressed()),
        primary=Button("window", words("not_eligible.window"), ContinuePressed()),
        picture="id_card",
    )
