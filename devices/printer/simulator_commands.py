"""The simulated printer's ear: a stream of ESC/POS bytes cut into commands.

Written from the published command reference, and shares nothing with the kiosk's encoder. Real-time
commands are caught as the bytes come in, also inside pictures, as real printers do; everything else
waits in the receive buffer and is cut into commands when the printer gets to it.
"""

from collections.abc import Container
from dataclasses import dataclass, field

CLEAR = bytes((0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08))

# How many bytes follow the command's own two.
_ESC_LENGTHS = dict.fromkeys(b"!-3DEGJMRVadert", 1) | dict.fromkeys(b"@2im", 0)
_FS_LENGTHS = dict.fromkeys(b"!-CW", 1) | dict.fromkeys(b"&.", 0)
_GS_LENGTHS = dict.fromkeys(b"!BIabr", 1) | dict.fromkeys(b"LPW", 2)


@dataclass(frozen=True, slots=True)
class Heard:
    """One command. name: as manuals write it, e.g. "ESC a", "text", "LF"; length: of all of it."""

    name: str
    length: int
    data: bytes = field(default=b"", repr=False)


class RealTimeEar:
    """Takes real-time commands out of the stream, wherever they are cut.

    clears: whether the model knows DLE DC4 8; to others it is bytes like any.
    """

    def __init__(self, clears: bool = True) -> None:
        self._pending = bytearray()
        self._clears = clears

    def feed(self, data: bytes) -> tuple[bytes, list[Heard]]:
        """What goes into the receive buffer, and the real-time commands found on the way."""
        rest = bytearray()
        found = []
        for byte in data:
            self._pending.append(byte)
            heard = self._real_time(bytes(self._pending))
            if heard is not None:
                found.append(heard)
                self._pending.clear()
            while self._pending and not self._may_become(bytes(self._pending)):
                rest.append(self._pending.pop(0))
        return bytes(rest), found

    def _real_time(self, data: bytes) -> Heard | None:
        if len(data) == 3 and data[:2] == b"\x10\x04" and 1 <= data[2] <= 8:
            return Heard(f"DLE EOT {data[2]}", 3, data[2:])
        if data == CLEAR and self._clears:
            return Heard("DLE DC4 8", len(CLEAR))
        return None

    def _may_become(self, data: bytes) -> bool:
        return data in (b"\x10", b"\x10\x04") or (self._clears and CLEAR.startswith(data))


def next_command(buffer: bytearray, lacks: Container[str] = ()) -> Heard | None:
    """Take one command out of the buffer; None while it is not whole yet.

    lacks: names of commands that the model does not know; their parameters are text to it.
    """
    if not buffer:
        return None
    first = buffer[0]
    if first in (0x1B, 0x1C, 0x1D):
        return _escape(buffer, lacks)
    if first < 0x20:
        del buffer[0]
        return Heard({0x0A: "LF", 0x0D: "CR", 0x09: "HT"}.get(first, f"{first:02X}"), 1)
    end = next((at for at, byte in enumerate(buffer) if byte < 0x20), len(buffer))
    # A Chinese character may still be on its way: leave an odd byte at the end for later.
    if end == len(buffer) and sum(byte > 0x80 for byte in _tail(buffer)) % 2:
        end -= 1
    return _take(buffer, "text", 0, end) if end else None


def _tail(buffer: bytearray) -> bytes:
    """The bytes above 0x80 at the very end."""
    at = len(buffer)
    while at and buffer[at - 1] > 0x80:
        at -= 1
    return bytes(buffer[at:])


def _escape(buffer: bytearray, lacks: Container[str]) -> Heard | None:
    if len(buffer) < 2:
        return None
    lead, letter = buffer[0], buffer[1]
    table = {0x1B: _ESC_LENGTHS, 0x1C: _FS_LENGTHS, 0x1D: _GS_LENGTHS}[lead]
    family = {0x1B: "ESC", 0x1C: "FS", 0x1D: "GS"}[lead]
    name = f"{family} {chr(letter)}" if 0x20 < letter < 0x7F else f"{family} {letter:02X}"
    if lead == 0x1D and letter == ord("V"):
        return _cut(buffer, name)
    if lead == 0x1D and letter == ord("("):
        return _block(buffer, name, lacks)
    if lead == 0x1D and letter == ord("v"):
        return _picture(buffer, name)
    if letter not in table or name in lacks:
        return _take(buffer, f"unknown {name}", 0, 2)
    return _take(buffer, name, 2, 2 + table[letter])


def _cut(buffer: bytearray, name: str) -> Heard | None:
    if len(buffer) < 3:
        return None
    return _take(buffer, name, 2, 4 if buffer[2] in (0x41, 0x42) else 3)


def _block(buffer: bytearray, name: str, lacks: Container[str]) -> Heard | None:
    """GS ( x pL pH data."""
    if len(buffer) < 5:
        return None
    size = int.from_bytes(buffer[3:5], "little")
    name = f"{name} {chr(buffer[2])}"
    if name in lacks:
        return _take(buffer, f"unknown {name}", 0, 2)
    return _take(buffer, name, 5, 5 + size)


def _picture(buffer: bytearray, name: str) -> Heard | None:
    """GS v 0 m xL xH yL yH data; the size stays in front of the data."""
    if len(buffer) < 8:
        return None
    wide, high = int.from_bytes(buffer[4:6], "little"), int.from_bytes(buffer[6:8], "little")
    return _take(buffer, f"{name} 0", 4, 8 + wide * high)


def _take(buffer: bytearray, name: str, start: int, end: int) -> Heard | None:
    if len(buffer) < end:
        return None
    data = bytes(buffer[start:end])
    del buffer[:end]
    return Heard(name, end, data)
