"""Every page that the rules really show, collected by walking visits, in any look and language.

A module for each kind of page walks to its own; here they are shown in a look and a language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import chain

from kiosk.rules import Rules
from kiosk.visit.state import Preferences, State
from kiosk.visit.view import view
from kiosk.visit.views import View
from kiosk.visit.views.reading import BusyView
from kiosk.vocabulary import Language, Theme
from tests.kiosk.visit.kiosk import Kiosk
from tests.screens.pages import business, cases, finding, forms, otherwise, renewal, technician

NIGHT = datetime(2026, 11, 24, 2, 8)
LOOKS = (
    (Theme.STANDARD, False),
    (Theme.STANDARD, True),
    (Theme.ELDER, False),
    (Theme.CONTRAST, False),
)
WALKS = (finding, business, renewal, otherwise, cases, forms, technician)
"""Each has its `walk()`: names of pages, and a kiosk that stands there."""

Met = tuple[tuple[str, Rules, State], ...]


def _standing(walked: Iterable[tuple[str, Kiosk]]) -> Met:
    return tuple((name, kiosk.rules, kiosk.state) for name, kiosk in walked)


@cache
def _met() -> Met:
    return _standing(chain.from_iterable(each.walk() for each in WALKS))


def page(name: str, theme: Theme = Theme.STANDARD) -> View:
    """One of these pages by day, in Chinese; the others are not made for it."""
    met = tuple(each for each in _met() if each[0] == name.removesuffix(", half done"))
    return dict(pages(theme, False, Language.ZH, met))[name]


def pages_of_guides(theme: Theme, language: Language) -> Iterator[tuple[str, View]]:
    """The pages that the file of every matter makes."""
    return pages(theme, False, language, _standing(finding.guides()))


def pages(
    theme: Theme, night: bool, language: Language, met: Met | None = None
) -> Iterator[tuple[str, View]]:
    """Name and view of every page in this look; at night all of it happens at 02:08."""
    for name, rules, stood in met or _met():
        if (theme is Theme.ELDER or night) and name.startswith("technician"):
            continue  # whose pages have no 长辈, and at night other colours alone (`lint.palette`)
        state = replace(stood, preferences=Preferences(theme, language))
        if name == "still there" and theme is Theme.ELDER:  # whose patience is twice as long
            idle_s = rules.config.patience.idle_s
            state = replace(state, touched_s=state.touched_s - idle_s)
        if night:
            state = replace(state, now=NIGHT + timedelta(seconds=state.at_s))
        shown = view(rules, state)
        yield name, shown
        if isinstance(shown, BusyView):
            yield f"{name}, half done", replace(shown, progress=0.5)
