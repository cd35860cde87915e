"""办到哪一步了: what the platform says of a case, asked by the slip's code, by number and password
typed from the slip, or by the card (`progress_by`).

Whoever holds the slip may ask (domain.md §2.0, L1), and nothing that comes back says whose case it
is. Wrong numbers are counted over visits, so that nobody guesses (`guessing`). What is shown until
it is found: `progress_asked`; what is shown and printed of it then: `progress_told`.
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
from kiosk.visit import progress_asked, progress_told
from kiosk.visit.moves import Context, Detour, GoTo, Instead, Leave, Move, Next, Stay
from kiosk.visit.state import Facts, Step
from kiosk.visit.steps import progress_by
from kiosk.visit.views import View
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import AnswerCode, CompletionCode, Device, LeaveReason

NEEDS: tuple[Device, ...] = ()  # whoever cannot scan has other ways
WAITS = True

MOST_CASES = 5  # the newest; a page has room for so many
NUMBER_FORM = "case_number"
WANTED = ("progress_code", "intake_code")  # of config/codes.toml


@dataclass(frozen=True, slots=True)
class Scanning(Step):
    """By the slip's code. command: the scan. asked: the question of what was scanned, or empty.

    trouble: a key of the texts `progress.trouble.<trouble>`, or empty.
    """

    kind: ClassVar[str] = "progress"
    command: str
    scans: int = 1
    asked: str = ""
    password: str = field(default="", repr=False)
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Asking(Step):
    """By "number" or by "card". asked: the question under way."""

    kind: ClassVar[str] = "progress"
    by: str
    asked: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Troubled(Step):
    """By "number" or by "card", in vain. trouble: as in `Scanning`."""

    kind: ClassVar[str] = "progress"
    by: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Choosing(Step):
    """cases: more than one of the card's holder."""

    kind: ClassVar[str] = "progress"
    cases: tuple[WhereCaseIs, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Telling(Step):
    """cases: those that it was chosen from. password: empty where the card was asked by.

    printing: the slip's job, told how it ended.
    """

    kind: ClassVar[str] = "progress"
    found: WhereCaseIs = field(repr=False)
    cases: tuple[WhereCaseIs, ...] = field(default=(), repr=False)
    password: str = field(default="", repr=False)
    printing: str = ""


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    if c.facts.supplement is not None:
        return Move(Next())  # it was looked up before
    by = c.facts.data.value(progress_by.DATUM)
    if by in ("number", "card"):
        return _ask(c, by)
    if c.rules.config.barcode_reader is None:
        return Move(Detour(SeekingHelp("scanner")))
    return _scan_again(c, scans=1)


def _ask(c: Context, by: str) -> Move:
    """What is asked for is known already: typed, or read from the card."""
    data = c.facts.data
    password = data.value("case_password")
    question: Question = CaseProgress(data.value("case_projid"), password)
    if by == "card":
        question = CasesOf(c.facts.applicant.number)
    elif _locked(c):
        return Move(Stay(Troubled(by, "locked")))
    ask = c.ask("case", question)
    return Move(Stay(Asking(by, ask.id, password)), effects=(ask,))


def _locked(c: Context) -> bool:
    return c.state.guessed.left_s(c.at_s) > 0


def advance(c: Context, step: Step, event: Event) -> Move | None:
    match step, event:
        case Scanning(), _:
            return _scanning(c, step, event)
        case Asking(asked=asked), Answered(id=id) if id == asked:
            return _answered(c, step, event)
        case Troubled(), ContinuePressed():
            return _once_more(c, step)
        case Troubled(), DeclinePressed():
            return Move(GoTo(progress_by.ChoosingHow.kind))
        case Choosing(cases=cases), CasePressed(projid=projid):
            chosen = (Telling(case, cases) for case in cases if case.projid == projid)
            return next((Move(Stay(telling)) for telling in chosen), None)
        case Telling(), _:
            return _telling(c, step, event)
        case _:
            return None


# ---- by the slip's code --------------------------------------------------------------------------


def _scanning(c: Context, step: Scanning, event: Event) -> Move | None:
    match event:
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
            return _tell(c, Telling(found, password=step.password))
        case Answered(id=id, code=AnswerCode.REFUSED) if id == step.asked:
            return _again(c, step, "no_case")
        case Answered(id=id, reason=reason) if id == step.asked:
            # Asking where something is may be repeated.
            return _again(c, step, "history" if reason == "history" else "later")
        case _:
            return None


def _scanned(c: Context, step: Scanning, kind: str, text: str) -> Move:
    if kind != "progress_code":
        return _again(c, step, "intake")
    if _locked(c):
        return _again(c, step, "locked")
    _, _, projid, password = text.split(":")
    ask = c.ask(f"case{step.scans}", CaseProgress(projid, password))
    step = replace(step, asked=ask.id, password=password, trouble="")
    return Move(Stay(step), effects=(Beep("card_read"), ask))


def _again(c: Context, step: Scanning, trouble: str) -> Move:
    return _scan_again(c, step.scans + 1, trouble)


def _scan_again(c: Context, scans: int, trouble: str = "") -> Move:
    command = c.command_id(f"slip{scans}")
    step = Scanning(command, scans, trouble=trouble)
    return Move(Stay(step), effects=(StartScanning(command, WANTED),))


# ---- by number or card ---------------------------------------------------------------------------


def _answered(c: Context, step: Asking, event: Answered) -> Move:
    match event.code, event.result:
        case AnswerCode.ANSWERED, WhereCaseIs() as found:
            return _tell(c, Telling(found, password=step.password))
        case AnswerCode.ANSWERED, (WhereCaseIs() as only,):
            return _tell(c, Telling(only))
        case AnswerCode.ANSWERED, (WhereCaseIs(), *_) as cases:
            own = tuple(case for case in cases if isinstance(case, WhereCaseIs))
            return Move(Stay(Choosing(own[:MOST_CASES])))
        case AnswerCode.ANSWERED, _:
            trouble = "none_of_yours"
        case AnswerCode.REFUSED, _:
            trouble = "wrong"
        case _:
            trouble = "history" if event.reason == "history" else "down"
    return Move(Stay(Troubled(step.by, trouble)))


def _once_more(c: Context, step: Troubled) -> Move:
    """The same question after no answer; after a wrong number its form, empty again."""
    if step.trouble == "down":
        return _ask(c, step.by)
    if step.trouble != "wrong":
        return Move(GoTo(progress_by.ChoosingHow.kind))
    form = next(planned for planned in c.matter.steps() if name_of(planned) == NUMBER_FORM)
    by = c.facts.data.get(progress_by.DATUM)
    assert by is not None
    return Move(GoTo(form), facts=Facts().told(by))


# ---- what was found ------------------------------------------------------------------------------


def _tell(c: Context, telling: Telling) -> Move:
    return Move(Stay(telling), effects=_red(c, telling.found))


def _red(c: Context, found: WhereCaseIs) -> tuple[Effect, ...]:
    """红灯: a limit that has passed is a line of the audit log, for whoever supervises."""
    clock = progress_told.clock(c, found)
    if clock is None or not progress_told.is_over(c, clock):
        return ()
    return (c.audit("case_overdue", projid=found.projid, state=found.progress.state.value),)


def _telling(c: Context, step: Telling, event: Event) -> Move | None:
    match event:
        case BackPressed() if step.cases:
            return Move(Stay(Choosing(step.cases)))
        case ContinuePressed():
            return Move(Leave(LeaveReason.FINISHED))
        case HandInPressed() if step.password:
            return _hand_in(c, step)
        case PrintListPressed() if step.password and not step.printing:
            slip = progress_told.slip(c, step.found, step.password)
            printing = replace(step, printing=slip.number)
            return Move(Stay(printing), effects=(Print(slip.number, slip),))
        case _:
            return None


def _hand_in(c: Context, step: Telling) -> Move | None:
    """On in the plan that completes such a case, or over to it; nothing else goes along."""
    found = step.found
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


def leave(c: Context, step: Step) -> Iterable[Effect]:
    match step:
        case Asking(asked=asked) | Scanning(asked=asked) if asked:
            return (StopAsking(asked),)
        case Scanning(command=command):
            return (StopScanning(command),)
        case _:
            return ()


# ---- pages ---------------------------------------------------------------------------------------


def view(c: Context, step: Step) -> View:
    match step:
        case Telling(found=found, password=password):
            printed, has_slip = bool(step.printing), bool(password)
            return progress_told.page(c, found, printed=printed, has_slip=has_slip)
        case Scanning():
            return progress_asked.scan(c, asked=bool(step.asked), trouble=step.trouble)
        case Choosing(cases=cases):
            return progress_asked.which(c, cases)
        case Troubled(trouble=trouble):
            return progress_asked.trouble(c, trouble)
        case _:
            return progress_asked.busy(c)
