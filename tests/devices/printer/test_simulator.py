"""The simulated printer is a strict one: it does what the manuals say, also when that is unkind."""

import os
import re
import select
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from devices.printer.simulator import PrinterPeer
from devices.printer.simulator_commands import RealTimeEar, next_command
from devices.simulation.peer import PeerRefusal
from tests.devices.printer.conftest import FONT, scan

CUT = b"\x1dVB\x18"


class Wire:
    """The kiosk's end, without any of the kiosk's code."""

    def __init__(self, directory: Path, **options: Any) -> None:
        self.peer = PrinterPeer(directory, font=FONT, **({"speed_mm_s": 5000.0} | options))
        self.port = os.open(directory / "printer", os.O_RDWR | os.O_NOCTTY)

    def send(self, data: bytes) -> None:
        os.write(self.port, data)

    def hear(self, count: int, within_s: float = 2.0) -> bytes:
        heard = b""
        while len(heard) < count and select.select([self.port], [], [], within_s)[0]:
            heard += os.read(self.port, count - len(heard))
        return heard

    def ask(self, n: int) -> int:
        self.send(bytes((0x10, 0x04, n)))
        return self.hear(1)[0]

    def do(self, verb: str, **arguments: Any) -> dict[str, Any]:
        return self.peer.verbs[verb](arguments)

    def finish(self) -> None:
        """Until everything sent before has been printed."""
        self.send(b"\x1d(H\x06\x000009zZ")
        assert self.hear(7) == b"\x37\x2209zZ\x00"

    def texts(self) -> list[str]:
        return [each["text"] for each in self.do("receipts")["receipts"]]

    def close(self) -> None:
        os.close(self.port)
        self.peer.close()


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    made = Wire(tmp_path)
    yield made
    made.close()


def test_it_prints_chinese_only_when_told_to(wire: Wire) -> None:
    wire.send(b"\x1b@" + "好".encode("gb18030") + b"\n")
    wire.send(b"\x1b@\x1c&" + "好".encode("gb18030") + b"\n" + CUT)
    wire.finish()

    assert wire.texts() == ["??\n好"]


def test_codes_of_four_bytes_print_rubbish(wire: Wire) -> None:
    wire.send(b"\x1b@\x1c&" + "¥".encode("gb18030") + b"\n" + CUT)
    wire.finish()

    assert wire.texts() == ["?0?6"]


def test_a_line_wider_than_the_paper_goes_on_below(wire: Wire) -> None:
    wire.send(b"\x1b@" + b"x" * 50 + b"\n" + CUT)
    wire.finish()

    assert wire.texts() == ["x" * 48 + "\nxx"]


def test_every_slip_is_kept_as_received_as_text_and_as_picture(wire: Wire) -> None:
    sent = b"\x1b@one\n" + CUT
    wire.send(sent + b"\x1b@two\n" + CUT)
    wire.finish()

    first, second = wire.do("receipts")["receipts"]
    assert Path(first["bin"]).read_bytes() == sent
    assert Path(second["txt"]).read_text() == "two\n"
    assert Image.open(second["png"]).width == 640


def test_real_time_commands_are_heard_inside_a_picture(wire: Wire) -> None:
    wire.send(b"\x1dv0\x00\x01\x00\x05\x00\xff\x10\x04\x01\xff")

    assert wire.hear(1) == b"\x16"


def test_real_time_commands_are_heard_however_they_are_cut() -> None:
    stream = b"ab\x10\x04\x02cd\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08e\x10\x06f"
    for cut in range(len(stream)):
        ear = RealTimeEar()
        first, one = ear.feed(stream[:cut])
        second, two = ear.feed(stream[cut:])
        assert first + second == b"abcde\x10\x06f"
        assert [each.name for each in one + two] == ["DLE EOT 2", "DLE DC4 8"]


def test_commands_are_the_same_however_they_are_cut() -> None:
    stream = b"\x1b@\x1c&\xb3\xc2a\n\x1dv0\x00\x01\x00\x02\x00\xaa\x55\x1d(k\x03\x001Q0\x1dVB\x18"
    names = ["ESC @", "FS &", "text", "LF", "GS v 0", "GS ( k", "GS V"]
    for cut in range(1, len(stream)):
        buffer = bytearray()
        found = []
        for part in (stream[:cut], stream[cut:]):
            buffer += part
            while heard := next_command(buffer):
                found.append(heard.name)
        assert re.sub("text text", "text", " ".join(found)) == " ".join(names), cut


