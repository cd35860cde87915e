"""The newest frame there is, however long nobody looked; over a pipe in place of a camera."""

import os
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from devices.biometric import capture
from devices.biometric.capture import CameraGone, Capture
from devices.biometric.messages import Setup

SETUP = Setup("0", 1.0, 1.0, 15.0, simulation=True)


class Pipe:
    """As cv2.VideoCapture: one byte is one frame, and who asks too early is put to sleep."""

    def __init__(self) -> None:
        self.out, self.into = os.pipe()
        self.number = 0

    def isOpened(self) -> bool:
        return True

    def sends(self, *numbers: int) -> None:
        os.write(self.into, bytes(numbers))

    def grab(self) -> bool:
        frame = os.read(self.out, 1)
        self.number = frame[0] if frame else -1
        return bool(frame)

    def retrieve(self) -> tuple[bool, np.ndarray]:
        return True, np.full((2, 2, 3), self.number, np.uint8)

    def release(self) -> None:
        os.close(self.out)


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipe]:
    made = Pipe()
    monkeypatch.setattr(capture.cv2, "VideoCapture", lambda *_: made)
    yield made
    os.close(made.into)


def soon(pipe: Pipe, number: int) -> threading.Timer:
    later = threading.Timer(0.02, pipe.sends, (number,))
    later.start()
    return later


def test_whoever_was_busy_for_long_is_shown_what_is_now(
    pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "OLDEST_S", 0.01)
    with Capture(SETUP) as camera:
        time.sleep(0.02)  # busy with something else, while thirty frames come
        pipe.sends(*range(1, 31))
        later = soon(pipe, 31)
        assert camera.read()[0, 0, 0] == 31
        assert camera.age_s < 1.0
        later.join()


def test_whoever_keeps_up_is_shown_every_frame(pipe: Pipe) -> None:
    with Capture(SETUP) as camera:
        later = soon(pipe, 1)
        assert camera.read()[0, 0, 0] == 1
        came_s = camera.taken_s
        later.join()
        pipe.sends(2, 3)
        assert [int(camera.read()[0, 0, 0]) for _ in range(2)] == [2, 3]
        assert camera.taken_s == came_s, "what lay ready may be as old as the one before"


def test_a_machine_too_slow_to_catch_up_sees_what_there_is(
    pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "OLDEST_S", 0.0)
    monkeypatch.setattr(capture, "CATCH_UP_S", 0.0)
    pipe.sends(1, 2, 3)
    with Capture(SETUP) as camera:
        assert camera.read()[0, 0, 0] == 1


def test_a_camera_that_goes_away_is_gone(pipe: Pipe) -> None:
    with Capture(SETUP) as camera:
        keep, pipe.into = pipe.into, os.open(os.devnull, os.O_RDONLY)
        os.close(keep)
        with pytest.raises(CameraGone) as gone:
            camera.read()
        assert not gone.value.silent
