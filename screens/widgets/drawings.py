"""Pictures made of a few shapes: card, licence, reader, faces, the mark, the shut doors.

They scale with their box. None of them shows a person or a real document.
"""

from dataclasses import dataclass
from math import cos, radians, sin

from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.words import Icon


def _part(box: Box, unit: float, x: float, y: float, w: float, h: float) -> Box:
    return Box(box.x + x * unit, box.y + y * unit, w * unit, h * unit)


@dataclass(frozen=True, slots=True)
class IdCard:
    """An identity card, 320 × 203 before scaling: lines for words, a grey head for the photo."""

    def draw(self, on: Piece) -> None:
        box, unit, brush = on.box, on.box.w / 320, on.brush

        def line(role: str, x: float, y: float, w: float, h: float = 12) -> None:
            on.colour(role)
            brush.block(_part(box, unit, x, y, w, h), h * unit / 2)

        on.colour("paper")
        brush.block(box, 14 * unit)
        if _drawn_by_lines(on):
            on.colour("paper_edge")
            brush.outline(box, 14 * unit, 4)
        photo = _part(box, unit, 205, 23, 87, 122)
        on.colour("photo")
        brush.rectangle(photo)
        on.colour("print")
        brush.ellipse(_part(box, unit, 230.5, 44, 36.5, 54))
        brush.block(_part(box, unit, 216.5, 107, 64.5, 70), 24 * unit)
        on.colour("paper")  # the shoulders end with the photo
        brush.rectangle(_part(box, unit, 205, 145, 87, 34))
        if _drawn_by_lines(on):
            on.colour("photo_edge")
            brush.outline(photo, 8, 3)
        for y, width in ((26, 65), (55.5, 39), (85, 97), (114.5, 116)):
            line("print2", 24.5, y, 27.5)
            line("print", 60, y, width)
        line("print", 60, 134.5, 78)
        line("print2", 24.5, 165.5, 65)
        line("print", 102, 165.5, 188, 15)


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """A phone that shows a code, 200 × 320 before scaling; the code says nothing."""

    def draw(self, on: Piece) -> None:
        box, unit, brush = on.box, on.box.w / 200, on.brush
        on.colour("paper")
        brush.block(box, 24 * unit)
        if _drawn_by_lines(on):
            on.colour("paper_edge")
            brush.outline(box, 24 * unit, 4)
        on.colour("print2")
        brush.block(_part(box, unit, 76, 18, 48, 8), 4 * unit)
        on.colour("print")
        brush.block(_part(box, unit, 50, 44, 100, 12), 6 * unit)
        for x, y in ((35, 80), (121, 80), (35, 166)):  # the three corners by which one is found
            on.colour("seal")
            brush.rectangle(_part(box, unit, x, y, 44, 44))
            on.colour("paper")
            brush.rectangle(_part(box, unit, x + 8, y + 8, 28, 28))
            on.colour("seal")
            brush.rectangle(_part(box, unit, x + 15, y + 15, 14, 14))
        on.colour("print")
        for x, y in _MODULES:
            brush.rectangle(_part(box, unit, 35 + 10 * x, 80 + 10 * y, 10, 10))
        on.colour("print2")
        brush.block(_part(box, unit, 60, 250, 80, 12), 6 * unit)
        brush.block(_part(box, unit, 76, 286, 48, 8), 4 * unit)


_MODULES = (
    *((5, 0), (7, 1), (6, 2), (5, 3), (7, 4), (0, 5), (2, 6), (4, 5), (6, 6), (8, 5), (10, 6)),
    *((12, 5), (1, 7), (3, 7), (5, 8), (7, 8), (9, 8), (11, 8), (6, 10), (8, 10), (12, 10)),
    *((5, 12), (7, 11), (9, 12), (11, 12), (10, 9), (12, 8)),
)
"""The dark squares between the corners of a code that says nothing."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A business licence, 320 × 222 before scaling: frame, mark, lines, a round seal."""

    def draw(self, on: Piece) -> None:
        box, unit, brush = on.box, on.box.w / 320, on.brush
        on.colour("paper")
        brush.block(box, 5 * unit)
        if _drawn_by_lines(on):
            on.colour("paper_edge")
            brush.outline(box, 5 * unit, 4)
        on.colour("print")
        brush.outline(_part(box, unit, 12, 11.5, 296, 199), 4 * unit, 3 * unit)
        on.colour("seal")
        brush.ellipse(_part(box, unit, 145, 28.5, 30, 30))
        on.colour("print")
        brush.block(_part(box, unit, 105, 71, 110, 19), 9.5 * unit)
        for y, width in ((111.5, 98), (132, 122), (152.5, 81), (173, 110)):
            on.colour("print2")
            brush.block(_part(box, unit, 34, y, 29, 10), 5 * unit)
            on.colour("print")
            brush.block(_part(box, unit, 71, y, width, 10), 5 * unit)
        on.colour("seal")
        brush.ring(_part(box, unit, 226, 129, 55, 55), 4.5 * unit)
        brush.ellipse(_part(box, unit, 246, 149, 15, 15))


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """The slip that the printer hands out, 320 × 400 before scaling: mark, lines, a torn edge."""

    def draw(self, on: Piece) -> None:
        box, unit, brush = on.box, on.box.w / 320, on.brush
        torn = box.bottom - 12 * unit
        edge = [(box.x, box.y), (box.x, torn)]
        on.colour("paper")
        brush.rectangle(Box(box.x, box.y, box.w, torn - box.y))
        for i in range(16):
            left, right = box.x + i * 20 * unit, box.x + (i + 1) * 20 * unit
            edge += [(left + 10 * unit, box.bottom), (right, torn)]
            brush.triangle((left, torn), edge[-2], (right, torn))
        if _drawn_by_lines(on):
            on.colour("paper_edge")
            brush.path([*edge, (box.right, box.y)], 4)
        on.put("mark", _part(box, unit, 128, 40, 64, 64), Mark("seal", "print"))
        on.colour("print")
        brush.block(_part(box, unit, 74, 128, 172, 20), 10 * unit)
        for y, width in ((184, 130), (216, 164), (248, 96)):
            on.colour("print2")
            brush.block(_part(box, unit, 36, y, 44, 12), 6 * unit)
            on.colour("print")
            brush.block(_part(box, unit, 96, y, width, 12), 6 * unit)
        on.colour("print2")
        for i in range(11):
            brush.rectangle(_part(box, unit, 30 + i * 24, 288, 16, 4))
        for y, width in ((316, 110), (348, 74)):
            brush.block(_part(box, unit, 36, y, width, 12), 6 * unit)
        for x, y in ((212, 306), (256, 306), (212, 350)):
            on.colour("print")
            brush.rectangle(_part(box, unit, x, y, 28, 28))
            on.colour("paper")
            brush.rectangle(_part(box, unit, x + 6, y + 6, 16, 16))
        on.colour("print")
        for x, y in ((256, 350), (270, 364)):
            brush.rectangle(_part(box, unit, x, y, 14, 14))
        on.colour("opening" if not _drawn_by_lines(on) else "slot")
        brush.block(_part(box, unit, -24, -8, 368, 20), 10 * unit)


