"""What every screen has around its content: ground, header, steps, title, and the bar below.

A screen is a piece of the size of the page. `show(view)` states its whole content; which shapes
really change is found out by the pieces. It reports presses and knows no rule, clock or word.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from kiosk.events import Event
from kiosk.ports import Preview
from kiosk.visit.views.parts import Button, Frame
from screens import theme
from screens.motion import Motion
from screens.theme import Colour
from screens.widgets.buttons import BarButton
from screens.widgets.drawings import Mark
from screens.widgets.paper import WHOLE_PAGE, Box
from screens.widgets.piece import Piece
from screens.widgets.slip import Block, Rule
from screens.widgets.words import Icon, Words, advance

MARGIN = 48
WIDTH = 984
RIGHT = MARGIN + WIDTH
BAR_X = {"back": 48, "leave": 384, "help": 720}


class Screen(Piece):
    """Base of all screens; each shows exactly one class of view (`router` says which)."""

    dark: ClassVar[bool] = False  # the countdown, seen from a step away
    open_sign: ClassVar[bool] = True
    staff: ClassVar[bool] = False  # a technician's page: smaller targets, also high up
    actions: ClassVar[tuple[int, ...]] = (1,)  # how many filled blocks may act

    def __init__(
        self, report: Callable[[Event], None], preview: Callable[[], Preview | None]
    ) -> None:
        super().__init__(type(self).__name__)
        self._report = report
        self.preview = preview
        self.view: Any = None
        self.moving: Motion | None = None
        self.size_hint = (None, None)

    def show(self, view: Any) -> None:
        """Show this view; what is already so stays untouched."""
        self.view = view
        tokens = theme.tokens(view.frame.theme, view.frame.night)
        self.show_drawing(WHOLE_PAGE, _Page(self, view), tokens.on_door() if self.dark else tokens)

    def report(self, button: Button) -> None:
        self._report(button.press)

    @property
    def ground(self) -> Colour:
        """What the window is cleared with: painting the ground as well would cost a third of
        a frame in software, and the camera's picture comes 15 times per second."""
        return self.tokens.colours["ground"]

    def forget(self) -> None:
        super().forget()
        self.view = None

    def lay(self, view: Any) -> None:
        """Put the content. Each screen's own."""
        raise NotImplementedError

    # ---- the frame -------------------------------------------------------------------------

    def lay_frame(self, frame: Frame) -> None:
        self._lay_header(frame)
        self._lay_bar(frame)
        if frame.steps:
            self._lay_steps(frame)

    def _lay_header(self, frame: Frame) -> None:
        self.put("mark", Box(48, 28, 56, 56), Mark())
        clock = 1032 - 168
        sign_right = 856
        sign_width = 0.0
        if self.open_sign and frame.open_sign:
            sign_width = advance(frame.open_sign, self.size_of("note"), False) + 16
            if 124 + advance(frame.title, self.size_of("name"), True) > sign_right - sign_width:
                sign_width = 0.0  # which matter it is comes before whether it is open
        self.put("header", Box(124, 27, sign_right - 124 - sign_width, 64),
                 Words(frame.title, "name", bold=True, leading=1.25, lines=1))  # fmt: skip
        if sign_width:
            self.put("open sign", Box(sign_right - sign_width, 26, sign_width, 64),
                     Words(frame.open_sign, "note", colour="ink2", align="right",
                           leading=1.25))  # fmt: skip
        self.put("clock", Box(clock, 18, 168, 80),
                 Words(frame.clock, "clock", bold=True, align="right"))  # fmt: skip
        self.put("header rule", Box(0, 111, 1080, 2), Rule())

    @property
    def elder(self) -> bool:
        return self.tokens.elder

    @property
    def action_top(self) -> int:
        return 1552 if self.elder else 1608

    @property
    def action_height(self) -> int:
        return 176 if self.elder else 144

    @property
    def content_bottom(self) -> int:
        return 1520 if self.elder else 1568

    def _lay_bar(self, frame: Frame) -> None:
        rule, top, height = (1760, 1776, 128) if self.elder else (1783, 1800, 104)
        self.put("bar rule", Box(0, rule, 1080, 2), Rule())
        buttons = {"back": frame.back, "leave": frame.leave, "help": frame.help}
        for place, button in buttons.items():
            if button is not None:
                self.put(f"bar {place}", Box(BAR_X[place], top, 312, height), BarButton(button))
        if frame.back is None and frame.leave is None and frame.bar_sentence:
            self.put("bar sentence", Box(48, top, 648, height),
                     Words(frame.bar_sentence, "note", colour="ink2", leading=1.3))  # fmt: skip

    def _lay_steps(self, frame: Frame) -> None:
        count = len(frame.steps)
        if self.elder:
            self.put("step sentence", Box(48, 136, 544, 72),
                     Words(frame.step_sentence, "step_now", bold=True, lines=1))  # fmt: skip
            left = 1032.0 - count * 88 + 16
            for i, step in enumerate(frame.steps):
                self.put(f"step {i}", Box(left + i * 88, 160, 72, 24), StepBar(step.state, 12))
            return
        width = (WIDTH - 16 * (count - 1)) / count
        for i, step in enumerate(frame.steps):
            left = MARGIN + i * (width + 16)
            self.put(f"step {i}", Box(left, 144, width, 16), StepBar(step.state, 8))
            if step.state == "done":
                self.put(f"tick {i}", Box(left + 1, 180, 36, 36), Icon("check-bold", "ink2"))
                label = Box(left + 42, 174, width - 28, 52)
                self.put(f"step label {i}", label, Words(step.label, "step", colour="ink2"))
            else:
                now = step.state == "now"
                self.put(f"step label {i}", Box(left, 174, width + 14, 52),
                         Words(f"{i + 1} {step.label}", "step_now" if now else "step", bold=now,
                               colour="ink" if now else "ink2"))  # fmt: skip

    def lay_title(self, title: str, lead: str = "") -> float:
        """Title and, if there is one, the line under it; gives back where content may begin."""
        frame: Frame = self.view.frame
        if self.elder:
            top, high, below = (248, 104, 352) if frame.steps else (144, 104, 256)
        else:
            top, high, below = (260, 88, 352) if frame.steps else (152, 96, 248)
        self.put("title", Box(MARGIN, top, WIDTH, high),
                 Words(title, "title", bold=True, leading=1.25))  # fmt: skip
        if not lead:
            return below + (40 if self.elder else 32)
        words = Words(lead, "lead", colour="ink2")
        least = 80 if self.elder else 64
        height = min(max(least, words.height(WIDTH, self.tokens)), 2 * 1.4 * self.size_of("lead"))
        self.put("lead", Box(MARGIN, below, WIDTH, height), words)
        return below + height + 24

    def panel(self, box: Box) -> None:
        """A picture panel."""
        self.put("panel", box, Block("door", 28, "door_edge", self.line_of("door")))


