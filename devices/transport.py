"""The one place that knows pyserial: bytes in, bytes out, and every way in which a port can vanish.

Answers for opening a port (exclusive, no modem lines), reading what is there, writing with a
time-out, draining, and for the last frames that crossed the wire (lengths and codes, never their
content). Leaves framing to the codecs and patience to the drivers.

pyserial shows an unplugged device in many ways (SerialException, bare OSError, termios.error,
TypeError when closed while reading); here they are all `PortGone`. A port that is there and says
nothing is `NoAnswer`: it is kept, see `devices.worker`.

    log = FrameLog()
    port = SerialPort("/dev/kiosk-printer", 115200, log)    # PortGone when it cannot be opened
    port.write(request, "10 04")                            # NoAnswer when flow control holds it
    while frames := decoder.feed(port.read(0.05)): ...      # b"" after 50 ms of silence
    port.heard(len(frame), "12")                            # a whole frame, for the log
"""

import errno
import os
import select
import termios
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

import serial

from kiosk.ports import Crossing

KEPT_FRAMES = 20
_UNPLUGGED = (serial.SerialException, OSError, termios.error, TypeError, ValueError)


class PortGone(Exception):
    """The port does not exist, is held by somebody else, or was pulled out; open it anew."""


class NoAnswer(Exception):
    """The port is there, the device behind it did not answer or take bytes in time."""


class FrameLog:
    """The newest frames of one device, over all openings of its port; for support."""

    def __init__(self) -> None:
        self._crossings: deque[Crossing] = deque(maxlen=KEPT_FRAMES)

    def note(self, direction: Literal["in", "out"], length: int, code: str) -> None:
        self._crossings.append(Crossing(time.monotonic(), direction, length, code))

    def newest(self) -> tuple[Crossing, ...]:
        """Oldest first, at most KEPT_FRAMES."""
        return tuple(self._crossings)


class SerialPort:
    """An open port: 8 data bits, no parity, 1 stop bit. Used by one thread."""

    def __init__(
        self, path: str, baud: int, log: FrameLog, *, write_timeout_s: float = 1.0
    ) -> None:
        """Open it; bytes that arrived before are dropped. Raises PortGone."""
        self.log = log
        self.gone = False
        with self._unplugging():
            self._serial = serial.Serial(
                path, baud, timeout=0, write_timeout=write_timeout_s, exclusive=True
            )

    def read(self, timeout_s: float) -> bytearray:
        """What is there, after waiting at most timeout_s for a first byte; empty if none came.

        The only copy outside the kernel, so that whoever read something personal can overwrite it:
        pyserial's own `read` leaves three behind."""
        with self._unplugging():
            file = self._serial.fileno()
            ready, _, _ = select.select([file], [], [], max(0.0, timeout_s))
            if not ready:
                return bytearray()
            # At least 1, so that an unplug, which also makes the port "readable", is noticed.
            data = bytearray(max(1, self._serial.in_waiting))
            count = os.readv(file, [data])
            if count == 0:
                raise serial.SerialException("readable, and nothing to read: it was pulled out")
            del data[count:]
            return data

    def write(self, data: bytes, code: str) -> float:
        """Write all of it and note it; the monotonic time just before the first byte.

        Raises NoAnswer when the device holds the line (some bytes may have left), and PortGone.
        """
        with self._unplugging():
            began_s = time.monotonic()
            try:
                self._serial.write(data)
            except serial.SerialTimeoutException:
                raise NoAnswer("the device takes no bytes") from None
        self.log.note("out", len(data), code)
        return began_s

    def heard(self, length: int, code: str) -> None:
        """A whole, valid frame arrived: note it."""
        self.log.note("in", length, code)

    def drain(self, silence_s: float, limit_s: float) -> int:
        """Throw away what arrives until silence_s without a byte, at most limit_s; how many."""
        ends_s = time.monotonic() + limit_s
        dropped = 0
        while time.monotonic() < ends_s and (data := self.read(silence_s)):
            dropped += len(data)
            data[:] = bytes(len(data))  # it may be somebody's
        return dropped

    @property
    def baud(self) -> int:
        return int(self._serial.baudrate)

    def set_baud(self, baud: int) -> None:
        """Go on at another rate. Raises PortGone."""
        with self._unplugging():
            self._serial.baudrate = baud

    def discard_unsent(self) -> None:
        """Drop what was written and has not left this computer yet. Raises PortGone.

        A real port holds up to 4 kB back while flow control stops it; a pseudo-terminal holds
        nothing, so this has been seen to do no harm only.
        """
        with self._unplugging():
            self._serial.reset_output_buffer()

    def close(self) -> None:
        with suppress(*_UNPLUGGED):
            self._serial.close()

    @contextmanager
    def _unplugging(self) -> Iterator[None]:
        try:
            yield
        except _UNPLUGGED as error:
            self.gone = True
            raise PortGone(_reason(error)) from None


def _reason(error: Exception) -> str:
    """Why, as a code: ENOENT no such port, EACCES no right to open it, EAGAIN held by another
    program; else the class."""
    number = getattr(error, "errno", None)
    return errno.errorcode.get(number or 0, type(error).__name__)
