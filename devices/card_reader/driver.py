"""Reads a resident ID card with a SAM-V module on a serial port.

Answers for the order find → select → read, for asking again where the protocol allows it, for
watching whether the card still lies there after a read, and for handing the portrait on and wiping
it. Leaves frames to `codec`, the card's layout to `document`, ports and patience with their absence
to `transport` and `worker`.

After a read, good or bad, the module finds a card only once it was lifted and put back. So a card
that lies there is watched with 30 03 (90 or 91: present), and after a bad read the driver goes on
asking with *find* until the card comes back. A read that fails because the card went away looks the
same as one that failed for another reason, but then 30 03 fails too: that is `CardLifted`.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from config.model import CardReaderConfig
from devices.card_reader.codec import (
    APPENDED_ADDRESS,
    FIND,
    READ,
    SAM_ID,
    SELECT,
    STATUS,
    FrameDecoder,
    Reply,
    Request,
    Sw3,
    sam_id,
    wipe,
)
from devices.card_reader.document import (
    PHOTO_BYTES,
    CardDataError,
    UnsupportedCard,
    parse_block,
)
from devices.serial_worker import serial_worker
from devices.transport import FrameLog, NoAnswer, PortGone, SerialPort
from devices.worker import Outcome, Turn
from kiosk.attention import ReplaceReaderModule, ReseatReaderCable, ResetReader
from kiosk.events import CardFound, CardLifted, CardPresence, CardUnreadable
from kiosk.ports import Cancel, CardData, Crossing, DeviceStatus, Post, ReadCard, SelfTest
from kiosk.vocabulary import CompletionCode, Device, DeviceState

HEALTH_EVERY_POLLS = 15
"""While nobody wants a card, the module is asked how it is once in so many poll intervals."""

_SLICE_S = 0.05  # how long a Cancel may go unnoticed while an answer is awaited
_DRAIN_LIMIT_S = 2.0
# The first answer after a silence may belong to an older question, and others may follow it.
_DRAINS_AFTER_FAILURE = 2
_BITS_PER_BYTE = 10  # start, 8 data, stop

_log = logging.getLogger(__name__)


class _Garbled(NoAnswer):
    """Something arrived, and it was no valid frame. Its text: "checksum" or "cut"."""


class _ModuleOut(Exception):
    """The module reports that it cannot work: SW3 60 or 66."""

    def __init__(self, sw3: int) -> None:
        super().__init__(f"sw3={sw3:02X}")


class _Lifted(Exception):
    """The card went away between *find* and the end of *read*."""


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
        self._config, self._post, self._hand_portrait = config, post, hand_portrait
        self._frames = FrameLog()
        self._decoder = FrameDecoder()
        self._drains_due = 0  # more than 0 while late answers may still arrive
        self._module: str | None = None  # the SAM's number, once asked
        self._watching = False  # a card was read and has not been lifted since
        self._told_present = False
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

    def submit(self, command: ReadCard | SelfTest | Cancel) -> None:
        self._worker.submit(command)

    def close(self) -> None:
        self._worker.close()
        self._decoder.clear()

    def crossings(self) -> tuple[Crossing, ...]:
        """The newest frames, lengths and codes only."""
        return self._frames.newest()

    # ---- called by the worker ----------------------------------------------------------------

    @property
    def look_every_s(self) -> float:
        return self._config.poll_interval_s * (1 if self._watching else HEALTH_EVERY_POLLS)

    def opened(self) -> None:
        self._decoder.clear()
        self._drains_due = 0
        self._module = None

    def look(self, port: SerialPort, turn: Turn) -> DeviceStatus:
        """Whether the card still lies there, when that is wanted; else how the module is."""
        try:
            if self._watching:
                self._watch(port, turn)
            else:
                self._ask(port, turn, STATUS)
            self._greet(port, turn)
            return self._well()
        except _ModuleOut as out:
            return self._broken(out)

    def carry_out(self, command: ReadCard, port: SerialPort, turn: Turn) -> Outcome:
        """Wait for a card until it is read or cancelled."""
        try:
            self._greet(port, turn)
            while True:
                if self._watching:
                    self._watch(port, turn)
                found, began_s = self._exchange_twice(port, turn, FIND)
                turn.report(self._well())
                if found.sw3 == Sw3.FOUND:
                    self._watching = self._told_present = False
                    turn.post(CardFound())
                    outcome = self._read(port, turn, began_s)
                    if outcome is not None:
                        return outcome
                turn.wait(self._config.poll_interval_s)
        except _ModuleOut as out:
            status = self._broken(out)
            turn.report(status)
            return CompletionCode.HARDWARE_ERROR, status

    def _greet(self, port: SerialPort, turn: Turn) -> None:
        """Learn the module's number, once for every opening of the port."""
        if self._module is None:
            answer = self._ask(port, turn, SAM_ID)
            self._module = sam_id(answer.data) if answer.data else ""

    # ---- one card ----------------------------------------------------------------------------

    def _read(self, port: SerialPort, turn: Turn, began_s: float) -> Outcome | None:
        """The found card's outcome; None when it has to be lifted and placed again."""
        try:
            self._demand_ok(self._ask(port, turn, SELECT), port, turn)
            answer = self._ask(port, turn, READ)
            self._demand_ok(answer, port, turn)
            return self._understand(answer, began_s)
        except _Lifted:
            turn.post(CardLifted())
        except _Unreadable as reason:
            turn.post(CardUnreadable(str(reason)))
        except _Garbled as garbled:
            turn.post(CardUnreadable(str(garbled)))
        except NoAnswer:
            turn.post(CardUnreadable("no_answer"))
        except PortGone:
            turn.post(CardUnreadable("port_gone"))
            raise
        return None

    def _demand_ok(self, answer: Reply, port: SerialPort, turn: Turn) -> None:
        if answer.sw3 == Sw3.OK:
            return
        went_away = answer.sw3 in (Sw3.READ_FAILED, Sw3.NOT_SELECTED)
        if went_away and not self._lies_there(port, turn):
            raise _Lifted
        raise _Unreadable(f"sw3={answer.sw3:02X}")

    def _understand(self, answer: Reply, began_s: float) -> Outcome:
        with _wiped(answer.data):
            try:
                card, photo = parse_block(answer.data)
            except UnsupportedCard as other:
                self._watching = True
                return CompletionCode.UNSUPPORTED_DATA, other.kind
            except CardDataError as error:
                raise _Unreadable(f"data={error}") from None
        self.last_read = ReadTiming(began_s, time.monotonic())
        self._watching = True
        with _wiped(photo):
            handed = self._hand_on(photo)
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

    def _watch(self, port: SerialPort, turn: Turn) -> None:
        """Ask whether the card last read still lies there, and tell what changed."""
        present = self._lies_there(port, turn)
        if present != self._told_present:
            turn.post(CardPresence(present))
        self._watching = present
        self._told_present = present

    def _lies_there(self, port: SerialPort, turn: Turn) -> bool:
        answer = self._ask(port, turn, APPENDED_ADDRESS)
        with _wiped(answer.data):
            return answer.sw3 in (Sw3.OK, Sw3.NO_SUCH_ITEM)

    # ---- one exchange ------------------------------------------------------------------------

    def _ask(self, port: SerialPort, turn: Turn, request: Request) -> Reply:
        return self._exchange_twice(port, turn, request)[0]

    def _exchange_twice(
        self, port: SerialPort, turn: Turn, request: Request
    ) -> tuple[Reply, float]:
        """The answer and when its request began; once more where something was garbled."""
        try:
            answer, began_s = self._exchange(port, turn, request)
        except _Garbled:
            if not request.repeatable:
                raise
            answer, began_s = self._exchange(port, turn, request)
        if answer.sw3 in (Sw3.REQUEST_CHECKSUM, Sw3.REQUEST_LENGTH):
            answer, began_s = self._exchange(port, turn, request)  # it was not carried out
        if answer.sw3 in (Sw3.SELF_TEST_FAILED, Sw3.NOT_AUTHORISED):
            raise _ModuleOut(answer.sw3)
        return answer, began_s

    def _exchange(self, port: SerialPort, turn: Turn, request: Request) -> tuple[Reply, float]:
        """One request and the reply that fits it. Raises _Garbled, NoAnswer, PortGone, Canceled."""
        self._decoder.clear()
        port.drain(self._config.settle_s if self._drains_due else 0.0, _DRAIN_LIMIT_S)
        drains_due, self._drains_due = self._drains_due, _DRAINS_AFTER_FAILURE
        frame = request.frame()
        began_s = port.write(frame, request.code)
        config = self._config
        patience_s = config.read_timeout_s if request is READ else config.reply_timeout_s
        wire_bytes = len(frame) + request.longest_reply
        ends_s = began_s + patience_s + wire_bytes * _BITS_PER_BYTE / config.baud
        bytes_heard = 0
        while (left_s := ends_s - time.monotonic()) > 0:
            turn.check()
            data = port.read(min(_SLICE_S, left_s))
            bytes_heard += len(data)
            for event in self._decoder.feed(data):
                if not isinstance(event, Reply):
                    if event.bad_checksum:
                        raise _Garbled("checksum")
                elif request.fits(event):
                    port.heard(event.size, event.code)
                    self._drains_due = max(0, drains_due - 1)
                    return event, began_s
                else:
                    wipe(event.data)  # the late answer of a question given up
        raise _Garbled("cut") if bytes_heard else NoAnswer("no answer")

    def _well(self) -> DeviceStatus:
        return DeviceStatus(Device.CARD_READER, DeviceState.ONLINE, detail=self._module or "")

    def _broken(self, out: _ModuleOut) -> DeviceStatus:
        return DeviceStatus(
            Device.CARD_READER, DeviceState.HARDWARE_ERROR, ReplaceReaderModule, detail=str(out)
        )


@contextmanager
def _wiped(buffer: bytearray) -> Iterator[None]:
    try:
        yield
    finally:
        wipe(buffer)
