"""How long a visitor may take.

60 s without a touch, then a countdown of 20 s, then everything is wiped; twice that in 长辈
(domain.md §4.5 no. 43, design.md "Motion and idle").
"""

from kiosk.rules import Rules
from kiosk.visit.state import State
from kiosk.vocabulary import Theme


def stretched_s(rules: Rules, state: State, seconds: float) -> float:
    """A time for this visitor: longer in 长辈."""
    elder = state.preferences.theme is Theme.ELDER
    return seconds * (rules.config.patience.elder_factor if elder else 1.0)


def idle_left_s(rules: Rules, state: State) -> float:
    """Seconds until the kiosk asks whether somebody is still there; negative while it asks."""
    idle_s = stretched_s(rules, state, rules.config.patience.idle_s)
    return state.touched_s + idle_s - state.at_s


def countdown_of_s(rules: Rules, state: State) -> float:
    """How long the countdown is as a whole."""
    return stretched_s(rules, state, rules.config.patience.countdown_s)


def countdown_left_s(rules: Rules, state: State) -> float | None:
    """Seconds left in the countdown, 0 when it is over, None when it has not begun."""
    over_s = -idle_left_s(rules, state)
    return None if over_s < 0 else max(0.0, countdown_of_s(rules, state) - over_s)
