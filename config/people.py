"""The made-up people of `people.toml`, as the simulators and the tests need them.

Nothing here is used by a kiosk in production.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

REVIEWED_LIST = Path(__file__).with_name("people.toml")


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    sex: str
    ethnic: str
    birth: date
    number: str
    address: str
    issuer: str
    valid_from: date
    valid_to: date
    phone: str = field(repr=False)
    seed: int
    added_address: str = ""  # where the person has moved since; on the chip only


def load_people(today: date) -> dict[str, Person]:
    """Everybody on the reviewed list, their cards dated from today."""
    people: dict[str, Person] = {}
    for key, listed in _reviewed().items():
        row = dict(listed)
        valid_to = today + timedelta(days=row.pop("valid_to_days"))
        valid_from = _years_before(valid_to, row.pop("valid_years"))
        people[key] = Person(key=key, valid_from=valid_from, valid_to=valid_to, **row)
    return people


@cache
def _reviewed() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(REVIEWED_LIST.read_text(encoding="utf-8"))


def _years_before(day: date, years: int) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap_day else day.day)
