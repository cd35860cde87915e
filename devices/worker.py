"""One thread per device: commands in, exactly one `Completed` per command out.

Answers for the queue, cancelling, opening the port and opening it again with doubling pauses,
telling "nothing answers" (the port is kept) from "the port is gone" (it is opened anew), forgiving
short absences, and pushing a status only when it changes. Leaves to the driver what its device is
asked and what the answers mean. A driver is a `Handler` with a worker around it:

    class SerialThing:
        look_every_s = 3.0

        def __init__(self, config: ThingConfig, post: Post) -> None:
            self.log = FrameLog()
            self._worker = Worker(
                Device.PRINTER, self, post,
                open_port=lambda: SerialPort(config.port, config.baud, self.log),
                reopen_first_s=config.reopen_first_s, reopen_most_s=config.reopen_most_s,
                port_gone=ReseatPrinterCable, no_answer=ResetPrinter)
            self._worker.start()

        submit and close hand on to the worker.

        def opened(self) -> None: ...                    # forget half frames and the old port
        def look(self, port, turn) -> DeviceStatus: ...  # raises NoAnswer, PortGone
        def carry_out(self, command, port, turn):        # -> (CompletionCode, result)
            turn.check()                                 # raises Canceled, which ends the command
            turn.wait(0.3)                               # a pause that a Cancel cuts short
            turn.report(status)                          # a status seen on the way

`carry_out` that raises NoAnswer or PortGone says: nothing was done that may not be done again.
The worker then runs it again, until the device has been missed MISSES times in a row; then the
command ends with DEVICE_NOT_READY and the status as its result. What must not be repeated (paper
came out) catches both and returns its own result. SelfTest is a `look`; it never reaches
`carry_out`. Commands run one after the other: a SelfTest behind a ReadCard waits for its end.
"""

import logging
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from devices.transport import NoAnswer, PortGone
from kiosk.attention import Attention
from kiosk.events import Completed, StatusChanged
from kiosk.ports import Cancel, DeviceStatus, Post, SelfTest
from kiosk.vocabulary import CompletionCode, Device, DeviceState

MISSES = 3
"""How often in a row a device is missed before it counts as absent (lesson: debounce absence)."""

_log = logging.getLogger(__name__)


class Command(Protocol):
    @property
    def id(self) -> str: ...


class Port(Protocol):
    """What the worker itself needs of a port; the driver knows which kind it opens."""

    gone: bool
    heard_at_s: float  # monotonic; when the device last said something

    def close(self) -> None: ...


class Canceled(Exception):
    """The running command was cancelled, or the worker is closing."""


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
    ) -> None:
        self._device, self._handler, self._post = device, handler, post
        self._open_port = open_port
        self._reopen_first_s, self._reopen_most_s = reopen_first_s, reopen_most_s
        self._port_gone = DeviceStatus(device, DeviceState.NO_DEVICE, port_gone)
        self._no_answer = DeviceStatus(device, DeviceState.OFFLINE, no_answer)
        self._wakeup = threading.Condition()
        self._queue: deque[Command] = deque()
        self._running: str | None = None
        self._canceled = False
        self._closing = False

        # From here on, the thread's own.
        self._port: Port | None = None
        self._status: DeviceStatus | None = None
        self._misses = 0
        self._missed_at_s = 0.0
        self._pause_s = reopen_first_s
        self._look_at_s = time.monotonic()
        self._turn = Turn(self)
        self._thread = threading.Thread(target=self._run, name=f"{device.value} worker")
        self._thread.daemon = True

    def start(self) -> None:
        self._thread.start()

    def submit(self, command: Command) -> None:
        """Queue it, or end the command that a Cancel names. Returns at once."""
        ended: Command | None = None
        with self._wakeup:
            if isinstance(command, Cancel):
                if command.id == self._running:
                    self._canceled = True
                ended = next((each for each in self._queue if each.id == command.id), None)
                if ended:
                    self._queue.remove(ended)
            elif self._closing:
                ended = command
            else:
                self._queue.append(command)
            self._wakeup.notify_all()
        if ended:
            self._complete(ended, (CompletionCode.CANCELED, None))

    def close(self) -> None:
        """End what runs, answer what waits with CANCELED, release the port, end the thread."""
        with self._wakeup:
            self._closing = True
            self._wakeup.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout=5.0)

    # ---- the thread --------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._closing:
            command = self._next()
            try:
                if command:
                    self._end(command)
                elif not self._closing:
                    self._look()
            except Canceled:
                continue
            except Exception as error:
                _tell(self._device, error)
                self._look_at_s = time.monotonic() + self._handler.look_every_s
        with self._wakeup:
            left = list(self._queue)
            self._queue.clear()
        for command in left:
            self._complete(command, (CompletionCode.CANCELED, None))
        self._drop_port()

    def _next(self) -> Command | None:
        """The next command; None when it is time to look, or to end."""
        with self._wakeup:
            self._wakeup.wait_for(
                lambda: self._queue or self._closing,
                timeout=max(0.0, self._look_at_s - time.monotonic()),
            )
            self._canceled = False
            if self._closing or not self._queue:
                self._running = None
                return None
            command = self._queue.popleft()
            self._running = command.id
            return command

    def _end(self, command: Command) -> None:
        """Carry it out and complete it, whatever happens inside."""
        try:
            outcome = self._carry_out(command)
        except Canceled:
            outcome = CompletionCode.CANCELED, None
        except Exception as error:
            _tell(self._device, error)
            outcome = CompletionCode.INTERNAL_ERROR, None
        with self._wakeup:
            self._running = None
        self._look_at_s = time.monotonic() + self._handler.look_every_s
        if self._port is None or self._port.gone:
            self._drop_port()
            self._look_at_s = time.monotonic() + self._pause_s
        self._complete(command, outcome)

    def _carry_out(self, command: Command) -> Outcome:
        while True:
            self._turn.check()
            try:
                port = self._open()
                if not isinstance(command, SelfTest):
                    return self._handler.carry_out(command, port, self._turn)
                status = self._handler.look(port, self._turn)
                self._seen(status)
                return CompletionCode.SUCCESS, status
            except (NoAnswer, PortGone) as absence:
                self._missed(absence)
                if self._misses >= MISSES:
                    return CompletionCode.DEVICE_NOT_READY, self._status
                # A device behind an open port was waited for already.
                if self._port is None:
                    self._turn.wait(self._pause_s)

    def _look(self) -> None:
        try:
            self._seen(self._handler.look(self._open(), self._turn))
            pause_s = self._handler.look_every_s
        except (NoAnswer, PortGone) as absence:
            self._missed(absence)
            pause_s = self._pause_s
            if self._port is not None:
                pause_s = min(pause_s, self._handler.look_every_s)
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

    def _missed(self, absence: NoAnswer | PortGone) -> None:
        if self._port is not None and self._port.heard_at_s > self._missed_at_s:
            self._misses = 0  # it lived in between: this is a new absence
            self._pause_s = self._reopen_first_s
        status = self._no_answer
        if isinstance(absence, PortGone):
            status = self._port_gone
            self._drop_port()
        if self._misses:
            self._pause_s = min(2 * self._pause_s, self._reopen_most_s)
        self._misses += 1
        self._missed_at_s = time.monotonic()
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
        if self._worker._canceled or self._worker._closing:
            raise Canceled

    def wait(self, pause_s: float) -> None:
        """Pause without using the processor; raises Canceled as soon as it is known."""
        worker = self._worker
        with worker._wakeup:
            worker._wakeup.wait_for(lambda: worker._canceled or worker._closing, timeout=pause_s)
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
