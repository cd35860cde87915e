"""The hardware bench: a window of its own process, with hands, faces and paper for the kiosk.

A client of the control socket, handed in: it places a card, looks into the camera, tears off a
slip, and has faults happen. Asking is done by a worker; what is shown is `bench_view`'s. Import it
after `environment.prepare_bench()`.
"""

import queue
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.widget import Widget

from kiosk.visit.views.parts import Button
from screens import fonts, theme
from screens.bench_page import SIZE, Page
from screens.bench_touches import Ask, Choose, SwitchLanguage, TurnTo
from screens.bench_view import Words, bench_view
from screens.environment import PAGE
from screens.widgets.paper import sheet

POLL_S = 0.5
GONE_AFTER = 3  # questions in a row that nobody answers


class Control(Protocol):
    """The control socket. Both may block."""

    def do(self, to: str, verb: str, **details: Any) -> dict[str, Any]: ...

    def status(self) -> dict[str, dict[str, Any]]: ...

    def people(self) -> list[dict[str, Any]]: ...


def show_bench(
    control: Control,
    font_directory: Path,
    words: Mapping[str, Words],
    *,
    refused: type[Exception],
    lost: type[Exception],
) -> int:
    """Show it until it is closed, SIGTERM comes, or the hardware is gone.

    words: the texts of zh and en.
    refused, lost: what `control` raises when a verb is refused, and when nobody answers.
    """
    app = BenchApp(control, font_directory, words, refused=refused, lost=lost)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.stop())
    app.run()
    return 0


class BenchApp(App):
    """The window. Only this thread draws; only the worker asks."""

    use_kivy_settings = False

    def __init__(
        self,
        control: Control,
        font_directory: Path,
        words: Mapping[str, Words],
        *,
        refused: type[Exception],
        lost: type[Exception],
    ) -> None:
        super().__init__()
        fonts.register(font_directory)
        self._words = words
        self._language = "zh"
        self._people: dict[str, str] = {}
        self._status: Mapping[str, Mapping[str, Any]] = {}
        self._chosen = ""
        self._faults = "machine"
        self._message: tuple[str, dict[str, str]] = ("", {})
        self.page = Page(self._pressed)
        self._asker = Asker(control, self._told, refused=refused, lost=lost)

    def build(self) -> Widget:
        Window.clearcolor = theme.load()["standard"].colours["ground"]
        Window.bind(on_resize=lambda _, width, height: self._fit(width, height))
        self._fit(*Window.size)
        self._asker.start()
        return self.page

    def on_stop(self) -> None:
        self._asker.end()

    def _fit(self, width: float, height: float) -> None:
        """Lay the bench, not the kiosk's page, into the window."""
        sheet.scale = min(width / SIZE[0], height / SIZE[1])
        sheet.left = round((width - SIZE[0] * sheet.scale) / 2)
        above = round((height - SIZE[1] * sheet.scale) / 2)
        sheet.bottom = height - above - PAGE[1] * sheet.scale
        self._show()

    def _pressed(self, button: Button) -> None:
        match button.press:
            case Ask() as ask:
                self._asker.ask(ask)
            case Choose(person=person):
                self._chosen = person
            case TurnTo(faults=faults):
                self._faults = faults
            case SwitchLanguage():
                self._language = "en" if self._language == "zh" else "zh"
        self._show()

    def _told(self, news: "News") -> None:
        """From the worker's thread."""
        Clock.schedule_once(lambda _: self._take(news), -1)

    def _take(self, news: "News") -> None:
        if news.status is None:
            self.stop()
            return
        self._status = news.status
        self._people = {person["key"]: person["name"] for person in news.people}
        self._chosen = self._chosen or next(iter(self._people), "")
        if news.answer is not None:
            ask, why = news.answer
            values = {"peer": ask.peer, "what": ask.about, "why": why}
            self._message = ("bench.refused" if why else "bench.done", values)
        self._show()

    def _show(self) -> None:
        words = self._words[self._language]
        self.title = words("bench.title")
        key, values = self._message
        message = ""
        if key:
            peer = words(f"bench.{values['peer']}.title")
            message = words(key, **{**values, "peer": peer})
        view = bench_view(words, self._people, self._status, self._chosen, message, self._faults)
        self.page.show(view)


@dataclass(frozen=True, slots=True)
class News:
    """status: of every peer, or None when the hardware is gone. answer: why not, or empty."""

    status: Mapping[str, Mapping[str, Any]] | None
    people: tuple[dict[str, Any], ...] = ()
    answer: tuple[Ask, str] | None = None


class Asker:
    """The one thread that waits for the control socket."""

    def __init__(
        self,
        control: Control,
        tell: Callable[[News], None],
        *,
        refused: type[Exception],
        lost: type[Exception],
    ) -> None:
        self._control, self._tell = control, tell
        self._refused, self._lost = refused, lost
        self._asked: queue.SimpleQueue[Ask | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="bench asks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask(self, ask: Ask) -> None:
        self._asked.put(ask)

    def end(self) -> None:
        self._asked.put(None)
        if self._thread.is_alive():
            self._thread.join(1.0)

    def _run(self) -> None:
        people: tuple[dict[str, Any], ...] = ()
        ask: Ask | None = None
        unanswered = 0
        while True:
            try:
                answer = (ask, self._do(ask)) if ask is not None else None
                people = people or tuple(self._control.people())
                self._tell(News(self._control.status(), people, answer))
                unanswered = 0
            except self._lost:
                unanswered += 1
                if unanswered == GONE_AFTER:
                    self._tell(News(None))
                    return
            try:
                ask = self._asked.get(timeout=POLL_S)
                if ask is None:
                    return
            except queue.Empty:
                ask = None

    def _do(self, ask: Ask) -> str:
        try:
            self._control.do(ask.peer, ask.verb, **dict(ask.details))
        except self._refused as refusal:
            return str(refusal) or type(refusal).__name__
        return ""
