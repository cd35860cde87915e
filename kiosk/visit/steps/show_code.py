"""请亮出身份码: the visitor's phone shows a one-time code (浙里办, 电子身份证) to the code reader.

The identity platform says whose code it is; it must be whoever is meant, by the card that was read
or by the number that was typed: no photo of anybody is needed. The reader is armed on this page
alone, and for this kind of code alone. Reached by a detour.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.effects import Beep, Effect, StartScanning, StopAsking, StopScanning
from kiosk.events import Event
from kiosk.events.devices import CodeRefused, Completed
from kiosk.events.platforms import Answered
from kiosk.events.touches import BackPressed
from kiosk.ports import ScannedCode
from kiosk.questions import CodeHolder, WhoShowsCode
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import AnswerCode, CompletionCode, Device

NEEDS: tuple[Device, ...] = ()
WAITS = True

WANTED = ("identity_qr",)  # of config/codes.toml
TRIES = 3
WAY = "identity_code"  # as it stands in case and audit log
TROUBLES = {"expired": "old", "used": "old", "no_such_code": "not_this"}


@dataclass(frozen=True, slots=True)
class ShowingCode(Step):
    """reason: why another way is sought. command: the scan. asked: the question, while it is asked.

    trouble: a key of the texts `code.trouble.<trouble>`, or empty.
    """

    kind: ClassVar[str] = "show_code"
    reason: str
    command: str
    asked: str = ""
    tries: int = 1
    trouble: str = ""


def begin(c: Context, reason: str) -> Move:
    """To this page, with the reader armed."""
    command = c.command_id("scan1")
    return Move(Detour(ShowingCode(reason, command)), effects=(StartScanning(command, WANTED),))


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    raise AssertionError("show_code is in no plan; a detour reaches it")


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, ShowingCode)
    match event:
        case Completed(id=id, code=CompletionCode.SUCCESS, result=ScannedCode(text=text)) if (
            id == step.command and not step.asked
        ):
            ask = c.ask(f"code{step.tries}", WhoShowsCode(text))
            step = replace(step, asked=ask.id, trouble="")
            return Move(Stay(step), effects=(Beep("card_read"), ask))
        case Completed(id=id, code=CompletionCode.CANCELED) if id == step.command:
            return None
        case Completed(id=id) if id == step.command and not step.asked:
            return Move(Detour(SeekingHelp("scanner")))
        case CodeRefused() if not step.asked:
            return Move(Stay(replace(step, trouble="not_this")))
        case Answered(id=id, code=AnswerCode.ANSWERED, result=CodeHolder(number=number)) if (
            id == step.asked
        ):
            assert c.facts.meant is not None
            if number == c.facts.meant.number:
                return Move(Next(), facts=replace(c.facts, identity_way=WAY))
            return _again(c, step, "other_person", "other_person")
        case Answered(id=id, code=AnswerCode.REFUSED, reason=reason) if id == step.asked:
            return _again(c, step, TROUBLES.get(reason, "again"), reason)
        case Answered(id=id, code=AnswerCode.UNREACHABLE) if id == step.asked:
            return Move(Detour(SeekingHelp("code")))
        case Answered(id=id, code=code) if id == step.asked:
            # The code may be used up all the same: the phone shows a new one.
            return _again(c, step, "again", code.value)
        case BackPressed():
            return Move(Detour(SeekingHelp(step.reason)))
        case _:
            return None


def _again(c: Context, step: ShowingCode, trouble: str, why: str) -> Move:
    audit = c.audit("identity_not_established", way=WAY, why=why)
    if step.tries >= TRIES:
        return Move(Detour(SeekingHelp("code")), effects=(audit,))
    command = c.command_id(f"scan{step.tries + 1}")
    step = ShowingCode(step.reason, command, tries=step.tries + 1, trouble=trouble)
    return Move(Stay(step), effects=(audit, StartScanning(command, WANTED)))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    assert isinstance(step, ShowingCode)
    return (StopAsking(step.asked),) if step.asked else (StopScanning(step.command),)


def view(c: Context, step: Step) -> NoticeView:
    assert isinstance(step, ShowingCode)
    words = c.words
    lead = f"code.trouble.{step.trouble}" if step.trouble else "code.lead"
    return NoticeView(
        frame=frame_of(c),
        name="show_code",
        title=words("code.checking" if step.asked else "code.title"),
        lead=words("code.checking_lead" if step.asked else lead),
        rows=tuple(
            IconRow(icon, words(f"code.{row}"), words(f"code.{row}_note"))
            for row, icon in (
                ("open", "cellphone"),
                ("hold", "qrcode-scan"),
                ("once", "lock-outline"),
            )
        ),
        secondary=Button("other-way", words("way.back"), BackPressed(), icon="undo-variant"),
        picture="phone_code",
    )
