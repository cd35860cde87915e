"""When a person may look at it, said for every hour of a week, a holiday and a year's end."""

from datetime import datetime

import pytest

from kiosk.case.hours import window_is_open, window_note
from kiosk.vocabulary import Language
from tests.kiosk.visit.kiosk import demo_rules

RULES = demo_rules()
ZH = RULES.words[Language.ZH]


@pytest.mark.parametrize(
    ("now", "is_open", "says"),
    [
        (datetime(2026, 11, 23, 8, 29), False, ZH("hours.today")),
        (datetime(2026, 11, 23, 8, 30), True, "17:00"),
        (datetime(2026, 11, 23, 16, 59), True, "17:00"),
        (datetime(2026, 11, 23, 17, 0), False, "11 月 24 日"),
        (datetime(2026, 11, 27, 23, 59), False, "11 月 30 日"),  # Friday night
        (datetime(2026, 11, 28, 3, 0), False, "11 月 30 日"),  # Saturday, before the hour
        (datetime(2026, 9, 30, 18, 0), False, "10 月 8 日"),  # before the National Day
        (datetime(2026, 10, 10, 9, 0), True, "17:00"),  # a Saturday that is worked
        (datetime(2026, 12, 31, 18, 0), False, "8:30–17:00"),  # next year is not known
        (datetime(2027, 1, 4, 9, 0), None, "8:30–17:00"),
    ],
)
def test_the_window_is_open_or_has_its_day(now: datetime, is_open: bool | None, says: str) -> None:
    assert window_is_open(RULES, now) is is_open
    assert says in window_note(RULES, ZH, now)
