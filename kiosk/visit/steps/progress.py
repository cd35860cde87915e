"""办到哪一步了: the slip's code before the code reader, and what the platform says of that case.

Number and password stand in the code; whoever holds the slip may ask (domain.md §2.0, L1), and
nothing that comes back says whose case it is. The platform's record counts; a kiosk adds the day
until which the answer is due, the remedies against a refusal, and where to go on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from kiosk.case.clocks import clock_of
from kiosk.case.dates import long_date, short_date
from kiosk.case.slip_elements import make_slip
from kiosk.case.slip_facts import Lacking, SlipFacts
from kiosk.case.slips import grouped_projid
from kiosk.case.timeline import TimelineRow
from kiosk.effects import Beep, Effect, Print, StartScanning, StopAsking, StopScanning
from kiosk.events import (
    Answered,
    CodeRefused,
    Completed,
    ContinuePressed,
    Event,
    PrintListPressed,
)
from kiosk.ports import ScannedCode, Slip
from kiosk.questions import CaseProgress, WhereCaseIs
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Move, Next, Stay
from kiosk.visit.state import Step
from kiosk.visit.views import Button, IconRow, NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import AnswerCode, CompletionCode, Device

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
    if c.rules.config.barcode_reader is None:
        return Move(Detour(SeekingHelp("scanner")))
    command = c.command_id("slip1")
    return Move(Stay(Looking(command)), effects=(StartScanning(command, WANTED),))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Looking)
    match event:
        case ContinuePressed() if step.found is not None:
            return Move(Next())
        case PrintListPressed() if step.found is not None and not step.printing:
            slip = _slip(c, step, step.found)
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
            return Move(Stay(replace(step, found=found)))
        case Answered(id=id, code=AnswerCode.REFUSED) if id == step.asked:
            return _again(c, step, "no_case")
        case Answered(id=id) if id == step.asked:
            return _again(c, step, "later")  # asking where something is may be repeated
        case _:
            return None


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


# ---- what is told --------------------------------------------------------------------------------


def _matter_of(c: Context, found: WhereCaseIs) -> str | None:
    """The code of the case's matter here; None for one that this kiosk does not know."""
    fitting = (m.code for m in c.rules.matters.values() if m.service_code == found.service)
    return next(fitting, None)


def _due(c: Context, found: WhereCaseIs) -> str:
    """Until when the answer is due; empty when nothing runs, or no calendar knows the day."""
    code = _matter_of(c, found)
    promised = c.rules.matters[code].limits.promised if code else 0
    clock = clock_of(found.progress, promised, c.rules.calendar, c.today)
    if clock is None or clock.due is None:
        return ""
    return c.words("days.before", day=short_date(c.words, clock.due))


def _next(c: Context, found: WhereCaseIs) -> TimelineRow:
    when = _due(c, found) or c.words("progress.then")
    return TimelineRow(when, c.words(f"progress.next.{found.progress.state.value}"), done=False)


def _slip(c: Context, step: Looking, found: WhereCaseIs) -> Slip:
    last = found.progress.turns[-1]
    code = _matter_of(c, found)
    facts = SlipFacts(
        at=c.now,
        matter=c.rules.matters[code] if code else c.matter,
        number=grouped_projid(found.projid),
        code=f"BDY:PROJID:{found.projid}:{step.password}",
        next=(_next(c, found),),
        lacking=tuple(Lacking(item, last.due) for item in last.items),
        reason=(last.reason,) if found.progress.has_remedies else (),
        values={"state": c.words(f"progress.state.{found.progress.state.value}")},
    )
    return make_slip(c.rules, c.words, "progress", facts, c.command_id("progress"))


def view(c: Context, step: Step) -> NoticeView:
    assert isinstance(step, Looking)
    return _scan(c, step) if step.found is None else _shown(c, step, step.found)


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


def _shown(c: Context, step: Looking, found: WhereCaseIs) -> NoticeView:
    words, progress = c.words, found.progress
    last, code = progress.turns[-1], _matter_of(c, found)
    name = words(f"matter.{code}.name") if code else words("progress.other_matter")
    since = words("progress.since", day=long_date(words, progress.since))
    rows = [
        IconRow("identifier", grouped_projid(found.projid), name),
        IconRow("calendar-check-outline", words(f"progress.state.{progress.state.value}"), since),
    ]
    if last.items:
        lacking = words("diagnose.comma").join(last.items)
        rows.append(IconRow("file-alert-outline", words("slip.lacking"), lacking))
    if last.reason:
        rows.append(IconRow("information-outline", words("slip.reason"), last.reason))
    upcoming = _next(c, found)
    rows.append(IconRow("arrow-right", upcoming.what, upcoming.when))
    return NoticeView(
        frame=frame_of(c),
        name="progress",
        title=words(f"progress.state.{progress.state.value}"),
        lead=words("progress.by_platform"),
        rows=tuple(rows),
        paragraphs=(words("slip.remedies_text"),) if progress.has_remedies else (),
        secondary=None
        if step.printing
        else Button("print", words("progress.print"), PrintListPressed(), icon="printer-outline"),
        primary=Button("noted", words("progress.noted"), ContinuePressed()),
    )
