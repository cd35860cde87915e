"""What is fuzzed: every parser of bytes that come from outside, and what must hold for any bytes.

A target takes bytes and returns; whatever it raises is a finding. `SEEDS` are inputs that make
sense, from which others are made; `corpus/<target>/` keeps inputs that walk every
way through the parser, and those that once did harm.
"""

import base64
import contextlib
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from devices.barcode_reader.codec import Line, LineReader
from devices.biometric.wire import WireBroken, _message
from devices.card_reader.codec import FrameDecoder, Reply
from devices.card_reader.document import CardDataError, newest_address, parse_block
from devices.document_printer.codec import MalformedAnswer, Tag, decode
from devices.document_printer.health import describe
from devices.document_printer.printer import measured, read_printer
from devices.printer.replies import Noise, ReplyDecoder
from devices.simulation.control import ControlServer
from kiosk.case.card_photo import NoCardPhoto, card_photo, photo_limits
from kiosk.case.model import CardKind
from kiosk.codes import AllowList, load_codes
from kiosk.enquiries import asked_for
from kiosk.local_socket import understood
from kiosk.platforms.acceptance import PlatformLater, _fields
from kiosk.platforms.line import Answer
from kiosk.sandbox.attachments import attached_file
from kiosk.vocabulary import Device, DocumentMedia
from tests.kiosk.photos import a_jpeg

CORPUS = Path(__file__).with_name("corpus")
LONGEST_BLOCK = 80  # of a printer's answers


def card_reader_codec(data: bytes) -> None:
    """No byte is lost from the count, and where the stream is cut changes nothing."""
    whole, cut = FrameDecoder(), FrameDecoder()
    events = whole.feed(data)
    sizes = [event.size if isinstance(event, Reply) else event.count for event in events]
    assert sum(sizes) + whole.pending == len(data)
    pieces = [event for at in range(len(data)) for event in cut.feed(data[at : at + 1])]
    replies = [event for event in events if isinstance(event, Reply)]
    assert replies == [event for event in pieces if isinstance(event, Reply)]
    assert whole.pending == cut.pending


def barcode_lines(data: bytes) -> None:
    """No byte is lost from the count, the cut changes nothing, nothing invisible gets through."""
    whole, cut = LineReader(), LineReader()
    codes = whole.feed(data)
    assert codes == [code for at in range(len(data)) for code in cut.feed(data[at : at + 1])]
    ends = data.count(b"\r") + data.count(b"\n")
    assert sum(code.length for code in codes) + whole.pending + ends == len(data)
    for code in codes:
        if isinstance(code, Line):
            assert not any(unicodedata.category(each).startswith("C") for each in code.text)
            _codes().kind_of(code.text, _codes().names)


def card_document(data: bytes) -> None:
    """A card of one of the four layouts, or the error that names the part."""
    try:
        card, photo = parse_block(bytearray(data))
    except CardDataError:
        return
    assert card.name.strip() or card.kind in (CardKind.FOREIGNER_2017, CardKind.FOREIGNER_2023)
    assert len(photo) in (0, 1024)


def card_addresses(data: bytes) -> None:
    """The newest without its padding, or nothing."""
    newest = newest_address(bytearray(data))
    assert newest == newest.rstrip(" \0")


def printer_replies(data: bytes) -> None:
    """Where the stream is cut changes nothing, and rubbish is not kept."""
    whole, cut = ReplyDecoder(), ReplyDecoder()
    events = whole.feed(data)
    pieces = [event for at in range(len(data)) for event in cut.feed(data[at : at + 1])]
    assert [event for event in events if not isinstance(event, Noise)] == [
        event for event in pieces if not isinstance(event, Noise)
    ]
    assert len(whole._buffer) == len(cut._buffer) <= LONGEST_BLOCK


def ipp_answers(data: bytes) -> None:
    """A message of which a status can be made, or none; what is shown of it is printable."""
    try:
        answer = decode(data)
    except MalformedAnswer:
        return
    printer = read_printer(answer.group(Tag.PRINTER))
    status = describe(printer, DocumentMedia.A4, None)
    assert (status.detail + measured(printer)).isprintable()


def control_lines(data: bytes) -> None:
    """Whatever is asked is answered, and no fault of ours is what the answer tells."""
    answer = _control()._answer_line(data)
    assert answer["ok"] or not str(answer["why"]).startswith("failed")


def platform_answers(data: bytes) -> None:
    """Fields, or "not now"."""
    try:
        fields = _fields(Answer(200, data))
    except PlatformLater:
        return
    assert all(name == name.lower() for name in fields)


def face_messages(data: bytes) -> None:
    """A message, or a broken wire."""
    try:
        _message(data)
    except WireBroken:
        return


def card_photos(data: bytes) -> None:
    """A file of the standard's form, or none; what the kiosk takes the platform takes too."""
    url = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
    try:
        photo = card_photo(data, photo_limits())
    except NoCardPhoto:
        with contextlib.suppress(ValueError):
            attached_file("photo.jpg", url)
        return
    assert base64.b64decode(photo.jpeg) == data


def enquiries(data: bytes) -> None:
    """Devices that there are, or no sense in it."""
    question = understood(data)
    devices = asked_for(question) if question is not None else None
    assert devices is None or set(devices) <= set(Device)


