"""The technician's board and the page of one device: lights, words, what to do, what can be done.

Every state is told by shape and word before its colour. A row with an outline can be touched.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.visit.views.board import StatusRow, StatusView
from kiosk.visit.views.parts import Button
from screens.notice import PANEL_LEAST, put_actions, put_panel
from screens.screen import MARGIN, WIDTH, Screen, grid, spread
from screens.theme import Tokens
from screens.widgets.buttons import RADIUS, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.rows import Facts
from screens.widgets.slip import Block, Perforation, Rule, Slip
from screens.widgets.words import Icon, Words

ROW = 96
GAP = 24
ACTION = 96
ADVICE = 120  # three lines
_SENTENCES = re.compile(r".+?(?:。|\.(?= |$)|$)")
_COMMAS = ",，、"
_PARTS = re.compile(r"(?<=[,，、]) ?")
_LATIN = re.compile(", ")
COLOURS = {"not_run": "absent", "testing": "absent"}
"""Of the grades that have no colour of their own."""


class StatusScreen(Screen):
    staff = True

    def lay(self, view: StatusView) -> None:
        top = grid(self.lay_title(view.title, view.lead))
        bottom = self._lay_actions(view)
        if view.notes:
            top = self._lay_layers(view, top)
            self._lay_notes(view, Box(MARGIN, top, WIDTH, bottom - top))
        else:
            self._lay_lines(view, top, bottom)
        put_actions(self, view.secondary, view.primary)

    def _lay_actions(self, view: StatusView) -> float:
        """Two or three beside each other, above the primary; gives back where content ends."""
        columns = 3 if len(view.actions) > 4 else 2
        width = (WIDTH - (columns - 1) * GAP) / columns
        rows = -(-len(view.actions) // columns)
        top = self.action_top - rows * (ACTION + GAP)
        for i, action in enumerate(view.actions):
            row, column = divmod(i, columns)
            left = MARGIN + column * (width + GAP)
            box = Box(left, top + row * (ACTION + GAP), width, ACTION)
            self.put(action.name, box, SecondaryButton(action))
        return top - GAP

    def _lay_lines(self, view: StatusView, top: float, bottom: float) -> None:
        """The board: rows that can be touched stand apart, the others are only ruled."""
        heights = [Line(row).height(self.tokens) for row in view.rows]
        pairs = zip(view.rows, view.rows[1:], strict=False)
        gaps = [_gap(one, other) for one, other in pairs]
        apart = sum(gap > 0 for gap in gaps)
        spare = bottom - top - sum(heights) - sum(gaps)
        if spare < 0:  # the advice gives way: it is on the device's page too
            return self._put_lines([replace(row, advice="") for row in view.rows], top, gaps, 0)
        more = max(0.0, min(16, grid(spare / max(1, apart))))
        return self._put_lines(view.rows, top, gaps, more)

    def _put_lines(
        self, rows: Sequence[StatusRow], top: float, gaps: list[int], more: float
    ) -> None:
        y = top
        for row, gap in zip(rows, [*gaps, 0], strict=True):
            height = Line(row).height(self.tokens)
            name = row.button.name if row.button else f"line {row.name}"
            self.put(name, Box(MARGIN, y, WIDTH, height), Line(row))
            y += height + (gap + more if gap else 0)
            if row.button is None and gap == 0 and row is not rows[-1]:
                self.put(f"rule {row.name}", Box(152, y - 1, 880, 2), Rule())

    def _lay_layers(self, view: StatusView, top: float) -> float:
        """What was found, layer by layer, on one device."""
        y = top
        for i, row in enumerate(view.rows):
            layer = Layer(row)
            height = layer.height(self.tokens)
            self.put(f"layer {i}", Box(MARGIN, y, WIDTH, height), layer)
            y += height
            self.put(f"rule {i}", Box(152, y - 2, 880, 2), Rule())
        return y + 40

    def _lay_notes(self, view: StatusView, room: Box) -> None:
        notes = [Facts(note) for note in view.notes]
        heights = [note.height(904, self.tokens) + 24 for note in notes]
        wanted = sum(heights) + 60 + 40 * len(heights)
        slip = room._replace(h=room.h if wanted + PANEL_LEAST > room.h else wanted)
        self.put("slip", slip, Slip())
        boxes = spread(slip.y + 32, slip.bottom - 28, heights)
        for i, (note, box) in enumerate(zip(notes, boxes, strict=True)):
            self.put(f"note {i}", Box(88, box.y, 904, box.h), note)
            if i < len(boxes) - 1:
                self.put(f"tear {i}", Box(72, round(box.bottom), 936, 3), Perforation())
        put_panel(self, slip.bottom + 32, room.bottom)


def _gap(one: StatusRow, other: StatusRow) -> int:
    """Between two that can be touched a finger has room; where none can, a rule is enough."""
    if one.button and other.button:
        return GAP
    return 8 if one.button or other.button else 0


@dataclass(frozen=True, slots=True)
class Line:
    """Light, name, word, detail; advice beneath, where it is told."""

    row: StatusRow

    @property
    def button(self) -> Button | None:
        return self.row.button

    @property
    def fault(self) -> bool:
        return self.row.grade in ("fail", "warning")

    @property
    def colour(self) -> str:
        return COLOURS.get(self.row.grade, self.row.grade)

    def height(self, tokens: Tokens) -> float:
        if not self.row.advice:
            return ROW
        return ROW + grid(self._advice(tokens).height(856, tokens) + 23)

    def _advice(self, tokens: Tokens, colour: str = "ink") -> Words:
        """As many of its sentences as three lines hold; all of them are on the device's page."""
        sentences = _SENTENCES.findall(self.row.advice)
        while True:
            words = Words("".join(sentences).strip(), "step", colour=colour, leading=1.3)
            if len(sentences) <= 1 or words.height(856, tokens) <= ADVICE:
                return words
            sentences.pop()

    def draw(self, on: Piece) -> None:
        box = on.box
        ink, ink2, colour = "ink", "ink2", self.colour
        if self.row.button is not None:
            self._frame(on)
        elif self.fault:
            on.put("bar", Box(box.x, box.y, 16, box.h), Block(colour, 8))
        if on.pressed:
            ink = ink2 = colour = "ground"
        top = Box(box.x, box.y, box.w, ROW)
        on.put("light", Box(box.x + 32, top.middle - 24, 48, 48),
               Light(self.row.grade, colour, "ink" if on.pressed else "sheet"))  # fmt: skip
        place = Box(box.x + 104, top.y + 8, 264, top.h - 16)
        on.put("name", place, Words(self.row.name, "name", True, ink, leading=1.2))
        on.put("word", Box(box.x + 376, place.y, 192, place.h),
               Words(self.row.word, "label", self.fault, colour, leading=1.2))  # fmt: skip
        right = 88 if self.row.button is not None else 24
        detail = Box(box.x + 584, place.y, box.w - 584 - right, place.h)
        on.put("detail", detail, _shortened(self.row.detail, detail, on.tokens, ink2))
        if self.row.button is not None:
            on.put(
                "more", Box(box.right - 72, top.middle - 28, 56, 56), Icon("chevron-right", ink2)
            )
        if self.row.advice:
            on.put("advice", Box(box.x + 104, box.y + ROW - 8, 856, box.h - ROW - 8),
                   self._advice(on.tokens, ink))  # fmt: skip

    def _frame(self, on: Piece) -> None:
        on.colour("ink" if on.pressed else "sheet")
        on.brush.block(on.box, RADIUS)
        on.colour(self.colour if self.fault else "line")
        on.brush.outline(on.box, RADIUS, on.line_of("control") + (1 if self.fault else 0))


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a device: light, question, answer, and what was seen, over the whole width."""

    row: StatusRow

    def height(self, tokens: Tokens) -> float:
        return 72 + grid(self._detail().height(856, tokens) + 23)

    def _detail(self) -> Words:
        return Words(self.row.detail, "step", colour="ink2", leading=1.25)

    def draw(self, on: Piece) -> None:
        box, fault = on.box, self.row.grade in ("fail", "warning")
        colour = COLOURS.get(self.row.grade, self.row.grade)
        if fault:
            on.put("bar", Box(box.x, box.y + 8, 16, box.h - 18), Block(colour, 8))
        on.put("light", Box(box.x + 32, box.y + 20, 48, 48), Light(self.row.grade, colour))
        on.put("name", Box(box.x + 104, box.y + 12, 264, 60),
               Words(self.row.name, "name", True, leading=1.2))  # fmt: skip
        on.put("word", Box(box.x + 376, box.y + 12, 400, 60),
               Words(self.row.word, "label", fault, colour, leading=1.2))  # fmt: skip
        on.put("detail", Box(box.x + 104, box.y + 72, 856, box.h - 84), self._detail())


def _shortened(text: str, box: Box, tokens: Tokens, colour: str) -> Words:
    """As many of its parts as the box holds: figures of a device are told whole on its page."""
    kept = ""
    for part in _PARTS.split(text):
        longer = f"{kept} {part}".strip() if _LATIN.search(text) else kept + part
        words = Words(longer.rstrip(_COMMAS), "step", colour=colour, leading=1.25)
        if words.lay(box.w, box.h, tokens).fits:
            kept = longer
    return Words(kept.rstrip(_COMMAS), "step", colour=colour, leading=1.25)


@dataclass(frozen=True, slots=True)
class Light:
    """ok: a disc with a tick; warning: a triangle with !; fail: a square with ×; else a ring."""

    grade: str
    colour: str
    paper: str = "sheet"

    def draw(self, on: Piece) -> None:
        box, unit = on.box, on.box.w / 48
        on.colour(self.colour)
        match self.grade:
            case "ok":
                on.brush.ellipse(box)
                self._stroke(on, [(13, 25), (21, 33), (36, 17)])
            case "warning":
                on.brush.triangle(
                    (box.x + 24 * unit, box.y + 1 * unit),
                    (box.x, box.y + 46 * unit),
                    (box.right, box.y + 46 * unit),
                )
                self._stroke(on, [(24, 18), (24, 30)])
                on.brush.disc(box.x + 24 * unit, box.y + 38.5 * unit, 3.2 * unit)
            case "fail":
                on.brush.block(box.inset(1), 6 * unit)
                self._stroke(on, [(14, 14), (34, 34)])
                self._stroke(on, [(34, 14), (14, 34)])
            case "testing":
                on.put("turning", box, Icon("progress-clock", self.colour))
            case _:
                on.brush.ring(box.inset(3), 5)
                if self.grade == "absent":
                    on.brush.stroke([(box.x + 15, box.middle), (box.right - 15, box.middle)], 5)
                else:
                    on.put("open", box.inset(8), Icon("help", self.colour))

    def _stroke(self, on: Piece, points: list[tuple[float, float]]) -> None:
        unit = on.box.w / 48
        on.colour(self.paper)
        on.brush.stroke([(on.box.x + x * unit, on.box.y + y * unit) for x, y in points], 5.5 * unit)
