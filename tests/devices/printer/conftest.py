"""A printer on a pseudo-terminal, and the driver at the other end, with the patience of a test."""

import queue
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import cv2
import pytest
from hypothesis import settings

from config.model import PrinterConfig
from devices.printer.driver import SerialReceiptPrinter
from devices.printer.journal import JournalFile
from devices.printer.profile import FOLDER
from devices.printer.simulator import PrinterPeer
from kiosk.events.devices import Completed, StatusChanged
from kiosk.ports import (
    Cancel,
    DeviceStatus,
    FunctionTest,
    Pair,
    PrintResult,
    PrintSlip,
    SelfTest,
    Slip,
    TextLine,
)
from kiosk.vocabulary import CompletionCode

# A busy machine is no failure.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

FONT = Path("build/fonts/NotoSansSC-Regular.otf")


def slip_for(name: str, number: str, lines: int = 2) -> Slip:
    rows = tuple(Pair("申请人", name) for _ in range(lines))
    return Slip("receipt", number, (TextLine("收件回执", size=2, align="center"), *rows))


def scan(picture: Path) -> str:
    """What a telephone reads from the picture of a slip; "" if it finds no code."""
    pixels = cv2.imread(str(picture))
    assert pixels is not None
    return str(cv2.QRCodeDetector().detectAndDecode(pixels)[0])


MODELS = {
    "epson-tm-t88": "tm-t88",
    "snbc-bt-t080": "bt-t080",
    "cashino-kp-628e": "kp-628e",
}
"""The profile of each model, and what the simulator calls it."""

every_model = pytest.mark.parametrize("profile", MODELS)


class Desk:
    """The printer's corner of a kiosk: peer, driver and inbox. patience: of the driver, changed."""

    def __init__(
        self,
        directory: Path,
        reply_timeout_s: float = 0.15,
        *,
        profile: str = "epson-tm-t88",
        profiles: Path = FOLDER,
        patience: Mapping[str, float] | None = None,
        **options: Any,
    ) -> None:
        self._directory, self._profile, self._profiles = directory, profile, profiles
        self._patience = {
            "status_interval_s": 0.03,
            "reply_timeout_s": reply_timeout_s,
            "job_timeout_s": 0.4,
            "reopen_first_s": 0.02,
            "reopen_most_s": 0.04,
            **(patience or {}),
        }
        model = {"model": MODELS[profile]} if profile in MODELS else {}
        self.peer = PrinterPeer(
            directory, font=FONT, **({"speed_mm_s": 5000.0, "paper": False} | model | options)
        )
        self.inbox: queue.Queue[object] = queue.Queue()
        self.statuses: list[DeviceStatus] = []
        self.seen: list[object] = []  # every event that was waited for or passed by
        self._count = 0
        self.switch_on()

    def switch_on(self) -> None:
        self.journal = JournalFile(self._directory / "journal.db")
        config = PrinterConfig.model_validate(
            {"port": str(self._directory / "printer"), "profile": self._profile, **self._patience}
        )
        self.driver = SerialReceiptPrinter(
            config, self.inbox.put, self.journal, FONT, profiles=self._profiles
        )

    def switch_off(self) -> None:
        self.driver.close()
        self.journal.close()

    def do(self, verb: str, **arguments: Any) -> dict[str, Any]:
        return self.peer.verbs[verb](arguments)

    def begin(self, slip: Slip) -> str:
        self._count += 1
        command = f"print-{self._count}"
        self.driver.submit(PrintSlip(command, slip))
        return command

    def print(self, slip: Slip) -> tuple[CompletionCode, Any]:
        return self.end_of(self.begin(slip))

    def cancel(self, command: str) -> None:
        self.driver.submit(Cancel(command))

    def outcome(self, slip: Slip) -> tuple[str, str]:
        code, result = self.print(slip)
        assert isinstance(result, PrintResult)
        return code.value, result.outcome.value

    def self_test(self) -> tuple[CompletionCode, Any]:
        self._count += 1
        self.driver.submit(SelfTest(f"test-{self._count}"))
        return self.end_of(f"test-{self._count}")

    def function_test(self) -> tuple[CompletionCode, Any]:
        self._count += 1
        self.driver.submit(FunctionTest(f"test-{self._count}"))
        return self.end_of(f"test-{self._count}")

    def end_of(self, command: str) -> tuple[CompletionCode, Any]:
        while True:
            event = self.inbox.get(timeout=40)
            self.seen.append(event)
            if isinstance(event, StatusChanged):
                self.statuses.append(event.status)
            if isinstance(event, Completed) and event.id == command:
                return event.code, event.result

    def wait_for_status(self, wanted: Callable[[DeviceStatus], bool]) -> DeviceStatus:
        if self.statuses and wanted(self.statuses[-1]):
            return self.statuses[-1]
        while True:
            event = self.inbox.get(timeout=40)
            self.seen.append(event)
            if isinstance(event, StatusChanged):
                self.statuses.append(event.status)
                if wanted(event.status):
                    return event.status

    def wait_until(self, true: Callable[[], bool], within_s: float = 5.0) -> None:
        ends = time.monotonic() + within_s
        while not true():
            assert time.monotonic() < ends, self.peer.status()
            time.sleep(0.005)

    def texts(self) -> list[str]:
        """What stands on the pieces of paper that were cut off, oldest first."""
        return [each["text"] for each in self.do("receipts")["receipts"]]

    def pictures(self) -> list[Path]:
        return [Path(each["png"]) for each in self.do("receipts")["receipts"]]

    def close(self) -> None:
        self.switch_off()
        self.peer.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()
