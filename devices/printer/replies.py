"""ESC/POS, the way back: from bytes to what the printer says.

Answers for telling apart, on one line and cut anywhere, the answers to DLE EOT, automatic status,
blocks (end of a job, buffers cleared, printer's name), single answers from the buffer, and flow
control; and for keeping what the answers say of the printer. Which bit says what is the profile's.

Source: "Identifying transmission status" of the ESC/POS manuals (Citizen CT-S310, p. 310):

    0xx1xx10   answer to DLE EOT (bit 7 is free on some models)       11, 13   XON, XOFF
    0xx1xx00   automatic status, then three 0xx0xxxx       37, 3D, 5F   a block, up to 00
    0xx0xxxx   answer to GS r or GS I
"""

from collections.abc import Iterable
from dataclasses import dataclass

from devices.printer.profile import Fact, Masks, PrinterProfile

_BLOCKS = frozenset((0x37, 0x3D, 0x5F))
_XON, _XOFF = 0x11, 0x13
_LONGEST_BLOCK = 80


@dataclass(frozen=True, slots=True)
class RealTime:
    """An answer to DLE EOT. It does not say to which n: ask one at a time."""

    byte: int


@dataclass(frozen=True, slots=True)
class Automatic:
    """Automatic status (GS a): four bytes at every change."""

    data: bytes


@dataclass(frozen=True, slots=True)
class FromBuffer:
    """An answer to GS r or GS I, in the order of the buffer."""

    byte: int


@dataclass(frozen=True, slots=True)
class JobEnded:
    """GS ( H fn 48: everything before the request has been printed."""

    process: bytes


@dataclass(frozen=True, slots=True)
class Cleared:
    """DLE DC4 fn 8: both buffers are empty."""


@dataclass(frozen=True, slots=True)
class Flow:
    """XOFF: take no more for now; XON: go on. May come between any two bytes."""

    go: bool


@dataclass(frozen=True, slots=True)
class Noise:
    """Bytes that belong to nothing known; also blocks that nobody asked for."""

    length: int


Reply = RealTime | Automatic | FromBuffer | JobEnded | Cleared | Flow | Noise


class ReplyDecoder:
    """Bytes in, replies out. After a silent gap the driver starts a new one.

    answer_mask: the bits of an answer to DLE EOT that are always those of 12 (the profile's).
    """

    def __init__(self, answer_mask: int = 0x93) -> None:
        self._buffer = bytearray()
        self._answer_mask = answer_mask

    def feed(self, data: bytes | bytearray) -> list[Reply]:
        replies: list[Reply] = []
        for byte in data:
            # Anywhere, even inside a block; no block contains them.
            if byte in (_XON, _XOFF):
                replies.append(Flow(byte == _XON))
                continue
            self._buffer.append(byte)
            replies += iter(self._next, None)
        return replies

    def _next(self) -> Reply | None:
        if not self._buffer:
            return None
        first = self._buffer[0]
        if first in _BLOCKS:
            return self._block()
        if first & 0x93 == 0x10:
            return self._automatic()
        del self._buffer[0]
        if first & self._answer_mask == 0x12:
            return RealTime(first)
        if first & 0x90 == 0x00:
            return FromBuffer(first)
        return Noise(1)

    def _automatic(self) -> Automatic | Noise | None:
        rest = self._buffer[1:4]
        if any(byte & 0x90 for byte in rest):
            # Give up one byte, not the buffer: an answer may start behind it.
            del self._buffer[0]
            return Noise(1)
        if len(rest) < 3:
            return None
        data = bytes(self._buffer[:4])
        del self._buffer[:4]
        return Automatic(data)

    def _block(self) -> Reply | None:
        end = self._buffer.find(0, 1, _LONGEST_BLOCK)
        if end < 0:
            if len(self._buffer) < _LONGEST_BLOCK:
                return None
            del self._buffer[0]
            return Noise(1)
        block = bytes(self._buffer[: end + 1])
        del self._buffer[: end + 1]
        if block == b"\x37\x25\x00":
            return Cleared()
        if block[:2] == b"\x37\x22" and len(block) == 7:
            return JobEnded(block[2:6])
        return Noise(len(block))


class StatusBoard:
    """What the printer last said of itself. What it never said is unknown and blocks nothing."""

    def __init__(self, profile: PrinterProfile) -> None:
        self._profile = profile
        self._said: dict[int, frozenset[Fact]] = {}

    def real_time(self, n: int, byte: int) -> None:
        """The answer to DLE EOT n."""
        self._said[n] = _facts(((byte, _table(self._profile.status, n)),))

    def automatic(self, data: bytes) -> None:
        """Automatic status tells everything at once, so it replaces every answer known.

        Of a model whose bits are not known nothing is read.
        """
        if not self._profile.automatic:
            return
        facts = _facts(
            (byte, _table(self._profile.automatic, n)) for n, byte in enumerate(data, start=1)
        )
        for n in range(1, 5):
            self._said[n] = facts & frozenset(_table(self._profile.status, n))

    def forget(self, *numbers: int) -> None:
        """Nothing came: what was known of these, or of all, is not known any more."""
        for n in numbers or range(1, 5):
            self._said.pop(n, None)

    @property
    def facts(self) -> frozenset[Fact]:
        return frozenset().union(*self._said.values())

    @property
    def complete(self) -> bool:
        """Whether all four questions have been answered."""
        return len(self._said) == 4

    @property
    def knows_paper(self) -> bool:
        return 4 in self._said


def _table(tables: dict[str, Masks], n: int) -> Masks:
    return tables.get(str(n), {})


def _facts(bytes_and_masks: Iterable[tuple[int, Masks]]) -> frozenset[Fact]:
    return frozenset(
        fact for byte, masks in bytes_and_masks for fact, mask in masks.items() if byte & mask
    )
