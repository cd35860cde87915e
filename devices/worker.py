"""One thread per device: commands in, exactly one `Completed` per command out.

Answers for carrying them out, opening the port and opening it again with doubling pauses,
telling "nothing answers" (the port is kept) from "the port is gone" (it is opened anew), forgiving
short absences, and pushing a status only when it changes. Leaves to the driver what its device is
asked and what the answers mean. A driver is a `Handler` with a worker around it:

    class SerialThing:
        look_every_s = 3.0

        def __init__(self, config: ThingConfig, post: Post) -> None:
            self.log = FrameLog()
            self._worker = serial_worker(  # devices.serial_worker; any other port: Worker(...)
                Device.PRINTER, self, post, config, self.log,
                port_gone=ReseatPrinterCable, no_answer=ResetPrinter)
            self._worker.start()

        submit and close hand on to the worker.

        def opened(self) -> None: ...                    # forget half frames and the old port
        def look(self, port, turn) -> DeviceStatus: ...  # raises NoAnswer, PortGone
        def carry_out(self, command, port, turn):        # -> (CompletionCode, result)
            turn.check()                                 # raises Canceled, which ends the command
            turn.wait(0.3)                               # a pause that a Cancel cuts short
            turn.idle(0.3)                               # the same, and tests are answered in it
            turn.report(status)                          # a status seen on the way

`carry_out` that raises NoAnswer or PortGone says: nothing was done that may not be done again.
The worker then runs it again, until the device has been missed MISSES times in a row (a report, a
look or a command that ended tells that it was there); then the command ends with DEVICE_NOT_READY
and the status as its result. What must not be repeated (paper came out) catches both and returns
its own result. SelfTest is a `look`; it never reaches `carry_out`.

Commands run one after the other. A command that waits for people may wait for minutes, and a
technician does not: where its driver says `turn.idle`, the tests that are queued are answered.
Tests end with TIME_OUT after TEST_LIMIT_S, and a look that takes longer has found nothing;
everything else has the time-outs of its driver, or, as ReadCard, ends when it is cancelled.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from devices.command_queue import Command, CommandQueue
from devices.transport import NoAnswer, PortGone
from kiosk.attention import Attention
from kiosk.events.devices import Completed, StatusChanged
from kiosk.ports import DeviceStatus, FunctionTest, Post, SelfTest
from kiosk.vocabulary import CompletionCode, Device, DeviceState

MISSES = 3
"""How often in a row a device is missed before it counts as absent (lesson: debounce absence)."""

TEST_LIMIT_S = 10.0
"""After that a look, a SelfTest or a FunctionTest is over, whatever the device is doing."""

_log = logging.getLogger(__name__)


class Port(Protocol):
    """What the worker itself needs of a port; the driver knows which kind it opens."""

    gone: bool

    def close(self) -> None: ...


class Canceled(Exception):
    """The running command was cancelled, or the worker is closing."""


class _Overdue(Exception):
    """A look or a test has used up its time."""

    def __init__(self) -> None:
        super().__init__("overdue")


Outcome = tuple[CompletionCode, object | None]


class Handler(Protocol):
    """What a driver brings; all of it is called by the worker's thread only."""

    @property
    def look_every_s(self) -> float:
        """How often to look while no command runs; read anew after every look and command."""

    def opened(self) -> None:
        """A port was opened: forget half frames, and what was known through the old one."""

    def look(self, port: Any, turn: "Turn") -> DeviceStatus:
        """Ask the device how it is. Raises NoAnswer, PortGone."""

    def carry_out(self, command: Any, port: Any, turn: "Turn") -> Outcome:
        """Do it. Raises Canceled (from turn), and NoAnswer or PortGone when it may be repeated."""


