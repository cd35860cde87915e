"""IPP's bytes: the published example, every shape of value, and whatever else may arrive."""

import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import devices.document_printer.simulator_ipp as peer
from devices.document_printer.codec import (
    DEEPEST,
    Attribute,
    MalformedAnswer,
    Request,
    Tag,
    decode,
    encode,
)

# After RFC 8010 appendix A.2, the answer to the Print-Job of A.1; its job-uri is another.
PUBLISHED_ANSWER = b"".join(
    (
        bytes.fromhex("0101 0000 00000001 01"),
        bytes.fromhex("47 0012") + b"attributes-charset" + bytes.fromhex("0005") + b"utf-8",
        bytes.fromhex("48 001b")
        + b"attributes-natural-language"
        + bytes.fromhex("0005")
        + b"en-us",
        bytes.fromhex("41 000e") + b"status-message" + bytes.fromhex("000d") + b"successful-ok",
        bytes.fromhex("02 21 0006") + b"job-id" + bytes.fromhex("0004 00000093"),
        bytes.fromhex("45 0007") + b"job-uri" + bytes.fromhex("0026"),
        b"ipp://printer.example.com/ipp/print/1/",
        bytes.fromhex("23 0009") + b"job-state" + bytes.fromhex("0004 00000003 03"),
    )
)

HEAD = bytes.fromhex("0101 0000 00000001")


def attribute(tag: int, name: str, value: bytes) -> bytes:
    return (
        struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(value)) + value
    )


def test_an_answer_like_the_published_one_is_read() -> None:
    answer = decode(PUBLISHED_ANSWER)
    assert (answer.version, answer.code, answer.id) == ((1, 1), 0, 1)
    assert answer.group(Tag.OPERATION)["status-message"] == ("successful-ok",)
    assert answer.group(Tag.JOB)["job-id"] == (0x93,)
    assert answer.group(Tag.JOB)["job-state"] == (3,)
    assert answer.group(Tag.PRINTER) == {}


def test_a_request_like_the_published_one_is_written() -> None:
    """After RFC 8010 appendix A.1; its document, and the language, are others."""
    request = Request(
        0x0002,
        1,
        (
            Attribute("printer-uri", Tag.URI, ("ipp://printer.example.com/ipp/print/pinetree",)),
            Attribute("job-name", Tag.NAME, ("foobar",)),
            Attribute("ipp-attribute-fidelity", Tag.BOOLEAN, (True,)),
        ),
        (
            Attribute("copies", Tag.INTEGER, (20,)),
            Attribute("sides", Tag.KEYWORD, ("two-sided-long-edge",)),
        ),
    )
    assert encode(request) == b"".join(
        (
            bytes.fromhex("0101 0002 00000001 01"),
            attribute(0x47, "attributes-charset", b"utf-8"),
            attribute(0x48, "attributes-natural-language", b"en"),
            attribute(0x45, "printer-uri", b"ipp://printer.example.com/ipp/print/pinetree"),
            attribute(0x42, "job-name", b"foobar"),
            attribute(0x22, "ipp-attribute-fidelity", b"\x01"),
            b"\x02",
            attribute(0x21, "copies", b"\0\0\0\x14"),
            attribute(0x44, "sides", b"two-sided-long-edge"),
            b"\x03",
        )
    )


def test_a_request_about_no_job_has_no_group_for_one() -> None:
    encoded = encode(Request(0x000B, 1, ()))
    assert encoded.endswith(b"\x48\x00\x1battributes-natural-language\x00\x02en\x03")


def test_every_shape_of_value_is_told_apart() -> None:
    body = b"".join(
        (
            attribute(0x21, "number", b"\xff\xff\xff\xfe"),
            attribute(0x22, "flag", b"\x00"),
            attribute(0x33, "range", bytes.fromhex("00000001 000003e7")),
            attribute(0x32, "resolution", bytes.fromhex("00000258 00000258 03")),
            attribute(0x30, "octets", b"level=75;"),
            attribute(0x31, "date", bytes(11)),
            attribute(0x35, "text", b"\0\x02zh\0\x06" + "打".encode() + b"abc"),
            attribute(0x44, "words", b"one") + attribute(0x44, "", b"two"),
            attribute(0x13, "nothing", b""),
            attribute(0x41, "broken", b"\xff\xfe"),
            attribute(0x7F, "later", b"\1\2"),
        )
    )
    read = decode(HEAD + b"\x04" + body + b"\x03").group(Tag.PRINTER)
    assert read["number"] == (-2,)
    assert read["flag"] == (False,)
    assert read["range"] == ((1, 999),)
    assert read["resolution"] == (bytes.fromhex("00000258 00000258 03"),)
    assert read["octets"] == (b"level=75;",)
    assert read["text"] == ("打abc",)
    assert read["words"] == ("one", "two")
    assert read["nothing"] == ()
    assert read["broken"] == ("��",)
    assert read["later"] == (b"\1\2",)


