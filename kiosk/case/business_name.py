"""The name of a business, part by part: place, mark 字号, trade, form (企业名称登记管理规定).

What is told here are hints with their basis; the registrar decides. Word lists are data
(`config/standards/business_names.toml`).
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

SEPARATOR = "/"
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]+")
MARK_LEAST, MARK_MOST = 2, 8


class Level(StrEnum):
    FORBIDDEN = "forbidden"  # 禁用
    LIMITED = "limited"  # 限制
    HINT = "hint"  # 提示


@dataclass(frozen=True, slots=True)
class Problem:
    """reason: a key of the texts `name_problem.<reason>`. part: what it is about."""

    level: Level
    reason: str
    basis: str
    part: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NameParts:
    place: str  # "象山县", or with a town: "象山县石浦镇"
    mark: str = field(repr=False)
    trade: str
    form: str

    @property
    def name(self) -> str:
        return self.place + self.mark + self.trade + self.form

    @property
    def kept(self) -> str:
        return SEPARATOR.join((self.place, self.mark, self.trade, self.form))


@dataclass(frozen=True, slots=True)
class WordList:
    level: Level
    reason: str
    basis: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameRules:
    basis: str  # of what a name is made of
    words: tuple[WordList, ...]
    forms: tuple[str, ...]
    endings: tuple[str, ...]


def load_name_rules(file: Path) -> NameRules:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return NameRules(
        basis=table["basis"],
        words=tuple(
            WordList(Level(row["level"]), row["reason"], row["basis"], tuple(row["found"]))
            for row in table["words"]
        ),
        forms=tuple(table["forms"]["of_individuals"]),
        endings=tuple(table["marks"]["endings"]),
    )


def parts_of(value: str) -> NameParts | None:
    """The parts of a kept name; None when it is none."""
    parts = value.split(SEPARATOR)
    return NameParts(*parts) if len(parts) == 4 else None


def check(
    rules: NameRules, name: NameParts, places: Sequence[str], trades: Sequence[str]
) -> tuple[Problem, ...]:
    """Everything that stands against a name, the gravest first; empty when nothing does.

    places: names of counties and towns. trades: words for trades, which are no mark by themselves.
    """
    found = [*_mark(rules, name, places, trades)]
    if not any(name.place.startswith(place) for place in places):
        found.append(Problem(Level.FORBIDDEN, "place", rules.basis, name.place))
    if not name.form or name.form not in rules.forms:
        found.append(Problem(Level.FORBIDDEN, "form", rules.basis, name.form))
    said = name.mark + name.trade
    for row in rules.words:
        found += [
            Problem(row.level, row.reason, row.basis, word) for word in row.found if word in said
        ]
    return tuple(sorted(found, key=lambda problem: list(Level).index(problem.level)))


def _mark(
    rules: NameRules, name: NameParts, places: Sequence[str], trades: Sequence[str]
) -> Sequence[Problem]:
    mark, basis = name.mark, rules.basis
    if not _HAN.fullmatch(mark):
        return [Problem(Level.FORBIDDEN, "characters", basis, mark)]
    found = []
    if not MARK_LEAST <= len(mark) <= MARK_MOST:
        found.append(Problem(Level.FORBIDDEN, "length", basis, mark))
    if mark in places or any(mark == place[:-1] for place in places):
        found.append(Problem(Level.FORBIDDEN, "mark_is_place", basis, mark))
    if mark in trades:
        found.append(Problem(Level.FORBIDDEN, "mark_is_trade", basis, mark))
    return found


def suggestions(
    rules: NameRules,
    name: NameParts,
    places: Sequence[str],
    trades: Sequence[str],
    of_the_owner: str,
    most: int = 3,
) -> tuple[NameParts, ...]:
    """Names near to this one against which nothing stands: another ending, or the owner's name."""
    core = "".join(_HAN.findall(name.mark))
    for row in rules.words:
        for word in row.found:
            core = core.replace(word, "")
    form = name.form if name.form in rules.forms else rules.forms[0]
    good = []
    marks = [core[:MARK_MOST], of_the_owner]
    marks += [(core or of_the_owner)[: MARK_MOST - 1] + ending for ending in rules.endings]
    for mark in dict.fromkeys(marks):
        near = NameParts(name.place, mark, name.trade, form)
        if mark and near != name and not check(rules, near, places, trades):
            good.append(near)
    return tuple(good[:most])
