"""Who may renew, at the edges of the law's ages and of the calendar (居民身份证法 art. 5)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.catalogue import load_matters
from kiosk.case.eligibility import reasons_against, years_of_validity
from kiosk.case.id_number import age_on
from kiosk.case.model import IdCard
from tests.kiosk.case.test_id_number import completed
from tests.kiosk.visit.kiosk import card_of

MATTER = load_matters()["ID-01"]
TODAY = date(2026, 11, 23)


def rules(card: IdCard, today: date = TODAY) -> list[str]:
    return [reason.rule for reason in reasons_against(MATTER, card, today)]


def born(birth: date, valid_from: date, valid_to: date | None) -> IdCard:
    """A woman's card whose number says the same as its fields."""
    return card_of(
        "chen-haiying",
        birth=birth,
        number=completed(f"330299{birth:%Y%m%d}002"),
        valid_from=valid_from,
        valid_to=valid_to,
    )


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2010, 11, 23), date(2026, 11, 22), 15),
        (date(2010, 11, 23), date(2026, 11, 23), 16),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_an_age_is_whole_years(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@pytest.mark.parametrize(
    ("age", "years"), [(15, 5), (16, 10), (25, 10), (26, 20), (45, 20), (46, None), (90, None)]
)
def test_how_long_a_card_is_valid_goes_by_the_age_at_its_issue(age: int, years: int | None) -> None:
    assert years_of_validity(date(1950, 6, 1), date(1950 + age, 6, 1)) == years


def test_the_window_before_the_end_opens_on_its_day() -> None:
    card = card_of("chen-haiying")
    assert card.valid_to is not None
    opens = card.valid_to - timedelta(days=90)
    (reason,) = reasons_against(MATTER, card, opens - timedelta(days=1))
    assert (reason.rule, reason.day) == ("too_early", opens)
    assert rules(card, opens) == []
    assert rules(card, card.valid_to + timedelta(days=3000)) == [], "expired for years, renewable"


def test_a_card_issued_on_a_leap_day_tells_one_story() -> None:
    for valid_to in (date(2026, 2, 28), date(2026, 3, 1)):
        assert rules(born(date(1997, 5, 4), date(2016, 2, 29), valid_to), date(2026, 2, 1)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        born(date(1968, 3, 7), date(2006, 12, 20), date(2016, 12, 20)),  # ten years at 38
        born(date(1996, 1, 1), date(2016, 10, 24), date(2036, 10, 24)),  # twenty years at 20
        born(date(1960, 3, 7), date(2006, 12, 20), date(2026, 12, 20)),  # an end at 46
        born(date(1996, 1, 1), date(2016, 10, 24), None),  # for ever at 20
        born(date(1996, 1, 1), date(2016, 10, 24), date(2026, 10, 22)),  # two days short
        born(date(1996, 1, 1), date(2026, 11, 24), date(2046, 11, 24)),  # from tomorrow on
        born(date(1890, 3, 7), date(1926, 12, 20), date(1946, 12, 20)),  # 136 years old
        born(date(2020, 3, 7), date(2019, 12, 20), date(2024, 12, 20)),  # issued before the birth
        replace(card_of("chen-haiying"), number=completed("33029919680308002")),
        replace(card_of("chen-haiying"), number=completed("33029919680307003")),  # a man's
    ],
)
def test_a_card_that_contradicts_itself_goes_to_a_person(wrong: IdCard) -> None:
    assert "mismatch" in rules(wrong)


def test_all_reasons_are_told_at_once() -> None:
    child = born(date(2015, 3, 7), date(2024, 3, 7), date(2034, 3, 7))
    assert rules(child) == ["too_young", "too_early", "mismatch"]
