"""A licence on its sheet: from the proved content to a PDF of one page, black on white.

Answers for the face items of 正本 (A3) and 副本 (A4), both lying on their long side, for the QR
code, and for refusing a character that the font does not have: a licence with a wrong character is
worse than none. Blank sheets carry border, emblem and title already; on simulated machines, whose
paper is plain, a frame stands in for them and 「演示 无效」 lies over it. The registrar's seal is
not drawn: it is the electronic licence's, was proved, and no picture of one lies on a kiosk.

A licence is written in Chinese, whatever language the visitor reads. Drawing takes a third of a
second: it belongs on a worker.
"""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from config.words import Words
from kiosk.licence.blanks import Sheet
from kiosk.licence.sealed import Licence
from kiosk.vocabulary import DocumentMedia

MEDIA = {Sheet.ORIGINAL: DocumentMedia.A3, Sheet.DUPLICATE: DocumentMedia.A4}
FORMAT = "application/pdf"

_DPI = 300
_MM = _DPI / 25.4
_SIZE_MM = {Sheet.ORIGINAL: (420, 297), Sheet.DUPLICATE: (297, 210)}
_NO_SUCH = "\U0010fffd"  # drawn as the font draws what it does not have


class CannotBeDrawn(Exception):
    """The font has not every character of this licence; nothing is printed."""


@dataclass(frozen=True, slots=True)
class _Fonts:
    regular: Path
    bold: Path

    def of(self, mm: float, bold: bool = False) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self.bold if bold else self.regular, round(mm * _MM))


def draw(
    licence: Licence, sheet: Sheet, serial: str, words: Words, fonts: Path, *, simulation: bool
) -> Image.Image:
    """The sheet. words: Chinese. fonts: the folder of Noto Sans SC. Raises CannotBeDrawn."""
    page = _Page(sheet, _Fonts(fonts / "NotoSansSC-Regular.otf", fonts / "NotoSansSC-Bold.otf"))
    page.must_have(licence)
    if simulation:
        page.frame(words("licence.title"))
    page.face(licence, serial, words)
    if simulation:
        page.watermark(words("slip.demo"))
    return page.image


def as_pdf(sheet: Image.Image) -> bytes:
    """One page of the sheet's size; its dots are packed as a fax packs them (CCITT group 4)."""
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=_DPI, producer="Budayang")
    return out.getvalue()


def code_of(licence: Licence) -> str:
    """What the QR code on the sheet says; ours, and nothing that does not stand beside it."""
    return f"BDY:LICENCE:{licence.uscc}:{licence.id}:{licence.version}"


