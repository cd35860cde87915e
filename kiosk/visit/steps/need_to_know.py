"""办前须知: cost, time, what to bring, visits, and who must go to a window; then begin.

A plan that has no such step, because there is nothing to prepare for, still has the page: behind
a button of the privacy notice, to which it leads back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.case.dates import day_or_days, working_days
from kiosk.case.hours import at_the_window
from kiosk.case.money import fee_in_words
from kiosk.case.slips import list_slip
from kiosk.effects import Effect, Print
from kiosk.events import Event
from kiosk.events.touches import ContinuePressed, PrintListPressed, SelfCheckPressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Move, Stay
from kiosk.visit.paying import how_to_pay
from kiosk.visit.state import Step
from kiosk.visit.steps.self_check import SelfChecking, onward
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NeedToKnowView
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True


@dataclass(frozen=True, slots=True)
class NeedToKnow(Step):
    kind: ClassVar[str] = "need_to_know"
    list_printed: bool = False


def can_return(c: Context) -> bool:
    return True


def enter(c: Context) -> Move:
    return Move(Stay(NeedToKnow()))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, NeedToKnow)
    match event:
        case ContinuePressed():
            return Move(onward(c))
        case PrintListPressed() if not step.list_printed:
            slip = list_slip(c.rules, c.words, c.matter, c.now, number=c.command_id("list"))
            return Move(Stay(NeedToKnow(list_printed=True)), effects=(Print(slip.number, slip),))
        case SelfCheckPressed() if c.matter.question:
            return Move(Detour(SelfChecking()))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> NeedToKnowView:
    assert isinstance(step, NeedToKnow)
    words, matter = c.words, c.matter
    text = f"matter.{matter.code}."
    limits = matter.limits
    # Who must go to a window the self-check finds out, and its list says where and when.
    folded = matter.here == "done" and bool(matter.question)
    by = day_or_days(c.rules, words, c.today, limits.promised)
    fee_note = words(text + "fee_note", pay=how_to_pay(c))
    return NeedToKnowView(
        frame=frame_of(c),
        title=words("need_to_know.title"),
        facts=(
            IconRow(
                "cash",
                fee_in_words(words, matter.fee.fen),
                "" if fee_note.rstrip("。.") == words("review.free") else fee_note,  # said already
                words("need_to_know.fee"),
            ),
            IconRow(
                "calendar-clock",
                working_days(words, limits.promised),
                words(text + "time_note", by=by, elsewhere=limits.elsewhere),
                words("need_to_know.time"),
            ),
            IconRow(
                "card-account-details-outline",
                words(text + "bring"),
                words(text + "bring_note"),
                words("need_to_know.bring"),
            ),
            IconRow(
                "walk",
                words(text + "visits"),
                words(text + "visits_note"),
                words("need_to_know.visits"),
            ),
        ),
        window_title="" if folded else words(f"need_to_know.window_title_{matter.here}"),
        window_text="" if folded else at_the_window(c.rules, words, matter, c.now),
        secondary=Button(
            "print-list",
            words("need_to_know.list_printed" if step.list_printed else "need_to_know.print_list"),
            PrintListPressed(),
            enabled=not step.list_printed,
        ),
        check=Button("self-check", words("need_to_know.check"), SelfCheckPressed())
        if matter.question
        else None,
        primary=Button("begin", words(f"need_to_know.begin_{matter.here}"), ContinuePressed()),
    )
