"""签名: a pad for one finger, what was written on it, and the two ways on.

A stroke is drawn while the finger moves, without asking anybody; when the finger lifts it becomes
an event, and from then on the view says it. Points are told in thousandths of the pad's width.
"""

from dataclasses import dataclass, field

from kivy.graphics import Color, Line
from kivy.input.motionevent import MotionEvent

from kiosk.case.signature import HEIGHT, WIDTH, Stroke
from kiosk.events.touches import StrokeDrawn
from kiosk.visit.views.answers import SignatureView
from screens.screen import Screen
from screens.widgets.buttons import PrimaryButton, SecondaryButton
from screens.widgets.paper import Box, sheet
from screens.widgets.piece import Piece
from screens.widgets.slip import Block, Rule
from screens.widgets.words import Words

PAD_TOP, PAD_HEIGHT = 472, 736
NEAR = 3  # px between two points that are kept


class SignatureScreen(Screen):
    def lay(self, view: SignatureView) -> None:
        self.lay_title(view.title, view.lead)
        self.put("pad", Box(48, PAD_TOP, 984, PAD_HEIGHT), Pad(view.strokes, view.place))
        top = PAD_TOP + PAD_HEIGHT + 32
        self.put("meaning", Box(48, top, 984, self.content_bottom - top),
                 Words(view.meaning, "lead", colour="ink2", valign="top"))  # fmt: skip
        self.put(view.secondary.name, Box(48, self.action_top, 312, self.action_height),
                 SecondaryButton(view.secondary))  # fmt: skip
        self.put(view.primary.name, Box(384, self.action_top, 648, self.action_height),
                 PrimaryButton(view.primary))  # fmt: skip

    # ---- the finger ------------------------------------------------------------------------

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if super().on_touch_down(touch):
            return True
        pad = self._pad()
        if pad is None or not pad.collide_point(*touch.pos):
            return False
        touch.grab(self)
        with self.canvas.after:
            Color(*self.tokens.colours["ink"])
            touch.ud["line"] = Line(points=[*touch.pos], width=_thickness() / 2)
        touch.ud["stroke"] = [self._thousandths(pad, touch)]
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_move(touch))
        pad = self._pad()
        line = touch.ud["line"]
        if pad is not None:
            last = line.points[-2:]
            if abs(last[0] - touch.x) + abs(last[1] - touch.y) >= NEAR:
                line.points = [*line.points, touch.x, touch.y]
                touch.ud["stroke"].append(self._thousandths(pad, touch))
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        self.canvas.after.clear()
        if self._pad() is not None:
            self._report(StrokeDrawn(tuple(touch.ud["stroke"])))
        return True

    def forget(self) -> None:
        self.canvas.after.clear()
        super().forget()

    def _pad(self) -> Piece | None:
        return next((piece for piece in self.pieces() if piece.name == "pad"), None)

    def _thousandths(self, pad: Piece, touch: MotionEvent) -> tuple[int, int]:
        x = (touch.x - pad.x) / pad.width
        y = (pad.top - touch.y) / pad.height
        return round(x * WIDTH), round(y * HEIGHT)


def _thickness() -> float:
    return sheet.px(8)


@dataclass(frozen=True, slots=True)
class Pad:
    """The place to write, with a line to write on, and the strokes that are there."""

    strokes: tuple[Stroke, ...] = field(repr=False)
    place: str

    def draw(self, on: Piece) -> None:
        box = on.box
        on.put("paper", box, Block("sheet", 20, "action", on.line_of("focus")))
        on.put("line", Box(box.x + 64, box.y + box.h * 0.78, box.w - 128, 2), Rule())
        if not self.strokes:
            on.put("place", box.inset(80), Words(self.place, "lead", colour="ink2",
                   align="center"))  # fmt: skip
        on.put("ink", box, Ink(self.strokes))


@dataclass(frozen=True, slots=True)
class Ink:
    strokes: tuple[Stroke, ...] = field(repr=False)

    def draw(self, on: Piece) -> None:
        on.colour("ink")
        for stroke in self.strokes:
            points: list[float] = []
            for x, y in stroke:
                points += sheet.at(
                    on.box.x + x / WIDTH * on.box.w, on.box.y + y / HEIGHT * on.box.h
                )
            on.canvas.before.add(Line(points=points, width=_thickness() / 2))