def _drawn_by_lines(on: Piece) -> bool:
    return on.tokens.contrast


@dataclass(frozen=True, slots=True)
class Waves:
    """What goes between a card and its reader: four bows, growing to the right."""

    colour: str = "lamp"

    def draw(self, on: Piece) -> None:
        box = on.box
        unit = max(box.w, box.h) / 128
        x, y = box.x - 18 * unit, box.middle
        on.colour(self.colour)
        for radius in (32, 60, 88, 116):
            on.brush.bow(x, y, radius * unit, -33, 33, 14 * unit)
            for angle in (-33, 33):
                end = radians(angle)
                on.brush.disc(x + radius * unit * cos(end), y + radius * unit * sin(end), 7 * unit)


@dataclass(frozen=True, slots=True)
class Chevrons:
    """Three chevrons pointing down, to a place outside the screen."""

    def draw(self, on: Piece) -> None:
        box = on.box
        contrast = on.tokens.contrast
        for i, alpha in enumerate((0.45, 0.7, 1.0)):
            top = box.y + i * box.h * 0.35
            on.colour("lamp", 1.0 if contrast else alpha)
            on.brush.stroke(
                [
                    (box.x + 6, top + 6),
                    (box.x + box.w / 2, top + box.h * 0.3 - 6),
                    (box.right - 6, top + 6),
                ],
                10,
            )


@dataclass(frozen=True, slots=True)
class Smile:
    """A face by three strokes. level: 1 very sad to 5 very glad; all of one weight."""

    level: int
    colour: str = "ink"

    def draw(self, on: Piece) -> None:
        box, unit, brush = on.box, on.box.w / 118, on.brush
        on.colour(self.colour)
        brush.ring(box.inset(3 * unit), 6 * unit)
        for x in (40, 78):
            brush.disc(box.x + x * unit, box.y + 46 * unit, 7 * unit)
        bend = {5: 17, 4: 9, 3: 0, 2: -9, 1: -17}[self.level]
        y = 74 if bend >= 0 else 76 - bend * 0.5
        steps = 12
        points = [
            (
                box.x + (30 + 58 * i / steps) * unit,
                box.y + (y - 2 + bend * (1 - (2 * i / steps - 1) ** 2)) * unit,
            )
            for i in range(steps + 1)
        ]
        brush.stroke(points, 6 * unit)


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign of the zone: a lamp above the sea. 56 × 56 before scaling."""

    lamp: str = "accent"
    sea: str = "ink"

    def draw(self, on: Piece) -> None:
        box, unit = on.box, on.box.w / 56
        on.colour(self.lamp)
        on.brush.disc(box.x + 28 * unit, box.y + 15 * unit, 11.5 * unit)
        on.colour(self.sea)
        for x, y, w in ((0, 30, 56), (7, 40.5, 42), (15.5, 51, 25)):
            on.brush.block(_part(box, unit, x, y, w, 5), 2.5 * unit)


@dataclass(frozen=True, slots=True)
class ShutDoors:
    """Both leaves shut, and the nail with its string; the slip on it is put above."""

    def draw(self, on: Piece) -> None:
        box = on.box
        half = (box.w - 24) / 2
        for x in (box.x, box.x + half + 24):
            leaf = Box(x, box.y, half, box.h)
            on.colour("door")
            on.brush.block(leaf, 28)
            if edge := on.line_of("door"):
                on.colour("door_edge")
                on.brush.outline(leaf, 28, edge)
        nail = box.x + box.w / 2
        on.colour("lamp")
        for side in (-1, 1):
            on.brush.path([(nail, box.y + 44), (nail + side * 194, box.y + 138)], 6)
        on.brush.disc(nail, box.y + 44, 24)


@dataclass(frozen=True, slots=True)
class Badge:
    """A tick, a number or an icon in a disc. done: filled; else an outline."""

    icon: str
    fill: str = "door"
    colour: str = "lamp"

    def draw(self, on: Piece) -> None:
        on.colour(self.fill)
        on.brush.ellipse(on.box)
        if _drawn_by_lines(on):
            on.colour("line")
            on.brush.ring(on.box.inset(2), 4)
        on.put("icon", on.box.inset(on.box.w * 0.2), Icon(self.icon, self.colour))
