"""Samples of ours and of a reference, taken in turns, and the table that they make.

Answers for medians, percentiles, ratios and how they are told. Leaves what is measured to one
module per bench: `measure()` there returns a `Report`.
"""

import json
import math
import statistics
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Statistic = Callable[[Sequence[float]], float]


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison of costs, lower is better. goal: the highest ratio wanted; None: told only.

    spread: half the distance of the quartiles of ours and of the reference, as shares of their
    medians. why_not: why there are no figures.
    """

    name: str
    unit: str
    ours: float | None
    reference: float | None
    reference_is: str
    goal: float | None = None
    spread: tuple[float, float] | None = None
    why_not: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.reference if self.ours is not None and self.reference else None

    @property
    def verdict(self) -> str:
        if self.ratio is None:
            return "did not run"
        if self.goal is None:
            return "told beside"
        return "reached" if self.ratio <= self.goal else "MISSED"


@dataclass(frozen=True, slots=True)
class Report:
    """What one bench found. notes: lines for the terminal, such as what a sum is made of."""

    rows: list[Row]
    notes: list[str] = field(default_factory=list)


def in_turns(rounds: int, *takes: Callable[[], float]) -> tuple[list[float], ...]:
    """A B A B …: one sample of each per round, so that a busy moment meets all of them."""
    samples: tuple[list[float], ...] = tuple([] for _ in takes)
    for _ in range(rounds):
        for found, take in zip(samples, takes, strict=True):
            found.append(take())
    return samples


def compare(
    name: str,
    unit: str,
    ours: Sequence[float],
    reference: Sequence[float],
    reference_is: str,
    goal: float | None = None,
    of: Statistic = statistics.median,
) -> Row:
    """A row from samples in the same unit; `of` makes one figure of many."""
    spread = (spread_of(ours), spread_of(reference))
    return Row(name, unit, of(ours), of(reference), reference_is, goal, spread)


def percentile(samples: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest sample that `share` of all do not exceed."""
    return sorted(samples)[max(0, math.ceil(share * len(samples)) - 1)]


def p95(samples: Sequence[float]) -> float:
    return percentile(samples, 0.95)


def spread_of(samples: Sequence[float]) -> float:
    """Half the distance of the quartiles, as a share of the median; 0 of a single sample."""
    middle = statistics.median(samples)
    if not middle:
        return 0.0
    return (percentile(samples, 0.75) - percentile(samples, 0.25)) / 2 / middle


def table(rows: Sequence[Row]) -> str:
    """One line per row, in columns; below the name what the reference is, or why it did not run."""
    head = ("bench", "ours", "reference", "unit", "ratio", "goal", "spread", "")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(_columns(line[at]) for line in lines) for at in range(len(head))]
    told = []
    for line, row in zip(lines, [None, *rows], strict=True):
        cells = [
            _padded(cell, width, left=at in (0, 3, 7))
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        told.append("  ".join(cells).rstrip())
        if row is not None:
            told.append(f"    {row.why_not or 'against ' + row.reference_is}")
    return "\n".join(told)


def write_json(rows: Sequence[Row], path: Path) -> None:
    """A list of {name, unit, ours, reference, reference_is, ratio, goal}; null where none is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = ("name", "unit", "ours", "reference", "reference_is", "ratio", "goal")
    told = [{key: _rounded(getattr(row, key)) for key in keys} for row in rows]
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _cells(row: Row) -> tuple[str, ...]:
    spread = "" if row.spread is None else "/".join(f"±{share:.0%}" for share in row.spread)
    figures = (_figure(row.ours), _figure(row.reference), row.unit, _figure(row.ratio, 3))
    return (row.name, *figures, _figure(row.goal, 3), spread, row.verdict)


def _figure(value: float | None, digits: int = 2) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _rounded(value: object) -> object:
    return round(value, 4) if isinstance(value, float) else value


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int, left: bool) -> str:
    room = " " * (width - _columns(text))
    return text + room if left else room + text
