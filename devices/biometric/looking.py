"""Something under way that looks through the camera, whatever for, a frame at a time.

Answers for opening and closing the camera, for what is said of the camera itself, and for the
picture on the screen. Leaves what a frame means to `checking` and `shooting`, and when there is
time for the next one to `process`.
"""

import time
from abc import ABC, abstractmethod
from dataclasses import dataclass

import cv2
import numpy as np

from devices.biometric.capture import CameraGone, Capture
from devices.biometric.engine import Bgr, DlibEngine, Vector
from devices.biometric.messages import CameraSeen, Failed, Message, Setup
from devices.biometric.pipeline import Cut, Pipeline, Sight
from devices.biometric.preview import SIDE, PreviewMemory
from devices.biometric.view import View, Watch
from devices.biometric.wire import Wire
from kiosk.vocabulary import CompletionCode

VECTOR_S = 5.0
"""More than one vector takes on the slowest machine when it is busy; usually 75 ms."""

WARM_UP_FRAMES = 2
"""The first frames of a camera are badly exposed, or of whoever stood there before."""

FASTEST_FPS = 15.0
"""A camera may send more; more are not looked at."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the face process has for everything that it does."""

    wire: Wire
    preview: PreviewMemory
    engine: DlibEngine
    pipeline: Pipeline
    setup: Setup

    def room(self, width: int, height: int) -> Bgr:
        """For the next picture on the screen, to be filled before `preview.publish`."""
        pixels = np.frombuffer(self.preview.begin(width, height), np.uint8)
        return pixels.reshape(height, width, 3)

    def encode(self, cut: Cut) -> Vector:
        """The vector of a face, with a sign of life before it."""
        self.wire.promise(VECTOR_S)
        return self.engine.encode(self.engine.chip(cut.picture, cut.box))


class Looking(ABC):
    """One command that looks; `ended` once its answer was sent."""

    def __init__(self, command_id: str, tools: Tools) -> None:
        self.id = command_id
        self.ended = False
        self._tools = tools
        self._began_s = time.monotonic()
        self._capture: Capture | None = None
        self._watch = Watch()
        self._view: View | None = None  # what was said of the camera last
        self._looked_s = self._shown_s = 0.0
        tools.pipeline.forget()

    def step(self) -> None:
        """One frame."""
        try:
            frame = self._frame()
        except CameraGone as gone:
            self._tools.wire.send(CameraSeen(View.FROZEN if gone.silent else View.GONE))
            self._fail(CompletionCode.HARDWARE_ERROR, "camera")
            return
        now_s = time.monotonic()
        if _due(now_s, self._shown_s, self._tools.setup.preview_fps):
            self._shown_s = now_s
            self._show(frame)
        if not _due(now_s, self._looked_s, FASTEST_FPS):
            return
        self._looked_s = now_s
        if self._judge_camera(frame, now_s) is View.FROZEN:
            self._fail(CompletionCode.HARDWARE_ERROR, "camera")
            return
        assert self._capture is not None
        taken_s = self._capture.taken_s
        sight = self._tools.pipeline.look(frame, closely=self.decides(taken_s))
        self.see(frame, sight, taken_s, new=self._watch.new)

    @abstractmethod
    def decides(self, at_s: float) -> bool:
        """Whether a frame taken now may be the one that counts: it is searched more closely."""

    @abstractmethod
    def see(self, frame: Bgr, sight: Sight, at_s: float, *, new: bool) -> None:
        """Take note of what a frame shows. at_s: when it was taken; new: not the one before."""

    @abstractmethod
    def may_wait(self, usable: bool) -> bool:
        """Whether the portrait's vector, usable or not yet, may be made better before more is
        looked at."""

    def close(self) -> None:
        """The camera goes off, and with it the picture on the screen."""
        self.ended = True
        if self._capture:
            self._capture.close()
        self._tools.preview.erase()

    def _end(self, answer: Message) -> None:
        self.close()
        self._tools.wire.send(answer)

    def _fail(self, code: CompletionCode, reason: str) -> None:
        self._end(Failed(self.id, code, reason))

    def _frame(self) -> Bgr:
        """Raises CameraGone."""
        wire, setup = self._tools.wire, self._tools.setup
        if self._capture is None:
            wire.promise(setup.open_timeout_s)
            self._capture = Capture(setup)
            for _ in range(WARM_UP_FRAMES):
                self._capture.read()
        wire.promise(setup.read_timeout_s)
        return self._capture.read()

    def _judge_camera(self, frame: Bgr, now_s: float) -> View | None:
        """What is said of the camera itself, in this command; also that it is well again."""
        self._watch.see(frame, now_s)
        view = self._watch.settled()
        if view is not None and view is not self._view:
            self._view = view
            self._tools.wire.send(CameraSeen(view))
        return self._view

    def _show(self, frame: Bgr) -> None:
        scale = SIDE / max(frame.shape[:2])
        size = (round(frame.shape[1] * scale), round(frame.shape[0] * scale))
        room = self._tools.room(*size)
        small = frame if scale == 1 else cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
        # A mirror is what people expect of a picture of themselves.
        cv2.flip(small, 1, dst=room)
        self._tools.preview.publish()


def _due(now_s: float, last_s: float, fps: float) -> bool:
    # A little early is on time: a camera's frames do not arrive evenly.
    return now_s - last_s > 0.8 / fps
