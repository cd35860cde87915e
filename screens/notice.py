"""A page to read and one action: privacy notice, eligibility, window number, goodbye."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView
from screens.screen import Screen, spread
from screens.widgets.buttons import PrimaryButton, SecondaryButton
from screens.widgets.drawings import IdCard, Licence, PhoneCode, PrintedSlip
from screens.widgets.paper import Box
from screens.widgets.piece import Drawing, Piece
from screens.widgets.rows import Facts
from screens.widgets.slip import Block, Perforation, Slip
from screens.widgets.words import Words


class NoticeScreen(Screen):
    actions = (0, 1)

    def lay(self, view: NoticeView) -> None:
        top = self.lay_title(view.title, view.lead)
        bottom: float = self.content_bottom
        if view.more is not None:
            bottom -= MORE + 32
            self.put(view.more.name, Box(48, bottom + 32, 984, MORE), SecondaryButton(view.more))
        if view.secondary is None and view.primary is None:
            bottom = self.action_top + self.action_height
        if view.rows or view.paragraphs or view.big:
            room = Box(48, top, 984, bottom - top)
            top = put_slip(self, room, view.rows, view.paragraphs, view.big, view.code)
        put_panel(self, top, bottom, view.picture)
        put_actions(self, view.secondary, view.primary)


def put_slip(
    screen: Screen,
    room: Box,
    rows: Sequence[IconRow],
    paragraphs: Sequence[str] = (),
    big: str = "",
    code: str = "",
) -> float:
    """The slip, as long as what is on it; gives back where it ends."""
    few = len(rows) + len(paragraphs) <= 2
    facts = [
        Facts(row, 104 if few else 72, 152 if few else 112, "title" if few else "band")
        for row in rows
    ]
    texts = [Words(text, "lead" if few else "body") for text in paragraphs]
    heights: list[float] = []
    if big:
        heights.append(260)
    heights += [each.height(904, screen.tokens) + 24 for each in (*facts, *texts)]
    below = 56 if code else 0
    wanted = sum(heights) + 60 + 40 * len(heights) + below
    slip = room._replace(h=room.h if wanted + 32 + PANEL_LEAST > room.h else wanted)
    screen.put("slip", slip, Slip())
    boxes = spread(slip.y + 32, slip.bottom - 28 - below, heights)
    if code:
        screen.put("code", Box(592, slip.bottom - 76, 400, 56),
                   Words(code, "step", colour="ink2", align="right"))  # fmt: skip
    if big:
        box = boxes.pop(0)
        screen.put("big", Box(88, box.y, 904, box.h),
                   Words(big, "ticket", bold=True, align="center", leading=1.1))  # fmt: skip
        if boxes:
            screen.put("tear big", Box(72, round(box.bottom), 936, 3), Perforation())
    for i, (fact, box) in enumerate(zip(facts, boxes, strict=False)):
        screen.put(f"row {i}", Box(88, box.y, 904, box.h), fact)
        if i < len(boxes) - 1:
            screen.put(f"tear {i}", Box(72, round(box.bottom), 936, 3), Perforation())
    for i, (text, box) in enumerate(zip(texts, boxes[len(facts) :], strict=True)):
        screen.put(f"text {i}", Box(88, box.y, 904, box.h), text)
    return slip.bottom + 32


def put_actions(screen: Screen, secondary: Button | None, primary: Button | None) -> None:
    """One or two controls in the action zone: 312 + 648, or the whole width."""
    top, height = screen.action_top, screen.action_height
    if secondary is not None:
        width = 312 if primary is not None else 984
        screen.put(secondary.name, Box(48, top, width, height), SecondaryButton(secondary))
    if primary is not None:
        left = 48 if secondary is None else 384
        screen.put(primary.name, Box(left, top, 1032 - left, height), PrimaryButton(primary))


PANEL_LEAST = 240
MORE = 136


def put_panel(screen: Screen, top: float, bottom: float, picture: str = "lantern") -> None:
    """Fill what is left of a page that has little to say; nothing where there is no room."""
    if bottom - top >= PANEL_LEAST:
        screen.put("panel", Box(48, top, 984, bottom - top), Panel(picture))


PICTURES: dict[str, tuple[Drawing, float, float]] = {
    "lantern": (PrintedSlip(), 400 / 320, 0.5),
    "id_card": (IdCard(), 203 / 320, 0.58),
    "licence": (Licence(), 222 / 320, 0.58),
    "phone_code": (PhoneCode(), 320 / 200, 0.32),
}
"""What is drawn, its height by its width, and the most of the panel's width that it takes."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A dark panel with what the page is about; the zone's own slip where that is all."""

    picture: str

    def draw(self, on: Piece) -> None:
        box = on.box
        on.put("ground", box, Block("door", 28, "door_edge", on.line_of("door")))
        drawing, tall, most = PICTURES[self.picture]
        width = min(box.w * most, (box.h - 96) / tall)
        height = width * tall
        place = Box(box.x + (box.w - width) / 2, box.middle - height / 2, width, height)
        on.put("picture", place, drawing)
