"""A promise, shown to its end and given or not; kept with its version and the hash of its text.

The text is the matter's own, `promise.<field>` of its file; the Chinese one is what is promised,
whatever language the screen speaks; a translation is help. Long ones come in pages, one after
another: the action that promises is there only once the last page has been shown, which is what
滚动到底 is on a screen without scrolling.
"""

import hashlib
from dataclasses import dataclass

from config.matters import Matter
from kiosk.events import Event
from kiosk.events.touches import ContinuePressed, DeclinePressed, PagePressed
from kiosk.rules import Rules
from kiosk.visit.asking.page import Answered, Asking, Page, Result, Turned
from kiosk.visit.views.parts import Button
from kiosk.visit.views.reading import NoticeView
from kiosk.vocabulary import Language

A_PAGE = 3  # paragraphs


@dataclass(frozen=True, slots=True)
class Promising(Page):
    """page: the one that is shown; those before it have been."""

    page: int = 0


def text_hash(rules: Rules, key: str) -> str:
    """SHA-256 of the text of this key that is promised: the Chinese one."""
    return hashlib.sha256(rules.words[Language.ZH](key).encode("utf-8")).hexdigest()


def record_of(rules: Rules, matter: Matter, name: str) -> str:
    """What a case keeps of this promise: its version, and the hash of its text."""
    (version,) = (each.version for each in matter.promise if each.name == name)
    return f"{version}:{text_hash(rules, _key(matter, name))}"


def _key(matter: Matter, name: str) -> str:
    return f"matter.{matter.code}.promise.{name}"


def begin(a: Asking, value: str) -> Page:
    return Promising()


def advance(a: Asking, page: Page, event: Event) -> Result:
    assert isinstance(page, Promising)
    match event:
        case PagePressed(page=number) if 0 <= number <= page.page + 1 and number < _pages(a):
            return Turned(Promising(number))
        case ContinuePressed() if _shown(a, page) == _pages(a) - 1:
            return Answered(record_of(a.c.rules, a.c.matter, a.field.name))
        case _:
            return None


def _pages(a: Asking) -> int:
    return -(-len(_paragraphs(a)) // A_PAGE)


def _shown(a: Asking, page: Promising) -> int:
    """Another language may have fewer pages."""
    return min(page.page, _pages(a) - 1)


def _paragraphs(a: Asking) -> tuple[str, ...]:
    return a.words.lines(_key(a.c.matter, a.field.name))


def view(a: Asking, page: Page) -> NoticeView:
    assert isinstance(page, Promising)
    words, pages, shown = a.words, _pages(a), _shown(a, page)
    first = shown * A_PAGE
    lead = a.help if pages == 1 else words("form.part", page=shown + 1, pages=pages)
    return NoticeView(
        frame=a.frame,
        name="promise",
        title=a.title,
        lead=lead,
        paragraphs=_paragraphs(a)[first : first + A_PAGE],
        secondary=Button("decline", words("form.promise_no"), DeclinePressed()),
        primary=Button("promise", words("form.promise"), ContinuePressed())
        if shown == pages - 1
        else Button("next-page", words("form.more"), PagePressed(shown + 1)),
    )
