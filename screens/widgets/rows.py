"""Rows of a slip or a list: icon, large words, small words; labels and values; ways to go on."""

from dataclasses import dataclass

from kiosk.visit.views.parts import IconRow
from screens.theme import Tokens
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.words import Icon, Words


@dataclass(frozen=True, slots=True)
class Facts:
    """Icon, large words, and small words beneath them, centred in the row."""

    row: IconRow
    icon: int = 72
    indent: int = 112
    big: str = "band"

    def draw(self, on: Piece) -> None:
        box = on.box
        left = box.x + self.indent
        if self.row.icon:
            place = Box(box.x, box.middle - self.icon / 2, self.icon, self.icon)
            on.put("icon", place, Icon(self.row.icon, "accent"))
        else:
            left = box.x
        two_lines(on, Box(left, box.y, box.right - left, box.h), self._big(), self._note())

    def height(self, width: float, tokens: Tokens) -> float:
        """How high the row wants to be."""
        room = width - (self.indent if self.row.icon else 0)
        note = self._note().height(room, tokens) if self.row.note else 0
        return self._big().height(room, tokens) + note + 40

    def _big(self) -> Words:
        return Words(self.row.big, self.big, bold=True, leading=1.3)

    def _note(self) -> Words:
        return Words(self.row.note, "label", colour="ink2", leading=1.35)


def two_lines(on: Piece, box: Box, big: Words, note: Words) -> None:
    """Large words and small ones beneath, together in the middle of the box."""
    if not note.text:
        on.put("big", box, big)
        return
    heights = [words.height(box.w, on.tokens) for words in (big, note)]
    gap = max(6.0, min(12.0, box.h - sum(heights)))
    scale = min(1.0, (box.h - gap) / sum(heights))
    if scale < 1:  # smaller words may take fewer lines: no air where the others were
        heights = [
            words.height_in(box.w, height * scale, on.tokens)
            for words, height in zip((big, note), heights, strict=True)
        ]
        scale = min(1.0, (box.h - gap) / sum(heights))
    top = box.middle - (sum(heights) * scale + gap) / 2
    on.put("big", Box(box.x, top, box.w, heights[0] * scale), big)
    on.put("note", Box(box.x, top + heights[0] * scale + gap, box.w, heights[1] * scale), note)


@dataclass(frozen=True, slots=True)
class Way:
    """Another way, in a list: icon, name, and beside it what it takes."""

    row: IconRow

    def draw(self, on: Piece) -> None:
        box = on.box
        on.put("icon", Box(box.x + 44, box.middle - 32, 64, 64), Icon(self.row.icon))
        left, column = box.x + 152, box.x + 472
        if on.tokens.elder:
            two_lines(on, Box(left, box.y, box.right - left, box.h),
                      Words(self.row.big, "band", bold=True, leading=1.2),
                      Words(self.row.note, "label", colour="ink2", leading=1.2))  # fmt: skip
            return
        on.put("big", Box(left, box.y, column - left - 16, box.h),
               Words(self.row.big, "value", bold=True, leading=1.25))  # fmt: skip
        on.put("note", Box(column, box.y, box.right - column, box.h),
               Words(self.row.note, "label", colour="ink2", leading=1.3))  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberedWay:
    """Where to go now: number in a disc, large words, small words, an icon at the right."""

    number: int
    row: IconRow

    def draw(self, on: Piece) -> None:
        box = on.box
        disc = Box(box.x, box.middle - 44, 88, 88)
        on.put("disc", disc, NumberDisc(str(self.number), filled=True))
        on.put("icon", Box(box.right - 80, box.middle - 40, 80, 80), Icon(self.row.icon, "accent"))
        left = box.x + 136
        two_lines(on, Box(left, box.y, box.right - 104 - left, box.h),
                  Words(self.row.big, "key_word", bold=True, leading=1.3),
                  Words(self.row.note, "label", colour="ink2", leading=1.35))  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberDisc:
    """A number, or a tick for what is done, in a disc: filled or a ring of ink."""

    text: str
    filled: bool

    def draw(self, on: Piece) -> None:
        box = on.box
        done = not self.text
        if self.filled:
            on.colour("door")
            on.brush.ellipse(box)
        if not self.filled or on.tokens.contrast or on.tokens.name == "night":
            on.colour("ink")
            on.brush.ring(box.inset(2.5), 5)
        if done:
            on.put("tick", box.inset(box.w * 0.22), Icon("check-bold", "lamp"))
        else:
            colour = "door_text" if self.filled else "ink"
            on.put("number", box, Words(self.text, "value" if box.w < 80 else "primary", True,
                   colour, "center", leading=1.1))  # fmt: skip
