from functools import reduce
from operator import xor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.card_reader import codec
from devices.card_reader.codec import PREAMBLE, FrameDecoder, Noise, Reply, wipe
from tests.devices.card_reader.vectors import (
    REPLIES,
    REPLY_SIZES,
    REQUESTS,
    VERDICTS,
    reply,
    request,
)

LONGEST_FRAME = 7 + 0x090A
EXAMPLES = 25  # `make fuzz` tries many more


def frame(sw3: int, data: bytes = b"", sw1: int = 0, sw2: int = 0) -> bytes:
    """A reply, built here a second time, from the published table."""
    body = (4 + len(data)).to_bytes(2, "big") + bytes((sw1, sw2, sw3)) + data
    return PREAMBLE + body + bytes((reduce(xor, body),))


def replies(events: list[Reply | Noise]) -> list[Reply]:
    return [event for event in events if isinstance(event, Reply)]


def given_up(events: list[Reply | Noise]) -> int:
    return sum(event.count for event in events if isinstance(event, Noise))


replies_drawn = st.builds(
    frame,
    sw1=st.integers(0, 255),
    sw2=st.integers(0, 255),
    sw3=st.integers(0, 255),
    data=st.binary(max_size=300),
)


BUILT = {
    "reset": codec.RESET,
    "status": codec.STATUS,
    "id": codec.SAM_ID,
    "find": codec.FIND,
    "select": codec.SELECT,
    "read": codec.READ,
    "presence": codec.APPENDED_ADDRESS,
    "management": codec.MANAGEMENT_NUMBER,
    "fingerprints": codec.READ_WITH_FINGERPRINTS,
    **{f"baud {baud}": codec.set_baud(baud) for baud in (115200, 57600, 38400, 19200, 9600)},
    **{f"rf frame {most}": codec.rf_frame(most) for most in (80, 88)},
}


@pytest.mark.parametrize("name", REQUESTS)
def test_requests_are_the_published_frames(name: str) -> None:
    assert BUILT[name].frame() == request(name)
    assert BUILT[name].code == REQUESTS[name][21:26]


@pytest.mark.parametrize("name", REPLY_SIZES)
def test_the_longest_replies_are_as_long_as_published(name: str) -> None:
    assert BUILT[name].longest_reply == REPLY_SIZES[name]


def test_a_rate_that_no_module_has_is_refused() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        codec.set_baud(1200)


def test_every_verdict_has_its_consequence_and_an_unknown_one_is_a_failure() -> None:
    for sw3 in range(256):
        verdict = Reply(0, 0, sw3, bytearray()).verdict
        assert verdict.name.lower() == VERDICTS.get(sw3, "failed"), f"{sw3:02X}"


@pytest.mark.parametrize("name", REPLIES)
def test_published_replies_are_understood(name: str) -> None:
    (event,) = FrameDecoder().feed(reply(name))
    assert isinstance(event, Reply)
    assert event.sw3 == reply(name)[9]
    assert event.code == reply(name)[7:10].hex(" ").upper()  # what the log of frames says
    assert event.data == reply(name)[10:-1]
    assert event.size == len(reply(name))


def test_published_verdicts_have_their_names() -> None:
    assert {each.value for each in codec.Sw3} == set(VERDICTS)
    verdict = {name: reply(name)[9] for name in REPLIES}
    assert verdict["ok"] == verdict["selected"] == codec.Sw3.OK
    assert verdict["found"] == codec.Sw3.FOUND
    assert verdict["not found"] == codec.Sw3.NOT_FOUND
    assert verdict["not selected"] == codec.Sw3.NOT_SELECTED
    assert verdict["read failed"] == codec.Sw3.READ_FAILED
    assert verdict["self-test failed"] == codec.Sw3.SELF_TEST_FAILED
    assert verdict["no such item"] == codec.Sw3.NO_SUCH_ITEM


def test_a_frame_may_be_cut_anywhere() -> None:
    whole = frame(0x90, bytes(range(256)))
    for cut in range(len(whole) + 1):
        decoder = FrameDecoder()
        events = decoder.feed(whole[:cut]) + decoder.feed(whole[cut:])
        assert [type(event) for event in events] == [Reply]
        assert replies(events)[0].data == whole[10:-1]


def test_a_frame_may_come_byte_by_byte() -> None:
    decoder = FrameDecoder()
    events = [event for byte in reply("selected") for event in decoder.feed(bytes((byte,)))]
    assert [type(event) for event in events] == [Reply]
    assert decoder.pending == 0


def test_two_frames_in_one_piece_are_two() -> None:
    events = FrameDecoder().feed(reply("found") + reply("selected"))
    assert [event.sw3 for event in replies(events)] == [0x9F, 0x90]


def test_a_frame_that_contains_the_beginning_of_another_stays_whole() -> None:
    whole = frame(0x90, b"\x01" + reply("not found") + b"\x02")
    decoder = FrameDecoder()
    events = [event for byte in whole for event in decoder.feed(bytes((byte,)))]
    assert len(events) == 1
    assert replies(events)[0].data == whole[10:-1]


@pytest.mark.parametrize("stray", [b"\x00", b"\xaa", b"\xaa\xaa\x96", PREAMBLE[:4], b"\xff" * 40])
def test_stray_bytes_before_a_frame_are_counted_and_given_up(stray: bytes) -> None:
    events = FrameDecoder().feed(stray + reply("ok"))
    assert len(replies(events)) == 1
    assert given_up(events) == len(stray)