def test_collections_keep_all_values_of_a_member_and_hold_others() -> None:
    size = attribute(0x34, "", b"") + attribute(0x4A, "", b"x") + attribute(0x21, "", b"\0\0\0\1")
    size += attribute(0x37, "", b"")
    body = attribute(0x34, "media-col", b"") + attribute(0x4A, "", b"media-size") + size
    body += attribute(0x4A, "", b"words") + attribute(0x44, "", b"a") + attribute(0x44, "", b"b")
    body += attribute(0x4A, "", b"none") + attribute(0x12, "", b"") + attribute(0x37, "", b"")
    read = decode(HEAD + b"\x04" + body + b"\x03").group(Tag.PRINTER)
    assert read["media-col"] == ({"media-size": ({"x": (1,)},), "words": ("a", "b"), "none": ()},)


def test_groups_may_be_empty_and_come_again() -> None:
    body = b"\x05\x02" + attribute(0x21, "job-id", b"\0\0\0\1") + b"\x02"
    body += attribute(0x21, "job-id", b"\0\0\0\2") + b"\x03"
    answer = decode(HEAD + b"\x01" + body)
    assert [group.tag for group in answer.groups] == [1, 5, 2, 2]
    assert [group.attributes for group in answer.groups[2:]] == [
        {"job-id": (1,)},
        {"job-id": (2,)},
    ]


def test_operations_of_a_maker_are_numbers_like_all_others() -> None:
    body = attribute(0x23, "operations-supported", b"\0\0\x40\x29")
    assert decode(HEAD + b"\x04" + body + b"\x03").group(Tag.PRINTER) == {
        "operations-supported": (0x4029,)
    }


TOO_DEEP = attribute(0x34, "c", b"") + (attribute(0x4A, "", b"m") + attribute(0x34, "", b"")) * 99

