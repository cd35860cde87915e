"""How far the roll goes: millimetres, slips, days.

Answers for the arithmetic only. What was used is kept by `journal`; whether paper is there at all
is the printer's own status, which this never overrules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.ports import PaperLeft

USUAL_SLIP_MM = 150.0
"""Until a slip has been printed here: the length of a receipt on 80 mm paper."""
PACE_DAYS = 7


@dataclass(frozen=True, slots=True)
class DayUse:
    """What was printed on one day."""

    day: date
    mm: float
    slips: int


def forecast(left_mm: float, use: Sequence[DayUse], today: date) -> PaperLeft:
    """How far left_mm goes, at the pace of the last PACE_DAYS days.

    use: any days in any order; a day without slips need not be among them. The pace is that of the
    days since the first of them that was used, so that a new kiosk is not taken for a quiet one.
    """
    slips, mm = sum(each.slips for each in use), sum(each.mm for each in use)
    usual_mm = max(mm / slips, 1.0) if slips else USUAL_SLIP_MM
    left_mm = max(left_mm, 0.0)
    recent = [each for each in use if 0 <= (today - each.day).days < PACE_DAYS and each.mm > 0]
    days = None
    if recent:
        span = (today - min(each.day for each in recent)).days + 1
        pace_mm = max(sum(each.mm for each in recent) / span, 1.0)
        days = round(left_mm / pace_mm, 1)
    return PaperLeft(round(left_mm, 1), int(left_mm / usual_mm), days)
