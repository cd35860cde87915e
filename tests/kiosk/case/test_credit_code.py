"""统一社会信用代码 by GB 32100-2015: published codes, the known trap, and one slip of a finger."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.case.credit_code import (
    ALPHABET,
    check_character,
    organisation_check,
    problem_with,
)

PUBLISHED = (
    "91350100M000100Y43",
    "91110000600037341L",
    "11100000MB0143028R",
    "11100000000013338W",
)


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_are_right(code: str) -> None:
    assert problem_with(code) == ""


def test_a_sum_that_is_a_multiple_of_31_gives_0() -> None:
    """Where a much used library reads beyond its alphabet."""
    assert check_character("92330225MA00001B3") == "0"
    assert problem_with("92330225MA00001B30") == ""


def codes() -> st.SearchStrategy[str]:
    signs = st.sampled_from(ALPHABET)
    digits = st.sampled_from("0123456789")
    return st.builds(
        lambda head, division, body: complete("".join((*head, *division, *body))),
        st.lists(signs, min_size=2, max_size=2),
        st.lists(digits, min_size=6, max_size=6),
        st.lists(signs, min_size=8, max_size=8).filter(
            lambda body: organisation_check("".join(body)) in ALPHABET
        ),
    )


def complete(first_16: str) -> str:
    first_17 = first_16 + organisation_check(first_16[8:])
    return first_17 + check_character(first_17)


@settings(max_examples=60)
@given(codes(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_told(code: str, at: int, other: str) -> None:
    assert problem_with(code) == ""
    wrong = code[:at] + other + code[at + 1 :]
    assert (problem_with(wrong) == "") == (wrong == code)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91350100M000100Y4", "uscc_length"),
        ("91350100M000100Y4O", "uscc_letters"),
        ("91350100M000100Y44", "uscc_check"),
        ("", "uscc_length"),
    ],
)
def test_what_is_wrong_is_told(code: str, problem: str) -> None:
    assert problem_with(code) == problem
