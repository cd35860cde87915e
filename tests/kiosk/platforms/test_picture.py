"""A picture is cut out of an answer's bytes, whoever wrote its JSON; what is no picture is not."""

import base64
import json
import os

import pytest

from kiosk.platforms.picture import NoPicture, taken_out

PICTURE = os.urandom(1000)
TEXT = base64.b64encode(PICTURE).decode()


@pytest.mark.parametrize("length", [0, 1, 2, 3, 47, 48, 49, 1000])
def test_a_picture_of_any_length_comes_out_and_spaces_stand_in_its_place(length: int) -> None:
    text = base64.b64encode(PICTURE[:length]).decode()
    answer = bytearray(json.dumps({"datas": [{"XP": text, "name": "陈"}], "code": "00"}).encode())
    assert taken_out(answer, "XP") == PICTURE[:length]
    told = json.loads(answer)
    assert told == {"datas": [{"XP": " " * len(text), "name": "陈"}], "code": "00"}


def test_strokes_may_be_written_with_a_backslash() -> None:
    picture = b"\xff" * 300  # strokes, every fourth of them
    text = base64.b64encode(picture).decode().replace("/", "\\/")
    assert text.count("\\") == 400
    answer = bytearray(f'{{"XP" : "{text}"}}'.encode())
    assert taken_out(answer, "XP") == picture
    assert json.loads(answer)["XP"].strip() == ""


@pytest.mark.parametrize(
    "text", [TEXT[:-1], TEXT + "A", f"AA=={TEXT}", f"{TEXT[:8]}={TEXT[8:]}", r"AAAA\\nAAA", "===="]
)
def test_what_is_no_base64_is_no_picture(text: str) -> None:
    with pytest.raises(NoPicture):
        taken_out(bytearray(f'{{"XP": "{text}"}}'.encode()), "XP")


@pytest.mark.parametrize("value", ["null", "7", '""', '"<svg>"', '"照片"'])
def test_any_other_value_is_left_to_whoever_parses_the_answer(value: str) -> None:
    answer = bytearray(f'{{"XP": {value}}}'.encode())
    before = bytes(answer)
    assert taken_out(answer, "XP") == b""
    assert answer == before


def test_a_field_named_inside_a_text_is_no_field() -> None:
    answer = bytearray(json.dumps({"said": '"XP": "AAAA"', "XP": TEXT}).encode())
    assert taken_out(answer, "XP") == PICTURE
