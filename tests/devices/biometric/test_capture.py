"""The newest frame there is, however long nobody looked; with a stream in place of a camera."""

import time

import numpy as np
import pytest

from devices.biometric import capture
from devices.biometric.capture import CameraGone, Capture
from devices.biometric.messages import Setup

SETUP = Setup("0", 1.0, 1.0, 15.0, simulation=True)


class Stream:
    """As cv2.VideoCapture: some frames lie ready; for those to come whoever asks is put to sleep,
    however busy the machine. After the last the camera is gone."""

    def __init__(self) -> None:
        self.ready: list[int] = []
        self.to_come: list[int] = []
        self.number = 0

    def isOpened(self) -> bool:
        return True

    def grab(self) -> bool:
        if not self.ready and self.to_come:
            time.sleep(0.01)
            self.ready.append(self.to_come.pop(0))
        if self.ready:
            self.number = self.ready.pop(0)
            return True
        return False

    def retrieve(self) -> tuple[bool, np.ndarray]:
        return True, np.full((2, 2, 3), self.number, np.uint8)

    def release(self) -> None:
        pass


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Stream:
    made = Stream()
    monkeypatch.setattr(capture.cv2, "VideoCapture", lambda *_: made)
    monkeypatch.setattr(capture, "OLDEST_S", 60.0)  # no test is held up for so long
    monkeypatch.setattr(capture, "CATCH_UP_S", 60.0)
    return made


def test_whoever_was_busy_for_long_is_shown_what_is_now(stream: Stream) -> None:
    stream.ready, stream.to_come = list(range(1, 31)), [31, 32]
    with Capture(SETUP) as camera:
        camera.taken_s -= 61.0  # busy with something else, while thirty frames came
        assert camera.read()[0, 0, 0] == 31
        assert camera.age_s < 60.0


def test_whoever_keeps_up_is_shown_every_frame(stream: Stream) -> None:
    stream.to_come = [1]
    with Capture(SETUP) as camera:
        assert camera.read()[0, 0, 0] == 1
        came_s = camera.taken_s
        stream.ready = [2, 3]
        assert [int(camera.read()[0, 0, 0]) for _ in range(2)] == [2, 3]
        assert camera.taken_s == came_s, "what lay ready may be as old as the one before"


def test_a_machine_too_slow_to_catch_up_sees_what_there_is(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "OLDEST_S", 0.0)
    monkeypatch.setattr(capture, "CATCH_UP_S", 0.0)
    stream.ready = [1, 2, 3]
    with Capture(SETUP) as camera:
        assert camera.read()[0, 0, 0] == 1


def test_a_camera_that_goes_away_is_gone(stream: Stream) -> None:
    with Capture(SETUP) as camera:
        with pytest.raises(CameraGone) as gone:
            camera.read()
        assert not gone.value.silent
