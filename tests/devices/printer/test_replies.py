"""What the printer says, cut anywhere and mixed with anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer.profile import Fact, load_profile
from devices.printer.replies import (
    Automatic,
    Cleared,
    FromBuffer,
    JobEnded,
    Noise,
    RealTime,
    Reply,
    ReplyDecoder,
    StatusBoard,
)

PROFILE = load_profile("epson-tm-t88")

# Bytes of the manuals, and what they are.
ANSWERS: list[tuple[bytes, Reply]] = [
    (b"\x12", RealTime(0x12)),
    (b"\x16", RealTime(0x16)),
    (b"\x7e", RealTime(0x7E)),
    (b"\x10\x00\x00\x0f", Automatic(b"\x10\x00\x00\x0f")),
    (b"\x3c\x00\x0c\x00", Automatic(b"\x3c\x00\x0c\x00")),
    (b"\x00", FromBuffer(0x00)),
    (b"\x0c", FromBuffer(0x0C)),
    (b"\x37\x220042\x00", JobEnded(b"0042")),
    (b"\x37\x25\x00", Cleared()),
    (b"\x5fTM-T88VI\x00", Noise(10)),
]
spoken = st.lists(st.sampled_from(ANSWERS), max_size=12)


def test_every_kind_of_answer_is_told_from_the_others() -> None:
    for data, reply in ANSWERS:
        assert ReplyDecoder().feed(data) == [reply], data.hex(" ")


def test_at_every_split_the_same_is_heard() -> None:
    stream = b"".join(data for data, _ in ANSWERS)
    heard = [reply for _, reply in ANSWERS]
    for cut in range(len(stream) + 1):
        decoder = ReplyDecoder()
        assert decoder.feed(stream[:cut]) + decoder.feed(stream[cut:]) == heard, cut


@given(spoken, st.integers(min_value=1, max_value=5))
def test_answers_follow_each_other_in_any_order(said: list[tuple[bytes, Reply]], step: int) -> None:
    stream = b"".join(data for data, _ in said)
    decoder = ReplyDecoder()
    heard = [
        reply
        for at in range(0, len(stream), step)
        for reply in decoder.feed(stream[at : at + step])
    ]
    assert heard == [reply for _, reply in said]


@given(spoken, st.data())
def test_flow_control_may_come_between_any_two_bytes(
    said: list[tuple[bytes, Reply]], data: st.DataObject
) -> None:
    stream = bytearray(b"".join(each for each, _ in said))
    at = data.draw(st.integers(min_value=0, max_value=len(stream)))
    stream[at:at] = b"\x13\x11"
    assert ReplyDecoder().feed(bytes(stream)) == [reply for _, reply in said]


@given(st.binary(max_size=300))
def test_rubbish_raises_nothing_and_is_not_kept_for_ever(data: bytes) -> None:
    decoder = ReplyDecoder()
    decoder.feed(data)
    # After a block's longest length of ordinary answers, they are heard again.
    assert decoder.feed(b"\x12" * 100)[-1] == RealTime(0x12)


@pytest.mark.parametrize(
    ("n", "byte", "facts"),
    [
        (1, 0x16, set()),
        (1, 0x1E, {"offline"}),
        (2, 0x12, set()),
        (2, 0x16, {"cover_open"}),
        (2, 0x32, {"paper_out"}),
        (2, 0x1A, set()),  # somebody feeds paper: no fault
        (3, 0x16, {"jam"}),
        (3, 0x1A, {"cutter"}),
        (3, 0x32, {"broken"}),
        (3, 0x52, {"overheated"}),
        (4, 0x12, set()),
        (4, 0x1E, {"paper_low"}),
        (4, 0x16, {"paper_low"}),  # one of the two sensor bits is enough
        (4, 0x72, {"paper_out"}),
        (4, 0x32, {"paper_out"}),
        (4, 0x7E, {"paper_low", "paper_out"}),
    ],
)
def test_what_each_bit_says(n: int, byte: int, facts: set[Fact]) -> None:
    board = StatusBoard(PROFILE)
    board.real_time(n, byte)
    assert board.facts == facts


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        ("10 00 00 0f", set()),
        ("18 00 0c 0f", {"offline", "paper_out"}),
        ("38 00 00 0f", {"offline", "cover_open"}),
        ("18 08 00 0f", {"offline", "cutter"}),
        ("10 00 03 0f", {"paper_low"}),
    ],
)
def test_automatic_status_tells_everything_at_once(data: str, facts: set[Fact]) -> None:
    board = StatusBoard(PROFILE)
    for n in range(1, 5):
        board.real_time(n, 0x7E)
    board.automatic(bytes.fromhex(data))
    assert board.facts == facts
    assert board.knows_paper


def test_what_was_not_said_is_unknown() -> None:
    board = StatusBoard(PROFILE)
    assert (board.facts, board.knows_paper) == (frozenset(), False)

    board.real_time(4, 0x72)
    board.forget(4)
    assert (board.facts, board.knows_paper) == (frozenset(), False)
