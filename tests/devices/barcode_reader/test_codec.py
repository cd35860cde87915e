"""Lines of a reader that anybody may print for: where a code ends, and what is never shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.barcode_reader.codec import (
    LONGEST,
    MOST,
    WITHIN_S,
    Line,
    LineReader,
    Pace,
    Refused,
    Verdict,
)


def codes(data: bytes) -> list[Line | Refused]:
    reader = LineReader()
    return reader.feed(data) + reader.gap()


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b""])
def test_a_code_ends_with_cr_with_lf_with_both_or_with_a_silence(end: bytes) -> None:
    assert codes(b"0107-1123-004" + end) == [Line("0107-1123-004", 13)]


@pytest.mark.parametrize("text", ["象山县", "ABC 123", "é", "𠮷"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_both_charsets_of_the_counter_are_read(text: str, charset: str) -> None:
    data = text.encode(charset)
    assert codes(data + b"\r") == [Line(text, len(data))]


@pytest.mark.parametrize(
    "hostile",
    [
        b"\x1b]0;owned\x07",  # a terminal's escape sequence
        b"\x16M\rREVINF.",  # a command of the reader itself; its CR ends a code
        b"a\x00b",
        b"a\x7fb",
        b"a\tb",
        "a\u202eb".encode(),  # what follows is shown from right to left
        "a\u200bb".encode(),  # no width
        "\ufeffa".encode(),  # byte order mark
        "a\x9bb".encode(),  # C1: control sequence introducer
        "a\u2028b".encode(),  # line separator
        "a\ue000b".encode(),  # private
    ],
)
def test_what_a_person_cannot_see_is_refused(hostile: bytes) -> None:
    assert codes(hostile + b"\r")[0] == Refused("control_characters", len(hostile.split(b"\r")[0]))


def test_bytes_of_no_charset_are_refused() -> None:
    assert codes(b"\xff\xff\xff\r") == [Refused("charset", 3)]


def test_the_longest_code_is_read_and_one_byte_more_is_forgotten_while_it_arrives() -> None:
    assert codes(b"a" * LONGEST + b"\r") == [Line("a" * LONGEST, LONGEST)]
    reader = LineReader()
    assert reader.feed(b"a" * (LONGEST + 1)) == []
    assert len(reader._buffer) == 0
    assert reader.feed(b"b" * 100_000) == []
    assert len(reader._buffer) == 0
    assert reader.feed(b"\rnext\r") == [
        Refused("too_long", LONGEST + 100_001),
        Line("next", 4),
    ]


@given(st.lists(st.binary(max_size=20) | st.sampled_from([b"\r", b"\n", b"x" * LONGEST])))
def test_where_the_stream_is_cut_changes_nothing_and_no_byte_is_lost(parts: list[bytes]) -> None:
    data = b"".join(parts)
    whole, cut = LineReader(), LineReader()
    at_once = whole.feed(data)
    pieces = [code for part in parts for code in cut.feed(part)]
    assert at_once == pieces
    assert whole.pending == cut.pending
    ends = data.count(b"\r") + data.count(b"\n")
    assert sum(code.length for code in at_once) + whole.pending + ends == len(data)


@given(st.text().filter(lambda text: text.isprintable() and text != ""))
def test_whatever_can_be_seen_arrives_as_it_was_printed(text: str) -> None:
    assert codes(text.encode() + b"\r") == [Line(text, len(text.encode()))]


@given(st.binary())
def test_no_code_holds_anything_invisible(data: bytes) -> None:
    for code in codes(data):
        if isinstance(code, Line):
            kinds = {unicodedata.category(character) for character in code.text}
            assert not {kind for kind in kinds if kind.startswith("C") or kind in ("Zl", "Zp")}


def test_what_a_code_says_is_in_no_log() -> None:
    assert "a secret" not in repr(codes(b"a secret"))


# ---- pace --------------------------------------------------------------------------------------


def test_a_code_that_lies_there_counts_once_in_its_time() -> None:
    pace, code = Pace(1.5), Line("a", 1)
    assert pace.judge(code, 0.0) is Verdict.TAKE
    assert pace.judge(code, 1.4) is Verdict.SAME
    assert pace.judge(Line("b", 1), 1.45) is Verdict.TAKE
    assert pace.judge(code, 1.6) is Verdict.TAKE


def test_a_flood_is_told_once_and_ends_with_a_silence() -> None:
    pace = Pace(1.5)
    verdicts = [pace.judge(Line(str(n), 1), n * 0.001) for n in range(5000)]
    assert verdicts[:MOST] == [Verdict.TAKE] * MOST
    assert verdicts[MOST] is Verdict.TOO_FAST
    assert set(verdicts[MOST + 1 :]) == {Verdict.STILL_TOO_FAST}
    assert pace.judge(Line("calm", 4), 5.0 + WITHIN_S) is Verdict.TAKE


@given(st.lists(st.tuples(st.floats(0, 0.5), st.integers(0, 5)), max_size=200))
def test_no_second_ever_shows_more_codes_than_a_hand_can(steps: list[tuple[float, int]]) -> None:
    pace, now_s, taken = Pace(0.1), 0.0, []
    for pause_s, code in steps:
        now_s += pause_s
        if pace.judge(Line(str(code), 1), now_s) is Verdict.TAKE:
            taken.append(now_s)
    for begin_s in taken:
        assert sum(begin_s <= at_s < begin_s + WITHIN_S for at_s in taken) <= MOST
