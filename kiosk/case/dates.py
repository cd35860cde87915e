"""Days as people say them: 12 月 7 日 rather than "in ten days"."""

from datetime import date

from config.words import Words
from kiosk.rules import Rules


def long_date(words: Words, day: date) -> str:
    """2026 年 12 月 20 日."""
    return words("date.long", year=day.year, month=day.month, day=day.day, name=_month(words, day))


def short_date(words: Words, day: date) -> str:
    """12 月 7 日."""
    return words("date.short", month=day.month, day=day.day, name=_month(words, day))


def day_or_days(rules: Rules, words: Words, start: date, days: int) -> str:
    """The date `days` working days on, or the number of days where the calendar ends."""
    day = rules.calendar.after(start, days)
    if day is None:
        return words("days.within", days=days)
    return words("days.before", day=short_date(words, day))


def day_until(words: Words, day: date | None, days: int) -> str:
    """A day that was promised already: before it, or within so many days where none is known."""
    if day is None:
        return words("days.within", days=days)
    return words("days.before", day=long_date(words, day))


def working_days(words: Words, days: int) -> str:
    """10 个工作日, or 当场办好."""
    return words("days.working", days=days) if days else words("days.at_once")


def _month(words: Words, day: date) -> str:
    return words.lines("date.months")[day.month - 1]
