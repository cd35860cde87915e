"""When the window and the remote clerk are there, said so that nobody has to work it out.

A day that is worked has the hours of its weekday, or those of a working day when it is a Saturday
or Sunday that is worked; a holiday that the calendar lists has a holiday's; other Saturdays and
Sundays have their own.
"""

from datetime import date, datetime, time, timedelta
from itertools import groupby

from config.matters import Matter
from config.offer import CLOSED, WEEKDAYS
from config.words import Words
from kiosk.case.dates import short_date
from kiosk.rules import Rules

LOOK_AHEAD_DAYS = 31


def hours_of(rules: Rules, day: date) -> str | None:
    """ "08:30-17:00" or "closed"; None when the calendar does not know the day."""
    hours, works = rules.config.hours, rules.calendar.is_working_day(day)
    weekday = day.weekday()
    if works is None:
        return None
    if works:
        return hours.of_weekday(weekday) if weekday < len(WEEKDAYS) else hours.workday
    return hours.holiday if weekday < len(WEEKDAYS) else hours.of_weekday(weekday)


def window_hours(rules: Rules, words: Words) -> str:
    """工作日 8:30–17:00，周六 8:00–20:00."""
    hours = rules.config.hours
    week = [hours.of_weekday(weekday) for weekday in range(7)]
    alike = len(set(week[: len(WEEKDAYS)])) == 1  # then they are "working days", in one word
    runs = [(words("hours.workdays"), week[0])] if alike else []
    rest = range(len(WEEKDAYS) if alike else 0, 7)
    runs += [
        (_days(words, list(days)), said) for said, days in groupby(rest, key=lambda day: week[day])
    ]
    if hours.holiday != CLOSED:
        runs.append((words("hours.holidays"), hours.holiday))
    open_runs = [
        words("hours.run", days=days, open=_opens(said), close=_closes(said))
        for days, said in runs
        if said != CLOSED
    ]
    return words("hours.then").join(open_runs) or words("hours.never")


def at_the_window(rules: Rules, words: Words, matter: Matter, now: datetime | None = None) -> str:
    """Who must go to a window; of a matter that is only explained here, where it is done.

    now: on a page, which has little room: when it closes or opens next. None: on paper, which is
    kept, all the hours.
    """
    hours = window_hours(rules, words) if now is None else window_note(rules, words, now)
    values = {
        "window": rules.config.identity.window_in(words.language),
        "hours": hours,
        "unit": matter.units.accepting,
    }
    if matter.here == "explained":
        return words("need_to_know.where", **values)
    return words(f"matter.{matter.code}.window_text", **values)


def window_is_open(rules: Rules, now: datetime) -> bool | None:
    """None when the calendar does not know the day."""
    said = hours_of(rules, now.date())
    if said is None:
        return None
    return said != CLOSED and _time(said, 0) <= now.time() < _time(said, 1)


def window_note(rules: Rules, words: Words, now: datetime) -> str:
    """Open now and until when, or the date and hour at which it opens."""
    today = hours_of(rules, now.date())
    if window_is_open(rules, now) and today is not None:
        return words("hours.open_until", close=_closes(today))
    for ahead in range(LOOK_AHEAD_DAYS):
        day = now.date() + timedelta(days=ahead)
        said = hours_of(rules, day)
        if said is None:
            break
        if said == CLOSED or (ahead == 0 and now.time() >= _time(said, 0)):
            continue
        when = words("hours.today") if ahead == 0 else short_date(words, day)
        return words("hours.opens", day=when, open=_opens(said))
    return window_hours(rules, words)


def clerk_hours(rules: Rules, words: Words) -> str:
    """8:00–20:00, every day."""
    said = rules.config.hours.clerk
    if said == CLOSED:
        return words("hours.never")
    return words("hours.run", days=words("hours.every_day"), open=_opens(said), close=_closes(said))


def clerk_is_open(rules: Rules, now: datetime) -> bool:
    """Whether somebody sits at the remote desk, by its hours."""
    said = rules.config.hours.clerk
    return said != CLOSED and _time(said, 0) <= now.time() < _time(said, 1)


def clerk_note(rules: Rules, words: Words, now: datetime) -> str:
    """Until when somebody is there, or when somebody will be."""
    said = rules.config.hours.clerk
    if said == CLOSED:
        return words("hours.never")
    if clerk_is_open(rules, now):
        return words("hours.open_until", close=_closes(said))
    later = now.time() < _time(said, 0)
    day = words("hours.today") if later else short_date(words, now.date() + timedelta(days=1))
    return words("hours.opens", day=day, open=_opens(said))


def _days(words: Words, weekdays: list[int]) -> str:
    names = words.lines("hours.weekday_names")
    if len(weekdays) == 1:
        return names[weekdays[0]]
    return words("hours.from_to", first=names[weekdays[0]], last=names[weekdays[-1]])


def _time(said: str, which: int) -> time:
    return time.fromisoformat(said.split("-")[which])


def _opens(said: str) -> str:
    """08:30 is read as 8:30."""
    return said.split("-")[0].removeprefix("0")


def _closes(said: str) -> str:
    return said.split("-")[1].removeprefix("0")
