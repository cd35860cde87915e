"""The simulated reader, asked with bare bytes: the published protocol, no line of the driver."""

import base64
import json
import os
import time
from collections.abc import Iterator
from functools import reduce
from operator import xor
from pathlib import Path
from typing import Any

import pytest
import serial

from config.people import Person
from devices.card_reader.simulator import CardReaderPeer
from devices.simulation.peer import Peer, PeerRefusal
from tests.devices.card_reader.conftest import face_of
from tests.devices.card_reader.vectors import (
    FINGERPRINTS_BEGIN,
    READ_BEGINS,
    REPLY_SIZES,
    reply,
    request,
)
from tests.devices.inbox import eventually

WHOLE_READ = 1295


class Host:
    """A serial port and nothing else."""

    def __init__(self, peer: CardReaderPeer) -> None:
        self.port = serial.Serial(peer.wiring()["card_reader.port"], 115200, timeout=1.0)

    def ask(self, frame: bytes) -> bytes:
        """Send it; one whole answer, by its length."""
        self.port.write(frame)
        head = self.port.read(7)
        return head + self.port.read(int.from_bytes(head[5:], "big"))

    def ask_for(self, *names: str) -> bytes:
        """Several in a row; the last one's answer."""
        return [self.ask(request(name)) for name in names][-1]


@pytest.fixture
def host(peer: CardReaderPeer) -> Iterator[Host]:
    host = Host(peer)
    yield host
    host.port.close()


def do(peer: Peer, verb: str, **details: Any) -> dict[str, Any]:
    return peer.verbs[verb](details)


def place(peer: Peer, person: str = "chen-haiying", **details: Any) -> None:
    do(peer, "place", person=person, **details)


def test_it_offers_what_every_peer_offers(peer: CardReaderPeer) -> None:
    offered: Peer = peer
    assert offered.name == "card_reader"


def test_published_requests_get_the_published_replies(peer: CardReaderPeer, host: Host) -> None:
    assert host.ask_for("reset") == reply("ok")
    assert host.ask_for("status") == reply("ok")
    assert host.ask_for("find") == reply("not found")
    assert host.ask_for("select") == reply("not selected")
    assert host.ask_for("read") == reply("read failed")
    assert host.ask_for("presence") == reply("read failed")
    place(peer)
    assert host.ask_for("find") == reply("found")
    assert host.ask_for("select") == reply("selected")
    assert host.ask_for("presence") == reply("no such item")
    assert host.ask_for("read").startswith(bytes.fromhex(READ_BEGINS))
    do(peer, "module_broken")
    assert host.ask_for("status") == reply("self-test failed")


def test_every_reply_adds_up(peer: CardReaderPeer, host: Host) -> None:
    place(peer)
    for name in ("id", "find", "select", "read", "presence"):
        answer = host.ask_for(name)
        assert reduce(xor, answer[5:]) == 0
        assert int.from_bytes(answer[5:7], "big") == len(answer) - 7


def test_the_card_says_who_it_is_where_the_standard_says(
    peer: CardReaderPeer, host: Host, people: dict[str, Person]
) -> None:
    place(peer, "zhang-yuming")
    answer = host.ask_for("find", "select", "read")
    person = people["zhang-yuming"]
    assert len(answer) == WHOLE_READ
    text, photo = answer[14:270], answer[270:-1]
    assert text[:30].decode("utf-16-le").rstrip() == person.name
    assert text[36:52].decode("utf-16-le") == f"{person.birth:%Y%m%d}"
    assert text[122:158].decode("utf-16-le") == person.number
    assert text[204:220].decode("utf-16-le") == f"{person.valid_to:%Y%m%d}"
    assert text[248:250] == b"\x20\x00"
    assert photo == face_of("zhang-yuming").ljust(1024, b"\0")


def test_every_card_can_be_given_one_portrait_that_no_answer_repeats(
    peer: CardReaderPeer, host: Host
) -> None:
    own = b"BDY\x01" + bytes(range(256)) * 3
    coded = base64.b64encode(own).decode()
    told = do(peer, "portrait_for_all", portrait=coded)
    for person in ("zhang-yuming", "chen-haiying"):
        place(peer, person)
        assert host.ask_for("find", "select", "read")[270:-1] == own.ljust(1024, b"\0")
        assert coded not in json.dumps([told, peer.status(), peer.wire()])
        do(peer, "lift")
        host.ask_for("presence")
    place(peer, portrait_of="lin-guobin")
    answer = host.ask_for("find", "select", "read")
    assert answer[270:-1] == face_of("lin-guobin").ljust(1024, b"\0")


