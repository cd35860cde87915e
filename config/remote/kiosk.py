"""What the configuration client asks of the program that it runs in, and tells the county."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from config.bundle import Stop
from config.load import Effective

Health = Mapping[str, int]
"""How well each part is, by name: 0 well, and the more the worse."""


class Kiosk(Protocol):
    """What the client asks of the program that it runs in; called on the client's thread."""

    def compile(self, found: Effective) -> object:
        """Whatever makes a configuration ready to be taken. Raises CannotStart with problems."""

    def take(self, compiled: object, begin: Callable[[], None]) -> bool:
        """Wait until nobody is served, call `begin`, and use this from then on.

        False: the program is ending. What `begin` raises comes through, and nothing has changed.
        """

    def health(self) -> Health:
        """How well everything is now; may take seconds."""

    def audit(self, event: str, **fields: str | int) -> None:
        """An event of the audit log."""

    def stopped(self, stop: Stop | None) -> None:
        """暂停服务 with this banner, or no more; told again only when it changes."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the kiosk reports with every poll; nothing in it is about a person."""

    terminal: str
    site: str
    program: str
    generation: int
    state: str  # "in_force", "on_trial" or "stopped"
    refused: str  # a Reason, or ""
    refused_generation: int
    detail: str

    def document(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def worse_than(before: Health, after: Health) -> list[str]:
    """The parts that are worse than they were, or that say nothing any more."""
    return [name for name, grade in before.items() if after.get(name, grade + 1) > grade]
