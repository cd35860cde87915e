"""Working days, from a calendar that is data.

"Days" in the licensing law are working days (行政许可法 art. 82). Past the calendar's last year
nothing is invented: the answer is None, and whoever asked says the number of days without a date.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from config.offer import CalendarYear

CALENDAR = Path(__file__).with_name("calendar.toml")


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    holidays: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]

    def is_working_day(self, day: date) -> bool | None:
        """Whether offices work on this day; None when the year is not in the calendar."""
        if day.year not in self.years:
            return None
        if day in self.workdays:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def after(self, start: date, days: int) -> date | None:
        """The day on which `days` working days from `start` have passed; None when not known.

        The day of submission does not count.
        """
        day = start
        while days > 0:
            day += timedelta(days=1)
            works = self.is_working_day(day)
            if works is None:
                return None
            days -= works
        return day

    def between(self, start: date, end: date) -> int | None:
        """Working days from `start`, which does not count, to `end`, which does; None: not known.

        So `between(day, after(day, n))` is n. 0 when `end` is not later.
        """
        days, day = 0, start
        while day < end:
            day += timedelta(days=1)
            works = self.is_working_day(day)
            if works is None:
                return None
            days += works
        return days

    def next_opening(self, day: date) -> date | None:
        """`day` itself when offices work on it, else the next day on which they do."""
        works = self.is_working_day(day)
        return day if works else None if works is None else self.after(day, 1)


def load_calendar(
    file: Path = CALENDAR, over: Mapping[str, CalendarYear] | None = None
) -> WorkingCalendar:
    """The calendar of this file. over: years that stand in place of the file's, or beside them."""
    tables = {
        year: CalendarYear.model_validate(table)
        for year, table in tomllib.loads(file.read_text(encoding="utf-8")).items()
    } | dict(over or {})
    return WorkingCalendar(
        holidays=frozenset(day for table in tables.values() for day in table.holidays),
        workdays=frozenset(day for table in tables.values() for day in table.workdays),
        years=frozenset(int(year) for year in tables),
    )
