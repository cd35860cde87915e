"""How the hardware bench is drawn: the kiosk's ink on paper, small, for a mouse at a desk."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.visit.views import Button
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

_COLUMN, _GAP, _LEFT = 552, 32, 40


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
        lead = Box(116 + room + 32, 22, 1608 - 32 - 116 - room - 32, 64)
        on.put("lead", lead, Words(self.view.lead, "note", colour="ink2"))
        on.put("language", Box(1608, 20, 152, 64), Chip(self.view.language))
        on.put("rule", Box(0, 103, SIZE[0], 2), Rule())
        for i, peer in enumerate(self.view.peers):
            box = Box(_LEFT + i * (_COLUMN + _GAP), 132, _COLUMN, 1164)
            on.put(peer.name, box, Column(peer))
        on.put("message", Box(40, 1312, 1720, 72), Words(self.view.message, "label", colour="ink2"))


@dataclass(frozen=True, slots=True)
class Column:
    """One peer: how it is, who or what is at it, its one action, and its faults."""

    peer: PeerView

    def draw(self, on: Piece) -> None:
        peer, box = self.peer, on.box
        x, y, w = box.x + 28, box.y, box.w - 56
        on.put("sheet", box, Block("sheet", 20, "line", 2))
        on.put("icon", Box(x, y + 24, 56, 56), Icon(peer.icon))
        on.put("name", Box(x + 76, y + 20, w - 140, 64), Words(peer.title, "heading", bold=True))
        sign = "check-circle-outline" if peer.well else "alert-circle-outline"
        on.put(
            "sign", Box(x + w - 52, y + 26, 52, 52), Icon(sign, "ink2" if peer.well else "accent")
        )
        on.put("state", Box(x, y + 92, w, 60), Words(peer.state, "secondary", bold=True, lines=1))
        for i, line in enumerate(peer.lines):
            on.put(f"line {i}", Box(x, y + 150 + 46 * i, w, 46), Words(line, "note", colour="ink2"))
        if peer.people:
            title = Words(peer.people_title, "note", colour="ink2")
            on.put("people title", Box(x, y + 252, w, 48), title)
            self._grid(on, peer.people, y + 304, 64)
        if peer.slips is not None:
            outlet = Box(x + 40, y + 276, w - 80, 150)
            on.put("slip", outlet, Slip() if peer.action.enabled else Outlet())
            words = Words(peer.slips, "label", align="center")
            on.put("slip words", Box(x + 60, y + 300, w - 120, 108), words)
        on.put("action", Box(x, y + 460, w, 96), PrimaryButton(peer.action))
        title = Words(peer.faults_title, "note", colour="ink2")
        on.put("faults title", Box(x, y + 568, w, 48), title)
        self._grid(on, peer.faults, y + 618, 56)
        on.put("healthy", Box(x, box.bottom - 84, w, 60), Chip(peer.healthy))

    def _grid(self, on: Piece, buttons: tuple[Button, ...], top: float, height: float) -> None:
        """Two to a row."""
        width = (on.box.w - 56 - 12) / 2
        for i, button in enumerate(buttons):
            place = Box(
                on.box.x + 28 + i % 2 * (width + 12), top + i // 2 * (height + 8), width, height
            )
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
        on.put("words", on.box.inset(8), words)
