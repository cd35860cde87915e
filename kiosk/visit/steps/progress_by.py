"""怎么查进度: by the slip's code, by number and password, or by the ID card; whichever works here.

Number and password stand on the slip (domain.md §2.0, L1). The card, read by the reader, is more
than that (L2): whoever holds it sees their own cases, each with its matter and its state, and
nothing else about anybody. A way that does not work now is shown and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.case.model import Datum, Source
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import WayPressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Move, Next, Stay
from kiosk.visit.state import Facts, Step
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True

DATUM = "progress_by"
ICONS = {"slip": "qrcode-scan", "number": "dialpad", "card": "card-account-details-outline"}


@dataclass(frozen=True, slots=True)
class ChoosingHow(Step):
    kind: ClassVar[str] = "progress_by"


def can_return(c: Context) -> bool:
    return True


def enter(c: Context) -> Move:
    return Move(Stay(ChoosingHow()))


def _works(c: Context, way: str) -> bool:
    match way:
        case "slip":
            there = c.rules.config.barcode_reader is not None
            return there and c.state.attention_of(Device.BARCODE_READER) is None
        case "card":
            return c.state.attention_of(Device.CARD_READER) is None
        case _:
            return c.state.guessed.left_s(c.at_s) <= 0


def advance(c: Context, step: Step, event: Event) -> Move | None:
    match event:
        case WayPressed(way=way) if way in ICONS and _works(c, way):
            return Move(Next(), facts=Facts().told(Datum(DATUM, way, Source.TYPED)))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> ChoiceView:
    words = c.words
    return ChoiceView(
        frame=frame_of(c),
        name="progress_by",
        title=words("progress.by"),
        lead=words("progress.by_lead"),
        choices=tuple(
            Button(
                f"by-{way}",
                words(f"progress.by_{way}"),
                WayPressed(way),
                icon=icon,
                note=words(f"progress.by_{way}_note" if _works(c, way) else "progress.by_off"),
                enabled=_works(c, way),
            )
            for way, icon in ICONS.items()
        ),
        note=words("progress.ask_note"),
    )
