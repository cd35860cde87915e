"""您名下的执照: which licence of the visitor's own is to be printed, and its sealed text fetched.

The platform says who holds what; nobody types a name or a code. What comes is believed by its seal
alone, and its person must be the one who stands here: else nothing is printed, somebody looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.effects import Effect, StopAsking
from kiosk.events import Event
from kiosk.events.platforms import Answered
from kiosk.events.touches import BackPressed, ContinuePressed, DeclinePressed, LicencePressed
from kiosk.licence.sealed import Licence
from kiosk.questions import FetchLicence, HeldLicence, LicencesOf
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Leave, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views import View
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import AnswerCode, Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = True

PRINTED = "registered"
"""The state of a licence that may be printed."""


@dataclass(frozen=True, slots=True)
class ChoosingLicence(Step):
    """asked: the id of the question under way, or empty. held: None until the platform has said.

    again: the platform did not answer; the visitor may ask once more.
    """

    kind: ClassVar[str] = "licences"
    asked: str
    held: tuple[HeldLicence, ...] | None = None
    again: bool = False


def can_return(c: Context) -> bool:
    return c.facts.licence is not None


def enter(c: Context) -> Move:
    return _look(c)


def _look(c: Context) -> Move:
    ask = c.ask("licences", LicencesOf(c.facts.applicant.number))
    return Move(Stay(ChoosingLicence(ask.id)), effects=(ask,))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, ChoosingLicence)
    match event:
        case Answered(id=id) if id == step.asked:
            return _answered(c, step, event)
        case LicencePressed(licence=wanted) if not step.asked and _may(step, wanted):
            return _fetch(c, step, wanted)
        case ContinuePressed() if step.again:
            return _look(c)
        case ContinuePressed() if step.held == ():
            return Move(Detour(SeekingHelp("no_licence")))
        case DeclinePressed() if step.held == () or step.again:
            return Move(Leave(LeaveReason.DECLINED))
        case BackPressed() if step.asked and step.held:
            return Move(Stay(replace(step, asked="")), effects=(StopAsking(step.asked),))
        case _:
            return None


def _fetch(c: Context, step: ChoosingLicence, wanted: str) -> Move:
    """Chosen, or the only one that there is: the page before printing asks in any case."""
    ask = c.ask("licence", FetchLicence(wanted, c.facts.applicant.number))
    return Move(Stay(replace(step, asked=ask.id)), effects=(ask,))


def _may(step: ChoosingLicence, wanted: str) -> bool:
    held = step.held or ()
    return any(row.licence == wanted and row.state == PRINTED for row in held)


def _answered(c: Context, step: ChoosingLicence, event: Answered) -> Move:
    match event.code, event.result:
        case AnswerCode.ANSWERED, Licence() as licence:
            if licence.person != c.facts.applicant.name:
                return Move(Detour(SeekingHelp("mismatch")))
            return Move(Next(), facts=replace(c.facts, licence=licence))
        case AnswerCode.ANSWERED, tuple() as held:
            step = ChoosingLicence("", held=held)
            only = held[0].licence if len(held) == 1 else ""
            return _fetch(c, step, only) if _may(step, only) else Move(Stay(step))
        case AnswerCode.WITHDRAWN, _:
            return Move(Stay(replace(step, asked="")))
        case _ if event.reason.startswith("seal"):
            refused = c.audit("licence_seal_refused", reason=event.reason)
            return Move(Detour(SeekingHelp("seal")), effects=(refused,))
        case AnswerCode.REFUSED, _:
            return Move(Detour(SeekingHelp("licence_state")))
        case _:
            return Move(Stay(replace(step, asked="", held=None, again=True)))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    assert isinstance(step, ChoosingLicence)
    return (StopAsking(step.asked),) if step.asked else ()


def view(c: Context, step: Step) -> View:
    assert isinstance(step, ChoosingLicence)
    words = c.words
    if step.again:
        return _down(c)
    if step.asked or step.held is None:
        what = "fetching" if step.held else "looking"
        lead = words("licences.wait")
        return BusyView(frame_of(c, back=bool(step.held)), what, words(f"licences.{what}"), lead)
    if not step.held:
        return _none(c)
    return ChoiceView(
        frame=frame_of(c),
        name="licences",
        title=words("licences.title"),
        lead=words("licences.lead"),
        choices=tuple(
            Button(
                f"licence-{row.licence}",
                row.name,
                LicencePressed(row.licence),
                icon="file-certificate-outline",
                note=words(f"licences.{row.state}", kind=row.kind),
                enabled=row.state == PRINTED,
            )
            for row in step.held
        ),
        picture="licence",
    )


def _none(c: Context) -> NoticeView:
    words = c.words
    return NoticeView(
        frame=frame_of(c),
        name="no_licence",
        title=words("licences.none"),
        lead=words("licences.none_lead"),
        rows=(
            IconRow("timer-sand", words("licences.just_now"), words("licences.just_now_note")),
            IconRow("account-outline", words("licences.not_you"), words("licences.not_you_note")),
        ),
        secondary=Button("leave-it", words("way.none"), DeclinePressed()),
        primary=Button("window", words("not_eligible.window"), ContinuePressed()),
        picture="licence",
    )


def _down(c: Context) -> NoticeView:
    words = c.words
    return NoticeView(
        frame=frame_of(c),
        name="licences_down",
        title=words("licences.down"),
        lead=words("licences.down_lead"),
        rows=(
            IconRow("cellphone", words("licences.electronic"), words("licences.electronic_note")),
        ),
        secondary=Button("leave-it", words("way.none"), DeclinePressed()),
        primary=Button("again", words("licences.again"), ContinuePressed()),
        picture="licence",
    )
