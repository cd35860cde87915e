"""Many equal answers: a grid of names, or rows with a note where each needs a word of its own."""

from kiosk.visit.views.answers import PickView
from kiosk.visit.views.parts import Button
from screens.notice import put_panel
from screens.screen import Screen, grid
from screens.widgets.buttons import PrimaryButton, RowButton, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.words import Icon, Words

COLUMNS = 3
LEAST, MOST = 112, 240  # px of a cell


class PickScreen(Screen):
    actions = (0, 1)

    def lay(self, view: PickView) -> None:
        top = self.lay_title(view.title, view.lead)
        bottom = float(self.content_bottom)
        if view.primary is None and view.secondary is None:
            bottom = self.action_top + self.action_height
        top = self._told(view, top)
        if view.note:
            note = Words(view.note, "label", bold=True, leading=1.3)
            height = min(note.height(984, self.tokens) + 16, 184)
            bottom -= height
            self.put("note", Box(48, bottom, 984, height), note)
            bottom -= 8
        if not view.choices:
            put_panel(self, top, bottom, "licence")
        elif view.wide:
            self._rows(view, max(top, 472), bottom)
        else:
            self._grid(view, max(top, 472), bottom)
        self._actions(view.secondary, view.primary)

    def _told(self, view: PickView, top: float) -> float:
        """What is wrong, and where content may begin beneath it."""
        if not view.problem:
            return top
        words = Words(view.problem, "lead", bold=True)
        height = words.height(904, self.tokens)
        self.put("sign", Box(48, top + 4, 48, 48), Icon("alert-circle-outline", "accent"))
        self.put("problem", Box(112, top, 904, height), words)
        return top + height + 24

    def _grid(self, view: PickView, top: float, bottom: float) -> None:
        top = grid(top + 7)
        columns = COLUMNS if len(view.choices) > 2 * COLUMNS else 2
        rows = -(-len(view.choices) // columns)
        width = (984 - 24 * (columns - 1)) / columns
        height = grid(max(LEAST, min(MOST, (bottom - top - 24 * (rows - 1)) / rows)))
        above, top = top, grid(bottom - rows * (height + 24) + 24)
        put_panel(self, above, top - 32, "licence")
        for at, choice in enumerate(view.choices):
            x, y = 48 + at % columns * (width + 24), top + at // columns * (height + 24)
            self.put(choice.name, Box(x, y, width, height), SecondaryButton(choice, "key_word"))

    def _rows(self, view: PickView, top: float, bottom: float) -> None:
        top = grid(top + 7)
        count = len(view.choices)
        height = grid(max(LEAST, min(MOST, (bottom - top - 24 * (count - 1)) / count)))
        y = grid(bottom - count * (height + 24) + 24)
        put_panel(self, top, y - 32, "licence")
        for choice in view.choices:
            self.put(choice.name, Box(48, y, 984, height), RowButton(choice))
            y += height + 24

    def _actions(self, secondary: Button | None, primary: Button | None) -> None:
        top, height = self.action_top, self.action_height
        if secondary is not None:
            self.put(secondary.name, Box(48, top, 312 if primary else 984, height),
                     SecondaryButton(secondary))  # fmt: skip
        if primary is not None:
            left = 48 if secondary is None else 384
            self.put(primary.name, Box(left, top, 1032 - left, height), PrimaryButton(primary))
