"""The face process: the only place where frames, vectors and the card's portrait ever are.

Started by `__main__`. One loop on one thread: a frame while a check runs, messages in between, a
sign of life before everything that may take long. It ends when the other side does, writes no file,
and is simply killed to make it forget.
"""

import os
import socket
import time
from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np

from devices.biometric import portrait
from devices.biometric.attempt import Attempt
from devices.biometric.capture import CameraGone, Capture
from devices.biometric.check import Candidate, comparable
from devices.biometric.engine import Bgr, DlibEngine, Vector, distance
from devices.biometric.fusion import Evidence
from devices.biometric.liveness import draw, same_face
from devices.biometric.messages import (
    Advice,
    Alive,
    CameraSeen,
    CameraTried,
    EngineTried,
    Failed,
    Message,
    Photo,
    PhotoAdvice,
    Portrait,
    Ready,
    Scored,
    Setup,
    ShotsEnded,
    StartCheck,
    StartPhotos,
    StopCheck,
    TryCamera,
    TryEngine,
    Wire,
    WireBroken,
)
from devices.biometric.photo_library import PhotoLibrary
from devices.biometric.photographer import Photographer
from devices.biometric.pipeline import Cut, Pipeline, Sight
from devices.biometric.portrait import Encoding, PortraitRefused
from devices.biometric.preview import SIDE, PreviewMemory
from devices.biometric.view import View, Watch
from kiosk.case.card_photo import photo_limits
from kiosk.vocabulary import CompletionCode, Hint, Liveness

NICENESS = 10
BEAT_S = 0.5
"""How often an idle process gives a sign of life."""

ENCODING_S = 30.0
"""More than a portrait takes on the slowest machine when it is busy; usually under a second."""

VECTOR_S = 5.0
"""The same for one vector; usually 75 ms."""

WARM_UP_FRAMES = 2
"""The first frames of a camera are badly exposed, or of whoever stood there before."""

FASTEST_FPS = 15.0
"""A camera may send more; more are not looked at."""


class _Running:
    """Something under way that looks through the camera."""

    def __init__(self, command: StartCheck | StartPhotos) -> None:
        self.id = command.id
        self.began_s = time.monotonic()
        self.capture: Capture | None = None
        self.watch = Watch()
        self.view: View | None = None  # what was said of the camera last
        self.good = False  # whether the last frame may be compared
        self.looked_s = 0.0
        self.shown_s = 0.0


class _Shooting(_Running):
    """A round of shots under way."""

    def __init__(self, command: StartPhotos, photographer: Photographer) -> None:
        super().__init__(command)
        self.photographer = photographer


class _Checking(_Running):
    """A check under way: its frames, its patience, its vectors."""

    def __init__(self, command: StartCheck) -> None:
        super().__init__(command)
        self.attempt = Attempt(
            draw(command.actions),
            limit_s=command.limit_s,
            action_s=command.action_s,
            now_s=self.began_s,
        )
        self.first: Candidate | None = None
        self.start: Vector | None = None  # of the first good frame
        self.acting: list[Vector] = []  # one of each action


