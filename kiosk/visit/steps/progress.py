"""办到哪一步了: what the platform says of a case, asked by the slip's code, by number and password
typed from the slip, or by the card (`progress_by`).

Whoever holds the slip may ask (domain.md §2.0, L1), and nothing that comes back says whose case it
is. Wrong numbers are counted over visits, so that nobody guesses (`guessing`). What is shown and
printed of it: `progress_told`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from config.matters import name_of
from kiosk.case.model import Supplement
from kiosk.effects import Beep, Effect, Print, StartScanning, StopAsking, StopScanning
from kiosk.events import Event
from kiosk.events.devices import CodeRefused, Completed
from kiosk.events.platforms import Answered
from kiosk.events.touches import (
    BackPressed,
    CasePressed,
    ContinuePressed,
    DeclinePressed,
    HandInPressed,
    PrintListPressed,
)
from kiosk.ports import ScannedCode
from kiosk.questions import CaseProgress, CasesOf, Question, WhereCaseIs
from kiosk.visit import progress_told
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, GoTo, Instead, Leave, Move, Next, Stay
from kiosk.visit.state import Facts, Step
from kiosk.visit.steps import progress_by
from kiosk.visit.views import View
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView, NoticeView
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import AnswerCode, CompletionCode, Device, LeaveReason

NEEDS: tuple[Device, ...] = ()  # whoever cannot scan has other ways
WAITS = True

MOST_CASES = 5  # the newest; a page has room for so many
NUMBER_FORM = "case_number"
WANTED = ("progress_code", "intake_code")  # of config/codes.toml


@dataclass(frozen=True, slots=True)
class Looking(Step):
    """by: how it is asked, as chosen in `progress_by`. command: the scan. asked: the question.
    cases: of the card's holder, to choose from. printing: the slip's job, told how it ended.

    trouble: a key of the texts `progress.trouble.<trouble>`, or empty.
    """

    kind: ClassVar[str] = "progress"
    command: str
    by: str = "slip"
    scans: int = 1
    cases: tuple[WhereCaseIs, ...] = field(default=(), repr=False)
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
    by = c.facts.data.value(progress_by.DATUM)
    if by in ("number", "card"):
        return _ask_at_once(c, by)
    if c.rules.config.barcode_reader is None:
        return Move(Detour(SeekingHelp("scanner")))
    command = c.command_id("slip1")
    return Move(Stay(Looking(command)), effects=(StartScanning(command, WANTED),))


def _ask_at_once(c: Context, by: str) -> Move:
    """What is asked for is known already: typed, or read from the card."""
    data = c.facts.data
    question: Question = CaseProgress(data.value("case_projid"), data.value("case_password"))
    if by == "card":
        question = CasesOf(c.facts.applicant.number)
    elif _locked(c):
        return Move(Stay(Looking("", by, trouble="locked")))
    ask = c.ask("case", question)
    return Move(
        Stay(Looking("", by, asked=ask.id, password=data.value("case_password"))), effects=(ask,)
    )


def _locked(c: Context) -> bool:
    return c.state.guessed.left_s(c.at_s) > 0


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Looking)
    match event:
        case CasePressed(projid=projid) if step.found is None:
            chosen = (case for case in step.cases if case.projid == projid)
            return next((Move(Stay(replace(step, found=case))) for case in chosen), None)
        case BackPressed() if step.found is not None and len(step.cases) > 1:
            return Move(Stay(replace(step, found=None)))
        case ContinuePressed() if step.by != "slip" and step.trouble:
            return _once_more(c, step)
        case DeclinePressed() if step.by != "slip" and step.trouble:
            return Move(GoTo(progress_by.ChoosingHow.kind))
        case Answered(id=id) if step.by != "slip" and id == step.asked and step.asked:
            return _told_at_once(c, step, event)
        case ContinuePressed() if step.found is not None:
            return Move(Leave(LeaveReason.FINISHED))
        case HandInPressed() if step.found is not None and step.password:
            return _hand_in(c, step, step.found)
        case PrintListPressed() if step.found is not None and step.password and not step.printing:
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


def _told_at_once(c: Context, step: Looking, event: Answered) -> Move:
    step = replace(step, asked="")
    match event.code, event.result:
        case AnswerCode.ANSWERED, WhereCaseIs() as found:
            return Move(Stay(replace(step, found=found)), effects=_red(c, found))
        case AnswerCode.ANSWERED, (WhereCaseIs() as only,):
            return Move(Stay(replace(step, cases=(only,), found=only)), effects=_red(c, only))
        case AnswerCode.ANSWERED, (WhereCaseIs(), *_) as cases:
            own = tuple(case for case in cases if isinstance(case, WhereCaseIs))
            return Move(Stay(replace(step, cases=own[:MOST_CASES])))
        case AnswerCode.ANSWERED, _:
            return Move(Stay(replace(step, trouble="none_of_yours")))
        case AnswerCode.REFUSED, _:
            return Move(Stay(replace(step, trouble="wrong")))
        case _:
            trouble = "history" if event.reason == "history" else "down"
            return Move(Stay(replace(step, trouble=trouble)))


def _once_more(c: Context, step: Looking) -> Move:
    """The same question after no answer; after a wrong number its form, empty again."""
    if step.trouble == "down":
        return _ask_at_once(c, step.by)
    if step.trouble != "wrong":
        return Move(GoTo(progress_by.ChoosingHow.kind))
    form = next(planned for planned in c.matter.steps() if name_of(planned) == NUMBER_FORM)
    by = c.facts.data.get(progress_by.DATUM)
    assert by is not None
    return Move(GoTo(form), facts=Facts().told(by))


def _red(c: Context, found: WhereCaseIs) -> tuple[Effect, ...]:
    """红灯: a limit that has passed is a line of the audit log, for whoever supervises."""
    clock = progress_told.clock(c, found)
    if clock is None or not progress_told.is_over(c, clock):
        return ()
    return (c.audit("case_overdue", projid=found.projid, state=found.progress.state.value),)


def _scanned(c: Context, step: Looking, kind: str, text: str) -> Move:
    if kind != "progress_code":
        return _again(c, step, "intake")
    if _locked(c):
        return _again(c, step, "locked")
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
    if step.asked:
        return (StopAsking(step.asked),)
    return (StopScanning(step.command),) if step.command else ()


# ---- pages ---------------------------------------------------------------------------------------


def view(c: Context, step: Step) -> View:
    assert isinstance(step, Looking)
    if step.found is not None:
        printed, has_slip = bool(step.printing), bool(step.password)
        return progress_told.page(c, step.found, printed=printed, has_slip=has_slip)
    if step.by == "slip":
        return _scan(c, step)
    if step.cases:
        return _which(c, step.cases)
    return _trouble(c, step) if step.trouble else _busy(c)


def _busy(c: Context) -> BusyView:
    words = c.words
    return BusyView(
        frame_of(c), "asking_progress", words("progress.checking"), words("code.checking_lead")
    )


def _which(c: Context, cases: tuple[WhereCaseIs, ...]) -> ChoiceView:
    return ChoiceView(
        frame=frame_of(c),
        name="my_cases",
        title=c.words("progress.which"),
        lead=c.words("progress.which_lead"),
        choices=tuple(
            Button(
                f"case-{case.projid}",
                progress_told.name_of(c, case),
                CasePressed(case.projid),
                icon="file-document-outline",
                note=progress_told.state_of(c, case)
                + c.words("hours.then")
                + progress_told.since(c, case),
            )
            for case in cases
        ),
    )


def _trouble(c: Context, step: Looking) -> NoticeView:
    words = c.words
    again = "again" if step.trouble in ("wrong", "down") else "another"
    return NoticeView(
        frame=frame_of(c),
        name="progress_trouble",
        title=words("progress.not_found"),
        lead=words(f"progress.trouble.{step.trouble}"),
        rows=(IconRow("phone", words("register.ask"), words("progress.ask_note")),),
        secondary=Button("another", words("progress.another"), DeclinePressed())
        if again == "again"
        else None,
        primary=Button(again, words(f"progress.{again}"), ContinuePressed()),
    )


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
            IconRow(
                "card-account-details-outline",
                words("progress.lost"),
                words("progress.lost_note"),
            ),
        ),
    )
