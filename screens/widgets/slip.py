"""The paper slip: straight above, torn below; it comes out of a slot or hangs on a rule.

It carries what must be known, what was answered and the final number, and looks like the one that
the printer hands out.
"""

from dataclasses import dataclass

from screens.widgets.paper import Box
from screens.widgets.piece import Piece

TOOTH = (24, 12)
SLOT = 24


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip in its box, teeth included. slot: a bar of ink, 48 wider, from 8 above the slip."""

    slot: bool = True

    def draw(self, on: Piece) -> None:
        box, brush = on.box, on.brush
        width, depth = TOOTH
        torn = box.bottom - depth
        count = round(box.w / width)
        width_of_one = box.w / count
        on.colour("sheet")
        brush.rectangle(Box(box.x, box.y, box.w, torn - box.y))
        edge = [(box.x, box.y), (box.x, torn)]
        for i in range(count):
            left = box.x + i * width_of_one
            tip, right = (left + width_of_one / 2, box.bottom), (left + width_of_one, torn)
            brush.triangle((left, torn), tip, right)
            edge += [tip, right]
        edge.append((box.right, box.y))
        if not self.slot:
            edge.append((box.x, box.y))
        on.colour("slip_edge")
        brush.path(edge, on.line_of("slip"))
        if self.slot:
            on.colour("slot")
            brush.block(Box(box.x - 24, box.y - 8, box.w + 48, SLOT), SLOT / 2)

    @staticmethod
    def whole(box: Box) -> Box:
        """The slip with its slot, which is wider than the paper."""
        return Box(box.x - 24, box.y - 8, box.w + 48, box.h + 8)


@dataclass(frozen=True, slots=True)
class Perforation:
    """Where one part of a slip ends and the next begins."""

    def draw(self, on: Piece) -> None:
        on.colour("rule")
        on.brush.perforation(on.box.x, on.box.y, on.box.w)


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin separator: decoration only. colour "line" closes a list."""

    colour: str = "rule"

    def draw(self, on: Piece) -> None:
        on.colour(self.colour)
        on.brush.rule(on.box.x, on.box.y, on.box.w, on.box.h)


@dataclass(frozen=True, slots=True)
class Block:
    """A filled, perhaps outlined rectangle with round corners: panels, bars, dots."""

    colour: str
    radius: float = 28
    edge: str = ""
    thickness: float = 0

    def draw(self, on: Piece) -> None:
        on.colour(self.colour)
        on.brush.block(on.box, self.radius)
        if self.edge and self.thickness:
            on.colour(self.edge)
            on.brush.outline(on.box, self.radius, self.thickness)
