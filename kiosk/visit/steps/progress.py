"""办到哪一步了: the slip's code before the code reader, and what the platform says of that case.

Number and password stand in the code; whoever holds the slip may ask (domain.md §2.0, L1), and
nothing that comes back says whose case it is. What is shown and printed of it: `progress_told`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from kiosk.case.model import Supplement
from kiosk.effects import Beep, Effect, Print, StartScanning, StopAsking, StopScanning
from kiosk.events import (
    Answered,
    CodeRefused,
    Completed,
    ContinuePressed,
    Event,
    HandInPressed,
    PrintListPressed,
)
from kiosk.ports import ScannedCode
from kiosk.questions import CaseProgress, WhereCaseIs
from kiosk.visit import progress_told
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Instead, Leave, Move, Next, Stay
from kiosk.visit.state import Facts, Step
from kiosk.visit.views import IconRow, NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import AnswerCode, CompletionCode, Device, LeaveReason

NEEDS: tuple[Device, ...] = (Device.BARCODE_READER,)
WAITS = True

WANTED = ("progress_code", "intake_code")  # of config/codes.toml


@dataclass(frozen=True, slots=True)
class Looking(Step):
    """command: the scan. asked: the question. printing: the slip's job, told how it ended.

    trouble: a key of the texts `progress.trouble.<trouble>`, or empty.
    """

    kind: ClassVar[str] = "progress"
    command: str
    scans: int = 1
    asked: str = ""
    password: str = field(default="", repr=False)
    trouble: str = ""
    found: WhereCaseIs | None = field(default=None, repr=False)
    printing: str = ""


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    if c.facts.supplement is not None:
        return Move(Next())  # it was looked up before
    if c.rules.config.barcode_reader is None:
        return Move(Detour(SeekingHelp("scanner")))
    command = c.command_id("slip1")
    return Move(Stay(Looking(command)), effects=(StartScanning(command, WANTED),))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Looking)
    match event:
        case ContinuePressed() if step.found is not None:
            return Move(Leave(LeaveReason.FINISHED))
        case HandInPressed() if step.found is not None:
            return _hand_in(c, step, step.found)
        case PrintListPressed() if step.found is not None and not step.printing:
            slip = progress_told.slip(c, step.found, step.password)
            return Move(
                Stay(replace(step, printing=slip.number)), effects=(Print(slip.number, slip),)
            )
        case _ if step.found is not None:
            return None
        case Completed(
            id=id, code=CompletionCode.SUCCESS, result=ScannedCode(kind=kind, text=text)
        ) if id == step.command and not step.asked:
            return _scanned(c, step, kind, text)
        case Completed(id=id, code=CompletionCode.CANCELED) if id == step.command:
            return None
        case Completed(id=id) if id == step.command and not step.asked:
            return Move(Detour(SeekingHelp("scanner")))
        case CodeRefused() if not step.asked:
            return Move(Stay(replace(step, trouble="not_this")))
        case Answered(id=id, code=AnswerCode.ANSWERED, result=WhereCaseIs() as found) if (
            id == step.asked
        ):
            return Move(Stay(replace(step, found=found)), effects=_red(c, found))
        case Answered(id=id, code=AnswerCode.REFUSED) if id == step.asked:
            return _again(c, step, "no_case")
        case Answered(id=id, reason=reason) if id == step.asked:
            # Asking where something is may be repeated.
            return _again(c, step, "history" if reason == "history" else "later")
        case _:
            return None


def _hand_in(c: Context, step: Looking, found: WhereCaseIs) -> Move | None:
    """On in the plan that completes such a case, or over to it; nothing else goes along."""
    completed_by = progress_told.completed_by(c, found)
    if completed_by is None:
        return None
    matter, items = completed_by
    of = progress_told.matter_of(c, found)
    assert of is not None
    supplement = Supplement(found.projid, step.password, found.version + 1, of.code, items)
    if matter.code == c.matter.code:
        return Move(Next(), facts=replace(c.facts, supplement=supplement))
    return Move(Instead(matter.code, Facts(supplement=supplement)))


def _red(c: Context, found: WhereCaseIs) -> tuple[Effect, ...]:
    """红灯: a limit that has passed is a line of the audit log, for whoever supervises."""
    clock = progress_told.clock(c, found)
    if clock is None or not progress_told.is_over(c, clock):
        return ()
    return (c.audit("case_overdue", projid=found.projid, state=found.progress.state.value),)


def _scanned(c: Context, step: Looking, kind: str, text: str) -> Move:
    if kind != "progress_code":
        return _again(c, step, "intake")
    _, _, projid, password = text.split(":")
    ask = c.ask(f"case{step.scans}", CaseProgress(projid, password))
    step = replace(step, asked=ask.id, password=password, trouble="")
    return Move(Stay(step), effects=(Beep("card_read"), ask))


def _again(c: Context, step: Looking, trouble: str) -> Move:
    scans = step.scans + 1
    command = c.command_id(f"slip{scans}")
    step = Looking(command, scans=scans, trouble=trouble)
    return Move(Stay(step), effects=(StartScanning(command, WANTED),))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    assert isinstance(step, Looking)
    if step.found is not None:
        return ()
    return (StopAsking(step.asked),) if step.asked else (StopScanning(step.command),)


# ---- pages ---------------------------------------------------------------------------------------


def view(c: Context, step: Step) -> NoticeView:
    assert isinstance(step, Looking)
    if step.found is None:
        return _scan(c, step)
    return progress_told.page(c, step.found, printed=bool(step.printing))


def _scan(c: Context, step: Looking) -> NoticeView:
    words = c.words
    lead = f"progress.trouble.{step.trouble}" if step.trouble else "progress.lead"
    return NoticeView(
        frame=frame_of(c),
        name="scan_slip",
        title=words("progress.checking" if step.asked else "progress.title"),
        lead=words("code.checking_lead" if step.asked else lead),
        rows=(
            IconRow("receipt-text-outline", words("progress.where"), words("progress.where_note")),
            IconRow("qrcode-scan", words("code.hold"), words("code.hold_note")),
            IconRow("phone", words("progress.lost"), words("progress.lost_note")),
        ),
    )
