"""The camera: opened with time-outs, read frame by frame, gone when it is gone.

A stream that froze holds `read()` for thirty seconds unless told otherwise when opening; for a
device number V4L2 has its own limit, set in the environment by whoever starts the face process
(`spawn`). Leaves watching from outside to `driver`.
"""

import cv2
import numpy as np

from devices.biometric.engine import Bgr
from devices.biometric.messages import Setup


class CameraGone(Exception):
    """It does not open, sent nothing in time, or went away."""


class Capture:
    """An open camera; a context manager. Raises CameraGone."""

    def __init__(self, setup: Setup) -> None:
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
            raise CameraGone

    def read(self) -> Bgr:
        """The next frame; waits at most the read time-out."""
        arrived, frame = self._video.read()
        if not arrived:
            raise CameraGone
        return np.asarray(frame, np.uint8)

    def close(self) -> None:
        self._video.release()

    def __enter__(self) -> "Capture":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
