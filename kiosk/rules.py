"""What stays the same during a visit: configuration, catalogue, calendar and words, frozen."""

import logging
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import config as config_package
from config.calendar import WorkingCalendar, load_calendar
from config.catalogue import CatalogError, Catalogue, all_words, load_catalogue, read_catalogue
from config.forms import Form, load_forms
from config.load import ConfigError
from config.matters import HERE_FIRST, ONLY_WITH, Area, Matter, kind_of, name_of
from config.model import KioskConfig
from config.offer import Announcement, MatterSwitch
from config.phrases import Phrase, load_phrases
from config.slips import SlipKind, SlipTemplate, load_slips
from config.words import Words
from kiosk.case.model import Applicant
from kiosk.case.standards import Standards, load_standards
from kiosk.unconfirmed import unconfirmed
from kiosk.vocabulary import Language

CALENDAR_AHEAD = 20  # working days: as far as promises reach, so that somebody has time to act

log = logging.getLogger("catalogue")

DATA = Path(config_package.__file__).parent


@dataclass(frozen=True, slots=True)
class DoorRule:
    name: str
    picture: str


@dataclass(frozen=True, slots=True)
class Rules:
    """matters: as this kiosk does them: what it does not offer, it explains.

    unconfirmed: in service, the matters that are only explained because of values that are 示例.
    """

    config: KioskConfig
    matters: Mapping[str, Matter]
    catalogue: Catalogue
    doors: tuple[DoorRule, ...]
    shortcuts: tuple[str, ...]
    calendar: WorkingCalendar
    divisions: Mapping[str, Mapping[str, str]]  # province → county → six digits
    words: Mapping[Language, Words]
    forms: Mapping[str, Form]
    standards: Standards
    slips: Mapping[SlipKind, SlipTemplate]
    phrases: tuple[Phrase, ...]  # words of the county, for the keyboard
    unconfirmed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def matters_behind(self, door: str) -> tuple[Matter, ...]:
        """The matters of a door: first what is done here, then what is begun, then the rest."""
        return _sorted(matter for matter in self.matters.values() if matter.door == door)

    def matters_in(self, area: Area) -> tuple[Matter, ...]:
        """The matters of one of the five areas, in the same order."""
        return _sorted(matter for matter in self.matters.values() if matter.area == area)

    def switched_off(self, code: str, now: datetime) -> MatterSwitch | None:
        """Why a matter is not to be had at this moment; None: it is."""
        switch = self.config.switches.get(code)
        return switch if switch is not None and switch.is_off(now) else None

    def announcement(self, now: datetime) -> Announcement | None:
        """What everybody is told at this moment."""
        told = self.config.announcement
        return told if told is not None and told.holds(now) else None

    def calendar_ends_soon(self, today: date) -> bool:
        """Whether dates that slips promise from now on are not known any more."""
        return self.calendar.after(today, CALENDAR_AHEAD) is None

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


def load_rules(config: KioskConfig, catalogue: Catalogue | None = None) -> Rules:
    """Rules from the configuration and the files beside the program.

    catalogue: that of the kiosk that runs, whatever is wrong with its files; without it the files
    are read, and CatalogError is raised for every problem in them. Raises ConfigError for words
    that cannot stand in place of ours, SlipsError.
    """
    forms = load_forms()
    if catalogue is None:
        catalogue = read_catalogue(over=config.catalog)
        if problems := [*map(str, catalogue.problems), *_unknown(config, catalogue, forms)]:
            raise CatalogError("\n".join(problems))
    words = all_words(catalogue)
    over = {"zh": config.texts.zh, "en": config.texts.en}
    if unfit := [each for name, texts in over.items() for each in words[name].unfit(texts)]:
        raise ConfigError(unfit)
    standards = load_standards(DATA / "standards")
    offered = {code: m for code, m in catalogue.matters.items() if _offers(config, m, forms)}
    waits = {}
    if not config.simulation:
        waits = {code: unconfirmed(m, forms, standards) for code, m in offered.items()}
        waits = {code: keys for code, keys in waits.items() if keys}
    home = tomllib.loads((DATA / "doors.toml").read_text(encoding="utf-8"))
    return Rules(
        config=config,
        matters={
            code: matter if code in offered and code not in waits else matter.only_explained()
            for code, matter in catalogue.matters.items()
        },
        catalogue=catalogue,
        doors=tuple(DoorRule(**door) for door in home["door"]),
        shortcuts=tuple(home["shortcuts"]),
        calendar=load_calendar(over=config.calendar),
        divisions=tomllib.loads((DATA / "divisions.toml").read_text(encoding="utf-8")),
        words={Language(name): words[name].over(texts) for name, texts in over.items()},
        forms=forms,
        standards=standards,
        slips=load_slips(over=config.slips),
        phrases=load_phrases(),
        unconfirmed=waits,
    )