@pytest.mark.parametrize("length", [0, 3, 0x090B, 0xFFFF])
def test_an_impossible_length_is_not_waited_for(length: int) -> None:
    events = FrameDecoder().feed(PREAMBLE + length.to_bytes(2, "big") + reply("ok"))
    assert len(replies(events)) == 1
    assert given_up(events) == 7


def test_a_wrong_checksum_is_told_and_the_next_frame_found() -> None:
    garbled = bytearray(reply("selected"))
    garbled[12] ^= 0x40
    events = FrameDecoder().feed(bytes(garbled) + reply("ok"))
    assert any(isinstance(event, Noise) and event.bad_checksum for event in events)
    assert [event.sw3 for event in replies(events)] == [0x90]


@pytest.mark.parametrize("at", range(5, 19))
def test_no_single_garbled_byte_passes_for_a_reply(at: int) -> None:
    for change in (0xFF, *(1 << bit for bit in range(8))):
        garbled = bytearray(reply("selected"))
        garbled[at] ^= change
        assert not replies(FrameDecoder().feed(bytes(garbled)))


@settings(max_examples=EXAMPLES)
@given(st.lists(replies_drawn, max_size=4), st.lists(st.integers(1, 400), max_size=8))
def test_whatever_is_framed_comes_back_however_it_is_cut(
    frames: list[bytes], cuts: list[int]
) -> None:
    stream = b"".join(frames)
    decoder = FrameDecoder()
    events = []
    for cut in cuts:
        events += decoder.feed(stream[:cut])
        stream = stream[cut:]
    events += decoder.feed(stream)
    got = [frame(r.sw3, bytes(r.data), r.sw1, r.sw2) for r in replies(events)]
    assert got == frames


@settings(max_examples=EXAMPLES)
@given(st.lists(st.binary(max_size=200), max_size=10))
def test_arbitrary_bytes_never_raise_and_none_is_lost_from_the_count(pieces: list[bytes]) -> None:
    decoder = FrameDecoder()
    events = [event for piece in pieces for event in decoder.feed(piece)]
    accounted = sum(event.size for event in replies(events)) + given_up(events) + decoder.pending
    assert accounted == sum(map(len, pieces))
    assert decoder.pending < LONGEST_FRAME


@settings(max_examples=EXAMPLES)
@given(st.binary(max_size=400).filter(lambda noise: b"\xaa" not in noise))
def test_noise_never_hides_the_frame_after_it(noise: bytes) -> None:
    assert len(replies(FrameDecoder().feed(noise + reply("found")))) == 1


def test_a_yes_fits_only_the_request_that_it_answers() -> None:
    yes = {
        codec.STATUS: Reply(0, 0, 0x90, bytearray()),
        codec.FIND: Reply(0, 0, 0x9F, bytearray(4)),
        codec.SELECT: Reply(0, 0, 0x90, bytearray(8)),
        codec.SAM_ID: Reply(0, 0, 0x90, bytearray(16)),
        codec.READ: Reply(0, 0, 0x90, bytearray(1284)),
        codec.APPENDED_ADDRESS: Reply(0, 0, 0x90, bytearray(70)),
        codec.MANAGEMENT_NUMBER: Reply(0, 0, 0x90, bytearray(28)),
        codec.READ_WITH_FINGERPRINTS: Reply(0, 0, 0x90, bytearray(1286)),
    }
    for asked in yes:
        for answered, answer in yes.items():
            assert asked.fits(answer) == (asked is answered)
        assert asked.fits(Reply(0, 0, 0x41, bytearray()))


def test_a_reply_shows_nothing_of_its_data() -> None:
    (event,) = FrameDecoder().feed(frame(0x90, "陈海英".encode("utf-16-le")))
    assert "9648" not in repr(event)
    assert "bytearray" not in repr(event)


def test_forgetting_a_half_frame_begins_anew() -> None:
    decoder = FrameDecoder()
    decoder.feed(frame(0x90, b"secret" * 20)[:-1])
    decoder.clear()
    assert decoder.pending == 0
    assert len(replies(decoder.feed(reply("ok")))) == 1


def test_wiping_overwrites_in_place() -> None:
    buffer = bytearray(b"secret")
    other_name = buffer
    wipe(buffer)
    assert other_name == bytes(6)


def test_the_modules_number_is_spelled_as_printed_on_it() -> None:
    data = b"\x05\x00\x01\x00" + (20160101).to_bytes(4, "little")
    data += (42).to_bytes(4, "little") + (123456789).to_bytes(4, "little")
    assert codec.sam_id(bytearray(data)) == "05.01-20160101-0000000042-0123456789"
    assert codec.sam_bytes(codec.sam_id(bytearray(data))) == data


@pytest.mark.parametrize(
    "written", ["5.1-20160101-42-123456789", "05-01-20160101-0000000042-0123456789 "]
)
def test_makers_spell_one_number_differently(written: str) -> None:
    assert codec.sam_id(codec.sam_bytes(written)) == "05.01-20160101-0000000042-0123456789"


@pytest.mark.parametrize("written", ["", "5.1-2016", "5.1-20160101-42-x", "70000.1-1-1-1"])
def test_what_is_no_number_of_a_module_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        codec.sam_bytes(written)


@settings(max_examples=EXAMPLES)
@given(st.binary(min_size=16, max_size=16))
def test_every_number_survives_being_written_down(data: bytes) -> None:
    assert codec.sam_bytes(codec.sam_id(data)) == data
