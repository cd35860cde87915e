"""还差最后一步: who presses 结束 with everything filled in and nothing submitted is told so, once.

End and finish are one word to many: whoever takes 结束 for the end of the form goes home without a
case, and learns it weeks later (domain.md §5.4, last_step_unfinished). Nobody is held: 结束 once
more ends the visit, and so does waiting. Reached by a detour from the review and the signature.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import BackPressed, ContinuePressed, DeclinePressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Leave, Move
from kiosk.visit.state import Step
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView
from kiosk.vocabulary import Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = True

LAST = ("review", "signature", "last_step")


@dataclass(frozen=True, slots=True)
class LastStep(Step):
    """unfinished: the step to go on with, as it was left."""

    kind: ClassVar[str] = "last_step"
    unfinished: Step = field(repr=False)


def asked(c: Context, unfinished: Step) -> Move | None:
    """Whether who leaves this step is asked first: None where nothing would be submitted after it,
    and the visit ends."""
    return Move(Detour(LastStep(unfinished))) if "submit" in c.to_come else None


def is_left(c: Context) -> bool:
    """Whether nothing but the last step is left, for whoever has stopped touching the screen."""
    return c.visit.step.kind in LAST and "submit" in c.to_come


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    raise AssertionError("last_step is in no plan; a detour reaches it")


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, LastStep)
    match event:
        case ContinuePressed() | BackPressed():
            return Move(Detour(step.unfinished))
        case DeclinePressed():
            return Move(Leave(LeaveReason.LEFT))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> NoticeView:
    assert isinstance(step, LastStep)
    words, left = c.words, step.unfinished.kind
    return NoticeView(
        frame=frame_of(c),
        name="last_step",
        title=words("last_step.title"),
        lead=words("last_step.lead"),
        rows=(
            IconRow("arrow-right", words(f"last_step.{left}"), words(f"last_step.{left}_note")),
            IconRow("delete-clock-outline", words("last_step.gone"), words("last_step.gone_note")),
        ),
        secondary=Button("leave-it", words("last_step.leave"), DeclinePressed()),
        primary=Button("go-on", words("last_step.go_on"), ContinuePressed()),
    )
