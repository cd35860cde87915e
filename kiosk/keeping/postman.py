"""Takes letters to their platforms until each is taken: drafts, ratings, words to 12345.

The same letter again is harmless to its platform; so one that was taken while the answer got lost
is simply sent again. Put off with full jitter, as the courier does with cases.
"""

import logging
import random
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from kiosk.events.platforms import PlatformReached
from kiosk.keeping.letters import TO, Due, Letters
from kiosk.keeping.redaction import without_content
from kiosk.keeping.store_thread import Closing
from kiosk.platforms.client import AskingEnded, Refused, Taker
from kiosk.platforms.line import LineProblem
from kiosk.ports import Post
from kiosk.vocabulary import Platform

log = logging.getLogger(__name__)

T = TypeVar("T")

LOOK_S = 60.0  # how often it is looked whether a letter is due, when nobody says so


class Ask(Protocol):
    """Have something done by the store's thread and wait for it. Raises what it raises."""

    def __call__(self, do: Callable[[Letters], T]) -> T: ...


class Postman:
    """A thread of its own, from construction to `close`."""

    def __init__(
        self,
        takers: Mapping[Platform, Taker],
        ask: Ask,
        post: Post,
        now: Callable[[], datetime],
        dice: random.Random,
        retry_s: tuple[float, float],
    ) -> None:
        """retry_s: how long a letter is put off at first, and at most."""
        self._takers = takers
        self._ask, self._post, self._now, self._dice = ask, post, now, dice
        self._retry_s = retry_s
        self._reached: dict[Platform, bool] = {}
        self._wake = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """A letter was kept, or a case was received: go now."""
        self._wake.set()

    def close(self, limit_s: float) -> None:
        """End, hanging up on what is under way: it will be sent again."""
        self._closing = True
        self._wake.set()
        for taker in self._takers.values():
            taker.close()
        self._thread.join(limit_s)

    def _run(self) -> None:
        while not self._closing:
            self._wake.clear()
            try:
                sleep_s = self._go()
            except Closing:
                return
            except Exception as error:
                # The store cannot write, or a fault of ours: letters wait, the thread goes on.
                log.error("no letter leaves for now: %s", without_content(error))
                sleep_s = LOOK_S
            self._wake.wait(sleep_s)

    def _go(self) -> float:
        """Send everything that is due. Returns how long nothing will be."""
        platforms, (_, most_s) = tuple(self._takers), self._retry_s
        while platforms and not self._closing:
            due = self._ask(lambda letters: letters.next_due(platforms, most_s))
            if due is None:
                break
            self._deliver(due)
        next_s = self._ask(lambda letters: letters.next_try_s(platforms))
        if next_s is None:
            return LOOK_S
        return min(max(next_s - self._now().timestamp(), 0.0), LOOK_S)

    def _deliver(self, due: Due) -> None:
        platform = TO[due.kind]
        if due.letter is None:
            self._ask(lambda letters: letters.refused(due.kind, due.key, "unreadable"))
            return
        try:
            self._takers[platform].deliver(due.letter)
        except Refused as refusal:
            reason = str(refusal)
            self._tell_reached(platform, True)
            self._ask(lambda letters: letters.refused(due.kind, due.key, reason))
        except (AskingEnded, LineProblem) as later:
            if self._closing:
                return  # hung up by ourselves: no fault of the platform's
            self._put_off(due)
            self._tell_reached(platform, False, str(later))
        except Exception as error:
            # A fault of ours must not keep the other letters from leaving.
            log.error("a %s was put off: %s", due.kind, without_content(error))
            self._put_off(due)
        else:
            self._tell_reached(platform, True)
            self._ask(lambda letters: letters.delivered(due.kind, due.key))

    def _put_off(self, due: Due) -> None:
        first_s, most_s = self._retry_s
        wait_s = self._dice.uniform(0, min(most_s, first_s * 2.0 ** min(due.attempts, 32)))
        next_s = self._now().timestamp() + wait_s
        self._ask(lambda letters: letters.put_off(due.kind, due.key, next_s))

    def _tell_reached(self, platform: Platform, reached: bool, reason: str = "") -> None:
        if self._reached.get(platform, True) != reached:
            self._post(PlatformReached(reached, platform, reason))
        self._reached[platform] = reached
