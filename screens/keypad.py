"""A figure: a field, twelve keys, and the action when it is complete."""

from dataclasses import dataclass, field

from kiosk.visit.views.answers import KeypadView
from screens.screen import Screen, grid
from screens.widgets.buttons import Key, PrimaryButton, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.slip import Block
from screens.widgets.words import Icon, Words, advance


class KeypadScreen(Screen):
    def lay(self, view: KeypadView) -> None:
        self.lay_title(view.title, "" if view.problem else view.lead)
        lead_top = 348
        if view.problem:
            self.put("sign", Box(48, lead_top + 8, 48, 48), Icon("alert-circle-outline", "accent"))
            self.put("problem", Box(112, lead_top, 920, 64 if not self.elder else 72),
                     Words(view.problem, "lead", bold=True))  # fmt: skip
        top = 448
        self.put("field", Box(48, top, 984, 160), Field(view.value, view.missing))
        keys_top = top + 192
        bottom = self.content_bottom - (24 if not self.elder else 0)
        height = grid((bottom - keys_top - 3 * 24) / 4)
        for i, key in enumerate(view.keys):
            x, y = 48 + i % 3 * 336, keys_top + i // 3 * (height + 24)
            self.put(key.name, Box(x, y, 312, height), Key(key))
        left = 48
        if view.secondary is not None:
            self.put(view.secondary.name, Box(48, self.action_top, 312, self.action_height),
                     SecondaryButton(view.secondary))  # fmt: skip
            left = 384
        self.put(view.primary.name, Box(left, self.action_top, 1032 - left, self.action_height),
                 PrimaryButton(view.primary))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """What was typed, with a caret that stands still, and how much is missing."""

    value: str = field(repr=False)
    missing: str

    def draw(self, on: Piece) -> None:
        box = on.box
        on.put("paper", box, Block("sheet", 20, "action", on.line_of("focus")))
        value = Words(self.value, "digit", bold=True, leading=1.1, lines=1)
        place = Box(box.x + 40, box.y + 16, box.w - 80, box.h - 32)
        laid = value.lay(place.w, place.h, on.tokens)
        width = advance(laid.lines[0], laid.size, True)
        if self.value:
            on.put("value", place, value)
        caret = Box(box.x + 40 + width + 4, box.y + 32, 5, box.h - 64)
        on.put("caret", caret, Block("accent", 2))
        if self.missing:
            left = max(caret.right + 16, box.right - 320)
            on.put("missing", Box(left, box.y, box.right - 40 - left, box.h),
                   Words(self.missing, "label", colour="ink2", align="right"))  # fmt: skip
