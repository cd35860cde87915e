"""Touches that are put in on the thread that draws, and a stop-watch that ends with their frame.

A touch goes in where an input provider would put it. It is answered when the frame that shows the
control pressed has been drawn and flipped, and is finished: software GL draws later than it says.
Imports Kivy only once it is prepared, inside its methods.
"""

import itertools
import threading
import time
from collections.abc import Callable
from typing import Any

REST_S = 0.18  # longer than the fill of a press stays, and its last frame takes
PATIENCE_S = 5.0


class Finger:
    """Puts touches in on the thread that draws, and takes the time when their frame is out."""

    def __init__(self, router: Any) -> None:
        from kivy.core.window import Window
        from kivy.graphics.opengl import glFinish

        self._router, self._window = router, Window
        self._numbers = itertools.count(1)
        self._shown: Callable[[], bool] | None = None
        self._flipped = threading.Event()
        self._began_s = self._ended_s = 0.0
        self._flip = Window.flip
        self._finish = glFinish
        Window.flip = self._take_time

    def touch_ms(self, name: str) -> float:
        from kivy.base import EventLoop

        piece = self._piece(name)
        touch = self._touch(piece)
        took_ms = self._timed(
            lambda: EventLoop.post_dispatch_input("begin", touch), lambda: bool(piece.pressed)
        )
        self._let_go(touch)
        return took_ms

    def redraw_ms(self) -> float:
        took_ms = self._timed(self._window.canvas.ask_update, lambda: True)
        time.sleep(REST_S)
        return took_ms

    def must_change(self, name: str) -> None:
        """Raises RuntimeError when the pixels of a pressed control are those of any other."""
        from kivy.base import EventLoop

        piece = self._piece(name)
        touch = self._touch(piece)
        seen = [self._colour(piece, self._window.canvas.ask_update)]
        seen.append(self._colour(piece, lambda: EventLoop.post_dispatch_input("begin", touch)))
        self._let_go(touch)
        if seen[0] == seen[1]:
            raise RuntimeError(f"{name}: a touch changes nothing")

    def _timed(self, act: Callable[[], object], shown: Callable[[], bool]) -> float:
        from screens.ui_thread import on_ui_thread

        def begin() -> None:
            self._flipped.clear()
            self._shown = shown
            self._began_s = time.perf_counter()
            act()

        on_ui_thread(begin)
        if not self._flipped.wait(PATIENCE_S):
            raise RuntimeError("nothing was drawn")
        return (self._ended_s - self._began_s) * 1e3

    def _take_time(self) -> None:
        """In place of Window.flip: the picture is out when this returns."""
        self._flip()
        self._finish()  # every frame, or the next one pays for this one too
        if self._shown is not None and self._shown():
            self._ended_s = time.perf_counter()
            self._shown = None
            self._flipped.set()

    def _colour(self, piece: Any, act: Callable[[], object]) -> bytes:
        """A pixel of the control, near its left edge, in the frame that follows."""
        from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels

        x, y = piece.to_window(piece.x + piece.width * 0.04, piece.center_y)
        found: list[bytes] = []

        def look(*_: Any) -> None:  # before the flip: afterwards the buffer is undefined
            found[:] = [bytes(glReadPixels(int(x), int(y), 1, 1, GL_RGB, GL_UNSIGNED_BYTE))]

        self._window.bind(on_flip=look)
        self._timed(act, lambda: True)
        self._window.unbind(on_flip=look)
        return found[0]

    def _piece(self, name: str) -> Any:
        """The control, once its page takes touches."""
        from screens.ui_thread import on_ui_thread

        ends_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends_s:
            piece = on_ui_thread(lambda: self._router.accepts_touches and self._router.find(name))
            if piece and not piece.pressed:
                return piece
            time.sleep(0.02)
        raise RuntimeError(f"there is no {name} to touch")

    def _touch(self, piece: Any) -> Any:
        from screens.visitor import _Touch

        x, y = piece.to_window(*piece.center)
        return _Touch(next(self._numbers), x / self._window.width, y / self._window.height)

    def _let_go(self, touch: Any) -> None:
        """Draw the finger away from the control and lift it there: nothing is pressed."""
        from kivy.base import EventLoop

        from screens.ui_thread import on_ui_thread

        def lift() -> None:
            touch.move((0.999, 0.999))
            EventLoop.post_dispatch_input("end", touch)

        on_ui_thread(lift)
        time.sleep(REST_S)
