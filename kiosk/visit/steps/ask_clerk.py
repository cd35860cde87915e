"""远程人工: wait for a clerk at a remote desk, who says whether the visitor is whoever is meant.

That is the holder of the card, or of the number that was typed, by the register: a clerk knows
people without a photo too, and sees masked data only.

The place in the queue is shown as the desk tells it. Waiting is no sign of life: whoever does not
touch the screen is asked as everywhere else, so that no verdict comes to an empty chair. Who leaves
is not followed: a call that is not asked for is dropped by the desk. Reached by a detour.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.case.hours import clerk_hours, clerk_note
from kiosk.effects import Effect, StopAsking
from kiosk.events import Event
from kiosk.events.platforms import Answered
from kiosk.events.program import Tick
from kiosk.events.touches import BackPressed
from kiosk.keeping.redaction import masked_name, masked_number
from kiosk.questions import CallClerk, MyTurn, Place, Question
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import AnswerCode, Device

NEEDS: tuple[Device, ...] = ()
WAITS = True

LOOK_EVERY_S = 2.0
MISSES = 3  # so many questions running without an answer, and the desk counts as gone
WAY = "clerk"  # as it stands in case and audit log


@dataclass(frozen=True, slots=True)
class AwaitingClerk(Step):
    """reason: why another way is sought. asked: the question, while it is asked; look_s: when the
    next is due. place: None until the desk has given one.
    """

    kind: ClassVar[str] = "ask_clerk"
    reason: str
    asked: str
    look_s: float
    place: Place | None = None
    looks: int = 0
    misses: int = 0


def begin(c: Context, reason: str) -> Move:
    """To this page, with the call on its way."""
    ask = c.ask("call", _call(c))
    return Move(Detour(AwaitingClerk(reason, ask.id, c.at_s)), effects=(ask,))


def _call(c: Context) -> CallClerk:
    meant = c.facts.meant
    assert meant is not None
    return CallClerk(
        matter=c.matter.code,
        terminal=c.rules.config.identity.terminal,
        name=masked_name(meant.name),
        number=masked_number(meant.number),
    )


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    raise AssertionError("ask_clerk is in no plan; a detour reaches it")


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, AwaitingClerk)
    match event:
        case Answered(id=id, code=AnswerCode.ANSWERED, result=Place() as place) if id == step.asked:
            return _told(c, step, place)
        case Answered(id=id, code=code, reason=reason) if id == step.asked:
            return _missed(c, step, code, reason)
        case Tick() if not step.asked and c.at_s >= step.look_s:
            question: Question = MyTurn(step.place.call) if step.place else _call(c)
            ask = c.ask(f"turn{step.looks}", question)
            return Move(Stay(replace(step, asked=ask.id, looks=step.looks + 1)), effects=(ask,))
        case BackPressed():
            return Move(Detour(SeekingHelp(step.reason)))
        case _:
            return None


def _told(c: Context, step: AwaitingClerk, place: Place) -> Move:
    if place.verdict:
        return Move(Next(), facts=replace(c.facts, identity_way=WAY))
    if place.verdict is False:
        audit = c.audit("identity_not_established", way=WAY, why="clerk_no")
        return Move(Detour(SeekingHelp("clerk_no")), effects=(audit,))
    look_s = c.at_s + LOOK_EVERY_S
    return Move(Stay(replace(step, asked="", look_s=look_s, place=place, misses=0)))


def _missed(c: Context, step: AwaitingClerk, code: AnswerCode, reason: str) -> Move:
    """The desk says no, or nothing: the queue is asked again a few times, then it is given up."""
    misses = step.misses + 1
    if code is AnswerCode.REFUSED or reason == "down" or misses >= MISSES:
        why = reason or code.value
        audit = c.audit("identity_not_established", way=WAY, why=why)
        return Move(Detour(SeekingHelp("clerk")), effects=(audit,))
    return Move(Stay(replace(step, asked="", look_s=c.at_s + LOOK_EVERY_S, misses=misses)))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    assert isinstance(step, AwaitingClerk)
    return (StopAsking(step.asked),) if step.asked else ()


def view(c: Context, step: Step) -> NoticeView:
    assert isinstance(step, AwaitingClerk)
    words, place = c.words, step.place
    if place is None:
        big = words("clerk.calling")
    elif place.ahead:
        big = words("clerk.ahead", count=place.ahead)
    else:
        big = words("clerk.now")
    return NoticeView(
        frame=frame_of(c),
        name="ask_clerk",
        title=words("clerk.title"),
        lead=words("clerk.lead"),
        big=big,
        rows=(
            IconRow("eye-off-outline", words("clerk.sees"), words("clerk.sees_note")),
            IconRow("undo-variant", words("clerk.leave"), words("clerk.leave_note")),
            IconRow(
                "clock-outline", clerk_hours(c.rules, words), clerk_note(c.rules, words, c.now)
            ),
        ),
        secondary=Button("other-way", words("way.back"), BackPressed(), icon="undo-variant"),
    )
