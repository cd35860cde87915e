"""The desk: one answer to every question, whatever happens, and a breaker that tells at once."""

import threading
from collections.abc import Callable, Iterator

import pytest

from kiosk.effects import Ask, ForgetQuestions, StopAsking
from kiosk.events.platforms import Answered, PlatformReached
from kiosk.platforms.client import NotReached, Refused
from kiosk.platforms.desk import Desk
from kiosk.platforms.line import LineProblem
from kiosk.questions import CodeHolder, MyTurn, Question, WhoShowsCode
from kiosk.vocabulary import AnswerCode, Platform
from tests.kiosk.keeping.support import Inbox

SOMEBODY = CodeHolder("330299196803070026", "陈海英")
NEVER_S = 60.0


class Counter:
    """A client that ends as it is told."""

    def __init__(self) -> None:
        self.ends: Callable[[], object] = lambda: SOMEBODY
        self.asked: list[Question] = []
        self.probed = 0
        self.held = threading.Event()
        self.entered = threading.Event()

    def ask(self, question: Question) -> object:
        self.asked.append(question)
        return self.ends()

    def hangs(self) -> object:
        """Until somebody hangs up."""
        self.entered.set()
        assert self.held.wait(5)
        raise LineProblem("timeout")

    def probe(self) -> None:
        self.probed += 1
        self.ends()

    def hang_up(self) -> None:
        self.held.set()

    def close(self) -> None:
        self.held.set()


def raises(problem: Exception) -> Callable[[], object]:
    def end() -> object:
        raise problem

    return end


class Hall:
    """A desk with one counter, and what reached the inbox."""

    def __init__(self, look_again_s: float = NEVER_S) -> None:
        self.counter, self.inbox = Counter(), Inbox()
        self.desk = Desk({Platform.IDENTITY: self.counter}, self.inbox.post, look_again_s)

    def asks(self, id: str) -> None:
        self.desk.carry_out(Ask(id, WhoShowsCode("BDYID1")))

    def hears(self, id: str) -> Answered:
        return self.inbox.wait_for(Answered, where=lambda told: told.id == id)


@pytest.fixture
def hall() -> Iterator[Hall]:
    made = Hall()
    yield made
    made.desk.close()


@pytest.mark.parametrize(
    ("problem", "code", "reason"),
    [
        (Refused("used"), AnswerCode.REFUSED, "used"),
        (NotReached("http=503"), AnswerCode.UNREACHABLE, "http=503"),
        (LineProblem("unreachable"), AnswerCode.UNREACHABLE, "unreachable"),
        (LineProblem("timeout"), AnswerCode.TIMED_OUT, "timeout"),
        (LineProblem("cut"), AnswerCode.UNKNOWN, "cut"),
        (ZeroDivisionError(), AnswerCode.UNKNOWN, "fault"),
    ],
)
def test_every_end_has_its_code_and_the_next_question_is_taken(
    hall: Hall, problem: Exception, code: AnswerCode, reason: str
) -> None:
    hall.counter.ends = raises(problem)
    hall.asks("1")
    told = hall.hears("1")
    assert (told.code, told.reason, told.result) == (code, reason, None)
    hall.counter.ends = lambda: SOMEBODY
    hall.asks("2")
    assert hall.hears("2").result == SOMEBODY


def test_an_answer_says_of_whom_it_was_asked_and_hides_what_it_says(hall: Hall) -> None:
    hall.asks("1")
    told = hall.hears("1")
    assert (told.platform, told.what) == (Platform.IDENTITY, "WhoShowsCode")
    assert "陈海英" not in repr(told)
    assert "330299" not in repr(told)


def test_a_question_to_nobody_is_answered_at_once(hall: Hall) -> None:
    hall.desk.carry_out(Ask("1", MyTurn("0")))
    told = hall.hears("1")
    assert (told.code, told.reason) == (AnswerCode.UNREACHABLE, "not_connected")


@pytest.mark.parametrize("effect", [StopAsking("1"), ForgetQuestions()])
def test_a_withdrawn_question_brings_no_answer_but_ends(hall: Hall, effect: StopAsking) -> None:
    hall.counter.ends = hall.counter.hangs
    hall.asks("1")
    assert hall.counter.entered.wait(5)
    hall.asks("2")
    hall.desk.carry_out(effect)
    assert hall.hears("1") == Answered("1", AnswerCode.WITHDRAWN, what="WhoShowsCode",
                                       platform=Platform.IDENTITY)  # fmt: skip
    if isinstance(effect, ForgetQuestions):
        assert hall.hears("2").code is AnswerCode.WITHDRAWN
        assert len(hall.counter.asked) == 1


def test_a_platform_that_failed_twice_is_not_asked_and_is_told_of(hall: Hall) -> None:
    hall.counter.ends = raises(NotReached("http=503"))
    for id in "123":
        hall.asks(id)
        told = hall.hears(id)
    assert (told.code, told.reason) == (AnswerCode.UNREACHABLE, "down")
    assert len(hall.counter.asked) == 2
    down = hall.inbox.wait_for(PlatformReached)
    assert down == PlatformReached(False, Platform.IDENTITY, "http=503")


def test_that_it_is_back_is_found_without_a_visitor() -> None:
    hall = Hall(look_again_s=0.01)
    hall.counter.ends = raises(NotReached("http=503"))
    hall.asks("1")
    hall.asks("2")
    assert not hall.inbox.wait_for(PlatformReached).reached
    hall.counter.ends = lambda: SOMEBODY
    assert hall.inbox.wait_for(PlatformReached).reached
    assert hall.counter.probed
    hall.asks("3")
    assert hall.hears("3").code is AnswerCode.ANSWERED
    hall.desk.close()


def test_closing_ends_every_question(hall: Hall) -> None:
    hall.counter.ends = hall.counter.hangs
    hall.asks("1")
    assert hall.counter.entered.wait(5)
    hall.desk.close()
    assert hall.hears("1").code is AnswerCode.WITHDRAWN
    hall.asks("2")
    assert hall.hears("2").code is AnswerCode.WITHDRAWN
