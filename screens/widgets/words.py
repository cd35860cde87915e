"""Words and icons: broken into lines by our own rules, each line drawn once and kept as a texture.

Every line is centred by the middle of its Chinese characters, so that a word stands in the middle
of its button. Where a translation is longer than its place the size steps down, never below the
floor of the look; what still does not fit is a fault, which `lint` reports.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture

from screens import fonts
from screens.line_breaking import break_lines
from screens.theme import Tokens
from screens.widgets.paper import Box, sheet

if TYPE_CHECKING:
    from screens.widgets.piece import Piece

_STEPS = (112, 96, 88, 80, 72, 64, 56, 52, 48, 44, 40, 36, 34, 30)


@dataclass(frozen=True, slots=True)
class Words:
    """Text in a box. size: a role of the type table; colour: a role of the colours.

    align: left, center, right; valign: top, middle. lines: how many there may be at most (0: as
    many as the box is high).
    """

    text: str
    size: str
    bold: bool = False
    colour: str = "ink"
    align: str = "left"
    valign: str = "middle"
    leading: float = 1.4
    lines: int = 0

    def draw(self, on: "Piece") -> None:
        on.canvas.before.add(Color(*on.tokens.colours[self.colour]))
        for line in self.lines_in(on.box, on.tokens):
            left, centre = sheet.at(line.box.x, line.box.middle - fonts.SINK * line.size)
            for run in line.runs:
                pos = round(left), round(centre - run.height / 2)
                on.canvas.before.add(Rectangle(texture=run, pos=pos, size=run.size))
                left += run.width - line.tuck

    def lines_in(self, box: Box, tokens: Tokens) -> list["Line"]:
        """The lines as they are drawn in this box, each with its own place."""
        laid = self.lay(box.w, box.h, tokens)
        step = laid.size * self.leading
        spare = box.h - step * len(laid.lines)
        top = box.y + (spare / 2 if self.valign == "middle" else 0)
        px = sheet.px(laid.size)
        lines = []
        for i, text in enumerate(laid.lines):
            runs = [_texture(run, px, self.bold, fonts.TEXT) for run in _runs(text) if run]
            tuck = round(px * _TUCK)
            width = (sum(run.width for run in runs) - tuck * (len(runs) - 1)) / sheet.scale
            x = box.x + (box.w - width) * _SHARE[self.align]
            place = Box(x, top + step * i, width, step)
            lines.append(Line(text, laid.size, place, tuple(runs), tuck))
        return lines

    def lay(self, width: float, height: float, tokens: Tokens) -> "Laid":
        """Lines and size for this box: the largest step that fits, down to the look's floor."""
        return _lay(self.text, tokens.sizes[self.size], self.bold, self.leading, self.lines,
                    width, height, min(tokens.sizes["floor"], tokens.sizes[self.size]))  # fmt: skip

    def height(self, width: float, tokens: Tokens) -> float:
        """How high a box of this width has to be, at the size of the role."""
        size = tokens.sizes[self.size]
        text = _spaced(self.text)
        lines = break_lines(text, width, lambda text: advance(text, size, self.bold))
        return len(lines) * size * self.leading

    def height_in(self, width: float, height: float, tokens: Tokens) -> float:
        """How high its lines are in this box, at the size that fits there."""
        laid = self.lay(width, height, tokens)
        return len(laid.lines) * laid.size * self.leading


@dataclass(frozen=True, slots=True)
class Laid:
    """Text as it will be drawn: its lines, their size, and whether they fit the box."""

    lines: tuple[str, ...]
    size: float
    fits: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the page: its place, and the textures it is drawn with, `tuck` px overlapping."""

    text: str
    size: float
    box: Box
    runs: tuple[Texture, ...]
    tuck: float


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon of the icon font, centred in its box and as large as the box is high."""

    name: str
    colour: str = "ink"

    def draw(self, on: "Piece") -> None:
        texture = _texture(fonts.glyph(self.name), sheet.px(on.box.h), False, fonts.ICONS)
        on.canvas.before.add(Color(*on.tokens.colours[self.colour]))
        x, y = sheet.at(on.box.x + on.box.w / 2, on.box.middle)
        pos = round(x - texture.width / 2), round(y - texture.height / 2)
        on.canvas.before.add(Rectangle(texture=texture, pos=pos, size=texture.size))


def advance(text: str, size: float, bold: bool) -> float:
    """Width of a line in px of the page, from the widths of its characters."""
    width = sum(_advance(char, bold) for char in text) * size / _MEASURED_AT
    return width - (len(_runs(text)) - 1) * _TUCK * size


_MEASURED_AT = 100.0
_WIDE = ("\u4e00", "\u9fff")
_SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}
_TUCK = 0.45
_MARKS = "，。、；：？！）》」』】”’"
_BETWEEN_MARKS = re.compile(f"(?<=[{_MARKS}])(?=[{_MARKS}])")
_CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_HAN, _LATIN = "[\u4e00-\u9fff]", "[0-9A-Za-z]"
_NO_SPACE = re.compile(f"(?<={_HAN})(?={_LATIN})|(?<={_LATIN})(?={_HAN})")
_LATIN_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})


def _runs(line: str) -> list[str]:
    """Where two closing marks meet, the second moves up to the first: ”， is not two squares."""
    return _BETWEEN_MARKS.split(line)


def _spaced(text: str) -> str:
    """A space between Chinese and figures, as an address on a card has none."""
    return _NO_SPACE.sub(" ", text)


@lru_cache(maxsize=8192)
def _advance(char: str, bold: bool) -> float:
    if _WIDE[0] <= char <= _WIDE[1]:
        return _MEASURED_AT  # every Chinese character of the font is as wide as it is high
    width, _ = CoreLabel(font_name=fonts.TEXT, font_size=_MEASURED_AT, bold=bold).get_extents(char)
    return float(width)


@lru_cache(maxsize=1024)
def _lay(
    text: str,
    size: int,
    bold: bool,
    leading: float,
    most_lines: int,
    width: float,
    height: float,
    floor: int,
) -> Laid:
    if not _CHINESE.search(text):
        text = text.translate(_LATIN_MARKS)  # the font's own are as wide as a Chinese character
    text = _spaced(text)
    laid = Laid((text,), size, False)
    for step in (size, *(s for s in _STEPS if floor <= s < size)):

        def measure(line: str, step: int = step) -> float:
            return advance(line, step, bold)

        lines = break_lines(text, width, measure)
        fits = (
            max(map(measure, lines), default=0) <= width + 1
            and len(lines) * step * leading <= height + step * (leading - 1.15)
            and (not most_lines or len(lines) <= most_lines)
        )
        laid = Laid(tuple(lines), step, fits)
        if fits:
            break
    return laid


@lru_cache(maxsize=512)
def _texture(line: str, px: float, bold: bool, font: str) -> Texture:
    """White text on nothing; its colour is given when it is drawn, so every look shares it."""
    label = CoreLabel(text=line, font_name=font, font_size=px, bold=bold)
    label.refresh()
    return label.texture


def forget_texts() -> None:
    """Drop every text that was drawn or broken: some of them were somebody's name or number."""
    _texture.cache_clear()
    _lay.cache_clear()
