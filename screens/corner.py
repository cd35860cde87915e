"""The hidden corner: how a technician asks for the PIN pad, and nobody else does by chance.

Five touches within three seconds, one after another in the upper left corner, where no page has a
control. Whether they mean anything now is for the rules to say.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic

from kivy.input.motionevent import MotionEvent

from screens.widgets.paper import Box, sheet

CORNER = Box(0, 0, 96, 96)
TOUCHES = 5
WITHIN_S = 3.0


class Corner:
    """Told of every finger that is lifted, in order."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._at: deque[float] = deque(maxlen=TOUCHES)

    def taps(self, touch: MotionEvent) -> bool:
        """Whether this was the last of the five. One elsewhere, or a stroke, begins anew."""
        if not (_within(*touch.opos) and _within(*touch.pos)):
            self._at.clear()
            return False
        self._at.append(self._clock())
        if len(self._at) < TOUCHES or self._at[-1] - self._at[0] > WITHIN_S:
            return False
        self._at.clear()
        return True


def _within(x: float, y: float) -> bool:
    placed = sheet.place(CORNER)
    (left, bottom), (width, height) = placed["pos"], placed["size"]
    return left <= x <= left + width and bottom <= y <= bottom + height
