"""核验: the one hint, the person in an oval, and a ring that shows how far the check is."""

from dataclasses import dataclass
from math import cos, pi, sin

from kivy.graphics import Ellipse

from kiosk.visit.views.camera import FaceView
from screens.camera_page import CameraScreen, Picture
from screens.widgets.buttons import SecondaryButton
from screens.widgets.paper import Box, sheet
from screens.widgets.piece import Piece
from screens.widgets.words import Words


class FaceScreen(CameraScreen):
    actions = (0,)

    def lay(self, view: FaceView) -> None:
        top, bottom = self.lay_panel(view)
        high = bottom - 56 - (top + 212)
        oval = Box(540 - high * 0.4, top + 212, high * 0.8, high)
        self.put("person", oval.inset(high * 0.029), Person(self.picture, self.picture.shape))
        self.put("ring", oval, Ring(round(view.progress, 2)))

        line_bottom = self.action_top - 32 if self.elder else 1592
        line = Box(48, bottom + 8, 984, line_bottom - bottom - 24)
        self.put(
            "label", line._replace(w=640), Words(view.label, "note", colour="ink2", leading=1.2)
        )
        self.put("seconds", Box(704, line.y, 328, line.h),
                 Words(view.seconds_left, "status", bold=True, align="right"))  # fmt: skip
        high = self.action_height if self.elder else 160
        self.put(view.other_way.name, Box(48, 1552 if self.elder else 1592, 984, high),
                 SecondaryButton(view.other_way))  # fmt: skip
        self.watch()


@dataclass(frozen=True)
class Person:
    """The oval with the person; plain until the camera has given its first frame."""

    picture: Picture
    shape: tuple[int, int]

    def draw(self, on: Piece) -> None:
        if self.picture.texture is None:
            on.colour("opening")
            on.brush.ellipse(on.box)
            return
        on.brush.colour((1.0, 1.0, 1.0, 1.0))
        on.canvas.before.add(
            Ellipse(
                texture=self.picture.texture,
                tex_coords=self.picture.crop(on.box.w / on.box.h),
                segments=180,
                **sheet.place(on.box),
            )
        )
        # the edge of a plain ellipse has stairs: a smooth line of the panel's colour covers them
        on.colour("door")
        on.brush.ring(on.box, 6)


@dataclass(frozen=True, slots=True)
class Ring:
    """How far the check is: a thin oval, and on it a thick one from the top, with round ends."""

    progress: float

    def draw(self, on: Piece) -> None:
        box = on.box.inset(8)
        on.colour("ring_rest")
        on.brush.ring(box, 6)
        part = max(0.0, min(1.0, self.progress))
        if part == 0:
            return
        on.colour("lamp")
        on.brush.ring(box, 16, part)
        for angle in (0.0, 2 * pi * part):
            x = box.x + box.w / 2 + box.w / 2 * sin(angle)
            y = box.middle - box.h / 2 * cos(angle)
            on.brush.disc(x, y, 8)
