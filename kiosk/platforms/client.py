"""What the desk needs from a platform's client, and the ways in which asking can end."""

import re
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.case.letters import Letter
from kiosk.platforms.line import LineProblem
from kiosk.questions import Question
from kiosk.vocabulary import AnswerCode


class AskingEnded(Exception):
    """Without an answer. Its text is a code for the audit log, never what was sent or received."""

    code = AnswerCode.UNKNOWN


class Refused(AskingEnded):
    """The platform understood, and says no."""

    code = AnswerCode.REFUSED


class NotUnderstood(AskingEnded):
    """200, and no answer of this platform."""

    code = AnswerCode.UNKNOWN


class NotReached(AskingEnded):
    """Nothing was done: an HTTP error, a log-in that fails, a secret that cannot be read."""

    code = AnswerCode.UNREACHABLE


@dataclass(frozen=True, slots=True)
class WithPortrait:
    """An answer that comes with a portrait, which goes to the face process and nowhere else."""

    result: object = field(repr=False)
    portrait: bytearray = field(repr=False)


class Client(Protocol):
    """One thread at a time may ask; `hang_up` and `close` may come from any."""

    def ask(self, question: Question) -> object:
        """What the question promises, or WithPortrait. Raises AskingEnded, LineProblem."""

    def probe(self) -> None:
        """See whether the platform is there, spending nothing. Raises AskingEnded, LineProblem."""

    def hang_up(self) -> None:
        """End what is under way; what comes later goes on."""

    def close(self) -> None: ...


class Taker(Protocol):
    """A platform that takes letters (`keeping/postman.py`); `close` may come from any thread."""

    def deliver(self, letter: Letter) -> None:
        """The same letter again is harmless. Raises AskingEnded, LineProblem."""

    def close(self) -> None: ...


def ending_of(problem: AskingEnded | LineProblem) -> tuple[AnswerCode, str]:
    """Code and reason of an asking that brought no answer."""
    if isinstance(problem, AskingEnded):
        return problem.code, str(problem)
    reason = str(problem)
    code = {"unreachable": AnswerCode.UNREACHABLE, "timeout": AnswerCode.TIMED_OUT}.get(reason)
    return code or AnswerCode.UNKNOWN, reason


def as_code(text: object) -> str:
    """A platform's word as a reason, if it is one; whatever else it is, "other"."""
    word = text if isinstance(text, str) else ""
    return word if re.fullmatch(r"[a-z][a-z_]{0,23}", word, re.ASCII) else "other"
