"""What a case owes under 容缺受理: which materials follow, by when, and what was promised for it.

Two data of the case, so that they are signed, submitted and printed with everything else: `owed`,
"material:day" or "material:days" where no calendar knows the day, and `owed_promise`, version and
hash of the text that was promised.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kiosk.case.model import Datum, Source

OWED, PROMISE = "owed", "owed_promise"


@dataclass(frozen=True, slots=True)
class Owed:
    """by: the last day; None where the calendar ends, then within so many working days."""

    material: str
    by: date | None
    days: int = 0


def promised(what: Iterable[Owed], promise: str) -> tuple[Datum, Datum]:
    """promise: as `asking/promise.record_of` writes it."""
    text = " ".join(f"{each.material}:{each.by or each.days}" for each in what)
    return Datum(OWED, text, Source.TERMINAL), Datum(PROMISE, promise, Source.TERMINAL)


def nothing() -> tuple[Datum, Datum]:
    """Nothing is owed any more."""
    return Datum(OWED, "", Source.TERMINAL), Datum(PROMISE, "", Source.TERMINAL)


def of(data: Iterable[Datum]) -> tuple[Owed, ...]:
    text = next((datum.value for datum in data if datum.name == OWED), "")
    found = []
    for each in text.split():
        material, _, when = each.partition(":")
        by = None if when.isdigit() else date.fromisoformat(when)
        found.append(Owed(material, by, int(when) if by is None else 0))
    return tuple(found)
