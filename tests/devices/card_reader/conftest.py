"""A simulated reader without its delays, the driver on its wire, and short time-outs."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from config.model import CardReaderConfig
from config.people import Person, load_people
from devices.card_reader.driver import SerialCardReader
from devices.card_reader.simulator import CardReaderPeer
from tests.devices.inbox import Inbox

FAST_WIRE = 3_000_000

# A busy machine is no failure.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


def face_of(key: str) -> bytes:
    return f"the face of {key}".encode()


@pytest.fixture(scope="session")
def people() -> dict[str, Person]:
    return load_people(date(2026, 3, 2))


@pytest.fixture
def peer(tmp_path: Path, people: dict[str, Person]) -> Iterator[CardReaderPeer]:
    peer = CardReaderPeer(tmp_path, people, face_of, baud=FAST_WIRE, sam_delay_s=0.0)
    yield peer
    peer.close()


class Bench:
    """The driver, what it posted, and the portraits that it handed on."""

    def __init__(self, peer: CardReaderPeer, **changes: Any) -> None:
        """changes: of the configuration, which has time-outs of tens of milliseconds."""
        self.peer = peer
        self.inbox = Inbox()
        self.handed: list[bytearray] = []
        self.faces: list[bytes] = []
        usual = {
            "baud": 115200,
            "poll_interval_s": 0.02,
            "reply_timeout_s": 0.05,
            "read_timeout_s": 0.15,
            "settle_s": 0.02,
            "reopen_first_s": 0.02,
            "reopen_most_s": 0.1,
        }
        port = peer.wiring()["card_reader.port"]
        self.config = CardReaderConfig(port=port, **{**usual, **changes})
        self.reader = SerialCardReader(self.config, self.inbox.post, self._take)

    def _take(self, portrait: bytearray) -> None:
        self.handed.append(portrait)
        self.faces.append(bytes(portrait).rstrip(b"\0"))

    def do(self, verb: str, **details: object) -> dict[str, object]:
        return self.peer.verbs[verb](details)


@pytest.fixture
def bench(peer: CardReaderPeer) -> Iterator[Bench]:
    bench = Bench(peer)
    yield bench
    bench.reader.close()
