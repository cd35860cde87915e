"""What stays the same during a visit: configuration, catalogue, calendar and words, frozen."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import config as config_package
from config.calendar import WorkingCalendar, load_calendar
from config.forms import Form, load_forms
from config.load import ConfigError
from config.matters import CatalogError, Matter, kind_of, load_matters, name_of
from config.model import KioskConfig
from config.offer import Announcement, MatterSwitch
from config.words import Words, load_words
from kiosk.case.model import Applicant
from kiosk.case.standards import Standards, load_standards
from kiosk.vocabulary import Language

DATA = Path(config_package.__file__).parent


@dataclass(frozen=True, slots=True)
class DoorRule:
    name: str
    picture: str


@dataclass(frozen=True, slots=True)
class Rules:
    config: KioskConfig
    matters: Mapping[str, Matter]
    doors: tuple[DoorRule, ...]
    calendar: WorkingCalendar
    divisions: Mapping[str, Mapping[str, str]]  # province → county → six digits
    words: Mapping[Language, Words]
    forms: Mapping[str, Form]
    standards: Standards

    def matters_behind(self, door: str) -> tuple[Matter, ...]:
        """The matters of a door that this kiosk offers, in the order of its configuration."""
        offered = (self.matters[code] for code in self.config.matters)
        return tuple(matter for matter in offered if matter.door == door)

    def switched_off(self, code: str, now: datetime) -> MatterSwitch | None:
        """Why a matter is not to be had at this moment; None: it is."""
        switch = self.config.switches.get(code)
        return switch if switch is not None and switch.is_off(now) else None

    def announcement(self, now: datetime) -> Announcement | None:
        """What everybody is told at this moment."""
        told = self.config.announcement
        return told if told is not None and told.holds(now) else None

    def jurisdiction_of(self, who: Applicant) -> str:
        """Six digits of the county that decides: by where they live, else as the number begins."""
        found = (
            code
            for province, counties in self.divisions.items()
            if who.address.startswith(province)
            for county, code in counties.items()
            if county in who.address
        )
        return next(found, who.number[:6])


def load_rules(config: KioskConfig) -> Rules:
    """Rules from the configuration and the files beside the program.

    Raises CatalogError, and ConfigError for words that cannot stand in place of ours.
    """
    words = load_words()
    over = {"zh": config.texts.zh, "en": config.texts.en}
    if unfit := [each for name, texts in over.items() for each in words[name].unfit(texts)]:
        raise ConfigError(unfit)
    matters = load_matters()
    if unknown := [code for code in config.matters if code not in matters]:
        raise CatalogError(f"matters: not in the catalogue: {', '.join(unknown)}")
    forms = load_forms()
    for code in config.matters:
        asked = [name_of(step) for step in matters[code].steps() if kind_of(step) == "form"]
        if missing := [name for name in asked if name not in forms]:
            raise CatalogError(f"{code}: plan: no such form: {', '.join(missing)}")
    doors = tomllib.loads((DATA / "doors.toml").read_text(encoding="utf-8"))["door"]
    return Rules(
        config=config,
        matters=matters,
        doors=tuple(DoorRule(**door) for door in doors),
        calendar=load_calendar(over=config.calendar),
        divisions=tomllib.loads((DATA / "divisions.toml").read_text(encoding="utf-8")),
        words={Language(name): words[name].over(texts) for name, texts in over.items()},
        forms=forms,
        standards=load_standards(DATA / "standards"),
    )
