"""The driver on a real pseudo-terminal while all is well; what goes wrong is in test_faults."""

import logging
import threading
import time

import pytest

from config.people import Person
from devices.card_reader.simulator import CardReaderPeer
from kiosk.case.model import CardKind
from kiosk.events.devices import CardFound, CardPresence
from kiosk.ports import Cancel, CardData, DeviceStatus, ReadCard, SelfTest
from kiosk.vocabulary import CompletionCode, Device, DeviceState
from tests.devices.card_reader.conftest import Bench
from tests.devices.inbox import eventually


def read(bench: Bench, person: str = "chen-haiying") -> CardData:
    bench.reader.submit(ReadCard("read"))
    bench.do("place", person=person)
    end = bench.inbox.completed("read")
    assert end.code is CompletionCode.SUCCESS
    assert isinstance(end.result, CardData)
    return end.result


def test_a_card_is_read_with_its_portrait(bench: Bench, people: dict[str, Person]) -> None:
    data = read(bench)
    assert data.has_portrait
    assert data.card.name == people["chen-haiying"].name
    assert data.card.valid_to == people["chen-haiying"].valid_to
    assert bench.faces == [b"the face of chen-haiying"]
    bench.inbox.wait_for(CardFound)
    assert bench.inbox.completions("read") == 1


def test_a_card_that_lies_there_already_is_read(bench: Bench) -> None:
    bench.do("place", person="wu-meiyun")
    bench.reader.submit(ReadCard("read"))
    assert bench.inbox.completed("read").code is CompletionCode.SUCCESS


def test_the_portrait_is_wiped_as_soon_as_it_was_handed_on(bench: Bench) -> None:
    read(bench)
    eventually(lambda: not any(bench.handed[0]))
    assert len(bench.handed[0]) == 1024


def test_a_portrait_that_nobody_takes_does_not_fail_the_read(bench: Bench) -> None:
    def refuse(portrait: bytearray) -> None:
        bench.handed.append(portrait)
        raise BrokenPipeError("no face process")

    bench.reader._hand_portrait = refuse
    data = read(bench)
    assert not data.has_portrait
    eventually(lambda: not any(bench.handed[0]))


def test_another_persons_portrait_can_be_on_a_card(bench: Bench) -> None:
    bench.reader.submit(ReadCard("read"))
    bench.do("place", person="chen-haiying", portrait_of="lin-guobin")
    bench.inbox.completed("read")
    assert bench.faces == [b"the face of lin-guobin"]


def test_presence_is_told_once_and_again_when_the_card_is_taken(bench: Bench) -> None:
    read(bench)
    bench.inbox.wait_for(CardPresence, lambda event: event.present)
    time.sleep(0.1)
    bench.do("lift")
    bench.inbox.wait_for(CardPresence, lambda event: not event.present)
    seen = [event.present for event in bench.inbox.events if isinstance(event, CardPresence)]
    assert seen == [True, False]


def test_a_card_that_was_left_lying_is_not_read_twice_but_seen_to_be_taken(bench: Bench) -> None:
    read(bench)
    bench.reader.submit(ReadCard("again"))
    time.sleep(0.15)
    assert not bench.inbox.completions("again")
    bench.do("lift")
    bench.inbox.wait_for(CardPresence, lambda event: not event.present)
    bench.do("place", person="lin-guobin")
    end = bench.inbox.completed("again")
    assert isinstance(end.result, CardData)
    assert end.result.card.name == "林国斌"


def test_waiting_for_a_card_ends_when_it_is_cancelled(bench: Bench) -> None:
    bench.reader.submit(ReadCard("read"))
    time.sleep(0.1)
    assert not bench.inbox.completions("read")
    bench.reader.submit(Cancel("read"))
    assert bench.inbox.completed("read", 0.5).code is CompletionCode.CANCELED
    bench.do("place", person="chen-haiying")
    time.sleep(0.1)
    assert bench.inbox.completions("read") == 1
    assert not bench.faces


