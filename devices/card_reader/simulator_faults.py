"""What can go wrong with the simulated reader, and for how long.

Answers for which faults are on and whether one hits the request at hand. What a fault then does to
the reply is the simulator's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from devices.simulation.peer import PeerRefusal

REQUESTS = {
    b"\x10\xff": "reset",
    b"\x11\xff": "status",
    b"\x12\xff": "id",
    b"\x20\x01": "find",
    b"\x20\x02": "select",
    b"\x30\x01": "read",
    b"\x30\x03": "presence",
}

# Each fault: the request it waits for unless told otherwise, and its figure.
FAULTS: dict[str, tuple[str, dict[str, float]]] = {
    "dont_answer": ("any", {}),
    "noise": ("any", {"percent": 5.0}),  # so many of a hundred bytes are other bytes
    "junk": ("any", {}),  # stray bytes before a reply
    "split": ("any", {"s": 0.02}),  # a pause in the middle of a reply
    "delay": ("read", {"s": 1.0}),
    "wrong_checksum": ("read", {}),
    "late_answer": ("read", {}),  # held back until the next request comes
    "cut": ("read", {}),  # the second half of a reply never comes
    "upside_down": ("find", {}),
    "unreadable": ("read", {}),
    "lift_mid_read": ("read", {}),
    "module_broken": ("any", {}),  # SW3 60
}


@dataclass
class Fault:
    on: str
    figures: dict[str, float]
    times: int | None  # None: until healed


class Faults:
    """Those that are on. Used by the line's thread."""

    def __init__(self) -> None:
        self._on: dict[str, Fault] = {}

    def start(self, name: str, fault: Fault) -> None:
        self._on[name] = fault

    def clear(self) -> None:
        self._on.clear()

    def names(self) -> list[str]:
        return sorted(self._on)

    def hits(self, name: str, request: str) -> Fault | None:
        """The fault, if it is on and meant for this request; counts its times down."""
        found = self._on.get(name)
        if found is None or found.on not in ("any", request):
            return None
        if found.times is not None:
            found.times -= 1
            if found.times == 0:
                del self._on[name]
        return found


def fault_asked(name: str, asked: Mapping[str, Any]) -> Fault:
    """on: which request, times: for how many, and the fault's own figure. Raises PeerRefusal."""
    on, figures = FAULTS[name]
    only(asked, {"on", "times", *figures})
    on = asked.get("on", on)
    if on not in ("any", *REQUESTS.values()):
        raise PeerRefusal(f"on: any, {', '.join(sorted(REQUESTS.values()))}")
    times = asked.get("times")
    if times is not None and (not isinstance(times, int) or times < 1):
        raise PeerRefusal("times: a whole number from 1")
    return Fault(on, {key: _figure(asked.get(key, it), key) for key, it in figures.items()}, times)


def only(asked: Mapping[str, Any], known: set[str]) -> None:
    """Raises PeerRefusal for a key that the verb does not know."""
    if unknown := set(asked) - known:
        raise PeerRefusal(f"unknown: {', '.join(sorted(map(str, unknown)))}")


def _figure(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise PeerRefusal(f"{name}: a number from 0 to 100")
    return float(value)
