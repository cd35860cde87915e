"""The citizen's number by GB 11643-1999: published examples, and what a wrong one looks like."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.people import load_people
from kiosk.case.id_number import CHECKS, birth_of, check_digit_is_right, is_male, problem_with

PEOPLE = load_people(date(2026, 11, 23)).values()


def completed(first_17: str) -> str:
    """With its check character, by ISO 7064 MOD 11-2 as a sum of powers of two."""
    total = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(first_17))
    return first_17 + CHECKS[total % 11]


@pytest.mark.parametrize(
    ("number", "birth", "male"),
    [
        ("11010519491231002X", date(1949, 12, 31), False),
        ("440524188001010014", date(1880, 1, 1), True),
    ],
)
def test_the_published_examples(number: str, birth: date, male: bool) -> None:
    assert check_digit_is_right(number)
    assert (birth_of(number), is_male(number)) == (birth, male)


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002x",  # a chip says a capital X
        "110105194912310021",
        "110105491231002",  # fifteen digits, before 1999
        "１１０１０５１９４９１２３１００２Ｘ",
        "",
        completed("99010519491231002"),  # no such province
        completed("16010519491231002"),
        completed("11010517491231002"),  # no such century
        completed("11010521491231002"),
    ],
)
def test_what_is_no_citizens_number(number: str) -> None:
    assert not check_digit_is_right(number)


@pytest.mark.parametrize("province", ["11", "33", "46", "54", "65", "71", "81", "82", "83"])
def test_every_province_has_numbers_whatever_the_county(province: str) -> None:
    assert check_digit_is_right(completed(province + "029919680307002"))


@pytest.mark.parametrize(
    ("day", "birth"),
    [
        ("20000229", date(2000, 2, 29)),
        ("19000229", None),  # no leap year
        ("20010229", None),
        ("19681307", None),
        ("19680300", None),
    ],
)
def test_a_day_of_birth_is_a_real_day_or_none(day: str, birth: date | None) -> None:
    assert birth_of(f"330299{day}0028") == birth


@pytest.mark.parametrize(
    ("birth", "problem"),
    [("18951124", ""), ("18951123", "id_number_birth"), ("20261123", ""),
     ("20261124", "id_number_birth")],
)  # fmt: skip
def test_nobody_is_older_than_130_or_born_tomorrow(birth: str, problem: str) -> None:
    assert problem_with(completed(f"330299{birth}002"), date(2026, 11, 23)) == problem


@given(st.sampled_from([person.number for person in PEOPLE]), st.integers(0, 17), st.data())
def test_one_wrong_digit_is_noticed(number: str, at: int, data: st.DataObject) -> None:
    wrong = data.draw(st.sampled_from("0123456789X").filter(lambda other: other != number[at]))
    assert not check_digit_is_right(number[:at] + wrong + number[at + 1 :])
