"""完成: the slip with the number, what happens next and by when, and where the paper is."""

from dataclasses import dataclass, field
from typing import Any

from kivy.graphics.texture import Texture

from kiosk.case.timeline import TimelineRow
from kiosk.visit.views.reading import DoneView
from screens.motion import Emergence
from screens.screen import Screen, spread
from screens.theme import Tokens
from screens.widgets.buttons import PrimaryButton, SecondaryButton
from screens.widgets.drawings import Badge
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.rows import NumberDisc
from screens.widgets.slip import SLOT, Block, Perforation, Slip
from screens.widgets.words import Icon, Words, advance

AIR = 12  # between two dates, so that each stands by itself


class DoneScreen(Screen):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.emergence = self.moving = Emergence()

    def lay(self, view: DoneView) -> None:
        self.put("badge", Box(48, 152, 112, 112), Badge("check-bold"))
        title_height, lead_top, lead_height = (104, 244, 76) if self.elder else (88, 222, 64)
        self.put("title", Box(192, 144, 840, title_height),
                 Words(view.title, "title", bold=True, leading=1.25))  # fmt: skip
        self.put("lead", Box(192, lead_top, 840, lead_height),
                 Words(view.lead, "lead", colour="ink2", leading=1.25))  # fmt: skip
        hint = 72
        bottom = self.content_bottom + (24 if not self.elder else 16)
        slip = Box(96, 344, 888, bottom - hint - 344)
        self.put("paper", Box(slip.x - 8, slip.y, slip.w + 16, slip.h + 8),
                 Receipt(view, slip, self.emergence))  # fmt: skip
        self.put("slot", Box(slip.x - 24, slip.y - 8, slip.w + 48, SLOT), Block("slot", SLOT / 2))
        self.emergence.run(slip.h, still=self.tokens.contrast)
        if view.slip_hint:
            right = 984
            if view.slip_below:
                right = 912
                self.put("out", Box(928, bottom - hint + 8, 56, 56), Icon("arrow-down", "accent"))
            self.put("slip hint", Box(96, bottom - hint, right - 96, hint),
                     Words(view.slip_hint, "label", bold=True, align="right",
                           leading=1.2))  # fmt: skip
        top, height = self.action_top, self.action_height
        left = 48
        if view.secondary is not None:
            self.put(view.secondary.name, Box(48, top, 312, height),
                     SecondaryButton(view.secondary))  # fmt: skip
            left = 384
        self.put(view.primary.name, Box(left, top, 1032 - left, height),
                 PrimaryButton(view.primary))  # fmt: skip

    def forget(self) -> None:
        self.emergence.forget()
        super().forget()


@dataclass(frozen=True)
class Receipt:
    """The slip and all that is on it."""

    view: DoneView = field(repr=False)
    box: Box
    motion: Emergence

    def draw(self, on: Piece) -> None:
        view, slip = self.view, self.box
        self.motion.carry(on, seen_in=on.box)
        on.put("slip", slip, Slip(slot=False))
        left, right, side = 144.0, 936.0, 256
        label = on.size_of("note") * 1.35
        y = slip.y + 40
        on.put("number label", Box(left, y, right - left, label),
                 Words(view.number_label, "note", colour="ink2", leading=1.2))  # fmt: skip
        y += label
        on.put("number", Box(left, y, right - left, 80), Words(view.number, "number", bold=True,
                 leading=1.2, lines=1))  # fmt: skip
        y += 88
        qr = Box(right - side, y + 4, side, side)
        width = (qr.x - 24 if view.qr else right) - left
        for i, line in enumerate(view.about):
            words = Words(line, "label", leading=1.35)
            height = words.height(width, on.tokens)
            on.put(f"about {i}", Box(left, y, width, height), words)
            y += height
        if view.stamp:
            size = on.size_of("small_title")
            stamp = min(width, advance(view.stamp, size, True) + 48)
            on.put("stamp", Box(left, y + 16, stamp, size + 26), Stamp(view.stamp))
            y += size + 42
        if view.qr:
            on.put("qr", qr, QrPicture(view.qr))
        y = max(y, qr.bottom if view.qr else 0) + 16
        on.put("tear", Box(120, round(y), 840, 3), Perforation())
        self._next(on, Box(left, y + 8, right - left, slip.bottom - 16 - y - 8))

    def _next(self, on: Piece, room: Box) -> None:
        view, tokens, elder = self.view, on.tokens, on.tokens.elder
        notes = Words("\n".join(view.notes), "note", colour="ink2", leading=1.4)
        notes_height = notes.height(room.w, tokens) + 32 if view.notes else 0
        heading = on.size_of("heading") * (1.3 if elder else 1.5)

        def heights() -> list[float]:
            return [_when_height(tokens) + _what(row).height(room.w - 88, tokens) + 4
                    for row in timeline]  # fmt: skip

        timeline = view.timeline
        air = AIR * len(timeline) if elder else 0
        if heading + sum(heights()) + air + notes_height > room.h:
            # the title has said already what is done
            timeline = tuple(row for row in timeline if not row.done)
        wanted = heights()
        least = heading + sum(wanted)
        if elder and least + notes_height > room.h:
            notes_height = 0  # the same words are on the paper; 长辈 keeps what comes next
        elif least + notes_height > room.h:
            notes_height = min(notes_height, room.h - least)
        bottom = room.bottom - max(0.0, notes_height)
        on.put("next", Box(room.x, room.y + 12, room.w, heading),
               Words(view.next_title, "heading", bold=True))  # fmt: skip
        boxes = spread(room.y + 20 + heading, bottom, wanted)
        for i, (row, box) in enumerate(zip(timeline, boxes, strict=True)):
            disc = Box(room.x - 8, box.y + 4, 64, 64)
            if i < len(boxes) - 1:
                on.put(f"thread {i}", Box(room.x + 22, disc.bottom, 4,
                       boxes[i + 1].y + 4 - disc.bottom), Thread())  # fmt: skip
            on.put(f"disc {i}", disc, NumberDisc("" if row.done else str(i + 1), row.done))
            _event(on, f"{i}", row, Box(room.x + 88, box.y, room.w - 88, box.h))
        if notes_height > 0:
            on.put("tear notes", Box(room.x - 24, round(bottom), 840, 3), Perforation())
            on.put("notes", Box(room.x, bottom + 8, room.w, notes_height - 8), notes)


