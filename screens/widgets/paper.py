"""The page as a sheet of 1080 × 1920 design px, y from the top, and what can be drawn on it.

Everything on a screen is placed in these px; `sheet` turns them into the window's own. The shapes
are the ones that stay smooth without multisampling (`Smooth…`); plain rectangles lie on whole px.
"""

from collections.abc import Sequence
from math import cos, radians, sin
from typing import NamedTuple

from kivy.graphics import (
    Canvas,
    Color,
    Line,
    Rectangle,
    SmoothEllipse,
    SmoothLine,
    SmoothRoundedRectangle,
    Triangle,
)

from screens.environment import PAGE
from screens.theme import Colour


class Box(NamedTuple):
    """A rectangle of the page, y from the top."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def middle(self) -> float:
        return self.y + self.h / 2

    def inset(self, by: float) -> "Box":
        return Box(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    def holds(self, other: "Box", slack: float = 1.0) -> bool:
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


WHOLE_PAGE = Box(0, 0, *PAGE)


class Sheet:
    """How the page lies in the window: its scale, and margins where the proportions differ."""

    def __init__(self) -> None:
        self.scale = 1.0
        self.left = 0.0
        self.bottom = 0.0

    def fit(self, width: float, height: float) -> bool:
        """Lay the page into a window of this size. True when anything changed."""
        scale = min(width / PAGE[0], height / PAGE[1])
        left = round((width - PAGE[0] * scale) / 2)
        bottom = round((height - PAGE[1] * scale) / 2)
        changed = (scale, left, bottom) != (self.scale, self.left, self.bottom)
        self.scale, self.left, self.bottom = scale, left, bottom
        return changed

    def px(self, length: float) -> float:
        return length * self.scale

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page in the window, whose y counts from the bottom."""
        return self.left + x * self.scale, self.bottom + (PAGE[1] - y) * self.scale

    def place(self, box: Box) -> dict[str, tuple[float, float]]:
        """`pos` and `size` for Kivy, on whole px of the window."""
        left, bottom = self.at(box.x, box.bottom)
        right, top = self.at(box.right, box.y)
        pos = round(left), round(bottom)
        return {"pos": pos, "size": (round(right) - pos[0], round(top) - pos[1])}


sheet = Sheet()


class Brush:
    """Draws on one canvas in the px of the page."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def colour(self, colour: Colour, alpha: float = 1.0) -> None:
        self.canvas.add(Color(*colour[:3], colour[3] * alpha))

    def rectangle(self, box: Box, **texture: object) -> None:
        self.canvas.add(Rectangle(**sheet.place(box), **texture))

    def block(self, box: Box, radius: float) -> None:
        """A filled rectangle with round corners."""
        radius = min(radius, box.w / 2, box.h / 2)
        self.canvas.add(
            SmoothRoundedRectangle(**sheet.place(box), radius=[sheet.px(radius)], segments=16)
        )

    def disc(self, x: float, y: float, radius: float) -> None:
        self.ellipse(Box(x - radius, y - radius, 2 * radius, 2 * radius))

    def ellipse(self, box: Box) -> None:
        self.canvas.add(SmoothEllipse(**sheet.place(box)))

    def outline(self, box: Box, radius: float, thickness: float) -> None:
        """A line inside the box's edge. Kivy's `width` is half the thickness it draws."""
        (x, y), (w, h) = sheet.place(box).values()
        line = max(1, round(sheet.px(thickness)))  # whole px, from a whole edge: no grey seam
        middle, bend = line / 2, max(1, sheet.px(radius) - line / 2)
        self.canvas.add(
            SmoothLine(
                rounded_rectangle=(x + middle, y + middle, w - line, h - line, bend),
                width=line / 2 + 0.5,  # its smooth edge takes half a px on either side
            )
        )

    def dashed_outline(self, box: Box, radius: float, thickness: float, dash: float) -> None:
        """Rows of small blocks along the edge, with a bow at each corner."""
        r, t = radius, thickness
        for start, end, place in (
            (box.x + r, box.right - r, lambda p, n: Box(p, box.y, n, t)),
            (box.x + r, box.right - r, lambda p, n: Box(p, box.bottom - t, n, t)),
            (box.y + r, box.bottom - r, lambda p, n: Box(box.x, p, t, n)),
            (box.y + r, box.bottom - r, lambda p, n: Box(box.right - t, p, t, n)),
        ):
            position = start
            while position < end:
                self.rectangle(place(position, min(dash, end - position)))
                position += 2 * dash
        for cx, cy, angle in (
            (box.x + r, box.y + r, 180),
            (box.right - r, box.y + r, 270),
            (box.right - r, box.bottom - r, 0),
            (box.x + r, box.bottom - r, 90),
        ):
            for begin in (12, 57):
                self.bow(cx, cy, r - t / 2, angle + begin, angle + begin + 22, t)

    def bow(
        self, x: float, y: float, radius: float, begin: float, end: float, thickness: float
    ) -> None:
        """Part of a circle; angles in degrees, 0 to the right, growing clockwise."""
        steps = max(6, round(abs(end - begin) / 6))
        self.path(
            [
                (x + radius * cos(radians(a)), y + radius * sin(radians(a)))
                for a in (begin + (end - begin) * i / steps for i in range(steps + 1))
            ],
            thickness,
        )

    def path(self, points: Sequence[tuple[float, float]], thickness: float) -> None:
        """A smooth line through points of the page. Its ends are straight."""
        flat = [value for point in points for value in sheet.at(*point)]
        self.canvas.add(SmoothLine(points=flat, width=sheet.px(thickness) / 2 + 0.5))

    def stroke(self, points: Sequence[tuple[float, float]], thickness: float) -> None:
        """A line with round ends and joints, drawn plainly: short strokes of icons and ticks."""
        flat = [value for point in points for value in sheet.at(*point)]
        self.canvas.add(
            Line(points=flat, width=sheet.px(thickness) / 2, cap="round", joint="round")
        )

    def ring(self, box: Box, thickness: float, part: float = 1.0) -> None:
        """An oval line, clockwise from the top; part 0 to 1 of the way round."""
        placed = sheet.place(box)
        self.canvas.add(
            SmoothLine(
                ellipse=(*placed["pos"], *placed["size"], 0, 360 * part, 120),
                width=sheet.px(thickness) / 2 + 0.5,
            )
        )

    def triangle(self, *points: tuple[float, float]) -> None:
        self.canvas.add(Triangle(points=[v for point in points for v in sheet.at(*point)]))

    def rule(self, x: float, y: float, w: float, thickness: float = 2) -> None:
        """A thin line on whole px; y is its upper edge."""
        placed = sheet.place(Box(x, y, w, thickness))
        width, height = placed["size"]
        self.canvas.add(Rectangle(pos=placed["pos"], size=(width, max(1, height))))

    def perforation(self, x: float, y: float, w: float, thickness: float = 3) -> None:
        """Dashes of 12 with gaps of 12."""
        for i in range(round(w / 24)):
            self.rule(x + i * 24, y, 12, thickness)
