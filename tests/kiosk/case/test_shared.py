"""Shared data are evidence with a grade; the card is never corrected by them."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.case.shared import FIELDS, FRESH_FOR, MUST_AGREE, Evidence, Grade, graded
from tests.kiosk.visit.kiosk import card_of, entry_of

TODAY = date(2026, 11, 23)
CARD = card_of("chen-haiying")
RIGHT = entry_of(CARD, as_of=TODAY)


def test_what_says_the_same_is_complete() -> None:
    assert graded(RIGHT, CARD, TODAY) == Evidence(Grade.COMPLETE)
    assert graded(RIGHT, None, TODAY) == Evidence(Grade.COMPLETE)


def test_another_name_is_a_conflict_and_is_named() -> None:
    said = replace(RIGHT, name="林国斌", sex="1")
    assert graded(said, CARD, TODAY) == Evidence(Grade.CONFLICT, ("name", "sex"))
    assert graded(said, None, TODAY).grade is Grade.COMPLETE


def test_another_persons_record_is_a_conflict_whatever_it_says() -> None:
    said = replace(RIGHT, number=card_of("lin-guobin").number)
    assert graded(said, CARD, TODAY) == Evidence(Grade.CONFLICT, ("number",))


def test_who_has_moved_is_no_conflict() -> None:
    assert graded(replace(RIGHT, address="别处"), CARD, TODAY).grade is Grade.COMPLETE


def test_what_nobody_has_looked_at_for_a_year_is_stale() -> None:
    assert graded(replace(RIGHT, as_of=TODAY - FRESH_FOR), CARD, TODAY).grade is Grade.COMPLETE
    day_more = TODAY - FRESH_FOR - timedelta(days=1)
    assert graded(replace(RIGHT, as_of=day_more), CARD, TODAY).grade is Grade.STALE


@given(st.sets(st.sampled_from([name for name in FIELDS if name != "birth"]), min_size=1))
def test_what_is_missing_is_named_and_is_no_conflict(missing: set[str]) -> None:
    evidence = graded(replace(RIGHT, **dict.fromkeys(missing, "")), CARD, TODAY)
    assert evidence.grade is Grade.PARTIAL
    assert set(evidence.fields) == missing
    assert set(MUST_AGREE) <= set(FIELDS)
