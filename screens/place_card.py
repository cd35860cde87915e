"""放身份证: the card goes to the reader, which is outside the screen; the act is the hand's."""

from dataclasses import dataclass
from typing import Any

from kiosk.visit.views.answers import PlaceCardView
from screens.motion import Glide
from screens.screen import Screen
from screens.widgets.buttons import Disc, SecondaryButton
from screens.widgets.drawings import Chevrons, IdCard, Waves
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.slip import Block
from screens.widgets.words import Icon, Words


class PlaceCardScreen(Screen):
    actions = (0,)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.glide = self.moving = Glide()

    def lay(self, view: PlaceCardView) -> None:
        top = self.lay_title(view.title, view.lead)
        bottom = 1344 if self.elder and view.trouble else 1408
        panel = Box(48, top, 984, bottom - top)
        self.panel(panel)
        if view.reading:
            self._reading(panel)
        else:
            self._waiting(panel, view)

        line = bottom + 16, (self.action_top if self.elder else 1592) - bottom - 32
        self._status(view, *line)
        height = self.action_height if self.elder else 160
        count = len(view.buttons)
        width = (984 - 24 * (count - 1)) / max(1, count)
        for i, button in enumerate(view.buttons):
            self.put(button.name, Box(48 + i * (width + 24), 1552 if self.elder else 1592,
                     width, height), SecondaryButton(button))  # fmt: skip

    def _waiting(self, panel: Box, view: PlaceCardView) -> None:
        width, height = (728, 272) if self.elder else (696, 312)
        reader = Box(540 - width / 2, panel.bottom - 48 - height, width, height)
        room = reader.y - panel.y - 50 - 184
        wide = min(640.0, room / 0.628)
        card = Box(540 - wide / 2, panel.y + 50, wide, wide * 0.628)
        middle = (card.bottom + reader.y) / 2
        self.put("reader", reader, Reader(view.place))
        self.put("chevrons", Box(494, middle - 64, 92, 128), Chevrons())
        self.put("card", card, Card(self.glide))
        contrast = self.tokens.contrast
        self.glide.run(reader.y + 24 - card.bottom, stills=contrast)

    def _reading(self, panel: Box) -> None:
        """The card lies on the reader: nothing to do but wait, nothing moves."""
        self.glide.stop()
        reader = panel.inset(48)
        width = 600
        card = Box(540 - width / 2, reader.bottom - 64 - width * 0.628, width, width * 0.628)
        high = card.y - reader.y - 128
        self.put("reader", reader, Block("opening", 28, "lamp", 8))
        self.put("waves", Box(540 - high * 0.418, reader.y + 64, high, high), Waves())
        self.put("card lying", card, IdCard())

    def _status(self, view: PlaceCardView, top: float, height: float) -> None:
        left, seconds = 104, 296
        if view.trouble:
            self.put("sign", Box(44, top + height / 2 - 24, 48, 48),
                     Icon("alert-circle-outline", "accent"))  # fmt: skip
        elif self.elder:
            left = 48
        else:
            self.put("dot", Box(48, top + height / 2 - 16, 32, 32), Block("accent", 16))
        right = 1032 if self.elder else 1032 - seconds
        self.put("waiting", Box(left, top, right - left - 16, height),
                 Words(view.trouble or view.waiting, "status", bold=True, leading=1.3))  # fmt: skip
        if not self.elder:
            self.put("seconds", Box(right, top, seconds, height),
                     Words(view.seconds_left, "lead", colour="ink2", align="right"))  # fmt: skip

    def forget(self) -> None:
        self.glide.stop()
        super().forget()


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader below the screen, drawn: waves, its name and where it is, an arrow down."""

    place: tuple[str, str]

    def draw(self, on: Piece) -> None:
        box = on.box
        on.put("body", box, Block("opening", 28, "lamp", 8))
        on.put("waves", Box(box.x + 76, box.middle - 64, 108, 128), Waves())
        disc = Box(box.right - 56 - 104, box.middle - 52, 104, 104)
        on.put("disc", disc, Disc("arrow-down"))
        left = box.x + 224
        words = Words("\n".join(self.place), "place", True, "door_text", leading=1.38)
        on.put("place", Box(left, box.y + 32, disc.x - left - 24, box.h - 64), words)


@dataclass(frozen=True, slots=True)
class Card:
    """The card, where its glide has brought it."""

    glide: Glide

    def draw(self, on: Piece) -> None:
        self.glide.carry(on)
        on.put("card", on.box, IdCard())
