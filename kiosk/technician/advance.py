"""What happens on the technician's screen: `advance(rules, state, event)`, pure.

Answers for the way in (`pin pad, lockout`), the board, tests, the paper change and the way out.
It needs no device: a page that asks one goes on without its answer. Leaves what a test finds to
`kiosk/diagnosis.py`, and what stands on a page to `view.py`.
"""

from dataclasses import replace

from kiosk.attention import ClosePrinterCover
from kiosk.effects import (
    AskKeeping,
    AskPaper,
    Audit,
    CheckPin,
    Diagnose,
    Effect,
    KeepTries,
    NewRoll,
    Print,
)
from kiosk.events import Event
from kiosk.events.devices import Completed, DeviceDiagnosed, DiagnosisEnded, StatusChanged
from kiosk.events.keeping import KeepingTold
from kiosk.events.program import Tick
from kiosk.events.technician import (
    CheckDevicesPressed,
    DeviceRowPressed,
    PaperChangePressed,
    PaperTold,
    PinChecked,
    PrintJudged,
    PrintTestPressed,
    ReportPressed,
)
from kiosk.events.touches import (
    BackPressed,
    ClearPressed,
    ContinuePressed,
    DeletePressed,
    DigitPressed,
    LeavePressed,
)
from kiosk.ports import DeviceStatus, PrintResult
from kiosk.rules import Rules
from kiosk.technician import errands
from kiosk.technician.lockout import Lockout, lasts_s
from kiosk.technician.pin import LEAST, MOST
from kiosk.technician.slips import readiness_slip, trial_slip
from kiosk.technician.state import (
    PAPER_STEPS,
    Board,
    ChangingPaper,
    Judging,
    Maintenance,
    NoPin,
    OneDevice,
    PinPad,
    Printing,
    PrintKind,
    Restarting,
    Told,
)
from kiosk.technician.turns import at, busy, command_id, turn
from kiosk.visit.result import Result
from kiosk.visit.state import Home, Paused, Preferences, State
from kiosk.vocabulary import CompletionCode, Device, PaperSupply, PrintOutcome

ASK_AGAIN_S = 10.0  # how often store and printer are asked what they tell nobody by themselves


def enter(rules: Rules, state: State) -> Result:
    """The corner was found; nobody's visit is under way."""
    if isinstance(state.place, Maintenance):
        return state, []
    page = NoPin() if rules.config.technician is None else PinPad()
    back_to = state.place if isinstance(state.place, Paused) else Home()
    place = Maintenance(page, back_to)
    return replace(_fresh(state), place=place, touched_s=state.at_s), []


def advance(rules: Rules, state: State, place: Maintenance, event: Event) -> Result:
    """What happens next at this place of the state."""
    match event:
        case Tick():
            return _tick(rules, state, place)
        case KeepingTold(waiting=waiting, head=head):
            return at(state, replace(place, waiting=waiting, head=head))
        case PaperTold(left=left):
            return at(state, replace(place, paper=left))
        case DeviceDiagnosed(diagnosis=diagnosis):
            found = {**dict(place.found), diagnosis.device: diagnosis}
            waits = tuple(device for device in place.waits if device is not diagnosis.device)
            return at(busy(state), replace(place, found=tuple(found.items()), waits=waits))
        case DiagnosisEnded(id=id) if id == place.running:
            return at(busy(state), replace(place, running="", waits=()))
        case Completed(id=id) if place.printing is not None and id == place.printing[0]:
            return _printed(busy(state), place, place.printing[1], event)
        case LeavePressed() if not (_is_checking(place) or isinstance(place.page, Restarting)):
            return leave(state, place, "done")
    match place.page:
        case NoPin():
            return leave(state, place, "done") if isinstance(event, BackPressed) else (state, [])
        case PinPad() as page:
            return _pin_pad(state, place, page, event)
        case ChangingPaper() as page:
            return _changing_paper(rules, state, place, page, event)
        case _:
            return _at_work(rules, state, place, event)


