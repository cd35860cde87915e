"""暂停服务: the doors are shut, the slip hangs on its nail, and three ways lead on."""

from dataclasses import dataclass

from kiosk.visit.views.always import PausedView
from screens.screen import Screen
from screens.widgets.drawings import ShutDoors
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.rows import NumberedWay
from screens.widgets.slip import Rule, Slip
from screens.widgets.words import Words


class PausedScreen(Screen):
    actions = (0, 1)
    open_sign = False  # it is not open now

    def lay(self, view: PausedView) -> None:
        self.put("doors", Box(48, 152, 984, 440), ShutDoors())
        width = 648 if self.elder else 552
        self.put("sign", Box(540 - width / 2, 288, width, 240), NailedSlip(*view.sign))
        if view.banner:
            self.put("banner", Box(48, 620, 984, 208 if self.elder else 184),
                     Words(view.banner, "heading", bold=True, leading=1.3))  # fmt: skip
        else:
            self.put("title", Box(48, 628, 984, 100),
                     Words(view.title, "title", bold=True, leading=1.25))  # fmt: skip
            self.put("lead", Box(48, 720, 984, 112 if self.elder else 72),
                     Words(view.lead, "lead", colour="ink2", leading=1.2))  # fmt: skip
        top, bottom = (852, 1632) if self.elder else (828, 1656)
        each = (bottom - top) / max(1, len(view.ways))
        self.put("begin", Box(48, top, 984, 2), Rule("line"))
        for i, way in enumerate(view.ways):
            y = top + i * each
            self.put(f"way {i}", Box(48, y, 984, each), NumberedWay(i + 1, way))
            last = i == len(view.ways) - 1
            self.put(f"end {i}", Box(48, round(y + each), 984, 2), Rule("line" if last else "rule"))
        self.put("note", Box(48, bottom + 8, 760, 80),
                 Words(view.note, "note", colour="ink2", leading=1.25))  # fmt: skip
        self.put("code", Box(824, bottom + 8, 208, 80),
                 Words(view.code, "step", colour="ink2", align="right"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class NailedSlip:
    """The slip on the nail: what it says, and what is going on."""

    sign: str
    line: str

    def draw(self, on: Piece) -> None:
        box = on.box
        on.put("slip", box, Slip(slot=False))
        on.put("sign", Box(box.x + 24, box.y + 24, box.w - 48, 112),
               Words(self.sign, "digit", bold=True, align="center", leading=1.1))  # fmt: skip
        on.put("line", Box(box.x + 24, box.y + 136, box.w - 48, 72),
               Words(self.line, "lead", colour="ink2", align="center", leading=1.1))  # fmt: skip
