"""The allow-list: what may be read from paper, and that a citizen's number may not."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.matter_codes import USCC_CHARACTERS
from kiosk.case.id_number import CHECKS, WEIGHTS, check_digit_is_right
from kiosk.case.numbers import check_character, next_case_number, window_number
from kiosk.codes import CodesError, load_codes, uscc_is_right
from kiosk.licence.blanks import Sheet, serial_of

CODES = load_codes()
ALL = CODES.names
TOKEN = "BDYID1" + "0123456789ABCDEFGHJKMNPQRS"


def test_each_kind_is_told_by_what_it_is() -> None:
    assert set(ALL) == {
        *("identity_qr", "case_number", "window_number", "uscc", "licence_blank"),
        *("progress_code", "intake_code"),
    }
    day = date(2026, 11, 23)
    for text, kind in {
        TOKEN + check_character(TOKEN): "identity_qr",
        next_case_number("330225", day, "XS-0107", 42): "case_number",
        window_number("XS-0107", day, 4): "window_number",
        "BDY:PROJID:330225901261123000047:046183": "progress_code",
        f"BDY:CASE:{next_case_number('330225', day, 'XS-0107', 42)}": "intake_code",
        "91350100M000100Y43": "uscc",  # the example of GB 32100-2015
        "91110000600037341L": "uscc",
        serial_of(Sheet.ORIGINAL, 42): "licence_blank",
    }.items():
        assert CODES.kind_of(text, ALL) == kind
        assert CODES.kind_of(text, tuple(name for name in ALL if name != kind)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "91350100M000100Y44",  # another check character
        "X33022520261123010700042Y",
        "x33022520261123010700042x",
        "0107-1323-004",  # no such month
        "0107-1123-004\n",
        " 0107-1123-004",
        "0107-1123-004'; DROP TABLE cases",
        "https://example.invalid/0107-1123-004",
        "٠١٠٧-1123-004",  # digits of another script
        TOKEN + "0" * 40,
    ],
)
def test_what_only_looks_alike_is_not_on_the_list(text: str) -> None:
    assert CODES.kind_of(text, ALL) is None


def test_a_name_that_is_not_on_the_list_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        CODES.kind_of("1", ("id_number",))


@settings(deadline=None)
@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 12, 31)),
    st.sampled_from(["110101", "330225", "510104", "932682"]),
    st.integers(0, 999),
)
def test_no_citizens_number_is_taken_from_paper(born: date, division: str, order: int) -> None:
    body = f"{division}{born:%Y%m%d}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    number = body + CHECKS[total % 11]
    assert CODES.kind_of(number, ALL) is None


@pytest.mark.parametrize("text", ["", "9", "91350100M000100Y4", "91350100m000100Y43", "象" * 18])
def test_what_is_no_credit_code_at_all_is_none(text: str) -> None:
    assert not uscc_is_right(text)


def test_a_citizens_number_that_fits_an_organisation_is_refused_too() -> None:
    """One in 31 does; without the second look it would be read from paper."""
    fitting = [
        number
        for order in range(1000)
        for number in [f"33022519900101{order:03d}"]
        for number in [number + check for check in CHECKS if check_digit_is_right(number + check)]
        if number[17] != "X" and _fits(number)
    ]
    assert len(fitting) > 10
    assert not any(uscc_is_right(number) for number in fitting)


def _fits(number: str) -> bool:
    total = sum(
        USCC_CHARACTERS.index(character) * pow(3, place, 31)
        for place, character in enumerate(number[:17])
    )
    return USCC_CHARACTERS[-total % 31] == number[17]


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300))
def test_no_text_breaks_the_matching(text: str) -> None:
    assert CODES.kind_of(text, ALL) is None or len(text) <= 64


@pytest.mark.parametrize("name", ALL)
def test_matching_takes_one_pass_however_hostile_the_text_is(name: str) -> None:
    """Four times the text takes about four times the time: nothing backtracks."""
    entry = CODES._entries[name]
    for unit in ("0", "A", "X3", "0107-1123-", "BDYID1"):
        short, long = (unit * 20_000)[:20_000], (unit * 80_000)[:80_000]
        took = {
            size: min(_timed(entry.pattern, text) for _ in range(5))
            for size, text in ((20, short), (80, long))
        }
        assert took[80] < 40 * took[20] + 0.001


def _timed(pattern: "re.Pattern[str]", text: str) -> float:
    began_s = time.perf_counter()
    pattern.fullmatch(text)
    return time.perf_counter() - began_s


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("pattern = '(a+)+'\nlongest = 9", "quantifiers"),
        ("pattern = 'a*'\nlongest = 9", "quantifiers"),
        ("pattern = '(ab){2}'\nlongest = 9", "quantifiers"),
        ("pattern = 'a{2,}'\nlongest = 9", "quantifiers"),
        ("pattern = 'a'\nlongest = 9\ncheck = 'luck'", "luck"),
        ("pattern = 'a'\nlongest = 9\ncolour = 'red'", "colour"),
        ("pattern = '('\nlongest = 9", r"missing \)"),
        ("pattern = 'a'\nlongest = 5000", "longest"),
    ],
)
def test_a_list_that_makes_no_sense_is_told_by_entry_and_reason(
    tmp_path: Path, row: str, reason: str
) -> None:
    file = tmp_path / "codes.toml"
    file.write_text(f"[strange]\n{row}\n")
    with pytest.raises(CodesError, match=f"strange: .*{reason}"):
        load_codes(file)
