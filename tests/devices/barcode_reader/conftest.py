"""A simulated reader on a quick wire, the driver with short time-outs, and the real allow-list."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from config.model import BarcodeReaderConfig
from devices.barcode_reader.driver import SerialBarcodeReader
from devices.barcode_reader.simulator import BarcodeReaderPeer
from kiosk.codes import load_codes
from kiosk.events.devices import CodeRefused
from kiosk.ports import ScanCode, ScannedCode, SelfTest
from kiosk.vocabulary import CompletionCode
from tests.devices.inbox import Inbox, eventually

# A busy machine is no failure.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

FAST_WIRE = 1_000_000
CASE = "X33022520261123010700042X"
WINDOW = "0107-1123-004"


SHORT = {
    "gap_s": 0.03,
    "same_code_s": 0.25,
    "reply_timeout_s": 0.06,
    "status_interval_s": 0.1,
    "reopen_first_s": 0.02,
    "reopen_most_s": 0.1,
}


class Bench:
    """One reader of one model, and what its driver posted."""

    def __init__(
        self,
        directory: Path,
        model: str = "honeywell",
        patience: Mapping[str, float] = SHORT,
    ) -> None:
        """patience: of the configuration; {}: that of a kiosk."""
        self.peer = BarcodeReaderPeer(directory, model=model, baud=FAST_WIRE)
        self.inbox = Inbox()
        self.config = BarcodeReaderConfig(
            port=self.peer.wiring()["barcode_reader.port"],
            profile=model,
            **patience,
        )
        self.reader = SerialBarcodeReader(self.config, self.inbox.post, load_codes().kind_of)
        again_s = {"again_s": 0.15} if model == "honeywell" and patience else {}
        self.reader._profile = self.reader._profile.model_copy(update=again_s)

    def do(self, verb: str, **details: object) -> dict[str, object]:
        return self.peer.verbs[verb](details)

    def arm(self, id: str = "scan", *accepts: str) -> None:
        """Want a code, and wait until the reader reads."""
        self.reader.submit(SelfTest(f"before {id}"))  # after it the reader rests
        self.inbox.completed(f"before {id}")
        self.reader.submit(ScanCode(id, accepts or ("case_number", "window_number")))
        eventually(lambda: self.reader._maybe_on and bool(self.peer.status()["armed"]))

    def show(self, text: str = "", **how: object) -> bool:
        """Hold a code before it; whether the reader saw it."""
        shown = {"text": text, **how} if text else how
        return bool(self.do("scan", **shown)["seen"])

    def scanned(self, id: str = "scan") -> ScannedCode:
        end = self.inbox.completed(id)
        assert end.code is CompletionCode.SUCCESS
        assert isinstance(end.result, ScannedCode)
        return end.result

    def refusals(self) -> list[str]:
        return [event.reason for event in self.inbox.events if isinstance(event, CodeRefused)]

    def close(self) -> None:
        self.reader.close()
        self.peer.close()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[[str], Bench]]:
    """Benches of any model; at most one."""
    benches: list[Bench] = []

    def make(model: str) -> Bench:
        benches.append(Bench(tmp_path, model))
        return benches[-1]

    yield make
    for bench in benches:
        bench.close()


@pytest.fixture
def bench(made: Callable[[str], Bench]) -> Bench:
    return made("honeywell")