def test_the_other_published_requests_get_answers_of_the_published_size(
    peer: CardReaderPeer, host: Host
) -> None:
    assert host.ask_for("rf frame 80") == host.ask_for("rf frame 88") == reply("ok")
    assert host.ask_for("management") == reply("read failed")
    assert host.ask_for("fingerprints") == reply("read failed")
    place(peer, addresses=["象山县 样板弄8号"] * 4)
    host.ask_for("find", "select")
    answers = {name: host.ask_for(name) for name in ("fingerprints", "management", "presence")}
    assert answers["fingerprints"].startswith(bytes.fromhex(FINGERPRINTS_BEGIN))
    for name, answer in answers.items():
        assert len(answer) == REPLY_SIZES[name]
        assert reduce(xor, answer[5:]) == 0
    assert answers["presence"][10:80].decode("utf-16-le").rstrip() == "象山县 样板弄8号"


def test_a_module_that_is_set_to_another_rate_answers_and_is_heard_at_that_one_only(
    tmp_path: Path, people: dict[str, Person]
) -> None:
    peer = CardReaderPeer(tmp_path, people, face_of, baud=115200, sam_delay_s=0.0)
    host = Host(peer)
    assert host.ask_for("baud 38400") == reply("ok")
    host.port.timeout = 0.05
    assert host.ask_for("status") == b""
    host.port.baudrate = 38400
    assert host.ask_for("status") == reply("ok")
    do(peer, "unplug")  # it keeps the rate without power
    do(peer, "replug")
    host.port.close()
    host = Host(peer)
    host.port.timeout = 0.05
    assert host.ask_for("status") == b""
    host.port.baudrate = 38400
    assert host.ask_for("status") == reply("ok")
    do(peer, "healthy")
    assert peer.status()["baud"] == 115200
    host.port.close()
    peer.close()


def test_cards_can_say_anything(peer: CardReaderPeer, host: Host) -> None:
    place(peer, card={"valid_to": "长期", "valid_from": "2020-02-29"})
    text = host.ask_for("find", "select", "read")[14:270]
    assert text[188:220].decode("utf-16-le") == "20200229长期" + " " * 6
    assert text[204:220] == bytes.fromhex("7F 95 1F 67") + b"\x20\x00" * 6


@pytest.mark.parametrize("flag", "JIY")
def test_foreign_cards_carry_their_flag(peer: CardReaderPeer, host: Host, flag: str) -> None:
    do(peer, "foreign", flag=flag)
    place(peer)
    text = host.ask_for("find", "select", "read")[14:270]
    assert text[248:250].decode("utf-16-le") == flag


def test_the_order_is_find_select_read(peer: CardReaderPeer, host: Host) -> None:
    place(peer)
    assert host.ask_for("select") == reply("not selected")
    assert host.ask_for("find", "read") == reply("read failed")
    assert len(host.ask_for("find", "select", "read")) == WHOLE_READ


def test_a_card_is_found_again_only_after_it_was_lifted(peer: CardReaderPeer, host: Host) -> None:
    place(peer)
    host.ask_for("find", "select", "read")
    assert host.ask_for("find") == reply("not found")
    assert host.ask_for("presence") == reply("no such item")
    do(peer, "lift")
    assert host.ask_for("presence") == reply("read failed")
    place(peer)
    assert host.ask_for("find") == reply("found")


def test_a_garbled_request_is_refused_and_the_next_understood(host: Host) -> None:
    garbled = bytearray(request("find"))
    garbled[-1] ^= 1
    assert host.ask(bytes(garbled))[9] == 0x10
    assert host.ask(b"\xaa\xaa\xaa\x96\x69\xff\xff")[9] == 0x11
    assert host.ask(b"\x00garbage\xaa\xaa" + request("status")) == reply("ok")
    assert host.ask(bytes.fromhex("AA AA AA 96 69 00 03 77 01 75"))[9] == 0x21


def test_a_request_may_come_in_pieces(host: Host) -> None:
    for byte in request("status")[:-1]:
        host.port.write(bytes((byte,)))
        time.sleep(0.002)
    assert host.ask(request("status")[-1:]) == reply("ok")


def test_bytes_take_as_long_as_on_the_wire(tmp_path: Path, people: dict[str, Person]) -> None:
    peer = CardReaderPeer(tmp_path, people, face_of, baud=115200, sam_delay_s=0.0)
    host = Host(peer)
    place(peer)
    host.ask_for("find", "select")
    began_s = time.monotonic()
    assert len(host.ask_for("read")) == WHOLE_READ
    took_s = time.monotonic() - began_s
    wire_s = (WHOLE_READ + 10) * 10 / 115200
    assert wire_s <= took_s < wire_s * 1.1 + 0.02
    host.port.close()
    peer.close()


def test_the_module_thinks_before_it_answers_a_read(
    tmp_path: Path, people: dict[str, Person]
) -> None:
    peer = CardReaderPeer(tmp_path, people, face_of, baud=3_000_000, sam_delay_s=0.1)
    host = Host(peer)
    place(peer)
    began_s = time.monotonic()
    host.ask_for("find", "select")
    assert time.monotonic() - began_s < 0.1
    host.ask_for("read")
    assert time.monotonic() - began_s >= 0.1
    host.port.close()
    peer.close()


