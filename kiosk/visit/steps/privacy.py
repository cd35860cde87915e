"""个人信息使用说明: what is used, what for, how long, who sees it; before any card is read.

A matter that uses little may say it in short (`privacy_short`): what, what for and for how long in
a line each, who answers for it, and where to have it seen, corrected and deleted, as art. 17 of
个人信息保护法 wants. The whole notice then stands behind a button, the need-to-know behind that.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.touches import BackPressed, ContinuePressed, DeclinePressed, MorePressed
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Leave, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.steps.need_to_know import NeedToKnow
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView
from kiosk.vocabulary import Device, LeaveReason

NEEDS: tuple[Device, ...] = ()
WAITS = True

ROWS = (
    ("used", "card-account-details-outline"),
    ("purpose", "bullseye-arrow"),
    ("kept", "timer-sand"),
    ("seen", "eye-outline"),
)


@dataclass(frozen=True, slots=True)
class ReadingNotice(Step):
    """whole: the whole notice, where the matter has a short one."""

    kind: ClassVar[str] = "privacy"
    whole: bool = False


def can_return(c: Context) -> bool:
    return True


def enter(c: Context) -> Move:
    return Move(Stay(ReadingNotice()))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, ReadingNotice)
    short = bool(_short(c)) and not step.whole
    match event:
        case ContinuePressed():
            audit = c.audit("consent_given", purpose="privacy_notice")
            return Move(Next(), effects=(audit,))
        case DeclinePressed():
            audit = c.audit("consent_refused", purpose="privacy_notice")
            return Move(Leave(LeaveReason.DECLINED), effects=(audit,))
        case MorePressed() if short:
            return Move(Stay(replace(step, whole=True)))
        case BackPressed() if step.whole:
            return Move(Stay(replace(step, whole=False)))
        case MorePressed() if NeedToKnow.kind not in c.matter.kinds():
            return Move(Detour(NeedToKnow()))
        case _:
            return None


def leave(c: Context, step: Step) -> Iterable[Effect]:
    return ()


def _note(c: Context, row: str) -> str:
    """What the matter itself says of its data, where that is not what most of them say."""
    own = f"matter.{c.matter.code}.privacy_{row}"
    if c.words.has(own):
        return own
    unsigned = row == "used" and "signature" not in c.matter.kinds()
    return "privacy.used_unsigned_note" if unsigned else f"privacy.{row}_note"


def _short(c: Context) -> tuple[str, ...]:
    key = f"matter.{c.matter.code}.privacy_short"
    return c.words.lines(key) if c.words.has(key) else ()


def view(c: Context, step: Step) -> NoticeView:
    assert isinstance(step, ReadingNotice)
    words, short = c.words, _short(c)
    if short and not step.whole:
        icons = [icon for row, icon in ROWS if row != "seen"]
        unit = IconRow("bank-outline", c.matter.units.approving, words("privacy.rights_short"))
        return replace(
            _whole(c),
            rows=(
                *(IconRow(icon, line, "") for icon, line in zip(icons, short, strict=True)),
                unit,
            ),
            paragraphs=(),
            more=Button("more", words("privacy.whole"), MorePressed(), icon="information-outline"),
            primary=Button("continue", words("privacy.read"), ContinuePressed()),
        )
    return _whole(c)


def _whole(c: Context) -> NoticeView:
    words = c.words
    about = {"matter": words(f"matter.{c.matter.code}.name"), "unit": c.matter.units.approving}
    return NoticeView(
        frame=frame_of(c),
        name="privacy",
        title=words("privacy.title"),
        lead="",
        rows=tuple(
            IconRow(icon, words(f"privacy.{row}"), words(_note(c, row), **about))
            for row, icon in ROWS
        ),
        paragraphs=(words("privacy.rights", unit=c.matter.units.approving),),
        more=None
        if NeedToKnow.kind in c.matter.kinds()
        else Button("more", words("privacy.more"), MorePressed(), icon="information-outline"),
        secondary=Button("decline", words("privacy.decline"), DeclinePressed()),
        primary=Button("continue", words("privacy.continue"), ContinuePressed()),
    )
