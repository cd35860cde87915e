"""A promise, read to its end and given or not; kept with the hash of the very text that was shown.

The Chinese text is what is promised, whatever language the screen speaks; a translation is help.
"""

import hashlib
from dataclasses import dataclass
from typing import ClassVar

from kiosk.events import ContinuePressed, DeclinePressed, Event, PagePressed
from kiosk.rules import Rules
from kiosk.visit.asking.page import Answered, Asking, Page, Result, Turned
from kiosk.visit.views import Button, NoticeView
from kiosk.vocabulary import Language

A_PAGE = 3  # paragraphs


@dataclass(frozen=True, slots=True)
class Promising(Page):
    kind: ClassVar[str] = "promise"
    page: int = 0


def text_hash(rules: Rules, name: str) -> str:
    """SHA-256 of the promise of this name: what the case says was promised."""
    text = rules.words[Language.ZH](f"field.{name}.text")
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def begin(a: Asking, value: str) -> Page:
    return Promising()


def advance(a: Asking, page: Page, event: Event) -> Result:
    assert isinstance(page, Promising)
    match event:
        case PagePressed(page=number) if 0 <= number < _pages(a):
            return Turned(Promising(number))
        case ContinuePressed() if page.page == _pages(a) - 1:
            return Answered(text_hash(a.c.rules, a.field.name))
        case _:
            return None


def _pages(a: Asking) -> int:
    return -(-len(_paragraphs(a)) // A_PAGE)


def _paragraphs(a: Asking) -> tuple[str, ...]:
    return a.words.lines(f"field.{a.field.name}.text")


def view(a: Asking, page: Page) -> NoticeView:
    assert isinstance(page, Promising)
    words, pages = a.words, _pages(a)
    last = page.page == pages - 1
    first = page.page * A_PAGE
    lead = a.help if pages == 1 else words("form.part", page=page.page + 1, pages=pages)
    return NoticeView(
        frame=a.frame,
        name="promise",
        title=a.title,
        lead=lead,
        paragraphs=_paragraphs(a)[first : first + A_PAGE],
        secondary=Button("decline", words("form.promise_no"), DeclinePressed()),
        primary=Button("promise", words("form.promise"), ContinuePressed())
        if last
        else Button("next-page", words("form.more"), PagePressed(page.page + 1)),
    )
