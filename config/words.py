"""Every word that a person reads, by key and language, from `texts/`.

A key that is missing or a value that a text does not ask for is a fault of the program and raises
at once; that both languages have the same keys and the same values in them is tested.
"""

import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from config.problem import Problem

TEXTS = Path(__file__).with_name("texts")


class Words:
    """The texts of one language: `words("card.title")`, `words("card.seconds", seconds=52)`."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, /, **values: object) -> str:
        return self._texts[key].format_map(values)

    def has(self, key: str) -> bool:
        return key in self._texts

    def lines(self, key: str) -> tuple[str, ...]:
        """A text of several lines, e.g. the three lines of a door."""
        return tuple(self._texts[key].splitlines())

    def keys(self) -> frozenset[str]:
        return frozenset(self._texts)

    def placeholders(self, key: str) -> frozenset[str]:
        return placeholders_of(self._texts[key])

    def over(self, texts: Mapping[str, str]) -> "Words":
        """The same with these in place of the texts of their keys; see `unfit`."""
        return Words(self.language, {**self._texts, **texts}) if texts else self

    def unfit(self, texts: Mapping[str, str]) -> Iterator[Problem]:
        """Why these cannot stand in place of ours: they would be missed, or fail when shown."""
        for key, text in texts.items():
            rule = self._unfit(key, text)
            if rule:
                yield Problem(f"texts.{self.language}", key, rule, repr(text))

    def _unfit(self, key: str, text: str) -> str:
        if (ours := self._texts.get(key)) is None:
            return "there is no text of this key"
        try:
            asked = placeholders_of(text)
        except ValueError:
            return "a brace { or } stands alone"
        if strange := asked - placeholders_of(ours):
            return f"nothing is known for {{{', '.join(sorted(strange))}}}"
        if not text.strip() and ours.strip():
            return "must not be empty"
        if len(text.splitlines()) != len(ours.splitlines()):
            return f"must have {len(ours.splitlines())} line(s), as ours"
        return ""


@cache
def load_words() -> Mapping[str, Words]:
    """All languages: {"zh": Words, "en": Words}. Each language is a folder of TOML files.

    Read once: they are part of the program.
    """
    folders = sorted(path for path in TEXTS.iterdir() if path.is_dir())
    return MappingProxyType({folder.name: load_language(folder) for folder in folders})


def load_language(folder: Path, part: str = "*") -> Words:
    """One language, or one file of it: `part` is its name without `.toml`."""
    texts: dict[str, str] = {}
    for file in sorted(folder.glob(f"{part}.toml")):
        texts |= flatten(tomllib.loads(file.read_text(encoding="utf-8")))
    return Words(folder.name, texts)


def placeholders_of(text: str) -> frozenset[str]:
    """Names of the values that a text asks for. Raises ValueError for a text that is no format."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Texts of a nested table by their whole keys, as "card.trouble.lifted"."""
    texts: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            texts |= flatten(value, f"{prefix}{key}.")
        else:
            texts[prefix + key] = value
    return texts
