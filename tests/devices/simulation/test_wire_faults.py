"""The faults of every wire, as a peer uses them: bytes in, pieces out."""

from collections.abc import Callable
from typing import Any

import pytest

from devices.simulation.peer import PeerRefusal
from devices.simulation.wire_faults import WIRE_FAULTS, FaultKind, Piece, WireFaults

REPLY = bytes(range(1, 11))
NAMES = {"dont_answer", "noise", "junk", "split", "delay", "wrong_checksum", "late_answer"}


def at_once(job: Callable[[], None]) -> None:
    job()


def with_fault(name: str, **asked: Any) -> WireFaults:
    faults = WireFaults(("status", "print"), own={"burns": FaultKind("print")})
    faults.verbs(at_once)[name](asked)
    return faults


def sent(pieces: list[Piece]) -> bytes:
    return b"".join(piece.data for piece in pieces)


def test_every_wire_has_the_same_faults_by_name() -> None:
    assert set(WIRE_FAULTS) == NAMES
    assert set(WireFaults(()).verbs(at_once)) == NAMES


def test_a_healthy_wire_sends_the_reply_as_it_is() -> None:
    assert WireFaults(("status",)).pieces("status", REPLY) == [Piece(0.0, REPLY, "status")]


def test_no_answer_is_no_piece() -> None:
    assert with_fault("dont_answer").pieces("status", REPLY) == []


def test_a_wrong_checksum_is_another_last_byte() -> None:
    assert sent(with_fault("wrong_checksum").pieces("status", REPLY)) == REPLY[:-1] + b"\x0b"


def test_noise_changes_so_many_bytes_of_a_hundred() -> None:
    long = bytes(4000)
    found = sent(with_fault("noise", percent=10).pieces("status", long))
    assert len(found) == len(long)
    assert 300 < sum(a != b for a, b in zip(found, long, strict=True)) < 500
    assert sent(with_fault("noise", percent=0).pieces("status", long)) == long


def test_junk_comes_before_the_reply() -> None:
    junk, reply = with_fault("junk").pieces("status", REPLY)
    assert (reply.data, junk.name) == (REPLY, "junk")
    assert junk.data not in (b"", REPLY)


def test_a_split_reply_has_its_pause_in_the_middle() -> None:
    pieces = with_fault("split", s=0.5).pieces("status", REPLY)
    assert pieces == [Piece(0.0, REPLY[:5], "status"), Piece(0.5, REPLY[5:], "status")]


def test_a_delay_comes_before_everything() -> None:
    pieces = with_fault("delay", s=0.5).pieces("status", REPLY)
    assert [piece.after_s for piece in pieces] == [0.5, 0.0]
    assert sent(pieces) == REPLY


def test_a_late_answer_comes_before_the_next_one() -> None:
    faults = with_fault("late_answer", times=1)
    assert faults.pieces("status", b"old") == []
    late, reply = faults.pieces("print", b"new")
    assert (late.data, late.name, reply.data) == (b"old", "late", b"new")
    assert sent(faults.pieces("print", b"new")) == b"new"


@pytest.mark.parametrize("end", ["clear", "unplugged"])
def test_what_was_held_back_is_lost_with_the_power_or_when_healed(end: str) -> None:
    faults = with_fault("late_answer", times=1)
    faults.pieces("status", b"old")
    getattr(faults, end)()
    assert sent(faults.pieces("status", b"new")) == b"new"


def test_a_fault_waits_for_its_request_and_lasts_as_long_as_asked() -> None:
    faults = with_fault("dont_answer", on="print", times=2)
    assert faults.names() == ["dont_answer"]
    assert sent(faults.pieces("status", REPLY)) == REPLY
    assert [sent(faults.pieces("print", REPLY)) for _ in range(3)] == [b"", b"", REPLY]
    assert faults.names() == []


def test_a_peers_own_faults_are_counted_in_the_same_way() -> None:
    faults = with_fault("burns", times=1)
    assert faults.hits("burns", "status") is None
    assert [faults.hits("burns", "print") for _ in range(2)] == [{}, None]


def test_a_peer_may_say_which_request_a_fault_waits_for() -> None:
    faults = WireFaults(("status", "print"), waits_for={"delay": "print"})
    faults.verbs(at_once)["delay"]({"s": 0.1})
    assert len(faults.pieces("status", REPLY)) == 1
    assert len(faults.pieces("print", REPLY)) == 2


@pytest.mark.parametrize(
    ("name", "asked", "why"),
    [
        ("delay", {"s": "long"}, "number"),
        ("delay", {"s": -1}, "number"),
        ("noise", {"percent": True}, "number"),
        ("noise", {"percent": 101}, "to 100"),
        ("junk", {"times": 0}, "times"),
        ("junk", {"times": True}, "times"),
        ("junk", {"on": "tuesday"}, "on: any, print, status"),
        ("junk", {"on": []}, "on:"),
        ("junk", {"colour": "red"}, "unknown: colour"),
    ],
)
def test_what_makes_no_sense_is_refused_and_starts_nothing(
    name: str, asked: dict[str, Any], why: str
) -> None:
    faults = WireFaults(("status", "print"))
    with pytest.raises(PeerRefusal, match=why):
        faults.verbs(at_once)[name](asked)
    assert faults.names() == []
