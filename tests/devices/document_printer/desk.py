"""The licence printer's corner of a kiosk: driver, journal and inbox, with the patience of a test.

`Desk` has our own peer at the other end of the wire, `eve.EveDesk` the one of the CUPS project;
what both can do is what the contract's stories are told with.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


class Corner(ABC):
    """The kiosk's side; a printer stands at `uri`."""

    def __init__(self, directory: Path, uri: str, patience: dict[str, Any]) -> None:
        self.directory, self.uri = directory, uri
        self._patience = SHORT | patience
        self._count = 0
        self.switch_on()

    def switch_on(self) -> None:
        self.inbox = Inbox()
        self.journal = DocumentJournal(self.directory / "documents.db")
        config = DocumentPrinterConfig(uri=self.uri, **self._patience)
        self.driver = IppDocumentPrinter(config, self.inbox.post, self.journal)

    def switch_off(self) -> None:
        self.driver.close()
        self.journal.close()

    def close(self) -> None:
        self.switch_off()

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
        end = self.inbox.completed(id, within_s=15.0)
        return end.code, end.result

    def status(self, wanted: Callable[[DeviceStatus], bool]) -> DeviceStatus:
        """The first status of this kind that was pushed."""
        return self.inbox.wait_for(StatusChanged, lambda event: wanted(event.status), 15.0).status

    def _submit(self, command: Callable[[str], Any]) -> str:
        self._count += 1
        id = f"command-{self._count}"
        self.driver.submit(command(id))
        return id

    # ---- the printer's side, by hand ---------------------------------------------------------

    @abstractmethod
    def printed(self) -> list[bytes]:
        """Documents that came out whole, oldest first."""

    @abstractmethod
    def sheets_out(self) -> int:
        """Sheets of all documents, whole or not."""

    @abstractmethod
    def take_paper(self) -> None: ...

    @abstractmethod
    def load_paper(self) -> None: ...

    @abstractmethod
    def jam(self) -> None: ...

    @abstractmethod
    def clear_jam(self) -> None: ...

    @abstractmethod
    def fall_silent(self) -> None: ...

    @abstractmethod
    def answer_again(self) -> None: ...

    @abstractmethod
    def unplug(self) -> None: ...

    @abstractmethod
    def replug(self) -> None: ...


class Desk(Corner):
    """With our own peer."""

    def __init__(
        self, directory: Path, patience: dict[str, Any] | None = None, **peer: Any
    ) -> None:
        self.peer = DocumentPrinterPeer(directory / "out", **({"sheet_s": 0.02} | peer))
        uri = self.peer.wiring()["document_printer.uri"]
        super().__init__(directory, uri, patience or {})

    def close(self) -> None:
        super().close()
        self.peer.close()

    def do(self, verb: str, **details: Any) -> dict[str, Any]:
        return self.peer.verbs[verb](details)

    def documents(self) -> list[dict[str, Any]]:
        return list(self.do("documents")["documents"])

    def printed(self) -> list[bytes]:
        whole = [each for each in self.documents() if each["sheets"] == each["of"]]
        return [Path(each["file"]).read_bytes() for each in whole]

    def sheets_out(self) -> int:
        return sum(each["sheets"] for each in self.documents())

    def take_paper(self) -> None:
        self.do("paper_out")

    def load_paper(self) -> None:
        self.do("refill")

    def jam(self) -> None:
        self.do("jam")

    def clear_jam(self) -> None:
        self.do("healthy")

    def fall_silent(self) -> None:
        self.do("dont_answer")

    def answer_again(self) -> None:
        self.do("healthy")

    def unplug(self) -> None:
        self.do("unplug")

    def replug(self) -> None:
        self.do("replug")
