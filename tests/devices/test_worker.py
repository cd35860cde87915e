"""One device thread's stories, with a small device that answers b"!" to b"?" on a real pty."""

import itertools
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from devices.simulation.line import Line
from devices.transport import FrameLog, NoAnswer, PortGone, SerialPort
from devices.worker import Outcome, Turn, Worker
from kiosk.attention import ReseatReaderCable, ResetReader
from kiosk.events.devices import Completed
from kiosk.ports import Cancel, DeviceStatus, FunctionTest, SelfTest
from kiosk.vocabulary import CompletionCode, Device, DeviceState
from tests.devices.inbox import Inbox, eventually

ON_THE_CARD = "330299199601010010"


@dataclass(frozen=True)
class Do:
    """A command; work is what its driver does with the device."""

    id: str
    work: Callable[[SerialPort, Turn], Outcome]


def _ask(port: SerialPort, turn: Turn | None = None) -> None:
    port.write(b"?", "?")
    if port.read(0.05) != b"!":
        raise NoAnswer("silent")
    port.heard(1, "!")


def _greet(port: SerialPort, turn: Turn) -> Outcome:
    _ask(port)
    return CompletionCode.SUCCESS, "hello"


def _wait_for_ever(port: SerialPort, turn: Turn) -> Outcome:
    while True:
        turn.wait(60.0)


def _crash(port: SerialPort, turn: Turn) -> Outcome:
    raise ValueError(ON_THE_CARD)


class Gadget:
    """A driver, as small as one can be."""

    look_every_s = 0.03

    def __init__(self, directory: Path) -> None:
        self.silent = False
        self.inbox = Inbox()
        self.opened_at_s: list[float] = []
        self.tried_at_s: list[float] = []
        self.line = Line(directory / "gadget", 1_000_000, self._answer)
        self.worker = Worker(
            Device.CARD_READER,
            self,
            self.inbox.post,
            open_port=self._open,
            reopen_first_s=0.03,
            reopen_most_s=0.12,
            port_gone=ReseatReaderCable,
            no_answer=ResetReader,
        )
        self.submit = self.worker.submit

    def _answer(self, data: bytes) -> None:
        if not self.silent:
            self.line.send(b"!" * data.count(b"?"))

    def _open(self) -> SerialPort:
        self.tried_at_s.append(time.monotonic())
        return SerialPort(str(self.line.link), 115200, FrameLog())

    def opened(self) -> None:
        self.opened_at_s.append(time.monotonic())

    def look(self, port: SerialPort, turn: Turn) -> DeviceStatus:
        _ask(port)
        return DeviceStatus(Device.CARD_READER, DeviceState.ONLINE)

    def carry_out(self, command: Do, port: SerialPort, turn: Turn) -> Outcome:
        return command.work(port, turn)

    def states(self) -> list[DeviceState]:
        return [status.state for status in self.inbox.statuses()]


@pytest.fixture
def gadget(tmp_path: Path) -> Iterator[Gadget]:
    gadget = Gadget(tmp_path)
    gadget.worker.start()
    yield gadget
    gadget.worker.close()
    gadget.line.close()


def test_a_command_ends_once_with_its_result(gadget: Gadget) -> None:
    gadget.submit(Do("a", _greet))
    assert gadget.inbox.completed("a") == Completed("a", CompletionCode.SUCCESS, "hello")
    time.sleep(0.05)
    assert gadget.inbox.completions("a") == 1


def test_commands_are_carried_out_in_the_order_they_came(gadget: Gadget) -> None:
    for number in range(20):
        gadget.submit(Do(f"{number}", _greet))
    gadget.inbox.completed("19")
    ends = [event.id for event in gadget.inbox.events if isinstance(event, Completed)]
    assert ends == [f"{number}" for number in range(20)]