def leave(state: State, place: Maintenance, reason: str) -> Result:
    """The kiosk serves again."""
    effects: list[Effect] = [*errands.leaving(place.page)]
    if place.entered:
        effects.append(Audit("technician_left", (("reason", reason),)))
    return replace(_fresh(state), place=place.back_to, touched_s=state.at_s), effects


def _fresh(state: State) -> State:
    """As the next person finds it, but for the language that this one reads."""
    return replace(state, preferences=Preferences(), help_open=False)


def _tick(rules: Rules, state: State, place: Maintenance) -> Result:
    technician = rules.config.technician
    limit_s = rules.config.patience.idle_s
    if place.entered and technician is not None:
        limit_s = technician.idle_s
    if state.at_s - state.touched_s >= limit_s:
        return leave(state, place, "timed_out")
    if place.entered and state.at_s - place.asked_s >= ASK_AGAIN_S:
        return at(state, replace(place, asked_s=state.at_s), AskKeeping(), AskPaper())
    return state, []


# ---- the PIN -----------------------------------------------------------------------------------


def _is_checking(place: Maintenance) -> bool:
    """Nobody slips away from the answer to their PIN: a wrong one is written down."""
    return isinstance(place.page, PinPad) and place.page.checking


def _pin_pad(state: State, place: Maintenance, page: PinPad, event: Event) -> Result:
    if page.checking:
        return _checked(state, place, event) if isinstance(event, PinChecked) else (state, [])
    if isinstance(event, BackPressed):
        return leave(state, place, "done")
    if state.lockout.left_s(state.at_s) > 0:
        return state, []
    match event:
        case DigitPressed(digit=digit) if len(page.digits) < MOST and digit in "0123456789":
            return turn(state, place, PinPad(page.digits + digit))
        case DeletePressed():
            return turn(state, place, PinPad(page.digits[:-1]))
        case ClearPressed():
            return turn(state, place, PinPad())
        case ContinuePressed() if len(page.digits) >= LEAST:
            # Counted first: whoever pulls the plug while it is checked has used a try.
            state = replace(state, lockout=state.lockout.counted(state.at_s))
            tries = KeepTries(state.lockout.wrong, state.now)
            return turn(state, place, PinPad(checking=True), tries, CheckPin(page.digits))
        case _:
            return state, []


def _checked(state: State, place: Maintenance, event: PinChecked) -> Result:
    if event.right:
        state = replace(state, lockout=Lockout())
        place = replace(place, page=Board(), asked_s=state.at_s)
        entered = Audit("technician_entered")
        return at(state, place, KeepTries(0, state.now), entered, AskKeeping(), AskPaper())
    wrong = min(state.lockout.wrong, 999_999)
    effects: list[Effect] = [Audit("technician_refused", (("tries", wrong),))]
    if seconds := round(lasts_s(wrong)):
        effects.append(Audit("technician_locked_out", (("seconds", seconds),)))
    return turn(state, place, PinPad(wrong=True), *effects)


# ---- at work -----------------------------------------------------------------------------------


def _at_work(rules: Rules, state: State, place: Maintenance, event: Event) -> Result:
    if (done := errands.advance(state, place, event)) is not None:
        return done
    match place.page, event:
        case Printing(), _:
            return state, []  # its end turns the page
        case Judging(), PrintJudged(well=well):
            judged = Audit("test_judged", (("well", "yes" if well else "no"),))
            if well:
                return turn(state, place, Board("test_well"), judged)
            return turn(state, place, OneDevice(Device.PRINTER, "test_unclear"), judged)
        case Board(), BackPressed():
            return leave(state, place, "done")
        case _, BackPressed():
            return turn(state, place, Board())
        case Board(), DeviceRowPressed(device=device):
            return turn(state, place, OneDevice(device))
        case ((Board() | OneDevice()), CheckDevicesPressed(devices=devices)):
            return _check(state, place, devices)
        case ((Board() | OneDevice()), PaperChangePressed()):
            page = ChangingPaper()
            return _watch_printer(rules, state, place, page, state.status_of(Device.PRINTER))
        case ((Board() | OneDevice()), PrintTestPressed()):
            return _print(rules, state, place, "test")
        case Board(), ReportPressed():
            return _print(rules, state, place, "readiness")
        case _:
            return state, []


