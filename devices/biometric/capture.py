"""The camera: opened with time-outs, read frame by frame, gone when it is gone.

A stream that froze holds a read for thirty seconds unless told otherwise when opening; for a
device number V4L2 has its own limit, set in the environment by whoever starts the face process
(`spawn`). Leaves watching from outside to `driver`.

A stream says nothing of when its frames were taken, and what was sent while nobody read waits in
buffers: a machine that was busy for two seconds would see a person two seconds late from then on.
So it is the kernel that is asked: a frame for which this thread was put to sleep has only just
come; one that lay ready is at most as old as the last that did not.
"""

import resource
import time

import cv2
import numpy as np

from devices.biometric.engine import Bgr
from devices.biometric.messages import Setup

OLDEST_S = 0.15
"""No frame is handed out that may be older: two frames of a camera that sends fifteen a second."""

CATCH_UP_S = 0.5
"""How long frames are passed over for that. Decoding one takes 5 ms at 720p, so this is enough for
a backlog of six seconds; a machine too slow even for that is told the age and sees what there is.
"""


class CameraGone(Exception):
    """It does not open, went away, or (`silent`) is there and sent nothing in time."""

    def __init__(self, silent: bool = False) -> None:
        super().__init__("silent" if silent else "gone")
        self.silent = silent


class Capture:
    """An open camera; a context manager. Raises CameraGone."""

    def __init__(self, setup: Setup) -> None:
        self._patience_s = setup.read_timeout_s
        began_s = time.monotonic()
        if setup.source.isdecimal():
            self._video = cv2.VideoCapture(int(setup.source), cv2.CAP_V4L2)
        else:
            limits = {
                cv2.CAP_PROP_OPEN_TIMEOUT_MSEC: round(setup.open_timeout_s * 1000),
                cv2.CAP_PROP_READ_TIMEOUT_MSEC: round(setup.read_timeout_s * 1000),
                cv2.CAP_PROP_N_THREADS: 1,
            }
            flat = [number for pair in limits.items() for number in pair]
            self._video = cv2.VideoCapture(setup.source, cv2.CAP_FFMPEG, flat)
        if not self._video.isOpened():
            self.close()
            raise CameraGone(silent=time.monotonic() - began_s > 0.8 * setup.open_timeout_s)
        self.taken_s = began_s
        """When the frame read last was taken, at the earliest (monotonic)."""

    def read(self) -> Bgr:
        """The newest frame there is, or the next; waits at most the read time-out for it."""
        ends_s = time.monotonic() + CATCH_UP_S
        self._take()
        while self.age_s > OLDEST_S and time.monotonic() < ends_s:
            self._take()
        arrived, frame = self._video.retrieve()
        if not arrived:
            raise CameraGone
        return np.asarray(frame, np.uint8)

    @property
    def age_s(self) -> float:
        """So old the frame read last is now, at most."""
        return time.monotonic() - self.taken_s

    def _take(self) -> None:
        began_s, slept = time.monotonic(), _times_asleep()
        arrived = self._video.grab()
        now_s = time.monotonic()
        if not arrived:
            raise CameraGone(silent=now_s - began_s > 0.8 * self._patience_s)
        if _times_asleep() > slept:
            self.taken_s = now_s

    def close(self) -> None:
        self._video.release()

    def __enter__(self) -> "Capture":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _times_asleep() -> int:
    """How often this thread waited for something; losing the processor to others is not counted."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
