"""What stands on the technician's pages: `view(rules, state, place)`, pure.

The board tells the worst first and what to do about it; every device has a page of its own with
its layers. Words are in `config/texts/*/technician.toml`.
"""

from config.words import Words
from kiosk.attention import RefillPaper
from kiosk.diagnosis import LAYERS, Check, Grade
from kiosk.diagnosis_report import seen
from kiosk.events.technician import (
    CheckDevicesPressed,
    DeviceRowPressed,
    ExportLogPressed,
    PaperChangePressed,
    PrintJudged,
    PrintTestPressed,
    ReportPressed,
    RestartPressed,
    TryCardPressed,
)
from kiosk.events.touches import ContinuePressed, LeavePressed
from kiosk.rules import Rules
from kiosk.technician import errands_view as errands
from kiosk.technician.items import DEVICES, Item, diagnosis_of, installed, items
from kiosk.technician.state import (
    PAPER_STEPS,
    AskingRestart,
    Board,
    ChangingPaper,
    Exporting,
    Judging,
    LogTold,
    Maintenance,
    NoPin,
    OneDevice,
    PinPad,
    Printing,
    Restarting,
    TryingCard,
)
from kiosk.technician.way_in import locked, no_pin, pin_pad, staff_frame
from kiosk.version import version
from kiosk.visit.state import State
from kiosk.visit.steps import needed_by
from kiosk.visit.views import View
from kiosk.visit.views.answers import ChoiceView
from kiosk.visit.views.board import PaperStep, PaperView, StatusRow, StatusView
from kiosk.visit.views.parts import Button, IconRow
from kiosk.visit.views.reading import BusyView
from kiosk.vocabulary import Device


def view(rules: Rules, state: State, place: Maintenance) -> View:
    """The one page for this place."""
    words = rules.words[state.preferences.language]
    match place.page:
        case NoPin():
            return no_pin(rules, state, words)
        case PinPad() as page if state.lockout.left_s(state.at_s) > 0 and not page.checking:
            return locked(rules, state, words)
        case PinPad() as page:
            return pin_pad(rules, state, words, page)
        case OneDevice() as page:
            return _device(rules, state, place, words, page)
        case ChangingPaper() as page:
            return _paper(rules, state, words, page)
        case Printing(kind=kind):
            return BusyView(
                staff_frame(rules, state, words, "print", back=False),
                "technician_printing",
                words(f"technician.printing.{kind}"),
                words("technician.printing.lead"),
            )
        case Judging():
            return _judging(rules, state, words)
        case TryingCard() as page:
            return errands.trying_card(rules, state, words, page)
        case Exporting():
            return errands.exporting(rules, state, words)
        case LogTold() as page:
            return errands.log_told(rules, state, words, page)
        case AskingRestart():
            return errands.asking_restart(rules, state, words)
        case Restarting():
            return errands.restarting(rules, state, words)
        case Board() as page:
            return _board(rules, state, place, words, page)
        case _:
            raise AssertionError(f"a page that nobody knows: {place.page}")


# ---- the board ---------------------------------------------------------------------------------


def _board(rules: Rules, state: State, place: Maintenance, words: Words, page: Board) -> StatusView:
    lines = items(rules, state, place)
    open_points = sum(line.needs_somebody for line in lines)
    untested = sum(line.grade is Grade.NOT_RUN for line in lines)
    if place.running:
        title = words("technician.board.testing", left=len(place.waits))
    elif open_points:
        title = words("technician.board.open", count=open_points)
    elif untested:
        title = words("technician.board.untested", count=untested)
    else:
        title = words("technician.board.fine")
    identity = rules.config.identity
    lead = words(
        "technician.identity",
        terminal=identity.terminal,
        zone=identity.zone_in(words.language),
        version=version(),
    )
    if page.told:
        lead = words(f"technician.told.{page.told}")
    return StatusView(
        frame=staff_frame(rules, state, words, "board"),
        name="technician_board",
        title=title,
        lead=lead,
        rows=tuple(
            _row(words, place, line, worst=number == 0 and line.needs_somebody)
            for number, line in enumerate(lines)
        ),
        notes=(),
        actions=(
            Button("test-all", words("technician.do.test_all"),
                   CheckDevicesPressed(installed(rules)), icon="refresh"),
            _change_paper(words),
            _test_print(words),
            _try_card(words),
            Button("export-log", words("technician.do.export_log"), ExportLogPressed(),
                   icon="tray-arrow-down"),
            Button("restart", words("technician.do.restart"), RestartPressed(), icon="restart"),
        ),
        secondary=Button("report", words("technician.do.report"), ReportPressed(),
                         icon="clipboard-check-outline"),
        primary=_resume(words),
    )  # fmt: skip


