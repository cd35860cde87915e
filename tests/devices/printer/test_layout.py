"""Slips become lines that fit the paper, broken as Chinese is broken."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer.layout import (
    NOT_AT_END,
    NOT_AT_START,
    Line,
    break_text,
    cells,
    clean,
    lay_out,
)
from kiosk.ports import Pair, QrCode, Rule, Slip, TextLine


def texts(slip: Slip, width: int = 48) -> list[str]:
    return [line.text for line in lay_out(slip, width) if isinstance(line, Line)]


def slip(*parts: TextLine | Pair | Rule | QrCode) -> Slip:
    return Slip("receipt", "A-1", parts)


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("陈海英", 6), ("“好”", 6), ("—…·￥", 8), ("e\u0301", 1), ("𠮷", 2), ("", 0)],
)
def test_widths_are_those_of_the_printer_not_of_unicode(text: str, width: int) -> None:
    assert cells(text) == width


def test_no_line_begins_with_a_closing_mark() -> None:
    assert break_text("一二三四五，六七", 10) == ["一二三四", "五，六七"]
    assert break_text("一二三四五……六", 10) == ["一二三四", "五……六"]


def test_no_line_ends_with_an_opening_mark() -> None:
    assert break_text("一二三四（五六）", 10) == ["一二三四", "（五六）"]


def test_words_and_numbers_stay_whole() -> None:
    assert break_text("证号 3302-2611-230047 号", 18) == ["证号", "3302-2611-230047", "号"]
    assert break_text("Please take your slip", 12) == ["Please take", "your slip"]


def test_a_word_wider_than_the_paper_is_cut_rather_than_lost() -> None:
    assert break_text("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_an_empty_paragraph_is_an_empty_line() -> None:
    assert texts(slip(TextLine(""), TextLine("好"))) == ["", "好"]


def test_values_begin_in_one_column_and_wrap_under_themselves() -> None:
    shown = texts(
        slip(Pair("姓名", "陈*英"), Rule(), Pair("领取方式", "邮寄，浙江省宁波市象山县")), 30
    )
    assert shown == [
        "姓名      陈*英",
        "-" * 30,
        "领取方式  邮寄，浙江省宁波市象",
        "          山县",
    ]


def test_on_narrow_paper_a_long_label_pushes_only_its_neighbours() -> None:
    shown = texts(slip(Pair("姓名", "陈*英"), Rule(), Pair("领取方式", "邮寄")), 24)
    assert shown == ["姓名  陈*英", "-" * 24, "领取方式  邮寄"]


def test_a_number_that_does_not_fit_beside_its_label_stands_below_it_whole() -> None:
    shown = texts(slip(Pair("编号", "330225-90126112-3000047"), Pair("查询密码", "1")), 32)
    assert shown == ["编号", "         330225-90126112-3000047", "查询密码  1"]


def test_a_label_too_long_for_its_column_wraps_too() -> None:
    for line in texts(slip(Pair("一二三四五六七八九十", "甲乙丙丁戊己庚辛壬癸")), 24):
        assert cells(line) <= 24


def test_large_text_has_half_the_cells() -> None:
    large = lay_out(slip(TextLine("一" * 13, size=2)), 48)
    assert [line.text for line in large if isinstance(line, Line)] == ["一" * 12, "一"]


def test_characters_without_a_shape_never_reach_the_paper() -> None:
    assert clean("a\x1b@b\x00\x10\x04\x7f") == "a@b"
    assert clean("12\u202e34\u200b") == "1234"
    assert clean("¥5 • 一\u00a0二\n三") == "￥5 · 一 二 三"
    assert clean("\ud800") == "〓"


parts = st.one_of(
    st.builds(
        TextLine,
        st.text(max_size=120),
        size=st.sampled_from((1, 2)),
        bold=st.booleans(),
        align=st.sampled_from(("left", "center", "right")),
    ),
    st.builds(Pair, st.text(max_size=30), st.text(max_size=80)),
    st.just(Rule()),
)
slips = st.builds(lambda made: slip(*made), st.lists(parts, max_size=6))
chinese = st.text(alphabet="一二三四五陈海英，。！（）“”《》 abc12-", max_size=80)


@given(slips, st.sampled_from((24, 32, 42, 48)))
def test_no_line_is_wider_than_the_paper_and_none_holds_a_control(made: Slip, width: int) -> None:
    for line in lay_out(made, width):
        assert isinstance(line, Line)
        assert cells(line.text) * line.size <= width
        assert not any(unicodedata.category(each) in ("Cc", "Cf", "Cs") for each in line.text)


@given(chinese, st.integers(min_value=8, max_value=48))
def test_breaking_loses_nothing_but_spaces(text: str, width: int) -> None:
    assert "".join(break_text(text, width)).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.sampled_from(["一", "二，", "（三", "四）", "五。", "abc"]), max_size=40))
def test_marks_stay_with_the_character_they_belong_to(pieces: list[str]) -> None:
    lines = break_text("".join(pieces), 20)
    for line in lines[1:]:
        assert line[0] not in NOT_AT_START
    for line in lines[:-1]:
        assert line[-1] not in NOT_AT_END
