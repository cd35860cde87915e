"""The camera: opened with time-outs, read frame by frame, gone when it is gone.

A stream that froze holds `read()` for thirty seconds unless told otherwise when opening; for a
device number V4L2 has its own limit, set in the environment by whoever starts the face process
(`spawn`). Leaves watching from outside to `driver`.
"""

import resource
import time

import cv2
import numpy as np

from devices.biometric.engine import Bgr
from devices.biometric.messages import Setup

BUSY_S, LATE_S = 0.12, 0.25
"""Whoever comes back later than that, or has waited for no frame for so long, finds frames that are
no longer now."""

QUEUED = 30
"""So many frames are passed over at once, at most: between a camera and its reader lie the buffers
of two sockets, which hold seconds."""


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
        """The newest frame; waits at most the read time-out.

        What queued meanwhile is passed over: a machine that needs longer for a frame than the
        camera would otherwise see a person later and later, and take what they did for the answer
        to the next instruction.
        """
        began_s = time.monotonic()
        behind = began_s - self._returned_s > BUSY_S or began_s - self._fresh_s > LATE_S
        for _ in range(QUEUED if behind else 1):
            began_s, waits = time.monotonic(), _waits()
            arrived = self._video.grab()
            waited = _waits() > waits
            if waited or not arrived:
                break
        self._returned_s = time.monotonic()
        if waited:
            self._fresh_s = self._returned_s
        whole, frame = self._video.retrieve() if arrived else (False, None)
        if not whole:
            raise CameraGone(silent=self._returned_s - began_s > 0.8 * self._patience_s)
        return np.asarray(frame, np.uint8)

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


def _waits() -> int:
    """How often this thread gave the processor away by itself: a read that waited for its frame
    did. The time that it took says less, on a machine where others take the processor from it."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
