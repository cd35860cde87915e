"""What can go wrong on any serial wire, by name, for how long, and what becomes of a reply then.

Answers for which faults are on, which request each waits for, and how a reply is spoiled, held back
or cut into pieces. Leaves sending the pieces, and the pace of the wire, to the peer:

    faults = WireFaults(("status", "print"), own={"burns": FaultKind("print")})
    verbs = {**faults.verbs(line.call), "unplug": ..., "replug": ..., "healthy": ...}
    for piece in faults.pieces("status", reply):      # what to send instead of the reply
        line.rest(piece.after_s)
        line.send(piece.data)
    if faults.hits("burns", "print"): ...             # the peer's own faults are counted here too

Every verb takes `on` (a request's name, or "any"), `times` (so many replies; without it the fault
lasts until `clear`) and the fault's own figures. `unplug` is no reply's fault: whoever owns the
wire pulls it, and calls `unplugged`, because what was held back is lost with the power.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from devices.simulation.peer import PeerRefusal, Verb


@dataclass(frozen=True, slots=True)
class FaultKind:
    """on: the request it waits for unless told otherwise. figures: name to default and most."""

    on: str = "any"
    figures: Mapping[str, tuple[float, float]] = field(default_factory=dict)


WIRE_FAULTS: Mapping[str, FaultKind] = {
    "dont_answer": FaultKind(),
    "noise": FaultKind(figures={"percent": (5.0, 100.0)}),  # so many of 100 bytes are others
    "junk": FaultKind(),  # stray bytes before a reply
    "split": FaultKind(figures={"s": (0.02, 100.0)}),  # a pause in the middle of a reply
    "delay": FaultKind(figures={"s": (1.0, 100.0)}),
    "wrong_checksum": FaultKind(),  # the last byte is another: where there is no checksum, a lie
    "late_answer": FaultKind(),  # held back until the next request is answered
}
"""Of every serial peer; `unplug` is the eighth."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes to send after a pause. name: of the request that they answer, "late" or "junk"."""

    after_s: float
    data: bytes
    name: str


@dataclass(slots=True)
class _Fault:
    on: str
    figures: dict[str, float]
    times: int | None  # None: until healed


class WireFaults:
    """Those that are on; used by the wire's thread, but for `names`.

    requests: the names that `on` may say. own: the peer's faults beside those of every wire.
    waits_for: for faults of every wire, the request that they wait for unless told otherwise.
    """

    def __init__(
        self,
        requests: Iterable[str],
        own: Mapping[str, FaultKind] | None = None,
        waits_for: Mapping[str, str] | None = None,
    ) -> None:
        self._requests = sorted(requests)
        self.kinds: dict[str, FaultKind] = {**WIRE_FAULTS, **(own or {})}
        for name, request in (waits_for or {}).items():
            self.kinds[name] = FaultKind(request, self.kinds[name].figures)
        self._on: dict[str, _Fault] = {}
        self._held: list[bytes] = []
        self._chance = random.Random(0)

    def verbs(self, do: Callable[[Callable[[], None]], None]) -> dict[str, Verb]:
        """One verb per fault, which starts it. do: runs a job on the wire's thread."""
        return {name: partial(self._start, do, name) for name in self.kinds}

    def names(self) -> list[str]:
        """Of those that are on."""
        return sorted(self._on)

    def clear(self) -> None:
        self._on.clear()
        self._held.clear()

    def unplugged(self) -> None:
        """The power went with the cable; the faults stay, what was held back is lost."""
        self._held.clear()

    def hits(self, name: str, request: str) -> dict[str, float] | None:
        """The fault's figures, if it is on and meant for this request; counts its times down."""
        found = self._on.get(name)
        if found is None or found.on not in ("any", request):
            return None
        if found.times is not None:
            found.times -= 1
            if found.times == 0:
                del self._on[name]
        return found.figures

    def pieces(self, request: str, reply: bytes) -> list[Piece]:
        """What is to be sent in place of a reply, in order; nothing, where nothing is answered."""
        if self.hits("dont_answer", request) is not None:
            return []
        spoiled = bytearray(reply)
        if self.hits("wrong_checksum", request) is not None:
            spoiled[-1] ^= 0x01
        if (figures := self.hits("noise", request)) is not None:
            for at in range(len(spoiled)):
                if self._chance.random() < figures["percent"] / 100:
                    spoiled[at] = self._chance.randrange(256)
        reply = bytes(spoiled)
        if self.hits("late_answer", request) is not None:
            self._held.append(reply)
            return []
        late = self.hits("delay", request)
        pieces = [Piece(late["s"] if late is not None else 0.0, b"", request)]
        pieces += [Piece(0.0, held, "late") for held in self._held]
        self._held.clear()
        if self.hits("junk", request) is not None:
            pieces.append(Piece(0.0, self._junk(reply), "junk"))
        if (figures := self.hits("split", request)) is not None:
            middle = len(reply) // 2
            pieces.append(Piece(0.0, reply[:middle], request))
            pieces.append(Piece(figures["s"], reply[middle:], request))
        else:
            pieces.append(Piece(0.0, reply, request))
        return [piece for piece in pieces if piece.data or piece.after_s]

    def _junk(self, reply: bytes) -> bytes:
        """Stray bytes, and the beginning of what could be a reply."""
        return self._chance.randbytes(7) + reply[: min(3, len(reply) - 1)] + b"\x96\x00"

    def _start(
        self, do: Callable[[Callable[[], None]], None], name: str, asked: Mapping[str, Any]
    ) -> dict[str, Any]:
        kind = self.kinds[name]
        only(asked, {"on", "times", *kind.figures})
        on = asked.get("on", kind.on)
        if on != "any" and on not in self._requests:
            raise PeerRefusal(f"on: any, {', '.join(self._requests)}")
        times = asked.get("times")
        if times is not None and (type(times) is not int or times < 1):
            raise PeerRefusal("times: a whole number from 1")
        figures = {
            key: _figure(asked.get(key, default), key, most)
            for key, (default, most) in kind.figures.items()
        }
        fault = _Fault(on, figures, times)
        do(lambda: self._on.__setitem__(name, fault))
        return {}


def only(asked: Mapping[str, Any], known: set[str]) -> None:
    """Raises PeerRefusal for a key that the verb does not know."""
    if unknown := set(asked) - known:
        raise PeerRefusal(f"unknown: {', '.join(sorted(map(str, unknown)))}")


def _figure(value: Any, name: str, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise PeerRefusal(f"{name}: a number from 0 to {most:g}")
    return float(value)
