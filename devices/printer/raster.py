"""Lines that the printer's own characters cannot write, drawn as pictures.

A name with 㛃 or 𠮷 must come out right. Such a line is drawn whole with the bundled font, in the
same cells as the printer's own lines, so that columns stay columns. What the font lacks too becomes
〓. Leaves it to `codec` to decide which lines need it and to wrap the picture into a command.
"""

import unicodedata
from functools import cached_property
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from devices.printer.codec import Raster
from devices.printer.layout import MISSING, Line, cells
from devices.printer.profile import PrinterProfile

CELL_DOTS = 12
GLYPH_DOTS = 24
_LATIN_DOTS = 21  # a digit of Noto Sans is then just 12 dots wide
_BASELINE_DOTS = 21  # of Chinese, below the top of the glyph
_LATIN_BASELINE_DOTS = 19  # higher, so that the tails of g and y stay within the line
_INK_FROM = 110  # of 255: what counts as a black dot


class Rasteriser:
    """Draws lines for one model. font: an OpenType file with the Chinese shapes (SC)."""

    def __init__(self, font: Path, profile: PrinterProfile) -> None:
        self._font, self._profile = font, profile

    def __call__(self, line: Line) -> Raster:
        """The line as wide as the paper and as high as the printer's own line."""
        scale = line.size
        width = self._profile.dots
        height = self._profile.line_dots * scale
        ink = Image.new("L", (width, height), 0)
        free = width - cells(line.text) * CELL_DOTS * scale
        x = {"left": 0, "center": free // 2, "right": free}[line.align]
        for cluster in _clusters(line.text):
            wide = cells(cluster) * CELL_DOTS * scale
            if not cluster.isspace():
                glyph = self._glyph(cluster, wide, scale)
                ink.paste(glyph, (x, 0))
            x += wide
        if line.bold:
            ink = ImageChops.lighter(ink, ImageChops.offset(ink, 1, 0))
        dots = ink.point(lambda value: 255 if value >= _INK_FROM else 0).convert("1")
        return Raster(width // 8, height, dots.tobytes())

    def _glyph(self, cluster: str, wide: int, scale: int) -> Image.Image:
        """One character with its marks, in a cell `wide` dots wide; squeezed if it is wider."""
        if not self._has(cluster[0]):
            cluster = MISSING
        latin = cluster.isascii()
        font = self._fonts[(_LATIN_DOTS if latin else GLYPH_DOTS) * scale]
        baseline = (_LATIN_BASELINE_DOTS if latin else _BASELINE_DOTS) * scale
        natural = round(font.getlength(cluster))
        cell = Image.new("L", (max(wide, natural), GLYPH_DOTS * scale), 0)
        at = ((cell.width - natural) // 2, baseline)
        ImageDraw.Draw(cell).text(at, cluster, fill=255, font=font, anchor="ls")
        return cell if cell.width == wide else cell.resize((wide, cell.height))

    def _has(self, character: str) -> bool:
        """Whether the font has it: what it lacks looks like U+FFFF, which no font has."""
        if unicodedata.category(character) in ("Mn", "Me"):
            return True
        font = self._fonts[GLYPH_DOTS]
        return bytes(font.getmask(character)) != self._nothing

    @cached_property
    def _nothing(self) -> bytes:
        return bytes(self._fonts[GLYPH_DOTS].getmask("\uffff"))

    @cached_property
    def _fonts(self) -> dict[int, ImageFont.FreeTypeFont]:
        """By size in dots; read when the first such line is printed, 60 ms."""
        sizes = (dots * scale for dots in (_LATIN_DOTS, GLYPH_DOTS) for scale in (1, 2))
        return {size: ImageFont.truetype(self._font, size) for size in sizes}


def _clusters(text: str) -> list[str]:
    """Characters together with the marks that combine with them."""
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.category(character) in ("Mn", "Me"):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters
