"""A serial wire without hardware: a pseudo-terminal, paced to its baud rate, that can be pulled.

Answers for the terminal and the link that names it, for the time that bytes need in both
directions (so that a full buffer holds the sender), and for the one thread on which a peer does
everything: what arrives, and what is asked of it through `call`. Leaves the bytes to the peer.

The link is a symlink, as udev makes one for a real port: after a replug it names a new terminal.
"""

import os
import select
import termios
import threading
import time
import tty
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

_BITS_PER_BYTE = 10  # start, 8 data, stop
_CHUNK = 16
_RATES = {termios.B9600: 9600, termios.B19200: 19200, termios.B38400: 38400}
_RATES |= {termios.B57600: 57600, termios.B115200: 115200}


class Unplugged(Exception):
    """The wire was pulled out while it was being used."""


class Line:
    """One wire. serve(data) is called on the line's thread with what arrived."""

    def __init__(self, link: Path, baud: int, serve: Callable[[bytes], None]) -> None:
        self.link, self.baud = link, baud
        self._serve = serve
        self._jobs: deque[Callable[[], None]] = deque()
        self._wake_out, self._wake_in = os.pipe()
        self._master: int | None = None
        self._slave: int | None = None
        self._closing = False
        self._pulls = 0
        self._plug()
        self._thread = threading.Thread(target=self._run, name=f"line {link.name}", daemon=True)
        self._thread.start()

    # ---- from any thread -----------------------------------------------------------------------

    def call(self, job: Callable[[], T]) -> T:
        """Run it on the line's thread, also while that waits or sends; its answer or exception."""
        answer: Future[T] = Future()

        def run() -> None:
            try:
                answer.set_result(job())
            except Exception as error:
                answer.set_exception(error)

        self._jobs.append(run)
        os.write(self._wake_in, b"!")
        return answer.result(timeout=5.0)

    def plug(self) -> None:
        self.call(self._plug)

    def unplug(self) -> None:
        self.call(self._unplug)

    @property
    def plugged(self) -> bool:
        return self._master is not None

    def set_baud(self, baud: int) -> None:
        """The peer speaks and hears at another rate from now on."""
        self.baud = baud

    @property
    def other_baud(self) -> int:
        """The rate to which the other end has set its port; 0 when that has no name."""
        if self._slave is None:
            return 0
        return _RATES.get(termios.tcgetattr(self._slave)[5], 0)

    def close(self) -> None:
        def end() -> None:
            self._closing = True

        if self._closing:
            return
        self.call(end)
        self._thread.join(timeout=5.0)
        self._unplug()
        os.close(self._wake_in)
        os.close(self._wake_out)

    # ---- on the line's thread ------------------------------------------------------------------

    def send(self, data: bytes) -> None:
        """Send it as slowly as the wire is, against the clock. Raises Unplugged."""
        began_s = time.monotonic()
        for at in range(0, len(data), _CHUNK):
            chunk = data[at : at + _CHUNK]
            self._rest_until(began_s + self.wire_s(at + len(chunk)))
            if self._master is None:
                raise Unplugged
            with suppress(BlockingIOError):  # nobody reads: lost, as in a full receive register
                os.write(self._master, chunk)

    def rest(self, pause_s: float) -> None:
        """Wait; what is asked through `call` happens meanwhile. Raises Unplugged."""
        self._rest_until(time.monotonic() + pause_s)

    def wire_s(self, count: int) -> float:
        return count * _BITS_PER_BYTE / self.baud

    def _rest_until(self, ends_s: float) -> None:
        pulls = self._pulls
        while (left_s := ends_s - time.monotonic()) > 0:
            ready, _, _ = select.select([self._wake_out], [], [], left_s)
            if ready:
                self._run_jobs()
            if self._pulls != pulls or self._master is None or self._closing:
                raise Unplugged

    def _run(self) -> None:
        while not self._closing:
            sources = [self._wake_out] + ([] if self._master is None else [self._master])
            ready, _, _ = select.select(sources, [], [])
            if self._wake_out in ready:
                self._run_jobs()
            elif self._master in ready:
                with suppress(Unplugged):
                    self._receive()

    def _receive(self) -> None:
        assert self._master is not None
        data = b""
        with suppress(BlockingIOError):
            data = os.read(self._master, 256)
        self.rest(self.wire_s(len(data)))
        if data:
            self._serve(data)

    def _run_jobs(self) -> None:
        os.read(self._wake_out, 256)
        while self._jobs:
            self._jobs.popleft()()

    def _plug(self) -> None:
        if self._master is not None:
            return
        self._master, self._slave = os.openpty()
        os.set_blocking(self._master, False)
        tty.setraw(self._slave)
        fresh = self.link.with_name(self.link.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self.link)

    def _unplug(self) -> None:
        self.link.unlink(missing_ok=True)
        # The slave stays open as long as the master: else the master fails when a client closes.
        for end in (self._master, self._slave):
            if end is not None:
                os.close(end)
        self._master = self._slave = None
        self._pulls += 1


def masked(frame: bytes, shown: int) -> dict[str, Any]:
    """A frame for the wire log: its length, its first bytes, and nothing of the rest."""
    head = " ".join(f"{byte:02X}" for byte in frame[:shown])
    hidden = max(0, len(frame) - shown)
    return {"length": len(frame), "frame": head + (f" … {hidden} more" if hidden else "")}