def test_a_crash_inside_ends_its_command_and_nothing_else(
    gadget: Gadget, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        gadget.submit(Do("crash", _crash))
        gadget.submit(Do("after", _greet))
        assert gadget.inbox.completed("after").code is CompletionCode.SUCCESS
    assert gadget.inbox.completed("crash").code is CompletionCode.INTERNAL_ERROR
    assert "ValueError" in caplog.text
    assert "test_worker.py" in caplog.text  # where it broke
    assert ON_THE_CARD not in caplog.text


def test_a_crash_while_looking_does_not_end_the_thread(gadget: Gadget) -> None:
    gadget.inbox.wait_for(object)
    whole, gadget.look = gadget.look, lambda port, turn: 1 / 0  # type: ignore[method-assign,assignment,return-value]
    time.sleep(0.1)
    gadget.look = whole  # type: ignore[method-assign]
    gadget.submit(Do("a", _greet))
    assert gadget.inbox.completed("a").code is CompletionCode.SUCCESS


def test_a_running_command_is_cancelled_at_once(gadget: Gadget) -> None:
    gadget.submit(Do("a", _wait_for_ever))
    time.sleep(0.05)
    began_s = time.monotonic()
    gadget.submit(Cancel("a"))
    gadget.submit(Cancel("a"))
    assert gadget.inbox.completed("a").code is CompletionCode.CANCELED
    assert time.monotonic() - began_s < 0.2
    gadget.submit(Do("b", _greet))
    assert gadget.inbox.completed("b").code is CompletionCode.SUCCESS
    assert gadget.inbox.completions("a") == 1


def test_a_waiting_command_is_cancelled_without_disturbing_the_running_one(gadget: Gadget) -> None:
    gadget.submit(Do("a", _wait_for_ever))
    gadget.submit(Do("b", _greet))
    gadget.submit(Cancel("b"))
    assert gadget.inbox.completed("b").code is CompletionCode.CANCELED
    assert not gadget.inbox.completions("a")


def test_cancelling_what_is_not_there_does_nothing(gadget: Gadget) -> None:
    gadget.submit(Cancel("nobody"))
    gadget.submit(Do("a", _greet))
    assert gadget.inbox.completed("a").code is CompletionCode.SUCCESS
    gadget.submit(Cancel("a"))
    time.sleep(0.05)
    assert gadget.inbox.completions("a") == 1
    assert not gadget.inbox.completions("nobody")


def test_closing_answers_everything_that_was_asked_and_ends_the_thread(gadget: Gadget) -> None:
    for id in ("a", "b", "c"):
        gadget.submit(Do(id, _wait_for_ever))
    time.sleep(0.05)
    gadget.worker.close()
    gadget.submit(Do("too late", _greet))
    for id in ("a", "b", "c", "too late"):
        assert gadget.inbox.completed(id).code is CompletionCode.CANCELED
        assert gadget.inbox.completions(id) == 1
    names = [thread.name for thread in threading.enumerate()]
    assert "card_reader worker" not in names


def test_a_status_is_told_when_it_changes_and_not_again(gadget: Gadget) -> None:
    eventually(lambda: gadget.states() == [DeviceState.ONLINE])
    time.sleep(0.2)  # several looks later
    assert gadget.states() == [DeviceState.ONLINE]


def test_a_self_test_tells_the_status(gadget: Gadget) -> None:
    gadget.submit(SelfTest("t"))
    end = gadget.inbox.completed("t")
    assert end.code is CompletionCode.SUCCESS
    assert end.result == DeviceStatus(Device.CARD_READER, DeviceState.ONLINE)


def test_a_device_that_falls_silent_keeps_its_port(gadget: Gadget) -> None:
    eventually(lambda: gadget.states() == [DeviceState.ONLINE])
    gadget.silent = True
    eventually(lambda: gadget.states()[-1] is DeviceState.OFFLINE)
    assert gadget.inbox.statuses()[-1].attention is ResetReader
    gadget.silent = False
    eventually(lambda: gadget.states()[-1] is DeviceState.ONLINE)
    assert len(gadget.opened_at_s) == 1


def test_a_silent_device_ends_a_command_with_its_status(gadget: Gadget) -> None:
    gadget.silent = True
    gadget.submit(Do("a", _greet))
    end = gadget.inbox.completed("a")
    assert end.code is CompletionCode.DEVICE_NOT_READY
    assert isinstance(end.result, DeviceStatus)
    assert end.result.attention is ResetReader
    gadget.silent = False
    gadget.submit(Do("b", _greet))
    assert gadget.inbox.completed("b").code is CompletionCode.SUCCESS


def test_a_pulled_cable_is_told_and_the_port_comes_back_by_itself(gadget: Gadget) -> None:
    eventually(lambda: gadget.states() == [DeviceState.ONLINE])
    gadget.line.unplug()
    eventually(lambda: gadget.states()[-1] is DeviceState.NO_DEVICE)
    assert gadget.inbox.statuses()[-1].attention is ReseatReaderCable
    gadget.line.plug()
    eventually(lambda: gadget.states()[-1] is DeviceState.ONLINE)
    assert gadget.states() == [DeviceState.ONLINE, DeviceState.NO_DEVICE, DeviceState.ONLINE]


def test_a_short_absence_is_forgiven(gadget: Gadget) -> None:
    gadget.submit(Do("a", _wait_and_ask))
    eventually(lambda: gadget.states() == [DeviceState.ONLINE] or bool(gadget.opened_at_s))
    gadget.line.unplug()
    gadget.line.plug()
    assert gadget.inbox.completed("a").code is CompletionCode.SUCCESS
    assert DeviceState.NO_DEVICE not in gadget.states()
    assert len(gadget.opened_at_s) == 2


def _wait_and_ask(port: SerialPort, turn: Turn) -> Outcome:
    turn.wait(0.1)
    _ask(port)
    return CompletionCode.SUCCESS, None


def test_the_pauses_between_tries_double_up_to_the_most(gadget: Gadget) -> None:
    eventually(lambda: bool(gadget.states()))
    gadget.line.unplug()
    tries = len(gadget.tried_at_s)
    eventually(lambda: len(gadget.tried_at_s) >= tries + 6)
    times_s = gadget.tried_at_s[tries:]
    pauses_s = [later - sooner for sooner, later in itertools.pairwise(times_s)]
    at_least_s = [0.06, 0.12, 0.12, 0.12, 0.12]
    for pause_s, least_s in zip(pauses_s, at_least_s, strict=False):
        assert least_s - 0.005 <= pause_s < least_s + 0.1


def test_a_command_does_not_wait_for_the_next_try(tmp_path: Path) -> None:
    gadget = Gadget(tmp_path)
    gadget.worker._reopen_first_s = gadget.worker._pause_s = 0.01
    gadget.worker._reopen_most_s = 60.0
    gadget.line.unplug()
    gadget.worker.start()
    eventually(lambda: DeviceState.NO_DEVICE in gadget.states())
    gadget.submit(Do("early", _greet))
    assert gadget.inbox.completed("early", 0.2).code is CompletionCode.DEVICE_NOT_READY
    gadget.line.plug()
    gadget.submit(Do("a", _greet))
    assert gadget.inbox.completed("a").code is CompletionCode.SUCCESS
    gadget.worker.close()
    gadget.line.close()


def test_what_a_driver_ends_itself_is_never_repeated(gadget: Gadget) -> None:
    """A printer that lost its port in the middle of a slip: the slip does not come out twice."""
    began: list[float] = []

    def print_once(port: SerialPort, turn: Turn) -> Outcome:
        began.append(time.monotonic())
        gadget.line.unplug()
        try:
            _ask(port)
        except PortGone:
            return CompletionCode.HARDWARE_ERROR, "partial"
        raise AssertionError("the port was pulled")

    gadget.submit(Do("a", print_once))
    assert gadget.inbox.completed("a").result == "partial"
    gadget.line.plug()
    gadget.submit(Do("b", _greet))
    assert gadget.inbox.completed("b").code is CompletionCode.SUCCESS
    assert len(began) == 1


# ---- tests while a command waits for people ------------------------------------------------------


def _wait_for_people(port: SerialPort, turn: Turn) -> Outcome:
    while True:
        _ask(port)
        turn.idle(0.02)


def test_a_technicians_test_does_not_wait_for_a_command_that_waits_for_people(
    gadget: Gadget,
) -> None:
    gadget.submit(Do("card", _wait_for_people))
    gadget.submit(Do("after", _greet))
    gadget.submit(SelfTest("t"))
    end = gadget.inbox.completed("t")
    assert end.code is CompletionCode.SUCCESS
    assert end.result == DeviceStatus(Device.CARD_READER, DeviceState.ONLINE)
    assert not gadget.inbox.completions("card")
    assert not gadget.inbox.completions("after")
    gadget.submit(Cancel("card"))
    assert gadget.inbox.completed("card").code is CompletionCode.CANCELED
    assert gadget.inbox.completed("after").code is CompletionCode.SUCCESS
    assert gadget.inbox.completions("t") == 1


def test_a_function_test_in_between_crashes_alone(gadget: Gadget) -> None:
    gadget.submit(Do("card", _wait_for_people))
    gadget.submit(FunctionTest("t"))  # which this driver does not know
    assert gadget.inbox.completed("t").code is CompletionCode.INTERNAL_ERROR
    assert not gadget.inbox.completions("card")


def test_a_test_that_finds_nothing_there_is_answered_all_the_same(gadget: Gadget) -> None:
    gadget.submit(Do("card", _wait_for_people))
    eventually(lambda: bool(gadget.states()))
    gadget.line.unplug()
    gadget.submit(SelfTest("t"))
    for id in ("card", "t"):
        assert gadget.inbox.completed(id).code is CompletionCode.DEVICE_NOT_READY
        assert gadget.inbox.completions(id) == 1


def test_a_test_in_between_is_cancelled_without_its_host(gadget: Gadget) -> None:
    gadget.carry_out = (  # type: ignore[method-assign]
        lambda command, port, turn: (
            command.work(port, turn) if isinstance(command, Do) else _wait_for_ever(port, turn)
        )
    )
    gadget.submit(Do("card", _wait_for_people))
    gadget.submit(FunctionTest("t"))
    time.sleep(0.05)
    gadget.submit(Cancel("t"))
    assert gadget.inbox.completed("t").code is CompletionCode.CANCELED
    gadget.submit(FunctionTest("u"))
    time.sleep(0.05)
    gadget.submit(Cancel("card"))
    assert gadget.inbox.completed("card").code is CompletionCode.CANCELED
    gadget.submit(Cancel("u"))
    assert gadget.inbox.completed("u").code is CompletionCode.CANCELED


@pytest.mark.parametrize("host", [_wait_for_ever, None])
def test_a_test_has_a_time_out(gadget: Gadget, host: object) -> None:
    def hang(port: SerialPort, turn: Turn) -> DeviceStatus:
        turn.wait(60.0)
        raise AssertionError

    eventually(lambda: bool(gadget.states()))
    gadget.worker._test_limit_s = 0.05
    if host:
        gadget.submit(Do("card", _wait_for_people))
    gadget.look = hang  # type: ignore[method-assign]
    gadget.submit(SelfTest("t"))
    end = gadget.inbox.completed("t")
    assert end.code is CompletionCode.TIME_OUT
    assert gadget.inbox.completions("t") == 1


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_every_command_ends_exactly_once(gadget: Gadget, seed: int) -> None:
    chance = random.Random(seed)
    ids = [f"{number}" for number in range(40)]
    for id in ids:
        works = [_greet, _greet, _crash, _wait_for_ever, _wait_for_people]
        one_of_three = chance.randrange(3) == 0
        gadget.submit(SelfTest(id) if one_of_three else Do(id, chance.choice(works)))
        match chance.randrange(8):
            case 0:
                gadget.silent = not gadget.silent
            case 1:
                gadget.line.unplug()
            case 2:
                gadget.line.plug()
            case 3:
                time.sleep(0.02)
    for id in chance.sample(ids, len(ids)):
        gadget.submit(Cancel(id))
    eventually(lambda: all(gadget.inbox.completions(id) for id in ids))
    time.sleep(0.05)
    assert [gadget.inbox.completions(id) for id in ids] == [1] * len(ids)
