"""The name of a business, part by part: its mark is typed, its trade and form come from lists.

Then the whole name stands there, with what is against it. A name that cannot be has names near to
it that can, each a touch away.
"""

from dataclasses import dataclass, field, replace

from kiosk.case import business_name, business_scope
from kiosk.case.business_name import Level, NameParts, Problem
from kiosk.events import Event
from kiosk.events.touches import BackPressed, ContinuePressed, PickPressed
from kiosk.visit.asking.page import Answered, Asking, Page, Result, Turned
from kiosk.visit.asking.typing import is_ready, typing_view
from kiosk.visit.keyboard import Keyboard, pressed
from kiosk.visit.views.answers import PickView, TypingView
from kiosk.visit.views.parts import Button

MOST_TRADES = 9


@dataclass(frozen=True, slots=True)
class Naming(Page):
    """part: mark, trade, form, whole."""

    part: str = "mark"
    keyboard: Keyboard = field(default=Keyboard(most=business_name.MARK_MOST), repr=False)
    trade: str = ""
    form: str = ""


BEFORE = {"trade": "mark", "form": "trade", "whole": "form"}


def begin(a: Asking, value: str) -> Page:
    parts = business_name.parts_of(value)
    if parts is None:
        return Naming()
    keyboard = Keyboard(text=parts.mark, most=business_name.MARK_MOST)
    return Naming("mark", keyboard, parts.trade, parts.form)


def advance(a: Asking, page: Page, event: Event) -> Result:
    assert isinstance(page, Naming)
    match page.part, event:
        case part, BackPressed() if part in BEFORE:
            return Turned(replace(page, part=BEFORE[part]))
        case "mark", ContinuePressed() if is_ready(page.keyboard):
            return Turned(replace(page, part="trade"))
        case "mark", _:
            turned = pressed(page.keyboard, event, a.c.rules.phrases)
            if turned is None:
                return None
            return Turned(replace(page, keyboard=turned[0]), turned[1])
        case "trade", PickPressed(value=trade) if trade in trades(a):
            return Turned(replace(page, part="form", trade=trade))
        case "form", PickPressed(value=form) if form in a.c.rules.standards.names.forms:
            return Turned(replace(page, part="whole", form=form))
        case "whole", PickPressed(value=kept) if kept in {near.kept for near in _near(a, page)}:
            return Answered(kept)
        case "whole", ContinuePressed() if not _grave(a, page):
            return Answered(_parts(a, page).kept)
        case _:
            return None


def trades(a: Asking) -> tuple[str, ...]:
    """Words for what was chosen as business, first entry first; of everything when none was."""
    scope = a.c.rules.standards.scope
    chosen = business_scope.chosen(scope, a.c.facts.data.value("scope")) or scope
    words = dict.fromkeys(word for entry in chosen for word in entry.trades)
    return tuple(words)[:MOST_TRADES]


def _parts(a: Asking, page: Naming) -> NameParts:
    county = a.c.rules.standards.counties[a.c.rules.config.identity.county]
    return NameParts(county.name, page.keyboard.text.strip(), page.trade, page.form)


def _problems(a: Asking, page: Naming) -> tuple[Problem, ...]:
    known = a.c.rules.standards
    return business_name.check(known.names, _parts(a, page), known.places, known.trades)


def _grave(a: Asking, page: Naming) -> bool:
    return any(problem.level is Level.FORBIDDEN for problem in _problems(a, page))


def _near(a: Asking, page: Naming) -> tuple[NameParts, ...]:
    known = a.c.rules.standards
    owner = a.c.facts.applicant.name
    return business_name.suggestions(
        known.names, _parts(a, page), known.places, known.trades, owner
    )


def view(a: Asking, page: Page) -> PickView | TypingView:
    assert isinstance(page, Naming)
    words, name = a.words, a.field.name
    county = a.c.rules.standards.counties[a.c.rules.config.identity.county]
    if page.part == "mark":
        return typing_view(
            a, page.keyboard, name=f"{name}-mark", title=a.title, lead=a.help, prefix=county.name
        )
    if page.part == "whole":
        return _whole(a, page)
    options = trades(a) if page.part == "trade" else a.c.rules.standards.names.forms
    so_far = _parts(a, replace(page, form="", trade=page.trade if page.part == "form" else ""))
    return PickView(
        frame=a.frame,
        name=f"{name}-{page.part}",
        title=words(f"business_name.{page.part}"),
        lead=words("business_name.so_far", name=so_far.name),
        choices=tuple(
            Button(f"{page.part}-{at}", option, PickPressed(option))
            for at, option in enumerate(options)
        ),
    )


def _whole(a: Asking, page: Naming) -> PickView:
    words, problems, near = a.words, _problems(a, page), _near(a, page)
    grave = _grave(a, page)
    told = [words(f"name_problem.{row.reason}", part=row.part) for row in problems]
    return PickView(
        frame=a.frame,
        name=f"{a.field.name}-whole",
        title=words("business_name.cannot" if grave else "business_name.can"),
        lead=_parts(a, page).name,
        choices=tuple(
            Button(
                f"near-{at}", each.name, PickPressed(each.kept), note=words("business_name.near")
            )
            for at, each in enumerate(near)
        )
        if grave
        else (),
        wide=True,
        problem=words("business_name.between").join(told),
        note="" if grave else words("business_name.registrar"),
        primary=None if grave else a.onward(True),
    )
