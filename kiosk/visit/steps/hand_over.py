"""转人工 as part of a plan: what is only begun or explained here goes on at the window.

The visit goes over to the other ways, with whatever it has learnt as the draft.
"""

from collections.abc import Iterable

from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.visit.moves import Context, Detour, Move
from kiosk.visit.state import Step
from kiosk.visit.views import View
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    return Move(Detour(SeekingHelp(c.matter.here)))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    raise AssertionError("a visit only passes by")


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> View:
    raise AssertionError("a visit only passes by")
