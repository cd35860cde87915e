"""A technician at the real window: the corner, two PINs, a test, a new roll, back to service."""

import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from unittest.mock import create_autospec

import pytest

from kiosk.attention import ClosePrinterCover, every_attention
from kiosk.diagnosis import Check, Diagnosis, Grade
from kiosk.effects import Audit, Diagnose, Effect, NewRoll, Print, StartReading
from kiosk.events.devices import Completed, DeviceDiagnosed, DiagnosisEnded, StatusChanged
from kiosk.events.keeping import KeepingTold
from kiosk.events.program import Started, Tick
from kiosk.events.technician import CornerTapped, LogNotExported
from kiosk.ports import Biometric, CardReader, DeviceStatus, PrintResult, ReceiptPrinter
from kiosk.runtime import Desk, Diagnostician, Keeper, Parts, Runtime, Sounds, Speller
from kiosk.technician.gate import TRIES_FILE, Gate
from kiosk.visit.advance import first_state
from kiosk.visit.views import View
from kiosk.visit.views.board import StatusRow, StatusView
from kiosk.visit.views.finding import HomeView
from kiosk.visit.views.reading import NoticeView
from kiosk.vocabulary import (
    CompletionCode,
    Device,
    DeviceState,
    Language,
    PaperSupply,
    PrintOutcome,
    Theme,
)
from screens import corner
from screens.environment import PAGE
from screens.pictures import save_picture
from screens.technician.status import Line
from screens.theme import tokens
from screens.widgets.words import Words
from tests.kiosk.technician.maintenance import HEAD, PIN, PIN_HASH, RULES
from tests.screens.hand import Hand
from tests.screens.pages import page as page_of

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))
CORNER = (48.0, PAGE[1] - 48.0)


class Site:
    """The runtime with its inbox and the real gate; devices say what the test says."""

    def __init__(self, hand: Hand, directory: Path) -> None:
        self.hand = hand
        self.effects: list[Effect] = []
        self.runtime = Runtime(RULES, first_state(0.0, NOON))
        self.restarted = 0
        self.runtime.restart = self._count
        self.runtime.watchers.append(lambda _, __, effects: self.effects.extend(effects))
        self.gate = Gate(PIN_HASH, directory / TRIES_FILE, self.runtime.post)
        printer = create_autospec(ReceiptPrinter)
        printer.paper_left.return_value = None
        parts = Parts(
            create_autospec(CardReader),
            printer,
            create_autospec(Biometric),
            create_autospec(Keeper),
            create_autospec(Sounds),
            create_autospec(Diagnostician),
            self.gate,
            create_autospec(Desk),
            create_autospec(Speller),
        )
        self.runtime.connect(parts, Started(visits=7), self.gate.tries())
        self.at_s = 0.0
        self.tell()

    def _count(self) -> None:
        self.restarted += 1

    def tell(self, *events: object) -> View:
        for event in events:
            self.runtime.post(event)
        self.hand.router.show(self.runtime.drain())
        if not self.hand.router.accepts_touches:
            self.hand.frames()  # a new question wants to be seen first
        return self.shown

    @property
    def shown(self) -> View:
        assert self.hand.router.current is not None
        view: View = self.hand.router.current.view
        return view

    def reports(self) -> View:
        """What the fingers did reaches the inbox."""
        reported, self.hand.reported[:] = list(self.hand.reported), []
        return self.tell(*reported)

    def presses(self, *names: str) -> View:
        for name in names:
            self.hand.press(name)
            self.reports()
        return self.shown

    def taps(self, times: int, x: float = CORNER[0], y: float = CORNER[1]) -> View:
        for _ in range(times):
            self.hand.up(self.hand.down(x, y))
        return self.reports()

    def types(self, pin: str) -> View:
        before = len(self.effects)
        self.presses(*(f"digit-{digit}" for digit in pin), "continue")
        until_s = time.monotonic() + 10
        while not any(isinstance(effect, Audit) for effect in self.effects[before:]):
            assert time.monotonic() < until_s, "the gate did not answer"
            time.sleep(0.01)
            self.tell()
        return self.shown

    def passes(self, seconds: float) -> View:
        self.at_s += seconds
        return self.tell(Tick(self.at_s, NOON + timedelta(seconds=self.at_s)))

    def printer(self, paper: PaperSupply, *, cover_open: bool = False) -> View:
        state, attention = DeviceState.ONLINE, None
        if cover_open:
            state, attention = DeviceState.USER_ERROR, ClosePrinterCover
        return self.tell(StatusChanged(DeviceStatus(Device.PRINTER, state, attention, paper)))

    def audited(self) -> list[str]:
        return [effect.event for effect in self.effects if isinstance(effect, Audit)]

    def last(self, kind: type) -> Effect:
        return [effect for effect in self.effects if isinstance(effect, kind)][-1]


