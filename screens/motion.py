"""What moves on a page: the card to its reader, the slip out of its slot.

Only a matrix changes: nothing is laid out anew, and when the movement is over no clock runs and
nothing is drawn. Where it rests is where the page has its box, so pictures show it there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kivy.clock import Clock
from kivy.graphics import PopMatrix, PushMatrix, ScissorPop, ScissorPush, Translate

from screens.widgets.paper import Box, sheet
from screens.widgets.piece import Piece

_FRAMES_PER_S = 30


class Motion:
    """Moves what one piece holds up or down. Each movement says where it is at which time."""

    def __init__(self) -> None:
        self.matrix = Translate(0, 0)
        self._began_s: float | None = None
        self._clock: Any = None

    def height(self, passed_s: float) -> float | None:
        """Px of the page above (negative: below) the place of rest; None: it is over."""
        raise NotImplementedError

    def carry(self, piece: Piece, seen_in: Box | None = None) -> None:
        """Put the matrix around what this piece, just being drawn, is going to hold.

        seen_in: outside of this box nothing of it is seen.
        """
        before, after = piece.canvas.before, piece.canvas.after
        after.clear()
        if seen_in is not None:
            placed = sheet.place(seen_in)
            (x, y), (width, height) = placed["pos"], placed["size"]
            before.add(ScissorPush(x=x, y=y, width=width, height=height))
        before.add(PushMatrix())
        before.add(self.matrix)
        after.add(PopMatrix())
        if seen_in is not None:
            after.add(ScissorPop())

    def begin(self) -> None:
        """Start where it starts; its time runs from the frame that first shows it."""
        self.end()
        self._move(self.height(0.0) or 0.0)
        self._began_s = None
        self._clock = Clock.schedule_interval(self._step, 1 / _FRAMES_PER_S)

    def end(self) -> None:
        """Come to rest now."""
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
        self._move(0.0)

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """For a picture that is taken meanwhile."""
        y, self.matrix.y = self.matrix.y, 0
        yield
        self.matrix.y = y

    def _step(self, _: float) -> None:
        now_s = Clock.get_boottime()
        if self._began_s is None:
            self._began_s = now_s
        height = self.height(now_s - self._began_s)
        if height is None:
            self.end()
        else:
            self._move(height)

    def _move(self, height: float) -> None:
        y = round(sheet.px(height))
        if self.matrix.y != y:
            self.matrix.y = y


def smooth(part: float) -> float:
    """From 0 to 1, without a jerk at either end."""
    part = max(0.0, min(1.0, part))
    return part * part * (3 - 2 * part)


class Glide(Motion):
    """The card goes down to the reader again and again, for half a minute.

    stills: three positions instead of a movement (高对比).
    """

    WAY_S, REST_S, ENDS_S = 0.9, 1.1, 30.0

    def __init__(self) -> None:
        super().__init__()
        self._way = 0.0
        self._stills = False

    def run(self, way: float, *, stills: bool) -> None:
        """Glide `way` px down; nothing happens when it does so already."""
        if (way, stills) != (self._way, self._stills):
            self._way, self._stills = way, stills
            self.begin()

    def stop(self) -> None:
        self._way = 0.0
        self.end()

    def height(self, passed_s: float) -> float | None:
        if passed_s > self.ENDS_S:
            return None
        part = (passed_s % (self.WAY_S + self.REST_S)) / self.WAY_S
        if self._stills:
            return -self._way * (min(2, int(part * 3)) / 2 if part < 1 else 1.0)
        return -self._way * smooth(part)


class Emergence(Motion):
    """The slip leaves the slot, once for each time that its page is come to."""

    WAY_S = 0.6

    def __init__(self) -> None:
        super().__init__()
        self._way = 0.0
        self._done = False

    def run(self, way: float, *, still: bool) -> None:
        """Leave the slot, `way` px long; still: it has left already (高对比)."""
        if not self._done:
            self._done = True
            self._way = way
            if not still:
                self.begin()

    def forget(self) -> None:
        """The page is left: the next slip comes out anew."""
        self._done = False
        self.end()

    def height(self, passed_s: float) -> float | None:
        return self._way * (1 - smooth(passed_s / self.WAY_S)) if passed_s < self.WAY_S else None
