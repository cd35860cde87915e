"""The face check as the kiosk sees it: commands in, exactly one `Completed` each, no face data.

Answers for the face process: a warm one stands ready, a silent or dead one is replaced and what it
was doing ends with HARDWARE_ERROR, and forgetting a person means ending it. Loads neither OpenCV
nor dlib. Leaves the zones of the distance to `kiosk/case/identity.py`.
"""

import logging
import os
import queue
import select
import threading
import time
from dataclasses import asdict, dataclass, field

from config.model import CameraConfig, PhotoLibraryConfig
from devices.biometric.answers import Answers, OfCamera, OfVisitor, Test
from devices.biometric.camera import Camera
from devices.biometric.messages import (
    Alive,
    Message,
    Ready,
    StartCheck,
    StartPhotos,
    StopCheck,
    TryCamera,
    TryEngine,
)
from devices.biometric.preview import PreviewMemory, create_memory
from devices.biometric.spawn import Child, setup_of
from devices.biometric.trials import (
    ENGINE_HELD,
    ENGINE_OUT,
    ENGINE_WORKS,
    LOOK_FRAMES,
    TEST_FRAMES,
    camera_status,
)
from devices.biometric.wire import WireBroken
from devices.transport import FrameLog
from kiosk.events.devices import DataCleared
from kiosk.ports import (
    LARGEST_PHOTO,
    Cancel,
    Capabilities,
    CheckFace,
    ClearFace,
    Crossing,
    DeviceStatus,
    FunctionTest,
    Post,
    Preview,
    SelfTest,
    TakePhotos,
)
from kiosk.vocabulary import CompletionCode, Device, DeviceState

GRACE_S = 2.0
"""How much longer than announced a process may be silent before it is taken for hung."""