def test_a_self_test_names_the_module(bench: Bench) -> None:
    bench.reader.submit(SelfTest("test"))
    end = bench.inbox.completed("test")
    assert end.code is CompletionCode.SUCCESS
    assert end.result == DeviceStatus(
        Device.CARD_READER, DeviceState.ONLINE, detail="05.01-20160101-0000000042-0123456789"
    )


@pytest.mark.parametrize(
    ("flag", "kind"),
    [
        ("I", CardKind.FOREIGNER_2017),
        ("J", CardKind.HONG_KONG_MACAO_TAIWAN),
        ("Y", CardKind.FOREIGNER_2023),
    ],
)
def test_a_card_of_another_kind_is_answered_by_its_kind(
    bench: Bench, flag: str, kind: CardKind
) -> None:
    bench.do("foreign", flag=flag)
    bench.do("place", person="chen-haiying")
    bench.reader.submit(ReadCard("read"))
    end = bench.inbox.completed("read")
    assert (end.code, end.result) == (CompletionCode.UNSUPPORTED_DATA, kind)
    assert not bench.handed
    bench.inbox.wait_for(CardPresence, lambda event: event.present)


def test_while_nobody_wants_a_card_the_wire_is_nearly_silent(bench: Bench) -> None:
    bench.inbox.wait_for(object)
    before = len(bench.peer.wire())
    before_s = time.process_time()
    time.sleep(0.4)
    exchanges = len(bench.peer.wire()) - before
    assert exchanges <= 4  # request and reply, each 15 polls of 20 ms
    assert all(crossing["code"] in ("status", "id") for crossing in bench.peer.wire()[before:])
    assert time.process_time() - before_s < 0.05


def test_the_read_is_timed_from_the_find_that_succeeded(bench: Bench) -> None:
    bench.reader.submit(ReadCard("read"))
    time.sleep(0.2)  # poll latency does not count
    bench.do("place", person="chen-haiying")
    bench.inbox.completed("read")
    timing = bench.reader.last_read
    assert timing is not None
    assert 0 < timing.parsed_s - timing.find_began_s < 0.15


def test_nothing_of_a_person_reaches_logs_or_what_is_shown(
    bench: Bench, people: dict[str, Person], caplog: pytest.LogCaptureFixture
) -> None:
    person = people["chen-haiying"]
    with caplog.at_level(logging.DEBUG):
        read(bench)
        bench.do("lift")
        bench.reader.submit(ReadCard("garbled"))
        bench.do("place", person=person.key, card={"birth": "19680231"})
        time.sleep(0.15)
        bench.reader.submit(Cancel("garbled"))
        bench.inbox.completed("garbled")
    shown = [
        caplog.text,
        repr(bench.inbox.events),
        repr(bench.reader.crossings()),
        repr(bench.peer.wire()),
    ]
    secrets = [person.name, person.number, person.address[:6], "the face of"]
    secrets += [secret.encode("utf-16-le").hex(" ").upper() for secret in secrets]
    for text in shown:
        assert text or text == caplog.text
        for secret in secrets:
            assert secret not in text


def test_closing_ends_the_thread_and_answers_what_runs(bench: Bench) -> None:
    bench.reader.submit(ReadCard("read"))
    time.sleep(0.05)
    bench.reader.close()
    assert bench.inbox.completed("read", 0.1).code is CompletionCode.CANCELED
    assert not [t for t in threading.enumerate() if t.name == "card_reader worker"]


def test_a_second_reader_on_the_same_port_says_that_it_is_not_ready(bench: Bench) -> None:
    bench.inbox.wait_for(object)
    other = Bench(bench.peer)
    other.reader.submit(SelfTest("test"))
    assert other.inbox.completed("test").code is CompletionCode.DEVICE_NOT_READY
    other.reader.close()
    bench.reader.submit(SelfTest("test"))
    assert bench.inbox.completed("test").code is CompletionCode.SUCCESS


def test_a_kiosk_that_starts_before_the_reader_is_plugged_in_finds_it_later(
    peer: CardReaderPeer,
) -> None:
    peer.verbs["unplug"]({})
    bench = Bench(peer)
    eventually(lambda: DeviceState.NO_DEVICE in [s.state for s in bench.inbox.statuses()])
    peer.verbs["replug"]({})
    read(bench)
    bench.reader.close()
