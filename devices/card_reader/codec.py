"""Frames of the SAM-V / SAM-A security module (GA/T 467-2019, chapter 7), bytes only.

    request: AA AA AA 96 69 | LEN 2, big-endian | command | parameter | XOR
    reply:   AA AA AA 96 69 | LEN 2, big-endian | SW1 | SW2 | SW3 | data | XOR
    LEN counts the bytes after itself; XOR covers everything from LEN to the byte before it.

SW3 is the module's own verdict and decides; SW1 and SW2 are the card's words, passed through.
No port, no clock: the driver owns both. What the data means is `document`'s.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum, auto
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AA AA AA 96 69")
_HEADER = len(PREAMBLE) + 2
_SHORTEST, _LONGEST = 4, 0x090A  # LEN of a reply without data, and with text, photo, fingerprints


class Sw3(IntEnum):
    """The module's verdicts, as published; any other byte may come too."""

    OK = 0x90
    NO_SUCH_ITEM = 0x91
    FOUND = 0x9F
    REQUEST_CHECKSUM = 0x10
    REQUEST_LENGTH = 0x11
    WRONG_COMMAND = 0x21
    NOT_ALLOWED = 0x23
    NOT_UNDERSTOOD = 0x24
    CARD_DISTRUSTS_MODULE = 0x31
    MODULE_DISTRUSTS_CARD = 0x32
    INFORMATION_NOT_VERIFIED = 0x33
    NOT_FOUND_YET = 0x34
    FINGERPRINT_NOT_VERIFIED = 0x37
    FINGERPRINT_LENGTH = 0x3F
    UNKNOWN_CARD = 0x40
    READ_FAILED = 0x41
    NO_RANDOM_NUMBER = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    NOT_FOUND = 0x80
    NOT_SELECTED = 0x81


class Verdict(Enum):
    """What a verdict asks of the driver."""

    YES = auto()
    NO_SUCH_ITEM = auto()  # a yes, and nothing to it: a card without it lies there
    SEND_AGAIN = auto()  # the request came garbled and was not carried out
    NOT_DONE = auto()  # the module does not do this
    BEGIN_AGAIN = auto()  # with *find*; nobody has to do anything
    NO_FINGERPRINTS = auto()  # they cannot be read: ask for the card without them
    UNKNOWN_CARD = auto()
    FAILED = auto()  # the card has to be lifted and laid down again
    MODULE_OUT = auto()
    NO_CARD = auto()


_VERDICTS: Mapping[int, Verdict] = {
    Sw3.OK: Verdict.YES,
    Sw3.FOUND: Verdict.YES,
    Sw3.NO_SUCH_ITEM: Verdict.NO_SUCH_ITEM,
    Sw3.REQUEST_CHECKSUM: Verdict.SEND_AGAIN,
    Sw3.REQUEST_LENGTH: Verdict.SEND_AGAIN,
    Sw3.WRONG_COMMAND: Verdict.NOT_DONE,
    Sw3.NOT_ALLOWED: Verdict.NOT_DONE,
    Sw3.NOT_UNDERSTOOD: Verdict.NOT_DONE,
    # A card that is no real one ends here too; the audit log has the code.
    Sw3.CARD_DISTRUSTS_MODULE: Verdict.FAILED,
    Sw3.MODULE_DISTRUSTS_CARD: Verdict.FAILED,
    Sw3.INFORMATION_NOT_VERIFIED: Verdict.FAILED,
    Sw3.NOT_FOUND_YET: Verdict.BEGIN_AGAIN,
    Sw3.FINGERPRINT_NOT_VERIFIED: Verdict.NO_FINGERPRINTS,
    Sw3.FINGERPRINT_LENGTH: Verdict.NO_FINGERPRINTS,
    Sw3.UNKNOWN_CARD: Verdict.UNKNOWN_CARD,
    Sw3.READ_FAILED: Verdict.FAILED,
    Sw3.NO_RANDOM_NUMBER: Verdict.BEGIN_AGAIN,
    Sw3.SELF_TEST_FAILED: Verdict.MODULE_OUT,
    Sw3.NOT_AUTHORISED: Verdict.MODULE_OUT,
    Sw3.NOT_FOUND: Verdict.NO_CARD,
    Sw3.NOT_SELECTED: Verdict.BEGIN_AGAIN,
}


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
    data: bytes = b""

    @property
    def code(self) -> str:
        return f"{self.command:02X} {self.parameter:02X}"

    def frame(self) -> bytes:
        length = (3 + len(self.data)).to_bytes(2)
        body = length + bytes((self.command, self.parameter)) + self.data
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


