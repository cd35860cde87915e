"""The kiosk is at work and asks for nothing: submitting, printing, starting."""

from dataclasses import dataclass

from kiosk.visit.views.reading import BusyView
from screens.notice import put_panel, put_slip
from screens.screen import Screen
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.slip import Block


class BusyScreen(Screen):
    actions = (0,)

    def lay(self, view: BusyView) -> None:
        top = self.lay_title(view.title, view.lead)
        bottom: float = self.action_top + self.action_height
        if view.progress is not None:
            self.put("progress", Box(48, bottom - 32, 984, 32), Progress(round(view.progress, 2)))
            bottom -= 80
        if view.rows:
            top = put_slip(self, Box(48, top, 984, bottom - top), view.rows)
        put_panel(self, top, bottom, view.picture)


@dataclass(frozen=True, slots=True)
class Progress:
    """A bar that fills; its rest is an outline."""

    part: float

    def draw(self, on: Piece) -> None:
        on.colour("line")
        on.brush.outline(on.box, 16, on.line_of("control"))
        width = max(32.0, on.box.w * max(0.0, min(1.0, self.part)))
        on.put("done", on.box._replace(w=width), Block("accent", 16))
