"""指纹: there is no reader yet, so 指纹待采集 is recorded; the visit only passes by.

Never a dead end (domain.md §2.1): the police take the fingerprints after a message. Nothing is
decided here, hence no page: the need-to-know, the review and the slip each say so.
"""

from collections.abc import Iterable

from kiosk.case.model import Datum, Source
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.visit.moves import Context, Move, Next
from kiosk.visit.state import Step
from kiosk.visit.views import View
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True

DATUM = "fingerprints"
PENDING = "pending"  # 待采集


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    if c.facts.data.value(DATUM):
        return Move(Next())  # here once more, after 返回
    facts = c.facts.told(Datum(DATUM, PENDING, Source.TERMINAL))
    return Move(Next(), facts=facts, effects=(c.audit("fingerprints_pending"),))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    raise AssertionError("a visit only passes by")


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> View:
    raise AssertionError("a visit only passes by")
