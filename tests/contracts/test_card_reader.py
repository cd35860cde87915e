"""What a card reader promises (`kiosk.ports.CardReader`), on the simulated one and on a real one.

With real hardware somebody lays a card on it and takes it off when asked to; what stands on that
card is compared with nothing and shown nowhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from config.model import CardReaderConfig
from config.people import load_people
from devices.card_reader.driver import SerialCardReader
from devices.card_reader.simulator import CardReaderPeer
from kiosk.events.devices import CardFound, CardPresence
from kiosk.ports import Cancel, CardData, ReadCard, SelfTest
from kiosk.vocabulary import CompletionCode, Device
from tests.contracts.any_device import AnyDeviceContract, PulledContract, PulledSubject, Subject
from tests.contracts.conftest import SIMULATED
from tests.devices.inbox import Inbox

FAST_WIRE = 3_000_000
A_PERSON_S = 60.0


@dataclass
class Reader(Subject):
    """place and lift: what a citizen does. portraits: how long each was that was handed on."""

    place: Callable[[], object] = lambda: None
    lift: Callable[[], object] = lambda: None
    portraits: list[int] = field(default_factory=list)


def simulated(directory: Path) -> tuple[CardReaderPeer, SerialCardReader, Inbox, list[int]]:
    peer = CardReaderPeer(
        directory, load_people(date(2026, 3, 2)), str.encode, baud=FAST_WIRE, sam_delay_s=0.0
    )
    config = CardReaderConfig(
        port=peer.wiring()["card_reader.port"],
        baud=115200,
        poll_interval_s=0.02,
        reply_timeout_s=0.1,
        reopen_first_s=0.02,
        reopen_most_s=0.1,
    )
    inbox, portraits = Inbox(), list[int]()
    reader = SerialCardReader(config, inbox.post, lambda photo: portraits.append(len(photo)))
    return peer, reader, inbox, portraits


class TestCardReader(AnyDeviceContract):
    named = Device.CARD_READER

    @pytest.fixture
    def subject(
        self, wire: str, tmp_path: Path, ask_a_person: Callable[[str], None]
    ) -> Iterator[Reader]:
        if wire == SIMULATED:
            peer, device, inbox, portraits = simulated(tmp_path)
            reader = Reader(
                device,
                inbox,
                place=lambda: peer.verbs["place"]({"person": "chen-haiying"}),
                lift=lambda: peer.verbs["lift"]({}),
                portraits=portraits,
            )
            yield reader
            device.close()
            peer.close()
            return
        inbox, portraits = Inbox(), []
        device = SerialCardReader(
            CardReaderConfig(port=wire), inbox.post, lambda photo: portraits.append(len(photo))
        )
        yield Reader(
            device,
            inbox,
            within_s=A_PERSON_S,
            place=lambda: ask_a_person("Lay an ID card on the reader."),
            lift=lambda: ask_a_person("Take the card off the reader."),
            portraits=portraits,
        )
        device.close()

    def test_a_card_is_read_once_and_seen_to_be_taken(self, subject: Reader) -> None:
        subject.device.submit(ReadCard("read"))  # type: ignore[arg-type]
        subject.place()
        end = subject.inbox.completed("read", subject.within_s)
        assert end.code is CompletionCode.SUCCESS
        assert isinstance(end.result, CardData)
        assert end.result.has_portrait
        assert subject.portraits == [1024]
        assert end.result.card.number not in repr(subject.inbox.events)
        subject.inbox.wait_for(CardFound)
        subject.inbox.wait_for(CardPresence, lambda told: told.present, subject.within_s)
        subject.lift()
        subject.inbox.wait_for(CardPresence, lambda told: not told.present, subject.within_s)
        assert subject.inbox.completions("read") == 1

    def test_waiting_for_a_card_is_cancelled_and_leaves_it_usable(self, subject: Reader) -> None:
        subject.device.submit(ReadCard("read"))  # type: ignore[arg-type]
        assert subject.ends(SelfTest("meanwhile")).code is CompletionCode.SUCCESS
        assert not subject.inbox.completions("read")
        subject.device.submit(Cancel("read"))
        assert subject.inbox.completed("read").code is CompletionCode.CANCELED
        assert subject.ends(SelfTest("after")).code is CompletionCode.SUCCESS


class TestCardReaderThatIsPulled(PulledContract):
    named = Device.CARD_READER

    @pytest.fixture
    def pulled(self, tmp_path: Path) -> Iterator[PulledSubject]:
        peer, device, inbox, _ = simulated(tmp_path)
        yield PulledSubject(
            device,
            inbox,
            pull=lambda: peer.verbs["unplug"]({}),
            put_back=lambda: peer.verbs["replug"]({}),
        )
        device.close()
        peer.close()
