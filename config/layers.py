"""Lays layers over each other, key by key, and remembers who said what.

From the bottom: the program's defaults, then county, town, site and kiosk (signed), and at the top
the machine's own files. A later layer wins, but only for what it may set: the lowest layer of each
key stands in the model, as data (`config/part.py`). A machine without signed layers, one that names
no `remote`, sets everything itself.

Answers for merging, authority and origins. Reading files is `config/load.py`, fetching what is
signed `config/remote/`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from config.model import KioskConfig
from config.part import Level, SetBy
from config.problem import Problem

Path = tuple[str, ...]
"""A key, part by part: ("hours", "saturday"), ("texts", "zh", "home.title")."""

SECRET_KEYS = ("pin_hash",)
"""Whose values are never told: somebody may have written the PIN itself there."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file, or one signed layer, says. name: what a person calls it."""

    level: Level
    name: str
    values: Mapping[str, Any] = field(repr=False)


PROGRAM = Layer(Level.PROGRAM, "defaults", {})


@dataclass(frozen=True, slots=True)
class Merged:
    """What the layers say together. origins: by key, for everything that some layer has said."""

    values: dict[str, Any] = field(repr=False)
    origins: Mapping[Path, Layer] = field(repr=False)

    def origin_of(self, key: Path) -> Layer:
        """Who said this key, or the narrowest section around it; the program when nobody has."""
        for end in range(len(key), 0, -1):
            if found := self.origins.get(key[:end]):
                return found
        # A whole section: one of those who said something of it, the narrowest.
        inside = [layer for path, layer in self.origins.items() if path[: len(key)] == key]
        return max(inside, key=lambda layer: layer.level, default=PROGRAM)


def laid(layers: Iterable[Layer]) -> Merged:
    """The layers over each other, in this order."""
    values: dict[str, Any] = {}
    origins: dict[Path, Layer] = {}
    for layer in layers:
        _lay(values, layer.values, (), origins, layer)
    return Merged(values, origins)


def _lay(
    below: dict[str, Any],
    above: Mapping[str, Any],
    under: Path,
    origins: dict[Path, Layer],
    layer: Layer,
) -> None:
    for name, value in above.items():
        path = (*under, name)
        if isinstance(value, Mapping):
            inner = below.get(name)
            if not isinstance(inner, dict):
                inner = below[name] = {}
                origins.pop(path, None)
            if value:
                origins.pop(path, None)  # of the empty section that it was
            elif not inner:
                origins[path] = layer
            _lay(inner, value, path, origins, layer)
        else:
            if isinstance(below.get(name), dict):
                for gone in [each for each in origins if each[: len(path)] == path]:
                    del origins[gone]
            below[name] = value
            origins[path] = layer


def leaves(values: Mapping[str, Any], under: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every key that has a value of its own, with it; lists are values."""
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from leaves(value, (*under, name))
        else:
            yield (*under, name), value


# ---- who may set what ----------------------------------------------------------------------------


def may_not(layers: Iterable[Layer], *, signed: bool) -> Iterator[Problem]:
    """What a layer says without being allowed to. signed: this machine has signed layers."""
    for layer in layers:
        for path, value in leaves(layer.values):
            lowest = lowest_of(path)
            if lowest is None:
                continue  # an unknown key: the model tells
            if layer.level is Level.LOCAL:
                wrong = signed and lowest is not Level.LOCAL
                rule = "comes from the signed layers, not from this machine"
            else:
                wrong = layer.level > lowest or lowest is Level.LOCAL
                rule = "only the machine's own file may set it"
                if lowest is not Level.LOCAL:
                    rule = f"the lowest layer that may set it is {lowest.name.lower()}"
            if wrong:
                yield Problem(layer.name, key_of(path), rule, shown(path, value))


def lowest_of(path: Path) -> Level | None:
    """The lowest layer that may set this key; None when there is no such key."""
    found = _walk(path)
    return None if found is None else found[0]


def kind_of(path: Path) -> Any:
    """The type of a key, with its bounds; Any where the model leaves it open. Raises KeyError."""
    found = _walk(path)
    if found is None:
        raise KeyError(key_of(path))
    return found[1]


def _walk(path: Path) -> tuple[Level | None, Any] | None:
    kind: Any = KioskConfig
    lowest: Level | None = None
    for name in path:
        kind = _inner(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if (known := kind.model_fields.get(name)) is None:
                return None
            lowest = next((m.lowest for m in known.metadata if isinstance(m, SetBy)), lowest)
            kind = Annotated[(known.annotation, *known.metadata, None)]
        elif get_origin(kind) is not None and get_args(kind):
            kind = get_args(kind)[-1]  # the values of a mapping
        else:
            return lowest, Any
    return lowest, kind


def _inner(kind: Any) -> Any:
    """A | None is A, and bounds are left aside."""
    if get_origin(kind) is Annotated:
        return _inner(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


def path_of(key: str) -> Path:
    """A key as somebody types it. What follows the name of a table of plain values is one name.

    "texts.zh.home.title" is ("texts", "zh", "home.title").
    """
    parts = key.split(".")
    kind: Any = KioskConfig
    for at, name in enumerate(parts):
        kind = _inner(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            known = kind.model_fields.get(name)
            kind = known.annotation if known else None
        elif get_origin(kind) is not None and get_args(kind)[-1] is str:
            return (*parts[:at], ".".join(parts[at:]))
        elif get_args(kind):
            kind = get_args(kind)[-1]
    return tuple(parts)


def key_of(path: Path) -> str:
    return ".".join(path)


def shown(path: Path, value: object) -> str:
    """A value as it may be told: no section as a whole, no secret."""
    if isinstance(value, Mapping) or (path[-1:] and path[-1] in SECRET_KEYS):
        return ""
    return repr(value)
