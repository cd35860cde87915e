"""同意用人脸核验吗: its own screen, nothing chosen beforehand, both answers the same size.

人脸识别技术应用安全管理办法 (2025-06-01): separate consent, and another way that is really open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.case.identity import camera_may_open
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import AgreePressed, RefusePressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import ConsentView
from kiosk.visit.ways import SeekingHelp, nothing_to_compare, ways
from kiosk.vocabulary import Device

NEEDS: tuple[Device, ...] = ()
WAITS = True


@dataclass(frozen=True, slots=True)
class Asking(Step):
    kind: ClassVar[str] = "consent"


def can_return(c: Context) -> bool:
    return not c.facts.identity_way and c.facts.has_portrait and _of_age(c)


def _of_age(c: Context) -> bool:
    return c.facts.birth is not None and camera_may_open(c.facts.birth, c.today)


def enter(c: Context) -> Move:
    if c.facts.identity_way:
        return Move(Next())
    if not _of_age(c):
        return Move(Detour(SeekingHelp("minor")))
    if not c.facts.has_portrait:
        unavailable = c.audit("face_unavailable", why="portrait")
        return Move(Detour(nothing_to_compare(c)), effects=(unavailable,))
    return Move(Stay(Asking()))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    purpose = c.matter.face_purpose
    match event:
        case AgreePressed():
            return Move(Next(), effects=(c.audit("consent_given", purpose=purpose),))
        case RefusePressed():
            refused = c.audit("consent_refused", purpose=purpose)
            return Move(Detour(SeekingHelp("refused_face")), effects=(refused,))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def view(c: Context, step: Step) -> ConsentView:
    words = c.words
    # Whoever passed must be on the card's photo: until it is taken, their face is remembered.
    against = "once_note" if c.facts.card else "once_note_register"
    gone = "gone_after_photo" if "card_photo" in c.matter.kinds() else "gone"
    matter = words(f"matter.{c.matter.code}.name")
    return ConsentView(
        frame=frame_of(c),
        title=words("consent.title"),
        rows=(
            IconRow("camera-outline", words("consent.once"), words(f"consent.{against}")),
            IconRow(
                "delete-clock-outline", words(f"consent.{gone}"), words(f"consent.{gone}_note")
            ),
            IconRow("lock-outline", words("consent.only", matter=matter), ""),
        ),
        ways_title=words("consent.ways_title"),
        ways=tuple(
            IconRow(way.icon, words(f"way.{way.name}"), way.when or way.note)
            for way in ways(c, "refused_face")
        ),
        refuse=Button(
            "refuse", words("consent.refuse"), RefusePressed(), note=words("consent.refuse_note")
        ),
        agree=Button(
            "agree", words("consent.agree"), AgreePressed(), note=words("consent.agree_note")
        ),
    )