def _change_paper(words: Words) -> Button:
    label = words("technician.do.paper")
    return Button("change-paper", label, PaperChangePressed(), icon="paper-roll-outline")


def _test_print(words: Words) -> Button:
    label = words("technician.do.test_print")
    return Button("test-print", label, PrintTestPressed(), icon="printer-outline")


def _try_card(words: Words) -> Button:
    label = words("technician.do.try_card")
    return Button("try-card", label, TryCardPressed(), icon="card-account-details-outline")


def _resume(words: Words) -> Button:
    return Button("resume", words("technician.resume"), LeavePressed())


def _row(words: Words, place: Maintenance, line: Item, *, worst: bool) -> StatusRow:
    grade = "testing" if line.testing else line.grade.value
    button = None
    label = words(f"technician.item.{line.name}")
    if line.name in DEVICES and line.grade is not Grade.ABSENT:
        button = Button(f"device-{line.name}", label, DeviceRowPressed(Device(line.name)))
    advice = ""
    if worst and line.attention is not None:
        advice = words(f"attention.{line.attention.code}.technician")
    return StatusRow(grade, label, _word(words, line), _detail(words, place, line), advice, button)


def _word(words: Words, line: Item) -> str:
    """One word of how it is: the fault's own, else the grade's."""
    if line.testing:
        return words("technician.grade.testing")
    if line.attention is not None:
        own = f"technician.fault.{line.attention.code}"
        return words(own) if words.has(own) else line.attention.code
    if line.name == "outbox" and line.value:
        return words("technician.cases", count=line.value)
    return words(f"technician.grade.{line.grade.value}")


def _detail(words: Words, place: Maintenance, line: Item) -> str:
    """What beside the word a technician wants to know at a glance."""
    if line.grade is Grade.ABSENT:
        return words("technician.detail.absent")
    if line.name == "platform":
        reached = line.grade is Grade.OK
        return words(
            "technician.detail.platform_ok" if reached else "technician.detail.platform_down"
        )
    if line.grade is Grade.FAIL and line.name != "outbox":
        return _stops(words, line.matters)
    if line.name == "printer" and place.paper is not None:
        return _paper_left(words, place)
    if line.name in (
        "refused",
        "calendar",
        "catalogue",
        "blanks",
        "seals",
        "histories",
        "unconfirmed",
    ):  # no page of their own says more
        return words(f"technician.detail.{line.name}", value=line.value)
    if line.name == "other_platforms":
        names = [words(f"technician.platform.{name}") for name in line.value.split()]
        return words("technician.detail.other_platforms", names=words("diagnose.comma").join(names))
    if line.name == "outbox":
        shown = line.attention is not None and line.value
        return words("technician.cases", count=line.value) if shown else ""
    if line.grade is Grade.NOT_RUN:
        return words("technician.detail.not_run")
    quiet = line.grade is Grade.OK and not line.value
    return words("technician.detail.quiet") if quiet else seen(line.value, words)


def _stops(words: Words, matters: tuple[str, ...]) -> str:
    if not matters:
        return words("technician.detail.stops_nothing")
    return words("technician.detail.stops", matters=_names(words, matters))


def _names(words: Words, matters: tuple[str, ...]) -> str:
    return words("diagnose.comma").join(words(f"matter.{code}.name") for code in matters)


def _paper_left(words: Words, place: Maintenance) -> str:
    assert place.paper is not None
    metres = f"{place.paper.mm / 1000:.0f}"
    return words("technician.paper_left", metres=metres, slips=place.paper.slips)


# ---- one device --------------------------------------------------------------------------------


