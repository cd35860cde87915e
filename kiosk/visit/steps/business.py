"""信息查询: what the register publishes of the business that the form before asked for, and a slip.

Anybody may look, and nothing is asked of who looks (domain.md §2.2, BL-13). What comes is public;
its operator is masked before it comes here. It proves nothing, and page and slip say so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal

from config.matters import kind_of
from kiosk.case.dates import long_date
from kiosk.case.model import Source
from kiosk.case.slip_elements import make_slip
from kiosk.case.slip_facts import SlipFacts
from kiosk.effects import Effect, StopAsking
from kiosk.events import Event
from kiosk.events.devices import Completed, SlipTaken
from kiosk.events.platforms import Answered
from kiosk.events.touches import (
    ContinuePressed,
    DeclinePressed,
    PrintAgainPressed,
    PrintListPressed,
)
from kiosk.ports import Slip
from kiosk.questions import BusinessEntry, PublishedBusiness
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, GoTo, Leave, Move, Next, Stay
from kiosk.visit.slip_out import SlipOut, again_button, can_print_again, heard, print_again, printed
from kiosk.visit.state import Step
from kiosk.visit.views import View
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView
from kiosk.vocabulary import AnswerCode, Device, LeaveReason, Theme

NEEDS: tuple[Device, ...] = ()
WAITS = True

SCOPE_SHOWN = {Theme.ELDER: 10}
SCOPE_SHOWN_ELSE = 60
SCOPE_PRINTED = 300
"""Characters of a 经营范围, which may be thousands: what a page and a slip have room for."""


@dataclass(frozen=True, slots=True)
class LookingUpBusiness(Step):
    """asked: the id of the question under way."""

    kind: ClassVar[str] = "business"
    asked: str
    tries: int


@dataclass(frozen=True, slots=True)
class NoBusiness(Step):
    """why: there is none, or nobody says; tries: questions so far."""

    kind: ClassVar[str] = "business"
    why: Literal["not_found", "down"]
    tries: int


@dataclass(frozen=True, slots=True)
class LookingAtBusiness(Step):
    kind: ClassVar[str] = "business"
    found: PublishedBusiness = field(repr=False)
    slip: SlipOut | None = None


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    return _look(c, 1)


def _look(c: Context, tries: int) -> Move:
    by, data = c.facts.data.value("lookup_by"), c.facts.data
    wanted = {by: data.value(f"lookup_{by}")}
    ask = c.ask(f"business{tries}", BusinessEntry(c.matter.code, **wanted))
    return Move(Stay(LookingUpBusiness(ask.id, tries)), effects=(ask,))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    match step, event:
        case LookingAtBusiness(), _:
            return _shown(c, step, event)
        case LookingUpBusiness(asked=asked, tries=tries), Answered(id=id) if id == asked:
            return Move(Stay(_answered(tries, event)))
        case NoBusiness(why="down", tries=tries), ContinuePressed():
            return _look(c, tries + 1)
        case NoBusiness(), ContinuePressed():
            return _another(c)
        case NoBusiness(), DeclinePressed():
            return Move(Leave(LeaveReason.DECLINED))
        case _:
            return None


def _answered(tries: int, event: Answered) -> LookingAtBusiness | NoBusiness:
    match event.code, event.result:
        case AnswerCode.ANSWERED, PublishedBusiness() as found:
            return LookingAtBusiness(found)
        case AnswerCode.REFUSED, _ if event.reason == "no_record":
            return NoBusiness("not_found", tries)
        case _:
            return NoBusiness("down", tries)


def _another(c: Context) -> Move:
    """To the form before this step, as if nothing had been typed."""
    before = c.matter.steps()[: c.visit.position]
    form = next(planned for planned in reversed(before) if kind_of(planned) == "form")
    facts = replace(c.facts, data=c.facts.data.without(Source.TYPED))
    return Move(GoTo(form), facts=facts)


def _shown(c: Context, step: LookingAtBusiness, event: Event) -> Move | None:
    match event:
        case ContinuePressed():
            return Move(Next())
        case PrintListPressed() if step.slip is None:
            slip, printing = printed(c, _slip(c, step.found))
            return Move(Stay(replace(step, slip=slip)), effects=(printing,))
        case PrintAgainPressed() if step.slip is not None and can_print_again(c, step.slip):
            slip, effects = print_again(c, step.slip, _slip(c, step.found))
            return Move(Stay(replace(step, slip=slip)), effects=effects)
        case Completed() | SlipTaken() if step.slip is not None:
            out = heard(step.slip, event)
            return None if out is None else Move(Stay(replace(step, slip=out)))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return (StopAsking(step.asked),) if isinstance(step, LookingUpBusiness) else ()


# ---- what is told --------------------------------------------------------------------------------


def _scope(c: Context, found: PublishedBusiness, most: int, cut: str) -> str:
    if len(found.scope) <= most:
        return found.scope
    told = found.scope[:most]
    if told.count("（") > told.count("）"):
        told = told[: told.rindex("（")]  # half of what stands in brackets tells nothing
    return c.words(f"business.{cut}", scope=told.rstrip("，、；："))


def _slip(c: Context, found: PublishedBusiness) -> Slip:
    facts = SlipFacts(
        at=c.now,
        matter=c.matter,
        number=found.uscc,
        code=f"BDY:USCC:{found.uscc}",
        rows=tuple(_rows(c, found)),
        values={"state": c.words(f"business.is.{found.state}")},
    )
    return make_slip(c.rules, c.words, "business", facts, c.command_id("business"))


def _rows(c: Context, found: PublishedBusiness) -> Iterator[tuple[str, str]]:
    """Label and value of what is published; what the register does not hold is not told."""
    told = {
        "name": found.name,
        "kind": found.kind,
        "person": found.person,
        "established": long_date(c.words, found.established),
        "premises": found.premises,
        "scope": _scope(c, found, SCOPE_PRINTED, "scope_cut"),
        "authority": found.authority,
        "as_of": long_date(c.words, found.as_of),
    }
    return ((c.words(f"business.{name}"), value) for name, value in told.items() if value)


def view(c: Context, step: Step) -> View:
    match step:
        case LookingAtBusiness():
            return _business(c, step)
        case NoBusiness(why=why):
            return _nothing(c, why)
        case _:
            lead = c.words("business.looking_lead")
            return BusyView(frame_of(c), "business", c.words("business.looking"), lead)


def _business(c: Context, step: LookingAtBusiness) -> NoticeView:
    words, found = c.words, step.found
    day = long_date(words, found.established)
    since = words("business.since", kind=found.kind, day=day)
    rows = [
        IconRow("file-certificate-outline", found.name, found.uscc),
        IconRow("calendar-check-outline", words(f"business.is.{found.state}"), since),
    ]
    if found.person:
        rows.append(IconRow("account-outline", found.person, words("business.person")))
    room = SCOPE_SHOWN.get(c.state.preferences.theme, SCOPE_SHOWN_ELSE)
    for icon, name, value in (
        ("map-marker-outline", "premises", found.premises),
        ("format-list-bulleted", "scope", _scope(c, found, room, "scope_short")),
    ):
        if value:
            rows.append(IconRow(icon, words(f"business.{name}"), value))
    return NoticeView(
        frame=frame_of(c),
        name="business",
        title=words("business.title"),
        lead=words("business.lead") if step.slip is None else words(f"done.slip.{step.slip.word}"),
        rows=tuple(rows),
        secondary=Button("print", words("business.print"), PrintListPressed(), "printer-outline")
        if step.slip is None
        else again_button(c, step.slip, PrintAgainPressed()),
        primary=Button("noted", words("business.noted"), ContinuePressed()),
        picture="licence",
    )


def _nothing(c: Context, problem: str) -> NoticeView:
    words, text = c.words, f"business.{problem}"
    hints = {
        "not_found": ("business.whole_name", "business.just_now"),
        "down": ("business.elsewhere",),
    }[problem]
    return NoticeView(
        frame=frame_of(c),
        name=f"business_{problem}",
        title=words(text),
        lead=words(f"{text}_lead"),
        rows=tuple(
            IconRow("information-outline", words(hint), words(f"{hint}_note")) for hint in hints
        ),
        secondary=Button("leave-it", words("way.none"), DeclinePressed()),
        primary=Button(
            "again",
            words("business.again" if problem == "not_found" else "licences.again"),
            ContinuePressed(),
        ),
        picture="licence",
    )
