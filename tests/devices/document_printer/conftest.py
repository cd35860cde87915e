"""A printer at the end of an IPP wire, and the driver at the other, with the patience of a test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from config.model import DocumentPrinterConfig
from devices.document_printer.driver import IppDocumentPrinter
from devices.document_printer.journal import DocumentJournal
from devices.document_printer.simulator import DocumentPrinterPeer
from kiosk.events import StatusChanged
from kiosk.ports import Cancel, DeviceStatus, Document, FunctionTest, PrintDocument, SelfTest
from kiosk.vocabulary import CompletionCode
from tests.devices.inbox import Inbox

SHORT: dict[str, Any] = {
    "status_interval_s": 0.05,
    "job_interval_s": 0.02,
    "connect_timeout_s": 0.5,
    "reply_timeout_s": 0.15,
    "stopped_patience_s": 0.15,
    "job_timeout_s": 3.0,
    "reopen_first_s": 0.02,
    "reopen_most_s": 0.08,
}


class Desk:
    """The licence printer's corner of a kiosk: peer, driver, journal and inbox."""

    def __init__(self, directory: Path, patience: dict[str, Any] | None = None, **peer: Any) -> None:
        self.directory, self._patience = directory, SHORT | (patience or {})
        self.peer = DocumentPrinterPeer(directory / "out", **({"sheet_s": 0.02} | peer))
        self._count = 0
        self.switch_on()

    def switch_on(self) -> None:
        self.inbox = Inbox()
        self.journal = DocumentJournal(self.directory / "documents.db")
        config = DocumentPrinterConfig(
            uri=self.peer.wiring()["document_printer.uri"], **self._patience
        )
        self.driver = IppDocumentPrinter(config, self.inbox.post, self.journal)

    def switch_off(self) -> None:
        self.driver.close()
        self.journal.close()

    def close(self) -> None:
        self.switch_off()
        self.peer.close()

    # ---- the printer's side ------------------------------------------------------------------

    def do(self, verb: str, **details: Any) -> dict[str, Any]:
        return self.peer.verbs[verb](details)

    def printed(self) -> list[dict[str, Any]]:
        return list(self.do("documents")["documents"])

    # ---- the kiosk's side --------------------------------------------------------------------

    def begin(self, document: Document) -> str:
        return self._submit(lambda id: PrintDocument(id, document))

    def print(self, document: Document) -> tuple[CompletionCode, Any]:
        return self.end_of(self.begin(document))

    def cancel(self, id: str) -> None:
        self.driver.submit(Cancel(id))

    def self_test(self) -> tuple[CompletionCode, Any]:
        return self.end_of(self._submit(SelfTest))

    def function_test(self) -> tuple[CompletionCode, Any]:
        return self.end_of(self._submit(FunctionTest))

    def end_of(self, id: str) -> tuple[CompletionCode, Any]:
        end = self.inbox.completed(id, within_s=10.0)
        return end.code, end.result

    def status(self, wanted: Callable[[DeviceStatus], bool]) -> DeviceStatus:
        """The first status of this kind that was pushed."""
        return self.inbox.wait_for(StatusChanged, lambda event: wanted(event.status), 10.0).status

    def _submit(self, command: Callable[[str], Any]) -> str:
        self._count += 1
        id = f"command-{self._count}"
        self.driver.submit(command(id))
        return id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()
