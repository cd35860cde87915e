"""What an administrator changes from day to day: hours, what is offered, what is announced, words.

Answers for its form and its bounds. What it means on the screen is the business of `kiosk/`.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from config.part import Part, TimeOfDay

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
CLOSED = "closed"
_HOUR = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_BEIJING = timezone(timedelta(hours=8))


def _opens_before_it_closes(hours: str) -> str:
    opens, _, closes = hours.partition("-")
    if hours != CLOSED and opens >= closes:
        raise ValueError("opens before it closes, on the same day")
    return hours


def in_beijing(moment: datetime) -> datetime:
    """A moment without a zone is the county's own."""
    return moment if moment.tzinfo else moment.replace(tzinfo=_BEIJING)


OpeningHours = Annotated[
    str, Field(pattern=rf"^({_HOUR}-{_HOUR}|{CLOSED})$"), AfterValidator(_opens_before_it_closes)
]
"""Of one day: "08:30-17:00", or "closed"."""

Moment = Annotated[datetime, AfterValidator(in_beijing)]

Sentence = Annotated[str, Field(min_length=1, max_length=90)]
"""Whether it also fits the pages is what `config check` looks at."""


class HoursConfig(Part):
    """Hours of what waits for people. Night: when the screen goes dark.

    workday holds from Monday to Friday where that day says nothing else, and on a Saturday or
    Sunday that is worked; holiday on the days off that the calendar lists. These are the window's;
    clerk: those of the remote desk, every day.
    """

    workday: OpeningHours = "08:30-17:00"
    monday: OpeningHours | None = None
    tuesday: OpeningHours | None = None
    wednesday: OpeningHours | None = None
    thursday: OpeningHours | None = None
    friday: OpeningHours | None = None
    saturday: OpeningHours = CLOSED
    sunday: OpeningHours = CLOSED
    holiday: OpeningHours = CLOSED
    clerk: OpeningHours = "08:00-20:00"
    night_from: TimeOfDay = "19:00"
    night_to: TimeOfDay = "06:00"

    def of_weekday(self, weekday: int) -> str:
        """Hours of an ordinary day, 0 Monday to 6 Sunday; "closed" when there are none."""
        if weekday < len(WEEKDAYS):
            return getattr(self, WEEKDAYS[weekday]) or self.workday
        return self.saturday if weekday == 5 else self.sunday


class MatterSwitch(Part):
    """A matter that is switched off shows why, and until when; then it is on again by itself.

    reason_en: what English pages say; without it they say that the county has paused it.
    """

    on: bool = True
    reason: Sentence | None = None
    reason_en: Sentence | None = None
    until: Moment | None = None

    @model_validator(mode="after")
    def _says_why(self) -> "MatterSwitch":
        if not self.on and self.reason is None:
            raise ValueError("a matter that is off needs a reason")
        return self

    def is_off(self, now: datetime) -> bool:
        """Whether it is off at this moment."""
        return not self.on and (self.until is None or in_beijing(now) < self.until)


class Announcement(Part):
    """What everybody reads on the home screen, from and until when it is to be seen."""

    text: Sentence
    text_en: Sentence
    begins: Moment | None = None
    until: Moment | None = None

    def holds(self, now: datetime) -> bool:
        now = in_beijing(now)
        begun = self.begins is None or self.begins <= now
        return begun and (self.until is None or now < self.until)


Year = Annotated[str, Field(pattern=r"^20[0-9]{2}$")]


class CalendarYear(Part):
    """One year of the State Council's notice, as in calendar.toml; it replaces that year."""

    holidays: tuple[date, ...]
    workdays: tuple[date, ...]


class TextsConfig(Part):
    """Words in place of the program's own, by key: "home.title"."""

    zh: Mapping[str, str] = {}
    en: Mapping[str, str] = {}