def test_its_link_follows_the_cable(peer: CardReaderPeer) -> None:
    link = Path(peer.wiring()["card_reader.port"])
    assert link.is_symlink()
    do(peer, "unplug")
    assert not link.is_symlink()
    assert not peer.status()["plugged"]
    do(peer, "replug")
    host = Host(peer)
    assert host.ask_for("status") == reply("ok")
    host.port.close()


def test_it_outlives_a_host_that_closes_the_port(peer: CardReaderPeer) -> None:
    for _ in range(3):
        host = Host(peer)
        assert host.ask_for("status") == reply("ok")
        host.port.close()


def test_a_host_that_reads_nothing_does_not_stop_it(peer: CardReaderPeer, host: Host) -> None:
    for _ in range(600):
        host.port.write(request("status"))
    time.sleep(0.2)
    assert peer.status()["plugged"]
    host.port.reset_input_buffer()
    assert reply("ok") in host.ask_for("status")


def test_a_fault_lasts_as_long_as_it_was_asked_for(peer: CardReaderPeer, host: Host) -> None:
    host.port.timeout = 0.05
    do(peer, "dont_answer", on="find", times=2)
    assert [host.ask_for("find") for _ in range(3)] == [b"", b"", reply("not found")]
    assert host.ask_for("status") == reply("ok")
    do(peer, "wrong_checksum", on="any")
    assert reduce(xor, host.ask_for("status")[5:]) != 0
    assert peer.status()["faults"] == ["wrong_checksum"]
    do(peer, "healthy")
    assert host.ask_for("status") == reply("ok")


@pytest.mark.parametrize(
    ("verb", "details", "why"),
    [
        ("place", {"person": "nobody"}, "people are"),
        ("place", {"person": ["x"]}, "people are"),
        ("place", {}, "missing"),
        ("place", {"person": "chen-haiying", "card": {"shoe_size": "39"}}, "fields are"),
        ("place", {"person": "chen-haiying", "card": 7}, "fields are"),
        ("place", {"person": "chen-haiying", "portrait_of": "nobody"}, "people are"),
        ("portrait_for_all", {}, "base64"),
        ("portrait_for_all", {"portrait": "AAAA" * 342}, "do not fit"),
        ("place", {"person": "chen-haiying", "portrait": "no base64!"}, "base64"),
        ("place", {"person": "chen-haiying", "portrait": "AAAA" * 342}, "do not fit"),
        ("place", {"whom": "chen-haiying"}, "unknown: whom"),
        ("lift", {}, "no card"),
        ("delay", {"s": "long"}, "number"),
        ("delay", {"s": -1}, "number"),
        ("noise", {"percent": True}, "number"),
        ("cut", {"times": 0}, "times"),
        ("cut", {"on": "tuesday"}, "on:"),
        ("cut", {"on": []}, "on:"),
        ("verdict", {"code": 256}, "to 255"),
        ("set_rate", {"baud": 1200}, "one of 115200"),
        ("place", {"person": "chen-haiying", "addresses": "here"}, "at most four"),
        ("place", {"person": "chen-haiying", "addresses": [""] * 5}, "at most four"),
        ("foreign", {"flag": "Q"}, "flag"),
        ("foreign", {"flag": []}, "flag"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(
    peer: CardReaderPeer, verb: str, details: dict[str, Any], why: str
) -> None:
    with pytest.raises(PeerRefusal, match=why):
        do(peer, verb, **details)
    assert not peer.status()["card"]


def test_one_card_at_a_time(peer: CardReaderPeer) -> None:
    place(peer)
    with pytest.raises(PeerRefusal, match="already"):
        place(peer, "lin-guobin")
    assert peer.status()["person"] == "chen-haiying"


def test_the_wire_is_told_without_the_person(
    peer: CardReaderPeer, host: Host, people: dict[str, Person]
) -> None:
    place(peer)
    host.ask_for("find", "select", "read")
    eventually(lambda: len(peer.wire()) == 6)
    crossings = peer.wire()
    assert [(c["direction"], c["code"], c["length"]) for c in crossings] == [
        ("to_reader", "find", 10),
        ("to_kiosk", "find", 15),
        ("to_reader", "select", 10),
        ("to_kiosk", "select", 19),
        ("to_reader", "read", 10),
        ("to_kiosk", "read", 1295),
    ]
    assert crossings[0]["frame"] == request("find").hex(" ").upper()
    assert crossings[-1]["frame"] == "AA AA AA 96 69 05 08 00 00 90 … 1285 more"
    assert all(c["took_s"] >= 0 and c["at_s"] <= time.monotonic() for c in crossings)


def test_closing_leaves_neither_link_nor_open_files(
    tmp_path: Path, people: dict[str, Person]
) -> None:
    before = len(os.listdir("/proc/self/fd"))
    peer = CardReaderPeer(tmp_path, people, face_of)
    peer.close()
    peer.close()
    assert list(tmp_path.iterdir()) == []
    assert len(os.listdir("/proc/self/fd")) == before