def _when_height(tokens: Tokens) -> float:
    return tokens.sizes["heading"] * (1.25 if tokens.elder else 1.5)


def _what(row: TimelineRow) -> Words:
    return Words(row.what, "label", colour="ink2", leading=1.3)


def _event(on: Piece, name: str, row: TimelineRow, box: Box) -> None:
    when = _when_height(on.tokens)
    on.put(f"when {name}", Box(box.x, box.y, box.w, when),
           Words(row.when, "heading", bold=True, leading=1.2))  # fmt: skip
    what = _what(row)
    height = min(what.height(box.w, on.tokens), box.h - when)
    on.put(f"what {name}", Box(box.x, box.y + when, box.w, height), what)


@dataclass(frozen=True, slots=True)
class Stamp:
    """演示 无效, in a frame."""

    text: str

    def draw(self, on: Piece) -> None:
        on.colour("accent")
        on.brush.outline(on.box, 8, on.line_of("control"))
        on.put("words", on.box.inset(4), Words(self.text, "small_title", True, "accent", "center",
               leading=1.1))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thread:
    """The dashed line from one date to the next."""

    def draw(self, on: Piece) -> None:
        on.colour("ink2")
        y = on.box.y + 6
        while y + 6 <= on.box.bottom:
            on.brush.rectangle(Box(on.box.x, y, on.box.w, min(12, on.box.bottom - y)))
            y += 20


@dataclass(frozen=True, slots=True)
class QrPicture:
    """A QR code on paper of its own colour: dark on light in every look, or no phone reads it."""

    data: str = field(repr=False)

    def draw(self, on: Piece) -> None:
        import segno

        rows = [bytes(row) for row in segno.make_qr(self.data, error="m").matrix]
        quiet = 2
        count = len(rows) + 2 * quiet
        on.colour("qr_paper")
        on.brush.rectangle(on.box)
        texture = Texture.create(size=(count, count), colorfmt="rgba", mipmap=False)
        texture.mag_filter = texture.min_filter = "nearest"
        texture.blit_buffer(self._pixels(rows, quiet, count), colorfmt="rgba", bufferfmt="ubyte")
        on.colour("qr_ink")
        whole: dict[str, Any] = {"texture": texture}
        on.brush.rectangle(on.box, **whole)

    def _pixels(self, rows: list[bytes], quiet: int, count: int) -> bytes:
        """White with the module in the alpha channel; a texture's first row is the lowest."""
        empty = bytes(count)
        lines = [empty] * quiet
        lines += [bytes(quiet) + row + bytes(quiet) for row in reversed(rows)]
        lines += [empty] * quiet
        return b"".join(
            b"\xff\xff\xff" + (b"\xff" if module else b"\x00") for line in lines for module in line
        )
