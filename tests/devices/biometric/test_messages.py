"""The wire to the face process: what goes in comes out, and nonsense is an end, not an accident."""

import socket
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.biometric import messages
from devices.biometric.driver import GRACE_S
from devices.biometric.messages import Alive, Photo, Portrait, Ready, Shot, StartCheck
from devices.biometric.wire import SAME_PROMISE_S, Wire, WireBroken

KINDS = list(messages.KINDS.values())
VALUES = {
    "str": st.text(max_size=50),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "bool": st.booleans(),
    "int": st.integers(),
    "list": st.lists(st.text(max_size=12), max_size=5),
}


@pytest.fixture
def ends():
    one, other = (Wire(end) for end in socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))
    yield one, other
    one.close()
    other.close()


@given(st.data())
def test_every_message_arrives_as_it_was_sent(data):
    kind = data.draw(st.sampled_from(KINDS))
    message = kind(**{each.name: data.draw(VALUES[str_type(each.type)]) for each in fields(kind)})
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with one, other:
        Wire(one).send(message)
        assert Wire(other).receive(1.0) == [message]


def str_type(kind: object) -> str:
    return kind if isinstance(kind, str) else kind.__name__


def test_messages_keep_their_order_and_their_bounds(ends):
    one, other = ends
    portrait = bytearray(range(256)) * 4
    one.send(StartCheck("a", 20.0, 2, 5.0))
    one.send_portrait(portrait)
    one.send_photo(portrait * 48)
    one.send_shot(b"\xff\xd8 a file")
    one.send(Alive(1.0))
    assert other.receive(1.0) == [
        StartCheck("a", 20.0, 2, 5.0),
        Portrait(bytes(portrait)),
        Photo(bytes(portrait * 48)),
        Shot(b"\xff\xd8 a file"),
        Alive(1.0),
    ]
    assert other.receive(0.0) == []


@pytest.mark.parametrize(
    "junk",
    [b"{}", b"\xff\xfe", b"[]", b'["Nobody", {}]', b'["Ready", {"engine": "x", "more": 1}]', b"7"],
)
def test_what_makes_no_sense_breaks_the_wire(junk):
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with one, other:
        one.send(junk)
        with pytest.raises(WireBroken):
            Wire(other).receive(1.0)


def test_the_end_of_one_side_is_seen_by_the_other(ends):
    one, other = ends
    one.close()
    with pytest.raises(WireBroken):
        other.receive(1.0)
    with pytest.raises(WireBroken):
        other.send(Ready("x"))


def test_a_side_that_does_not_read_is_not_waited_for(ends):
    one, _ = ends
    with pytest.raises(WireBroken):
        send_many(one, 100_000)


def send_many(wire: Wire, count: int) -> None:
    for _ in range(count):
        wire.send(Alive(1.0))


def test_a_promise_is_told_again_only_when_it_says_something_else(ends):
    one, other = ends
    for within_s in (5.0, 5.0, 30.0, 30.0, 5.0, 5.0):
        one.promise(within_s)
    assert other.receive(1.0) == [Alive(5.0), Alive(30.0), Alive(5.0)]
    assert SAME_PROMISE_S < GRACE_S / 4, "who is forgiven less is killed while it works"
