"""The first picture: the door while it is still shut, until the rest of the program is loaded.

Loading rules, screens and devices takes longer than opening a window; a black screen that long
looks like a machine out of order. Drawn with bare Kivy, since the widgets of `screens/widgets` know
the views, and with them everything that this picture is there to bridge.
"""

from pathlib import Path

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.graphics import Color, Ellipse, RoundedRectangle
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from screens import fonts
from screens.theme import load

PAGE_PX = 1080  # the width that sizes are given for
SEA = ((30, 56), (40.5, 42), (51, 25))  # of the mark: y and width of each wave, of 56


class Opening:
    """Shown as soon as it is made; `close` takes it away again. Call both from the main thread."""

    def __init__(self, font_directory: Path, zone: str, lines: tuple[str, str]) -> None:
        """zone: the name over the door. lines: what is said below it, larger and smaller."""
        fonts.register_text(font_directory)
        look = load()["standard"]
        colours, sizes = look.colours, look.sizes
        Window.clearcolor = colours["door"]
        self._page = Widget(size=Window.size)
        unit = Window.width / PAGE_PX
        self._draw_mark(colours["lamp"], colours["door_text"], 4 * unit)
        rows = (
            (zone, "heading", "door_text", 1020),
            (lines[0], "title", "door_text", 860),
            (lines[1], "lead", "door_text2", 770),
        )
        for text, size, colour, y in rows:
            label = Label(text=text, font_size=sizes[size] * unit, color=colours[colour])
            label.size = (Window.width, 2 * sizes[size] * unit)
            label.center = (Window.width / 2, y * unit)
            self._page.add_widget(label)
        EventLoop.ensure_window()
        Window.add_widget(self._page)
        EventLoop.idle()

    def close(self) -> None:
        Window.remove_widget(self._page)

    def _draw_mark(self, lamp: tuple[float, ...], sea: tuple[float, ...], unit: float) -> None:
        """The sign of the zone: a lamp above the sea."""
        left, top = Window.width / 2 - 28 * unit, Window.height * 0.72
        with self._page.canvas:
            Color(*lamp)
            radius = 11.5 * unit
            Ellipse(
                pos=(left + 28 * unit - radius, top - 15 * unit - radius),
                size=(2 * radius, 2 * radius),
            )
            Color(*sea)
            for y, width in SEA:
                RoundedRectangle(
                    pos=(left + (56 - width) / 2 * unit, top - (y + 5) * unit),
                    size=(width * unit, 5 * unit),
                    radius=[2.5 * unit],
                )
