"""Reads bar and QR codes from a reader on a serial port, and only while somebody wants one.

Answers for arming: between a `ScanCode` and its end the reader's trigger is on; what arrives at any
other time is dropped unseen. And for asking a model that can be asked how it is. Leaves what a code
is to `codec`, what it may say to the allow-list that is handed in, ports and absence to `transport`
and `worker`.

Most readers only ever speak when they see a code. Of such a one it is known that its port is there,
and no more: its status says `scanner=unknown` (XFS4IoT: BarcodeReader.Status.scanner), and its
function test that there is nothing to ask.
"""

import time
from collections.abc import Callable
from contextlib import suppress

from config.model import BarcodeReaderConfig
from devices.barcode_reader.codec import Line, LineReader, Pace, Refused, Verdict
from devices.barcode_reader.profile import load_profile
from devices.serial_worker import serial_worker
from devices.transport import FrameLog, NoAnswer, PortGone, SerialPort
from devices.worker import Outcome, Turn
from kiosk.attention import ReseatBarcodeReaderCable, ResetBarcodeReader
from kiosk.events.devices import CodeRefused
from kiosk.ports import (
    Cancel,
    Capabilities,
    Crossing,
    DeviceStatus,
    FunctionReport,
    FunctionTest,
    Post,
    ScanCode,
    ScannedCode,
    SelfTest,
)
from kiosk.vocabulary import CompletionCode, Device, DeviceState

Allowed = Callable[[str, tuple[str, ...]], str | None]
"""Which of the names a text is one of; see `kiosk.codes.AllowList.kind_of`."""

UNKNOWN, ON = "scanner=unknown", "scanner=on"

_SLICE_S = 0.05  # how long a Cancel may go unnoticed while nothing comes
_IDLE_S = 0.001  # enough for the tests that are queued to be answered
_DRAIN_LIMIT_S = 0.3  # a reader that never stops must not keep anybody waiting
_LONGEST_ANSWER = 512
_SHOWN = 72  # characters of an answer that a technician sees


