"""What an event leaves behind: a state, and what is to be done."""

from kiosk.effects import Effect
from kiosk.visit.state import State

Result = tuple[State, list[Effect]]


def also(effects: list[Effect], result: Result) -> Result:
    """The effects, then what the result brings."""
    state, more = result
    return state, [*effects, *more]
