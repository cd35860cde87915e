"""What can go wrong on the reader's wire beyond one fault at a time, which is `faults.ROWS`."""

import random
import threading
import time

import pytest

from devices.card_reader.simulator import CardReaderPeer
from kiosk.events.devices import CardFound, CardUnreadable
from kiosk.ports import Cancel, CardData, DeviceStatus, ReadCard, SelfTest
from kiosk.vocabulary import CompletionCode, DeviceState
from tests.devices.card_reader.conftest import Bench
from tests.devices.inbox import eventually


def start(bench: Bench, person: str = "chen-haiying") -> None:
    bench.reader.submit(ReadCard("read"))
    bench.do("place", person=person)


def place_again(bench: Bench) -> None:
    """Lift the card, cure the reader, put the card back: now it is read."""
    if bench.peer.status()["card"]:
        bench.do("lift")
    bench.do("healthy")
    time.sleep(0.06)
    bench.do("place", person="chen-haiying")
    end = bench.inbox.completed("read")
    assert end.code is CompletionCode.SUCCESS
    assert isinstance(end.result, CardData)
    assert end.result.card.name == "陈海英"
    assert bench.inbox.completions("read") == 1


def self_test(bench: Bench, id: str) -> CompletionCode:
    bench.reader.submit(SelfTest(id))
    return bench.inbox.completed(id).code


def test_data_that_makes_no_sense_is_told_by_its_part(bench: Bench) -> None:
    bench.reader.submit(ReadCard("read"))
    bench.do("place", person="chen-haiying", card={"valid_to": "00000000"})
    bench.inbox.wait_for(CardUnreadable, lambda event: event.reason == "data=valid_to")
    assert not bench.handed
    place_again(bench)


@pytest.mark.parametrize("request_name", ["find", "status", "id"])
def test_one_garbled_answer_is_asked_for_again_and_nobody_hears_of_it(
    bench: Bench, request_name: str
) -> None:
    bench.do("wrong_checksum", on=request_name, times=1)
    start(bench)
    assert bench.inbox.completed("read").code is CompletionCode.SUCCESS
    assert not any(isinstance(event, CardUnreadable) for event in bench.inbox.events)
    assert {status.state for status in bench.inbox.statuses()} == {DeviceState.ONLINE}


def test_a_noisy_wire_never_gives_a_wrong_card(bench: Bench) -> None:
    bench.do("noise", percent=0.1)
    for number in range(4):
        bench.reader.submit(ReadCard(f"{number}"))
        bench.do("place", person="chen-haiying")
        end = None
        for _ in range(20):
            eventually(lambda: bench.peer.status()["stage"] == "done")
            time.sleep(0.02)
            if bench.inbox.completions(f"{number}"):
                end = bench.inbox.completed(f"{number}")
                break
            bench.do("lift")
            time.sleep(0.05)
            bench.do("place", person="chen-haiying")
        assert end is not None
        if bench.peer.status()["card"]:
            bench.do("lift")
        assert isinstance(end.result, CardData)
        assert end.result.card.number == "330299196803070026"


def test_an_answer_that_makes_no_sense_is_told_apart_from_silence(bench: Bench) -> None:
    bench.do("wrong_checksum", on="any")
    bench.reader.submit(SelfTest("test"))
    end = bench.inbox.completed("test")
    assert end.code is CompletionCode.DEVICE_NOT_READY
    assert isinstance(end.result, DeviceStatus)
    assert end.result.detail == "checksum"


def test_one_lost_answer_is_forgiven(bench: Bench) -> None:
    bench.inbox.wait_for(object)
    bench.do("dont_answer", times=1)
    start(bench)
    assert bench.inbox.completed("read").code is CompletionCode.SUCCESS
    assert [status.state for status in bench.inbox.statuses()] == [DeviceState.ONLINE]


def test_a_cable_that_slips_out_for_a_moment_ends_nothing(bench: Bench) -> None:
    bench.inbox.wait_for(object)
    bench.reader.submit(ReadCard("read"))
    time.sleep(0.05)
    bench.do("unplug")
    bench.do("replug")
    bench.do("place", person="chen-haiying")
    assert bench.inbox.completed("read").code is CompletionCode.SUCCESS
    assert [status.state for status in bench.inbox.statuses()] == [DeviceState.ONLINE]


