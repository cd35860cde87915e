"""打印执照: sheet by sheet onto numbered paper, then the visitor looks whether they are well.

For each sheet: its number is read where it lies, bound to the licence in the book, printed on, and
its end written down; no sheet is printed on unread, and none twice. A sheet that came out badly is
spoiled and printed once more; a second time, or with paper that is not in the book, the window does
it. While a sheet is under way nobody is thrown out and nothing can be left.

The step times itself: a reader that sees nothing, and a visitor who has gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from kiosk.effects import (
    BindBlank,
    Effect,
    EndBlank,
    PrintLicence,
    ReadBlank,
    StopReadingBlank,
)
from kiosk.events import Event
from kiosk.events.devices import Completed
from kiosk.events.keeping import BlankBound, BlankNotBound, StoreFailed
from kiosk.events.program import Tick
from kiosk.events.touches import (
    BackPressed,
    ContinuePressed,
    DeclinePressed,
    LeavePressed,
    UnclearPressed,
)
from kiosk.licence.blanks import BlankEnd, Sheet, is_serial, sheet_of
from kiosk.ports import DocumentResult, ScannedCode
from kiosk.visit import press_told
from kiosk.visit.moves import Context, Detour, Leave, Move, Next, Stay
from kiosk.visit.patience import stretched_s
from kiosk.visit.press_told import licence_of
from kiosk.visit.state import Step
from kiosk.visit.views import View
from kiosk.visit.ways import SeekingHelp
from kiosk.vocabulary import CompletionCode, Device, LeaveReason, PrintOutcome

NEEDS: tuple[Device, ...] = (Device.DOCUMENT_PRINTER,)
WAITS = False

SHEETS = (Sheet.ORIGINAL, Sheet.DUPLICATE)  # 正本 1, 副本 1
READ_LIMIT_S = 6.0
PRINT_LIMIT_S = 300.0
"""Longer than the driver gives a job (`document_printer.job_timeout_s`) and drawing it takes: every
device ends its commands, and nobody waits for one that does not.
"""

_NOT_BEGUN = frozenset(
    {
        CompletionCode.DEVICE_NOT_READY,
        CompletionCode.UNSUPPORTED_DATA,
        CompletionCode.UNSUPPORTED_COMMAND,
        CompletionCode.INTERNAL_ERROR,
    }
)
"""Ends of a job of which nothing was printed: the sheet lies in its tray as before."""


@dataclass(frozen=True, slots=True)
class Pressing(Step):
    """phase: what is under way. todo: sheets still to come, the first one now. command: of the
    reader or the printer; serial: of the sheet under way. done: what came out, sheet and number.
    again: sheets that were printed a second time.
    """

    kind: ClassVar[str] = "press"
    phase: Literal["confirm", "out", "reading", "binding", "printing", "look", "which"]
    since_s: float
    todo: tuple[Sheet, ...] = SHEETS
    count: int = 0  # of commands, so that each has an id of its own
    command: str = ""
    serial: str = ""
    done: tuple[tuple[Sheet, str], ...] = ()
    again: tuple[Sheet, ...] = ()

    @property
    def under_way(self) -> bool:
        return self.phase in ("reading", "binding", "printing")


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    left = dict(c.state.blanks)
    short = any(not left.get(sheet, 0) for sheet in SHEETS)
    return Move(Stay(Pressing("out" if short else "confirm", c.at_s)))


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Pressing)
    match event, step.phase:
        case ((BackPressed() | LeavePressed()), _) if step.under_way or step.done:
            return Move(Stay(step))  # sheets are coming out, or lie there
        case ContinuePressed(), "confirm":
            return _read(c, step)
        case ContinuePressed(), "out":
            return Move(Detour(SeekingHelp("no_blanks")))
        case DeclinePressed(), ("confirm" | "out"):
            return Move(Leave(LeaveReason.DECLINED))
        case Completed(id=id), "reading" if id == step.command:
            return _has_read(c, step, event)
        case BlankBound(serial=serial), "binding" if serial == step.serial:
            return _print(c, step)
        case BlankNotBound(serial=serial), "binding" if serial == step.serial:
            return _trouble(c, step, "blank")
        case StoreFailed(serial=serial), "binding" if serial == step.serial:
            return _trouble(c, step, "store")
        case Completed(id=id), "printing" if id == step.command:
            return _came_out(c, step, event)
        case ContinuePressed(), "look":
            return _finish(c, step)
        case UnclearPressed(sheet=None), "look":
            return Move(Stay(replace(step, phase="which", since_s=c.at_s)))
        case UnclearPressed(sheet=Sheet() as sheet), "which":
            return _spoiled(c, step, sheet)
        case ContinuePressed(), "which":
            return Move(Stay(replace(step, phase="look", since_s=c.at_s)))
        case Tick(), _:
            return _tick(c, step)
        case _:
            return None


# ---- one sheet -----------------------------------------------------------------------------------


def _read(c: Context, step: Pressing) -> Move:
    command = c.command_id(f"blank{step.count}")
    read = ReadBlank(command, step.todo[0])
    step = replace(step, phase="reading", since_s=c.at_s, command=command, count=step.count + 1)
    return Move(Stay(step), effects=(read,))


def _has_read(c: Context, step: Pressing, event: Completed) -> Move:
    seen = event.result
    if not isinstance(seen, ScannedCode) or not is_serial(seen.text):
        return _refused(c, step, "unread")
    if sheet_of(seen.text) is not step.todo[0]:
        return _refused(c, step, "wrong_sheet")
    bind = BindBlank(seen.text, licence_of(c).uscc, c.visit.number)
    step = replace(step, phase="binding", since_s=c.at_s, serial=seen.text)
    return Move(Stay(step), effects=(bind,))


def _print(c: Context, step: Pressing) -> Move:
    command = c.command_id(f"sheet{step.count}")
    printing = PrintLicence(command, licence_of(c), step.todo[0], step.serial)
    step = replace(step, phase="printing", since_s=c.at_s, command=command, count=step.count + 1)
    return Move(Stay(step), effects=(printing,))


def _came_out(c: Context, step: Pressing, event: Completed) -> Move:
    result = event.result
    came = isinstance(result, DocumentResult) and result.outcome is PrintOutcome.PRINTED
    if came and event.code is CompletionCode.SUCCESS:
        end = EndBlank(step.serial, BlankEnd.PRINTED)
        sheet, *rest = step.todo
        done = (*step.done, (sheet, step.serial))
        step = replace(step, todo=tuple(rest), done=done, serial="", command="")
        if not rest:
            return Move(Stay(replace(step, phase="look", since_s=c.at_s)), effects=(end,))
        return _also(end, _read(c, step))
    began = event.code not in _NOT_BEGUN
    how = BlankEnd.SPOILED if began else BlankEnd.UNTOUCHED
    return _trouble(
        c, step, "print" if began else "printer", EndBlank(step.serial, how, event.code)
    )


def _refused(c: Context, step: Pressing, reason: str) -> Move:
    return _trouble(c, step, "blank", c.audit("blank_refused", reason=reason))


def _trouble(c: Context, step: Pressing, reason: str, *effects: Effect) -> Move:
    """What came out before stays the visitor's; the rest is done at the window."""
    return Move(Detour(SeekingHelp(f"press_{reason}")), effects=effects)


