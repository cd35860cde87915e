"""How the hardware bench is drawn: the kiosk's ink on paper, small, for a mouse at a desk."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.visit.views.parts import Button
from kiosk.vocabulary import Theme
from screens import theme
from screens.bench_view import BenchView, PeerView
from screens.widgets.buttons import PrimaryButton
from screens.widgets.drawings import Mark
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.slip import SLOT, Block, Rule, Slip
from screens.widgets.words import Icon, Words, advance

SIZE = (1800, 1400)
"""Width and height of the bench in design px."""

_BAND, _MARGIN = 236, 8


class Page(Piece):
    """The whole window."""

    def __init__(self, pressed: Callable[[Button], None]) -> None:
        super().__init__("bench", Box(0, 0, *SIZE))
        self.size_hint = (None, None)
        self._pressed = pressed

    def show(self, view: BenchView) -> None:
        self.show_drawing(self.box, Bench(view), theme.tokens(Theme.STANDARD, night=False))

    def report(self, button: Button) -> None:
        self._pressed(button)

    def find(self, name: str) -> Piece | None:
        """The control of this name that can be pressed now, or None."""
        for piece in self.pieces():
            if piece.button is not None and piece.button.name == name:
                return piece
        return None


@dataclass(frozen=True, slots=True)
class Bench:
    view: BenchView

    def draw(self, on: Piece) -> None:
        on.put("mark", Box(40, 24, 56, 56), Mark())
        room = advance(self.view.title, on.size_of("heading"), bold=True) + 8
        on.put("title", Box(116, 20, room, 64), Words(self.view.title, "heading", bold=True))
        lead = Box(116 + room + 32, 22, 1056 - 32 - 116 - room - 32, 64)
        on.put("lead", lead, Words(self.view.lead, "note", colour="ink2"))
        grid(on, self.view.pages, Box(1056, 20, 520, 64), columns=2)
        on.put("language", Box(1608, 20, 152, 64), Chip(self.view.language))
        on.put("rule", Box(0, 103, SIZE[0], 2), Rule())
        for i, peer in enumerate(self.view.peers):
            box = Box(40, 114 + i * (_BAND + 6), 1720, _BAND)
            on.put(peer.name, box, Band(peer, self.view.page))
        on.put("message", Box(40, 1322, 1720, 64), Words(self.view.message, "label", colour="ink2"))


@dataclass(frozen=True, slots=True)
class Band:
    """One peer, from left to right: how it is, who or what is at it, its one action, its faults."""

    peer: PeerView
    page: str  # of its faults

    def draw(self, on: Piece) -> None:
        peer, box = self.peer, on.box
        x, y = box.x + 24, box.y + _MARGIN
        on.put("sheet", box, Block("sheet", 20, "line", 2))
        on.put("icon", Box(x, y, 48, 48), Icon(peer.icon))
        on.put("name", Box(x + 60, y - 4, 244, 56), Words(peer.title, "heading", bold=True))
        sign = "check-circle-outline" if peer.well else "alert-circle-outline"
        on.put("sign", Box(x + 304, y, 48, 48), Icon(sign, "ink2" if peer.well else "accent"))
        on.put("state", Box(x, y + 56, 352, 56), Words(peer.state, "label", bold=True, lines=1))
        for i, line in enumerate(peer.lines):
            on.put(f"line {i}", Box(x, y + 114 + 48 * i, 352, 48),
                   Words(line, "note", colour="ink2"))  # fmt: skip
        self._middle(on, x + 364, y)
        title = Words(peer.faults_title, "note", colour="ink2", lines=1)
        on.put("faults title", Box(x + 772, y, 560, 44), title)
        on.put("healthy", Box(box.right - 24 - 208, y, 208, 44), Chip(peer.healthy))
        grid(on, peer.faults[self.page], Box(x + 772, y + 54, 900, 46), columns=5)

    def _middle(self, on: Piece, x: float, y: float) -> None:
        peer, w = self.peer, 388
        if peer.people:
            title = Words(peer.people_title, "note", colour="ink2")
            on.put("people title", Box(x, y - 4, w, 44), title)
            grid(on, peer.people, Box(x, y + 42, w, 46), columns=2)
        if peer.slips is not None:
            here = peer.action is not None and peer.action.enabled
            on.put("slip", Box(x + 30, y + 8, w - 60, 112), Slip() if here else Outlet())
            words = Words(peer.slips, "note", align="center", lines=1)
            on.put("slip words", Box(x + 40, y + 32, w - 80, 60), words)
        if peer.action is not None:
            on.put("action", Box(x, y + 144, w, 72), PrimaryButton(peer.action))


def grid(on: Piece, buttons: tuple[Button, ...], first: Box, columns: int) -> None:
    """Chips in rows. first: where the first row goes, and how high one is."""
    width = (first.w - 8 * (columns - 1)) / columns
    for i, button in enumerate(buttons):
        row, column = divmod(i, columns)
        place = Box(first.x + column * (width + 8), first.y + row * (first.h + 6), width, first.h)
        on.put(button.name, place, Chip(button))


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where slips come out, with none in it."""

    def draw(self, on: Piece) -> None:
        on.colour("slot")
        on.brush.block(Box(on.box.x - 24, on.box.y - 8, on.box.w + 48, SLOT), SLOT / 2)


@dataclass(frozen=True, slots=True)
class Chip:
    """A small button for a hand with a mouse. Selected: filled."""

    button: Button

    def draw(self, on: Piece) -> None:
        filled = on.pressed or self.button.selected
        on.colour("ink" if filled else "sheet")
        on.brush.block(on.box, 14)
        on.colour("line")
        on.brush.outline(on.box, 14, 2)
        words = Words(self.button.label, "step", colour="ground" if filled else "ink",
                      align="center", lines=1)  # fmt: skip
        on.put("words", Box(on.box.x + 4, on.box.y, on.box.w - 8, on.box.h), words)
