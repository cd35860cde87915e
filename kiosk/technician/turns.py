"""How the technician's pages turn: what every part of `advance` here has in common."""

from dataclasses import replace

from kiosk.effects import Effect
from kiosk.technician.state import Maintenance, Page
from kiosk.visit.result import Result
from kiosk.visit.state import State


def at(state: State, place: Maintenance, *effects: Effect) -> Result:
    return replace(state, place=place), list(effects)


def turn(state: State, place: Maintenance, page: Page, *effects: Effect) -> Result:
    return at(state, replace(place, page=page), *effects)


def busy(state: State) -> State:
    """A device at work is patience too."""
    return replace(state, touched_s=state.at_s)


def command_id(state: State, place: Maintenance, name: str) -> str:
    """An id that no other command of this kiosk has had: visits have ids that begin with digits."""
    return f"technician.{state.at_s:.0f}.{place.commands}.{name}"
