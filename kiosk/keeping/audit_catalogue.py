"""What the audit log may hold: the events of `audit_events.toml`, and what fits into their fields.

Nothing personal does: each field has a kind, and no kind takes a name, a citizen's number or a
telephone number. How entries are chained and verified is `audit`'s business.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kiosk.case.numbers import is_case_number
from kiosk.keeping.redaction import redacted
from kiosk.licence.blanks import is_serial
from kiosk.vocabulary import Device

Value = str | int | float | bool


class NotInCatalogue(ValueError):
    """An event, a field or a value that `audit_events.toml` does not allow: a fault of the code."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One entry of the catalogue. fields: name to kind."""

    name: str
    type: str
    zh: str
    en: str
    fields: Mapping[str, str]


def _is_word(value: Value) -> bool:
    if not isinstance(value, str) or redacted(value) != value:
        return False
    return bool(re.fullmatch(r"[A-Za-z](?!.*\d{7})[A-Za-z0-9_.:=+/-]{0,47}", value))


def _is_job(value: Value) -> bool:
    if not isinstance(value, str) or redacted(value) != value:
        return False
    case, _, kind = value.partition(".")
    if is_case_number(case):
        return bool(re.fullmatch(r"[a-z_]{0,24}(-\d)?", kind))
    return bool(re.fullmatch(r"(?!.*\d{7})[A-Za-z0-9_.:-]{1,48}", value))


def _is_whole(most: int, least: int = 0) -> Callable[[Value], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _matches(pattern: str) -> Callable[[Value], bool]:
    return lambda value: isinstance(value, str) and bool(re.fullmatch(pattern, value, re.ASCII))


KINDS: Mapping[str, Callable[[Value], bool]] = {
    "visit": _is_whole(999_999_999),
    "count": _is_whole(999_999),
    "level": _is_whole(5, least=1),
    "figure": lambda value: type(value) in (int, float) and abs(float(value)) < 1e6,
    "code": _is_word,
    "job": _is_job,
    "case": lambda value: isinstance(value, str) and is_case_number(value),
    "projid": _matches(r"\d{21}"),
    "ticket": _matches(r"\d{4}-\d{4}-\d{3,6}"),
    "matter": _matches(r"[A-Z]{2}-\d{2}"),
    "device": lambda value: value in tuple(Device),
    "serial": lambda value: isinstance(value, str) and is_serial(value),
    "staff": _matches(r"\d{4,6}"),
}


@cache
def catalogue() -> Mapping[str, AuditEvent]:
    """Every event of `audit_events.toml` by name. Raises ValueError when the file is wrong."""
    text = Path(__file__).with_name("audit_events.toml").read_text(encoding="utf-8")
    events = {name: AuditEvent(name, **row) for name, row in tomllib.loads(text).items()}
    for event in events.values():
        if unknown := set(event.fields.values()) - set(KINDS):
            raise ValueError(f"audit_events.toml: {event.name}: unknown kinds {sorted(unknown)}")
    return events


def check_event(name: str, fields: Mapping[str, Value]) -> None:
    """Raises NotInCatalogue, which names the event and the field but never the value."""
    event = catalogue().get(name)
    if event is None:
        raise NotInCatalogue(f"{name}: no such audit event")
    if set(fields) != set(event.fields):
        raise NotInCatalogue(f"{name}: fields {sorted(fields)}, want {sorted(event.fields)}")
    for field, kind in event.fields.items():
        if not KINDS[kind](fields[field]):
            raise NotInCatalogue(f"{name}.{field}: not a {kind}")
