"""An inbox for the tests of devices: what was posted, in order, and waiting for it."""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from kiosk.events.devices import Completed, StatusChanged
from kiosk.ports import DeviceStatus

E = TypeVar("E")


class Inbox:
    def __init__(self) -> None:
        self.events: list[Any] = []
        self._news = threading.Condition()

    def post(self, event: object) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def wait_for(
        self, kind: type[E], matching: Callable[[E], bool] = lambda _: True, within_s: float = 3.0
    ) -> E:
        """The first event of this kind that matches, also one that came before."""

        def found() -> E | None:
            return next((e for e in self.events if isinstance(e, kind) and matching(e)), None)

        with self._news:
            self._news.wait_for(lambda: found() is not None, timeout=within_s)
            event = found()
        assert event is not None, f"no {kind.__name__} within {within_s} s: {self.events}"
        return event

    def completed(self, id: str, within_s: float = 3.0) -> Completed:
        return self.wait_for(Completed, lambda event: event.id == id, within_s)

    def completions(self, id: str) -> int:
        return sum(isinstance(event, Completed) and event.id == id for event in self.events)

    def statuses(self) -> list[DeviceStatus]:
        return [event.status for event in self.events if isinstance(event, StatusChanged)]

    def forget(self) -> None:
        with self._news:
            self.events.clear()


def eventually(true: Callable[[], bool], within_s: float = 3.0) -> None:
    ends_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < ends_s, "it did not come true in time"
        time.sleep(0.005)
