"""The home screen: two doors, ways in beside them, and what can be done at this hour."""

from dataclasses import dataclass

from kiosk.visit.views.finding import HomeView
from kiosk.visit.views.parts import Band
from screens.screen import MARGIN, RIGHT, WIDTH, Screen
from screens.theme import Tokens
from screens.widgets.buttons import DoorLeaf, SecondaryButton
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.slip import Block, Slip
from screens.widgets.words import Icon, Words

_SIGN = Box(720, 112, 312, 216)


class HomeScreen(Screen):
    actions = (1, 2)
    open_sign = False  # it hangs on the page as a slip

    def lay(self, view: HomeView) -> None:
        if self.elder:
            self._stacked(view)
        else:
            self._side_by_side(view)

    def _side_by_side(self, view: HomeView) -> None:
        room = _SIGN.x - 24 - MARGIN
        self.put("title", Box(MARGIN, 152, room, 120),
                 Words(view.title, "home", bold=True, leading=1.15))  # fmt: skip
        self.put("lead", Box(MARGIN, 268, room, 60), Words(view.lead, "lead", colour="ink2"))
        self.put("sign", _SIGN, HangingSlip(*view.sign))
        for i, door in enumerate(view.doors):
            self.put(door.name, Box(MARGIN + i * 504, 376, 480, 928), DoorLeaf(door))
        y = 1328
        for buttons, height in ((view.ways_in, 120), (view.links, 104)):
            width = (WIDTH - 24 * (len(buttons) - 1)) / max(1, len(buttons))
            for i, button in enumerate(buttons):
                self.put(button.name, Box(MARGIN + i * (width + 24), y, width, height),
                         SecondaryButton(button))  # fmt: skip
            y += height + 24
        self.put("band", Box(MARGIN, y + 8, WIDTH, 1768 - y - 8),
                 HintBand(view.announcement or view.band))  # fmt: skip

    def _stacked(self, view: HomeView) -> None:
        if view.announcement is None:
            self.put("title", Box(MARGIN, 140, WIDTH, 128),
                     Words(view.title, "home", bold=True, leading=1.15))  # fmt: skip
            self.put("lead", Box(MARGIN, 268, WIDTH, 76), Words(view.lead, "lead", colour="ink2"))
        else:
            self.put("notice", Box(MARGIN, 208, 64, 64), Icon(view.announcement.icon, "accent"))
            self.put("announcement", Box(MARGIN + 96, 136, WIDTH - 96, 216),
                     Words(view.announcement.big, "band", bold=True, leading=1.2))  # fmt: skip
        for i, door in enumerate(view.doors):
            self.put(door.name, Box(MARGIN, 368 + i * 576, WIDTH, 552), DoorLeaf(door))
        for way in view.ways_in[-1:]:
            self.put(way.name, Box(MARGIN, 1520, WIDTH, 208), SecondaryButton(way, "door_line"))


@dataclass(frozen=True, slots=True)
class HangingSlip:
    """不打烊, hanging from the rule of the header."""

    sign: str
    line: str

    def draw(self, on: Piece) -> None:
        box = on.box
        on.put("slip", box, Slip(slot=False))
        disc = Box(box.x + 24, box.y + 35, 56, 56)
        on.put("lamp", disc, Block("accent", 28))
        on.put("light", disc.inset(8), Icon("lightbulb-on-outline", "accent_text"))
        on.put("sign", Box(box.x + 98, box.y + 24, box.w - 122, 80),
               Words(self.sign, "key_word", bold=True, leading=1.1))  # fmt: skip
        on.put("line", Box(box.x + 24, box.y + 110, box.w - 48, 80),
               Words(self.line, "label", colour="ink2", leading=1.1))  # fmt: skip


@dataclass(frozen=True, slots=True)
class HintBand:
    """One sentence that matters now, and one that explains it."""

    band: Band

    def height(self, tokens: Tokens) -> float:
        """How high the band wants to be across the page."""
        return sum(words.height(WIDTH - 160, tokens) for words in self._words()) + 16

    def _words(self) -> tuple[Words, Words]:
        return (Words(self.band.big, "band", bold=True, leading=1.3),
                Words(self.band.note, "label", colour="ink2", leading=1.35))  # fmt: skip

    def draw(self, on: Piece) -> None:
        box = on.box
        on.put("bar", Box(box.x, box.y, 16, box.h), Block("ink", 8))
        on.put("icon", Box(box.x + 56, box.middle - 32, 64, 64), Icon(self.band.icon))
        left, room = box.x + 160, RIGHT - box.x - 160
        big, note = self._words()
        heights = [words.height(room, on.tokens) for words in (big, note)]
        gap = max(6.0, min(12.0, box.h - sum(heights)))
        scale = min(1.0, (box.h - gap) / sum(heights))
        top = box.middle - (sum(heights) * scale + gap) / 2
        on.put("big", Box(left, top, room, heights[0] * scale), big)
        on.put("note", Box(left, top + heights[0] * scale + gap, room, heights[1] * scale), note)
