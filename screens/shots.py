"""您挑哪一张: the chosen shot large, and all of them below, each a control as large as a hand."""

from dataclasses import dataclass

from kiosk.visit.views.camera import ShotsView
from kiosk.visit.views.parts import Button
from screens.camera_page import CameraScreen, Picture
from screens.photo import RATIO, Framed
from screens.screen import grid
from screens.widgets.buttons import PrimaryButton, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.words import Icon, Words

WIDE, GAP = 312, 24
MARK = 72
"""px of the line below a shot that says which it is."""


class ShotsScreen(CameraScreen):
    actions = (0, 1)

    def lay(self, view: ShotsView) -> None:
        top = self.lay_title(view.title, view.lead)
        bottom = float(self.content_bottom)
        self.put("label", Box(48, bottom - 64, 984, 64),
                 Words(view.label, "note", colour="ink2", leading=1.2))  # fmt: skip
        bottom -= 80
        count, shape = len(view.shots), self.picture.shape
        high = grid(WIDE / RATIO) + MARK
        chosen = next(at for at, shot in enumerate(view.shots) if shot.selected)
        room = bottom - high - GAP - top
        large = Box(540 - room * RATIO / 2, top, room * RATIO, room)
        self.put("chosen", large, Framed(self.picture, shape, chosen, count))
        left = 540 - (count * WIDE + (count - 1) * GAP) / 2
        for at, shot in enumerate(view.shots):
            box = Box(left + at * (WIDE + GAP), bottom - high, WIDE, high)
            self.put(shot.name, box, Shot(shot, self.picture, shape, at, count))
        self.put(view.secondary.name, Box(48, self.action_top, 312, self.action_height),
                 SecondaryButton(view.secondary))  # fmt: skip
        self.put(view.primary.name, Box(384, self.action_top, 648, self.action_height),
                 PrimaryButton(view.primary))  # fmt: skip
        self.watch()


@dataclass(frozen=True)
class Shot:
    """A shot as a control: its picture, and a tick and a word below the chosen one."""

    button: Button
    picture: Picture
    shape: tuple[int, int]
    part: int
    of: int

    def draw(self, on: Piece) -> None:
        box, chosen = on.box, self.button.selected or on.pressed
        on.colour("ink" if chosen else "sheet")
        on.brush.block(box, 20)
        on.colour("line")
        on.brush.outline(box, 20, on.line_of("control"))
        photo = Box(box.x + 12, box.y + 12, box.w - 24, box.h - MARK - 12)
        on.put("photo", photo, Framed(self.picture, self.shape, self.part, self.of))
        ink = "ground" if chosen else "ink"
        words = Box(box.x + 12, box.bottom - MARK, box.w - 24, MARK)
        if self.button.selected:
            on.put("tick", Box(box.x + 20, words.middle - 22, 44, 44), Icon("check-bold", ink))
            words = Box(box.x + 72, words.y, box.w - 84, MARK)
        on.put("words", words, Words(self.button.label, "label", True, ink, "center", lines=1))
