"""False matches and false non-matches at a limit, with what so few trials can prove.

Pure. FMR and FNMR as in ISO/IEC 19795-1: of comparisons with somebody else, the share at or below
the limit; of comparisons with the owner, the share above it. Intervals are Clopper and Pearson's
exact ones: 0 of 72 still leaves room for 4 in 100.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """hits of trials; low and high bound the true share with CONFIDENCE."""

    hits: int
    trials: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """NaN without trials."""
        return self.hits / self.trials if self.trials else math.nan


def rate(hits: int, trials: int) -> Rate:
    """Raises ValueError when there are more hits than trials."""
    if not 0 <= hits <= trials:
        raise ValueError(f"{hits} of {trials}")
    tail = (1 - CONFIDENCE) / 2
    low, high = 0.0, 1.0
    if hits > 0:
        low = _share_where(lambda p: 1 - _at_most(hits - 1, trials, p) >= tail)
    if hits < trials:
        high = _share_where(lambda p: _at_most(hits, trials, p) <= tail)
    return Rate(hits, trials, low, high)


def fmr(impostors: Sequence[float], limit: float) -> Rate:
    """Distances between a card and somebody else."""
    return rate(sum(distance <= limit for distance in impostors), len(impostors))


def fnmr(owners: Sequence[float], limit: float) -> Rate:
    """Distances between a card and its owner; not finite: the owner's face was not found."""
    return rate(sum(not distance <= limit for distance in owners), len(owners))


def limit_for(impostors: Sequence[float], wanted_fmr: float) -> float:
    """The highest limit at which no more than the wanted share of impostors matches; -inf if none.

    The limit lies just below an impostor's distance, so it is a property of these people: with
    fewer than 3 / wanted_fmr impostors it proves nothing about others (rule of three).
    """
    allowed = math.floor(wanted_fmr * len(impostors))
    ordered = sorted(impostors)
    if allowed >= len(ordered):
        return math.inf
    return math.nextafter(ordered[allowed], -math.inf) if ordered else -math.inf


def _at_most(hits: int, trials: int, p: float) -> float:
    """P(X <= hits) of a binomial."""
    if p <= 0:
        return 1.0
    if p >= 1:
        return 1.0 if hits >= trials else 0.0
    log_p, log_q = math.log(p), math.log1p(-p)
    whole = math.lgamma(trials + 1)
    terms = (
        whole - math.lgamma(k + 1) - math.lgamma(trials - k + 1) + k * log_p + (trials - k) * log_q
        for k in range(hits + 1)
    )
    return min(1.0, math.fsum(math.exp(term) for term in terms))


def _share_where(true: Callable[[float], bool]) -> float:
    """The share from which on it is true, by halving: it is false at 0 and true at 1."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if true(middle) else (middle, high)
    return high
