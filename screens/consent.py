"""同意: what the face check does, which other ways there are, and two equal answers."""

from kiosk.visit.views.reading import ConsentView
from screens.screen import Screen, spread
from screens.widgets.buttons import ChoiceBlock
from screens.widgets.paper import Box
from screens.widgets.rows import Facts, Way
from screens.widgets.slip import Perforation, Rule, Slip
from screens.widgets.words import Words


class ConsentScreen(Screen):
    actions = (2,)

    def lay(self, view: ConsentView) -> None:
        top = self.lay_title(view.title)
        choices = 1512 if self.elder else 1496
        bottom = choices - 48

        way_height = 144
        heading = 88
        ways_top = bottom - way_height * len(view.ways)
        slip = Box(48, top, 984, ways_top - heading - 24 - top)
        rows = [Facts(row) for row in view.rows]
        self.put("slip", slip, Slip())
        heights = [row.height(904, self.tokens) for row in rows]
        for i, (row, box) in enumerate(
            zip(rows, spread(slip.y + 20, slip.bottom - 16, heights), strict=True)
        ):
            if i:
                self.put(f"tear {i}", Box(72, round(box.y), 936, 3), Perforation())
            self.put(f"row {i}", Box(88, box.y, 904, box.h), row)

        self.put("ways title", Box(48, ways_top - heading, 984, heading),
                 Words(view.ways_title, "heading", bold=True, leading=1.25))  # fmt: skip
        self.put("ways begin", Box(48, ways_top, 984, 2), Rule("line"))
        for i, way in enumerate(view.ways):
            y = ways_top + i * way_height
            self.put(f"way {i}", Box(48, y, 984, way_height), Way(way))
            last = i == len(view.ways) - 1
            self.put(f"way {i} end", Box(48, y + way_height, 984, 2),
                     Rule("line" if last else "rule"))  # fmt: skip

        height = (1728 if self.elder else 1752) - choices
        for i, button in enumerate((view.refuse, view.agree)):
            self.put(button.name, Box(48 + i * 504, choices, 480, height), ChoiceBlock(button))