@pytest.mark.parametrize(
    ("verb", "answers"),
    [
        ("healthy", [0x16, 0x12, 0x12, 0x12]),
        ("paper_low", [0x16, 0x12, 0x12, 0x1E]),
        ("paper_out", [0x1E, 0x32, 0x12, 0x7E]),
        ("cover_open", [0x1E, 0x16, 0x12, 0x12]),
        ("jam", [0x1E, 0x52, 0x16, 0x12]),
    ],
)
def test_status_is_that_of_the_manual(wire: Wire, verb: str, answers: list[int]) -> None:
    wire.do(verb)
    assert [wire.ask(n) for n in (1, 2, 3, 4)] == answers


def test_automatic_status_comes_when_something_changes(wire: Wire) -> None:
    wire.send(b"\x1da\x0f")
    assert wire.hear(4) == b"\x10\x00\x00\x0f"
    wire.do("cover_open")
    assert wire.hear(4) == b"\x38\x00\x00\x0f"
    wire.do("refill")
    assert wire.hear(4) == b"\x10\x00\x00\x0f"


def test_without_paper_it_keeps_the_slip_and_prints_the_rest_for_whoever_comes_next(
    wire: Wire,
) -> None:
    wire.do("out_mid_job", lines=2)
    wire.send(b"\x1b@" + b"secret\n" * 20 + CUT)
    deadline = time.monotonic() + 2
    while not wire.peer.status()["offline"] and time.monotonic() < deadline:
        time.sleep(0.01)
    wire.do("refill")
    wire.finish()

    assert wire.texts()[0].count("secret") == 20


def test_clearing_works_while_it_is_offline_and_is_answered(wire: Wire) -> None:
    wire.do("paper_out")
    wire.send(b"\x1b@secret\n" + CUT)
    wire.send(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
    assert wire.hear(3) == b"\x37\x25\x00"
    wire.do("refill")
    wire.finish()

    assert wire.texts() == []


def test_the_end_of_a_job_is_told_when_the_paper_has_moved(tmp_path: Path) -> None:
    wire = Wire(tmp_path, speed_mm_s=100.0)
    began = time.monotonic()
    wire.send(b"\x1b@\n\n\n\n\n" + CUT)  # 5 lines and 15.5 mm: 36.7 mm
    wire.finish()
    took = time.monotonic() - began
    wire.close()

    assert took > 0.36


def test_bytes_come_as_slowly_as_the_line_is(tmp_path: Path) -> None:
    wire = Wire(tmp_path, baud=9600)
    began = time.monotonic()
    wire.send(b"\x1b@" + b"x" * 190)
    wire.finish()
    took = time.monotonic() - began
    wire.close()

    assert 0.19 < took < 0.6  # 203 bytes at 960 a second


def test_a_full_buffer_holds_the_wire(tmp_path: Path) -> None:
    wire = Wire(tmp_path, baud=115200 * 10, speed_mm_s=1.0)
    os.set_blocking(wire.port, False)
    held = 0
    ends = time.monotonic() + 3
    while held < 10 and time.monotonic() < ends:
        try:
            os.write(wire.port, b"line\n" * 50)
            held = 0
        except BlockingIOError:
            held += 1
            time.sleep(0.01)
    assert held == 10
    assert wire.peer.status()["waiting_bytes"] <= 4096
    wire.close()


def test_the_code_scans_from_the_picture(wire: Wire) -> None:
    content = b"https://example.invalid/q?number=3302"
    store = b"\x1d(k" + (len(content) + 3).to_bytes(2, "little") + b"1P0" + content
    wire.send(b"\x1b@\x1ba\x01\x1d(k\x03\x001C\x06" + store + b"\x1d(k\x03\x001Q0\n" + CUT)
    wire.finish()

    assert scan(Path(wire.do("receipts")["receipts"][0]["png"])) == content.decode()


def test_the_wire_tells_lengths_and_codes_and_nothing_that_was_printed(wire: Wire) -> None:
    wire.send(b"\x1b@\x1c&" + "陈海英".encode("gb18030") + b"\n" + CUT)
    wire.finish()

    told = wire.peer.wire()
    assert [(each["code"], each["length"]) for each in told][:4] == [
        ("ESC @", 2),
        ("FS &", 2),
        ("text", 6),
        ("LF", 1),
    ]
    assert "陈海英" not in repr(told)


def test_polling_does_not_push_the_slips_off_the_list(wire: Wire) -> None:
    for _ in range(20):
        wire.ask(1)
    assert [each["code"] for each in wire.peer.wire()] == ["DLE EOT 1", "status 1: 16"]


def test_slips_hang_out_until_they_are_torn_off(wire: Wire) -> None:
    wire.send(b"\x1b@one\n" + CUT)
    wire.finish()
    assert wire.peer.status()["hanging"] == 1
    assert wire.do("tear_off") == {"taken": 1}
    with pytest.raises(PeerRefusal, match="no slip"):
        wire.do("tear_off")
