"""The face process: the only place where frames, vectors and the card's portrait ever are.

Started by `__main__`. One loop on one thread: a frame of what is under way (`checking`,
`shooting`), messages in between, a sign of life before everything that may take long. It ends when
the other side does, writes no file, and is simply killed to make it forget.
"""

import os
import socket
import time
from dataclasses import asdict
from pathlib import Path

import cv2

from devices.biometric import portrait
from devices.biometric.capture import CameraGone, Capture
from devices.biometric.checking import Checking
from devices.biometric.engine import DlibEngine
from devices.biometric.fusion import Evidence
from devices.biometric.looking import VECTOR_S, WARM_UP_FRAMES, Looking, Tools
from devices.biometric.messages import (
    CameraTried,
    EngineTried,
    Failed,
    Message,
    Photo,
    Portrait,
    Ready,
    Setup,
    StartCheck,
    StartPhotos,
    StopCheck,
    TryCamera,
    TryEngine,
)
from devices.biometric.photo_library import PhotoLibrary
from devices.biometric.pipeline import Pipeline
from devices.biometric.portrait import Encoding, PortraitRefused
from devices.biometric.preview import PreviewMemory
from devices.biometric.shooting import Shooting
from devices.biometric.view import View, Watch
from devices.biometric.wire import Wire, WireBroken
from kiosk.case.card_photo import photo_limits
from kiosk.vocabulary import CompletionCode

NICENESS = 10
BEAT_S = 0.5
"""How often an idle process gives a sign of life."""

ENCODING_S = 30.0
"""More than a portrait takes on the slowest machine when it is busy; usually under a second."""


class FaceProcess:
    """Obeys one wire until it breaks."""

    def __init__(self, wire: Wire, preview: PreviewMemory, engine: DlibEngine, setup: Setup):
        self._wire, self._engine, self._setup = wire, engine, setup
        self._tools = Tools(wire, preview, engine, Pipeline(engine), setup)
        self._library: PhotoLibrary | None = None
        if setup.photo_library:
            path = Path(setup.photo_library)
            self._library = PhotoLibrary(path, setup.photo_call, setup.photo_pixels)
        self._owner: Encoding | None = None
        self._evidence = Evidence()  # of all tries with this portrait
        self._refused = "missing"
        self._running: Looking | None = None
        self._limits = photo_limits()

    def run(self, early: list[Message]) -> None:
        """Obey what came while loading, then whatever comes. Ends with WireBroken."""
        messages = early
        while True:
            for message in messages:
                self._obey(message)
            if self._running:
                self._running.step()
                if self._running.ended:
                    self._running = None
            else:
                self._wire.promise(BEAT_S)
            busy = self._refine() or self._running
            messages = self._wire.receive(0.0 if busy else BEAT_S)

    def _obey(self, message: Message) -> None:
        match message:
            case Portrait() | Photo():
                self._import(message)
            case StartCheck() | StartPhotos():
                self._stop()
                begun = self._begin(message)
                if isinstance(begun, Looking):
                    self._running = begun
                else:
                    self._wire.send(Failed(message.id, CompletionCode.INVALID_DATA, begun))
            case StopCheck(command_id):
                if self._running and self._running.id == command_id:
                    self._stop()
            case TryCamera(command_id, frames):
                self._wire.send(self._try_camera(command_id, frames))
            case TryEngine(command_id):
                self._wire.promise(ENCODING_S)
                began_s = time.monotonic()
                passed = self._engine.works()
                self._wire.send(EngineTried(command_id, passed, time.monotonic() - began_s))

    def _begin(self, command: StartCheck | StartPhotos) -> Looking | str:
        """What looks from now on, or the reason why nothing can be compared."""
        if isinstance(command, StartCheck):
            if self._owner is None:
                return self._refused
            return Checking(command, self._tools, self._owner, self._evidence)
        known = self._evidence.vector if len(self._evidence) else None
        if command.same_person and known is None:
            return "nobody_known"
        # Where nobody was asked to be the person of the check, whoever sits there may be.
        only = known if command.same_person else None
        return Shooting(command, self._tools, self._limits, only)

    def _stop(self) -> None:
        if self._running:
            self._running.close()
        self._running = None
        self._tools.preview.erase()  # also the album of shots that were taken before

    def _import(self, given: Portrait | Photo) -> None:
        self._wire.promise(ENCODING_S)
        self._owner, self._evidence = None, Evidence()
        try:
            if isinstance(given, Photo):
                image = portrait.decode_photo(given.data)
            else:
                image = portrait.decode(given.data, self._setup.simulation, self._library)
            self._owner = Encoding(self._engine, image)
        except PortraitRefused as refusal:
            self._refused = refusal.reason

    def _refine(self) -> bool:
        """One of the steps that make the portrait's vector better; whether there was one to do.

        Between messages and between frames, so that no check waits for all of them.
        """
        if self._owner is None or self._owner.finished:
            return False
        if self._running and not self._running.may_wait(self._owner.usable):
            return False
        self._wire.promise(VECTOR_S)
        self._owner.refine()
        return True

    def _try_camera(self, command_id: str, frames: int) -> CameraTried:
        watch, patience_s = Watch(), self._setup.read_timeout_s
        self._wire.promise(self._setup.open_timeout_s)
        try:
            with Capture(self._setup) as capture:
                for number in range(WARM_UP_FRAMES + frames):
                    self._wire.promise(patience_s)
                    frame = capture.read()
                    if number >= WARM_UP_FRAMES:
                        watch.see(frame, time.monotonic())
                age_s = capture.age_s
        except CameraGone as gone:
            return CameraTried(command_id, View.FROZEN if gone.silent else View.GONE)
        view = watch.settled() or View.CLEAR
        return CameraTried(command_id, view, **asdict(watch.figures(age_s)))


def _stand_back() -> None:
    """What draws goes first. Niceness counts only within a session (autogroup), and this is the
    kiosk's own; a frame that arrives pushes nobody from a processor (SCHED_BATCH)."""
    os.nice(NICENESS)
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def serve(wire_fd: int, memory_fd: int) -> None:
    """Load the models, obey until the other side is gone. Raises EngineMissing."""
    cv2.setNumThreads(1)
    wire = Wire(socket.socket(fileno=wire_fd))
    preview = PreviewMemory(memory_fd)
    os.close(memory_fd)
    engine = DlibEngine()
    _stand_back()  # not before: a busy machine must not put off a process to stand ready
    try:
        setup, *early = wire.receive(BEAT_S)
        assert isinstance(setup, Setup)
        wire.send(Ready(engine.name))
        FaceProcess(wire, preview, engine, setup).run(early)
    except WireBroken:
        return
