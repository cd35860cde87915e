"""The simulated printer's mechanism: print head, paper, cutter, and the slip that comes out.

Answers for what each command does to the paper, dot by dot as a thermal head of 203 dpi prints it,
and for the picture and the text of a slip. How wide it is and what it knows is the model's. Shares
nothing with the kiosk's layout or encoder. Only made-up people are ever printed here.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import segno
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from devices.printer.simulator_commands import Heard
from devices.printer.simulator_models import Model

_HEAD_DPI = 203

_CELL, _GLYPH, _LATIN, _INK_FROM = 12, 24, 21, 110
_BASELINE, _LATIN_BASELINE = 21, 19
_PAPER = (250, 249, 244)
_INK = (38, 38, 46)


@dataclass
class _Style:
    align: int = 0
    wide: int = 1
    high: int = 1
    bold: bool = False
    chinese: bool = False
    line_dots: int = 0
    unit: int = _HEAD_DPI

    def in_dots(self, units: int) -> int:
        return units * _HEAD_DPI // self.unit


@dataclass
class _Qr:
    size: int = 3
    level: int = 0x30
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class PaperSlip:
    """What was cut off: 1 is a black dot. number counts from 1."""

    number: int
    dots: NDArray[np.uint8] = field(repr=False)
    text: str = field(repr=False)
    received: bytes = field(repr=False)
    margin_dots: int = 0

    @property
    def blank(self) -> bool:
        return not self.dots.any()

    def plain(self) -> Image.Image:
        """The dots and the paper's edges left and right, black on white."""
        ink = np.pad(self.dots, ((0, 0), (self.margin_dots, self.margin_dots)))
        return Image.fromarray(ink == 0)

    def picture(self) -> Image.Image:
        """The slip as it lies on a table: warm paper, soft dots, teeth at both ends."""
        ink = np.pad(self.dots * 255, ((0, 0), (self.margin_dots, self.margin_dots)))
        height, width = ink.shape
        soft = Image.fromarray(ink.astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.45))
        grain = np.random.default_rng(self.number)
        share = np.asarray(soft, dtype=np.float32)[..., None] / 255.0
        share *= 0.94 + 0.06 * grain.random((height, width, 1), dtype=np.float32)
        light = 1.0 - 0.018 * np.linspace(-1, 1, width, dtype=np.float32)[None, :, None] ** 2
        colour = (1 - share) * np.array(_PAPER, np.float32) + share * np.array(_INK, np.float32)
        paper = Image.fromarray(np.clip(colour * light, 0, 255).astype(np.uint8)).convert("RGBA")
        paper.putalpha(_torn(width, height))
        return paper


