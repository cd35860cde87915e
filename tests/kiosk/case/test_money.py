"""An amount is never rounded."""

import pytest

from kiosk.case.money import yuan


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(0, "0"), (5, "0.05"), (2000, "20"), (2050, "20.50"), (123456789, "1234567.89")],
)
def test_whole_yuan_stand_alone_and_cents_are_two(fen: int, shown: str) -> None:
    assert yuan(fen) == shown
