"""What one device still has to do: in order, each ended once, and cancelled from anywhere.

Answers for the queue, for who is cancelled, and for waking whoever waits. Every method may be
called from any thread. Leaves carrying out, and telling the end, to `devices.worker`.
"""

import threading
from collections import deque
from typing import Protocol

from kiosk.ports import Cancel, FunctionTest, SelfTest


class Command(Protocol):
    @property
    def id(self) -> str: ...


class CommandQueue:
    """Those that wait, those that run: one, and perhaps a test in one of its pauses."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._waiting: deque[Command] = deque()
        self._running: list[Command] = []
        self._canceled: set[str] = set()  # of those that run
        self.closing = False

    def put(self, command: Command) -> Command | None:
        """Queue it, or do what a Cancel says. The command that is over by that, CANCELED."""
        over: Command | None = None
        with self._news:
            if isinstance(command, Cancel):
                if any(each.id == command.id for each in self._running):
                    self._canceled.add(command.id)
                over = next((each for each in self._waiting if each.id == command.id), None)
                if over:
                    self._waiting.remove(over)
            elif self.closing:
                over = command
            else:
                self._waiting.append(command)
            self._news.notify_all()
        return over

    def take(self, timeout_s: float) -> Command | None:
        """The next command, which runs from now on; None when none came in time, or at the end."""
        with self._news:
            self._news.wait_for(lambda: self._waiting or self.closing, timeout=timeout_s)
            if self.closing or not self._waiting:
                return None
            self._running.append(self._waiting.popleft())
            return self._running[-1]

    def take_test(self) -> Command | None:
        """The next test, whatever waits before it; it runs from now on."""
        with self._news:
            test = self._test()
            if test is not None and not self.closing:
                self._waiting.remove(test)
                self._running.append(test)
                return test
            return None

    def done(self, command: Command, *, again: bool = False) -> None:
        """It runs no more. again: it has not ended, and is to be the next."""
        with self._news:
            self._running.remove(command)
            self._canceled.discard(command.id)
            if again:
                self._waiting.appendleft(command)

    def canceled(self, command: Command) -> bool:
        with self._news:
            return command.id in self._canceled

    @property
    def stopped(self) -> bool:
        """Something that runs was cancelled, or everything is to end."""
        return bool(self._canceled) or self.closing

    def wait(self, timeout_s: float, *, for_a_test: bool = False) -> None:
        """Until `stopped`, or until a test waits, if that is wanted too."""
        with self._news:
            self._news.wait_for(
                lambda: self.stopped or (for_a_test and self._test() is not None), timeout_s
            )

    def close(self) -> None:
        """Nothing is taken any more, what runs is stopped."""
        with self._news:
            self.closing = True
            self._news.notify_all()

    def left(self) -> list[Command]:
        """What nobody will carry out any more; once."""
        with self._news:
            left = list(self._waiting)
            self._waiting.clear()
            return left

    def _test(self) -> Command | None:
        return next(
            (each for each in self._waiting if isinstance(each, SelfTest | FunctionTest)), None
        )