PAUSE_FIRST_S, PAUSE_MOST_S = 1.0, 30.0
"""Before the next attempt when a process died while starting; doubles."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Import:
    picture: bytearray = field(repr=False)
    photo: bool = False


_Command = OfVisitor | ClearFace | Test | Cancel | _Import


class FaceProcessBiometric:
    """`kiosk.ports.Biometric` over a process of its own. All methods: any thread, at once.

    Its tests are of the engine: the process answers, and computes a vector that is known. `camera`
    takes those of the camera.
    """

    def __init__(
        self,
        camera: CameraConfig,
        post: Post,
        simulation: bool,
        photo: PhotoLibraryConfig | None = None,
    ) -> None:
        """photo: the library for real cards; without one their portraits are refused by name."""
        self._post, self._answers = post, Answers(post)
        self._setup = setup_of(camera, photo, simulation)
        self._memory_fd = create_memory()
        self._memory = PreviewMemory(self._memory_fd)
        self._commands: queue.SimpleQueue[_Command | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self.camera = Camera(
            camera.source, lambda test: self._tell(OfCamera(test)), self._tell, self.crossings
        )
        self._bell = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)

        # From here on, the thread's own.
        self._child: Child | None = None
        self._held: Child | None = None  # killed, and not gone
        self._clearing = False  # somebody waits to hear that it is
        self._frames = FrameLog()
        self._pause_s = PAUSE_FIRST_S
        self._start_at_s = 0.0
        self._thread = threading.Thread(target=self._run, name="biometric worker", daemon=True)
        self._thread.start()

    def import_portrait(self, portrait: bytearray) -> None:
        """The vector is computed at once, while the person still reads the screen."""
        self._tell(_Import(bytearray(portrait)))

    def import_photo(self, photo: bytearray) -> None:
        """The same for the police's photo. Which of the two it is decides what is believed: nobody
        gets a face of their own onto a card by writing a photo on it."""
        self._tell(_Import(bytearray(photo if len(photo) <= LARGEST_PHOTO else b""), photo=True))

    def submit(
        self, command: CheckFace | TakePhotos | ClearFace | SelfTest | FunctionTest | Cancel
    ) -> None:
        self._tell(command)

    def capabilities(self) -> Capabilities:
        """The model is the engine's name, once a process has loaded it."""
        return Capabilities(
            Device.BIOMETRIC, self._answers.engine, ("facialFeatures", "verify", "clear")
        )

    def crossings(self) -> tuple[Crossing, ...]:
        """Messages between kiosk and face process, by kind."""
        return self._frames.newest()

    def preview(self) -> Preview | None:
        return self._memory.newest()

    def close(self) -> None:
        """End the process and the thread; what still runs, or comes later, is CANCELED."""
        with self._door:
            if self._closed:
                return
            self._closed = True
            self._commands.put(None)
            os.eventfd_write(self._bell, 1)
        self._thread.join(5.0)
        os.close(self._memory_fd)
        os.close(self._bell)

    def _tell(self, command: _Command) -> None:
        with self._door:
            if not self._closed:
                self._commands.put(command)
                os.eventfd_write(self._bell, 1)
            elif not isinstance(command, Cancel | _Import):
                self._answers.complete(command.id, CompletionCode.CANCELED)

    # ---- the thread --------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            self._wait()
            try:
                while not self._commands.empty():
                    command = self._commands.get()
                    if command is None:
                        self._end()
                        self._answers.end_all(CompletionCode.CANCELED)
                        return
                    self._obey(command)
                if self._child:
                    self._listen(self._child)
                elif time.monotonic() >= self._start_at_s:
                    self._start()
            except WireBroken:
                self._lost()

    def _wait(self) -> None:
        """Until there is something to do."""
        until_s = self._child.deadline_s if self._child else self._start_at_s
        ends = [self._bell, self._child.wire.fileno()] if self._child else [self._bell]
        ready, _, _ = select.select(ends, [], [], max(0.0, until_s - time.monotonic()))
        if self._bell in ready:
            os.eventfd_read(self._bell)

    def _listen(self, child: Child) -> None:
        for message in child.wire.receive(0.0):
            try:
                self._hear(child, message)
            except (ValueError, TypeError) as error:  # a word or a number that means nothing
                raise WireBroken from error
        if time.monotonic() > child.deadline_s:
            # Alive but silent; when it was asked for something, it is the camera that holds it.
            if self._answers.camera_is_open:
                self._answers.status(camera_status("frozen"))
            raise WireBroken

    def _obey(self, command: _Command) -> None:
        match command:
            case _Import(picture, photo):
                try:
                    if self._child:
                        wire = self._child.wire
                        (wire.send_photo if photo else wire.send_portrait)(picture)
                finally:
                    picture[:] = bytes(len(picture))
            case CheckFace() | TakePhotos():
                self._look(command)
            case SelfTest() | FunctionTest() | OfCamera():
                self._test(command)
            case Cancel(command_id):
                if self._answers.cancel(command_id) and self._child:
                    self._child.wire.send(StopCheck(command_id))
            case ClearFace(command_id):
                self._end()
                self._clearing = True
                self._start()
                gone = not self._clearing
                self._answers.end_all(CompletionCode.CANCELED)
                success, failure = CompletionCode.SUCCESS, CompletionCode.HARDWARE_ERROR
                self._answers.complete(command_id, success if gone else failure)

    def _look(self, command: OfVisitor) -> None:
        if self._answers.visitor_waits:
            self._answers.complete(command.id, CompletionCode.DEVICE_NOT_READY)
        elif not self._child:
            self._answers.complete(command.id, CompletionCode.HARDWARE_ERROR)
        else:
            self._answers.expect(command)
            words = StartCheck if isinstance(command, CheckFace) else StartPhotos
            self._child.wire.send(words(**asdict(command)))

    def _test(self, command: Test) -> None:
        of_camera = isinstance(command, OfCamera)
        if not self._child:
            self._answers.complete(command.id, CompletionCode.DEVICE_NOT_READY, ENGINE_OUT)
        elif self._answers.visitor_waits:
            device = Device.CAMERA if of_camera else Device.BIOMETRIC
            busy = DeviceStatus(device, DeviceState.DEVICE_BUSY)
            self._answers.complete(command.id, CompletionCode.SUCCESS, busy)
        else:
            self._answers.expect(command)
            if isinstance(command, OfCamera):
                frames = LOOK_FRAMES if isinstance(command.test, SelfTest) else TEST_FRAMES
                self._child.wire.send(TryCamera(command.id, frames))
            else:
                self._child.wire.send(TryEngine(command.id))

    def _hear(self, child: Child, message: Message) -> None:
        match message:
            case Ready(engine):
                child.ready = True
                child.deadline_s = time.monotonic() + GRACE_S
                self._pause_s = PAUSE_FIRST_S
                self._answers.engine = engine
                self._answers.status(ENGINE_WORKS)
            case Alive(within_s):
                child.deadline_s = time.monotonic() + within_s + GRACE_S
            case _:
                self._answers.hear(message)

    # ---- the process -------------------------------------------------------------------------

    def _start(self) -> None:
        if self._held and not self._held.is_gone:
            self._answers.status(ENGINE_HELD)
            self._start_at_s = time.monotonic() + PAUSE_FIRST_S
            return
        self._held = None
        if self._clearing:
            self._clearing = False
            self._post(DataCleared())
        try:
            self._child = Child(self._memory_fd, self._setup, self._frames.note)
            self._child.wire.send(self._setup)
        except (OSError, WireBroken):  # no memory, no file descriptors, dead already
            self._end()
            self._does_not_start()

    def _lost(self) -> None:
        """The process died or is to: a new one starts, and whoever waited for it is told."""
        started = self._child is not None and self._child.ready
        self._end()
        if started:
            _log.error("the face process ended unexpectedly")
            self._answers.status(ENGINE_OUT)  # until the new one is ready
            self._start()
        else:
            self._does_not_start()
        self._answers.end_all(CompletionCode.HARDWARE_ERROR)

    def _does_not_start(self) -> None:
        _log.error("the face process does not start; again in %.0f s", self._pause_s)
        self._start_at_s = time.monotonic() + self._pause_s
        self._pause_s = min(2 * self._pause_s, PAUSE_MOST_S)
        self._answers.status(ENGINE_OUT)

    def _end(self) -> None:
        """End the process and erase what it showed. Beside one that is not gone no other starts."""
        child, self._child = self._child, None
        self._memory.erase()
        if child and not child.end():
            _log.error("the face process was killed and is not gone")
            self._held = child
