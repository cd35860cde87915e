"""指纹: there is no reader yet, so 指纹待采集 is recorded, and where they are taken is said.

Never a dead end (domain.md §2.1): the case goes on, the police take the fingerprints when the card
is handed over or before, and the slip says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.case.model import Datum, Source
from kiosk.effects import Effect
from kiosk.events import ContinuePressed, Event
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views import Button, IconRow, NoticeView
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True

DATUM = "fingerprints"
PENDING = "pending"  # 待采集


@dataclass(frozen=True, slots=True)
class Postponing(Step):
    kind: ClassVar[str] = "fingerprints"


def can_return(c: Context) -> bool:
    return True


def enter(c: Context) -> Move:
    return Move(Stay(Postponing()))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    match event:
        case ContinuePressed():
            facts = c.facts.told(Datum(DATUM, PENDING, Source.TERMINAL))
            return Move(Next(), facts=facts, effects=(c.audit("fingerprints_pending"),))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> NoticeView:
    words = c.words
    return NoticeView(
        frame=frame_of(c),
        name="fingerprints",
        title=words("fingerprints.title"),
        lead=words("fingerprints.lead"),
        rows=(
            IconRow(
                "map-marker-outline", words("fingerprints.where"), words("fingerprints.where_note")
            ),
            IconRow("check", words("fingerprints.goes_on"), words("fingerprints.goes_on_note")),
        ),
        primary=Button("continue", words("fingerprints.continue"), ContinuePressed()),
        picture="id_card",
    )
