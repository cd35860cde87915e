"""The simulated printer's end of a serial wire: a pseudo-terminal, paced, that can be pulled.

Answers for the terminal and the link that names it, for how fast bytes come and go, and for what
was said but is not due yet. Leaves what bytes mean to the printer. Used under the printer's lock.
"""

import os
import time
import tty
from bisect import insort
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

_PIECE = 32  # bytes taken from the wire at a time: 3 ms at 115200
_SOON_S = 0.001


class Wire:
    def __init__(self, link: Path, baud: int) -> None:
        self.link, self._baud = link, baud
        self._ends: tuple[int, int] | None = None
        self._waiting: list[tuple[float, list[tuple[float, bytes]]]] = []  # replies, from when on
        self._speaking: deque[tuple[float, bytes]] = deque()  # of one reply, with when each is due
        self.hears_at = 0.0  # until then the bytes heard so far are still coming in
        self._log: deque[dict[str, Any]] = deque(maxlen=4000)
        self.plug()

    @property
    def plugged(self) -> bool:
        return self._ends is not None

    @property
    def ear(self) -> int:
        """The file to wait at until something comes."""
        assert self._ends is not None
        return self._ends[0]

    def plug(self) -> None:
        if self._ends is not None:
            return
        ours, theirs = os.openpty()
        # The other end stays open here too, or reading fails as soon as the kiosk closes it.
        tty.setraw(ours)
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        self._ends = ours, theirs
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(theirs))

    def unplug(self) -> None:
        if self._ends is None:
            return
        self.link.unlink(missing_ok=True)
        for end in self._ends:
            os.close(end)
        self._ends = None
        self._waiting.clear()
        self._speaking.clear()

    def hear(self, now: float) -> bytes:
        """What has come by now, as fast as the line is and not as a pseudo-terminal hands over."""
        if self._ends is None or now < self.hears_at:
            return b""
        try:
            data = os.read(self._ends[0], _PIECE)
        except OSError:
            return b""
        self.hears_at = max(self.hears_at, now - 0.005) + len(data) * 10 / self._baud
        return data

    def say(self, pieces: list[tuple[float, bytes]]) -> None:
        """Send a reply: its pieces one after the other, each after a pause, as slowly as the line.

        Nothing comes between its pieces; but one that is long in coming holds up no other.
        """
        (pause_s, first), *rest = pieces or [(0.0, b"")]
        reply = (time.monotonic() + pause_s, [(0.0, first), *rest])
        insort(self._waiting, reply, key=lambda waiting: waiting[0])

    def speak(self, now: float) -> None:
        """Let out what is due."""
        while self._next_at() <= now + _SOON_S:
            if not self._speaking:
                due, pieces = self._waiting.pop(0)
                for pause_s, data in pieces:
                    due += pause_s + len(data) * 10 / self._baud
                    self._speaking.append((due, data))
                continue
            _, data = self._speaking.popleft()
            if self._ends is not None:
                with suppress(OSError):
                    os.write(self._ends[0], data)

    def _next_at(self) -> float:
        if self._speaking:
            return self._speaking[0][0]
        return self._waiting[0][0] if self._waiting else float("inf")

    def pauses_s(self, now: float) -> list[float]:
        """How long until it is worth while to look again."""
        return [at - now for at in (self._next_at(), self.hears_at) if now < at < float("inf")]

    def note(self, direction: str, length: int, code: str) -> None:
        last = self._log[-1] if self._log else None
        if last and (last["direction"], last["code"]) == (direction, code):
            last["length"] += length
            last["times"] += 1
            return
        self._log.append(
            {
                "at_s": time.monotonic(),
                "direction": direction,
                "length": length,
                "code": code,
                "times": 1,
            }
        )

    def told(self) -> list[dict[str, Any]]:
        return [dict(crossing) for crossing in self._log]
