"""Frames of the SAM-V / SAM-A security module (GA/T 467-2019, chapter 7), bytes only.

    request: AA AA AA 96 69 | LEN 2, big-endian | command | parameter | XOR
    reply:   AA AA AA 96 69 | LEN 2, big-endian | SW1 | SW2 | SW3 | data | XOR
    LEN counts the bytes after itself; XOR covers everything from LEN to the byte before it.

SW3 is the module's own verdict and decides; SW1 and SW2 are the card's words, passed through.
No port, no clock: the driver owns both. What the data means is `document`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AA AA AA 96 69")
_HEADER = len(PREAMBLE) + 2
_SHORTEST, _LONGEST = 4, 0x090A  # LEN of a reply without data, and with text, photo, fingerprints


class Sw3(IntEnum):
    """The words of the module's verdicts that the driver decides on; any other may come too."""

    OK = 0x90
    NO_SUCH_ITEM = 0x91
    FOUND = 0x9F
    REQUEST_CHECKSUM = 0x10
    REQUEST_LENGTH = 0x11
    READ_FAILED = 0x41
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    NOT_FOUND = 0x80
    NOT_SELECTED = 0x81


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the module, the verdict that means yes, and the data that comes with it.

    A reply does not say which request it answers: a late one is told apart by a yes that has
    another length. repeatable: asking again after a garbled reply changes nothing.
    """

    command: int
    parameter: int
    success: Sw3
    data_sizes: range
    repeatable: bool

    @property
    def code(self) -> str:
        return f"{self.command:02X} {self.parameter:02X}"

    def frame(self) -> bytes:
        body = bytes((0, 3, self.command, self.parameter))
        return PREAMBLE + body + bytes((reduce(xor, body),))

    def fits(self, reply: "Reply") -> bool:
        """Whether this may be the answer; a no without data may answer anything."""
        if reply.data or reply.sw3 in (Sw3.OK, Sw3.FOUND):
            return reply.sw3 == self.success and len(reply.data) in self.data_sizes
        return True

    @property
    def longest_reply(self) -> int:
        """Bytes on the wire, for the time that they need."""
        return _HEADER + 4 + self.data_sizes[-1]


STATUS = Request(0x11, 0xFF, Sw3.OK, range(1), repeatable=True)
SAM_ID = Request(0x12, 0xFF, Sw3.OK, range(16, 17), repeatable=True)
FIND = Request(0x20, 0x01, Sw3.FOUND, range(4, 5), repeatable=True)
SELECT = Request(0x20, 0x02, Sw3.OK, range(8, 9), repeatable=False)
READ = Request(0x30, 0x01, Sw3.OK, range(260, 1285, 1024), repeatable=False)
APPENDED_ADDRESS = Request(0x30, 0x03, Sw3.OK, range(70, 281, 70), repeatable=True)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole frame with the right checksum. data may be a person's: never shown, and wiped."""

    sw1: int
    sw2: int
    sw3: int
    data: bytearray = field(repr=False)

    @property
    def size(self) -> int:
        return _HEADER + 4 + len(self.data)

    @property
    def code(self) -> str:
        return f"{self.sw1:02X} {self.sw2:02X} {self.sw3:02X}"


@dataclass(frozen=True, slots=True)
class Noise:
    """Bytes given up, of no frame. bad_checksum: they began a whole one that does not add up."""

    count: int
    bad_checksum: bool = False


class FrameDecoder:
    """Finds replies in a stream that may be cut anywhere and hold anything."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def pending(self) -> int:
        """Bytes of a frame that has not ended yet."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[Reply | Noise]:
        self._buffer += data
        return list(self._take())

    def clear(self) -> None:
        """Forget a half frame; what it held is overwritten first."""
        wipe(self._buffer)
        self._buffer.clear()

    def _take(self) -> Iterator[Reply | Noise]:
        while self._buffer:
            if stray := self._stray():
                yield self._give_up(stray)
                continue
            if len(self._buffer) < _HEADER:
                return
            length = int.from_bytes(self._buffer[_HEADER - 2 : _HEADER])
            if not _SHORTEST <= length <= _LONGEST:
                yield self._give_up(1)
                continue
            size = _HEADER + length
            if len(self._buffer) < size:
                return  # never look for a frame inside one that is still arriving
            if reduce(xor, memoryview(self._buffer)[len(PREAMBLE) : size]):
                # One byte, not the frame: a real one may start inside it.
                yield self._give_up(1, bad_checksum=True)
                continue
            sw1, sw2, sw3 = self._buffer[_HEADER : _HEADER + 3]
            reply = Reply(sw1, sw2, sw3, self._buffer[_HEADER + 3 : size - 1])
            self._buffer[:size] = bytes(size)
            del self._buffer[:size]
            yield reply

    def _stray(self) -> int:
        """How many bytes at the front cannot begin a frame."""
        at = self._buffer.find(PREAMBLE)
        if at >= 0:
            return at
        for kept in range(min(len(PREAMBLE) - 1, len(self._buffer)), 0, -1):
            if PREAMBLE.startswith(self._buffer[-kept:]):
                return len(self._buffer) - kept
        return len(self._buffer)

    def _give_up(self, count: int, *, bad_checksum: bool = False) -> Noise:
        self._buffer[:count] = bytes(count)
        del self._buffer[:count]
        return Noise(count, bad_checksum)


def wipe(buffer: bytearray) -> None:
    """Overwrite in place. Copies that Python made on the way cannot be reached."""
    buffer[:] = bytes(len(buffer))


def sam_id(data: bytearray) -> str:
    """The module's number as printed on it, e.g. "05.01-20160101-0000000042-0123456789"."""
    a, b = (int.from_bytes(data[at : at + 2], "little") for at in (0, 2))
    c, d, e = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8, 12))
    return f"{a:02d}.{b:02d}-{c:08d}-{d:010d}-{e:010d}"
