"""The clock, the program itself, and the administrator who stops and resumes it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tick:
    """Once a second. at_s is monotonic and measures patience; now is local and dates things."""

    at_s: float
    now: datetime


@dataclass(frozen=True, slots=True)
class Started:
    """The kiosk is up. visits: the number of the newest visit, so that numbers go on from there."""

    visits: int


@dataclass(frozen=True, slots=True)
class Crashed:
    """A callback of the program failed; the visitor is forgotten and service pauses."""

    where: str


@dataclass(frozen=True, slots=True)
class ServiceStopped:
    """An administrator has stopped this kiosk. zh, en: the banner that everybody reads."""

    number: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ServiceResumed:
    """Two administrators have said that it may go on."""