RESET = Request(0x10, 0xFF, Sw3.OK, range(1), repeatable=True)
STATUS = Request(0x11, 0xFF, Sw3.OK, range(1), repeatable=True)
SAM_ID = Request(0x12, 0xFF, Sw3.OK, range(16, 17), repeatable=True)
FIND = Request(0x20, 0x01, Sw3.FOUND, range(4, 5), repeatable=True)
SELECT = Request(0x20, 0x02, Sw3.OK, range(8, 9), repeatable=False)
READ = Request(0x30, 0x01, Sw3.OK, range(260, 1285, 1024), repeatable=False)
READ_WITH_FINGERPRINTS = Request(0x30, 0x10, Sw3.OK, range(1286, 2311, 512), repeatable=False)
APPENDED_ADDRESS = Request(0x30, 0x03, Sw3.OK, range(70, 281, 70), repeatable=True)
MANAGEMENT_NUMBER = Request(0x30, 0x05, Sw3.OK, range(28, 29), repeatable=True)

BAUD_RATES = (115200, 57600, 38400, 19200, 9600)
"""What a module can be set to, in the order of their numbers; it keeps the rate without power."""


def set_baud(baud: int) -> Request:
    """Have the module speak at another rate from 5 ms after its answer. Raises ValueError."""
    return Request(0x60, BAUD_RATES.index(baud), Sw3.OK, range(1), repeatable=False)


def rf_frame(most: int) -> Request:
    """How many bytes module and antenna exchange at once: not needed, and some makers set it."""
    return Request(0x61, 0xFF, Sw3.OK, range(1), repeatable=True, data=bytes((most,)))


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

    @property
    def verdict(self) -> Verdict:
        """A byte that no manual names is a failure: nothing is guessed."""
        return _VERDICTS.get(self.sw3, Verdict.FAILED)


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

    def feed(self, data: bytes | bytearray) -> list[Reply | Noise]:
        held = len(self._buffer)
        joined = bytearray(held + len(data))
        # Not `+=`: a buffer that grows may move, and leaves behind what it held. Nor a slice of a
        # bytearray, which is filled by way of another copy.
        room = memoryview(joined)
        room[:held], room[held:] = self._buffer, data
        room.release()
        wipe(self._buffer)
        self._buffer = joined
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


_SAM_ID = struct.Struct("<HHIII")


def sam_id(data: bytes | bytearray) -> str:
    """The module's number as printed on it, e.g. "05.01-20160101-0000000042-0123456789"."""
    a, b, c, d, e = _SAM_ID.unpack(data)
    return f"{a:02d}.{b:02d}-{c:08d}-{d:010d}-{e:010d}"


def sam_bytes(text: str) -> bytes:
    """The 16 bytes of a number as somebody wrote it down: makers pad and separate differently.

    Raises ValueError.
    """
    parts = re.fullmatch(r"(\d+)[.-](\d+)-(\d+)-(\d+)-(\d+)", text.strip())
    if parts is None:
        raise ValueError("no number of a security module")
    try:
        return _SAM_ID.pack(*map(int, parts.groups()))
    except struct.error:
        raise ValueError("no number of a security module: a part is too large") from None
