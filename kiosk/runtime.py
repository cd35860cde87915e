"""The inbox: one thread, one event at a time, and the parts that carry effects out.

Whoever draws calls `drain()` on its own thread; everybody else only `post()`s. Nothing here waits:
ports, store and courier work on threads of their own and answer with events.
"""

import logging
import queue
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from kiosk.effects import (
    Ask,
    AskKeeping,
    AskPaper,
    Audit,
    Beep,
    BindBlank,
    CheckPin,
    ClearFaces,
    Diagnose,
    Effect,
    EndBlank,
    ExportLog,
    ForgetQuestions,
    KeepDraft,
    KeepTries,
    NewRoll,
    Print,
    PrintLicence,
    Rate,
    ReadBlank,
    Restart,
    Spell,
    StartFace,
    StartPhotos,
    StartReading,
    StartScanning,
    StopAsking,
    StopFace,
    StopPhotos,
    StopReading,
    StopReadingBlank,
    StopScanning,
    SubmitCase,
    TellHotline,
)
from kiosk.events import Event
from kiosk.events.program import Crashed, Tick
from kiosk.events.technician import PaperTold
from kiosk.ports import (
    BarcodeReader,
    Biometric,
    Cancel,
    CardReader,
    CheckFace,
    ClearFace,
    PrintSlip,
    ReadCard,
    ReceiptPrinter,
    ScanCode,
    TakePhotos,
)
from kiosk.rules import Rules
from kiosk.visit.advance import advance
from kiosk.visit.speech import spoken
from kiosk.visit.state import State
from kiosk.visit.view import view
from kiosk.visit.views import View
from kiosk.vocabulary import Device

log = logging.getLogger(__name__)

Watcher = Callable[[Event, State, list[Effect]], None]


class Keeper(Protocol):
    """The store and the courier behind it."""

    def carry_out(
        self,
        effect: SubmitCase
        | KeepDraft
        | TellHotline
        | Rate
        | Audit
        | AskKeeping
        | ExportLog
        | BindBlank
        | EndBlank,
    ) -> None: ...


class Sounds(Protocol):
    def beep(self, sound: str) -> None: ...

    def say(self, text: str) -> None:
        """Read aloud; what is still being said gives way."""

    def hush(self) -> None:
        """Say no more."""


class Diagnostician(Protocol):
    def diagnose(self, id: str, devices: Iterable[Device]) -> None:
        """Test them; a DeviceDiagnosed for each, then DiagnosisEnded reach the inbox."""


class Desk(Protocol):
    """Where platforms are asked."""

    def carry_out(self, effect: Ask | StopAsking | ForgetQuestions) -> None:
        """Never waits; Ask → exactly one Answered reaches the inbox."""


class Speller(Protocol):
    """Who turns letters of pinyin into words."""

    def spell(self, letters: str) -> None:
        """Never waits; a Spelled for the newest letters reaches the inbox."""


class Press(Protocol):
    """Who draws licences and has them printed on numbered sheets."""

    def carry_out(self, effect: ReadBlank | StopReadingBlank | PrintLicence) -> None:
        """Never waits; exactly one Completed reaches the inbox, but for StopReadingBlank."""


