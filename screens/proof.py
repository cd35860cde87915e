"""Do the pages hold what somebody has written? Every page, in every look and language, by the lint.

For `config check`, which hands in the rules of a draft and the states that a visit passes. To be
imported after `environment.prepare()`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kiosk.rules import Rules
from kiosk.visit.state import Preferences, State
from kiosk.visit.view import view
from kiosk.vocabulary import Language, Theme
from screens import environment, fonts
from screens.lint import problems
from screens.router import Router
from screens.widgets.paper import sheet

LOOKS = ((Theme.STANDARD, 0), (Theme.STANDARD, 12), (Theme.ELDER, 0), (Theme.CONTRAST, 0))
"""Themes, and hours later: at night a page says other things."""


def unfit_pages(
    rules: Rules, met: Iterable[tuple[str, State]], font_directory: Path
) -> Iterator[tuple[str, str]]:
    """Name of a page in a look, and what is wrong with it there."""
    fonts.register(font_directory)
    sheet.fit(*environment.PAGE)
    router = Router(lambda _: None)
    for name, state in met:
        for theme, hours in LOOKS:
            for language in Language:
                now = state.now + timedelta(hours=hours)
                here = replace(state, preferences=Preferences(theme, language), now=now)
                router.show(view(rules, here))
                if router.current is not None:
                    look = f"{name}, {theme}, {language}{', night' if hours else ''}"
                    for problem in problems(router.current):
                        yield look, problem
