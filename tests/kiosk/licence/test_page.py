"""The printed licence: what stands on its face, the code that scans, and what is not drawn."""

import re
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from config.words import load_words
from kiosk.licence.blanks import Sheet, serial_of
from kiosk.licence.page import MEDIA, CannotBeDrawn, as_pdf, code_of, draw
from kiosk.licence.sealed import Licence
from kiosk.vocabulary import DocumentMedia
from tests.kiosk.licence.samples import a_licence

FONTS = Path("build/fonts")
WORDS = load_words()["zh"]
SERIAL = serial_of(Sheet.DUPLICATE, 23301)


@cache
def drawn(simulation: bool = False, sheet: Sheet = Sheet.DUPLICATE) -> Image.Image:
    return draw(a_licence(), sheet, SERIAL, WORDS, FONTS, simulation=simulation)


def ink(image: Image.Image) -> float:
    return float(1 - np.asarray(image).mean())


def test_a_sheet_lies_on_its_long_side_and_is_one_page_of_its_size() -> None:
    pdf = as_pdf(drawn())
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    assert box is not None
    width_mm, height_mm = (float(side) / 72 * 25.4 for side in box.groups())
    assert (round(width_mm), round(height_mm)) == (297, 210)
    assert MEDIA == {Sheet.ORIGINAL: DocumentMedia.A3, Sheet.DUPLICATE: DocumentMedia.A4}
    assert a_licence().name.encode() not in pdf, "a picture, no text that somebody could copy out"


@pytest.mark.parametrize("simulation", [True, False])
def test_its_code_scans(simulation: bool) -> None:
    image = drawn(simulation).convert("L")
    corner = image.crop((image.width * 3 // 4, 0, image.width, image.height // 3))
    seen = cv2.QRCodeDetector().detectAndDecode(np.asarray(corner.resize((440, 414))))[0]
    assert seen == code_of(a_licence())


def test_a_simulated_licence_says_so_across_the_whole_sheet() -> None:
    plain, shown = drawn(), drawn(simulation=True)
    middle = (plain.width // 5, plain.height // 4, plain.width * 4 // 5, plain.height * 3 // 4)
    assert ink(shown.crop(middle)) > 1.5 * ink(plain.crop(middle))


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "象山县石浦镇海英大吃店"), ("person", "林国斌"), ("scope", "一般项目：渔具销售。")],
)
def test_what_is_registered_is_what_is_drawn(field: str, value: str) -> None:
    other = draw(
        a_licence(**{field: value}), Sheet.DUPLICATE, SERIAL, WORDS, FONTS, simulation=False
    )
    assert as_pdf(other) != as_pdf(drawn())


@pytest.mark.parametrize("name", ["\U000323af记小吃店", "\ue000记小吃店"])
def test_a_character_that_the_font_lacks_prints_nothing(name: str) -> None:
    licence: Licence = a_licence(name=name)
    with pytest.raises(CannotBeDrawn):
        draw(licence, Sheet.DUPLICATE, SERIAL, WORDS, FONTS, simulation=False)
