"""Which screen shows which view, and the change from one to the next.

A change is immediate: nothing moves unless it explains something. Screens are made when they are
first needed, or ahead of that while the kiosk is idle.
"""

import importlib
from collections.abc import Callable
from math import dist, inf
from time import monotonic

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent
from kivy.uix.widget import Widget

from kiosk.events import Event
from kiosk.events.technician import CornerTapped
from kiosk.events.touches import Touched
from kiosk.ports import Preview
from kiosk.visit import views
from screens.corner import Corner
from screens.screen import Screen
from screens.widgets.paper import sheet
from screens.widgets.piece import Piece
from screens.widgets.words import forget_texts

SCREENS: dict[type, tuple[str, str]] = {
    views.HomeView: ("home", "HomeScreen"),
    views.MattersView: ("matters", "MattersScreen"),
    views.SearchView: ("search", "SearchScreen"),
    views.NeedToKnowView: ("need_to_know", "NeedToKnowScreen"),
    views.NoticeView: ("notice", "NoticeScreen"),
    views.PlaceCardView: ("place_card", "PlaceCardScreen"),
    views.ConsentView: ("consent", "ConsentScreen"),
    views.FaceView: ("face", "FaceScreen"),
    views.PhotoView: ("photo", "PhotoScreen"),
    views.ShotsView: ("shots", "ShotsScreen"),
    views.ChoiceView: ("choice", "ChoiceScreen"),
    views.KeypadView: ("keypad", "KeypadScreen"),
    views.TypingView: ("typing", "TypingScreen"),
    views.SignatureView: ("signature", "SignatureScreen"),
    views.FeeView: ("fee", "FeeScreen"),
    views.PickView: ("pick", "PickScreen"),
    views.ReviewView: ("review", "ReviewScreen"),
    views.BusyView: ("busy", "BusyScreen"),
    views.DoneView: ("done", "DoneScreen"),
    views.RatingView: ("rating", "RatingScreen"),
    views.StillThereView: ("still_there", "StillThereScreen"),
    views.HelpView: ("help", "HelpScreen"),
    views.PausedView: ("paused", "PausedScreen"),
    views.StatusView: ("technician.status", "StatusScreen"),
    views.PaperView: ("technician.paper", "PaperScreen"),
}
"""Module and class by the view that it shows; a module is imported when it is first needed."""

GUARD_S = 0.25
"""After a change of the question, touches press nothing for so long: the second tap of a double
tap, or the one that was meant for the page before, must not answer a question nobody has read."""

SAME_PLACE = 160
"""Design px, 40 mm. Who has pressed a control knows that the page changes: only a second tap near
the first one can be meant for the page before. A page that changes by itself surprises everywhere.
"""


class Router(Widget):
    """The root of the window: exactly one screen lies on it."""

    def __init__(self, report: Callable[[Event], None], guard_s: float = GUARD_S) -> None:
        super().__init__()
        self._report = report
        self._guard_s = guard_s
        self._guarded_until = 0.0
        self._guarded_at: tuple[float, float] | None = None  # None: the whole page
        self._pressed_at: tuple[float, float] | None = None
        self._lifted_at = (0.0, 0.0)
        self._question: tuple[type, str, str] | None = None
        self._corner = Corner()
        self._made: dict[type, Screen] = {}
        self.current: Screen | None = None
        self.preview: Callable[[], Preview | None] = lambda: None

    def show(self, view: views.View) -> bool:
        """Show this view. True when another screen than before is shown now."""
        pressed_at, self._pressed_at = self._pressed_at, None  # what it brought is in this view
        screen = self.screen_for(type(view))
        changed = screen is not self.current
        if changed and isinstance(view, views.HomeView):
            self.forget()
        screen.show(view)
        if EventLoop.window is not None:
            EventLoop.window.clearcolor = screen.ground
        if changed:
            previous, self.current = self.current, screen
            self.clear_widgets()
            self.add_widget(screen)
            if previous is not None:
                previous.forget()
        question = (type(view), getattr(view, "name", ""), view.title)
        if question != self._question:
            self._question = question
            self._guarded_at = pressed_at
            self._guarded_until = inf
            Clock.schedule_once(self._seen, 0)  # in the frame after the one that shows it
        return changed

    def _seen(self, _: float) -> None:
        self._guarded_until = monotonic() + self._guard_s

    @property
    def accepts_touches(self) -> bool:
        """Whether a touch presses wherever it is; False for a moment after the question changed."""
        return monotonic() >= self._guarded_until

    def accepts(self, x: float, y: float) -> bool:
        """Whether a touch here, in window px, presses: while a change is new, only far from the
        finger that brought it, and nowhere when no finger did."""
        if self.accepts_touches:
            return True
        if self._guarded_at is None or self._guarded_until == inf:
            return False
        return dist((x, y), self._guarded_at) > sheet.px(SAME_PLACE)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        return not self.accepts(*touch.pos) or bool(super().on_touch_down(touch))

    def _pressed(self, event: Event) -> None:
        self._pressed_at = self._lifted_at
        self._report(event)

    def on_touch_up(self, touch: MotionEvent) -> bool:
        self._lifted_at = touch.pos
        # When the finger leaves, together with what it pressed: a touch that already brought the
        # page before the countdown back would have taken 结束 away from under the finger.
        if touch.grab_current is None:
            self._report(Touched())
            if self._corner.taps(touch):
                self._report(CornerTapped())
        return bool(super().on_touch_up(touch))

    def screen_for(self, view: type) -> Screen:
        """The screen of a class of views, made now if it was not yet. Raises KeyError."""
        if view not in self._made:
            module, name = SCREENS[view]
            maker = getattr(importlib.import_module(f"screens.{module}"), name)
            self._made[view] = maker(self._pressed, preview=lambda: self.preview())
        return self._made[view]

    def make_next(self) -> bool:
        """Make one screen ahead of its use. False when all are there."""
        for view in SCREENS:
            if view not in self._made:
                self.screen_for(view)
                return True
        return False

    def fit(self, width: float, height: float) -> None:
        """Lay the page anew into a window of another size."""
        if sheet.fit(width, height) and self.current is not None:
            self.current.show(self.current.view)

    def find(self, name: str) -> Piece | None:
        """The control of this name on the screen now, or None: for tests and the visitor."""
        if self.current is None:
            return None
        for piece in self.current.pieces():
            if piece.button is not None and piece.button.name == name:
                return piece
        return None

    def forget(self) -> None:
        """A visit ended: no screen and no cache keeps a word of it."""
        for screen in self._made.values():
            if screen is not self.current:
                screen.forget()
        forget_texts()
