"""没有可读的身份证: who bears the typed number, by the household register and the police's photo.

The register's entry takes the place of the card as evidence of who is meant, never of who stands
here: that is the face check's, against the photo that the register gave, which goes straight into
the face process. Nothing that the register says is shown before that: whoever types somebody else's
number learns nothing. Who may not is told why on a page of its own (`not_eligible`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from kiosk.case.eligibility import Reason
from kiosk.case.id_number import age_on
from kiosk.case.model import Datum, Source
from kiosk.case.shared import barring
from kiosk.effects import Effect, StopAsking
from kiosk.events import Event
from kiosk.events.platforms import Answered
from kiosk.events.touches import ContinuePressed, DeclinePressed
from kiosk.questions import Registered, RegisterEntry
from kiosk.visit.barred import barred, turned_away
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Leave, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.steps.not_eligible import told
from kiosk.visit.views import View
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import AnswerCode, Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = True

BARRED = "barred"
DOWN = "down"


@dataclass(frozen=True, slots=True)
class LookingUp(Step):
    """asked: the id of the question under way, or empty. problem: DOWN, BARRED, or empty."""

    kind: ClassVar[str] = "register"
    asked: str
    problem: str = ""


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    """What has been answered once in a visit is not asked again, and costs nothing more."""
    if c.facts.identity_way:
        return Move(Next())
    number = c.facts.data.value("id_number")
    rest = c.facts.data.without(Source.SHARED)
    ask = c.ask("register", RegisterEntry(number, c.matter.code, portrait=True))
    facts = replace(c.facts, data=rest, has_portrait=False)
    return Move(Stay(LookingUp(ask.id)), facts=facts, effects=(ask,))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, LookingUp)
    match event:
        case Answered(id=id) if id == step.asked and step.asked:
            return _answered(c, step, event)
        case ContinuePressed() if step.problem == BARRED:
            return Move(Leave(LeaveReason.DECLINED))
        case ContinuePressed() if step.problem == DOWN:
            return enter(c)
        case DeclinePressed() if step.problem == DOWN:
            return Move(Leave(LeaveReason.DECLINED))
        case _:
            return None


def _answered(c: Context, step: LookingUp, event: Answered) -> Move:
    match event.code, event.result:
        case AnswerCode.ANSWERED, Registered() as said:
            return _found(c, said)
        case AnswerCode.REFUSED, _ if event.reason == "no_record":
            return told(c, Reason("no_record"))
        case AnswerCode.WITHDRAWN, _:
            return Move(Stay(replace(step, asked="")))
        case _:
            return Move(Stay(LookingUp("", DOWN)))


def _found(c: Context, said: Registered) -> Move:
    asked = c.matter.eligibility
    if said.number != c.facts.data.value("id_number") or not said.name:
        return Move(Detour(SeekingHelp("mismatch")))
    if rule := barring(said, with_card=False):
        return turned_away(c, LookingUp("", BARRED), rule)
    if asked is not None and said.birth is not None and _young(said.birth, c, asked.least_age):
        return told(c, Reason("too_young"))
    facts = replace(c.facts, has_portrait=said.has_portrait).told(*_data(said))
    return Move(Next(), facts=facts)  # without the police's photo the consent shows the other ways


def _young(birth: date, c: Context, years: int) -> bool:
    return age_on(birth, c.today) < years


def _data(said: Registered) -> Iterable[Datum]:
    known = {
        "name": said.name,
        "sex": said.sex,
        "ethnic": said.ethnic,
        "birth": said.birth.isoformat() if said.birth else "",
        "household_address": said.address,
        "issuer": said.issuer,
    }
    return (Datum(name, value, Source.SHARED) for name, value in known.items() if value)


def leave(c: Context, step: Step) -> Iterable[Effect]:
    assert isinstance(step, LookingUp)
    return (StopAsking(step.asked),) if step.asked else ()


def view(c: Context, step: Step) -> View:
    assert isinstance(step, LookingUp)
    words = c.words
    if not step.problem:
        lead = words("register.looking_lead")
        return BusyView(frame_of(c), "register", words("register.looking"), lead)
    if step.problem == BARRED:
        return barred(c)
    return NoticeView(
        frame=frame_of(c),
        name="not_in_register",
        title=words("register.down"),
        lead=words("register.lead"),
        rows=(
            IconRow("information-outline", words("register.down_what"),
                    words("register.down_remedy")),
            IconRow(
                "phone",
                words("register.ask"),
                words("not_eligible.review", phone=c.rules.config.identity.window_phone),
            ),
        ),
        secondary=Button("leave-it", words("not_eligible.leave"), DeclinePressed()),
        primary=Button("again", words("licences.again"), ContinuePressed()),
        picture="id_card",
    )  # fmt: skip