def _device(
    rules: Rules, state: State, place: Maintenance, words: Words, page: OneDevice
) -> StatusView:
    device = page.device
    known = diagnosis_of(rules, state, place, device, needed_by(rules))
    line = next(line for line in items(rules, state, place) if line.name == device.value)
    lead = _word(words, line)
    if line.attention is not None and not line.testing:
        lead = words("technician.device.lead", fault=lead, code=line.attention.code)
    told = words(f"technician.told.{page.told}") if page.told else ""
    checks = {check.layer: check for check in known.checks}
    testing = device in place.waits
    rows = [
        _layer(words, checks.get(layer, Check(layer, Grade.NOT_RUN)), line, testing=testing)
        for layer in LAYERS
    ]
    todo = told or words("technician.device.nothing")
    if line.grade is Grade.ABSENT:
        todo = words("technician.device.absent")
    elif line.attention is not None:
        todo = words(f"attention.{line.attention.code}.technician")
    notes = [IconRow("wrench-outline", words("technician.device.todo"), todo)]
    if line.matters:
        names = _names(words, line.matters)
        notes.append(IconRow("sign-caution", words("technician.device.stops"), names))
    actions: list[Button] = []
    if device is Device.PRINTER:
        if place.paper is not None and line.attention is not RefillPaper:  # or the count is wrong
            left = _paper_left(words, place)
            notes.append(IconRow("paper-roll-outline", words("technician.report.paper"), left))
        actions = [_change_paper(words), _test_print(words)]
    elif device is Device.CARD_READER:
        actions = [_try_card(words)]
    can_test = device in installed(rules) and not place.running
    return StatusView(
        frame=staff_frame(rules, state, words, "device"),
        name="technician_device",
        title=words(f"technician.item.{device.value}"),
        lead=told if line.attention is not None and told else lead,
        rows=tuple(rows),
        notes=tuple(notes),
        actions=tuple(actions),
        primary=Button(
            "test-one",
            words("technician.device.test"),
            CheckDevicesPressed((device,)),
            enabled=can_test,
            missing="" if can_test else words(
                "technician.device.testing" if place.running else "technician.grade.absent"
            ),
        ),
    )  # fmt: skip


def _layer(words: Words, check: Check, line: Item, *, testing: bool) -> StatusRow:
    grade = "testing" if testing else check.grade.value
    value = seen(check.value, words)
    detail = value or words(f"technician.layer_note.{check.layer}")
    if check.grade in (Grade.FAIL, Grade.WARNING) and not testing:
        detail = f"{_word(words, line)}  {value}".rstrip()
    return StatusRow(
        grade,
        words(f"technician.layer.{check.layer}"),
        words(f"technician.layer_is.{grade}"),
        detail,
    )


# ---- paper -------------------------------------------------------------------------------------


def _paper(rules: Rules, state: State, words: Words, page: ChangingPaper) -> PaperView:
    names = ("done", "now", "to_come")
    return PaperView(
        frame=staff_frame(rules, state, words, "paper"),
        title=words("technician.paper.title"),
        lead=words("technician.paper.lead"),
        steps=tuple(
            PaperStep(
                words(f"technician.paper.{step}"),
                words(f"technician.paper.{step}_note"),
                names[(index > page.step) - (index < page.step) + 1],
            )
            for index, step in enumerate(PAPER_STEPS)
        ),
        picture=PAPER_STEPS[page.step],
        primary=Button(
            f"paper-{PAPER_STEPS[page.step]}",
            words(f"technician.paper.{PAPER_STEPS[page.step]}_done"),
            ContinuePressed(),
        ),
    )


def _judging(rules: Rules, state: State, words: Words) -> ChoiceView:
    return ChoiceView(
        frame=staff_frame(rules, state, words, "print"),
        name="technician_judge",
        title=words("technician.judge.title"),
        lead=words("technician.judge.lead"),
        choices=tuple(
            Button(
                f"test-{name}",
                words(f"technician.judge.{name}"),
                PrintJudged(well),
                icon=icon,
                note=words(f"technician.judge.{name}_note"),
            )
            for name, well, icon in (
                ("well", True, "check-circle-outline"),
                ("unclear", False, "close-circle-outline"),
            )
        ),
    )
