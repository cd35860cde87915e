"""The window: shows what the runtime says, posts what a person does, and cannot be left.

The runtime decides; this is the only thread that draws. Import it after
`environment.prepare()`, which is what Kivy reads while it is being imported.
"""

import logging
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from kivy.app import App
from kivy.base import ExceptionHandler, ExceptionManager
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.widget import Widget

from kiosk.events.program import Crashed, Tick
from kiosk.ports import Preview
from kiosk.supervisor import EXIT_RESTART
from kiosk.visit.views import View
from screens import fonts
from screens.router import Router
from screens.theme import load

log = logging.getLogger(__name__)

TICK_S = 1.0
EXIT_CRASHED = 70
"""Exit code after a crash (`EX_SOFTWARE` of sysexits.h): systemd starts the kiosk again."""


class Runtime(Protocol):
    """What the app needs from the inbox."""

    wake: Callable[[], None]
    """Set by the app; the runtime calls it, from any thread, after each post."""

    restart: Callable[[], None]
    """Set by the app; the runtime calls it when a technician wants the program started anew."""

    def post(self, event: object) -> None:
        """Put an event into the inbox; safe from any thread."""

    def drain(self) -> View:
        """Take every event through `advance()`; the view to show now. Called by the UI thread."""


class KioskApp(App):
    """The kiosk's window.

    drawn is called once, when the first picture is on the screen.
    watchdog is called once a second by the loop that also draws, so it stops when drawing stops.
    preview gives the newest camera frame. After a crash the runtime shows 暂停服务; after
    `restart_after_s` the app ends with `exit_code` 70, to be started anew (None: it goes on).
    """

    use_kivy_settings = False

    def __init__(
        self,
        runtime: Runtime,
        *,
        font_directory: Path,
        drawn: Callable[[], None] = lambda: None,
        watchdog: Callable[[], None] = lambda: None,
        preview: Callable[[], Preview | None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = datetime.now,
        restart_after_s: float | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        fonts.register(font_directory)
        self.exit_code = 0
        self.runtime = runtime
        self.preview = preview
        self._drawn, self._watchdog = drawn, watchdog
        self._monotonic, self._now = monotonic, now
        self._restart_after_s = restart_after_s
        self.router = Router(runtime.post)
        # -1: before the next picture, so that what a touch changes is in the picture it is in.
        self._drain = Clock.create_trigger(self._show_next, -1)
        self._guard = _CrashGuard(self)

    def build(self) -> Widget:
        Window.clearcolor = load()["standard"].colours["ground"]
        Window.bind(on_keyboard=_swallow, on_key_down=_swallow, on_key_up=_swallow)
        Window.bind(on_request_close=_swallow, on_resize=self._resized)
        ExceptionManager.add_handler(self._guard)
        self.router.fit(*Window.size)
        self.router.preview = self.preview
        self.runtime.wake = self._drain
        self.runtime.restart = self.restart
        self._tick(0)
        self._show_next(0)
        Clock.schedule_interval(self._tick, TICK_S)
        Clock.schedule_once(self._make_ahead, 1.0)
        Window.bind(on_flip=self._first_picture)
        return self.router

    def on_stop(self) -> None:
        self.runtime.wake = lambda: None
        self.router.forget()
        ExceptionManager.remove_handler(self._guard)
        for name in ("on_keyboard", "on_key_down", "on_key_up", "on_request_close"):
            Window.unbind(**{name: _swallow})
        Window.unbind(on_resize=self._resized)

    def end(self) -> None:
        """Stop, from any thread."""
        Clock.schedule_once(lambda _: self.stop(), 0)

    def restart(self) -> None:
        """End so that it is started anew, once the page that says so has been seen."""
        self.exit_code = EXIT_RESTART
        Clock.schedule_once(lambda _: self.stop(), 1.0)

    def crashed(self, where: str) -> None:
        """A callback failed: the visitor is forgotten, service pauses, then the program ends."""
        self.runtime.post(Crashed(where))
        if self.exit_code == 0 and self._restart_after_s is not None:
            self.exit_code = EXIT_CRASHED
            Clock.schedule_once(lambda _: self.stop(), self._restart_after_s)

    def _show_next(self, _: float) -> None:
        self.router.show(self.runtime.drain())

    def _tick(self, _: float) -> None:
        self.runtime.post(Tick(at_s=self._monotonic(), now=self._now()))
        self._watchdog()

    def _first_picture(self, _: Any) -> None:
        Window.unbind(on_flip=self._first_picture)
        # Kivy tells of a flip just before it flips: the next turn of the loop is after it.
        Clock.schedule_once(lambda _: self._drawn(), 0)

    def _make_ahead(self, _: float) -> None:
        if self.router.make_next():
            Clock.schedule_once(self._make_ahead, 0.1)

    def _resized(self, _: Any, width: int, height: int) -> None:
        self.router.fit(width, height)


class _CrashGuard(ExceptionHandler):
    """Keeps the loop alive after an exception in a callback, and says where it was.

    Neither log nor event carries the exception's message: it may quote what somebody typed.
    """

    def __init__(self, app: KioskApp) -> None:
        self._app = app

    def handle_exception(self, inst: Exception) -> int:
        if not isinstance(inst, Exception):
            return int(ExceptionManager.RAISE)  # Ctrl-C in a terminal still ends the program
        frames = traceback.extract_tb(inst.__traceback__)
        last = frames[-1]
        where = f"{Path(last.filename).stem}.{last.name}:{last.lineno} {type(inst).__name__}"
        log.error("crash in %s\n%s", where, "".join(traceback.format_list(frames)))
        self._app.crashed(where)
        return int(ExceptionManager.PASS)


def _swallow(*_: Any) -> bool:
    """No key and no close button leads out of the kiosk."""
    return True
