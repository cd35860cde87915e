"""A scripted visitor: finds controls by their names, sends real touches, and waits like a person.

It speaks to the kiosk through the screen only, and to the hardware through the control socket only
(a callable that it is given). A control that is covered, dashed or not there makes the visit fail.
The stories are in `stories`.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent

from kiosk.visit.views import View
from screens.pictures import take_picture
from screens.router import Router
from screens.ui_thread import on_ui_thread

T = TypeVar("T")

Hardware = Callable[..., dict[str, Any]]
"""hardware("card_reader", "place", person="…") → the answer of the control socket."""

Strokes = tuple[tuple[tuple[float, float], ...], ...]

POLL_S = 0.01

REACTION_S = 0.25
"""From reading to moving; nobody is quicker, and the liveness check knows it."""

AGAIN_S = 2.0

HELD_S, HELD_LONGEST_S = 0.4, 1.2
"""How long something is done before the camera; a blink of a second and a half is none."""


class VisitFailed(Exception):
    """The visit did not go as told; its text is the plain reason."""


class Observer(Protocol):
    """Takes pictures and notes; called on the visitor's thread."""

    def arrived(self, page: str) -> None: ...

    def look(self, page: str) -> None: ...


class _Touch(MotionEvent):
    """A finger, as an input provider would report it."""

    def __init__(self, number: int, x: float, y: float) -> None:
        super().__init__("visitor", number, (x, y), is_touch=True, type_id="touch")

    def depack(self, args: Any) -> None:
        self.sx, self.sy = args
        self.profile = ["pos"]
        super().depack(args)


def page_name(view: View) -> str:
    """What a page is called: by its view's own name, else by its class: "home", "place_card"."""
    name = getattr(view, "name", "")
    if name:
        return str(name)
    words = type(view).__name__.removesuffix("View")
    return "".join("_" + c.lower() if c.isupper() else c for c in words).lstrip("_")


