"""执照打印好了: a slip with the numbers of the sheets that came out.

Once it is out nothing is left to do or to read here, and the visit goes on by itself. Where it is
not out for certain, a page says all that would stand on it.

Nothing was applied for, so nothing is submitted; it has a number of our own, by which it is rated
and found in the audit log.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.case.dates import long_date
from kiosk.case.slip_elements import make_slip
from kiosk.case.slip_facts import SlipFacts
from kiosk.case.timeline import TimelineRow
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.devices import Completed, SlipTaken
from kiosk.events.program import Tick
from kiosk.events.touches import ContinuePressed, PrintAgainPressed
from kiosk.keeping.redaction import masked_name
from kiosk.licence.page import code_of
from kiosk.ports import Slip
from kiosk.visit.cases import case_of
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Move, Next, Stay
from kiosk.visit.patience import stretched_s
from kiosk.visit.press_told import WHAT_NEXT, licence_of
from kiosk.visit.slip_out import SlipOut, again_button, can_print_again, heard, print_again, printed
from kiosk.visit.state import Step
from kiosk.visit.views.parts import Button
from kiosk.visit.views.reading import BusyView, DoneView
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = False


@dataclass(frozen=True, slots=True)
class Printed(Step):
    kind: ClassVar[str] = "printed"
    slip: SlipOut
    since_s: float


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    done = case_of(c)
    slip, printing = printed(c, _slip(c, done.number))
    facts = replace(c.facts, service=done)
    return Move(Stay(Printed(slip, c.at_s)), facts=facts, effects=(printing,))


def _slip(c: Context, number: str) -> Slip:
    licence = licence_of(c)
    facts = SlipFacts(
        at=c.now,
        matter=c.matter,
        number=licence.uscc,
        code=code_of(licence),
        applicant=c.facts.applicant,
        rows=tuple(_sheets(c)),
        next=_next(c),
    )
    return make_slip(c.rules, c.words, "licence", facts, f"{number}.licence")


def _sheets(c: Context) -> Iterator[tuple[str, str]]:
    return ((c.words(f"press.{sheet.value}"), serial) for sheet, serial in c.facts.sheets)


def _next(c: Context) -> tuple[TimelineRow, ...]:
    words, text = c.words, "printed.next_"
    return tuple(
        TimelineRow(words(f"{text}{each}_when"), words(f"{text}{each}"), done=False)
        for each, _ in WHAT_NEXT
    )


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Printed)
    over_s = stretched_s(c.rules, c.state, c.rules.config.patience.done_s)
    match event:
        case Completed() | SlipTaken():
            slip = heard(step.slip, event)
            if slip is None:
                return None
            if slip.how == "printed":
                return Move(Next())
            return Move(Stay(replace(step, slip=slip)))
        case PrintAgainPressed() if can_print_again(c, step.slip):
            slip, effects = print_again(c, step.slip, _slip(c, case_of(c).number))
            return Move(Stay(Printed(slip, c.at_s)), effects=effects)
        case ContinuePressed():
            return Move(Next())
        case Tick() if c.at_s - step.since_s >= over_s:
            return Move(Next())
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> BusyView | DoneView:
    assert isinstance(step, Printed)
    words, licence = c.words, licence_of(c)
    if step.slip.how == "printing":
        frame = frame_of(c, back=False, leave=False)
        return BusyView(frame, "slip", words("printed.slip"), words("printed.slip_lead"))
    lead = "done.no_slip_lead" if step.slip.missing else "printed.lead"
    return DoneView(
        frame=frame_of(c, back=False, steps=False),
        title=words("printed.title"),
        lead=words(lead),
        number_label=words("slip.licence.number_label"),
        number=licence.uscc,
        qr=code_of(licence),
        about=(
            licence.name + "\u3000" + masked_name(c.facts.applicant.name),
            *(f"{name}\u3000{serial}" for name, serial in _sheets(c)),
            long_date(words, c.today) + f"\u3000{c.now:%H:%M}",
        ),
        stamp=words("slip.demo") if c.rules.config.simulation else "",
        next_title=words("done.next"),
        timeline=_next(c),
        notes=(),
        slip_hint=words(f"done.slip.{step.slip.word}"),
        slip_below=step.slip.below,
        secondary=again_button(c, step.slip, PrintAgainPressed()),
        primary=Button("finish", words("done.finish"), ContinuePressed()),
    )
