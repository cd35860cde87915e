"""没有提交成: the disk did not take the case. Nothing was handed in, and nothing is pretended.

Reached by a detour from the submission; trying once more leads back there, with the same case.
"""

from collections.abc import Iterable

from kiosk.attention import CheckDisk
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import ContinuePressed, DeclinePressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Leave, Move
from kiosk.visit.state import Step
from kiosk.visit.steps.submit import NotKept, again
from kiosk.visit.views.parts import Button
from kiosk.visit.views.reading import NoticeView
from kiosk.vocabulary import Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = True


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    raise AssertionError("not_kept is in no plan; a detour reaches it")


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, NotKept)
    match event:
        case ContinuePressed():
            return again(c, step.case)
        case DeclinePressed():
            return Move(Leave(LeaveReason.OUT_OF_SERVICE))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> NoticeView:
    words = c.words
    return NoticeView(
        frame=frame_of(c, back=False),
        name="not_kept",
        title=words("submit.not_kept"),
        lead=words("submit.not_kept_lead"),
        paragraphs=(words("submit.not_kept_text"),),
        secondary=Button("leave-it", words("submit.leave"), DeclinePressed()),
        primary=Button("again", words("submit.again"), ContinuePressed()),
        code=CheckDisk.code,
    )
