"""是不是已经申请过: one card is made at a time, so an open case of the same person is told.

Asked of 统一受理平台 once it is known who stands here, never before: a stranger with a found card
learns nothing. What is open is shown as its progress is; a second case is not begun. A platform
that does not answer keeps nobody: whoever reviews the case sees both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from kiosk.effects import ClearFaces, Effect, StopAsking
from kiosk.events import Event
from kiosk.events.platforms import Answered
from kiosk.events.touches import ContinuePressed, DeclinePressed
from kiosk.questions import CasesOf, WhereCaseIs
from kiosk.visit import progress_told
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Leave, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views import View
from kiosk.visit.views.parts import Button
from kiosk.visit.views.reading import BusyView, NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import Device, LeaveReason, Platform

NEEDS: tuple[Device, ...] = ()
WAITS = True


@dataclass(frozen=True, slots=True)
class AskingForOpen(Step):
    """asked: the id of the question under way."""

    kind: ClassVar[str] = "open_case"
    asked: str


@dataclass(frozen=True, slots=True)
class OpenAlready(Step):
    kind: ClassVar[str] = "open_case"
    found: WhereCaseIs = field(repr=False)


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    number = c.facts.applicant.number
    if c.facts.no_open_case == number or not c.reaches(Platform.PROGRESS):
        return Move(Next())
    ask = c.ask("open_case", CasesOf(number))
    return Move(Stay(AskingForOpen(ask.id)), effects=(ask,))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    match step, event:
        case AskingForOpen(asked=asked), Answered(id=id, result=tuple() as cases) if id == asked:
            if (found := _open(c, cases)) is not None:
                told = c.audit("case_open_already", projid=found.projid)
                # No photo for a card will be taken: nothing need know whose face it was.
                return Move(Stay(OpenAlready(found)), effects=(told, ClearFaces()))
            return Move(Next(), facts=replace(c.facts, no_open_case=c.facts.applicant.number))
        case AskingForOpen(asked=asked), Answered(id=id) if id == asked:
            return Move(Next())
        case OpenAlready(), ContinuePressed():
            return Move(Leave(LeaveReason.DECLINED))
        case OpenAlready(), DeclinePressed():
            return Move(Detour(SeekingHelp("open_case")))
        case _:
            return None


def _open(c: Context, cases: tuple[object, ...]) -> WhereCaseIs | None:
    """The newest open one of the matters of which only one may be open."""
    one = {c.rules.matters[code].service_code for code in c.matter.one_open_of}
    fitting = (case for case in cases if isinstance(case, WhereCaseIs) and case.service in one)
    return next((case for case in fitting if case.progress.is_open), None)


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return (StopAsking(step.asked),) if isinstance(step, AskingForOpen) else ()


def view(c: Context, step: Step) -> View:
    words = c.words
    if not isinstance(step, OpenAlready):
        lead = words("register.looking_lead")
        return BusyView(frame_of(c), "open_case", words("open_case.asking"), lead)
    return NoticeView(
        frame=frame_of(c, back=False),
        name="duplicate_case",
        title=words("open_case.title"),
        lead=words("open_case.lead"),
        rows=progress_told.rows(c, step.found),
        secondary=Button("window", words("open_case.window"), DeclinePressed()),
        primary=Button("noted", words("progress.noted"), ContinuePressed()),
        picture="id_card",
    )