class Worker:
    """The thread of one device. `submit` and `close` may be called from any thread."""

    def __init__(
        self,
        device: Device,
        handler: Handler,
        post: Post,
        *,
        open_port: Callable[[], Port],
        reopen_first_s: float,
        reopen_most_s: float,
        port_gone: type[Attention],
        no_answer: type[Attention],
        test_limit_s: float = TEST_LIMIT_S,
    ) -> None:
        self._device, self._handler, self._post = device, handler, post
        self._open_port = open_port
        self._reopen_first_s, self._reopen_most_s = reopen_first_s, reopen_most_s
        self._port_gone = DeviceStatus(device, DeviceState.NO_DEVICE, port_gone)
        self._no_answer = DeviceStatus(device, DeviceState.OFFLINE, no_answer)
        self._queue = CommandQueue()

        # From here on, the thread's own.
        self._port: Port | None = None
        self._status: DeviceStatus | None = None
        self._misses = 0
        self._pause_s = reopen_first_s
        self._look_at_s = time.monotonic()
        self._test_limit_s = test_limit_s
        self._ends_s = float("inf")  # of the running look or test
        self._turn = Turn(self)
        self._thread = threading.Thread(target=self._run, name=f"{device.value} worker")
        self._thread.daemon = True

    def start(self) -> None:
        self._thread.start()

    def submit(self, command: Command) -> None:
        """Queue it, or end the command that a Cancel names. Returns at once."""
        if over := self._queue.put(command):
            self._complete(over, (CompletionCode.CANCELED, None))

    def close(self) -> None:
        """End what runs, answer what waits with CANCELED, release the port, end the thread."""
        self._queue.close()
        if self._thread.is_alive():
            self._thread.join(timeout=5.0)

    # ---- the thread --------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._queue.closing:
            command = self._queue.take(max(0.0, self._look_at_s - time.monotonic()))
            try:
                if command:
                    self._end(command)
                elif not self._queue.closing:
                    self._look()
            except Canceled:
                continue
            except Exception as error:
                _tell(self._device, error)
                self._look_at_s = time.monotonic() + self._handler.look_every_s
        for left in self._queue.left():
            self._complete(left, (CompletionCode.CANCELED, None))
        self._drop_port()

    def _end(self, command: Command) -> None:
        """Carry it out and complete it, whatever happens inside."""
        outcome = self._outcome(command, self._carry_out)
        self._queue.done(command)
        self._look_at_s = time.monotonic() + self._handler.look_every_s
        if self._port is None or self._port.gone:
            self._drop_port()
            self._look_at_s = time.monotonic() + self._pause_s
        self._complete(command, outcome)

    def _outcome(self, command: Command, way: Callable[[Command], Outcome]) -> Outcome:
        """How it ends; raises NoAnswer and PortGone where the way does, and Canceled when that is
        not for this command."""
        before_s = self._ends_s
        if isinstance(command, SelfTest | FunctionTest):
            self._ends_s = time.monotonic() + self._test_limit_s
        try:
            return way(command)
        except Canceled:
            if not (self._queue.canceled(command) or self._queue.closing):
                raise
            return CompletionCode.CANCELED, None
        except _Overdue:
            return CompletionCode.TIME_OUT, self._status
        except (NoAnswer, PortGone):
            raise
        except Exception as error:
            _tell(self._device, error)
            return CompletionCode.INTERNAL_ERROR, None
        finally:
            self._ends_s = before_s

    def _carry_out(self, command: Command) -> Outcome:
        while True:
            self._turn.check()
            try:
                outcome = self._try(command)
                self._misses = 0
                return outcome
            except (NoAnswer, PortGone) as absence:
                self._missed(absence)
                if self._misses >= MISSES:
                    return CompletionCode.DEVICE_NOT_READY, self._status
                # A device behind an open port was waited for already.
                if self._port is None:
                    self._turn.wait(self._pause_s)

    def _try(self, command: Command) -> Outcome:
        port = self._open()
        if not isinstance(command, SelfTest):
            return self._handler.carry_out(command, port, self._turn)
        status = self._handler.look(port, self._turn)
        self._seen(status)
        return CompletionCode.SUCCESS, status

    def _answer_tests(self) -> None:
        """Carry out the tests that are queued, while a command waits for people.

        An absence is that command's to bear with: a test that meets one is the next again. Raises
        NoAnswer, PortGone, Canceled.
        """
        while test := self._queue.take_test():
            try:
                outcome = self._outcome(test, self._try)
            except BaseException:
                self._queue.done(test, again=True)
                raise
            self._queue.done(test)
            self._complete(test, outcome)

    def _look(self) -> None:
        self._ends_s = time.monotonic() + self._test_limit_s
        try:
            self._seen(self._handler.look(self._open(), self._turn))
            pause_s = self._handler.look_every_s
        except (NoAnswer, PortGone, _Overdue) as absence:
            self._missed(absence)
            pause_s = self._pause_s
            if self._port is not None:
                pause_s = min(pause_s, self._handler.look_every_s)
        finally:
            self._ends_s = float("inf")
        self._look_at_s = time.monotonic() + pause_s

    def _open(self) -> Port:
        if self._port is None:
            self._port = self._open_port()
            self._handler.opened()
        return self._port

    def _drop_port(self) -> None:
        if self._port is not None:
            self._port.close()
            self._port = None

    def _seen(self, status: DeviceStatus) -> None:
        self._misses = 0
        self._pause_s = self._reopen_first_s
        if status != self._status:
            self._status = status
            self._post(StatusChanged(status))

    def _missed(self, absence: Exception) -> None:
        status = self._no_answer
        if isinstance(absence, PortGone):
            status = self._port_gone
            self._drop_port()
        if self._misses:
            self._pause_s = min(2 * self._pause_s, self._reopen_most_s)
        self._misses += 1
        status = replace(status, detail=str(absence))
        if self._misses >= MISSES and status != self._status:
            self._status = status
            self._post(StatusChanged(status))

    def _complete(self, command: Command, outcome: Outcome) -> None:
        self._post(Completed(command.id, *outcome))


class Turn:
    """What a handler may ask of its worker while it has the thread."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def check(self) -> None:
        """Raise Canceled if the running command was cancelled or the worker closes."""
        if self._worker._queue.stopped:
            raise Canceled
        if time.monotonic() > self._worker._ends_s:
            raise _Overdue

    def wait(self, pause_s: float) -> None:
        """Pause without using the processor; raises Canceled as soon as it is known."""
        self._worker._queue.wait(min(pause_s, self._worker._ends_s - time.monotonic()))
        self.check()

    def idle(self, pause_s: float) -> None:
        """The same while nothing is under way on the wire: tests that are queued are answered.

        Raises Canceled, and NoAnswer or PortGone when a test met them.
        """
        ends_s = time.monotonic() + pause_s
        while (left_s := ends_s - time.monotonic()) > 0:
            self._worker._answer_tests()
            self._worker._queue.wait(left_s, for_a_test=True)
            self.check()

    def report(self, status: DeviceStatus) -> None:
        """A status seen while a command runs: the device is there; pushed if it is news."""
        self._worker._seen(status)

    def post(self, event: object) -> None:
        """An event on the way to the end of the command."""
        self._worker._post(event)


def _tell(device: Device, error: Exception) -> None:
    """Where it broke, without the exception's words: they may quote what a card said."""
    where = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s worker: %s\n%s", device.value, type(error).__name__, where)