def test_a_technicians_visit_with_real_touches(hand: Hand, tmp_path: Path) -> None:
    site = Site(hand, tmp_path)
    assert isinstance(site.taps(4), HomeView)
    site.taps(1)
    site.types("482914")
    assert "再错 2 次" in site.shown.problem  # type: ignore[union-attr]
    site.types(PIN)
    board = site.shown
    assert isinstance(board, StatusView)
    site.printer(PaperSupply.FULL)
    site.tell(KeepingTold(0, HEAD))
    hand.frames(2)
    save_picture(hand.router, ROOT / "build" / "technician" / "board.png")  # docs/technician.md
    site.presses("device-printer", "test-one")
    asked = site.last(Diagnose)
    assert asked.devices == (Device.PRINTER,)  # type: ignore[attr-defined]
    checks = tuple(Check(layer, Grade.OK) for layer in ("port", "answer", "health", "function"))
    found = Diagnosis(Device.PRINTER, Grade.OK, checks)
    site.tell(DeviceDiagnosed(found, asked.id), DiagnosisEnded(asked.id))  # type: ignore[attr-defined]
    site.presses("change-paper")
    site.printer(PaperSupply.OUT, cover_open=True)
    site.printer(PaperSupply.FULL, cover_open=True)
    site.printer(PaperSupply.FULL)
    job = site.last(Print)
    printed = PrintResult(PrintOutcome.PRINTED, 96.0)
    site.tell(Completed(job.id, CompletionCode.SUCCESS, printed))  # type: ignore[attr-defined]
    site.presses("test-well", "try-card")
    site.tell(Completed(site.last(StartReading).id, CompletionCode.TIME_OUT))  # type: ignore[attr-defined]
    site.presses("to-board", "export-log")
    site.tell(LogNotExported("disk"))
    site.presses("to-board", "restart", "restart-now")
    assert site.restarted == 1
    site.gate.close()
    of_the_technician = [
        name for name in site.audited() if not name.startswith(("kiosk", "device"))
    ]
    assert of_the_technician == [
        "technician_refused",
        "technician_entered",
        "diagnosis_run",
        "paper_changed",
        "test_printed",
        "test_judged",
        "card_tried",
        "log_not_exported",
        "restart_asked",
    ]
    assert len([effect for effect in site.effects if isinstance(effect, NewRoll)]) == 1


def test_three_wrong_pins_lock_the_pad_and_a_restart_does_not_open_it(
    hand: Hand, tmp_path: Path
) -> None:
    site = Site(hand, tmp_path)
    site.passes(1)
    site.taps(5)
    for _ in range(3):
        site.types("482914")
    site.gate.close()
    again = Site(hand, tmp_path)
    again.passes(11)
    shown = again.taps(5)
    assert isinstance(shown, NoticeView)
    assert shown.name == "technician_locked"
    assert again.hand.router.find("digit-4") is None
    again.gate.close()


# ---- the corner --------------------------------------------------------------------------------


def corners(hand: Hand) -> int:
    return sum(isinstance(event, CornerTapped) for event in hand.reported)


def shows(hand: Hand, page: str) -> None:
    hand.show(page_of(page))


@pytest.mark.parametrize("page", ["home", "paused", "behind id-card", "farewell"])
def test_five_touches_in_the_corner_are_told_on_every_page_between_visits(
    hand: Hand, page: str
) -> None:
    shows(hand, page)
    for _ in range(5):
        hand.up(hand.down(*CORNER))
    assert corners(hand) == 1
    for _ in range(4):
        hand.up(hand.down(*CORNER))
    assert corners(hand) == 1, "the count begins anew"


@pytest.mark.parametrize(
    ("x", "y"),
    [(100.0, PAGE[1] - 48.0), (48.0, PAGE[1] - 100.0), (PAGE[0] - 48.0, PAGE[1] - 48.0)],
)
def test_touches_beside_it_count_for_nothing(hand: Hand, x: float, y: float) -> None:
    shows(hand, "home")
    for _ in range(8):
        hand.up(hand.down(x, y))
    assert corners(hand) == 0


def test_one_touch_elsewhere_or_one_stroke_begins_anew(hand: Hand) -> None:
    shows(hand, "home")
    for spoilt in (
        lambda: hand.up(hand.down(500, 900)),
        lambda: hand.up(hand.down(*CORNER), 500, 900),
    ):
        for _ in range(4):
            hand.up(hand.down(*CORNER))
        spoilt()
        for _ in range(4):
            hand.up(hand.down(*CORNER))
        assert corners(hand) == 0
        hand.up(hand.down(500, 900))


def test_slow_touches_are_somebody_who_leans_on_the_glass(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_s = iter(range(100))
    hand.router._corner = corner.Corner(lambda: float(next(at_s)))
    shows(hand, "home")
    for _ in range(9):
        hand.up(hand.down(*CORNER))
    assert corners(hand) == 0


# ---- the board ---------------------------------------------------------------------------------


def test_every_fault_has_its_word_and_its_advice_fits_into_the_row_of_the_worst() -> None:
    for language in Language:
        for attention in every_attention():
            short = RULES.words[language](f"technician.fault.{attention.code}")
            word = Words(short, "label", True, leading=1.2)
            assert word.lay(192, 80, tokens(Theme.STANDARD, False)).fits, attention.code
            advice = RULES.words[language](f"attention.{attention.code}.technician")
            line = Line(StatusRow("fail", "", "", "", advice))
            assert line.height(tokens(Theme.STANDARD, False)) <= 96 + 136, attention.code
