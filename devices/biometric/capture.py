"""The camera: opened with time-outs, read frame by frame, gone when it is gone.

A stream that froze holds `read()` for thirty seconds unless told otherwise when opening; for a
device number V4L2 has its own limit, set in the environment by whoever starts the face process
(`spawn`). Leaves watching from outside to `driver`.
"""

import time

import cv2
import numpy as np

from devices.biometric.engine import Bgr
from devices.biometric.messages import Setup

WAITED_S = 0.010
"""A read that took longer waited for its frame; decoding one takes 5 ms at 720p."""


BUSY_S = 0.12
"""Whoever comes back later than that finds frames that are no longer now."""

PERIOD_S = 1 / 15
QUEUED = 12
"""So many frames wait in the buffers between a camera and its reader, at most."""


class CameraGone(Exception):
    """It does not open, went away, or (`silent`) is there and sent nothing in time."""

    def __init__(self, silent: bool = False) -> None:
        super().__init__("silent" if silent else "gone")
        self.silent = silent


class Capture:
    """An open camera; a context manager. Raises CameraGone."""

    def __init__(self, setup: Setup) -> None:
        self._patience_s = setup.read_timeout_s
        began_s = self._fresh_s = self._returned_s = time.monotonic()
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
        self._returned_s = time.monotonic()

    def read(self) -> Bgr:
        """The next frame; waits at most the read time-out.

        What queued while the caller was busy is passed over: on a slow machine a person would
        otherwise be seen later and later, and answer an instruction that has gone.
        """
        self._pass_over(time.monotonic() - self._returned_s)
        began_s = time.monotonic()
        arrived, frame = self._video.read()
        now_s = time.monotonic()
        if not arrived:
            raise CameraGone(silent=now_s - began_s > 0.8 * self._patience_s)
        if now_s - began_s > WAITED_S:
            self._fresh_s = now_s
        self._returned_s = now_s
        return np.asarray(frame, np.uint8)

    def _pass_over(self, busy_s: float) -> None:
        """Frames that came in so many seconds, until one had to be waited for."""
        for _ in range(min(QUEUED, int(busy_s / PERIOD_S)) if busy_s > BUSY_S else 0):
            began_s = time.monotonic()
            if not self._video.grab() or time.monotonic() - began_s > PERIOD_S / 2:
                return

    @property
    def age_s(self) -> float:
        """So old the frame read last is now, at most.

        What lies ready when it is asked for may have lain there since the last one that did not: a
        stream says nothing of when its frames were made.
        """
        return time.monotonic() - self._fresh_s

    def close(self) -> None:
        self._video.release()

    def __enter__(self) -> "Capture":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