def _check(state: State, place: Maintenance, devices: tuple[Device, ...]) -> Result:
    if place.running or not devices:
        return state, []
    place = replace(place, commands=place.commands + 1)
    command = command_id(state, place, "test")
    what = devices[0].value if len(devices) == 1 else "all"
    asked = Audit("diagnosis_run", (("what", what),))
    place = replace(place, running=command, waits=devices)
    if isinstance(place.page, Board):
        place = replace(place, page=Board())
    return at(state, place, asked, Diagnose(command, devices), AskKeeping(), AskPaper())


# ---- paper -------------------------------------------------------------------------------------


def _changing_paper(
    rules: Rules, state: State, place: Maintenance, page: ChangingPaper, event: Event
) -> Result:
    match event:
        case BackPressed():
            return turn(state, place, Board())
        case StatusChanged(status=status) if status.device is Device.PRINTER:
            return _watch_printer(rules, busy(state), place, page, status)
        case ContinuePressed() if page.step + 1 < len(PAPER_STEPS):
            return turn(state, place, replace(page, step=page.step + 1))
        case ContinuePressed():
            return _new_roll(rules, state, place)
        case _:
            return state, []


def _watch_printer(
    rules: Rules,
    state: State,
    place: Maintenance,
    page: ChangingPaper,
    status: DeviceStatus | None,
) -> Result:
    """Go on as far as the printer itself tells; what it cannot tell is left to a touch."""
    if status is None:
        return turn(state, place, page)
    is_open = status.attention is ClosePrinterCover
    page = replace(
        page,
        opened=page.opened or is_open,
        worn=page.worn or status.paper in (PaperSupply.LOW, PaperSupply.OUT),
    )
    if page.step == 0 and is_open:
        page = replace(page, step=1)
    if page.step == 1 and page.worn and status.paper is PaperSupply.FULL:
        page = replace(page, step=2)
    if page.step > 0 and page.opened and not is_open:
        if status.paper is PaperSupply.OUT:  # shut over an empty holder
            return turn(state, place, ChangingPaper(worn=True))
        if page.step == 2:
            return _new_roll(rules, state, place)
    return turn(state, place, page)


def _new_roll(rules: Rules, state: State, place: Maintenance) -> Result:
    state, effects = _print(rules, state, place, "test")
    return state, [NewRoll(), Audit("paper_changed"), *effects, AskPaper()]


def _print(rules: Rules, state: State, place: Maintenance, kind: PrintKind) -> Result:
    """Not into a printer that cannot: its page says what to do first."""
    if state.attention_of(Device.PRINTER) is not None:
        return turn(state, place, OneDevice(Device.PRINTER, "no_printer"))
    place = replace(place, commands=place.commands + 1)
    command = command_id(state, place, kind)
    slip = trial_slip if kind == "test" else readiness_slip
    number = f"{kind}-{state.now:%Y-%m%d-%H%M%S}-{place.commands}"
    place = replace(place, printing=(command, kind), page=Printing(kind))
    return at(state, place, Print(command, slip(rules, state, place, number)))


def _printed(state: State, place: Maintenance, kind: PrintKind, ended: Completed) -> Result:
    """The page turns only when it is the one that waits for this."""
    outcome = ended.code.value
    if ended.code is CompletionCode.SUCCESS and isinstance(ended.result, PrintResult):
        outcome = ended.result.outcome.value
    came_out = outcome in (PrintOutcome.PRINTED.value, PrintOutcome.UNCONFIRMED.value)
    place = replace(place, printing=None)
    page = place.page
    if isinstance(page, Printing):
        told: Told = "report_printed"
        if not came_out:
            page = OneDevice(Device.PRINTER, "not_printed")
        else:
            page = Judging() if kind == "test" else Board(told)
    return turn(state, place, page, AskPaper())
