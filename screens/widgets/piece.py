"""The one Kivy widget of the kit: a named place on the page that shows a drawing.

A drawing is a frozen value (`Words`, `Slip`, `PrimaryButton`, …) that says what is there; a piece
holds it, and draws it anew only when drawing, place or look changed. So a screen states its whole
content on every `show()`, and a tick of the clock costs what really changed. Drawings may put
smaller pieces inside; which of them are still wanted is found out by name.
"""

from collections.abc import Iterator
from typing import Any, Protocol

from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent
from kivy.uix.widget import Widget

from kiosk.visit.views.parts import Button
from screens.theme import Tokens
from screens.widgets.paper import WHOLE_PAGE, Box, Brush, sheet

PRESSED_S = 0.08
"""How long a control stays filled after the finger has left it."""

SLOP = 12
"""How far outside its control a finger may be lifted, in px: half the gap between two controls."""


class Drawing(Protocol):
    """What a piece shows. Equal drawings look the same; one with a `button` can be touched."""

    def draw(self, on: "Piece") -> None:
        """Paint on `on.brush` and put smaller pieces, inside `on.box`."""


class Piece(Widget):
    """A place on the page. `button` is what a touch on it presses, or None."""

    def __init__(self, name: str = "", box: Box = WHOLE_PAGE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.name = name
        self.box = box
        self._tokens: Tokens | None = None
        self.drawing: Drawing | None = None
        self.button: Button | None = None
        self.pressed = False
        self._held: Button | None = None
        self.brush = Brush(self.canvas.before)
        self._pieces: dict[str, Piece] = {}
        self._wanted: dict[str, Piece] = {}
        self._scale = sheet.scale

    @property
    def tokens(self) -> Tokens:
        """Its look; it has one from the first `show_drawing` on."""
        assert self._tokens is not None, f"nothing is shown at {self.name!r} yet"
        return self._tokens

    # ---- drawing ---------------------------------------------------------------------------

    def show_drawing(self, box: Box, drawing: Drawing, tokens: Tokens) -> None:
        """Show this, here, in this look; nothing happens when it is so already."""
        same = (self.drawing, self.box, self._tokens, self._scale)
        if same == (drawing, box, tokens, sheet.scale):
            return
        self.box, self.drawing, self._tokens, self._scale = box, drawing, tokens, sheet.scale
        button = getattr(drawing, "button", None)
        self.button = button if button is not None and button.enabled else None
        self.redraw()

    def redraw(self) -> None:
        if self.drawing is None:
            return
        placed = sheet.place(self.box)
        self.pos, self.size = placed["pos"], placed["size"]
        self.canvas.before.clear()
        self._wanted = {}
        self.drawing.draw(self)
        self.sweep()

    def put(self, name: str, box: Box, drawing: Drawing) -> "Piece":
        """A smaller piece of this name, made or changed as needed; later ones lie above."""
        assert name not in self._wanted, name
        piece = self._pieces.get(name)
        if piece is None:
            piece = self._pieces[name] = Piece(name)
        self._wanted[name] = piece
        piece.show_drawing(box, drawing, self.tokens)
        return piece

    def sweep(self) -> None:
        """Take away the pieces that the last drawing did not put, and order the others."""
        wanted = list(self._wanted.values())
        if wanted != self.children[::-1]:
            self.clear_widgets()
            for piece in wanted:
                self.add_widget(piece)
            self._pieces = dict(self._wanted)

    def forget(self) -> None:
        """Let go of everything that is shown, words included."""
        self.clear_widgets()
        self.canvas.before.clear()
        self._pieces, self._wanted = {}, {}
        self.drawing = self.button = None

    def colour(self, role: str, alpha: float = 1.0) -> None:
        self.brush.colour(self.tokens.colours[role], alpha)

    def size_of(self, role: str) -> int:
        return self.tokens.sizes[role]

    def line_of(self, role: str) -> int:
        return self.tokens.lines[role]

    def pieces(self) -> Iterator["Piece"]:
        """This piece and all inside it, in the order in which they are drawn."""
        yield self
        for child in reversed(self.children):
            if isinstance(child, Piece):
                yield from child.pieces()

    # ---- touching --------------------------------------------------------------------------
    #
    # The fill comes with the finger, the event when it is lifted: a hand that slips, or only leans
    # on the glass, can still be drawn away, which a press at touch-down would not forgive. A hand
    # that trembles is forgiven too: the finger may wander over the whole control and a little
    # beyond. Other fingers and the heel of the hand do not disturb a press under way.

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if super().on_touch_down(touch):
            return True
        if self.button is None or not self.collide_point(*touch.pos):
            return False
        if self._held is None:  # also while the fill of the press before is still to be seen
            touch.grab(self)
            self._held = self.button
            self._set_pressed(True)
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        Clock.schedule_once(lambda _: self._set_pressed(self._held is not None), PRESSED_S)
        slop = sheet.px(SLOP)
        near = (
            self.x - slop <= touch.x <= self.right + slop
            and self.y - slop <= touch.y <= self.top + slop
        )
        # What was pressed is what is reported: not what came to stand here in between.
        held, self._held = self._held, None
        if near and held is not None and held == self.button:
            self.report(held)
        return True

    def report(self, button: Button) -> None:
        """Hand the press to whoever this piece belongs to; the screen ends the chain."""
        owner = self.parent
        if isinstance(owner, Piece):
            owner.report(button)

    def _set_pressed(self, pressed: bool) -> None:
        if self.pressed != pressed:
            self.pressed = pressed
            self.redraw()
