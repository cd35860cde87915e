"""时限: which day a case must be answered by, in working days, and the lamp beside it.

绿灯 while there is time, 黄灯 when it runs out, 红灯 when it is over or must not be waited for any
longer. Lamps are for people: a case that nobody has answered five working days after it was handed
in counts as accepted by law (行政许可法 art. 32), yet its state is the platform's to say.

Past the calendar's last year no day is known; then there is no lamp and no date, and whoever asks
says the number of days (`day_or_days`).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.calendar import WorkingCalendar
from kiosk.case.states import CaseState, Progress

ACCEPT_WITHIN = 5  # working days to say what is lacking, or it counts as accepted
SOON = 5  # the last fifth of a limit, at least a day, is 黄灯


class Lamp(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Clock:
    """Which limit runs. due: the last day of it, None where the calendar ends; days: how many it
    has. deemed_accepted: 逾期视为受理, from the day of receipt.
    """

    lamp: Lamp | None
    due: date | None
    deemed_accepted: bool = False
    days: int = 0


def clock_of(
    progress: Progress, promised: int, calendar: WorkingCalendar, today: date
) -> Clock | None:
    """The clock of a case, or None where none runs. promised: working days, to this applicant."""
    match progress.state:
        case CaseState.SUBMITTED:
            return _acceptance(progress.since, calendar, today)
        case CaseState.TO_SUPPLEMENT | CaseState.TOLERANT:
            due = progress.turns[-1].due
            return None if due is None else Clock(_before(due, calendar, today), due)
        case CaseState.ACCEPTED | CaseState.REVIEW:
            return _decision(progress, promised, calendar, today)
        case _:
            return None  # 特别程序 stands still; everything else waits for nobody


def _acceptance(since: date, calendar: WorkingCalendar, today: date) -> Clock:
    passed, due = calendar.between(since, today), calendar.after(since, ACCEPT_WITHIN)
    if passed is None:
        return Clock(None, due, days=ACCEPT_WITHIN)
    if passed >= ACCEPT_WITHIN - 1:  # before the fifth day, while something can still be done
        return Clock(Lamp.RED, due, passed > ACCEPT_WITHIN, ACCEPT_WITHIN)
    lamp = Lamp.YELLOW if passed == ACCEPT_WITHIN - 2 else Lamp.GREEN
    return Clock(lamp, due, days=ACCEPT_WITHIN)


def _decision(
    progress: Progress, promised: int, calendar: WorkingCalendar, today: date
) -> Clock | None:
    # The newest: a case that was accepted anew, after it was completed, has all its days again.
    taken_in = (CaseState.ACCEPTED, CaseState.TOLERANT)
    accepted = next((turn.on for turn in reversed(progress.turns) if turn.to in taken_in), None)
    if accepted is None:
        return None
    stood_still = _stood_still(progress, calendar)
    passed = calendar.between(accepted, today)
    if passed is None or stood_still is None:
        return Clock(None, None, days=promised)
    due = calendar.after(accepted, promised + stood_still)
    left = promised + stood_still - passed
    if left < 0:
        return Clock(Lamp.RED, due, days=promised)
    soon = max(1, promised // SOON)
    return Clock(Lamp.YELLOW if left <= soon else Lamp.GREEN, due, days=promised)


def _stood_still(progress: Progress, calendar: WorkingCalendar) -> int | None:
    """Working days that 特别程序 took and that do not count; None where the calendar ends."""
    days, begun = 0, None
    for turn in progress.turns:
        if turn.to is CaseState.SPECIAL:
            begun = turn.on
        elif begun is not None:
            took = calendar.between(begun, turn.on)
            if took is None:
                return None
            days, begun = days + took, None
    return days


def _before(due: date, calendar: WorkingCalendar, today: date) -> Lamp | None:
    if today > due:
        return Lamp.RED
    left = calendar.between(today, due)
    return None if left is None else Lamp.YELLOW if left <= 1 else Lamp.GREEN
