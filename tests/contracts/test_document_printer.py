"""What a licence printer promises as a device; documents are told of in its own tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.model import DocumentPrinterConfig
from devices.document_printer.driver import IppDocumentPrinter
from devices.document_printer.journal import DocumentJournal
from kiosk.vocabulary import Device
from tests.contracts.any_device import AnyDeviceContract, PulledContract, PulledSubject, Subject
from tests.contracts.conftest import SIMULATED
from tests.devices.document_printer.desk import Corner, Ours
from tests.devices.inbox import Inbox


class TestDocumentPrinter(AnyDeviceContract):
    named = Device.DOCUMENT_PRINTER

    @pytest.fixture
    def subject(self, wire: str, tmp_path: Path) -> Iterator[Subject]:
        """wire: a real one's address, ipp://…; nothing comes out of it."""
        if wire == SIMULATED:
            corner = Corner(tmp_path, Ours(tmp_path))
            yield Subject(corner.driver, corner.inbox)
            corner.close()
            return
        inbox = Inbox()
        journal = DocumentJournal(tmp_path / "documents.db")
        printer = IppDocumentPrinter(DocumentPrinterConfig(uri=wire), inbox.post, journal)
        yield Subject(printer, inbox, within_s=15.0)
        printer.close()
        journal.close()


class TestDocumentPrinterThatIsPulled(PulledContract):
    named = Device.DOCUMENT_PRINTER

    @pytest.fixture
    def pulled(self, tmp_path: Path) -> Iterator[PulledSubject]:
        printer = Ours(tmp_path)
        corner = Corner(tmp_path, printer)
        yield PulledSubject(
            corner.driver, corner.inbox, pull=printer.unplug, put_back=printer.replug
        )
        corner.close()
