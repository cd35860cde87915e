"""Behind a door: what can be done here, one row each."""

from kiosk.visit.views import MattersView
from screens.home import HintBand
from screens.screen import Screen
from screens.widgets.buttons import RowButton
from screens.widgets.paper import Box


class MattersScreen(Screen):
    def lay(self, view: MattersView) -> None:
        top = max(self.lay_title(view.title, view.lead), 472)
        bottom = self.action_top + self.action_height
        if view.band is not None:
            bottom -= 192 + 40
            self.put("band", Box(48, bottom + 40, 984, 192), HintBand(view.band))
        lay_rows(self, view.matters, top, bottom)


def lay_rows(screen: Screen, buttons: tuple, top: float, bottom: float) -> None:
    """Equal answers, one above the other, growing into the room that there is."""
    gap, most = 24, 280
    height = min(most, (bottom - top - gap * (len(buttons) - 1)) / max(1, len(buttons)))
    for i, button in enumerate(buttons):
        screen.put(button.name, Box(48, top + i * (height + gap), 984, height), RowButton(button))
