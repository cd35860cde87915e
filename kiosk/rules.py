"""What stays the same during a visit: configuration, catalogue, calendar and words, frozen."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import config as config_package
from config.calendar import WorkingCalendar, load_calendar
from config.matters import Matter, load_matters
from config.model import KioskConfig
from config.words import Words, load_words
from kiosk.vocabulary import Language

DOORS = Path(config_package.__file__).with_name("doors.toml")


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
    words: Mapping[Language, Words]

    def matters_behind(self, door: str) -> tuple[Matter, ...]:
        """The matters of a door that this kiosk offers, in the order of its configuration."""
        offered = (self.matters[code] for code in self.config.matters if code in self.matters)
        return tuple(matter for matter in offered if matter.door == door)


def load_rules(config: KioskConfig) -> Rules:
    """Rules from the files beside the program. Raises CatalogError."""
    doors = tomllib.loads(DOORS.read_text(encoding="utf-8"))["door"]
    return Rules(
        config=config,
        matters=load_matters(),
        doors=tuple(DoorRule(**door) for door in doors),
        calendar=load_calendar(),
        words={Language(name): words for name, words in load_words().items()},
    )