@dataclass(frozen=True, eq=False)
class _Page:
    """The drawing of a whole screen: frame and content of one view."""

    screen: Screen
    view: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Page) and other.view == self.view

    def draw(self, on: Piece) -> None:
        self.screen.lay_frame(self.view.frame)
        self.screen.lay(self.view)


@dataclass(frozen=True, slots=True)
class StepBar:
    """done: ink; now: accent; to come: an outline."""

    state: str
    radius: float

    def draw(self, on: Piece) -> None:
        if self.state == "to_come":
            on.colour("line")
            on.brush.outline(on.box, self.radius, on.line_of("control"))
        else:
            on.colour("accent" if self.state == "now" else "ink")
            on.brush.block(on.box, self.radius)


def spread(top: float, bottom: float, heights: Sequence[float]) -> list[Box]:
    """Boxes of the content width one below the other, filling the room.

    What is left over is shared out evenly; what is missing is taken in
    proportion, and the words in the boxes step down.
    """
    room = bottom - top
    total = sum(heights)
    if total > room:
        scaled = [h * room / total for h in heights]
    else:
        share = (room - total) / max(1, len(heights))
        scaled = [h + share for h in heights]
    boxes, y = [], top
    for height in scaled:
        boxes.append(Box(MARGIN, y, WIDTH, height))
        y += height
    return boxes


def columns(count: int, gap: int = 24) -> list[tuple[float, float]]:
    """Left edge and width of so many controls beside each other, from margin to margin.

    Each begins on the grid, so that one may be 8 wider than its neighbour.
    """
    edges = [grid(MARGIN + at * (WIDTH + gap) / count) for at in range(count)]
    ends = [*(edge - gap for edge in edges[1:]), MARGIN + WIDTH]
    return [(left, right - left) for left, right in zip(edges, ends, strict=True)]


def grid(length: float) -> float:
    """The next smaller multiple of 8: where controls stand and how large they are."""
    return length // 8 * 8
