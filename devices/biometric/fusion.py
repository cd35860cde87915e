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

    def add(self, frame: Vector) -> None:
        """Take one more frame in."""
        if self._frames and distance(frame, self.vector) > SAME_PERSON:
            self._frames.clear()
        self._frames.append(frame)

    def __len__(self) -> int:
        """How many frames belong together."""
        return len(self._frames)

    @property
    def vector(self) -> Vector:
        """What stands for all frames that belong together; there must be one."""
        return np.asarray(np.mean(self._frames, axis=0), np.float64)
