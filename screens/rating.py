"""评价: what is being rated, five equal rows, and always the way past them."""

from kiosk.visit.views import RatingView
from screens.screen import Screen
from screens.widgets.buttons import RowButton, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.slip import Slip
from screens.widgets.words import Words


class RatingScreen(Screen):
    def lay(self, view: RatingView) -> None:
        self.lay_title(view.title, view.lead)
        slip = Box(48, 344, 984, 168)
        self.put("slip", slip, Slip())
        self.put("about", Box(88, 368, 480, 128),
                 Words(view.about[0], "value", bold=True, leading=1.2))  # fmt: skip
        self.put("number", Box(584, 368, 408, 128),
                 Words(view.about[1], "lead", colour="ink2", align="right", lines=1))  # fmt: skip
        top = 560 if not self.elder else 544
        bottom = self.action_top - (72 if not self.elder else 40)
        height = (bottom - top - 4 * 24) / 5
        for i, level in enumerate(view.levels):
            self.put(level.name, Box(48, top + i * (height + 24), 984, height), RowButton(level))
        self.put(view.skip.name, Box(48, self.action_top, 984, self.action_height),
                 SecondaryButton(view.skip))  # fmt: skip
