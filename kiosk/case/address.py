"""An address inside a county: one of its towns from a list, and the rest as typed.

Kept as "330225101 渔港路9号": nine digits of the town (GB/T 2260 and the county's list), a space,
the rest. So the town is never misspelt, and the place lies within the county by construction.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.case.plain_text import letters_in

MOST = 100  # characters of a whole address (domain.md §3.10)
_KEPT = re.compile(r"([0-9]{9}) (.+)")


@dataclass(frozen=True, slots=True)
class Town:
    code: str  # nine digits
    name: str


@dataclass(frozen=True, slots=True)
class County:
    code: str  # six digits
    name: str  # "象山县"
    full: str  # with province and city, as an address begins
    towns: tuple[Town, ...]


def load_counties(file: Path) -> Mapping[str, County]:
    """Counties by code, from a table such as `config/standards/towns.toml`."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        code: County(
            code,
            row["name"],
            row["full"],
            tuple(Town(code + digits, name) for digits, name in row["towns"]),
        )
        for code, row in table.items()
    }


def kept(town: str, rest: str) -> str:
    return f"{town} {rest}"


def parts(value: str) -> tuple[str, str]:
    """Town and rest of a kept address; both empty when it is none."""
    match = _KEPT.fullmatch(value)
    return (match[1], match[2]) if match else ("", "")


def town_of(counties: Mapping[str, County], value: str) -> Town | None:
    code, _ = parts(value)
    return next((town for town in _towns(counties) if town.code == code), None)


def full_text(counties: Mapping[str, County], value: str) -> str:
    """As it stands in a form: 浙江省宁波市象山县石浦镇渔港路9号. Empty for an unknown town."""
    town = town_of(counties, value)
    if town is None:
        return ""
    return counties[town.code[:6]].full + town.name + parts(value)[1]


def problem_with(counties: Mapping[str, County], value: str, most: int = MOST) -> str:
    """A key of `problem.<key>`, or nothing. The rest needs a figure or four letters."""
    town, rest = parts(value)
    if not town or town_of(counties, value) is None:
        return "address_town"
    if letters_in(rest) < 4 and not any(char.isdecimal() for char in rest):
        return "address_short"
    if len(rest) > most or len(full_text(counties, value)) > MOST:
        return "too_long"
    return ""


def _towns(counties: Mapping[str, County]) -> Iterator[Town]:
    for county in counties.values():
        yield from county.towns
