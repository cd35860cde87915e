"""What is wrong with a photo for a card, rule by rule, and what its file must be (GA/T 461)."""

import contextlib
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import config
from kiosk.case.card_photo import (
    JpegForm,
    NoCardPhoto,
    PhotoMeasures,
    PhotoRule,
    broken,
    card_photo,
    jpeg_form,
    photo_limits,
)
from tests.kiosk.photos import a_jpeg

LIMITS = photo_limits()
WELL = PhotoMeasures(
    faces=1,
    enlarged=0.9,
    outside=0.0,
    face_width_px=207.0,
    above_hair_px=14.0,
    eyes_above_bottom_px=240.0,
    background=235.0,
    background_tint=2.0,
    background_deviation=3.0,
    brightness=150.0,
    contrast=35.0,
    unevenness=0.05,
    clipped=0.0,
    sharpness=150.0,
    yaw=0.02,
    roll_degrees=0.5,
    pitch=0.27,
    eye_opening=0.40,
    mouth_opening=0.03,
    eyes_lit=0.9,
    glare=0.0,
    mouth_contrast=0.18,
    movement=0.01,
    clothes_like_background=0.05,
)

WRONG: tuple[tuple[PhotoRule, dict[str, float]], ...] = (
    (PhotoRule.ALONE, {"faces": 2}),
    (PhotoRule.NEAR, {"enlarged": 1.01}),
    (PhotoRule.INSIDE, {"outside": 0.001}),
    (PhotoRule.LIGHT, {"brightness": 69.0}),
    (PhotoRule.LIGHT, {"contrast": 17.0}),
    (PhotoRule.LIGHT, {"unevenness": 0.21}),
    (PhotoRule.GLARING, {"brightness": 216.0}),
    (PhotoRule.GLARING, {"clipped": 0.07}),
    (PhotoRule.BACKGROUND, {"background": 214.0}),
    (PhotoRule.BACKGROUND, {"background_tint": 15.0}),
    (PhotoRule.BACKGROUND, {"background_deviation": 12.5}),
    (PhotoRule.EYES_SEEN, {"eyes_lit": 0.3}),
    (PhotoRule.GLASSES, {"glare": 0.11}),
    (PhotoRule.FACE_FREE, {"mouth_contrast": 0.06}),
    (PhotoRule.STRAIGHT, {"yaw": -0.15}),
    (PhotoRule.STRAIGHT, {"roll_degrees": 5.1}),
    (PhotoRule.STRAIGHT, {"pitch": 0.44}),
    (PhotoRule.EYES_OPEN, {"eye_opening": 0.20}),
    (PhotoRule.EYES_OPEN, {"eyes_of_own": 0.7}),
    (PhotoRule.MOUTH_CLOSED, {"mouth_opening": 0.21}),
    (PhotoRule.CLOTHES, {"clothes_like_background": 0.61}),
    (PhotoRule.HAIR, {"above_hair_px": 22.0}),
    (PhotoRule.HAIR, {"above_hair_px": 6.0}),
    (PhotoRule.FACE_SIZE, {"face_width_px": 192.9}),
    (PhotoRule.FACE_SIZE, {"face_width_px": 221.1}),
    (PhotoRule.FACE_SIZE, {"eyes_above_bottom_px": 206.9}),
    (PhotoRule.STILL, {"sharpness": 24.0}),
    (PhotoRule.STILL, {"movement": 0.13}),
)
"""Each limit crossed by itself."""


def test_a_photo_as_the_standard_wants_it_breaks_no_rule() -> None:
    assert broken(WELL, LIMITS) == ()


@pytest.mark.parametrize(("rule", "change"), WRONG, ids=lambda each: str(each))
def test_each_limit_alone_is_told_by_its_rule(rule: PhotoRule, change: dict[str, float]) -> None:
    assert broken(replace(WELL, **change), LIMITS) == (rule,)


def test_the_table_above_crosses_every_limit_and_knows_every_rule() -> None:
    crossed = {name for _, change in WRONG for name in change}
    assert crossed == {each.name for each in fields(PhotoMeasures)}
    told_otherwise = {PhotoRule.PERSON, PhotoRule.SAME_PERSON}
    assert {rule for rule, _ in WRONG} == set(PhotoRule) - told_otherwise