class _Page:
    """Lengths in millimetres of an A4 sheet; on A3 everything is larger by the root of two."""

    def __init__(self, sheet: Sheet, fonts: _Fonts) -> None:
        self._sheet, self._fonts = sheet, fonts
        width_mm, height_mm = _SIZE_MM[sheet]
        self._scale = width_mm / 297
        size = (round(width_mm * _MM), round(height_mm * _MM))
        self.image = Image.new("1", size, 1)
        self._pen = ImageDraw.Draw(self.image)
        self._pen.fontmode = "1"

    def must_have(self, licence: Licence) -> None:
        font = self._fonts.of(4)
        none = bytes(font.getmask(_NO_SUCH))
        texts = (licence.name, licence.person, licence.scope, licence.premises, licence.kind)
        for character in sorted(set("".join((*texts, licence.authority, licence.capital)))):
            if not character.isspace() and bytes(font.getmask(character)) == none:
                raise CannotBeDrawn

    # ---- what stands on it -------------------------------------------------------------------

    def face(self, licence: Licence, serial: str, words: Words) -> None:
        """The items in two columns, as on the official form."""
        self._text(24, 27, words("licence.uscc"), 4.2, bold=True)
        self._text(24, 34, licence.uscc, 5.0)
        if self._sheet is Sheet.DUPLICATE:
            self._text(148.5, 53, words("licence.duplicate"), 6.5, centred=True)
            self._text(148.5, 62, words("licence.duplicate_number"), 3.2, centred=True)
        self._code(code_of(licence), 241, 22, 30)
        for line, text in enumerate(words.lines("licence.scan")):
            self._text(256, 53.5 + 3.8 * line, text, 2.6, centred=True)
        role = words(f"licence.role.{licence.role}")
        left = (
            (words("licence.name"), licence.name),
            (words("licence.kind"), licence.kind),
            (role, licence.person),
            (words("licence.scope"), licence.scope),
        )
        shop = bool(licence.composition)  # 个体工商户 call some things by other names
        established = words("licence.registered_on" if shop else "licence.established")
        premises = words("licence.premises_of_shop" if shop else "licence.premises")
        right = (
            (words("licence.composition"), licence.composition),
            (words("licence.capital"), licence.capital),
            (established, _day(words, licence.established)),
            (words("licence.until"), _day(words, licence.until) if licence.until else ""),
            (premises, licence.premises),
        )
        self._column(24, 74, 118, left)
        self._column(160, 74, 113, right)
        self._text(190, 152, words("licence.authority"), 4.4, bold=True)
        self._text(216, 152, licence.authority, 4.4)
        self._text(216, 163, _day(words, licence.registered), 4.4)
        self._text(24, 187, words("licence.report"), 2.9)
        self._text(273, 187, words("licence.serial", serial=serial), 3.4, right=True)

    def _column(self, x: float, y: float, width: float, items: tuple[tuple[str, str], ...]) -> None:
        label_mm, size, line = 30.0, 4.2, 6.6
        for label, value in items:
            if not value:
                continue
            self._spread(x, y, label, label_mm - 5, size)
            for text in self._broken(value, width - label_mm, size):
                self._text(x + label_mm, y, text, size)
                y += line
            y += 3.6

    def _broken(self, text: str, width: float, size: float) -> list[str]:
        """Lines no wider than this; a closing mark never begins one."""
        font, most = self._fonts.of(size * self._scale), self._px(width)
        lines = [""]
        for character in text:
            if font.getlength(lines[-1] + character) <= most or character in "，。；：）、":
                lines[-1] += character
            else:
                lines.append(character)
        return lines

    def _spread(self, x: float, y: float, label: str, width: float, size: float) -> None:
        """A label whose characters stand apart so that all labels are equally wide."""
        font = self._fonts.of(size * self._scale, bold=True)
        step = (self._px(width) - font.getlength(label[-1])) / max(len(label) - 1, 1)
        step = max(step, font.getlength(label[0]))
        for place, character in enumerate(label):
            at = (self._px(x) + place * step, self._px(y))
            self._pen.text(at, character, font=font, fill=0, anchor="lt")

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        centred: bool = False,
        right: bool = False,
    ) -> None:
        anchor = "mt" if centred else "rt" if right else "lt"
        font = self._fonts.of(size * self._scale, bold)
        self._pen.text((self._px(x), self._px(y)), text, font=font, fill=0, anchor=anchor)

    def _code(self, text: str, x: float, y: float, side: float) -> None:
        rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
        module = int(self._px(side) // len(rows))
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    left = self._px(x) + across * module
                    top = self._px(y) + down * module
                    self._pen.rectangle((left, top, left + module - 1, top + module - 1), fill=0)

    # ---- what a simulated sheet has beside it ------------------------------------------------

    def frame(self, title: str) -> None:
        """In place of the printed form that a blank sheet is."""
        for inset, width in ((10, 6), (12.5, 2)):
            edges = (
                self._px(inset),
                self._px(inset),
                self._px(297 - inset),
                self._px(210 - inset),
            )
            self._pen.rectangle(edges, outline=0, width=width)
        self._text(148.5, 29, title, 17, bold=True, centred=True)

    def watermark(self, text: str) -> None:
        """Across the whole sheet, in a screen of dots that leaves everything readable."""
        width, height = self.image.size
        font = self._fonts.of(46 * self._scale, bold=True)
        letters = Image.new("1", (width, height), 0)
        ImageDraw.Draw(letters).text((width / 2, height / 2), text, font=font, fill=1, anchor="mm")
        letters = letters.rotate(24)
        step = 12
        dots = Image.new("1", (width, step), 0)
        pen = ImageDraw.Draw(dots)
        for left in range(0, width, step):
            pen.rectangle((left + 1, 1, left + 5, 5), fill=1)
        screen = Image.new("1", (width, height), 0)
        for top in range(0, height, step):
            screen.paste(dots, (0, top))
        blank = Image.new("1", (width, height), 0)
        self.image.paste(0, (0, 0), Image.composite(screen, blank, letters))

    def _px(self, mm: float) -> int:
        return round(mm * self._scale * _MM)


def _day(words: Words, day: date) -> str:
    return words("licence.day", year=day.year, month=f"{day.month:02d}", day=f"{day.day:02d}")