MALFORMED = {
    "nothing": b"",
    "half a header": HEAD[:5],
    "no end": HEAD + b"\x01",
    "no group": HEAD + attribute(0x21, "a", bytes(4)) + b"\x03",
    "a value of nobody": HEAD + b"\x04" + attribute(0x21, "", bytes(4)) + b"\x03",
    "a short number": HEAD + b"\x04" + attribute(0x21, "a", bytes(2)) + b"\x03",
    "a long flag": HEAD + b"\x04" + attribute(0x22, "a", bytes(2)) + b"\x03",
    "a short range": HEAD + b"\x04" + attribute(0x33, "a", bytes(4)) + b"\x03",
    "a text without text": HEAD + b"\x04" + attribute(0x35, "a", b"\0\2zh") + b"\x03",
    "cut in a value": HEAD + b"\x04" + attribute(0x41, "a", b"abc")[:-1],
    "an end of nothing": HEAD + b"\x04" + attribute(0x37, "a", b"") + b"\x03",
    "a member of nothing": HEAD + b"\x04" + attribute(0x4A, "a", b"m") + b"\x03",
    "a value without a member": HEAD
    + b"\x04"
    + attribute(0x34, "c", b"")
    + attribute(0x21, "", bytes(4))
    + attribute(0x37, "", b"")
    + b"\x03",
    "a collection without end": HEAD + b"\x04" + attribute(0x34, "c", b"") + b"\x03",
    "too deep": HEAD + b"\x04" + TOO_DEEP + b"\x03",
    "more after the end": PUBLISHED_ANSWER + b"\x00",
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_message_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(MalformedAnswer):
        decode(data)


def test_a_message_cut_anywhere_is_never_taken_for_whole() -> None:
    for end in range(len(PUBLISHED_ANSWER)):
        with pytest.raises(MalformedAnswer):
            decode(PUBLISHED_ANSWER[:end])


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_none(data: bytes) -> None:
    """Nothing else is raised, here and at the peer."""
    for message in (data, HEAD + b"\x04" + data + b"\x03"):
        with contextlib.suppress(MalformedAnswer):
            decode(message)
        with contextlib.suppress(peer.NotIpp):
            peer.read(message)


words = st.text(max_size=40)
numbers = st.integers(-(2**31), 2**31 - 1)
names = st.from_regex(r"[a-z][a-z\-]{0,20}", fullmatch=True)
plain = st.one_of(
    st.tuples(st.just(Tag.INTEGER), st.lists(numbers, min_size=1, max_size=3)),
    st.tuples(st.just(Tag.KEYWORD), st.lists(words, min_size=1, max_size=3)),
    st.tuples(st.just(Tag.BOOLEAN), st.lists(st.booleans(), min_size=1, max_size=3)),
)


def _attribute(name: str, tag_and_values: tuple[Tag, list[object]]) -> Attribute:
    return Attribute(name, tag_and_values[0], tuple(tag_and_values[1]))  # type: ignore[arg-type]


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(names, plain, max_size=6), st.dictionaries(names, plain, max_size=4))
def test_what_is_written_is_read_again(outer: dict, inner: dict) -> None:  # type: ignore[type-arg]
    members = tuple(_attribute(name, told) for name, told in inner.items())
    attributes = [_attribute(name, told) for name, told in outer.items() if name != "c"]
    collection = Attribute("c", Tag.BEGIN_COLLECTION, (members, members))
    request = Request(0x0005, 7, (*attributes, collection), (collection,))
    read = decode(encode(request))
    assert (read.code, read.id) == (0x0005, 7)
    operation = dict(read.group(Tag.OPERATION))
    assert operation.pop("attributes-charset") == ("utf-8",)
    assert operation.pop("attributes-natural-language") == ("en",)
    expected = {name: tuple(values) for name, (_, values) in inner.items()}
    assert operation.pop("c") == (expected, expected)
    assert operation == {name: tuple(values) for name, (_, values) in outer.items() if name != "c"}


def test_both_sides_of_the_wire_understand_each_other() -> None:
    """They share no code: what one writes, the other reads."""
    size = (
        Attribute("x-dimension", Tag.INTEGER, (21000,)),
        Attribute("y-dimension", Tag.INTEGER, (29700,)),
    )
    column = (
        Attribute("media-size", Tag.BEGIN_COLLECTION, (size,)),
        Attribute("media-source", Tag.KEYWORD, ("tray-2",)),
    )
    wanted = Attribute("requested-attributes", Tag.KEYWORD, ("job-id", "job-name"))
    job = (Attribute("media-col", Tag.BEGIN_COLLECTION, (column,)),)
    asked = peer.read(encode(Request(0x0005, 7, (wanted,), job)) + b"%PDF")
    assert (asked.operation, asked.id, asked.document) == (5, 7, b"%PDF")
    assert asked.words("requested-attributes") == ["job-id", "job-name"]
    assert asked.number("media-col/media-size/y-dimension") == 29700
    assert asked.word("media-col/media-source") == "tray-2"
    told = peer.attribute(peer.KEYWORD, "reasons", "none") + peer.collection(
        "c", ("n", peer.INTEGER, -1)
    )
    answer = decode(peer.answer(asked, 0x0507, [(peer.JOB, told)]))
    assert (answer.code, answer.id) == (0x0507, 7)
    assert answer.group(Tag.JOB) == {"reasons": ("none",), "c": ({"n": (-1,)},)}


def test_a_value_that_is_too_long_is_refused_before_it_is_sent() -> None:
    with pytest.raises(ValueError, match="longer than an IPP value"):
        encode(Request(2, 1, (Attribute("job-name", Tag.NAME, ("x" * 65536,)),)))


def test_collections_may_be_as_deep_as_real_ones_need() -> None:
    body = attribute(0x34, "c", b"") + b"".join(
        attribute(0x4A, "", b"m") + attribute(0x34, "", b"") for _ in range(DEEPEST - 1)
    )
    body += attribute(0x37, "", b"") * DEEPEST
    assert decode(HEAD + b"\x04" + body + b"\x03").group(Tag.PRINTER)["c"]
