"""The security module at the other end: its rate, its number, whether it may be used.

Answers for finding the rate, for comparing the number with the registered one, for how the module
is, and for the test that needs no card. Leaves one question and its answer to `exchange`, and cards
to `driver`.
"""

import time
from contextlib import suppress

from config.model import CardReaderConfig
from devices.card_reader.codec import (
    BAUD_RATES,
    FIND,
    RESET,
    SAM_ID,
    STATUS,
    Reply,
    Request,
    Verdict,
    sam_bytes,
    sam_id,
)
from devices.card_reader.exchange import Conversation, Garbled, ModuleOut
from devices.serial_worker import FASTEST_BAUD
from devices.transport import NoAnswer, SerialPort
from devices.worker import Outcome, Turn
from kiosk.attention import (
    Attention,
    CheckReaderIdentity,
    RaiseReaderBaud,
    ReplaceReaderModule,
)
from kiosk.ports import DeviceStatus, FunctionReport
from kiosk.vocabulary import CompletionCode, Device, DeviceState

_RATE_PATIENCE_S = 0.3  # for each rate that is tried: a module answers *status* within 0.1 s


class OutOfService(Exception):
    """The module answers, and cannot or must not be used."""

    def __init__(self, code: CompletionCode, status: DeviceStatus) -> None:
        self.code, self.status = code, status


class Module:
    """Every question to it raises NoAnswer, PortGone, Canceled, and OutOfService."""

    def __init__(self, config: CardReaderConfig) -> None:
        """Raises ValueError for a registered number that no module can have."""
        self._config = config
        self._registered = sam_bytes(config.sam_id) if config.sam_id else None
        self._talk = Conversation(config)
        self._known = False  # rate and number are, and hold until it falls silent
        self._number = ""

    def opened(self) -> None:
        """Another port, perhaps another module."""
        self._talk.begin()
        self._known = False

    def ask(self, port: SerialPort, turn: Turn, request: Request) -> Reply:
        return self.ask_timed(port, turn, request)[0]

    def ask_timed(self, port: SerialPort, turn: Turn, request: Request) -> tuple[Reply, float]:
        """The answer, and when its request began (monotonic)."""
        try:
            return self._talk.ask(port, turn, request)
        except NoAnswer:
            self._known = False  # perhaps another module is there, at another rate
            raise
        except ModuleOut as out:
            status = _status(DeviceState.HARDWARE_ERROR, ReplaceReaderModule, str(out))
            raise OutOfService(CompletionCode.HARDWARE_ERROR, status) from None

    def greet(self, port: SerialPort, turn: Turn) -> None:
        """Learn its rate and number, unless both are known."""
        if self._known:
            return
        if self._config.baud == "auto":
            self._find_rate(port, turn)
        self._identify(port, turn)

    def check(self, port: SerialPort, turn: Turn) -> None:
        """How it is, and, where one is registered, whether it is still the same."""
        self.ask(port, turn, STATUS)
        if self._registered is not None:
            self._identify(port, turn)

    def _identify(self, port: SerialPort, turn: Turn) -> None:
        number = bytes(self.ask(port, turn, SAM_ID).data)
        self._number = sam_id(number) if number else ""
        self._known = self._registered in (None, number)
        if not self._known:
            status = _status(DeviceState.FRAUD_ATTEMPT, CheckReaderIdentity, self._number)
            raise OutOfService(CompletionCode.FRAUD_ATTEMPT, status)

    def renew(self, port: SerialPort, turn: Turn) -> None:
        """Have it test itself anew; whether that helped, the next question tells."""
        with suppress(NoAnswer, OutOfService):
            self.ask(port, turn, RESET)

    def well(self, port: SerialPort) -> DeviceStatus:
        """The status of a module that answered."""
        if port.baud < FASTEST_BAUD:
            return _status(DeviceState.ONLINE, RaiseReaderBaud, f"{port.baud} baud, {self._number}")
        return _status(DeviceState.ONLINE, None, self._number)

    def function_test(self, port: SerialPort, turn: Turn) -> Outcome:
        """Status, number and one *find*: all that can be done without a card."""
        self.check(port, turn)
        found, began_s = self.ask_timed(port, turn, FIND)
        took_ms = (time.monotonic() - began_s) * 1000
        turn.report(self.well(port))
        report = FunctionReport(f"{port.baud} baud, SAM {self._number}, {took_ms:.0f} ms")
        finds = found.verdict in (Verdict.YES, Verdict.NO_CARD)
        return CompletionCode.SUCCESS if finds else CompletionCode.HARDWARE_ERROR, report

    def _find_rate(self, port: SerialPort, turn: Turn) -> None:
        """The rate at which *status* is answered, the present one first."""
        patience_s = min(_RATE_PATIENCE_S, self._config.reply_timeout_s)
        now, failure = port.baud, NoAnswer("no answer")
        for baud in (now, *(each for each in BAUD_RATES if each != now)):
            if baud != port.baud:
                port.set_baud(baud)
            try:
                self._talk.ask(port, turn, STATUS, patience_s)
                return
            except ModuleOut:
                return  # it answered: the next question says what it said
            except Garbled as garbled:
                failure = garbled
            except NoAnswer:
                pass
        port.set_baud(FASTEST_BAUD)
        raise failure


def _status(state: DeviceState, attention: type[Attention] | None, detail: str) -> DeviceStatus:
    return DeviceStatus(Device.CARD_READER, state, attention, detail=detail)
