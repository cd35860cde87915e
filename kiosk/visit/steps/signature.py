"""请手写签名: the visitor signs what was just reviewed; whoever goes back signs anew.

The strokes come from the pad as they are drawn; what is signed is told by its hash, so a case whose
data changed after the signature could be seen. Nobody who cannot write is stuck: 帮助 is there, and
a mark of their own is a signature too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from kiosk.case.model import Signature
from kiosk.case.signature import STROKES_MOST, Stroke, as_path, cleaned, is_signed
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import ClearPressed, ContinuePressed, LeavePressed, StrokeDrawn
from kiosk.visit.cases import to_be_signed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.steps import last_step
from kiosk.visit.views.answers import SignatureView
from kiosk.visit.views.parts import Button
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True


@dataclass(frozen=True, slots=True)
class Signing(Step):
    kind: ClassVar[str] = "signature"
    strokes: tuple[Stroke, ...] = field(default=(), repr=False)


def can_return(c: Context) -> bool:
    return False  # back to what is signed, not to the signature


def enter(c: Context) -> Move:
    return Move(Stay(Signing()), facts=replace(c.facts, signature=None))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Signing)
    match event:
        case StrokeDrawn(points=points) if len(step.strokes) < STROKES_MOST:
            stroke = cleaned(points)
            return Move(Stay(Signing((*step.strokes, stroke)))) if stroke else None
        case ClearPressed():
            return Move(Stay(Signing()))
        case ContinuePressed() if is_signed(step.strokes):
            signature = Signature(
                path=as_path(step.strokes),
                signed=to_be_signed(c),
                at=c.now,
            )
            facts = replace(c.facts, signature=signature)
            return Move(Next(), facts=facts, effects=(c.audit("signed", sha256=signature.short),))
        case LeavePressed():
            return last_step.asked(c, step)
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> SignatureView:
    assert isinstance(step, Signing)
    words, ready = c.words, is_signed(step.strokes)
    return SignatureView(
        frame=frame_of(c),
        name="signature",
        title=words("signature.title"),
        lead=words("signature.lead"),
        strokes=step.strokes,
        place=words("signature.place"),
        meaning=words("signature.meaning"),
        secondary=Button("clear", words("signature.clear"), ClearPressed()),
        primary=Button(
            "continue",
            words("signature.done"),
            ContinuePressed(),
            enabled=ready,
            missing="" if ready else words("signature.first"),
        ),
    )
