"""Everything that can be touched: the action, what is beside it, rows, keys, and the bar's three.

A filled block with an arrow disc acts; a rounded outline can be touched; nothing else is either.
How a press is felt and reported is `piece`'s business.
"""

from dataclasses import dataclass

from kiosk.visit.views.finding import Door
from kiosk.visit.views.parts import Button
from screens.widgets.drawings import IdCard, Licence, Smile
from screens.widgets.paper import Box
from screens.widgets.piece import Piece
from screens.widgets.rows import two_lines
from screens.widgets.words import Icon, Words, advance

RADIUS = 20
DOOR_RADIUS = 28


@dataclass(frozen=True, slots=True)
class Disc:
    """An arrow in a disc. colours: of the disc and of its arrow, by role."""

    icon: str = "arrow-right"
    colours: tuple[str, str] = ("lamp", "lamp_text")

    def draw(self, on: Piece) -> None:
        on.colour(self.colours[0])
        on.brush.ellipse(on.box)
        on.put("arrow", on.box.inset(on.box.w * 0.18), Icon(self.icon, self.colours[1]))


@dataclass(frozen=True, slots=True)
class PrimaryButton:
    """The one action of a page. Not ready: a dashed outline and what is still missing."""

    button: Button
    big: bool = False

    def draw(self, on: Piece) -> None:
        box = on.box
        if not self.button.enabled:
            on.colour("line")
            on.brush.dashed_outline(box, RADIUS, 3, 6)
            words = Words(self.button.missing or self.button.label, "heading", colour="ink2")
            on.put("words", Box(box.x + 40, box.y, box.w - 80, box.h), words)
            return
        on.colour("action_pressed" if on.pressed else "action")
        on.brush.block(box, RADIUS)
        disc = 136 if self.big else 88 if on.tokens.elder else 72
        size = "big_choice" if self.big else "primary"
        colours = ("lamp", "lamp_text") if self.big and not on.tokens.contrast else (
            "disc", "disc_arrow")  # fmt: skip
        _label_and_disc(on, self.button, size, disc, colours)


def _label_and_disc(
    on: Piece, button: Button, size: str, disc: float, colours: tuple[str, str]
) -> None:
    box = on.box
    text = Box(box.x + 40, box.y, box.w - 40 - 24 - disc - 40, box.h)
    pressed_dark = on.pressed and not on.tokens.contrast and on.tokens.name != "night"
    colour = "door_text" if pressed_dark and "door" not in on.tokens.name else "action_text"
    if button.note:
        lead = on.size_of(size) * 1.25
        note = Words(button.note, "label", colour=colour, leading=1.3)
        note_height = min(note.height(text.w, on.tokens), box.h - lead - 40)
        top = box.middle - (lead + note_height + 12) / 2
        on.put("words", Box(text.x, top, text.w, lead), Words(button.label, size, True, colour))
        on.put("note", Box(text.x, top + lead + 12, text.w, note_height), note)
    else:
        on.put("words", text, Words(button.label, size, True, colour, leading=1.25))
    place = Box(box.right - 40 - disc, box.middle - disc / 2, disc, disc)
    on.put("disc", place, Disc(colours=colours))


@dataclass(frozen=True, slots=True)
class ChoiceBlock:
    """One of two equal choices: same size, weight and disc; neither is preselected."""

    button: Button

    def draw(self, on: Piece) -> None:
        on.colour("action_pressed" if on.pressed else "action")
        on.brush.block(on.box, RADIUS)
        _label_and_disc(on, self.button, "choice", 88, ("disc", "disc_arrow"))


@dataclass(frozen=True, slots=True)
class SecondaryButton:
    """Sheet with an outline, text in the middle. Selected: filled with ink, and ticked."""

    button: Button
    size: str = "secondary"

    def draw(self, on: Piece) -> None:
        filled = on.pressed or self.button.selected
        _outlined(on, filled)
        colour = "ground" if filled else "ink"
        icon = "check-bold" if self.button.selected else self.button.icon
        _centred(on, icon, self.button.label, self.size, colour, self.button.note)


