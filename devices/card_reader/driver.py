"""Reads a resident ID card with a SAM-V module on a serial port.

Answers for the order find → select → read, for watching whether the card still lies there after a
read, and for handing the portrait on and wiping it. Leaves the module itself to `module`, frames to
`codec`, the card's layout to `document`, ports and patience with their absence to `transport` and
`worker`.

After a read, good or bad, the module finds a card only once it was lifted and put back. So a card
that lies there is watched with 30 03 (90 or 91: present) or, for modules that want it, 30 05, and
after a bad read the driver goes on asking with *find* until the card comes back. A read that fails
because the card went away looks the same as one that failed for another reason, but then the watch
fails too: that is `CardLifted`.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from config.model import CardReaderConfig
from devices.card_reader.codec import (
    APPENDED_ADDRESS,
    FIND,
    MANAGEMENT_NUMBER,
    READ,
    READ_WITH_FINGERPRINTS,
    SELECT,
    Reply,
    Sw3,
    Verdict,
    wipe,
)
from devices.card_reader.document import PHOTO_BYTES, CardDataError, newest_address, parse_block
from devices.card_reader.exchange import Garbled
from devices.card_reader.module import Module, OutOfService
from devices.serial_worker import serial_worker
from devices.transport import FrameLog, NoAnswer, PortGone, SerialPort
from devices.worker import Outcome, Turn
from kiosk.attention import ReplaceReaderModule, ReseatReaderCable, ResetReader
from kiosk.case.model import CardKind, IdCard
from kiosk.events.devices import CardFound, CardLifted, CardPresence, CardUnreadable
from kiosk.ports import (
    Cancel,
    Capabilities,
    CardData,
    Crossing,
    DeviceStatus,
    FunctionReport,
    FunctionTest,
    Post,
    ReadCard,
    SelfTest,
)
from kiosk.vocabulary import CompletionCode, Device

HEALTH_EVERY_POLLS = 15
"""While nobody wants a card, the module is asked how it is once in so many poll intervals."""

_RESTARTS = 2  # how often *find* begins again by itself before the visitor is asked to help
_PRESENCE = {"30 03": APPENDED_ADDRESS, "30 05": MANAGEMENT_NUMBER}
_CAPABILITIES = Capabilities(
    Device.CARD_READER, "SAM_V, GA/T 467", ("contactless", "chipTypeB", "cardTakenSensor")
)

_log = logging.getLogger(__name__)


class _Ends(Exception):
    """The command ends here."""

    def __init__(self, code: CompletionCode, result: object) -> None:
        self.outcome: Outcome = code, result


class _Lifted(Exception):
    """The card went away between *find* and the end of *read*."""


class _BeginAgain(Exception):
    """With *find*, and nobody has to do anything; its text is the reason."""


class _Unreadable(Exception):
    """This card, this time, cannot be read; its text is the reason."""


@dataclass(frozen=True, slots=True)
class ReadTiming:
    """When the *find* that succeeded began to leave, and when the card was parsed (monotonic)."""

    find_began_s: float
    parsed_s: float


class SerialCardReader:
    """A `kiosk.ports.CardReader`. hand_portrait gets 1,024 bytes, wiped as soon as it returns."""

    def __init__(
        self, config: CardReaderConfig, post: Post, hand_portrait: Callable[[bytearray], None]
    ) -> None:
        """Raises ValueError for a registered number that no module can have."""
        self._config, self._hand_portrait = config, hand_portrait
        self._presence = _PRESENCE[config.presence]
        self._frames = FrameLog()
        self._module = Module(config)
        self._watching = False  # a card was read and has not been lifted since
        self._told_present = False
        self._restarts = 0
        self.last_read: ReadTiming | None = None
        self._worker = serial_worker(
            Device.CARD_READER,
            self,
            post,
            config,
            self._frames,
            port_gone=ReseatReaderCable,
            no_answer=ResetReader,
        )
        self._worker.start()

    def submit(self, command: ReadCard | SelfTest | FunctionTest | Cancel) -> None:
        self._worker.submit(command)

    def capabilities(self) -> Capabilities:
        return _CAPABILITIES

    def crossings(self) -> tuple[Crossing, ...]:
        """The newest frames, lengths and codes only."""
        return self._frames.newest()

    def close(self) -> None:
        self._worker.close()
        self._module.opened()  # what half a frame held is wiped

    # ---- called by the worker ----------------------------------------------------------------

    @property
    def look_every_s(self) -> float:
        return self._config.poll_interval_s * (1 if self._watching else HEALTH_EVERY_POLLS)

    def opened(self) -> None:
        self._module.opened()

    def look(self, port: SerialPort, turn: Turn) -> DeviceStatus:
        """Whether the card still lies there, when that is wanted; else how the module is."""
        try:
            self._module.greet(port, turn)
            if self._watching:
                self._watch(port, turn)
            else:
                self._module.check(port, turn)
            return self._module.well(port)
        except OutOfService as out:
            if out.status.attention is ReplaceReaderModule:
                self._module.renew(port, turn)
            return out.status

    def carry_out(self, command: ReadCard | FunctionTest, port: SerialPort, turn: Turn) -> Outcome:
        try:
            self._module.greet(port, turn)
            if isinstance(command, FunctionTest):
                return self._module.function_test(port, turn)
            return self._read_card(port, turn)
        except OutOfService as out:
            turn.report(out.status)
            if isinstance(command, FunctionTest):
                return out.code, FunctionReport(out.status.detail)
            return out.code, out.status

    # ---- one card ----------------------------------------------------------------------------

    def _read_card(self, port: SerialPort, turn: Turn) -> Outcome:
        """Wait for a card until it is read or cancelled."""
        self._restarts = 0
        while True:
            if self._watching:
                self._watch(port, turn)
            found, began_s = self._module.ask_timed(port, turn, FIND)
            turn.report(self._module.well(port))
            if found.verdict is Verdict.NO_CARD and self._restarts:
                turn.post(CardLifted())  # while we were about to begin again
                self._restarts = 0
            elif found.verdict not in (Verdict.NO_CARD, Verdict.BEGIN_AGAIN):
                outcome = self._one_card(found, began_s, port, turn)
                if outcome is not None:
                    return outcome
            turn.idle(self._config.poll_interval_s)

    def _one_card(
        self, found: Reply, began_s: float, port: SerialPort, turn: Turn
    ) -> Outcome | None:
        """The found card's outcome; None when it has to be lifted and placed again."""
        try:
            self._demand_yes(found)
            self._watching = self._told_present = False
            turn.post(CardFound())
            self._demand_yes(self._module.ask(port, turn, SELECT), port, turn)
            answer = self._ask_for_data(port, turn)
            self._demand_yes(answer, port, turn)
            return self._understand(answer, began_s, port, turn)
        except _Ends as end:
            return end.outcome
        except _BeginAgain as reason:
            self._restarts += 1
            if self._restarts > _RESTARTS:
                turn.post(CardUnreadable(str(reason)))
        except _Lifted:
            turn.post(CardLifted())
        except (_Unreadable, Garbled) as reason:
            turn.post(CardUnreadable(str(reason)))
        except NoAnswer:
            turn.post(CardUnreadable("no_answer"))
        except PortGone:
            turn.post(CardUnreadable("port_gone"))
            raise
        return None

    def _demand_yes(
        self, answer: Reply, port: SerialPort | None = None, turn: Turn | None = None
    ) -> None:
        """Return when the answer is yes. With a port it is also asked whether the card went away.

        Raises _Ends, _BeginAgain, _Lifted, _Unreadable."""
        reason = f"sw3={answer.sw3:02X}"
        match answer.verdict:
            case Verdict.YES:
                return
            case Verdict.UNKNOWN_CARD:
                self._watching = True
                raise _Ends(CompletionCode.UNSUPPORTED_DATA, None)
            case Verdict.NOT_DONE:
                raise _Ends(CompletionCode.UNSUPPORTED_COMMAND, None)
        went = answer.sw3 in (Sw3.READ_FAILED, Sw3.NOT_FOUND)
        if went and port and turn and not self._lies_there(port, turn):
            raise _Lifted
        if answer.verdict is Verdict.BEGIN_AGAIN:
            raise _BeginAgain(reason)
        raise _Unreadable(reason)

    def _ask_for_data(self, port: SerialPort, turn: Turn) -> Reply:
        if self._config.read_fingerprints:
            answer = self._module.ask(port, turn, READ_WITH_FINGERPRINTS)
            if answer.verdict not in (Verdict.NO_FINGERPRINTS, Verdict.NOT_DONE):
                return answer
        return self._module.ask(port, turn, READ)

    def _understand(self, answer: Reply, began_s: float, port: SerialPort, turn: Turn) -> Outcome:
        """What the visit gets. Cards of other kinds than the resident's end here, by their kind."""
        with _wiped(answer.data):
            try:
                card, photo = parse_block(answer.data)
            except CardDataError as error:
                if error.kind is CardKind.RESIDENT:
                    raise _Unreadable(f"data={error}") from None
                self._watching = True
                return CompletionCode.UNSUPPORTED_DATA, error.kind
        self.last_read = ReadTiming(began_s, time.monotonic())
        self._watching = True
        with _wiped(photo):
            if not isinstance(card, IdCard):
                return CompletionCode.UNSUPPORTED_DATA, card.kind
            if self._config.read_added_addresses:
                card = replace(card, added_address=self._added_address(port, turn))
            handed = self._hand_on(photo)  # of a card that has been read to its end
        return CompletionCode.SUCCESS, CardData(card, has_portrait=handed)

    def _hand_on(self, photo: bytearray) -> bool:
        if len(photo) != PHOTO_BYTES:
            return False
        try:
            self._hand_portrait(photo)
        except Exception as error:  # whatever is wrong with the face process, the card was read
            _log.warning("the portrait could not be handed on: %s", type(error).__name__)
            return False
        return True

    def _added_address(self, port: SerialPort, turn: Turn) -> str:
        """The newest that was written to the card after it was issued; "" where there is none, or
        the module does not give it. Raises _Lifted: what the chip says was not heard to the end.
        """
        try:
            answer = self._module.ask(port, turn, APPENDED_ADDRESS)
        except Garbled:
            raise  # there was something to hear
        except (NoAnswer, OutOfService):
            return ""
        with _wiped(answer.data):
            if answer.verdict is Verdict.YES:
                return newest_address(answer.data)
        known = answer.verdict in (Verdict.NO_SUCH_ITEM, Verdict.NOT_DONE)
        if not known and not self._lies_there(port, turn):
            raise _Lifted
        return ""

    # ---- a card that lies there --------------------------------------------------------------

    def _watch(self, port: SerialPort, turn: Turn) -> None:
        """Ask whether the card last read still lies there, and tell what changed."""
        present = self._lies_there(port, turn)
        if present != self._told_present:
            turn.post(CardPresence(present))
        self._watching = present
        self._told_present = present

    def _lies_there(self, port: SerialPort, turn: Turn) -> bool:
        answer = self._module.ask(port, turn, self._presence)
        with _wiped(answer.data):
            return answer.verdict in (Verdict.YES, Verdict.NO_SUCH_ITEM)


@contextmanager
def _wiped(buffer: bytearray) -> Iterator[None]:
    try:
        yield
    finally:
        wipe(buffer)
