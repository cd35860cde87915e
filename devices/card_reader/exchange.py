"""One question to the module and the answer that fits it.

Answers for time-outs with the wire's own time added, for asking again what came garbled, and for
never taking a late answer for the next one. Leaves the order of questions, and what an answer means
for the visitor, to `driver`.
"""

import time

from config.model import CardReaderConfig
from devices.card_reader.codec import (
    READ,
    READ_WITH_FINGERPRINTS,
    FrameDecoder,
    Reply,
    Request,
    Verdict,
    wipe,
)
from devices.transport import NoAnswer, SerialPort
from devices.worker import Turn

_SLICE_S = 0.05  # how long a Cancel may go unnoticed while an answer is awaited
_DRAIN_LIMIT_S = 2.0
# The first answer after a silence may belong to an older question, and others may follow it.
_DRAINS_AFTER_FAILURE = 2
_BITS_PER_BYTE = 10  # start, 8 data, stop


class Garbled(NoAnswer):
    """Something arrived, and it was no answer. Its text: "checksum", "cut" or a code."""


class ModuleOut(Exception):
    """The module reports that it cannot work: SW3 60 or 66."""


class Conversation:
    """What is said over one opened port."""

    def __init__(self, config: CardReaderConfig) -> None:
        self._config = config
        self._decoder = FrameDecoder()
        self._drains_due = 0  # more than 0 while late answers may still arrive

    def begin(self) -> None:
        """Over a port that was just opened: forget what came through another."""
        self._decoder.clear()
        self._drains_due = 0

    def ask(
        self, port: SerialPort, turn: Turn, request: Request, patience_s: float | None = None
    ) -> tuple[Reply, float]:
        """The answer and when its request began (monotonic); asked twice where that may help.

        Raises NoAnswer, Garbled, ModuleOut, PortGone, Canceled.
        """
        try:
            answer, began_s = self._exchange(port, turn, request, patience_s)
        except Garbled:
            if not request.repeatable:
                raise
            answer, began_s = self._exchange(port, turn, request, patience_s)
        if answer.verdict is Verdict.SEND_AGAIN:  # it was not carried out
            answer, began_s = self._exchange(port, turn, request, patience_s)
            if answer.verdict is Verdict.SEND_AGAIN:
                raise Garbled(f"sw3={answer.sw3:02X}")
        if answer.verdict is Verdict.MODULE_OUT:
            raise ModuleOut(f"sw3={answer.sw3:02X}")
        return answer, began_s

    def _exchange(
        self, port: SerialPort, turn: Turn, request: Request, patience_s: float | None
    ) -> tuple[Reply, float]:
        self._decoder.clear()
        port.drain(self._config.settle_s if self._drains_due else 0.0, _DRAIN_LIMIT_S)
        drains_due, self._drains_due = self._drains_due, _DRAINS_AFTER_FAILURE
        if patience_s is None:
            reads = request in (READ, READ_WITH_FINGERPRINTS)
            patience_s = self._config.read_timeout_s if reads else self._config.reply_timeout_s
        frame = request.frame()
        began_s = port.write(frame, request.code)
        wire_bytes = len(frame) + request.longest_reply
        ends_s = began_s + patience_s + wire_bytes * _BITS_PER_BYTE / port.baud
        bytes_heard = 0
        while (left_s := ends_s - time.monotonic()) > 0:
            turn.check()
            data = port.read(min(_SLICE_S, left_s))
            bytes_heard += len(data)
            events = self._decoder.feed(data)
            wipe(data)
            for event in events:
                if not isinstance(event, Reply):
                    if event.bad_checksum:
                        raise Garbled("checksum")
                elif request.fits(event):
                    port.heard(event.size, event.code)
                    self._drains_due = max(0, drains_due - 1)
                    return event, began_s
                else:
                    wipe(event.data)  # the late answer of a question given up
        raise Garbled("cut") if bytes_heard else NoAnswer("no answer")
