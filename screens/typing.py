"""Words on the keyboard: what stands, what the letters may be, and the keys.

A letter key is smaller than other controls, as wide as on a keyboard of one's own with air between
(`lint.KEYS`): whoever spells pinyin knows where its letters lie, and ten lie in a row.
"""

from dataclasses import dataclass, field

from kiosk.visit.views.answers import TypingView
from kiosk.visit.views.parts import Button
from screens.screen import Screen, columns
from screens.widgets.buttons import LetterKey, PrimaryButton, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.slip import Block
from screens.widgets.words import Icon, Words, advance

FIELD_TOP, FIELD_HEIGHT = 440, 152
CANDIDATE_HEIGHT = 104
ROW = {4: (864, 160), 5: (616, 168)}
"""Where the keys begin, and from row to row: with words above them, or with figures instead."""
PITCH, GAP = 96, 8


class TypingScreen(Screen):
    def lay(self, view: TypingView) -> None:
        self.lay_title(view.title, "" if view.problem else view.lead)
        if view.problem:
            self.put("sign", Box(48, 356, 48, 48), Icon("alert-circle-outline", "accent"))
            self.put("problem", Box(112, 348, 920, 72), Words(view.problem, "lead", bold=True))
        self.put("field", Box(48, FIELD_TOP, 984, FIELD_HEIGHT), Sheet(view.value, view.composing))
        places = columns(4)
        for at, button in enumerate(view.candidates):
            (x, width), y = places[at % 4], 616 + at // 4 * (CANDIDATE_HEIGHT + 24)
            self.put(button.name, Box(x, y, width, CANDIDATE_HEIGHT),
                     SecondaryButton(button, "key_word"))  # fmt: skip
        self._keys(view)
        left = 48
        if view.secondary is not None:
            self.put(view.secondary.name, Box(48, self.action_top, 312, self.action_height),
                     SecondaryButton(view.secondary))  # fmt: skip
            left = 384
        self.put(view.primary.name, Box(left, self.action_top, 1032 - left, self.action_height),
                 PrimaryButton(view.primary))  # fmt: skip

    def _keys(self, view: TypingView) -> None:
        rows = [*view.rows, view.tools]
        top, pitch = ROW[5 if len(rows) > 4 else 4]
        bottom = self.content_bottom - 8
        pitch = min(pitch, int((bottom - top) / len(rows) // 8 * 8))
        y = bottom - pitch * len(rows) + GAP
        y -= y % 8
        for row in view.rows:
            x = 540 - (len(row) * PITCH - GAP) // 2
            for key in row:
                self._key(key, Box(x, y, PITCH - GAP, pitch - GAP))
                x += PITCH
            y += pitch
        for (x, width), tool in zip(columns(len(view.tools)), view.tools, strict=True):
            self.put(tool.name, Box(x, y, width, pitch - GAP), SecondaryButton(tool, "change"))

    def _key(self, button: Button, box: Box) -> None:
        self.put(button.name, box, LetterKey(button))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was typed, a caret, and beneath it the letters that are no words yet."""

    value: str = field(repr=False)
    composing: str = field(repr=False)

    def draw(self, on: Piece) -> None:
        box = on.box
        on.put("paper", box, Block("sheet", 20, "action", on.line_of("focus")))
        width = box.w - 80
        rows = box.h - 24
        spelt = on.size_of("label") * 1.35 if self.composing else 0
        place = Box(box.x + 32, box.y + 12, width, rows - spelt)
        text = Words(self.value, "value", bold=True, leading=1.2)
        if self.value:
            on.put("value", place, text)
        laid = text.lay(place.w, place.h, on.tokens)
        last = advance(laid.lines[-1], laid.size, True) if self.value else 0
        step = laid.size * 1.2
        middle = place.middle + step * (len(laid.lines) - 1) / 2
        caret = Box(place.x + last + 6, middle - step * 0.42, 5, step * 0.84)
        on.put("caret", caret, Block("accent", 2))
        if self.composing:
            on.put("composing", Box(place.x, place.bottom, width, spelt),
                   Words(self.composing, "label", bold=True, colour="accent"))  # fmt: skip
