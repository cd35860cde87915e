"""A router in the real window, and fingers that reach it the way that touches do."""

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent

from kiosk.events.touches import Touched
from kiosk.visit.views import View
from screens.router import Router
from screens.widgets.piece import Piece


class Finger(MotionEvent):
    def __init__(self, number: int, x: float, y: float) -> None:
        place = (x / Window.width, y / Window.height)
        super().__init__("test", number, place, is_touch=True, type_id="touch")
        self.profile = ["pos"]

    def depack(self, args: tuple[float, float]) -> None:
        self.sx, self.sy = args
        super().depack(args)


class Hand:
    """guard_s 0: tests of the guard set it themselves."""

    def __init__(self, guard_s: float = 0.0) -> None:
        self.reported: list[object] = []
        self.router = Router(self.reported.append, guard_s)
        self._fingers = 0
        EventLoop.ensure_window()
        Window.add_widget(self.router)
        self.frames(2)

    def close(self) -> None:
        self.router.forget()
        Window.remove_widget(self.router)

    def frames(self, count: int = 1) -> None:
        for _ in range(count):
            EventLoop.idle()

    def show(self, view: View) -> None:
        self.router.show(view)
        self.frames()

    def control(self, name: str) -> Piece:
        piece = self.router.find(name)
        assert piece is not None, f"no control is called {name}"
        return piece

    def down(self, x: float, y: float) -> Finger:
        """Put a finger on the glass (window px, y from the bottom)."""
        self._fingers += 1
        finger = Finger(self._fingers, x, y)
        EventLoop.post_dispatch_input("begin", finger)
        return finger

    def up(self, finger: Finger, x: float | None = None, y: float | None = None) -> None:
        if x is not None and y is not None:
            finger.move((x / Window.width, y / Window.height))
            EventLoop.post_dispatch_input("update", finger)
        EventLoop.post_dispatch_input("end", finger)

    def press(self, name: str) -> None:
        x, y = self.control(name).center
        self.up(self.down(x, y))

    @property
    def events(self) -> list[object]:
        """What was reported beside the touches themselves."""
        return [event for event in self.reported if not isinstance(event, Touched)]
