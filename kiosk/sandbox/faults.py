"""Faults on demand: how the played platform misbehaves for the next requests."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Mode = Literal[
    "healthy",
    "down",  # 503 and a page for people
    "slow",  # works after a while
    "error_inside",  # 200, and an error code inside
    "nonsense",  # 200, and no answer of this platform; GB18030 moreover
    "lose_answer",  # does what was asked, and hangs up without a word
    "drip",  # answers byte by byte
    "reset",  # hangs up and does nothing
]
MODES: tuple[str, ...] = get_args(Mode)

MAINTENANCE = "<!DOCTYPE html><html><body>系统维护中</body></html>".encode()
NONSENSE = "<html><body>系统升级中，请稍后再试！</body>".encode("gb18030")


@dataclass(frozen=True, slots=True)
class Fault:
    """seconds: how long slow waits, or drip after each byte. path: where it happens; empty: all."""

    mode: Mode = "healthy"
    seconds: float = 10.0
    path: str = ""


class Faults:
    """Which fault the next request meets. Any thread may call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fault = Fault()
        self._left: int | None = None
        self._closed = threading.Event()

    def set(self, fault: Fault, times: int | None) -> None:
        """times: for so many requests; None: until it is set anew."""
        with self._lock:
            self._fault, self._left = fault, times

    def next(self, path: str) -> Fault:
        with self._lock:
            fault = self._fault
            if fault.path not in ("", path):
                return Fault()
            if self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    self._fault, self._left = Fault(), None
            return fault

    def wait(self, seconds: float) -> None:
        """Wait, but not beyond the end of the sandbox."""
        self._closed.wait(seconds)

    def dripping(self, body: bytes, seconds: float) -> Iterator[bytes]:
        for byte in body:
            if self._closed.is_set():
                return
            yield bytes((byte,))
            self.wait(seconds)

    def close(self) -> None:
        self._closed.set()


def hang_up(connection: socket.socket) -> None:
    """End the connection before an answer."""
    connection.shutdown(socket.SHUT_RDWR)
