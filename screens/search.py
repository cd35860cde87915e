"""按字母找: letters above, what they may mean below them, and a key for each letter."""

from kiosk.visit.views.finding import SearchView
from screens.keypad import Field
from screens.screen import Screen, grid
from screens.widgets.buttons import Key, RowButton
from screens.widgets.paper import Box
from screens.widgets.words import Words

ROOM = 472  # no control above it
COLUMNS = 7


class SearchScreen(Screen):
    actions = (0,)

    def lay(self, view: SearchView) -> None:
        self.lay_title(view.title)
        line = 80 if self.elder else 64
        field_top = 264
        field = ROOM - 16 - line - field_top
        self.put("field", Box(48, field_top, 984, field), Field(view.letters, ""))
        self.put("lead", Box(48, ROOM - line - 4, 984, line),
                 Words(view.lead, "note", colour="ink2", lines=1))  # fmt: skip
        most, height = (2, 240) if self.elder else (3, 200)
        for i, button in enumerate(view.found[:most]):
            self.put(button.name, Box(48, ROOM + i * (height + 24), 984, height), RowButton(button))
        top = ROOM + most * (height + 24) + 8
        self._keys(view, top, self.action_top + self.action_height)

    def _keys(self, view: SearchView, top: float, bottom: float) -> None:
        """Seven in a row; the last key takes what its row has left."""
        rows = -(-(len(view.keys) + 1) // COLUMNS)
        height = grid((bottom - top - 24 * (rows - 1)) / rows)
        for i, key in enumerate(view.keys):
            x = 48 + i % COLUMNS * 144
            last = key is view.keys[-1]
            width = 984 - (x - 48) if last else 120
            self.put(key.name, Box(x, top + i // COLUMNS * (height + 24), width, height), Key(key))