def test_nobody_is_the_first_thing_wrong() -> None:
    assert broken(None, LIMITS) == (PhotoRule.PERSON,)


@given(st.lists(st.sampled_from(WRONG), min_size=1, max_size=8))
def test_all_that_is_wrong_is_told_at_once_the_worst_first(
    wrong: list[tuple[PhotoRule, dict[str, float]]],
) -> None:
    changes = {name: value for _, change in wrong for name, value in change.items()}
    told = broken(replace(WELL, **changes), LIMITS)
    still = {rule for rule, change in wrong if change.items() <= changes.items()}
    if {"above_hair_px": 6.0, "eyes_above_bottom_px": 206.9}.items() <= changes.items():
        still.discard(PhotoRule.HAIR)  # it gives way to the eyes: see below
    assert still <= set(told)
    order = list(PhotoRule)
    assert [order.index(rule) for rule in told] == sorted({order.index(rule) for rule in told})


@given(st.floats(-30, 60), st.floats(150, 300))
def test_high_hair_gives_way_to_the_eyes_and_is_never_cut_off(hair: float, eyes: float) -> None:
    told = broken(replace(WELL, above_hair_px=hair, eyes_above_bottom_px=eyes), LIMITS)
    if eyes < 207:
        assert PhotoRule.FACE_SIZE in told
    if hair < 0 or hair > 21:
        assert PhotoRule.HAIR in told
    if eyes < 208 and 0 <= hair < 7:
        assert PhotoRule.HAIR not in told


def test_the_standards_figures_are_those_of_the_standard() -> None:
    """GA/T 461: 358 × 441 pixels, 350 dpi, face 207 ± 14, hair 7 to 21, eyes at 207 at least."""
    assert (LIMITS.width_px, LIMITS.height_px, LIMITS.dots_per_inch) == (358, 441, 350)
    assert LIMITS.face_width_px == (207 - 14, 207 + 14)
    assert LIMITS.above_hair_px == (7, 21)
    assert LIMITS.eyes_above_bottom_px == 207
    assert (LIMITS.bytes_least, LIMITS.bytes_most) == (14 * 1024, 20 * 1024)


def test_every_limit_says_where_it_comes_from() -> None:
    file = Path(config.__file__).parent / "standards" / "card_photo.toml"
    text = file.read_text(encoding="utf-8")
    assert re.search(r"^\[standard\] +# GA/T 461", text, re.MULTILINE)
    assert LIMITS.examples == ("measured",), "found with made-up people, confirmed by nobody"


# ---- the file --------------------------------------------------------------------------------


def test_a_file_of_the_right_form_is_taken_as_it_is() -> None:
    jpeg = a_jpeg(b"mark")
    assert jpeg_form(jpeg) == JpegForm(358, 441, 3, 350)
    photo = card_photo(jpeg, LIMITS)
    assert len(photo.sha256) == 64
    assert photo.jpeg not in repr(photo)


@pytest.mark.parametrize(
    "jpeg",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        a_jpeg()[:-2],
        a_jpeg()[:40],
        a_jpeg(wide=357),
        a_jpeg(high=440),
        a_jpeg(colours=1),
        a_jpeg(dots=72),
        a_jpeg(bytes(20 * 1024)),
        a_jpeg(least=0),
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\xff\xff\xff\xd9",
    ],
)
def test_whatever_else_came_out_of_the_face_process_is_no_photo(jpeg: bytes) -> None:
    with pytest.raises(NoCardPhoto):
        card_photo(jpeg, LIMITS)


@given(st.integers(0, 90), st.binary(max_size=6))
def test_no_damage_to_a_file_does_more_than_refuse_it(at: int, junk: bytes) -> None:
    jpeg = a_jpeg(b"mark")
    with contextlib.suppress(NoCardPhoto):
        card_photo(jpeg[:at] + junk + jpeg[at + len(junk) :], LIMITS)
