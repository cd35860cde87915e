"""Bytes for the printer, against what the manuals say, and what must never be among them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer.codec import (
    Job,
    Raster,
    defuse,
    encode_job,
    encode_text,
    process_number,
    status_request,
)
from devices.printer.layout import Line, lay_out
from devices.printer.profile import PrinterProfile, load_profile
from kiosk.ports import Pair, QrCode, Rule, Slip, TextLine
from tests.devices.printer.test_layout import slip, slips

PROFILE = load_profile("epson-tm-t88")
REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")


def drawn(line: Line) -> Raster:
    return Raster(1, 2, b"\xaa\x55")


def job(made: Slip, profile: PrinterProfile = PROFILE) -> Job:
    return encode_job(lay_out(made, profile.cells), profile, drawn, b"0042")


def test_a_chinese_slip_byte_by_byte() -> None:
    made = slip(TextLine("演示", size=2, bold=True, align="center"), Pair("姓名", "陈*英"), Rule())

    assert (
        b"".join(job(made).pieces)
        == (
            b"\x1b@\x1c&\x1dP\xcb\xcb\x1da\x0e"  # initialise, Chinese, dots, tell of changes
            b"\x1ba\x01\x1bE\x01\x1d!\x11"  # centre, bold, double
            b"\xd1\xdd\xca\xbe\x1bJ\x44"  # 演示 in GB18030, print and feed 68 dots
            b"\x1ba\x00\x1bE\x00\x1d!\x00"  # and back
            b"\xd0\xd5\xc3\xfb  \xb3\xc2*\xd3\xa2\n"  # 姓名  陈*英
            + b"-"
            * 48
            + b"\n\x1dVB\x18"  # feed to the cutter, cut
            b"\x1d(H\x06\x0000" + b"0042"  # tell when it is out
        )
    )


def test_a_qr_code_is_drawn_by_the_printer() -> None:
    sent = b"".join(job(slip(QrCode("https://example.invalid/q"))).pieces)

    assert (
        b"\x1d(k\x04\x001A2\x00"  # model 2
        b"\x1d(k\x03\x001C\x06"  # six dots a module
        b"\x1d(k\x03\x001E1"  # level M
        b"\x1d(k\x1c\x001P0https://example.invalid/q"  # store: 25 bytes and 3
        b"\x1d(k\x03\x001Q0"  # print
    ) in sent


def test_chinese_is_switched_on_after_every_initialising() -> None:
    sent = b"".join(job(slip(TextLine("好"))).pieces)

    assert sent.count(b"\x1b@") == sent.count(b"\x1b@\x1c&") == 1


def test_characters_of_four_bytes_are_never_sent_as_text() -> None:
    assert encode_text("陈海英，：（）“”—…·￥", "gb18030") is not None
    for character in "¥•𠮷㛃ñ\ue000":
        assert encode_text(f"陈{character}", "gb18030") is None, character
    assert encode_text("䶮", "gb18030") == b"\xfe\x9f"
    assert encode_text("䶮", "gbk") is None


def test_a_line_with_a_rare_character_is_sent_as_a_picture() -> None:
    sent = b"".join(job(slip(TextLine("陈㛃"), TextLine("好"))).pieces)

    assert b"\x1dv0\x00\x01\x00\x02\x00\xaa\x55\xba\xc3\n" in sent


def test_a_picture_that_looks_like_a_command_is_printed_harmlessly() -> None:
    def unlucky(line: Line) -> Raster:
        return Raster(1, 10, b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")

    made = encode_job(lay_out(slip(TextLine("㛃")), 48), PROFILE, unlucky, b"0042")

    assert b"\x30\x14\x08" in made.pieces[1]
    assert not any(REAL_TIME.search(piece) for piece in made.pieces)


def test_a_printer_without_process_number_gets_the_barrier() -> None:
    plain = PROFILE.model_copy(update={"proof": "barrier"})

    assert job(slip(TextLine("好")), plain).pieces[-1] == b"\x1dr\x01"


def test_a_qr_code_that_does_not_fit_or_holds_controls_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 331 bytes, got 332"):
        job(slip(QrCode("x" * 332)))
    with pytest.raises(ValueError, match="control"):
        job(slip(QrCode("\x10\x04\x01")))


def test_paper_is_estimated_from_lines_and_cut() -> None:
    one, two = (job(slip(*[TextLine("好")] * count)).paper_mm for count in (1, 2))

    assert one == pytest.approx(17 + 34 / 8, abs=0.1)
    assert two - one == pytest.approx(34 / 8, abs=0.1)


def test_the_process_number_is_four_digits_and_steady() -> None:
    assert process_number("A-1") == process_number("A-1") != process_number("A-2")
    assert re.fullmatch(rb"\d{4}", process_number("3302-2611-230047"))


def test_status_is_asked_in_real_time() -> None:
    assert [status_request(n) for n in (1, 4)] == [b"\x10\x04\x01", b"\x10\x04\x04"]


def test_only_known_profiles_can_be_named() -> None:
    with pytest.raises(ValueError, match="one of cashino-kp-628e, epson-tm-t88, snbc-bt-t080, got"):
        load_profile("../secret")


@given(slips)
def test_whatever_a_slip_says_no_control_byte_gets_into_its_text(made: Slip) -> None:
    lines = lay_out(made, PROFILE.cells)
    for line in lines:
        assert isinstance(line, Line)
        encoded = encode_text(line.text, PROFILE.charset)
        assert encoded is None or min(encoded, default=0x20) >= 0x20
    assert not any(REAL_TIME.search(piece) for piece in job(made).pieces)


@given(st.lists(st.sampled_from([0x10, 0x04, 0x05, 0x14, 0x01, 0xFF]), max_size=200).map(bytes))
def test_no_picture_can_command_the_printer(data: bytes) -> None:
    safe = defuse(data)

    assert not REAL_TIME.search(safe)
    assert len(safe) == len(data)
    # A dot may be added, none is taken away.
    assert all(after & before == before for before, after in zip(data, safe, strict=True))