@cache
def _codes() -> AllowList:
    return load_codes()


@cache
def _control() -> ControlServer:
    return ControlServer(Path(tempfile.mkdtemp()) / "control", [], {})


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        *(barcode_lines, card_reader_codec, card_document, card_addresses, printer_replies),
        *(control_lines, platform_answers, face_messages, enquiries, ipp_answers),
        card_photos,
    )
}


def _card_block() -> bytes:
    fields = {
        0: "示例",
        30: "1",
        32: "01",
        36: "19900101",
        52: "示例路1号",
        122: "330299199001010010",
        158: "示例公安局",
        188: "20200101",
        204: "长期",
    }
    text = bytearray(" ".encode("utf-16-le") * 128)
    for at, value in fields.items():
        coded = value.encode("utf-16-le")
        text[at : at + len(coded)] = coded
    return bytes.fromhex("0100 0400") + bytes(text) + bytes(1024)


def _foreign_block(flag: str) -> bytes:
    """As makers publish the three other layouts; nobody's card."""
    fields = {
        "J": {0: "示例", 30: "1", 36: "19900101", 52: "示例路1号", 122: "830000199001010014"}
        | {158: "示例公安局", 188: "20200101", 204: "20250101", 220: "H00000000", 238: "01"},
        "I": {0: "SAMPLE, NOBODY", 120: "1", 122: "XXX330200000000", 152: "XXX", 158: "示例"}
        | {188: "20180101", 204: "20280101", 220: "19900101", 236: "01", 240: "1500"},
        "Y": {0: "示例", 30: "1", 32: "01", 36: "19900101", 52: "SAMPLE, NOBODY"}
        | {122: "933000199001010015", 188: "20240101", 204: "20340101", 242: "XXX"},
    }[flag]
    text = bytearray(" ".encode("utf-16-le") * 128)
    for at, value in (*fields.items(), (248, flag)):
        coded = value.encode("utf-16-le")
        text[at : at + len(coded)] = coded
    return bytes.fromhex("0100 0400") + bytes(text) + bytes(1024)


SEEDS: Mapping[str, tuple[bytes, ...]] = {
    "card_reader_codec": (
        bytes.fromhex("AAAAAA9669 0008 00009F 00000000 97"),
        bytes.fromhex("AAAAAA9669 0004 000080 84"),
        bytes.fromhex("AAAAAA9669 000C 000090 0000000000000000 9C"),
    ),
    "barcode_lines": (
        b"0107-1123-004\r\n91350100M000100Y43\r",
        "象山县\r".encode("gb18030"),
        b"\x1b]0;title\x07\rX33022520261123010700042X\r",
    ),
    "card_document": (
        _card_block(),
        _card_block()[:260],
        *(_foreign_block(flag) for flag in "JIY"),
        bytes.fromhex("0100 0400 0200") + _card_block()[4:] + bytes(512),
    ),
    "card_addresses": ("示例路2号".ljust(35).encode("utf-16-le"), bytes(280)),
    "printer_replies": (
        bytes.fromhex("12 16 1A 72"),
        bytes.fromhex("10 00 00 0F 14 00 03 0F"),
        bytes.fromhex("37 22 31 32 33 34 00 37 25 00 5F 41 00 11 13"),
    ),
    "ipp_answers": (
        bytes.fromhex("0101 0000 00000001 01 04")
        + bytes.fromhex("44 0015")
        + b"printer-state-reasons"
        + bytes.fromhex("000b")
        + b"media-empty"
        + bytes.fromhex("44 0000 0009")
        + b"toner-low"
        + bytes.fromhex("23 000d")
        + b"printer-state"
        + bytes.fromhex("0004 00000005 03"),
        bytes.fromhex("0101 0000 00000001 01 04 34 000f")
        + b"media-col-ready"
        + bytes.fromhex("0000 4a 0000 000c")
        + b"media-source"
        + bytes.fromhex("44 0000 0004")
        + b"main"
        + bytes.fromhex("4a 0000 0001")
        + b"x"
        + bytes.fromhex("13 0000 0000 37 0000 0000")
        + bytes.fromhex("30 000e")
        + b"printer-supply"
        + bytes.fromhex("0011")
        + b"type=toner;level="
        + bytes.fromhex("03"),
    ),
    "control_lines": (
        b'{"do": "status"}',
        b'{"do": "wire", "since": 12.5}',
        b'{"to": "card_reader", "do": "place", "with": {"person": "nobody"}}',
    ),
    "enquiries": (
        b'{"ask": "status"}',
        b'{"ask": "diagnose", "devices": ["printer", "camera"]}',
    ),
    "platform_answers": (
        b"<RESPONSE><result>00</result><PROJID>330225901261123000001</PROJID></RESPONSE>",
        '<?xml version="1.0" encoding="GB2312"?><R><resultmsg>成功</resultmsg></R>'.encode(
            "gb18030"
        ),
    ),
    "card_photos": (a_jpeg(), a_jpeg(b"mark"), a_jpeg(dots=72), a_jpeg(colours=1)),
    "face_messages": (
        b"S\xff\xd8\xff\xd9",
        b'["Alive", {"within_s": 0.5}]',
        b'["Scored", {"id": "a", "distance": 0.3, "quality": 1, "engine": "e", "took_s": 1}]',
    ),
}