def _torn(width: int, height: int) -> Image.Image:
    """The shape of paper that a toothed bar has cut."""
    tooth, depth = 10, 6
    top = [(x, depth if (x // tooth) % 2 else 0) for x in range(0, width + tooth, tooth)]
    bottom = [(x, height - 1 - (0 if (x // tooth) % 2 else depth)) for x, _ in reversed(top)]
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).polygon([*top, *bottom], fill=255)
    return mask


class Mechanism:
    """Executes commands on paper. `execute` returns how many dots of paper moved."""

    def __init__(self, font: Path, model: Model) -> None:
        self._model = model
        self._sizes = {size: ImageFont.truetype(font, size) for size in (_LATIN, _GLYPH)}
        self._glyphs: dict[str, NDArray[np.uint8]] = {}
        self._style = self._fresh()
        self._line: list[tuple[str, _Style]] = []
        self._qr = _Qr()
        # Paper between head and cutter belongs to the next slip.
        self._paper: list[NDArray[np.uint8]] = [self._blank(model.head_to_cutter_dots)]
        self._text: list[str] = []
        self._received = bytearray()
        self._cut_off = 0

    def reset(self) -> None:
        """Drop the print buffer and the settings; paper that came out stays out."""
        self._style = self._fresh()
        self._line = []

    def _fresh(self) -> _Style:
        return _Style(line_dots=self._model.line_dots, unit=self._model.default_unit)

    def execute(self, heard: Heard, raw: bytes) -> int:
        """Do it. Unknown commands do nothing; `raw` is kept for the slip's own file."""
        self._received += raw
        style, data = self._style, heard.data
        match heard.name:
            case "text":
                return self._write(data)
            case "LF":
                return self._print_line()
            case "ESC @":
                moved = self._print_line() if self._model.reset_prints and self._line else 0
                self.reset()
                return moved
            case "ESC a":
                style.align = data[0] % 48
            case "ESC E" | "ESC G":
                style.bold = bool(data[0] & 1)
            case "ESC !":
                style.bold = bool(data[0] & 0x08)
                style.high, style.wide = 1 + (data[0] >> 4 & 1), 1 + (data[0] >> 5 & 1)
            case "GS !":
                style.wide, style.high = 1 + (data[0] >> 4), 1 + (data[0] & 0x0F)
            case "FS !":
                style.wide, style.high = 1 + (data[0] >> 2 & 1), 1 + (data[0] >> 3 & 1)
            case "FS W":
                style.wide = style.high = 1 + (data[0] & 1)
            case "FS &":
                style.chinese = True
            case "FS .":
                style.chinese = False
            case "ESC 2":
                style.line_dots = self._model.line_dots
            case "ESC 3":
                style.line_dots = style.in_dots(data[0])
            case "GS P":
                style.unit = data[1] or self._model.default_unit
            case "ESC d":
                return self._print_line() + self._feed((data[0] - 1) * style.line_dots)
            case "ESC J":
                return self._print_line(style.in_dots(data[0]))
            case "GS v 0":
                return self._picture(data)
            case "GS ( k":
                return self._qr_function(data)
        return 0

    def cut(self, mode: bytes, raw: bytes) -> tuple[int, PaperSlip]:
        """GS V: 0, 1 cut where the paper is; 41, 42 feed to the cutter and n dots more first."""
        self._received += raw
        moved = self._print_line() if self._line else 0
        if mode[0] in (0x41, 0x42):
            moved += self._feed(self._model.head_to_cutter_dots + self._style.in_dots(mode[1]))
        paper = np.concatenate(self._paper)
        at = len(paper) - self._model.head_to_cutter_dots
        self._cut_off += 1
        text, received = "\n".join(self._text), bytes(self._received)
        slip = PaperSlip(self._cut_off, paper[:at], text, received, self._model.margin_dots)
        self._paper, self._text, self._received = [paper[at:]], [], bytearray()
        return moved, slip

    # ---- text ------------------------------------------------------------------------------

    def _write(self, data: bytes) -> int:
        moved = 0
        charset = self._model.charset if self._style.chinese else None
        for character in _characters(data, charset):
            style = _Style(**vars(self._style))
            wide = sum(_dots(*each) for each in self._line) + _dots(character, style)
            if wide > self._model.dots:
                moved += self._print_line()
            self._line.append((character, style))
        return moved

    def _print_line(self, feed: int | None = None) -> int:
        line, self._line = self._line, []
        height = max((_GLYPH * style.high for _, style in line), default=0)
        strip = self._blank(max(height, self._style.line_dots if feed is None else feed))
        if not line and feed is not None:
            return self._put(strip)  # a feed, not a line
        x = self._indent(sum(_dots(*each) for each in line))
        self._text.append(" " * (x // _CELL) + "".join(character for character, _ in line))
        for character, style in line:
            glyph = self._glyph(character, style)
            top = height - glyph.shape[0]
            strip[top : top + glyph.shape[0], x : x + glyph.shape[1]] |= glyph
            x += glyph.shape[1]
        return self._put(strip)

    def _indent(self, width: int) -> int:
        free = self._model.dots - width
        return (0, free // 2, free)[self._style.align]

    def _glyph(self, character: str, style: _Style) -> NDArray[np.uint8]:
        if character not in self._glyphs:
            self._glyphs[character] = self._draw(character)
        dots = self._glyphs[character]
        dots = dots.repeat(style.high, axis=0).repeat(style.wide, axis=1)
        if style.bold:
            dots[:, 1:] |= dots[:, :-1].copy()
        return dots

    def _draw(self, character: str) -> NDArray[np.uint8]:
        """As a character generator holds it: 24 × 24 dots, or 12 × 24 for Latin."""
        wide = _CELL if character.isascii() else _GLYPH
        font = self._sizes[_LATIN if character.isascii() else _GLYPH]
        natural = max(wide, round(font.getlength(character)))
        cell = Image.new("L", (natural, _GLYPH), 0)
        baseline = _LATIN_BASELINE if character.isascii() else _BASELINE
        left = (natural - round(font.getlength(character))) // 2
        if character == "-":
            ImageDraw.Draw(cell).line((2, 12, 9, 12), fill=255, width=2)
        else:
            ImageDraw.Draw(cell).text((left, baseline), character, fill=255, font=font, anchor="ls")
        dots: NDArray[np.uint8] = (np.asarray(cell.resize((wide, _GLYPH))) >= _INK_FROM).astype(
            np.uint8
        )
        return dots

    # ---- pictures --------------------------------------------------------------------------

    def _picture(self, data: bytes) -> int:
        wide, high = int.from_bytes(data[:2], "little"), int.from_bytes(data[2:4], "little")
        bits = np.unpackbits(np.frombuffer(data[4:], np.uint8)).reshape(high, wide * 8)
        strip = self._blank(high)
        x = self._indent(min(wide * 8, self._model.dots))
        strip[:, x : x + wide * 8] = bits[:, : self._model.dots - x]
        self._text.append(f"[picture {wide * 8} x {high}]")
        return self._put(strip)

    def _qr_function(self, data: bytes) -> int:
        """GS ( k, cn 31: 43 size, 45 level, 50 store, 51 print."""
        function, rest = data[1], data[2:]
        if function == 0x43:
            self._qr.size = rest[0]
        elif function == 0x45:
            self._qr.level = rest[0]
        elif function == 0x50:
            self._qr.content = rest[1:]
        elif function == 0x51 and self._qr.content:
            return self._print_qr()
        return 0

    def _print_qr(self) -> int:
        levels: tuple[Literal["L", "M", "Q", "H"], ...] = ("L", "M", "Q", "H")
        level, size = levels[self._qr.level - 0x30], self._qr.size
        code = segno.make_qr(self._qr.content, error=level, boost_error=False)
        dots = np.array(list(code.matrix), np.uint8).repeat(size, axis=0).repeat(size, axis=1)
        if dots.shape[1] > self._model.dots:
            self._text.append("[QR too wide]")
            return 0
        strip = self._blank(dots.shape[0])
        x = self._indent(dots.shape[1])
        strip[:, x : x + dots.shape[1]] = dots
        self._text.append(f"[QR {self._qr.content.decode('utf-8', 'replace')}]")
        return self._put(strip)

    # ---- paper -----------------------------------------------------------------------------

    def _put(self, strip: NDArray[np.uint8]) -> int:
        """The head prints, then the paper moves on."""
        self._paper.append(strip)
        return len(strip)

    def _feed(self, dots: int) -> int:
        return self._put(self._blank(max(dots, 0)))

    def _blank(self, rows: int) -> NDArray[np.uint8]:
        return np.zeros((rows, self._model.dots), np.uint8)


def _dots(character: str, style: _Style) -> int:
    return (_CELL if character.isascii() else _GLYPH) * style.wide


def _characters(data: bytes, charset: str | None) -> list[str]:
    """What the character generator makes of the bytes; two-byte codes only, None: no Chinese."""
    characters = []
    at = 0
    while at < len(data):
        pair = data[at : at + 2]
        if charset and len(pair) == 2 and 0x81 <= pair[0] <= 0xFE and pair[1] >= 0x40:
            characters.append(pair.decode(charset, "replace"))
            at += 2
        else:
            # A code page character, or the first half of four bytes: what prints is rubbish.
            characters.append(chr(data[at]) if data[at] < 0x80 else "?")
            at += 1
    return characters
