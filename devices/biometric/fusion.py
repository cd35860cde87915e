"""The evidence of several tries of one visit, put together.

A frame is one sample of a face; the mean of the best frames of each try is nearer to the person
than any of them. Frames of somebody else must not be mixed in: who steps before the camera in
between begins anew.
"""

import numpy as np

from devices.biometric.engine import Vector, distance

SAME_PERSON = 0.40
"""Distance up to which two frames of one visit count as one person. Frames of one camera within a
minute lie at 0.1 to 0.3 of each other; a stranger of the same group rarely below 0.45."""


class Evidence:
    """Vectors of the frames compared so far; lives and ends with the face process."""

    def __init__(self) -> None:
        self._frames: list[Vector] = []

    def add(self, frame: Vector) -> Vector:
        """Take one more frame in; the vector that stands for all that belong together."""
        if self._frames and distance(frame, self._mean()) > SAME_PERSON:
            self._frames.clear()
        self._frames.append(frame)
        return self._mean()

    def _mean(self) -> Vector:
        return np.asarray(np.mean(self._frames, axis=0), np.float64)
