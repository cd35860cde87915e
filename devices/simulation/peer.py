"""What every simulated device offers to the control socket.

A peer stands at the other end of a wire: the kiosk sees only bytes. The verbs are for whoever
plays the citizen, the technician or fate: the bench window, the tests, the scripted visitor.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

Verb = Callable[[Mapping[str, Any]], dict[str, Any]]


class PeerRefusal(Exception):
    """A verb cannot be done as asked; its text is the answer."""


class Peer(Protocol):
    name: str

    def wiring(self) -> dict[str, str]:
        """How the kiosk reaches it: configuration key to path or address."""

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """What can be asked of it, by name."""

    def status(self) -> dict[str, Any]:
        """How it is now, for the bench window."""

    def wire(self) -> list[dict[str, Any]]:
        """What crossed its wire: at_s (monotonic), direction, length, code; payload masked."""

    def close(self) -> None: ...
