"""The tables: rates at every limit, by group, and the limits for a wanted false match rate."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from config.model import FaceConfig
from devices.biometric.evaluate.people import Trial
from devices.biometric.evaluate.rates import Rate, fmr, fnmr, limit_for, rate

T = TypeVar("T")

LIMITS = (0.40, 0.42, 0.44, 0.45, 0.46, 0.47, 0.48, 0.50, 0.52, 0.55, 0.60)
GROUP_LIMITS = (0.45, 0.50, 0.60)


@dataclass(slots=True)
class Scores:
    """Distances of one way to compare. Not finite: there was no face to compare."""

    card_bytes: int
    way: str
    owners: list[float] = field(default_factory=list)
    impostors: list[float] = field(default_factory=list)
    by_group: dict[str, tuple[list[float], list[float]]] = field(default_factory=dict)

    def add(self, trial: Trial, distance: float) -> None:
        (self.owners if trial.same else self.impostors).append(distance)
        if trial.group:
            both = self.by_group.setdefault(trial.group, ([], []))
            both[0 if trial.same else 1].append(distance)


def tables(scores: list[Scores], wanted_fmr: float) -> str:
    """What is printed. Shares in percent, with the bounds of 95 % confidence."""
    parts = []
    for each in scores:
        title = f"Card of at most {each.card_bytes} bytes, {each.way}"
        counted = f"{len(each.owners)} with the owner, {len(each.impostors)} with others"
        rows = [f"{title} ({counted})", f"{'limit':>7}  {'FMR %':>22}  {'FNMR %':>22}"]
        for limit in LIMITS:
            wrong, refused = fmr(each.impostors, limit), fnmr(each.owners, limit)
            rows.append(f"{limit:7.2f}  {_percent(wrong):>22}  {_percent(refused):>22}")
        rows.append(_wanted(each, wanted_fmr))
        rows += _groups(each)
        parts.append("\n".join(rows))
    return "\n\n".join([*parts, *_visits(scores), _CAUTION])


_CAUTION = (
    "Read these as a lower bound: pictures of one session know neither ageing nor other light,\n"
    "and JPEG stands in for the format of real cards. An impostor mostly looks like the owner:\n"
    "the rows by group count, and few people prove little, whatever the share."
)


def _visits(scores: list[Scores]) -> list[str]:
    """As a visit goes, with the limits that a kiosk has unless it is told others."""
    limits, parts = FaceConfig(), []
    for _, first, later in _batched(scores, 3):
        both = (limits.pass_at_most, limits.pass_together_at_most)
        owners, impostors = (
            [one <= both[0] or more <= both[1] for one, more in zip(*pair, strict=True)]
            for pair in ((first.owners, later.owners), (first.impostors, later.impostors))
        )
        wrong = rate(sum(impostors), len(impostors))
        refused = rate(len(owners) - sum(owners), len(owners))
        parts.append(
            f"Card of at most {first.card_bytes} bytes, a visit: one try at {both[0]:g}, the tries "
            f"together at {both[1]:g}\n  FMR {_percent(wrong)} %, FNMR {_percent(refused)} %"
        )
    return parts


def _batched(items: list[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _wanted(scores: Scores, wanted_fmr: float) -> str:
    limit = limit_for(scores.impostors, wanted_fmr)
    needed = round(3 / wanted_fmr) if wanted_fmr > 0 else 0
    told = f"FMR of at most {100 * wanted_fmr:g} %: limit {limit:.3f}, FNMR "
    told += f"{_percent(fnmr(scores.owners, limit))}"
    if len(scores.impostors) < needed:
        told += f"; unproved: it takes {needed} comparisons with others, here are "
        told += str(len(scores.impostors))
    return told


def _groups(scores: Scores) -> list[str]:
    if not scores.by_group:
        return []
    rows = [f"within one group, FMR % at {' / '.join(f'{limit:.2f}' for limit in GROUP_LIMITS)}"]
    for group, (_, impostors) in sorted(scores.by_group.items()):
        if impostors:
            shares = " / ".join(_percent(fmr(impostors, limit)) for limit in GROUP_LIMITS)
            rows.append(f"  {group} ({len(impostors)}): {shares}")
    return rows


def _percent(share: Rate) -> str:
    if not share.trials:
        return "-"
    return f"{100 * share.share:.2f} [{100 * share.low:.2f}–{100 * share.high:.2f}]"
