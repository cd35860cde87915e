"""An address in two pages: the town from a list, then road and number on the keyboard.

The list is the county's of this kiosk. What people write after a road (路, 号, 村) lies there as
words, so most of an address is touched rather than spelt.
"""

from dataclasses import dataclass, field, replace

from kiosk.case import address
from kiosk.events import Event
from kiosk.events.touches import BackPressed, ContinuePressed, PickPressed, SkipPressed
from kiosk.visit.asking.page import Answered, Asking, Page, Result, Turned
from kiosk.visit.asking.typing import is_ready, typing_view
from kiosk.visit.keyboard import Keyboard, pressed
from kiosk.visit.views.answers import PickView, TypingView
from kiosk.visit.views.parts import Button

MOST_REST = 40


@dataclass(frozen=True, slots=True)
class Locating(Page):
    """town: nine digits, or empty while it is being chosen."""

    town: str = field(default="", repr=False)
    keyboard: Keyboard = field(default=Keyboard(), repr=False)


def _keyboard(a: Asking, text: str) -> Keyboard:
    idle = tuple(a.words.lines("keyboard.of_addresses"))
    return Keyboard(text=text, most=min(a.field.most or MOST_REST, MOST_REST), idle=idle)


def begin(a: Asking, value: str) -> Page:
    town, rest = address.parts(value)
    return Locating(town, _keyboard(a, rest))


def advance(a: Asking, page: Page, event: Event) -> Result:
    assert isinstance(page, Locating)
    match event:
        case PickPressed(value=town) if address.town_of(_counties(a), address.kept(town, "-")):
            return Turned(replace(page, town=town))
        case BackPressed() if page.town:
            return Turned(replace(page, town=""))
        case SkipPressed() if a.field.optional:
            return Answered("")
        case ContinuePressed() if page.town and is_ready(page.keyboard):
            return Answered(address.kept(page.town, page.keyboard.text))
        case _ if page.town:
            turned = pressed(page.keyboard, event, a.c.rules.phrases)
            if turned is None:
                return None
            return Turned(replace(page, keyboard=turned[0]), turned[1])
        case _:
            return None


def view(a: Asking, page: Page) -> PickView | TypingView:
    assert isinstance(page, Locating)
    name = a.field.name
    if not page.town:
        county = _counties(a)[a.c.rules.config.identity.county]
        return PickView(
            frame=a.frame,
            name=f"{name}-town",
            title=a.title,
            lead=a.help,
            choices=tuple(
                Button(f"town-{town.code}", town.name, PickPressed(town.code))
                for town in county.towns
            ),
            problem=a.trouble,
            secondary=a.skip,
        )
    town = address.town_of(_counties(a), address.kept(page.town, "-"))
    assert town is not None
    return typing_view(
        a,
        page.keyboard,
        name=f"{name}-rest",
        title=a.title,
        lead=a.words("keyboard.road_and_number"),
        prefix=town.name,
    )


def _counties(a: Asking) -> dict[str, address.County]:
    return dict(a.c.rules.standards.counties)