def rules_of(config: KioskConfig, **where: Path) -> Rules:
    """The rules of a kiosk that runs; a broken catalogue is told and takes nothing away.

    But what the signed layers lay over it must be well: raises CatalogError. Else as `load_rules`.
    where: of the catalogue, see `load_catalogue`.
    """
    kept = config.keeping.directory / "catalogue.json"
    catalogue = load_catalogue(kept, over=config.catalog, **where)
    if config.catalog and catalogue.problems:
        raise CatalogError("\n".join(map(str, catalogue.problems)))
    for problem in catalogue.problems:
        log.warning("%s", problem)
    _ = catalogue.index  # made here and not when the first letter is pressed
    return load_rules(config, catalogue)


def _sorted(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    return tuple(sorted(matters, key=lambda matter: HERE_FIRST.index(matter.here)))


def _unknown(config: KioskConfig, catalogue: Catalogue, forms: Mapping[str, Form]) -> Iterator[str]:
    """What the configuration and the matters name, and nobody has."""
    for code in () if config.matters == "all" else config.matters:
        if code not in catalogue.matters:
            yield f"matters: not in the catalogue: {code}"
    for code, matter in catalogue.matters.items():
        for name in _forms_of(matter):
            if name not in forms:
                yield f"{code}.toml: plan: no such form: {name}"
            elif lacking := _steps_of(forms[name]) - set(matter.kinds()):
                for step in sorted(lacking):
                    yield f"{code}.toml: plan: {name} has a field that only a step {step} fills"
            else:
                promised = {each.name for each in matter.promise}
                for field in forms[name].field:
                    if field.type == "promise" and field.name not in promised:
                        yield f"{code}.toml: promise: {name} asks for {field.name}; it has no text"


STEP_OF: Mapping[str, str] = {"signature": "signature", "photo": "card_photo"}
"""The step that a type of field is left to."""


def _steps_of(form: Form) -> set[str]:
    """The steps without which a form has fields that nobody fills."""
    return {STEP_OF[field.type] for field in form.field if field.type in STEP_OF}


def _forms_of(matter: Matter) -> list[str]:
    return [name_of(step) for step in matter.steps() if kind_of(step) == "form"]


def _offers(config: KioskConfig, matter: Matter, forms: Mapping[str, Form]) -> bool:
    """Whether this kiosk does it: it is wanted here, it may be done here, and its forms exist."""
    wanted = config.matters == "all" or matter.code in config.matters
    return (
        wanted
        and config.identity.level in matter.sites
        and all(name in forms for name in _forms_of(matter))
        and all(
            _has(config, section) for kind in matter.kinds() for section in ONLY_WITH.get(kind, ())
        )
    )


def _has(config: KioskConfig, section: str) -> bool:
    """Whether this kiosk has such a device or platform; section as in "platforms.identity"."""
    found: object = config
    for name in section.split("."):
        found = getattr(found, name)
    return found is not None
