"""制证照: the one hint, the person as a card would show them, an oval for the head, the countdown.

The camera's frames are shown as on the page of the face check, and wiped as there.
"""

from dataclasses import dataclass

from kivy.graphics import Rectangle

from kiosk.visit.views.camera import PhotoView
from screens.camera_page import CameraScreen, Picture
from screens.widgets.buttons import SecondaryButton
from screens.widgets.paper import Box, sheet
from screens.widgets.piece import Piece
from screens.widgets.words import Words

RATIO = 358 / 441
"""Width by height of a card's photo (GA/T 461)."""

HEAD = Box(0.23, 0.13, 0.54, 0.66)
"""Where a head belongs, in shares of the picture: with room above, and for shoulders."""


class PhotoScreen(CameraScreen):
    actions = (0,)

    def lay(self, view: PhotoView) -> None:
        top, bottom = self.lay_panel(view)
        self.put("also", Box(96, top + 192, 888, 64),
                 Words(view.also, "note", colour="door_text", align="center", lines=1))  # fmt: skip
        high = bottom - 40 - (top + 264)
        frame = Box(540 - high * RATIO / 2, top + 264, high * RATIO, high)
        self.put("person", frame, Framed(self.picture, self.picture.shape))
        self.put("head", frame, HeadLine(bool(view.countdown)))
        if view.countdown:
            disc = Box(frame.right - 184, frame.bottom - 184, 160, 160)
            self.put("countdown", disc, Count(view.countdown))

        line_bottom = self.action_top - 32 if self.elder else 1592
        self.put("label", Box(48, bottom + 8, 984, line_bottom - bottom - 24),
                 Words(view.label, "note", colour="ink2", leading=1.2))  # fmt: skip
        high = self.action_height if self.elder else 160
        self.put(view.not_here.name, Box(48, 1552 if self.elder else 1592, 984, high),
                 SecondaryButton(view.not_here))  # fmt: skip
        self.watch()


@dataclass(frozen=True)
class Framed:
    """A part of the camera's picture, filling its box; plain until there is one.

    shape: of the picture, so that the first frame is drawn. part, of: the how-manieth of so many
    that lie side by side in it.
    """

    picture: Picture
    shape: tuple[int, int]
    part: int = 0
    of: int = 1

    def draw(self, on: Piece) -> None:
        if self.picture.texture is None:
            on.colour("opening")
            on.brush.block(on.box, 16)
            return
        on.brush.colour((1.0, 1.0, 1.0, 1.0))
        on.canvas.before.add(
            Rectangle(
                texture=self.picture.texture,
                tex_coords=self.picture.crop(on.box.w / on.box.h, self.part, self.of),
                **sheet.place(on.box),
            )
        )


@dataclass(frozen=True, slots=True)
class HeadLine:
    """An oval to hold the head to; it lights up while it counts down."""

    lit: bool

    def draw(self, on: Piece) -> None:
        box = on.box
        x, y, w, h = HEAD
        oval = Box(box.x + x * box.w, box.y + y * box.h, w * box.w, h * box.h)
        on.colour("lamp" if self.lit else "ring_rest")
        on.brush.ring(oval, 10 if self.lit else 6)


@dataclass(frozen=True, slots=True)
class Count:
    seconds: str

    def draw(self, on: Piece) -> None:
        on.colour("lamp")
        on.brush.disc(on.box.x + on.box.w / 2, on.box.middle, on.box.w / 2)
        on.put("seconds", on.box, Words(self.seconds, "digit", True, "lamp_text", "center"))
