"""What a bar code reader sends: lines without frame, length or check, to be trusted in nothing.

Answers for where a code ends (CR, LF, or a silence that the driver tells), for its length and its
characters, and for the pace: no port, no clock. Leaves what a code may say to `kiosk/codes.py`.

Whoever prints a code chooses every byte of it: escape sequences, invisible letters, a megabyte.
Hence: a code of more than LONGEST bytes is forgotten while it still arrives, and none of it shows.
"""

import unicodedata
from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

LONGEST = 4096
"""Bytes. The largest QR code (version 40, L) holds 2,953."""

MOST, WITHIN_S = 5, 1.0
"""More codes than so many in so many seconds are not shown by a hand."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a person does not see, or sees in another order than it is kept."""


@dataclass(frozen=True, slots=True)
class Line:
    """One code, decoded. length: its bytes on the wire, without the end."""

    text: str = field(repr=False)
    length: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A code that nobody will see. reason: too_long, control_characters, charset."""

    reason: str
    length: int


class LineReader:
    """Bytes in, codes out; where the stream is cut changes nothing."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._dropped = 0  # bytes of a code that is too long, so far

    @property
    def pending(self) -> int:
        """Bytes of a code that has not ended yet."""
        return self._dropped + len(self._buffer)

    def feed(self, data: bytes | bytearray) -> list[Line | Refused]:
        """What ended with these bytes. An empty line is nothing: CR LF is one end."""
        found: list[Line | Refused] = []
        for part in data.replace(b"\n", b"\r").splitlines(keepends=True):
            body = part.removesuffix(b"\r")
            self._take(body)
            if len(body) < len(part):
                found += self.gap()
        return found

    def gap(self) -> list[Line | Refused]:
        """The sender was silent: what has come is a whole code."""
        dropped, data = self._dropped, bytes(self._buffer)
        self.clear()
        if dropped:
            return [Refused("too_long", dropped)]
        return [_decoded(data)] if data else []

    def clear(self) -> None:
        self._buffer[:] = bytes(len(self._buffer))
        self._buffer.clear()
        self._dropped = 0

    def _take(self, body: bytes | bytearray) -> None:
        if self._dropped:
            self._dropped += len(body)
        elif len(self._buffer) + len(body) > LONGEST:
            dropped = self.pending + len(body)
            self.clear()
            self._dropped = dropped
        else:
            self._buffer += body


def _decoded(data: bytes) -> Line | Refused:
    if any(byte < 0x20 or byte == 0x7F for byte in data):
        return Refused("control_characters", len(data))
    for charset in ("utf-8", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        if any(unicodedata.category(character) in _HIDDEN for character in text):
            return Refused("control_characters", len(data))
        return Line(text, len(data))
    return Refused("charset", len(data))


class Verdict(Enum):
    """What the pace says of one more code."""

    TAKE = auto()
    SAME = auto()  # the code that lay there a moment ago
    TOO_FAST = auto()  # the first one too many
    STILL_TOO_FAST = auto()


class Pace:
    """How often codes may come. It remembers of a code only a number that says nothing."""

    def __init__(self, same_code_s: float) -> None:
        self._same_code_s = same_code_s
        self._last: tuple[int, float] | None = None
        self._times: deque[float] = deque(maxlen=MOST)
        self._closed_until_s = float("-inf")

    def judge(self, code: Line | Refused, now_s: float) -> Verdict:
        """Take note of a code that has come now."""
        if now_s < self._closed_until_s:
            self._closed_until_s = now_s + WITHIN_S  # a flood ends with a silence
            return Verdict.STILL_TOO_FAST
        mark, before = hash(code), self._last
        # A reader that looks at a code sends it again and again, for as long as it lies there.
        if before is not None and before[0] == mark and now_s - before[1] < self._same_code_s:
            return Verdict.SAME
        self._last = mark, now_s
        if len(self._times) == MOST and now_s - self._times[0] < WITHIN_S:
            self._closed_until_s = now_s + WITHIN_S
            return Verdict.TOO_FAST
        self._times.append(now_s)
        return Verdict.TAKE
