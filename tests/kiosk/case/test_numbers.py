"""Our own case number: GB-like parts and a check character of ISO 7064 MOD 37,36."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.case.numbers import (
    check_character,
    is_case_number,
    next_case_number,
    next_visit_number,
    window_number,
)
from kiosk.keeping.audit_catalogue import KINDS

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2099, 12, 31))


def test_the_published_example_of_the_standard() -> None:
    assert check_character("A12425GABC1234002") == "M"


def test_a_case_number_says_where_when_and_which() -> None:
    number = next_case_number("330225", date(2026, 11, 23), "XS-0107", 42)
    assert number == "X33022520261123010700042X"
    assert is_case_number(number)


@given(st.from_regex(r"X\d{23}[0-9A-Z]", fullmatch=True) | st.text(max_size=30))
def test_whatever_a_code_says_is_a_number_or_none(text: str) -> None:
    """\\d is any script's figure; only ours have a check character."""
    assert not is_case_number(text) or text.isascii()


@given(DAYS, st.integers(1, 99_999), st.integers(0, 24), st.sampled_from("0123456789"))
def test_one_wrong_character_is_noticed(day: date, visit: int, where: int, other: str) -> None:
    number = next_case_number("330225", day, "XS-0107", visit)
    if number[where] != other:
        assert not is_case_number(number[:where] + other + number[where + 1 :])


def test_two_neighbours_exchanged_are_nearly_always_noticed() -> None:
    """A hybrid system of ISO 7064 notices every single error, and all but a few exchanges."""
    exchanged = noticed = 0
    for visit in range(1, 2000):
        number = next_case_number("330225", date(2026, 11, 23), "XS-0107", visit)
        for at in range(len(number) - 1):
            a, b = number[at], number[at + 1]
            if a != b:
                exchanged += 1
                noticed += not is_case_number(number[:at] + b + a + number[at + 2 :])
    assert noticed / exchanged > 0.97


@given(DAYS, DAYS, st.integers(1, 99_999), st.integers(1, 99_999))
def test_another_visit_has_another_number(one: date, two: date, a: int, b: int) -> None:
    first = next_case_number("330225", one, "XS-0107", a)
    second = next_case_number("330225", two, "XS-0107", b)
    assert (first == second) == ((one, a) == (two, b))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2053, 1, 1)),
    st.lists(st.tuples(st.integers(1, 90_000), st.booleans()), max_size=40),
)
def test_a_database_that_was_moved_away_repeats_no_case_number(
    begin: datetime, visits: list[tuple[int, bool]]
) -> None:
    last, now, given = 0, begin, set()
    for seconds, lost in visits:
        now += timedelta(seconds=seconds)
        last = next_visit_number(0 if lost else last, now)
        given.add(next_case_number("330225", now.date(), "XS-0107", last))
    assert len(given) == len(visits)


@given(st.datetimes(datetime(1980, 1, 1), datetime(2199, 1, 1)), st.integers(0, 899_999_999))
def test_a_clock_that_is_wrong_makes_no_number_fall_or_outgrow_the_log(
    now: datetime, last: int
) -> None:
    number = next_visit_number(last, now)
    assert number > last
    assert KINDS["visit"](number)


def test_a_window_number_can_be_called_out() -> None:
    assert window_number("XS-0107", date(2026, 11, 23), 4) == "0107-1123-004"
