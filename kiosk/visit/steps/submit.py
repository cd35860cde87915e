"""提交: the case is kept on disk first, then the platform is given a little time to answer.

When it does not, the visit goes on with our own number and a slip that says 尚未受理; the courier
delivers by itself. Nothing is ever submitted twice.

A matter that may not be taken in while the platform is down gets no such slip; nor does anybody
whose case the store has not answered for. They are told what is known, and a number to ask with.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from kiosk.case.hours import window_note
from kiosk.case.model import Case
from kiosk.effects import Effect, SubmitCase
from kiosk.events import Event
from kiosk.events.keeping import CaseDelivered, CaseKept, CaseRefused, StoreFailed
from kiosk.events.platforms import PlatformReached
from kiosk.events.program import Tick
from kiosk.events.touches import BackPressed, ContinuePressed, LeavePressed
from kiosk.visit.cases import case_of
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Leave, Move, Next, Stay
from kiosk.visit.patience import stretched_s
from kiosk.visit.state import Step
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = False


@dataclass(frozen=True, slots=True)
class Submitting(Step):
    """kept: the store said so. unsettled: it took too long, and the visitor is told so."""

    kind: ClassVar[str] = "submit"
    case: Case = field(repr=False)
    since_s: float
    kept: bool = False
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class NotKept(Step):
    """The disk did not take it; told by `not_kept`."""

    kind: ClassVar[str] = "not_kept"
    case: Case = field(repr=False)


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    case = case_of(c)
    return Move(Stay(Submitting(case, c.at_s)), effects=(SubmitCase(case),))


def again(c: Context, case: Case) -> Move:
    """Once more, the same case: were it kept after all, nothing would be twice."""
    return Move(Detour(Submitting(case, c.at_s)), effects=(SubmitCase(case),))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Submitting)
    kept = replace(c.facts, case=step.case)
    match event:
        case CaseKept(case=number) if number == step.case.number:
            if not c.state.platform_reached and c.matter.offline:
                return Move(Next(), facts=kept)
            return Move(Stay(Submitting(step.case, c.at_s, kept=True)), facts=kept)
        case CaseDelivered(case=number, receipt=receipt) if number == step.case.number:
            return Move(Next(), facts=replace(kept, receipt=receipt))
        case CaseRefused(case=number) if number == step.case.number:
            return Move(Detour(SeekingHelp("platform")), facts=kept)
        case PlatformReached(reached=False) if step.kept and c.matter.offline:
            return Move(Next(), facts=kept)
        case Tick() if step.unsettled:
            read_s = stretched_s(c.rules, c.state, c.rules.config.patience.done_s)
            return _told() if c.at_s - step.since_s >= read_s else None
        case Tick() if c.at_s - step.since_s >= c.rules.config.patience.submit_s:
            return Move(Next(), facts=kept) if step.kept and c.matter.offline else _tell(c, step)
        case ContinuePressed() if step.unsettled:
            return _told()
        case StoreFailed(case=number) if number == step.case.number:
            return Move(Detour(NotKept(step.case)))
        case LeavePressed() | BackPressed():
            return Move(Stay(step))  # confirmed already: the number must still be shown
        case _:
            return None


def _tell(c: Context, step: Submitting) -> Move:
    known = "kept" if step.kept else "nothing"
    audit = c.audit("submission_unsettled", case=step.case.number, known=known)
    return Move(Stay(replace(step, since_s=c.at_s, unsettled=True)), effects=(audit,))


def _told() -> Move:
    return Move(Leave(LeaveReason.OUT_OF_SERVICE))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> BusyView | NoticeView:
    assert isinstance(step, Submitting)
    if step.unsettled:
        return _unsettled(c, step)
    words = c.words
    return BusyView(
        frame_of(c, back=False, leave=False),
        "submitting",
        words("submit.title"),
        words("submit.lead"),
    )


def _unsettled(c: Context, step: Submitting) -> NoticeView:
    words, identity = c.words, c.rules.config.identity
    known = "kept" if step.kept else "nothing"
    window = words(
        "unsettled.ask_note",
        phone=identity.window_phone,
        note=window_note(c.rules, words, c.now),
    )
    return NoticeView(
        frame=frame_of(c, back=False, leave=False),
        name="unsettled",
        title=words("unsettled.title"),
        lead=words(f"unsettled.{known}_lead"),
        rows=(
            IconRow("identifier", step.case.number, words("unsettled.number_note")),
            IconRow("phone", words("unsettled.ask"), window),
            IconRow("timer-sand", words(f"unsettled.{known}"), words(f"unsettled.{known}_note")),
        ),
        primary=Button("noted", words("unsettled.noted"), ContinuePressed()),
    )