@dataclass(frozen=True, slots=True)
class BarButton:
    """返回, 结束, 帮助: an outline on the bare ground."""

    button: Button

    def draw(self, on: Piece) -> None:
        on.colour("ink" if on.pressed else "ground")
        on.brush.block(on.box, 16)
        on.colour("bar_line")
        on.brush.outline(on.box, 16, on.line_of("control"))
        colour = "ground" if on.pressed else "ink"
        _centred(on, self.button.icon, self.button.label, "bar", colour)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the keypad: a digit, or 清空 and 删除 as words."""

    button: Button

    def draw(self, on: Piece) -> None:
        _outlined(on, on.pressed)
        size = "digit" if len(self.button.label) == 1 else "key_word"
        colour = "ground" if on.pressed else "ink"
        room = on.box.inset(24 if on.box.w > 200 else 12)
        on.put("words", room, Words(self.button.label, size, True, colour, "center"))


@dataclass(frozen=True, slots=True)
class LetterKey:
    """A letter on the keyboard."""

    button: Button

    def draw(self, on: Piece) -> None:
        _outlined(on, on.pressed)
        colour = "ground" if on.pressed else "ink"
        on.put("words", on.box.inset(8), Words(self.button.label, "key_word", True, colour,
               "center"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowButton:
    """One of several equal answers, one above the other: icon or face, word, consequence.

    Not to be had now: a dashed outline without an arrow, and the note says why.
    """

    button: Button

    def draw(self, on: Piece) -> None:
        box, enabled = on.box, self.button.enabled
        filled = on.pressed or self.button.selected
        if enabled:
            _outlined(on, filled)
        else:
            on.colour("line")
            on.brush.dashed_outline(box, RADIUS, 3, 6)
        ink, ink2 = ("ground", "ground") if filled else ("ink", "ink2")
        left = box.x + 40
        icon = self.button.icon
        if icon.startswith("face-"):
            on.put("icon", Box(left, box.middle - 59, 118, 118), Smile(int(icon[-1]), ink))
            left += 168
        elif icon:
            on.put("icon", Box(left + 8, box.middle - 44, 88, 88),
                   Icon(icon, ink if filled else "accent"))  # fmt: skip
            left += 136
        if enabled:
            arrow = Box(box.right - 112, box.middle - 36, 72, 72)
            sign = "check-bold" if self.button.selected else "chevron-right"
            on.put("arrow", arrow, Icon(sign, ink2))
        text = Box(left, box.y + 12, box.right - (128 if enabled else 40) - left, box.h - 24)
        label = Words(self.button.label, "row", True, ink, leading=1.25)
        if not self.button.note:
            on.put("words", text, label)
            return
        two_lines(on, text, label, Words(self.button.note, "label", colour=ink2, leading=1.3))


@dataclass(frozen=True, slots=True)
class DoorLeaf:
    """A door of the home screen; the whole of it is one target. 长辈: lying, with one line."""

    door: Door

    @property
    def button(self) -> Button:
        return Button(name=self.door.name, label=self.door.title, press=self.door.press)

    def draw(self, on: Piece) -> None:
        on.colour("opening" if on.pressed and not on.tokens.contrast else "door")
        on.brush.block(on.box, DOOR_RADIUS)
        if edge := on.line_of("door"):
            on.colour("accent" if on.pressed else "door_edge")
            on.brush.outline(on.box, DOOR_RADIUS, edge)
        if on.tokens.elder:
            self._lying(on)
        else:
            self._standing(on)

    def _opening(self, on: Piece, box: Box) -> None:
        on.colour("door" if on.pressed else "opening")
        on.brush.block(box, 16)
        if on.tokens.contrast:
            on.colour("opening_edge")
            on.brush.outline(box, 16, on.line_of("door"))
        elder = on.tokens.elder
        width = 336 if elder else 320
        height = width * (0.634 if self.door.picture == "id_card" else 0.695)
        picture = IdCard() if self.door.picture == "id_card" else Licence()
        place = Box(box.x + (box.w - width) / 2, box.middle - height / 2, width, height)
        on.put("picture", place, picture)

    def _standing(self, on: Piece) -> None:
        x, y, w = on.box.x + 40, on.box.y, on.box.w - 80
        self._opening(on, Box(x, y + 40, w, 296))
        title = Words(self.door.title, "door", True, "door_text", leading=1.25)
        on.put("title", Box(x, y + 372, w, 112), title)
        on.colour("door_rule")
        on.brush.rule(x, y + 495, w)
        for i, line in enumerate(self.door.lines[:3]):
            top = y + 496 + 88 * i
            on.put(f"line {i}", Box(x, top, w, 88),
                   Words(line, "door_line", colour="door_text", leading=1.15))  # fmt: skip
            on.colour("door_rule")
            on.brush.rule(x, top + 87, w)
        disc = Box(on.box.right - 152, on.box.bottom - 152, 112, 112)
        on.put("enter", Box(x, disc.y, w - 136, 112), Words(self.door.enter, "enter", True,
               "door_text"))  # fmt: skip
        on.put("disc", disc, Disc())

    def _lying(self, on: Piece) -> None:
        x, y, w = on.box.x + 48, on.box.y, on.box.w - 96
        self._opening(on, Box(x, y + 48, 400, 296))
        title = Words(self.door.title, "door", True, "door_text", leading=1.25)
        on.put("title", Box(x + 442, y + 52, on.box.right - x - 442 - 24, 296), title)
        on.colour("door_rule")
        on.brush.rule(x, y + 376, w)
        on.put("summary", Box(x, y + 384, w - 136, 160),
               Words(self.door.summary, "door_line", colour="door_text", leading=1.25))  # fmt: skip
        on.put("disc", Box(x + w - 112, y + 404, 112, 112), Disc())


def _outlined(on: Piece, filled: bool) -> None:
    on.colour("ink" if filled else "sheet")
    on.brush.block(on.box, RADIUS)
    on.colour("line")
    on.brush.outline(on.box, RADIUS, on.line_of("control"))


def _centred(on: Piece, icon: str, label: str, size: str, colour: str, note: str = "") -> None:
    """Icon and words beside each other in the middle; a note beneath."""
    box, px = on.box, on.size_of(size)
    side = px * 1.2 if icon else 0
    gap = 16 if icon else 0
    room = box.w - (48 if box.w > 200 else 20) - side - gap
    words = Words(label, size, True, colour, "center", leading=1.2)
    laid = words.lay(room, box.h - 24, on.tokens)
    width = min(room, max(advance(line, laid.size, True) for line in laid.lines) + 4)
    left = box.x + (box.w - side - gap - width) / 2
    top, height = box.y + 12, box.h - 24
    if note:
        note_height = on.size_of("label") * 1.4
        on.put("note", Box(box.x + 24, box.bottom - note_height - 16, box.w - 48, note_height),
               Words(note, "label", colour=colour, align="center"))  # fmt: skip
        height -= note_height + 4
    if icon:
        on.put("icon", Box(left, top + (height - side) / 2, side, side), Icon(icon, colour))
    on.put("words", Box(left + side + gap, top, width, height), words)
