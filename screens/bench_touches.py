"""What a touch on the hardware bench asks for: a verb of a peer, or another way to look at it.

Peers and verbs are named as the control socket names them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """A verb of a peer. about: the words of what is asked, for the answer's line."""

    peer: str
    verb: str
    about: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choose:
    """Whose card is placed next."""

    person: str


@dataclass(frozen=True, slots=True)
class SwitchLanguage:
    pass


@dataclass(frozen=True, slots=True)
class TurnTo:
    """Which faults are shown: "machine" or "wire"."""

    faults: str