class Gate(Protocol):
    """Who checks the technician's PIN."""

    def carry_out(self, effect: CheckPin | KeepTries) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the runtime hands effects to. barcode_reader, press: None where there is none."""

    card_reader: CardReader
    printer: ReceiptPrinter
    biometric: Biometric
    keeper: Keeper
    sounds: Sounds
    diagnostician: Diagnostician
    gate: Gate
    desk: Desk
    speller: Speller
    barcode_reader: BarcodeReader | None = None
    press: Press | None = None


class Runtime:
    """Turns events into states, views and effects. Made before its parts, which post to it."""

    def __init__(self, rules: Rules, state: State) -> None:
        self._rules = rules
        self._state = state
        self._inbox: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._parts: Parts | None = None
        self._first: list[Event] = []
        self._held: list[Event] = []
        self._waiting: list[Effect] = []
        self._cleared = 0
        self._said = ""
        self._offer: tuple[Rules, Callable[[], None]] | None = None
        self._taken: Callable[[], None] = lambda: None
        self.wake: Callable[[], None] = lambda: None
        self.restart: Callable[[], None] = lambda: None
        self.watchers: list[Watcher] = []

    @property
    def rules(self) -> Rules:
        return self._rules

    @property
    def state(self) -> State:
        return self._state

    def connect(self, parts: Parts, *first: Event) -> None:
        """Give it the parts, from any thread. first: events that come before all that waited.

        So the first page can be shown, and even touched, while devices and store still start; a
        visit begins only when it is known how many there have been.
        """
        self._first = list(first)
        self._parts = parts
        self.wake()

    def offer(self, rules: Rules, taken: Callable[[], None]) -> None:
        """Use these rules from the next moment between visits on; safe from any thread.

        taken: called by whoever draws, once it has drawn a page of theirs or has failed to.
        """
        self._offer = (rules, taken)
        self.wake()

    def post(self, event: Event) -> None:
        """Put an event into the inbox; safe from any thread."""
        self._inbox.put(event)
        self.wake()

    def drain(self) -> View:
        """Take every event that waits, one at a time, and return what the screen shows now."""
        while due := self._due():
            for event in due:
                self._state, effects = advance(self._rules, self._state, event)
                for effect in effects:
                    self._carry_out(effect)
                for watch in self.watchers:
                    watch(event, self._state, effects)
        self._change_rules()
        shown = view(self._rules, self._state)
        self._read_aloud(shown)
        return shown

    def _change_rules(self) -> None:
        taken, self._taken = self._taken, lambda: None
        taken()  # the picture before this one was the first of theirs
        if self._offer is not None and self._state.is_quiet:
            (self._rules, self._taken), self._offer = self._offer, None
            self.wake()

    def _due(self) -> list[Event]:
        """What can be taken now: before there are parts, time and trouble only; then the rest."""
        came: list[Event] = []
        while not self._inbox.empty():
            came.append(self._inbox.get_nowait())
        if self._parts is None:
            self._held += [event for event in came if not isinstance(event, Tick | Crashed)]
            return [event for event in came if isinstance(event, Tick | Crashed)]
        for effect in self._waiting:
            self._carry_out(effect)
        due = [*self._first, *self._held, *came]
        self._first, self._held, self._waiting = [], [], []
        return due

    def _read_aloud(self, shown: View) -> None:
        """Each page once, while the visitor wants it; leaving takes that back, and hushes."""
        text = spoken(shown) if self._state.preferences.sound else ""
        parts = self._parts
        if text == self._said or parts is None:
            return
        self._said = text
        if text:
            parts.sounds.say(text)
        else:
            parts.sounds.hush()

    def _carry_out(self, effect: Effect) -> None:
        parts = self._parts
        if parts is None:
            self._waiting.append(effect)
            return
        match effect:
            case StartReading(id=id):
                parts.card_reader.submit(ReadCard(id))
            case StopReading(id=id):
                parts.card_reader.submit(Cancel(id))
            case StartFace(id, limit_s, actions, action_s):
                parts.biometric.submit(CheckFace(id, limit_s, actions, action_s))
            case StartPhotos(id, limit_s, shots, countdown_s, same_person):
                command = TakePhotos(id, limit_s, shots, countdown_s, same_person)
                parts.biometric.submit(command)
            case StopFace(id=id) | StopPhotos(id=id):
                parts.biometric.submit(Cancel(id))
            case ClearFaces():
                self._cleared += 1
                parts.biometric.submit(ClearFace(f"clear.{self._cleared}"))
            case StartScanning(id=id, accepts=accepts) if parts.barcode_reader is not None:
                parts.barcode_reader.submit(ScanCode(id, accepts))
            case StopScanning(id=id) if parts.barcode_reader is not None:
                parts.barcode_reader.submit(Cancel(id))
            case ReadBlank() | StopReadingBlank() | PrintLicence() if parts.press is not None:
                parts.press.carry_out(effect)
            case Ask() | StopAsking() | ForgetQuestions():
                parts.desk.carry_out(effect)
            case Print(id=id, slip=slip):
                parts.printer.submit(PrintSlip(id, slip))
            case Restart():
                self.restart()
            case AskPaper():
                self.post(PaperTold(parts.printer.paper_left()))
            case NewRoll():
                parts.printer.refilled()
            case CheckPin() | KeepTries():
                parts.gate.carry_out(effect)
            case (
                SubmitCase()
                | KeepDraft()
                | TellHotline()
                | Rate()
                | Audit()
                | AskKeeping()
                | ExportLog()
                | BindBlank()
                | EndBlank()
            ):
                parts.keeper.carry_out(effect)
            case Spell(letters=letters):
                parts.speller.spell(letters)
            case Beep(sound=sound):
                parts.sounds.beep(sound)
            case Diagnose(id=id, devices=devices):
                parts.diagnostician.diagnose(id, devices)
            case _:
                log.error("an effect that nobody carries out: %s", type(effect).__name__)
