"""Finding a matter: behind a door, in an area, by letters, or by answering plain questions.

Nobody's visit yet: what is looked at here is of the catalogue, and nothing is kept of who looks.
"""

from dataclasses import dataclass, replace

from config.matters import Area
from config.shared_parts import FIRST_QUESTION
from kiosk.events import Event
from kiosk.events.touches import (
    AnswerPressed,
    AreaPressed,
    BackPressed,
    DeletePressed,
    DoorPressed,
    FindPressed,
    LeavePressed,
    LetterPressed,
    MatterPressed,
    PagePressed,
    SearchPressed,
    UnsurePressed,
)
from kiosk.rules import Rules
from kiosk.visit.state import Home, Place

MOST_LETTERS = 12


@dataclass(frozen=True, slots=True)
class BehindDoor(Place):
    door: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Areas(Place):
    """The five areas of the hall."""


@dataclass(frozen=True, slots=True)
class InArea(Place):
    area: Area
    page: int = 0


@dataclass(frozen=True, slots=True)
class Searching(Place):
    letters: str = ""


@dataclass(frozen=True, slots=True)
class Asking(Place):
    """我不知道办哪个. asked: the questions so far, the last of them is on the screen."""

    asked: tuple[str, ...] = (FIRST_QUESTION,)


Finding = Home | BehindDoor | Areas | InArea | Searching | Asking


@dataclass(frozen=True, slots=True)
class Chosen:
    """A matter was found."""

    matter: str


def advance(rules: Rules, place: Finding, event: Event) -> Place | Chosen | None:
    """Where a touch leads from here; None when it means nothing."""
    match place, event:
        case Home(), DoorPressed(door=door) if door in {rule.name for rule in rules.doors}:
            return BehindDoor(door)
        case Home(), FindPressed():
            return Areas()
        case ((Home() | Searching()), UnsurePressed()) if rules.catalogue.shared.ways:
            return Asking()
        case Home(), (BackPressed() | LeavePressed()):
            return None
        case _, MatterPressed(matter=matter) if matter in rules.matters:
            return Chosen(matter)
        case _, LeavePressed():
            return Home()
        case Areas(), AreaPressed(area=area):
            return InArea(area)
        case Areas(), SearchPressed():
            return Searching()
        case ((BehindDoor() | InArea()), PagePressed(page=page)) if 0 <= page < len(rules.matters):
            return replace(place, page=page)
        case Searching(letters=letters), LetterPressed(letter=letter):
            return Searching((letters + letter.lower())[:MOST_LETTERS])
        case Searching(letters=letters), DeletePressed():
            return Searching(letters[:-1])
        case Asking(asked=asked), AnswerPressed(answer=answer):
            return _answered(rules, asked, answer)
        case Asking(asked=(*before, _)), BackPressed() if before:
            return Asking(tuple(before))
        case ((InArea() | Searching()), BackPressed()):
            return Areas()
        case _, BackPressed():
            return Home()
        case _:
            return None


def _answered(rules: Rules, asked: tuple[str, ...], name: str) -> Place | Chosen | None:
    answers = rules.catalogue.shared.ways[asked[-1]].answers
    answer = next((each for each in answers if each.name == name), None)
    if answer is None:
        return None
    if answer.ask is not None:
        return Asking((*asked, answer.ask))
    if answer.matter is not None:
        return Chosen(answer.matter) if answer.matter in rules.matters else None
    return InArea(answer.area) if answer.area is not None else None
