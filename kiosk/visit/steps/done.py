"""提交好了: the number, what happens next and by when, and the slip; or, with the platform down,
已收下，尚未受理, with our own number. 收件不等于受理 is never blurred.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.case.dates import long_date
from kiosk.case.model import FeeState
from kiosk.case.slips import case_slip, payment_slip, shown_number, slip_code
from kiosk.case.timeline import timeline
from kiosk.effects import Effect, Print
from kiosk.events import Event
from kiosk.events.devices import Completed, SlipTaken
from kiosk.events.program import Tick
from kiosk.events.touches import ContinuePressed, PrintAgainPressed
from kiosk.keeping.redaction import masked_name
from kiosk.ports import Slip
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Move, Next, Stay
from kiosk.visit.patience import stretched_s
from kiosk.visit.slip_out import SlipOut, again_button, can_print_again, heard, print_again, printed
from kiosk.visit.state import Step
from kiosk.visit.views.parts import Button
from kiosk.visit.views.reading import DoneView
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = False


@dataclass(frozen=True, slots=True)
class Finished(Step):
    kind: ClassVar[str] = "done"
    slip: SlipOut
    since_s: float


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    slip, printing = printed(c, _slip(c))
    return Move(Stay(Finished(slip, c.at_s)), effects=(*_beside(c), printing))


def _beside(c: Context) -> Iterator[Effect]:
    """What was paid here is proved; first, so that the slip that counts comes out last."""
    case, receipt, fee = c.facts.case, c.facts.receipt, c.facts.fee
    if case and receipt and fee is not None and fee.state is FeeState.PAID:
        slip = payment_slip(c.rules, c.words, c.matter, case, receipt, fee)
        yield Print(c.command_id("payment"), slip)


def _slip(c: Context) -> Slip:
    case = c.facts.case
    assert case is not None
    return case_slip(c.rules, c.words, c.matter, case, c.facts.receipt, c.now, c.facts.fee)


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Finished)
    match event:
        case Completed() | SlipTaken():
            slip = heard(step.slip, event)
            return None if slip is None else Move(Stay(replace(step, slip=slip)))
        case PrintAgainPressed() if can_print_again(c, step.slip):
            slip, effects = print_again(c, step.slip, _slip(c))
            return Move(Stay(Finished(slip, c.at_s)), effects=effects)
        case ContinuePressed():
            return Move(Next())
        case Tick() if _over(c, step):
            return Move(Next())
        case _:
            return None


def _over(c: Context, step: Finished) -> bool:
    return c.at_s - step.since_s >= stretched_s(c.rules, c.state, c.rules.config.patience.done_s)


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> DoneView:
    assert isinstance(step, Finished)
    words, case, receipt = c.words, c.facts.case, c.facts.receipt
    assert case is not None
    how = "received" if receipt else "waiting"
    lead = f"done.{how}_lead"
    if step.slip.missing:
        lead = "done.again_lead" if can_print_again(c, step.slip) else "done.no_slip_lead"
    elif receipt and step.slip.word == "taken":
        lead = "done.taken_lead"
    return DoneView(
        frame=frame_of(c, back=False, steps=False),
        title=words(f"done.{how}"),
        lead=words(lead),
        number_label=words(f"done.{how}_number"),
        number=shown_number(case, receipt),
        qr=slip_code(case, receipt),
        about=(
            words(f"matter.{c.matter.code}.name") + "\u3000" + masked_name(case.applicant.name),
            long_date(words, case.confirmed_at.date()) + f"\u3000{case.confirmed_at:%H:%M}",
        ),
        stamp=words("slip.demo") if c.rules.config.simulation else "",
        next_title=words("done.next"),
        timeline=timeline(c.rules, words, c.matter, case, c.facts.receipt),
        notes=words.lines(f"done.{how}_notes"),
        slip_hint=words(f"done.slip.{step.slip.word}"),
        slip_below=step.slip.below,
        secondary=again_button(c, step.slip, PrintAgainPressed()),
        primary=Button("finish", words("done.finish"), ContinuePressed()),
    )
