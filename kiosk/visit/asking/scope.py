"""经营范围: groups in plain words, then entries to tick; or words typed, and what fits them.

The keyboard is the second way: whoever finds the trade in a list need not spell it.
"""

from dataclasses import dataclass, field, replace

from config.scope import Entry
from kiosk.case import business_scope
from kiosk.events import Event
from kiosk.events.touches import BackPressed, ContinuePressed, PagePressed, PickPressed
from kiosk.visit.asking.page import Answered, Asking, Page, Result, Turned
from kiosk.visit.asking.typing import is_ready, typing_view
from kiosk.visit.keyboard import Keyboard, pressed
from kiosk.visit.views.answers import PickView, TypingView
from kiosk.visit.views.parts import Button

A_PAGE = 4
SEARCH = "search"
MOST = 10


@dataclass(frozen=True, slots=True)
class Ticking(Page):
    """chosen: codes in the order of choosing. group: whose entries are shown, or "search".

    found: what was searched for, once it was; until then the keyboard lies there.
    """

    chosen: tuple[str, ...] = field(default=(), repr=False)
    group: str = ""
    page: int = 0
    keyboard: Keyboard = field(default=Keyboard(most=20), repr=False)
    found: str = field(default="", repr=False)


def begin(a: Asking, value: str) -> Page:
    return Ticking(tuple(value.split()))


def advance(a: Asking, page: Page, event: Event) -> Result:
    assert isinstance(page, Ticking)
    writes = page.group == SEARCH and not page.found
    match event:
        case PickPressed(value=value) if not page.group and value in (SEARCH, *_groups(a)):
            return Turned(replace(page, group=value, page=0, found="", keyboard=Keyboard(most=20)))
        case PickPressed(value=code) if code in {entry.code for entry in _shown(a, page)}:
            return Turned(replace(page, chosen=_toggled(page.chosen, code)))
        case PagePressed(page=number) if 0 <= number < _pages(a, page):
            return Turned(replace(page, page=number))
        case BackPressed() if page.group:
            return Turned(replace(page, group="", page=0, found=""))
        case ContinuePressed() if writes and is_ready(page.keyboard):
            return Turned(replace(page, found=page.keyboard.text))
        case ContinuePressed() if page.group and not writes:
            return Turned(replace(page, group="", page=0, found=""))
        case ContinuePressed() if page.chosen:
            return Answered(business_scope.SEPARATOR.join(page.chosen))
        case _ if writes:
            turned = pressed(page.keyboard, event, a.c.rules.phrases)
            if turned is None:
                return None
            return Turned(replace(page, keyboard=turned[0]), turned[1])
        case _:
            return None


def _toggled(chosen: tuple[str, ...], code: str) -> tuple[str, ...]:
    if code in chosen:
        return tuple(other for other in chosen if other != code)
    return (*chosen, code)[:MOST]


def _groups(a: Asking) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.group for entry in a.c.rules.standards.scope))


def _entries(a: Asking, page: Ticking) -> tuple[Entry, ...]:
    scope = a.c.rules.standards.scope
    if page.group == SEARCH:
        return business_scope.find(scope, page.found, most=A_PAGE)
    return tuple(entry for entry in scope if entry.group == page.group)


def _shown(a: Asking, page: Ticking) -> tuple[Entry, ...]:
    first = page.page * A_PAGE
    return _entries(a, page)[first : first + A_PAGE]


def _pages(a: Asking, page: Ticking) -> int:
    return max(1, -(-len(_entries(a, page)) // A_PAGE))


def view(a: Asking, page: Page) -> PickView | TypingView:
    assert isinstance(page, Ticking)
    if not page.group:
        return _group_view(a, page)
    if page.group == SEARCH and not page.found:
        title, lead = a.words("scope.search"), a.words("scope.search_help")
        return typing_view(a, page.keyboard, name="scope-search", title=title, lead=lead)
    return _entry_view(a, page)


def _group_view(a: Asking, page: Ticking) -> PickView:
    words = a.words
    chosen = business_scope.chosen(a.c.rules.standards.scope, " ".join(page.chosen))
    items = words("scope.between").join(entry.text for entry in chosen)
    ready = bool(chosen)
    return PickView(
        frame=a.frame,
        name="scope",
        title=a.title,
        lead=a.help,
        choices=(
            *(
                Button(f"group-{group}", words(f"scope.group.{group}"), PickPressed(group))
                for group in _groups(a)
            ),
            Button("group-search", words("scope.by_typing"), PickPressed(SEARCH), icon="keyboard"),
        ),
        problem=a.trouble,
        note=words("scope.chosen", items=items) if items else "",
        primary=a.onward(ready, "form.choose_first"),
    )


def _entry_view(a: Asking, page: Ticking) -> PickView:
    words, shown, pages = a.words, _shown(a, page), _pages(a, page)
    searched = page.group == SEARCH
    if searched:
        lead = words("scope.found" if shown else "scope.none_found")
    else:
        lead = words("scope.found_in_group")
    more = Button("next-page", words("form.more"), PagePressed((page.page + 1) % pages))
    return PickView(
        frame=a.frame,
        name="scope-entries",
        title=words("scope.for_search" if searched else f"scope.group.{page.group}"),
        lead=lead,
        choices=tuple(
            Button(
                f"entry-{entry.code}",
                entry.text,
                PickPressed(entry.code),
                note=words("scope.needs_permit", department=entry.department)
                if entry.kind == "permit"
                else "",
                selected=entry.code in page.chosen,
            )
            for entry in shown
        ),
        wide=True,
        note=words("form.chosen", count=len(page.chosen)) if page.chosen else "",
        secondary=more if pages > 1 else None,
        primary=Button("continue", words("scope.done"), ContinuePressed()),
    )
