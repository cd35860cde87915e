"""Has a visit's questions answered by the platforms: a counter for each, with a thread of its own.

So the drawing thread never waits, and a slow platform keeps nobody waiting for another. Answers for
exactly one `Answered` per question, for withdrawing it, and for the breaker: a platform that failed
twice running is not tried again for a while; whoever asks is told at once, and the counter itself
looks whether it is back. Leaves formats to the clients, and what an answer means to the steps.
Keeps nothing: a result lives in its event, then in the visit.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping

from kiosk.effects import Ask, ForgetQuestions, StopAsking
from kiosk.events.platforms import Answered, PlatformReached
from kiosk.keeping.redaction import without_content
from kiosk.platforms.client import AskingEnded, Client, WithPortrait, ending_of
from kiosk.platforms.line import LineProblem
from kiosk.ports import Post
from kiosk.vocabulary import AnswerCode, Platform

log = logging.getLogger(__name__)

FAILURES = 2  # so many running, and the platform counts as down
LOOK_AGAIN_S = 20.0
LOOK_AGAIN_MOST_S = 300.0

_REACHED = (AnswerCode.ANSWERED, AnswerCode.REFUSED)


class Desk:
    """From construction to `close`."""

    def __init__(
        self,
        clients: Mapping[Platform, Client],
        post: Post,
        look_again_s: float = LOOK_AGAIN_S,
        portrait: Callable[[bytearray], None] = lambda portrait: None,
    ) -> None:
        """look_again_s: how soon a platform that is down is looked after; doubled each time.

        portrait: where one goes that comes with an answer: into the face process, never an event.
        """
        self._post, self._look_again_s, self._portrait = post, look_again_s, portrait
        self._counters: dict[Platform, _Counter] = {}
        self.connect(clients)

    def connect(self, clients: Mapping[Platform, Client]) -> None:
        """Ask these from now on. What is being asked of those before is withdrawn and answered."""
        self.close()
        self._counters = {
            platform: _Counter(platform, client, self._post, self._look_again_s, self._portrait)
            for platform, client in clients.items()
        }

    def carry_out(self, effect: Ask | StopAsking | ForgetQuestions) -> None:
        """Never waits. Ask → exactly one Answered, whatever happens; also after a withdrawal."""
        match effect:
            case Ask(question=question) if question.platform in self._counters:
                self._counters[question.platform].ask(effect)
            case Ask():
                self._post(_ended(effect, AnswerCode.UNREACHABLE, reason="not_connected"))
            case StopAsking(id=id):
                for counter in self._counters.values():
                    counter.withdraw(id)
            case ForgetQuestions():
                for counter in self._counters.values():
                    counter.withdraw()

    def close(self, limit_s: float = 5.0) -> None:
        """Withdraw everything, hang up, end the threads."""
        for counter in self._counters.values():
            counter.close()
        for counter in self._counters.values():
            counter.join(limit_s)


class _Counter:
    """One platform: its queue, its client, its breaker."""

    def __init__(
        self,
        platform: Platform,
        client: Client,
        post: Post,
        look_again_s: float,
        portrait: Callable[[bytearray], None],
    ) -> None:
        self._platform, self._client, self._post = platform, client, post
        self._portrait = portrait
        self._first_look_s = self._look_s = look_again_s
        self._changed = threading.Condition()
        self._waiting: deque[Ask] = deque()
        self._current: Ask | None = None
        self._withdrawn = False  # the current one
        self._closing = False
        self._failures = 0
        self._look_at_s: float | None = None  # monotonic; None: the platform counts as up
        self._thread = threading.Thread(target=self._run, name=f"ask {platform}", daemon=True)
        self._thread.start()

    def ask(self, ask: Ask) -> None:
        with self._changed:
            down, closing = self._look_at_s is not None, self._closing
            if not (down or closing):
                self._waiting.append(ask)
                self._changed.notify()
                return
        if closing:
            self._post(_ended(ask, AnswerCode.WITHDRAWN))
        else:
            self._post(_ended(ask, AnswerCode.UNREACHABLE, reason="down"))

    def withdraw(self, id: str | None = None) -> None:
        """One question by its id, or all."""
        with self._changed:
            gone = [ask for ask in self._waiting if id in (None, ask.id)]
            self._waiting = deque(ask for ask in self._waiting if ask not in gone)
            if self._current is not None and id in (None, self._current.id):
                self._withdrawn = True
                self._client.hang_up()
        for ask in gone:
            self._post(_ended(ask, AnswerCode.WITHDRAWN))

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify()
        self.withdraw()
        self._client.close()

    def join(self, limit_s: float) -> None:
        self._thread.join(limit_s)

    # ---- on the counter's thread -------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._waiting, self._left_s())
                if self._closing:
                    return
                self._current = self._waiting.popleft() if self._waiting else None
                self._withdrawn = False
            if self._current is not None:
                self._serve(self._current)
            elif self._look_at_s is not None:
                self._look()

    def _left_s(self) -> float | None:
        return None if self._look_at_s is None else max(0.0, self._look_at_s - time.monotonic())

    def _serve(self, ask: Ask) -> None:
        code, reason, result = AnswerCode.ANSWERED, "", None
        try:
            result = self._client.ask(ask.question)
        except (AskingEnded, LineProblem) as problem:
            code, reason = ending_of(problem)
        except Exception as error:
            # A fault of ours must not end the thread that asks everything else of this platform.
            log.error("%s: %s", type(ask.question).__name__, without_content(error))
            code, reason = AnswerCode.UNKNOWN, "fault"
        with self._changed:
            withdrawn, self._current = self._withdrawn, None
        portrait = result.portrait if isinstance(result, WithPortrait) else bytearray()
        if isinstance(result, WithPortrait):
            result = result.result
        if portrait and not withdrawn:
            self._portrait(portrait)
        portrait[:] = bytes(len(portrait))
        if withdrawn:
            self._post(_ended(ask, AnswerCode.WITHDRAWN))
            return
        self._note(code in _REACHED, reason)
        self._post(_ended(ask, code, result, reason))

    def _look(self) -> None:
        """Is a platform that was down there again?"""
        try:
            self._client.probe()
        except (AskingEnded, LineProblem) as problem:
            reached = ending_of(problem)[0] in _REACHED
        except Exception as error:
            log.error("looking after %s: %s", self._platform, without_content(error))
            reached = False
        else:
            reached = True
        if reached:
            self._note(True, "")
        else:
            self._look_s = min(2 * self._look_s, LOOK_AGAIN_MOST_S)
            self._look_at_s = time.monotonic() + self._look_s

    def _note(self, reached: bool, reason: str) -> None:
        self._failures = 0 if reached else self._failures + 1
        down = self._look_at_s is not None
        if reached and down:
            self._look_at_s, self._look_s = None, self._first_look_s
            self._post(PlatformReached(True, self._platform))
        elif self._failures >= FAILURES and not down:
            with self._changed:
                self._look_at_s = time.monotonic() + self._look_s
                gone, self._waiting = list(self._waiting), deque()
            self._post(PlatformReached(False, self._platform, reason))
            for ask in gone:
                self._post(_ended(ask, AnswerCode.UNREACHABLE, reason="down"))


def _ended(ask: Ask, code: AnswerCode, result: object | None = None, reason: str = "") -> Answered:
    question = ask.question
    kind = type(question).__name__
    return Answered(ask.id, code, result, reason, question.platform, kind, question.counts)
