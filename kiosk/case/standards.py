"""The tables against which data are checked: counties and towns, business scope, name rules, and
what a photo for a card must be."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from config.scope import Entry, load_scope
from kiosk.case.address import County, load_counties
from kiosk.case.business_name import NameRules, load_name_rules
from kiosk.case.card_photo import PhotoLimits, load_photo_limits


@dataclass(frozen=True)
class Standards:
    counties: Mapping[str, County]
    scope: tuple[Entry, ...]
    names: NameRules
    photo: PhotoLimits

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Names of counties and towns, and how people shorten a county's."""
        names: list[str] = []
        for county in self.counties.values():
            names += [county.name, county.name[:-1], *(town.name for town in county.towns)]
        return tuple(names)

    @cached_property
    def trades(self) -> tuple[str, ...]:
        """Words for trades, from the scope table."""
        return tuple(dict.fromkeys(word for entry in self.scope for word in entry.trades))


def load_standards(directory: Path) -> Standards:
    """From `config/standards/`. Raises ScopeError."""
    return Standards(
        counties=load_counties(directory / "towns.toml"),
        scope=load_scope(directory / "business_scope.csv"),
        names=load_name_rules(directory / "business_names.toml"),
        photo=load_photo_limits(directory),
    )
