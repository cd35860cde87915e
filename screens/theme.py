"""Colours, sizes and line weights by role, for each of the four looks.

They are data (`tokens.toml`). Every piece on a screen holds the tokens it was drawn with, as a
Kivy property; a new look is a new value of that property and the piece draws itself anew.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kiosk.vocabulary import Theme

Colour = tuple[float, float, float, float]

_FILE = Path(__file__).with_name("tokens.toml")

# The one page that is dark by day (还在办理吗？): the ground becomes the door and everything that
# stands on it follows.
_ON_DOOR = {
    "ground": "door",
    "sheet": "door",
    "ink": "door_text",
    "ink2": "door_text2",
    "rule": "door_rule",
    "line": "ring_rest",
    "bar_line": "print2",
    "action": "paper",
    "action_text": "lamp_text",
    "action_edge": "paper",
    "accent": "lamp",
    "accent_text": "lamp_text",
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """One look. Compared by its name, so that a redraw happens only when the look changes."""

    name: str
    colours: Mapping[str, Colour]
    sizes: Mapping[str, int]
    lines: Mapping[str, int]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tokens) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def elder(self) -> bool:
        """长辈: larger, stacked, one sentence instead of step names."""
        return self.name.startswith("elder")

    @property
    def contrast(self) -> bool:
        """高对比: no fills except the action."""
        return self.name.startswith("contrast")

    def on_door(self) -> "Tokens":
        """The same look on the dark page of the countdown."""
        if self.contrast or self.name == "night":
            changed = {"ground": self.colours["door"], "sheet": self.colours["door"]}
        else:
            changed = {role: self.colours[source] for role, source in _ON_DOOR.items()}
        return replace(
            self, name=f"{self.name}-door", colours=MappingProxyType({**self.colours, **changed})
        )


@cache
def tokens(theme: Theme, night: bool) -> Tokens:
    """The tokens of a theme; night is a variant of 标准 alone."""
    return load()["night" if night and theme is Theme.STANDARD else theme.value]


@cache
def load() -> Mapping[str, Tokens]:
    """All looks by name. Raises KeyError when a look names a role that its base does not have."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    looks: dict[str, Tokens] = {}
    for name, table in tables.items():
        base = tables[table["like"]] if "like" in table else table
        parts = {}
        for part in ("colour", "type", "line"):
            own = table.get(part, {})
            if unknown := own.keys() - base[part].keys():
                raise KeyError(f"tokens.toml: {name}.{part} has unknown roles {sorted(unknown)}")
            parts[part] = {**base[part], **own}
        looks[name] = Tokens(
            name=name,
            colours=MappingProxyType({k: rgba(v) for k, v in parts["colour"].items()}),
            sizes=MappingProxyType(parts["type"]),
            lines=MappingProxyType(parts["line"]),
        )
    return MappingProxyType(looks)


def rgba(code: str) -> Colour:
    """#RRGGBB as four numbers from 0 to 1."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue, 1.0


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance)."""

    def luminance(colour: Colour) -> float:
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
