"""Run something on the thread that draws, from another thread, and wait for its answer."""

import threading
from collections.abc import Callable
from typing import TypeVar

from kivy.clock import Clock

T = TypeVar("T")


class ScreenStopped(Exception):
    """The thread that draws did not come round in time."""


def on_ui_thread(call: Callable[[], T], limit_s: float = 10.0) -> T:
    """The answer of `call`, run before the next frame; its exception is raised here."""
    done = threading.Event()
    answer: list[T] = []
    failure: list[Exception] = []

    def run(_: float) -> None:
        try:
            answer.append(call())
        except Exception as error:
            failure.append(error)
        finally:
            done.set()

    Clock.schedule_once(run, 0)
    if not done.wait(limit_s):
        raise ScreenStopped(f"the screen did not answer within {limit_s:g} s")
    if failure:
        raise failure[0]
    return answer[0]
