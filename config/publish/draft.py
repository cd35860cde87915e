"""What an administrator is working on: the layers of the next generation, in one file.

Answers for reading what somebody types, for names of places, and for what has changed. Whether it
would do on a kiosk is `check`'s question, signing `repository`'s.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from config.bundle import COUNTY_SCOPE, Bundle
from config.durable import write_durably
from config.layers import Layer, key_of, kind_of, leaves, may_not, path_of
from config.layers import Path as Key
from config.part import Level
from config.problem import Problem

LENGTHS = {Level.TOWN: 9, Level.SITE: 12}
UNSET = "-"
"""Typed in place of a value: this layer says nothing of the key any more."""


class NoSuchPlace(Exception):
    """No town, site or kiosk has this name or code."""


@dataclass(frozen=True, slots=True)
class Change:
    """One key of one layer. None: the layer does not say it."""

    scope: str
    key: Key
    before: Any = field(repr=False)
    after: Any = field(repr=False)


@dataclass(slots=True)
class Draft:
    """layers: by scope. note: for those who sign. min_generation: see `Bundle`."""

    layers: dict[str, dict[str, Any]]
    note: str = ""
    min_generation: int = 1

    @classmethod
    def of(cls, bundle: Bundle) -> "Draft":
        """To go on from a generation."""
        layers = json.loads(json.dumps(dict(bundle.layers), default=dict))
        return cls(layers, min_generation=bundle.min_generation)

    @classmethod
    def read(cls, file: Path) -> "Draft":
        """Raises OSError, ValueError."""
        return cls(**json.loads(file.read_bytes()))

    def write(self, file: Path) -> None:
        document = {
            "layers": self.layers,
            "note": self.note,
            "min_generation": self.min_generation,
        }
        write_durably(file, json.dumps(document, ensure_ascii=False, indent=1).encode())

    def bundle(self, generation: int, county: str) -> Bundle:
        return Bundle(
            generation=generation,
            min_generation=self.min_generation,
            county=county,
            note=self.note,
            layers={scope: values for scope, values in self.layers.items() if values},
        )

    # ---- changing --------------------------------------------------------------------------------

    def set(self, scope: str, level: Level, key: str, typed: str) -> list[Problem]:
        """Say it in a layer, or take it out again with `-`. Problems: nothing has changed then."""
        path = path_of(key)
        layer = self.layers.setdefault(scope, {})
        if typed == UNSET:
            _take_out(layer, path)
            return []
        try:
            kind = kind_of(path)
        except KeyError:
            return [Problem(scope, key, "there is no such key", "")]
        value, problems = _read(kind, typed, scope, key)
        problems += may_not([Layer(level, scope, _nested(path, value))], signed=True)
        if not problems:
            _put(layer, path, value)
        return problems

    # ---- places ----------------------------------------------------------------------------------

    def places(self) -> dict[str, str]:
        """Names by code: towns, sites and kiosks."""
        found: dict[str, str] = self.layers.get(COUNTY_SCOPE, {}).get("places", {})
        return found

    def scope_of(self, level: Level, name: str) -> str:
        """The code of a town, site or kiosk, from its name or the code itself.

        Raises NoSuchPlace.
        """
        if _is_code(level, name):
            return name
        codes = [code for code, known in self.places().items() if known == name]
        fitting = [code for code in codes if _is_code(level, code)]
        if len(fitting) != 1:
            raise NoSuchPlace(name)
        return fitting[0]

    def called(self, scope: str) -> str:
        """What people call it."""
        name = self.places().get(scope)
        return f"{name} ({scope})" if name else scope


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """What differs between two sets of layers, layer by layer and key by key."""
    for scope in sorted({*before, *after}, key=lambda scope: (scope != COUNTY_SCOPE, scope)):
        old = dict(leaves(before.get(scope, {})))
        new = dict(leaves(after.get(scope, {})))
        for key in sorted({*old, *new}, key=key_of):
            if old.get(key) != new.get(key):
                yield Change(scope, key, old.get(key), new.get(key))


def _is_code(level: Level, text: str) -> bool:
    if level is Level.KIOSK:
        return len(text) == 7 and text[:2].isupper() and text[2] == "-" and text[3:].isdigit()
    return text.isdigit() and len(text) == LENGTHS[level]


def _read(kind: Any, typed: str, scope: str, key: str) -> tuple[Any, list[Problem]]:
    """What was typed, as a value of this type; kept as it was typed where that will do."""
    adapter = TypeAdapter(kind)
    complaint: Any = None
    for value in _meant(typed):
        try:
            valid = adapter.validate_python(value)
            return json.loads(adapter.dump_json(valid)) if kind is not Any else value, []
        except ValidationError as error:
            # Digits read as a number are of the wrong type for a code: what is wrong with the code
            # as it was typed tells more.
            if complaint is None or complaint["type"].endswith("_type"):
                complaint = error.errors()[0]
    return None, [Problem(scope, key, complaint["msg"], repr(typed))]


def _meant(typed: str) -> Iterator[Any]:
    """What may have been meant, the likeliest first: a number, a list, or the words themselves."""
    try:
        parsed = json.loads(typed)
    except ValueError:
        yield typed
    else:
        yield parsed
        yield typed
    yield [part.strip() for part in typed.split(",")]


def _nested(path: Key, value: Any) -> dict[str, Any]:
    for name in reversed(path):
        value = {name: value}
    nested: dict[str, Any] = value
    return nested


def _put(layer: dict[str, Any], path: Key, value: Any) -> None:
    for name in path[:-1]:
        inner = layer.get(name)
        if not isinstance(inner, dict):
            inner = layer[name] = {}
        layer = inner
    layer[path[-1]] = value


def _take_out(layer: dict[str, Any], path: Key) -> None:
    if len(path) > 1:
        inner = layer.get(path[0])
        if isinstance(inner, dict):
            _take_out(inner, path[1:])
            if inner:
                return
    layer.pop(path[0], None)
