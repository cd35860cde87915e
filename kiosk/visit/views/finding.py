"""The ways to a matter: home, lists, search."""

from dataclasses import dataclass

from kiosk.events import Event
from kiosk.visit.views.parts import Band, Button, Frame


@dataclass(frozen=True, slots=True)
class Door:
    name: str
    title: str
    lines: tuple[str, ...]
    summary: str  # one line instead of `lines` in 长辈
    enter: str  # 请进
    picture: str  # "id_card" or "licence"
    press: Event


@dataclass(frozen=True, slots=True)
class HomeView:
    frame: Frame
    title: str
    lead: str
    doors: tuple[Door, ...]
    ways_in: tuple[Button, ...]
    links: tuple[Button, ...]
    band: Band
    sign: tuple[str, str]  # the hanging slip: 不打烊 and the line beneath
    announcement: Band | None = None  # stands where the hours do; in 长辈 where the lead does


@dataclass(frozen=True, slots=True)
class MattersView:
    """A list: behind a door, in an area, the areas themselves. previous, following: its pages."""

    frame: Frame
    title: str
    lead: str
    matters: tuple[Button, ...]
    band: Band | None = None
    picture: str = "lantern"  # what fills a page that has little to say: or "id_card", "licence"
    previous: Button | None = None
    following: Button | None = None


@dataclass(frozen=True, slots=True)
class SearchView:
    """Letters, and below them the matters that they may mean."""

    frame: Frame
    title: str
    lead: str
    letters: str
    found: tuple[Button, ...]
    keys: tuple[Button, ...]  # 26 letters, then one that deletes