def _spoiled(c: Context, step: Pressing, sheet: Sheet) -> Move | None:
    """不清楚: the sheet is spoiled; it is printed once more, and only once."""
    bad = dict(step.done).get(sheet)
    if bad is None:
        return None
    end = EndBlank(bad, BlankEnd.SPOILED, "unclear")
    if sheet in step.again:
        return _trouble(c, step, "print_bad", end)
    done = tuple(each for each in step.done if each[0] is not sheet)
    step = replace(step, todo=(sheet,), done=done, again=(*step.again, sheet))
    return _also(end, _read(c, step))


def _finish(c: Context, step: Pressing) -> Move:
    return Move(Next(), facts=replace(c.facts, sheets=step.done))


def _tick(c: Context, step: Pressing) -> Move | None:
    waited_s = c.at_s - step.since_s
    patience = c.rules.config.patience
    if step.phase == "reading" and waited_s >= READ_LIMIT_S:
        return _refused(c, step, "unread")
    if step.phase == "binding" and waited_s >= READ_LIMIT_S:
        return _trouble(c, step, "store", EndBlank(step.serial, BlankEnd.UNTOUCHED, "no_answer"))
    if step.phase == "printing" and waited_s >= PRINT_LIMIT_S:
        return _trouble(c, step, "print", EndBlank(step.serial, BlankEnd.SPOILED, "no_answer"))
    if step.under_way or waited_s < stretched_s(c.rules, c.state, patience.done_s):
        return None
    if step.done:
        return _finish(c, step)  # nobody said that a sheet is bad
    return Move(Leave(LeaveReason.TIMED_OUT))


def _also(effect: Effect, move: Move) -> Move:
    return replace(move, effects=(effect, *move.effects))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    assert isinstance(step, Pressing)
    if step.phase == "reading":
        return (StopReadingBlank(step.command, step.todo[0]),)
    return ()


def view(c: Context, step: Step) -> View:
    assert isinstance(step, Pressing)
    match step.phase:
        case "confirm":
            return press_told.confirm(c)
        case "out":
            return press_told.out(c)
        case "look":
            return press_told.look(c, again=bool(step.again))
        case "which":
            return press_told.which(c, step.done)
        case _:
            sheets = len(step.done) + len(step.todo)
            return press_told.under_way(c, step.todo[0], len(step.done) / sheets)