def test_a_cable_pulled_in_the_middle_of_a_read_does_not_lose_the_reading(
    peer: CardReaderPeer,
) -> None:
    """With a kiosk's own patience: the hand that pulls and plugs must not be a race."""
    bench = Bench(peer, read_timeout_s=10.0, reopen_first_s=0.5, reopen_most_s=5.0)
    bench.do("dont_answer", on="read", times=1)
    start(bench)
    eventually(lambda: any(crossed["code"] == "read" for crossed in peer.wire()))
    bench.do("unplug")
    bench.do("replug")
    bench.inbox.wait_for(CardUnreadable, lambda event: event.reason == "port_gone")
    assert bench.inbox.completed("read", 10.0).code is CompletionCode.SUCCESS
    bench.reader.close()


def test_the_late_answer_of_one_card_is_never_taken_for_the_next(bench: Bench) -> None:
    bench.do("late_answer", times=1)
    start(bench, "lin-guobin")
    bench.inbox.wait_for(CardUnreadable)
    bench.do("lift")
    time.sleep(0.06)
    bench.do("place", person="chen-haiying")
    end = bench.inbox.completed("read")
    assert isinstance(end.result, CardData)
    assert end.result.card.name == "陈海英"
    assert bench.faces == [b"the face of chen-haiying"]


def test_answers_that_come_all_at_once_are_not_taken_for_others(bench: Bench) -> None:
    """A module that thought for long answers every question that was put to it meanwhile."""
    bench.inbox.wait_for(object)
    bench.do("delay", s=0.3, on="find", times=1)
    bench.reader.submit(ReadCard("early"))
    assert bench.inbox.completed("early").code is CompletionCode.DEVICE_NOT_READY
    start(bench)
    eventually(lambda: bench.inbox.statuses()[-1].state is DeviceState.ONLINE)
    tries = iter(range(100))
    while bench.inbox.completed("read").code is not CompletionCode.SUCCESS:
        bench.inbox.forget()
        bench.reader.submit(ReadCard("read"))
        assert next(tries) < 50
    unreadable = [e.reason for e in bench.inbox.events if isinstance(e, CardUnreadable)]
    assert not [reason for reason in unreadable if reason.startswith("data=")]


def test_cancelling_in_the_middle_of_a_read_leaves_nothing_for_the_next_visitor(
    bench: Bench,
) -> None:
    bench.do("delay", s=0.1, times=1)
    start(bench, "lin-guobin")
    bench.inbox.wait_for(CardFound)
    bench.reader.submit(Cancel("read"))
    assert bench.inbox.completed("read", 0.3).code is CompletionCode.CANCELED
    bench.reader.submit(ReadCard("next"))
    bench.do("lift")
    time.sleep(0.1)
    bench.do("place", person="chen-haiying")
    end = bench.inbox.completed("next")
    assert isinstance(end.result, CardData)
    assert end.result.card.name == "陈海英"
    assert bench.faces == [b"the face of chen-haiying"]


@pytest.mark.parametrize("seed", range(2))
def test_whatever_goes_wrong_every_command_ends_exactly_once(bench: Bench, seed: int) -> None:
    """The contract of the port: no command is forgotten, none ends twice."""
    chance = random.Random(seed)
    ids = [f"{number}" for number in range(12)]
    faults = sorted(set(bench.peer.verbs) - {"place", "lift", "portrait_for_all"})

    def fate() -> None:
        for _ in range(30):
            if chance.random() < 0.4:
                verb = "lift" if bench.peer.status()["card"] else "place"
                bench.do(verb, **({"person": "wu-meiyun"} if verb == "place" else {}))
            else:
                bench.do(chance.choice([*faults, "healthy", "healthy"]))
            time.sleep(0.02)

    playing = threading.Thread(target=fate)
    playing.start()
    for id in ids:
        bench.reader.submit(ReadCard(id) if chance.random() < 0.7 else SelfTest(id))
        time.sleep(0.04)
    playing.join()
    for id in ids:
        bench.reader.submit(Cancel(id))
    for id in ids:
        bench.inbox.completed(id)
    time.sleep(0.05)
    assert [bench.inbox.completions(id) for id in ids] == [1] * len(ids)
    bench.do("healthy")
    if bench.peer.status()["card"]:
        bench.do("lift")
    tests = (f"test {number}" for number in range(100))
    eventually(lambda: self_test(bench, next(tests)) is CompletionCode.SUCCESS)
    start(bench)
    assert bench.inbox.completed("read").code is CompletionCode.SUCCESS
