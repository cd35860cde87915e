"""Finding a matter by letters: initials (hlsfz), whole syllables (huanling), or English words.

An index is made once, with the catalogue; looking something up then takes a few milliseconds in the
whole county's list. A character with two readings is found by both, so 重 by z and by c.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

TABLE = Path(__file__).with_name("pinyin.txt")
"""Made by `machine/pinyin_table.py`: a syllable, and every character that is read so."""
MOST_READINGS = 16  # of one name; beyond, one reading of each character

_PARTS = re.compile("[\u4e00-\u9fff]|[0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One way to call a matter, one way to read it. spelled: " huan ling shen fen zheng"."""

    initials: str
    spelled: str


@dataclass(frozen=True, slots=True)
class Index:
    """By the code of each matter, how it is called."""

    terms: Mapping[str, tuple[Term, ...]]

    def find(self, letters: str) -> list[str]:
        """Codes of the matters that these letters may mean, the nearest first.

        Equally near ones come in the order of the index.
        """
        letters = letters.lower()
        if not letters:
            return []
        spelled = re.compile(" " + " ?".join(map(re.escape, letters)))
        found: list[list[str]] = [[] for _ in range(_NOT_FOUND)]
        for code, terms in self.terms.items():
            best = min((_distance(term, letters, spelled) for term in terms), default=_NOT_FOUND)
            if best < _NOT_FOUND:
                found[best].append(code)
        return [code for near in found for code in near]


def index(called: Mapping[str, Iterable[str]]) -> Index:
    """called: by code, the names of a matter and the plain words for it, in any language."""
    return Index(
        {
            code: tuple(dict.fromkeys(term for text in texts for term in terms(text)))
            for code, texts in called.items()
        }
    )


def terms(text: str) -> list[Term]:
    """Every way to read a text."""
    readings = [_readings().get(part, (part,)) for part in _PARTS.findall(text.lower())]
    many = 1
    for each in readings:
        many *= len(each)
    if many > MOST_READINGS:
        readings = [each[:1] for each in readings]
    return [
        Term("".join(syllable[0] for syllable in way), "".join(f" {syllable}" for syllable in way))
        for way in product(*readings)
        if way
    ]


_NOT_FOUND = 4


def _distance(term: Term, letters: str, spelled: re.Pattern[str]) -> int:
    """0: the initials begin so; 1: it is spelled so from the start; 2, 3: the same further on."""
    if term.initials.startswith(letters):
        return 0
    if spelled.match(term.spelled):
        return 1
    if letters in term.initials:
        return 2
    return 3 if spelled.search(term.spelled) else _NOT_FOUND


@cache
def _readings() -> Mapping[str, tuple[str, ...]]:
    """How each character may be read."""
    found: dict[str, tuple[str, ...]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        syllable, characters = line.split(" ")
        for character in characters:
            found[character] = (*found.get(character, ()), syllable)
    return found
