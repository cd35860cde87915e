"""Questions to the printer and what it answers, on one line where everything is mixed.

Answers for one question at a time (an answer does not say to which it belongs), for late answers,
for automatic status and flow control that come between, for the pace of the wire, and for knowing
whether the proof of a job has come. Leaves to `driver` when to ask, and what a job is.
"""

import time
from collections.abc import Callable

from devices.printer.codec import status_request
from devices.printer.health import BLOCKING
from devices.printer.profile import Fact, PrinterProfile
from devices.printer.replies import (
    Automatic,
    Cleared,
    Flow,
    FromBuffer,
    JobEnded,
    RealTime,
    Reply,
    ReplyDecoder,
    StatusBoard,
)
from devices.transport import FrameLog, NoAnswer, SerialPort

_STEP_S, _AHEAD_S = 0.01, 0.02
"""How much is written at once, and how far writing may run ahead of the wire: a request must not
queue behind half a slip, and when XOFF comes printers have room for about 256 bytes more."""
_UNANSWERED = 2
"""So many questions in a row without answer, and a printer that answered before has gone off."""


class Conversation:
    """With one printer over one port, which is handed in. Used by one thread."""

    def __init__(
        self, profile: PrinterProfile, baud: int, reply_timeout_s: float, log: FrameLog
    ) -> None:
        self._profile, self._log = profile, log
        self._baud, self._reply_timeout_s = baud, reply_timeout_s
        self._board = StatusBoard(profile)
        self._wire_free_at = 0.0
        self.opened()

    def opened(self) -> None:
        """A port was opened: nothing is known through it yet."""
        self._new_decoder()
        self._board.forget()
        self._asked: int | None = None  # the DLE EOT whose answer is awaited, and since when
        self._asked_at = 0.0
        self._answered = 1  # the last one that was answered
        self._unanswered = 0
        self._late = self._held = False
        self._awaited = b""
        self._owed = 0  # barriers sent and not answered yet: the first answer is the oldest's
        self._proved = self._cleared = False

    # ---- what is known -----------------------------------------------------------------------

    @property
    def facts(self) -> frozenset[Fact]:
        return self._board.facts

    @property
    def knows_paper(self) -> bool:
        return self._board.knows_paper

    @property
    def stopped(self) -> bool:
        """Whether it said that it cannot print. What is unknown stops nothing."""
        return bool(self.facts & BLOCKING)

    @property
    def well(self) -> bool:
        """Whether it answered everything, nothing is in the way, and DLE EOT 1 tells what comes:
        its bit "offline" sums up whatever keeps a printer from printing."""
        sums_up = "offline" in self._profile.status.get("1", {})
        return sums_up and self._board.complete and not self.stopped and not self._late

    @property
    def proved(self) -> bool:
        """Whether the proof awaited since `await_proof` has come."""
        return self._proved

    # ---- status ------------------------------------------------------------------------------

    def ask_all(self, port: SerialPort) -> None:
        """DLE EOT 1 to 4, one at a time: the answers do not say what they answer.

        Raises NoAnswer if nothing answers at all; a single number without answer is unknown.
        """
        self._await_answer(port)  # to a question from within a job
        for n in range(1, 5):
            if self._late:
                self._sound_out(port)
            self._ask(port, n)
            if self._await_answer(port):
                continue
            if n == 1:
                self._board.forget()
                raise NoAnswer("no answer to DLE EOT 1")
            self._board.forget(n)

    def begin_to_ask(self, port: SerialPort) -> None:
        """DLE EOT 1 alone, of a printer that is `well`; its answer is for `hear_answer`."""
        self._await_answer(port)  # to a question from within a job
        self._ask(port, 1)

    def hear_answer(self, port: SerialPort) -> None:
        """The answer to what `begin_to_ask` asked. Raises NoAnswer."""
        if not self._await_answer(port):
            self._board.forget()
            raise NoAnswer("no answer to DLE EOT 1")

    def poll(self, port: SerialPort, every_s: float) -> None:
        """During a job: ask DLE EOT 1 now and then, without waiting for the answer.

        It tells that something stopped; what, is asked afterwards.
        """
        now = time.monotonic()
        if self._asked is not None and now - self._asked_at > self._reply_timeout_s:
            self._give_up()
        if self._asked is None and now >= self._asked_at + every_s and not self.gone_off:
            self._ask(port, 1)

    @property
    def gone_off(self) -> bool:
        """Whether it answered before this job and has stopped to: without power, for instance."""
        return self._unanswered >= _UNANSWERED

    def round_trip_s(self, port: SerialPort) -> float:
        """Of DLE EOT 1. Raises NoAnswer."""
        began_s = time.monotonic()
        self._ask(port, 1)
        if not self._await_answer(port):
            raise NoAnswer("no answer to DLE EOT 1")
        return time.monotonic() - began_s

    # ---- bytes out ---------------------------------------------------------------------------

    def begin_job(self) -> None:
        self._held = self._proved = False
        self._unanswered = 0

    def send(
        self,
        port: SerialPort,
        data: bytes,
        code: str,
        held_at_most_s: float,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """Write at the pace of the wire, stopping where XOFF says so and listening on the way.

        Raises NoAnswer when XOFF holds us too long, or holds us and the printer has stopped; and
        what `check`, asked while it holds us, raises.
        """
        step = max(16, round(self._baud / 10 * _STEP_S))
        ends_at = time.monotonic() + held_at_most_s
        for at in range(0, len(data), step):
            while self._held:
                self.listen(port, 0.02)
                check()
                if self.stopped or time.monotonic() > ends_at:
                    raise NoAnswer("XOFF, and no XON")
            chunk = data[at : at + step]
            self._wire_free_at = max(self._wire_free_at, time.monotonic())
            self._wire_free_at += len(chunk) * 10 / self._baud
            port.write(chunk, code)
            while (left := self._wire_free_at - _AHEAD_S - time.monotonic()) > 0:
                self.listen(port, left)

    def clear(self, port: SerialPort) -> bool:
        """Have the printer drop what it holds, at once; whether it said that it has."""
        assert self._profile.clear is not None
        port.discard_unsent()
        self._cleared = not self._profile.clear_reply
        port.write(self._profile.clear, "clear")
        self._wait(port, self._reply_timeout_s, lambda: self._cleared)
        self._owed = 0
        return self._cleared

    # ---- the proof ---------------------------------------------------------------------------

    def await_proof(self, process: bytes, *, and_older: bool = False) -> None:
        """Call it before the request for the proof is written: from now on its answer counts.

        and_older: an older barrier is still in the printer and will be answered before this one.
        """
        self._awaited, self._proved = process, False
        self._owed = self._owed + 1 if and_older else 1

    def wait_for_proof(self, port: SerialPort, timeout_s: float) -> bool:
        self._wait(port, timeout_s, lambda: self._proved)
        return self._proved

    # ---- bytes in ----------------------------------------------------------------------------

    def listen(self, port: SerialPort, timeout_s: float) -> None:
        """Take in what arrives within timeout_s, up to the first pause."""
        for reply in self._decoder.feed(port.read(timeout_s)):
            self._take(reply, port)

    def _wait(self, port: SerialPort, timeout_s: float, done: Callable[[], bool]) -> None:
        ends_at = time.monotonic() + timeout_s
        while not done() and (left := ends_at - time.monotonic()) > 0:
            self.listen(port, left)

    def _sound_out(self, port: SerialPort) -> None:
        """After a question without answer: wait until nothing of before can come any more.

        An answer that comes late would be taken for the next one's: 16 says "all well" to question
        1 and "cover open" to question 2. It may come by itself, or together with the next answer;
        so one is asked for that nobody needs. Raises NoAnswer if even that does not come.
        """
        self._let_pass(port)
        self._ask(port, 1)
        self._let_pass(port)
        if self._asked is not None:
            self._give_up()
            self._board.forget()
            raise NoAnswer("no answer to DLE EOT 1")
        self._late = False

    def _let_pass(self, port: SerialPort) -> None:
        """Until a silent gap; what is no answer to a question still counts."""
        ends_at = time.monotonic() + 2 * self._reply_timeout_s
        while time.monotonic() < ends_at and (data := port.read(self._reply_timeout_s)):
            for reply in self._decoder.feed(data):
                self._take(reply, port)
        self._new_decoder()

    def _ask(self, port: SerialPort, n: int) -> None:
        self._asked, self._asked_at = n, time.monotonic()
        port.write(status_request(n), f"DLE EOT {n}")

    def _await_answer(self, port: SerialPort) -> bool:
        """Whether the answer to what was asked came in time; afterwards nothing is asked."""
        self.listen(port, 0.0)
        left = self._asked_at + self._reply_timeout_s - time.monotonic()
        self._wait(port, left, lambda: self._asked is None)
        if self._asked is None:
            return True
        self._give_up()
        return False

    def _give_up(self) -> None:
        self._asked = None
        self._late = True
        self._unanswered += 1
        self._new_decoder()

    def _new_decoder(self) -> None:
        """After a silent gap nothing of before belongs to what comes."""
        self._decoder = ReplyDecoder(self._profile.answer_mask)

    def _take(self, reply: Reply, port: SerialPort) -> None:
        match reply:
            case RealTime(byte) if self._asked is not None:
                port.heard(1, f"status {self._asked}: {byte:02X}")
                self._board.real_time(self._asked, byte)
                self._answered, self._asked = self._asked, None
                self._unanswered = 0
            case RealTime():
                # One too many: the one before may have been late, and belonged to another question.
                self._log.note("in", 1, "status unasked")
                self._board.forget(self._answered)
                self._late = True
            case Automatic(data):
                port.heard(len(data), "automatic status")
                self._board.automatic(data)
            case Flow(go):
                port.heard(1, "XON" if go else "XOFF")
                self._held = not go
            case JobEnded(process) if process == self._awaited:
                port.heard(7, "job ended")
                self._proved = True
            case FromBuffer() if self._profile.proof == "barrier" and self._owed:
                port.heard(1, "barrier")
                self._owed -= 1
                self._proved = self._owed == 0
            case Cleared():
                port.heard(3, "cleared")
                self._cleared = True
            case _:
                self._log.note("in", 1, "noise")
