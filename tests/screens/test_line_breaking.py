"""Where lines end, as sentences and as rules for any text."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screens.line_breaking import NO_END, NO_START, break_lines, pieces


def em(text: str) -> float:
    """A Chinese character is 1 wide, a Latin one a half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("请触摸下方按钮。", 7, ["请触摸下方", "按钮。"]),
        ("需要帮助请按“朗读”。", 8, ["需要帮助请按", "“朗读”。"]),
        ("大约要等 10 分钟", 6, ["大约要等", "10 分钟"]),
        ("浙江户籍 12 月 7 日前", 6.6, ["浙江户籍", "12 月 7 日前"]),
        ("您的证有效期到 2026 年 12 月 20 日。", 12, ["您的证有效期到", "2026 年 12 月 20 日。"]),
        ("外省户籍的等 15 个工作日。", 10, ["外省户籍的等", "15 个工作日。"]),
        ("现在可以换领了", 6, ["现在可以换", "领了"]),
        ("工作日 8:30–17:00。", 6, ["工作日", "8:30–17:00。"]),
        ("第一行\n第二行", 9, ["第一行", "第二行"]),
        ("Wait for the beep", 5, ["Wait for", "the beep"]),
        ("您的证快到期了，现在可以换领。", 11, ["您的证快到期了，", "现在可以换领。"]),
        ("象山县石浦镇海英小吃店", 9, ["象山县石浦镇海英", "小吃店"]),
        ("名称、地址和电话号码都写清楚了吗？", 15, ["名称、地址和电话号码都写", "清楚了吗？"]),
        ("没有带身份证也不要紧的，也能办。", 13, ["没有带身份证也不要紧的，", "也能办。"]),
        ("", 5, [""]),
    ],
)
def test_sentences(text: str, width: float, lines: list[str]) -> None:
    assert break_lines(text, width, em) == lines


TEXTS = st.text(alphabet="身份证办理，。“”（）12:3 ab月元个分钟\n", max_size=60)


@given(TEXTS)
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@given(TEXTS, st.floats(min_value=3, max_value=20))
@example("111”个1:个““1", 3.0)  # what is carried to the next line must fit there
def test_no_character_is_lost_and_no_line_is_too_wide(text: str, width: float) -> None:
    lines = break_lines(text, width, em)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert em(line) <= width or len(pieces(line)) == 1


@given(TEXTS, st.floats(min_value=3, max_value=20))
def test_marks_stay_with_what_they_belong_to(text: str, width: float) -> None:
    for paragraph in text.split("\n"):
        lines = break_lines(paragraph, width, em)
        for before, after in pairwise(lines):
            assert after[:1] not in NO_START
            assert before[-1:] not in NO_END


@given(st.text(alphabet="身份证办理", min_size=4, max_size=40), st.integers(3, 12))
def test_the_last_line_is_never_a_single_character(text: str, width: int) -> None:
    assert len(break_lines(text, width, em)[-1]) >= 2
