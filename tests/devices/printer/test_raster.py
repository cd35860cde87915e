"""Rare characters come out as the font draws them."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from devices.printer.layout import MISSING, Line
from devices.printer.profile import load_profile
from devices.printer.raster import Rasteriser
from kiosk.ports import Slip, TextLine
from tests.devices.printer.conftest import FONT, Desk

PROFILE = load_profile("epson-tm-t88")
draw = Rasteriser(FONT, PROFILE)


def dots(line: Line) -> NDArray[np.uint8]:
    raster = draw(line)
    bits = np.unpackbits(np.frombuffer(raster.data, np.uint8))
    return bits.reshape(raster.rows, raster.width_bytes * 8)


def of_the_font(character: str) -> NDArray[np.bool_]:
    cell = Image.new("L", (24, 24), 0)
    font = ImageFont.truetype(FONT, 24)
    ImageDraw.Draw(cell).text((0, 21), character, fill=255, font=font, anchor="ls")
    return np.asarray(cell) >= 110


@pytest.mark.parametrize("character", ["㛃", "𠮷", "陈"])
def test_a_rare_character_is_the_glyph_of_the_font(character: str) -> None:
    shown = dots(Line(f"一{character}"))[:24, 24:48]

    assert shown.any()
    assert (shown == of_the_font(character)).all()


def test_a_rare_name_stands_on_the_paper_that_came_out(desk: Desk) -> None:
    desk.print(Slip("receipt", "A-1", (TextLine("一㛃𠮷"),)))

    paper = np.asarray(Image.open(desk.pictures()[0]).convert("L"))
    # 14 mm between head and cutter, 4 mm beside the head.
    for index, character in enumerate("一㛃𠮷"):
        left = 32 + 24 * index
        printed = paper[112 : 112 + 24, left : left + 24] < 150
        assert (printed == of_the_font(character)).mean() > 0.97, character


def test_the_picture_is_as_wide_as_the_paper_and_as_high_as_the_line() -> None:
    assert dots(Line("㛃")).shape == (34, 576)
    assert dots(Line("㛃", size=2)).shape == (68, 576)


def test_cells_are_where_the_printers_own_would_be() -> None:
    ink = dots(Line("㛃", align="right"))
    assert not ink[:, : 576 - 24].any()
    assert ink[:, 576 - 24 :].any()
    centred = dots(Line("㛃", align="center"))
    assert not centred[:, :276].any()
    assert not centred[:, 300:].any()


def test_wide_latin_stays_in_its_cell() -> None:
    ink = dots(Line("W 㛃"))
    assert ink[:, :12].any()
    assert not ink[:, 12:24].any()


def test_no_letter_loses_its_tail() -> None:
    ink = dots(Line("gjpqy㛃"))
    assert not ink[24:].any()
    assert all(ink[20:24, 12 * at : 12 * at + 12].any() for at in range(5))


def test_bold_is_one_dot_stronger() -> None:
    assert dots(Line("㛃", bold=True)).sum() > dots(Line("㛃")).sum()


def test_what_the_font_lacks_is_marked_as_missing() -> None:
    assert (dots(Line("\ue123")) == dots(Line(MISSING))).all()


def test_a_combined_mark_is_drawn_with_its_letter() -> None:
    assert (dots(Line("m\u0302")) != dots(Line("m"))).any()
    assert not dots(Line("m\u0302"))[:, 12:].any()
