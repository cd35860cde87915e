"""还在办理吗？: the only dark page by day, so that it is seen from a step away."""

from dataclasses import dataclass
from math import cos, radians, sin

from kiosk.visit.views.always import StillThereView
from screens.screen import Screen
from screens.widgets.buttons import PrimaryButton
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.words import Icon, Words, advance

TICKS = 20


class StillThereScreen(Screen):
    dark = True

    def lay(self, view: StillThereView) -> None:
        self.put("title", Box(48, 180, 984, 128),
                 Words(view.title, "still_there", bold=True, align="center",
                       leading=1.15))  # fmt: skip
        self.put("lead", Box(48, 322, 984, 112),
                 Words(view.lead, "heading", colour="ink2", align="center",
                       leading=1.25, valign="top"))  # fmt: skip
        lit = -(-view.seconds * TICKS // max(1, view.of_seconds))
        self.put("ticks", Box(148, 440, 784, 784), Ticks(max(0, min(TICKS, lit))))
        self.put("seconds", Box(290, 630, 500, 360),
                 Words(str(view.seconds), "count", bold=True, align="center",
                       leading=1.0))  # fmt: skip
        self.put("unit", Box(390, 948, 300, 84),
                 Words(view.unit, "key_word", colour="ink2", align="center"))  # fmt: skip
        self._reminder(view.reminder)
        bottom = self.action_top + self.action_height - (24 if not self.elder else 0)
        self.put(view.primary.name, Box(48, bottom - 280, 984, 280),
                 PrimaryButton(view.primary, big=True))  # fmt: skip

    def _reminder(self, text: str) -> None:
        if not text:
            return
        words = Words(text, "heading", bold=True, leading=1.25)
        laid = words.lay(984 - 88, 112, self.tokens)
        width = min(984 - 88, max(advance(line, laid.size, True) for line in laid.lines) + 4)
        left = 540 - (width + 88) / 2
        self.put("icon", Box(left, 1280, 64, 64), Icon("card-account-details-outline", "lamp"))
        self.put("reminder", Box(left + 88, 1256, width, 112), words)


@dataclass(frozen=True, slots=True)
class Ticks:
    """A dial of 20; the ones that are left are thick and lit, clockwise from the top."""

    lit: int

    def draw(self, on: Piece) -> None:
        x, y, radius = on.box.x + on.box.w / 2, on.box.middle, on.box.w / 2
        for i in range(TICKS):
            angle = radians(i * 360 / TICKS)
            left = i < self.lit
            on.colour("lamp" if left else "tick_rest")
            thick, near, far = (28, 0.72, 1.0) if left else (8, 0.755, 0.975)
            inner, outer = radius * near + thick / 2, radius * far - thick / 2
            on.brush.stroke(
                [(x + r * sin(angle), y - r * cos(angle)) for r in (inner, outer)], thick
            )
