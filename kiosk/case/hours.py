"""When the window is open, said so that nobody has to work it out."""

from datetime import datetime, time

from config.words import Words
from kiosk.case.dates import short_date
from kiosk.rules import Rules


def window_hours(rules: Rules, words: Words) -> str:
    """工作日 8:30–17:00."""
    hours = rules.config.hours
    return words("hours.weekdays", open=_plain(hours.window_open), close=_plain(hours.window_close))


def window_is_open(rules: Rules, now: datetime) -> bool | None:
    """None when the calendar does not know the day."""
    works = rules.calendar.is_working_day(now.date())
    if works is None:
        return None
    hours = rules.config.hours
    return works and (
        time.fromisoformat(hours.window_open) <= now.time() < time.fromisoformat(hours.window_close)
    )


def window_note(rules: Rules, words: Words, now: datetime) -> str:
    """Open now and until when, or the date and hour at which it opens."""
    hours = rules.config.hours
    is_open = window_is_open(rules, now)
    if is_open:
        return words("hours.open_until", close=_plain(hours.window_close))
    day = None
    if is_open is not None:
        before = now.time() < time.fromisoformat(hours.window_open)
        today = now.date()
        day = rules.calendar.next_opening(today) if before else rules.calendar.after(today, 1)
    if day is None:
        return window_hours(rules, words)
    when = words("hours.today") if day == now.date() else short_date(words, day)
    return words("hours.opens", day=when, open=_plain(hours.window_open))


def _plain(clock: str) -> str:
    """08:30 is read as 8:30."""
    return clock.removeprefix("0")
