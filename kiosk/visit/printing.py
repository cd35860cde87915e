"""Slips on their way out, and what the audit log is told at the end of each.

Kept beside the visit and not in it: a slip's end is written down also when its visitor has pressed
on, or gone. Nothing here tells anything about anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.effects import Audit, Effect, Print
from kiosk.events.devices import Completed
from kiosk.ports import PrintResult
from kiosk.vocabulary import CompletionCode

OF_THE_TECHNICIAN = {"test": "test_printed", "readiness": "report_printed"}
"""Kinds of slip that belong to no visit, and their events."""


@dataclass(frozen=True, slots=True)
class SlipUnderWay:
    """id: of the command. job: the slip's number. visit: whose slip it is."""

    id: str
    kind: str
    job: str
    visit: int


def begun(effects: Iterable[Effect], visit: int) -> tuple[SlipUnderWay, ...]:
    """What these effects send to the printer."""
    return tuple(
        SlipUnderWay(effect.id, effect.slip.kind, effect.slip.number, visit)
        for effect in effects
        if isinstance(effect, Print)
    )


def end_of(slip: SlipUnderWay, end: Completed) -> Audit:
    """`slip_printed` with the outcome, or `slip_failed` with the code."""
    printed = end.code is CompletionCode.SUCCESS and isinstance(end.result, PrintResult)
    outcome = end.result.outcome.value if isinstance(end.result, PrintResult) else ""
    if slip.kind in OF_THE_TECHNICIAN:
        known = outcome if printed else end.code.value
        return Audit(OF_THE_TECHNICIAN[slip.kind], (("outcome", known),))
    about = (("visit", slip.visit), ("kind", slip.kind))
    if printed:
        return Audit("slip_printed", (*about, ("outcome", outcome), ("job", slip.job)))
    return Audit("slip_failed", (*about, ("reason", end.code.value)))
