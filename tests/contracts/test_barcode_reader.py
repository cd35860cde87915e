"""What a bar and QR code reader promises as a device; what it reads is told in its own tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.model import BarcodeReaderConfig
from devices.barcode_reader.driver import SerialBarcodeReader
from kiosk.codes import load_codes
from kiosk.vocabulary import Device
from tests.contracts.any_device import AnyDeviceContract, PulledContract, PulledSubject, Subject
from tests.contracts.conftest import SIMULATED
from tests.devices.barcode_reader.conftest import Bench
from tests.devices.inbox import Inbox


class TestBarcodeReader(AnyDeviceContract):
    named = Device.BARCODE_READER

    @pytest.fixture
    def subject(self, wire: str, tmp_path: Path) -> Iterator[Subject]:
        if wire == SIMULATED:
            bench = Bench(tmp_path)
            yield Subject(bench.reader, bench.inbox)
            bench.reader.close()
            bench.peer.close()
            return
        inbox = Inbox()
        config = BarcodeReaderConfig(port=wire)
        reader = SerialBarcodeReader(config, inbox.post, load_codes().kind_of)
        yield Subject(reader, inbox)
        reader.close()


class TestBarcodeReaderThatIsPulled(PulledContract):
    named = Device.BARCODE_READER

    @pytest.fixture
    def pulled(self, tmp_path: Path) -> Iterator[PulledSubject]:
        bench = Bench(tmp_path)
        pull, put_back = (lambda: bench.do("unplug")), (lambda: bench.do("replug"))
        yield PulledSubject(bench.reader, bench.inbox, pull=pull, put_back=put_back)
        bench.reader.close()
        bench.peer.close()
