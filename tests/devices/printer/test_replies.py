"""What the printer says, cut anywhere and mixed with anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer.profile import Fact, PrinterProfile, load_profile
from devices.printer.replies import (
    Automatic,
    Cleared,
    Flow,
    FromBuffer,
    JobEnded,
    Noise,
    RealTime,
    Reply,
    ReplyDecoder,
    StatusBoard,
)

PROFILE = load_profile("epson-tm-t88")
SNBC = load_profile("snbc-bt-t080")
CASHINO = load_profile("cashino-kp-628e")

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
    (b"\x13", Flow(go=False)),
    (b"\x11", Flow(go=True)),
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
    heard = ReplyDecoder().feed(bytes(stream))
    told = [reply for _, reply in said]
    assert sorted(map(repr, heard)) == sorted(map(repr, [*told, Flow(go=False), Flow(go=True)]))
    rest = [reply for reply in heard if not isinstance(reply, Flow)]
    assert rest == [reply for reply in told if not isinstance(reply, Flow)]


@given(st.binary(max_size=300))
def test_rubbish_raises_nothing_and_is_not_kept_for_ever(data: bytes) -> None:
    decoder = ReplyDecoder()
    decoder.feed(data)
    # After a block's longest length of ordinary answers, they are heard again.
    assert decoder.feed(b"\x12" * 100)[-1] == RealTime(0x12)


def test_bit_7_is_an_answer_only_of_the_model_that_uses_it() -> None:
    hanging = b"\x92"  # KP-628E, n = 1: online, the slip has not been torn off

    assert ReplyDecoder(CASHINO.answer_mask).feed(hanging) == [RealTime(0x92)]
    for other in (PROFILE, SNBC):
        assert ReplyDecoder(other.answer_mask).feed(hanging) == [Noise(1)]


@pytest.mark.parametrize("profile", [PROFILE, SNBC, CASHINO], ids=lambda each: each.name)
def test_every_byte_is_told_from_the_others_by_the_bits_of_the_manual(
    profile: PrinterProfile,
) -> None:
    free = {0x93: 0x6C, 0x13: 0xEC}[profile.answer_mask]
    for byte in range(256):
        (reply,) = ReplyDecoder(profile.answer_mask).feed(bytes((byte,)) * 4)[:1] or (None,)
        if byte & ~free == 0x12:
            assert reply == RealTime(byte)
        else:
            assert not isinstance(reply, RealTime), hex(byte)


@pytest.mark.parametrize(
    ("profile", "n", "byte", "facts"),
    [
        (SNBC, 1, 0x16, set()),  # bit 2 is always 1
        (SNBC, 1, 0x1E, {"offline"}),
        (SNBC, 2, 0x16, {"cover_open"}),
        (SNBC, 2, 0x1A, set()),
        (SNBC, 2, 0x32, {"paper_out"}),
        (SNBC, 3, 0x16, {"jam"}),
        (SNBC, 3, 0x1A, {"cutter"}),
        (SNBC, 3, 0x32, {"broken"}),
        (SNBC, 3, 0x52, {"overheated"}),
        (SNBC, 4, 0x1E, {"paper_low"}),
        (SNBC, 4, 0x72, {"paper_out"}),
        (CASHINO, 1, 0x12, set()),
        (CASHINO, 1, 0x92, {"not_taken"}),
        (CASHINO, 1, 0x9A, {"not_taken", "offline"}),
        (CASHINO, 2, 0x16, {"cover_open"}),
        (CASHINO, 2, 0x32, {"paper_out"}),
        (CASHINO, 3, 0x16, set()),  # bit 2 is not defined
        (CASHINO, 3, 0x1A, {"cutter"}),
        (CASHINO, 3, 0x32, {"broken"}),
        (CASHINO, 3, 0x52, {"overheated"}),
        (CASHINO, 4, 0x1E, {"paper_low"}),
        (CASHINO, 4, 0x72, {"paper_out"}),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_what_each_bit_says_of_the_other_models(
    profile: PrinterProfile, n: int, byte: int, facts: set[Fact]
) -> None:
    board = StatusBoard(profile)
    board.real_time(n, byte)
    assert board.facts == facts


def test_of_a_model_whose_automatic_status_is_not_known_nothing_is_read() -> None:
    board = StatusBoard(SNBC)
    board.real_time(2, 0x16)
    board.automatic(b"\x10\x00\x00\x0f")
    assert (board.facts, board.knows_paper) == ({"cover_open"}, False)


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


def test_all_was_said_when_all_four_questions_were_answered() -> None:
    board = StatusBoard(PROFILE)
    for n in range(1, 5):
        assert not board.complete
        board.real_time(n, 0x12)
    assert board.complete
    board.forget(2)
    assert not board.complete
