"""A form of the plan (`form:NAME`), one question a page: what is known already is not asked again.

How each type of field is asked for is in `kiosk/visit/asking/`; what a value may be in
`kiosk/case/fields`. Each answer is kept as it is given, so nothing that comes later loses it. At
the end everything that still stands in the way is told at once, each at its field (一口清).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from config.forms import Form, FormField
from config.matters import kind_of, name_of
from kiosk.case import fields
from kiosk.case.data import typed
from kiosk.case.model import Source
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import (
    BackPressed,
    ChangePressed,
    ContinuePressed,
    DeclinePressed,
    SkipPressed,
)
from kiosk.visit.asking import WAYS
from kiosk.visit.asking.page import Answered, Asking, Page, Turned
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Move, Next, Stay
from kiosk.visit.state import Facts, Step
from kiosk.visit.views import View
from kiosk.visit.views.answers import PickView
from kiosk.visit.views.parts import Button
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True


@dataclass(frozen=True, slots=True)
class Filling(Step):
    """asked: the datum that is asked for. problem: a key of `problem.<key>`, or empty."""

    kind: ClassVar[str] = "form"
    asked: str
    page: Page = field(repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Correcting(Step):
    """Everything was asked for; what stands in the way is told, all at once."""

    kind: ClassVar[str] = "form"


def _form(c: Context) -> Form:
    return c.rules.forms[c.name]


def _asked(c: Context, facts: Facts) -> tuple[FormField, ...]:
    """What this form asks for on pages of its own; signature and photo are steps."""
    return tuple(one for one in fields.asked(_form(c), facts.data) if one.type in WAYS)


def _first_asked(c: Context, facts: Facts) -> tuple[FormField, ...]:
    """Of these, what no step before this one asks for: where 返回 may lead within this form."""
    before = c.matter.steps()[: c.visit.position]
    earlier = {kind_of(step) for step in before}
    for step in before:
        if kind_of(step) == "form":
            earlier |= {one.name for one in c.rules.forms[name_of(step)].field}
    return tuple(one for one in _asked(c, facts) if one.name not in earlier)


def can_return(c: Context) -> bool:
    return _typed_here(c) is not None


def is_settled(c: Context) -> bool:
    """Whether everything that it asks for has an answer that will do."""
    asked = _asked(c, c.facts)
    return all(c.facts.data.get(one.name) for one in asked) and not _problems(c, c.facts)


def _typed_here(c: Context) -> FormField | None:
    """The last field of this form that the visitor answered."""
    here = [one for one in _first_asked(c, c.facts) if _is_typed(c.facts, one)]
    return here[-1] if here else None


def _is_typed(facts: Facts, one: FormField) -> bool:
    datum = facts.data.get(one.name)
    return datum is not None and datum.source is Source.TYPED


def enter(c: Context) -> Move:
    if c.visit.change:
        return Move(_ask(c, c.facts, _form(c)[c.visit.change]))
    if c.visit.returning and (last := _typed_here(c)) is not None:
        return Move(_ask(c, c.facts, last))
    return _go_on(c, c.facts)


def _ask(c: Context, facts: Facts, one: FormField) -> Stay:
    value = facts.data.value(one.name)
    page = WAYS[one.type].begin(Asking(c, one), value)
    return Stay(Filling(one.name, page))


def _go_on(c: Context, facts: Facts) -> Move:
    """To the first question that has no answer, else to what is wrong, else on in the plan."""
    for one in _asked(c, facts):
        if facts.data.get(one.name) is None:  # an empty answer is one: it was skipped
            return Move(_ask(c, facts, one), facts=facts)
    if _problems(c, facts):
        return Move(Stay(Correcting()), facts=facts)
    return Move(Next(), facts=facts)


def _problems(c: Context, facts: Facts) -> tuple[tuple[FormField, str], ...]:
    found = fields.problems(c.rules.standards, c.today, _form(c), facts.data)
    return tuple((one, problem) for one, problem in found if one.type in WAYS)


def advance(c: Context, step: Step, event: Event) -> Move | None:
    if isinstance(step, Correcting):
        return _from_problems(c, event)
    assert isinstance(step, Filling)
    one = _form(c)[step.asked]
    result = WAYS[one.type].advance(Asking(c, one, step.problem), step.page, event)
    match result, event:
        case Answered(value=value), _:
            return _answered(c, step, one, value)
        case Turned(page=page, effects=effects), _:
            return Move(Stay(replace(step, page=page, problem="")), effects=effects)
        case _, SkipPressed() if one.optional:
            return _answered(c, step, one, "")
        case _, BackPressed() if (before := _before(c, step)) is not None:
            return Move(_ask(c, c.facts, before))
        case _, DeclinePressed():
            return Move(Detour(SeekingHelp("promise")))
        case _:
            return None


def _answered(c: Context, step: Filling, one: FormField, raw: str) -> Move:
    value = fields.normal(one, raw)
    problem = fields.problem_in(c.rules.standards, c.today, one, value)
    if problem:
        return Move(Stay(replace(step, problem=problem)))
    return _go_on(c, c.facts.told(typed(one.name, value)))


def _before(c: Context, step: Filling) -> FormField | None:
    """The question before this one that this visitor answered; None: back leaves the form."""
    if c.visit.change:
        return None
    own = _first_asked(c, c.facts)
    names = [one.name for one in own]
    earlier = own[: names.index(step.asked)] if step.asked in names else ()
    answered = [one for one in earlier if _is_typed(c.facts, one)]
    return answered[-1] if answered else None


def _from_problems(c: Context, event: Event) -> Move | None:
    wrong = _problems(c, c.facts)
    match event:
        case ChangePressed(field=name) if name in {one.name for one, _ in wrong}:
            return Move(_ask(c, c.facts, _form(c)[name]))
        case ContinuePressed() if wrong:
            return Move(_ask(c, c.facts, wrong[0][0]))
        case BackPressed() if (last := _typed_here(c)) is not None:
            return Move(_ask(c, c.facts, last))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> View:
    if isinstance(step, Correcting):
        return _problems_view(c)
    assert isinstance(step, Filling)
    one = _form(c)[step.asked]
    return WAYS[one.type].view(Asking(c, one, step.problem), step.page)


def _problems_view(c: Context) -> PickView:
    words = c.words
    return PickView(
        frame=frame_of(c),
        name="form-problems",
        title=words("form.problems"),
        lead=words("form.problems_lead"),
        choices=tuple(
            Button(
                f"change-{one.name}",
                words(f"field.{one.name}.label"),
                ChangePressed(c.planned, one.name),
                note=words(f"problem.{problem}"),
            )
            for one, problem in _problems(c, c.facts)
        ),
        wide=True,
        primary=Button("continue", words("form.problems_continue"), ContinuePressed()),
    )