class Visitor:
    """Runs on a thread of its own; every look at the screen happens on the screen's thread."""

    def __init__(
        self,
        router: Router,
        hardware: Hardware,
        observer: Observer,
        *,
        gestures: Mapping[str, str],
        patience_s: float = 20.0,
        thinks_s: float = 0.0,
    ) -> None:
        """gestures: what to do before the camera, by the words on the screen that ask for it."""
        self._router = router
        self._hardware = hardware
        self._observer = observer
        self._patience_s = patience_s
        self._thinks_s = thinks_s
        self._gestures = gestures
        self._touches = 0
        self._page = ""
        self.thought_s = 0.0

    # ---- what a story uses -----------------------------------------------------------------------

    def sees(self, *pages: str, within_s: float | None = None) -> str:
        """Wait until one of these pages is shown; its name. A visitor may wait for a device."""

        def there() -> str | None:
            page = self.page()
            return page if page in pages else None

        wanted = " or ".join(pages)
        found = self._until(there, f"the page {wanted} did not come", within_s)
        self._note(found)
        return found

    def touch(self, *names: str) -> None:
        """Press one control after another, each at its middle, each when it can be pressed."""
        for name in names:
            self._think()
            x, y = self._until(
                lambda name=name: self._place_of(name), f"there is no “{name}” to press", None
            )
            self._press(x, y)

    def does_what_it_asks(self, *pages: str, within_s: float) -> str:
        """Do before the camera what the screen says, until one of these pages is shown; its name.

        A person knows what to do from the words alone, takes a moment to begin, and does it again,
        for longer, while it still says so: a slow machine sees few frames of it.
        """
        done, done_s, held_s, held = "", 0.0, HELD_S, False

        def there() -> str | None:
            nonlocal done, done_s, held_s, held
            view = on_ui_thread(self._view)
            hint = str(getattr(view, "hint", "")) if page_name(view) == "face" else ""
            if held and (hint != done or time.monotonic() - done_s > held_s):
                self._hardware("camera", "gesture", name="rest")
                held = False
            if hint != done or time.monotonic() - done_s > held_s + AGAIN_S:
                held_s = HELD_S if hint != done else min(2 * held_s, HELD_LONGEST_S)
                if gesture := self._gestures.get(hint):
                    time.sleep(REACTION_S)
                    self._hardware("camera", "gesture", name=gesture, held=True)
                    held = True
                done, done_s = hint, time.monotonic()
            return page_name(view) if page_name(view) in pages else None

        wanted = " or ".join(pages)
        found = self._until(there, f"the page {wanted} did not come", within_s)
        self._note(found)
        return found

    def draws(self, name: str, strokes: Strokes) -> None:
        """Write on a pad of this name, stroke after stroke: points in shares of it."""
        self._think()
        left, top, width, height = self._until(
            lambda: self._pad_of(name), f"there is no “{name}” to write on", None
        )
        for stroke in strokes:
            self._strokes([(left + x * width, top - y * height) for x, y in stroke])

    def pays_by_phone(self) -> None:
        """Hold a phone before the screen until it has read the code there, and paid."""
        self._think()

        def paid() -> bool | None:
            picture = on_ui_thread(lambda: take_picture(self._router))
            return self._hardware("phone", "pay", picture=picture)["paid"] or None

        self._until(paid, "the phone read no code that can be paid", None)

    def look(self) -> None:
        """Take in the page as it is now (and picture it)."""
        self._observer.look(self.page())

    def waits_until(self, true: Callable[[View], bool], what: str) -> None:
        """Wait for something to be seen on the page, told in a few words."""
        self._until(lambda: true(on_ui_thread(self._view)) or None, f"not seen: {what}", None)

    def reads(self, name: str) -> str:
        """What the page shows there, e.g. the code on it."""
        return str(getattr(on_ui_thread(self._view), name, ""))

    def waits_s(self, seconds: float) -> None:
        time.sleep(seconds)

    def hardware(self, device: str, verb: str, **arguments: Any) -> dict[str, Any]:
        return self._hardware(device, verb, **arguments)

    def offers(self, name: str) -> bool:
        """Whether the page has such a control."""
        return on_ui_thread(lambda: self._router.find(name) is not None)

    def page(self) -> str:
        return page_name(on_ui_thread(self._view))

    # ---- how it is done --------------------------------------------------------------------------

    def _note(self, page: str) -> None:
        if page != self._page:
            self._page = page
            self._observer.arrived(page)

    def _think(self) -> None:
        if self._thinks_s:
            time.sleep(self._thinks_s)
            self.thought_s += self._thinks_s

    def _view(self) -> View:
        screen = self._router.current
        if screen is None or screen.view is None:
            raise VisitFailed("the screen shows nothing")
        view: View = screen.view
        return view

    def _place_of(self, name: str) -> tuple[float, float] | None:
        def find() -> tuple[float, float] | None:
            piece = self._router.find(name)
            if piece is None or piece.button is None or not piece.button.enabled:
                return None
            x, y = piece.to_window(*piece.center)
            if not self._router.accepts(x, y):
                return None  # the page has just changed: nobody has read it yet
            return x / Window.width, y / Window.height

        return on_ui_thread(find)

    def _pad_of(self, name: str) -> tuple[float, float, float, float] | None:
        """Left, top, width and height in shares of the window, when it takes touches."""

        def find() -> tuple[float, float, float, float] | None:
            screen = self._router.current
            if screen is None or not self._router.accepts_touches:
                return None
            pad = next((piece for piece in screen.pieces() if piece.name == name), None)
            if pad is None:
                return None
            wide, high = Window.width, Window.height
            return pad.x / wide, pad.top / high, pad.width / wide, pad.height / high

        return on_ui_thread(find)

    def _strokes(self, points: list[tuple[float, float]]) -> None:
        self._touches += 1
        touch = _Touch(self._touches, *points[0])
        on_ui_thread(lambda: EventLoop.post_dispatch_input("begin", touch))
        for point in points[1:]:
            on_ui_thread(lambda point=point: touch.move(point))
            on_ui_thread(lambda: EventLoop.post_dispatch_input("update", touch))
        on_ui_thread(lambda: EventLoop.post_dispatch_input("end", touch))

    def _press(self, x: float, y: float) -> None:
        self._touches += 1
        touch = _Touch(self._touches, x, y)
        on_ui_thread(lambda: EventLoop.post_dispatch_input("begin", touch))
        on_ui_thread(lambda: EventLoop.post_dispatch_input("end", touch))

    def _until(self, found: Callable[[], T | None], missing: str, within_s: float | None) -> T:
        limit_s = self._patience_s if within_s is None else within_s
        ends = time.monotonic() + limit_s
        while (value := found()) is None:
            if time.monotonic() > ends:
                raise VisitFailed(f"{missing} within {limit_s:g} s; shown is {self.page()}")
            time.sleep(POLL_S)
        return value
