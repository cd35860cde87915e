"""A pseudo-terminal as a serial port: its path for the code under test, its other end for us."""

import os
import select
import time
import tty
from types import TracebackType


class Pty:
    """`path` is the port. The slave stays open, so that the other end survives a closed port."""

    def __init__(self) -> None:
        self.other_end, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self._plugged = True

    def send(self, data: bytes) -> None:
        os.write(self.other_end, data)

    def receive(self, count: int, within_s: float = 1.0) -> bytes:
        """Exactly so many bytes, or what came in time."""
        data = b""
        ends_s = time.monotonic() + within_s
        while len(data) < count and (left_s := ends_s - time.monotonic()) > 0:
            if select.select([self.other_end], [], [], left_s)[0]:
                data += os.read(self.other_end, count - len(data))
        return data

    def unplug(self) -> None:
        if self._plugged:
            self._plugged = False
            os.close(self.other_end)
            os.close(self._slave)

    def __enter__(self) -> "Pty":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.unplug()