class SerialBarcodeReader:
    """A `kiosk.ports.BarcodeReader`."""

    def __init__(self, config: BarcodeReaderConfig, post: Post, allowed: Allowed) -> None:
        """Raises ValueError for a profile that there is not."""
        self._config, self._allowed = config, allowed
        self._profile = load_profile(config.profile)
        self._frames = FrameLog()
        self._lines = LineReader()
        self._pace = Pace(config.same_code_s)
        self._maybe_on = True  # somebody before us may have left it on
        self._worker = serial_worker(
            Device.BARCODE_READER,
            self,
            post,
            config,
            self._frames,
            port_gone=ReseatBarcodeReaderCable,
            no_answer=ResetBarcodeReader,
        )
        self._worker.start()

    def submit(self, command: ScanCode | SelfTest | FunctionTest | Cancel) -> None:
        self._worker.submit(command)

    def capabilities(self) -> Capabilities:
        """can: trigger (it reads only when told to), health (it can be asked how it is)."""
        profile = self._profile
        can = [word for word, has in (("trigger", profile.on), ("health", profile.ask)) if has]
        return Capabilities(Device.BARCODE_READER, profile.name, tuple(can))

    def crossings(self) -> tuple[Crossing, ...]:
        return self._frames.newest()

    def close(self) -> None:
        self._worker.close()
        self._lines.clear()

    # ---- called by the worker ----------------------------------------------------------------

    @property
    def look_every_s(self) -> float:
        return self._config.status_interval_s

    def opened(self) -> None:
        self._lines.clear()
        self._maybe_on = True

    def look(self, port: SerialPort, turn: Turn) -> DeviceStatus:
        self._rest(port)
        if not self._profile.ask:
            return DeviceStatus(Device.BARCODE_READER, DeviceState.ONLINE, detail=UNKNOWN)
        self._ask(port, turn)
        return DeviceStatus(Device.BARCODE_READER, DeviceState.ONLINE, detail=ON)

    def carry_out(self, command: ScanCode | FunctionTest, port: SerialPort, turn: Turn) -> Outcome:
        if isinstance(command, FunctionTest):
            return self._test(port, turn)
        self._rest(port)
        try:
            return CompletionCode.SUCCESS, self._scan(command, port, turn)
        finally:
            self._lines.clear()
            with suppress(NoAnswer, PortGone):
                self._off(port)

    # ---- a code ------------------------------------------------------------------------------

    def _scan(self, command: ScanCode, port: SerialPort, turn: Turn) -> ScannedCode:
        """Wait until a wanted code is shown. Raises Canceled, NoAnswer, PortGone."""
        again_s = self._profile.again_s
        armed_s = self._on(port)
        while True:
            turn.check()
            if not self._lines.pending:
                turn.idle(_IDLE_S)
            data = port.read(self._config.gap_s if self._lines.pending else _SLICE_S)
            codes = self._lines.feed(data) if data else self._lines.gap()
            for code in codes:
                if wanted := self._judge(code, command.accepts, port, turn):
                    return wanted
            # A test in between switches it off; a read does with some models, and their time-out.
            over = again_s and (codes or time.monotonic() - armed_s >= again_s)
            if over or not self._maybe_on:
                armed_s = self._on(port)

    def _judge(
        self, code: Line | Refused, accepts: tuple[str, ...], port: SerialPort, turn: Turn
    ) -> ScannedCode | None:
        """The code if it is wanted; otherwise it is refused, or was told of already."""
        match self._pace.judge(code, time.monotonic()):
            case Verdict.SAME | Verdict.STILL_TOO_FAST:
                return None
            case Verdict.TOO_FAST:
                reason = "too_fast"
            case Verdict.TAKE if isinstance(code, Refused):
                reason = code.reason
            case Verdict.TAKE:
                assert isinstance(code, Line)
                if kind := self._allowed(code.text, accepts):
                    port.heard(code.length, kind)
                    return ScannedCode(kind, code.text)
                reason = "not_wanted"
        port.heard(code.length, reason)
        turn.post(CodeRefused(reason))
        return None

    # ---- the reader --------------------------------------------------------------------------

    def _on(self, port: SerialPort) -> float:
        """Let it read; when."""
        self._maybe_on = True
        if self._profile.on:
            port.write(self._profile.on, "on")
        return time.monotonic()

    def _off(self, port: SerialPort) -> None:
        if self._profile.off and self._maybe_on:
            port.write(self._profile.off, "off")
        self._maybe_on = False

    def _rest(self, port: SerialPort) -> None:
        """Off, and what it has sent unasked is dropped unseen, to the end of the code."""
        self._off(port)
        # Until it is silent: the rest of a code that is arriving must not pass for a whole one.
        if dropped := port.drain(self._config.gap_s, _DRAIN_LIMIT_S):
            self._frames.note("in", dropped, "dropped")

    def _ask(self, port: SerialPort, turn: Turn) -> str:
        """What it says of itself, for a technician. Raises NoAnswer, PortGone, Canceled."""
        ends_s = time.monotonic() + self._config.reply_timeout_s
        port.write(self._profile.ask, "ask")
        answer, end = b"", self._profile.answer_ends
        while not (end and answer.endswith(end)):
            turn.check()
            left_s = ends_s - time.monotonic()
            data = port.read(min(left_s, self._config.gap_s if answer else _SLICE_S))
            answer += data
            if answer and not data and not end:
                break
            if left_s <= 0 or len(answer) > _LONGEST_ANSWER:
                raise NoAnswer("no answer")
        port.heard(len(answer), "answer")
        return _shown(_without_echo(answer.removesuffix(end), self._profile.ask))

    def _test(self, port: SerialPort, turn: Turn) -> Outcome:
        """On and off, then what it says of itself: with nothing before it, there is nothing else.

        Both are safe to repeat. What it sends meanwhile is dropped unseen.
        """
        self._rest(port)
        self._on(port)
        self._rest(port)
        told = f"{self._config.baud} baud"
        if not self._profile.ask:
            return CompletionCode.UNSUPPORTED_COMMAND, FunctionReport(f"{told}, {UNKNOWN}")
        began_s = time.monotonic()
        version = self._ask(port, turn)
        took_ms = 1000 * (time.monotonic() - began_s)
        return CompletionCode.SUCCESS, FunctionReport(f"{told}, {took_ms:.0f} ms, {version}")


def _without_echo(answer: bytes, asked: bytes) -> bytes:
    """A menu command's answer begins with the command, without SYN M CR and the full stop."""
    command = asked.rpartition(b"\r")[2].removesuffix(b".")
    return answer.removeprefix(command)


def _shown(answer: bytes) -> str:
    """Its printable part: a reader's answer is hostile too."""
    text = answer.decode("ascii", errors="ignore")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_SHOWN]