class FaceProcess:
    """Obeys one wire until it breaks."""

    def __init__(self, wire: Wire, preview: PreviewMemory, engine: DlibEngine, setup: Setup):
        self._wire, self._preview, self._engine, self._setup = wire, preview, engine, setup
        self._pipeline = Pipeline(engine)
        self._library: PhotoLibrary | None = None
        if setup.photo_library:
            path = Path(setup.photo_library)
            self._library = PhotoLibrary(path, setup.photo_call, setup.photo_pixels)
        self._owner: Encoding | None = None
        self._evidence = Evidence()  # of all tries with this portrait
        self._refused = "missing"
        self._running: _Running | None = None
        self._limits = photo_limits()

    def run(self, early: list[Message]) -> None:
        """Obey what came while loading, then whatever comes. Ends with WireBroken."""
        messages = early
        while True:
            for message in messages:
                self._obey(message)
            if self._running:
                self._step(self._running)
            else:
                self._wire.send(Alive(BEAT_S))
            busy = self._refine() or self._running
            messages = self._wire.receive(0.0 if busy else BEAT_S)

    def _obey(self, message: Message) -> None:
        match message:
            case Portrait() | Photo():
                self._import(message)
            case StartCheck() as command:
                self._stop()
                if self._owner is None:
                    code = CompletionCode.INVALID_DATA
                    self._wire.send(Failed(command.id, code, self._refused))
                else:
                    self._pipeline.forget()
                    self._running = _Checking(command)
            case StartPhotos() as command:
                self._stop()
                known = self._evidence.vector if len(self._evidence) else None
                if command.same_person and known is None:
                    self._wire.send(Failed(command.id, CompletionCode.INVALID_DATA, "nobody_known"))
                else:
                    self._pipeline.forget()
                    self._running = self._shooting(command, known)
            case StopCheck(command_id):
                if self._running and self._running.id == command_id:
                    self._stop()
            case TryCamera(command_id, frames):
                self._wire.send(self._try_camera(command_id, frames))
            case TryEngine(command_id):
                self._wire.send(Alive(ENCODING_S))
                began_s = time.monotonic()
                passed = self._engine.works()
                self._wire.send(EngineTried(command_id, passed, time.monotonic() - began_s))

    def _import(self, given: Portrait | Photo) -> None:
        self._wire.send(Alive(ENCODING_S))
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

        Between messages and between frames, so that no check waits for all of them; and once a face
        can be compared, its verdict comes first.
        """
        if self._owner is None or self._owner.finished:
            return False
        if self._running and self._running.good and self._owner.usable:
            return False
        if isinstance(self._running, _Shooting):
            return False  # who is photographed was compared before
        self._wire.send(Alive(VECTOR_S))
        self._owner.refine()
        return True

    def _try_camera(self, command_id: str, frames: int) -> CameraTried:
        watch, patience_s = Watch(), self._setup.read_timeout_s
        self._wire.send(Alive(self._setup.open_timeout_s))
        try:
            with Capture(self._setup) as capture:
                for number in range(WARM_UP_FRAMES + frames):
                    self._wire.send(Alive(patience_s))
                    frame = capture.read()
                    if number >= WARM_UP_FRAMES:
                        watch.see(frame, time.monotonic())
                age_s = capture.age_s
        except CameraGone as gone:
            return CameraTried(command_id, View.FROZEN if gone.silent else View.GONE)
        view = watch.settled() or View.CLEAR
        return CameraTried(command_id, view, **asdict(watch.figures(age_s)))

    # ---- through the camera ------------------------------------------------------------------

    def _step(self, running: _Running) -> None:
        """One frame."""
        try:
            frame = self._frame(running)
        except CameraGone as gone:
            self._wire.send(CameraSeen(View.FROZEN if gone.silent else View.GONE))
            self._fail(running, CompletionCode.HARDWARE_ERROR, "camera")
            return
        now_s = time.monotonic()
        if _due(now_s, running.shown_s, self._setup.preview_fps):
            running.shown_s = now_s
            self._show(frame)
        if not _due(now_s, running.looked_s, FASTEST_FPS):
            return
        running.looked_s = now_s
        if self._judge_camera(running, frame, now_s) is View.FROZEN:
            self._fail(running, CompletionCode.HARDWARE_ERROR, "camera")
            return
        sight = self._pipeline.look(frame)
        if isinstance(running, _Shooting):
            self._shoot(running, frame, sight, now_s)
        elif isinstance(running, _Checking):
            self._check(running, frame, sight, now_s)

    def _check(self, running: _Checking, frame: Bgr, sight: Sight, now_s: float) -> None:
        running.good = comparable(sight) and running.watch.new
        attempt = running.attempt
        attempt.see(sight, sight.cut(frame) if running.good else None, now_s)
        if shown := attempt.advice(now_s):
            self._wire.send(Advice(running.id, shown.hint, shown.progress))
        if attempt.acting:
            running.acting.append(self._encode(sight.cut(frame)))
        if failed := attempt.failed(now_s):
            self._tell(running, failed)
        elif first := attempt.first():
            self._begin(running, first, sight, now_s)
        elif last := attempt.last():
            self._compare(running, last, sight)
        elif attempt.timed_out(now_s):
            self._fail(running, CompletionCode.TIME_OUT, "")

    def _begin(self, running: _Checking, first: Candidate, sight: Sight, now_s: float) -> None:
        """A good face, and nobody beside it: it reads what to do while it is encoded."""
        if sight.gray is None or not self._pipeline.alone(sight.gray):
            running.attempt.start_over()
            return
        if not running.attempt.begin(sight, now_s):
            return
        running.first = first
        running.start = self._encode(first.cut)

    def _frame(self, running: _Running) -> Bgr:
        """Raises CameraGone."""
        if running.capture is None:
            self._wire.send(Alive(self._setup.open_timeout_s))
            running.capture = Capture(self._setup)
            for _ in range(WARM_UP_FRAMES):
                running.capture.read()
        self._wire.send(Alive(self._setup.read_timeout_s))
        return running.capture.read()

    def _judge_camera(self, running: _Running, frame: Bgr, now_s: float) -> View | None:
        """What is said of the camera itself, in this check; also that it is well again."""
        running.watch.see(frame, now_s)
        view = running.watch.settled()
        if view is not None and view is not running.view:
            running.view = view
            self._wire.send(CameraSeen(view))
        return running.view

    def _show(self, frame: Bgr) -> None:
        scale = SIDE / max(frame.shape[:2])
        size = (round(frame.shape[1] * scale), round(frame.shape[0] * scale))
        room = np.frombuffer(self._preview.begin(*size), np.uint8).reshape(size[1], size[0], 3)
        small = frame if scale == 1 else cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
        cv2.flip(small, 1, dst=room)  # a mirror is what people expect of a picture of themselves
        self._preview.publish()

    def _compare(self, running: _Checking, last: Candidate, sight: Sight) -> None:
        """All was done: whether by one person alone, and how near that person is to the card."""
        assert running.first is not None
        assert running.start is not None
        self._wire.send(Advice(running.id, Hint.COMPARING, 1.0))
        end = self._encode(last.cut)
        if sight.gray is None or not self._pipeline.alone(sight.gray):
            self._tell(running, Liveness.NOT_ALONE)
        elif not same_face(running.start, end, running.acting):
            self._tell(running, Liveness.FACE_CHANGED)
        else:
            self._evidence.add(running.start)
            self._evidence.add(end)
            self._tell(running, Liveness.PASSED)

    def _encode(self, cut: Cut) -> Vector:
        self._wire.send(Alive(VECTOR_S))
        return self._engine.encode(self._engine.chip(cut.picture, cut.box))

    def _tell(self, running: _Checking, liveness: Liveness) -> None:
        """End the check with its figures. Only what lives is evidence; the rest is told alone."""
        assert self._owner is not None
        assert running.first is not None
        assert running.start is not None
        lives = liveness is Liveness.PASSED
        shown = self._evidence.vector if lives else running.start
        scored = Scored(
            running.id,
            distance(shown, self._owner.vector),
            len(self._evidence) if lives else 1,
            running.first.score,
            self._engine.name,
            time.monotonic() - running.began_s,
            liveness,
        )
        self._stop()
        self._wire.send(scored)

    def _fail(self, running: _Running, code: CompletionCode, reason: str) -> None:
        self._stop()
        self._wire.send(Failed(running.id, code, reason))

    # ---- photos for a card -------------------------------------------------------------------

    def _shooting(self, command: StartPhotos, known: Vector | None) -> _Shooting:
        """known: the person who must be on the photos; whoever is, where nobody was asked to be."""
        only = known if command.same_person else None
        now_s = time.monotonic()
        return _Shooting(command, Photographer(command, self._engine, self._limits, only, now_s))

    def _shoot(self, running: _Shooting, frame: Bgr, sight: Sight, now_s: float) -> None:
        photographer = running.photographer

        def alone() -> bool:
            self._wire.send(Alive(VECTOR_S))
            return sight.gray is not None and self._pipeline.alone(sight.gray)

        if running.watch.new:
            photographer.see(frame, sight, alone, now_s)
        if shown := photographer.advice(now_s):
            told = [rule.value for rule in shown.broken]
            self._wire.send(PhotoAdvice(running.id, told, shown.seconds, shown.taken))
        if not photographer.over(now_s):
            return
        if not photographer.shots:
            self._fail(running, CompletionCode.TIME_OUT, "")
            return
        self._stop()
        for shot in photographer.shots:
            self._wire.send_shot(shot.jpeg)
        compared = photographer.known is not None
        took_s = time.monotonic() - running.began_s
        self._wire.send(ShotsEnded(running.id, photographer.best, compared, took_s))
        self._show_album(photographer.album())

    def _show_album(self, album: Bgr) -> None:
        high, wide = album.shape[:2]
        room = np.frombuffer(self._preview.begin(wide, high), np.uint8)
        room.reshape(high, wide, 3)[:] = album
        self._preview.publish()

    def _stop(self) -> None:
        """The camera goes off, and with it the picture on the screen."""
        if self._running and self._running.capture:
            self._running.capture.close()
        self._running = None
        self._preview.erase()


def _due(now_s: float, last_s: float, fps: float) -> bool:
    # A little early is on time: a camera's frames do not arrive evenly.
    return now_s - last_s > 0.8 / fps


def serve(wire_fd: int, memory_fd: int) -> None:
    """Load the models, obey until the other side is gone. Raises EngineMissing."""
    cv2.setNumThreads(1)
    wire = Wire(socket.socket(fileno=wire_fd))
    preview = PreviewMemory(memory_fd)
    os.close(memory_fd)
    engine = DlibEngine()
    os.nice(NICENESS)  # not before: a busy machine must not put off a process to stand ready
    try:
        setup, *early = wire.receive(BEAT_S)
        assert isinstance(setup, Setup)
        wire.send(Ready(engine.name))
        FaceProcess(wire, preview, engine, setup).run(early)
    except WireBroken:
        return
