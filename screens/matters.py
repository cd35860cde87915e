"""A list: behind a door, in an area; one row each, page by page."""

from collections.abc import Sequence

from kiosk.visit.views.finding import MattersView
from kiosk.visit.views.parts import Button
from screens.home import HintBand
from screens.notice import put_panel
from screens.screen import Screen, grid
from screens.widgets.buttons import RowButton, SecondaryButton
from screens.widgets.paper import Box


class MattersScreen(Screen):
    actions = (0,)

    def lay(self, view: MattersView) -> None:
        top = self.lay_title(view.title, view.lead)
        bottom = self.action_top + self.action_height
        if view.band is not None:
            band = HintBand(view.band)
            height = grid(max(192.0, band.height(self.tokens)) + 7)
            bottom -= height + 40
            self.put("band", Box(48, bottom + 40, 984, height), band)
        if view.previous is not None or view.following is not None:
            self._turn_pages(view)
            bottom = self.action_top - 24
        lay_rows(self, view.matters, top, bottom, view.picture)

    def _turn_pages(self, view: MattersView) -> None:
        """Each in its place, so that a finger stays where it is for the next page."""
        for button, x in ((view.previous, 48), (view.following, 552)):
            if button is not None:
                self.put(button.name, Box(x, self.action_top, 480, self.action_height),
                         SecondaryButton(button))  # fmt: skip


def lay_rows(
    screen: Screen, buttons: Sequence[Button], top: float, bottom: float, picture: str
) -> None:
    """Equal answers, one above the other, near the hand; what is left above is the picture's."""
    gap, most = 24, 320 if screen.elder else 296
    room = bottom - max(top, 472)
    height = grid(min(most, (room - gap * (len(buttons) - 1)) / max(1, len(buttons))))
    y = grid(bottom) - len(buttons) * (height + gap) + gap
    put_panel(screen, top, y - 32, picture)
    for button in buttons:
        screen.put(button.name, Box(48, y, 984, height), RowButton(button))
        y += height + gap
