"""放身份证: wait for the card, read it once. It may be taken as soon as it has been read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from config.matters import only_if
from kiosk.case.data import Data, of_card
from kiosk.case.model import Source
from kiosk.effects import Beep, ClearFaces, Effect, StartReading, StopReading
from kiosk.events import Event
from kiosk.events.devices import CardFound, CardLifted, CardUnreadable, Completed
from kiosk.events.program import Tick
from kiosk.events.touches import CardTroublePressed, NoCardPressed
from kiosk.ports import CardData
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Move, Next, Stay
from kiosk.visit.patience import idle_left_s, stretched_s
from kiosk.visit.state import Facts, Step
from kiosk.visit.views.answers import PlaceCardView
from kiosk.visit.views.parts import Button
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import CompletionCode, Device

NEEDS: tuple[Device, ...] = (Device.CARD_READER,)
WAITS = True

FAILURES_UNTIL_HELP = 3  # domain.md §5.4, card_unread: after three, offer another path
ABSENT_AFTER_S = 30.0  # card_absent: then it is said how to lay it, and after three the same path


@dataclass(frozen=True, slots=True)
class PlacingCard(Step):
    """trouble: a key of the texts `card.trouble.<trouble>`, or empty. since_s: nothing has lain on
    the reader since then. absences: how often that was said.
    """

    kind: ClassVar[str] = "card"
    command: str
    reading: bool = False
    trouble: str = ""
    failures: int = 0
    since_s: float = 0.0
    absences: int = 0


def can_return(c: Context) -> bool:
    return True


def enter(c: Context) -> Move:
    """Start reading; what an earlier card said, and its portrait, are dropped."""
    command = c.command_id("card")
    trouble = "lift_first" if c.state.card_present else ""
    step = PlacingCard(command, trouble=trouble, since_s=c.at_s)
    rest = c.facts.data.without(Source.CARD)
    facts = replace(c.facts, card=None, has_portrait=False, identity_way="", data=rest)
    forgotten = (ClearFaces(),) if c.facts.has_portrait else ()
    return Move(Stay(step), facts=facts, effects=(*forgotten, StartReading(command)))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, PlacingCard)
    match event:
        case CardFound():
            return Move(Stay(replace(step, reading=True, trouble="")))
        case CardLifted():
            lifted = replace(step, reading=False, trouble="lifted", since_s=c.at_s)
            return Move(Stay(lifted), effects=(c.audit("card_lifted"),))
        case CardUnreadable(reason=reason):
            return _failed(c, step, reason)
        case Completed(id=id, code=code, result=result) if id == step.command:
            return _completed(c, step, code, result)
        case Tick() if _is_absent(c, step):
            return _absent(c, step)
        case NoCardPressed():
            return Move(Detour(SeekingHelp("no_card")))
        case CardTroublePressed():
            return Move(Stay(replace(step, trouble="flat")))
        case _:
            return None


def _failed(c: Context, step: PlacingCard, reason: str) -> Move:
    audit = c.audit("card_unreadable", reason=reason)
    failures = step.failures + 1
    if failures >= FAILURES_UNTIL_HELP:
        return Move(Detour(SeekingHelp("card")), effects=(audit,))
    unread = replace(step, reading=False, trouble="unreadable", failures=failures, since_s=c.at_s)
    return Move(Stay(unread), effects=(audit,))


def _is_absent(c: Context, step: PlacingCard) -> bool:
    """Whether nothing was felt for so long that its holder should hear how to lay it."""
    works = c.state.attention_of(Device.CARD_READER) is None
    waited_s = c.at_s - step.since_s
    return works and not step.reading and waited_s >= stretched_s(c.rules, c.state, ABSENT_AFTER_S)


def _absent(c: Context, step: PlacingCard) -> Move:
    absences = step.absences + 1
    if absences >= FAILURES_UNTIL_HELP:
        return Move(Detour(SeekingHelp("no_card")))
    return Move(Stay(replace(step, trouble="absent", since_s=c.at_s, absences=absences)))


def _completed(c: Context, step: PlacingCard, code: CompletionCode, result: object) -> Move | None:
    match code, result:
        case CompletionCode.SUCCESS, CardData(card=card, has_portrait=has_portrait):
            # Without a face step nobody looks at the portrait, and it is not kept (`advance`).
            has_portrait = has_portrait and "face" in c.matter.kinds()
            data = _answers_of_the_plan(c).told(*of_card(card))
            facts = Facts(
                card=card, has_portrait=has_portrait, data=data, supplement=c.facts.supplement
            )
            read = c.audit("card_read", kind=card.kind.value)
            imported = (c.audit("portrait_imported"),) if has_portrait else ()
            return Move(Next(), facts=facts, effects=(read, *imported, Beep("card_read")))
        case CompletionCode.UNSUPPORTED_DATA, _:
            audit = c.audit("card_unreadable", reason="kind")
            return Move(Detour(SeekingHelp("card_kind")), effects=(audit,))
        case CompletionCode.CANCELED, _:
            return None
        case _:
            audit = c.audit("card_unreadable", reason=code.value)
            return Move(Detour(SeekingHelp("card")), effects=(audit,))


def _answers_of_the_plan(c: Context) -> Data:
    """What decides which steps come; all else was said before this card, maybe by somebody else."""
    deciding = {condition[0] for step in c.matter.steps() if (condition := only_if(step))}
    return Data(tuple(datum for datum in c.facts.data if datum.name in deciding))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    assert isinstance(step, PlacingCard)
    return (StopReading(step.command),)


def view(c: Context, step: Step) -> PlaceCardView:
    assert isinstance(step, PlacingCard)
    words = c.words
    broken = c.state.attention_of(Device.CARD_READER)
    trouble = "device" if broken is not None else step.trouble
    return PlaceCardView(
        frame=frame_of(c),
        title=words("card.title_reading" if step.reading else "card.title"),
        lead=words("card.lead_reading" if step.reading else "card.lead"),
        place=(words("card.place"), words("card.place_where")),
        waiting=words("card.reading" if step.reading else "card.waiting"),
        seconds_left=words("card.seconds", seconds=max(0, round(idle_left_s(c.rules, c.state)))),
        reading=step.reading,
        trouble=words(f"card.trouble.{trouble}") if trouble else "",
        buttons=(
            Button("no-card", words("card.no_card"), NoCardPressed()),
            Button("card-trouble", words("card.no_reaction"), CardTroublePressed()),
        ),
    )
