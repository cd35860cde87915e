"""What `make cost` says: every journey told there ends, and nothing is typed that is known."""

from dataclasses import replace

import pytest

from tests.cost import JOURNEYS, cost_of, table


@pytest.mark.parametrize("code", JOURNEYS)
def test_a_journey_comes_to_its_end_and_is_counted(code: str) -> None:
    cost = cost_of(code)
    assert 4 < cost.touches < 90
    assert 0 < cost.doing_min < cost.minutes
    assert cost.said <= cost.asked


def test_for_a_renewal_eleven_digits_are_typed_and_nothing_that_the_card_says() -> None:
    cost = cost_of("ID-01")
    assert cost.typed == 11
    assert cost.said == 0, "all that the law asks for is read, not asked"


def test_the_table_says_what_was_reached_and_what_was_not() -> None:
    cost = cost_of("ID-01")
    quick, slow = replace(cost, read=100), replace(cost, read=9000)
    assert "5 reached" in table([quick])
    assert "5 MISSED" in table([slow])
