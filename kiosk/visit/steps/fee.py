"""应付 20 元: the bill of 统一公共支付, its QR code for the citizen's own phone, and 稍后付.

Only after the case is kept, under its number: one case is one bill, however often it is asked for,
and nobody pays for what was not taken in. Whoever does not pay here pays when the result is handed
over; that is said, and the bill is cancelled so that no phone pays it later. What is not known is
never called unpaid: 付款结果正在确认，请不要重复付款 (domain.md §5.4, fee_timeout and fee_unknown).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.case.model import FeePayment, FeeState
from kiosk.case.money import grouped_order, yuan
from kiosk.effects import Effect, StopAsking
from kiosk.events import Event
from kiosk.events.platforms import Answered
from kiosk.events.program import Tick
from kiosk.events.touches import BackPressed, ContinuePressed, DeclinePressed, LeavePressed
from kiosk.questions import Bill, BillState, CancelBill, LookAtBill, OpenBill, Question
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Move, Next, Stay
from kiosk.visit.patience import stretched_s
from kiosk.visit.state import Step
from kiosk.visit.views import View
from kiosk.visit.views.answers import FeeView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView
from kiosk.vocabulary import AnswerCode, Device, Platform

NEEDS: tuple[Device, ...] = ()
WAITS = False  # the bill has its own end

LOOK_EVERY_S = 2.0
PAY_WITHIN_S = 180.0
ANSWER_WITHIN_S = 20.0  # for a bill to be made out, or cancelled
TOLD_S = 20.0  # how long a page that tells something stays


@dataclass(frozen=True, slots=True)
class Paying(Step):
    """asked: the question under way. bill: None while it is being made out. since_s: when what is
    waited for began. closing: the bill is being cancelled. chosen: by its visitor, who need not be
    told. told: a state that is shown, and stays.
    """

    kind: ClassVar[str] = "fee"
    asked: str
    since_s: float
    bill: Bill | None = None
    look_s: float = 0.0
    asks: int = 1
    closing: bool = False
    chosen: bool = False
    told: FeePayment | None = None


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    if not c.matter.fee.fen or not c.reaches(Platform.PAYMENT):
        return Move(Next())
    ask = c.ask("bill", _order(c))
    return Move(Stay(Paying(ask.id, c.at_s)), effects=(ask,))


def _order(c: Context) -> OpenBill:
    case = c.facts.case
    assert case is not None
    who = case.applicant
    return OpenBill(case.number, c.matter.sub_item, c.matter.fee.fen, who.name, who.number)


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Paying)
    if step.told is not None:
        return _told(c, step, step.told, event)
    match event:
        case Answered(id=id, code=AnswerCode.UNKNOWN | AnswerCode.TIMED_OUT) if (
            id == step.asked and step.bill is None and step.asks == 1
        ):
            return _ask(c, step, _order(c))  # the same order is the same bill
        case Answered(id=id, result=result) if id == step.asked:
            return _answered(c, step, result if isinstance(result, Bill) else None)
        case DeclinePressed() if step.bill and not step.closing:
            return _close(c, replace(step, chosen=True))
        case ContinuePressed() if step.bill and not step.closing and not step.asked:
            return _ask(c, step, LookAtBill(step.bill.notice))
        case LeavePressed() | BackPressed():
            return Move(Stay(step))  # handed in already: the number must still be shown
        case Tick():
            return _tick(c, step)
        case _:
            return None


def _tick(c: Context, step: Paying) -> Move | None:
    waited_s = c.at_s - step.since_s
    if step.bill is None:
        return _over(c, FeeState.LATER, "") if waited_s >= ANSWER_WITHIN_S else None
    if step.closing:
        return _tell(c, step, FeeState.UNKNOWN) if waited_s >= ANSWER_WITHIN_S else None
    if waited_s >= stretched_s(c.rules, c.state, PAY_WITHIN_S):
        return _close(c, step)
    if not step.asked and c.at_s >= step.look_s:
        return _ask(c, step, LookAtBill(step.bill.notice))
    return None


def _ask(c: Context, step: Paying, question: Question) -> Move:
    ask = c.ask(f"bill{step.asks}", question)
    return Move(Stay(replace(step, asked=ask.id, asks=step.asks + 1)), effects=(ask,))


def _close(c: Context, step: Paying) -> Move:
    """Nobody shall pay it any more; one that was paid meanwhile comes back as paid."""
    assert step.bill is not None
    move = _ask(c, replace(step, closing=True, since_s=c.at_s), CancelBill(step.bill.notice))
    stop = (StopAsking(step.asked),) if step.asked else ()
    return replace(move, effects=(*stop, *move.effects))


def _answered(c: Context, step: Paying, bill: Bill | None) -> Move:
    step = replace(step, asked="", look_s=c.at_s + LOOK_EVERY_S)
    if bill is None:
        if step.bill is None:
            return _over(c, FeeState.LATER, "")  # no code was ever shown
        return _tell(c, step, FeeState.UNKNOWN) if step.closing else Move(Stay(step))
    match bill.state:
        case BillState.PAID:
            return _over(c, FeeState.PAID, bill.notice)
        case BillState.WAITING if step.closing:
            return _tell(c, replace(step, bill=bill), FeeState.UNKNOWN)
        case BillState.WAITING:
            since_s = step.since_s if step.bill else c.at_s
            return Move(Stay(replace(step, bill=bill, since_s=since_s)))
        case _ if step.chosen:
            return _over(c, FeeState.LATER, bill.notice)
        case _:
            return _tell(c, replace(step, bill=bill), FeeState.LATER)


def _tell(c: Context, step: Paying, state: FeeState) -> Move:
    assert step.bill is not None
    told = FeePayment(state, step.bill.notice)
    return Move(Stay(replace(step, asked="", since_s=c.at_s, told=told)))


def _told(c: Context, step: Paying, told: FeePayment, event: Event) -> Move | None:
    match event:
        case ContinuePressed():
            return _over(c, told.state, told.order)
        case Tick() if c.at_s - step.since_s >= stretched_s(c.rules, c.state, TOLD_S):
            return _over(c, told.state, told.order)
        case LeavePressed() | BackPressed():
            return Move(Stay(step))
        case _:
            return None


def _over(c: Context, state: FeeState, order: str) -> Move:
    facts = replace(c.facts, fee=FeePayment(state, order))
    return Move(Next(), facts=facts, effects=(c.audit("fee_settled", how=state.value),))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    assert isinstance(step, Paying)
    return (StopAsking(step.asked),) if step.asked else ()


def view(c: Context, step: Step) -> View:
    assert isinstance(step, Paying)
    words = c.words
    if step.told is not None:
        return _told_view(c, step.told)
    if step.bill is None or step.closing:
        doing = "closing" if step.closing else "opening"
        return BusyView(frame_of(c, back=False, leave=False), "fee_busy", words(f"fee.{doing}"), "")
    left_s = max(0, round(stretched_s(c.rules, c.state, PAY_WITHIN_S) - (c.at_s - step.since_s)))
    return FeeView(
        frame=frame_of(c, back=False, leave=False),
        name="fee",
        title=words("fee.title", yuan=yuan(step.bill.fen)),
        lead=words("fee.lead"),
        qr=step.bill.code,
        rows=(
            (words("fee.basis"), c.matter.fee.basis),
            (words("fee.order"), grouped_order(step.bill.notice)),
        ),
        hint=words("fee.minutes", minutes=left_s // 60)
        if left_s >= 60
        else words("fee.seconds", seconds=left_s),
        secondary=Button("pay-later", words("fee.later"), DeclinePressed()),
        primary=Button("paid", words("fee.paid"), ContinuePressed()),
    )


def _told_view(c: Context, told: FeePayment) -> NoticeView:
    words, state = c.words, told.state.value
    return NoticeView(
        frame=frame_of(c, back=False, leave=False),
        name="fee_told",
        title=words(f"fee.told.{state}"),
        lead=words(f"fee.told.{state}_lead"),
        rows=(
            IconRow("identifier", grouped_order(told.order), words("fee.order")),
            IconRow("check", words(f"fee.told.{state}_next"), words("fee.told.on_slip")),
        ),
        primary=Button("continue", words("fee.continue"), ContinuePressed()),
    )
