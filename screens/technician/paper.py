"""换纸: a picture of the printer as it should be next, and three steps, one of them now."""

from dataclasses import dataclass

from kiosk.visit.views.board import PaperStep, PaperView
from screens.screen import MARGIN, WIDTH, Screen
from screens.widgets.buttons import PrimaryButton
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.rows import NumberDisc, two_lines
from screens.widgets.slip import Rule
from screens.widgets.words import Words

PANEL = 480


class PaperScreen(Screen):
    staff = True

    def lay(self, view: PaperView) -> None:
        top = self.lay_title(view.title, view.lead)
        panel = Box(MARGIN, top, WIDTH, PANEL)
        self.panel(panel)
        self.put("picture", Box(340, top + 32, 560, PANEL - 64), Printer(view.picture))
        top = panel.bottom + 24
        each = (self.content_bottom - top) / len(view.steps)
        for i, step in enumerate(view.steps):
            box = Box(MARGIN, top + i * each, WIDTH, each)
            self.put(f"step {i}", box, Step(i + 1, step))
            if i < len(view.steps) - 1:
                self.put(f"rule {i}", Box(MARGIN, round(box.bottom), WIDTH, 2), Rule())
        self.put(view.primary.name, Box(MARGIN, self.action_top, WIDTH, self.action_height),
                 PrimaryButton(view.primary))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """done: a tick; now: a filled number and all the words; to come: a ring and its name."""

    number: int
    step: PaperStep

    def draw(self, on: Piece) -> None:
        box, now = on.box, self.step.state == "now"
        done = self.step.state == "done"
        on.put("disc", Box(box.x, box.middle - 44, 88, 88),
               NumberDisc("" if done else str(self.number), filled=done or now))  # fmt: skip
        words = Box(box.x + 136, box.y, box.w - 136, box.h)
        label = Words(self.step.label, "key_word" if now else "place", now,
                      "ink" if now else "ink2", leading=1.25)  # fmt: skip
        note = Words(self.step.note if now else "", "label", colour="ink2", leading=1.35)
        two_lines(on, words, label, note)


@dataclass(frozen=True, slots=True)
class Printer:
    """A receipt printer from the front. picture: "open", "roll" or "close".

    The arrow beside it says which way the hand goes: the cover up, the roll in, the cover down.
    """

    picture: str

    def draw(self, on: Piece) -> None:
        box = on.box
        if self.picture == "close":
            on.colour("door_text2")
            on.brush.block(Box(box.x + 24, box.y + 168, 352, 80), 24)
            on.colour("photo")
            on.brush.rectangle(Box(box.x + 128, box.y + 96, 144, 96))
            on.colour("print2")
            for y, width in ((112, 104), (136, 72)):
                on.brush.block(Box(box.x + 148, box.y + y, width, 10), 5)
        else:
            on.colour("door_text2")
            lid = [(32, 216), (64, 32), (336, 32), (368, 216)]
            on.brush.path([(box.x + x, box.y + y) for x, y in lid], 14)
        if self.picture == "roll":
            on.colour("paper")
            on.brush.disc(box.x + 200, box.y + 136, 84)
            on.colour("print2")
            on.brush.ring(Box(box.x + 148, box.y + 84, 104, 104), 4)
            on.colour("print")
            on.brush.disc(box.x + 200, box.y + 136, 24)
        body = Box(box.x, box.y + 216, 400, 200)
        on.colour("paper")
        on.brush.block(body, 24)
        if on.tokens.contrast:
            on.colour("paper_edge")
            on.brush.outline(body, 24, 4)
        on.colour("print")
        on.brush.block(Box(body.x + 48, body.y + 32, body.w - 96, 14), 7)
        on.colour("print2")
        on.brush.block(Box(body.x + 48, body.bottom - 60, 128, 16), 8)
        on.colour("seal")
        on.brush.disc(body.right - 60, body.bottom - 52, 14)
        arrow = Box(box.right - 96, box.y + 64, 96, 136)
        on.put("way", arrow, Way(up=self.picture == "open"))


@dataclass(frozen=True, slots=True)
class Way:
    """Three chevrons, up or down, growing stronger the way that they point."""

    up: bool

    def draw(self, on: Piece) -> None:
        box = on.box
        contrast = on.tokens.contrast
        for i, alpha in enumerate((0.45, 0.7, 1.0)):
            near, far = box.y + i * box.h * 0.35, box.y + i * box.h * 0.35 + box.h * 0.3
            if self.up:
                near, far = box.bottom - (near - box.y), box.bottom - (far - box.y)
            on.colour("lamp", 1.0 if contrast else alpha)
            middle = box.x + box.w / 2
            on.brush.stroke([(box.x + 6, near), (middle, far), (box.right - 6, near)], 10)
