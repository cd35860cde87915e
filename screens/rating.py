"""评价: what is being rated, five equal rows, and always the way past them."""

from kiosk.visit.views.answers import RatingView
from screens.screen import Screen, grid
from screens.widgets.buttons import RowButton, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.slip import Slip
from screens.widgets.words import Words, advance


class RatingScreen(Screen):
    actions = (0,)

    def lay(self, view: RatingView) -> None:
        y = max(344, grid(self.lay_title(view.title, view.lead) + 8))
        about, number = view.about
        widths = (advance(about, self.size_of("status"), True),
                  advance(number, self.size_of("lead"), False))  # fmt: skip
        beside = sum(widths) + 24 < 904
        if beside:
            places = (
                Box(88, y + 24, widths[0] + 4, 128),
                Box(988 - widths[1], y + 24, widths[1] + 4, 128),
            )
        else:  # one above the other
            places = Box(88, y + 28, 904, 72), Box(88, y + 100, 904, 64)
        slip = Box(48, y, 984, 168 if beside else 192)
        self.put("slip", slip, Slip())
        align = "right" if beside else "left"
        self.put("about", places[0], Words(about, "status", bold=True, leading=1.2))
        if number:
            self.put(
                "number", places[1], Words(number, "lead", colour="ink2", align=align, lines=1)
            )
        top = slip.bottom + (48 if beside else 32)
        bottom = self.action_top - (72 if not self.elder else 40)
        height = grid((bottom - top - 4 * 24) / 5)
        for i, level in enumerate(view.levels):
            self.put(level.name, Box(48, top + i * (height + 24), 984, height), RowButton(level))
        self.put(view.skip.name, Box(48, self.action_top, 984, self.action_height),
                 SecondaryButton(view.skip))  # fmt: skip
