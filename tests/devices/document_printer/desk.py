"""The licence printer's corner of a kiosk: driver, journal and inbox, with the patience of a test.

At the other end of its wire stands our own peer, `Ours`, or the printer of the CUPS project,
`eve.Eve`; what hands can do to both is what the contract's stories are told with.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from config.model import DocumentPrinterConfig
from devices.document_printer.driver import IppDocumentPrinter
from devices.document_printer.journal import DocumentJournal
from devices.document_printer.simulator import DocumentPrinterPeer
from kiosk.events.devices import StatusChanged
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


class Printer(Protocol):
    """A printer, and the hands of whoever stands before it."""

    uri: str

    def printed(self) -> list[bytes]:
        """Documents that came out whole, oldest first."""

    def sheets_out(self) -> int:
        """Sheets of all documents, whole or not."""

    def take_paper(self) -> None: ...

    def load_paper(self) -> None: ...

    def jam(self) -> None: ...

    def clear_jam(self) -> None: ...

    def fall_silent(self) -> None: ...

    def answer_again(self) -> None: ...

    def unplug(self) -> None: ...

    def replug(self) -> None: ...

    def close(self) -> None: ...


class Corner:
    """The kiosk's side of it."""

    def __init__(self, directory: Path, printer: Printer, **patience: Any) -> None:
        self.directory, self.printer = directory, printer
        self._patience = SHORT | patience
        self._count = 0
        self.switch_on()

    def switch_on(self) -> None:
        self.inbox = Inbox()
        self.journal = DocumentJournal(self.directory / "documents.db")
        config = DocumentPrinterConfig(uri=self.printer.uri, **self._patience)
        self.driver = IppDocumentPrinter(config, self.inbox.post, self.journal)

    def switch_off(self) -> None:
        self.driver.close()
        self.journal.close()

    def close(self) -> None:
        self.switch_off()
        self.printer.close()

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


class Ours:
    """Our own peer; what it can beyond the others is asked for by verb."""

    def __init__(self, directory: Path, **peer: Any) -> None:
        self._peer = DocumentPrinterPeer(directory / "out", **({"sheet_s": 0.02} | peer))
        self.uri = self._peer.wiring()["document_printer.uri"]
        self.status, self.wire, self.close = self._peer.status, self._peer.wire, self._peer.close
        self.verbs, self.engine = self._peer.verbs, self._peer._engine

    def do(self, verb: str, **details: Any) -> dict[str, Any]:
        return self._peer.verbs[verb](details)

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
