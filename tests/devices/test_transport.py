import os
import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from devices.transport import KEPT_FRAMES, FrameLog, NoAnswer, PortGone, SerialPort
from tests.devices.pty import Pty


@pytest.fixture
def wire() -> Iterator[Pty]:
    with Pty() as pty:
        yield pty


@pytest.fixture
def port(wire: Pty) -> Iterator[SerialPort]:
    port = SerialPort(wire.path, 115200, FrameLog(), write_timeout_s=0.1)
    yield port
    port.close()


def test_bytes_cross_in_both_directions_unchanged(wire: Pty, port: SerialPort) -> None:
    every_byte = bytes(range(256))
    port.write(every_byte, "all")
    assert wire.receive(256) == every_byte
    wire.send(every_byte)
    heard = b""
    while len(heard) < 256:
        heard += port.read(0.5) or pytest.fail("silent")
    assert heard == every_byte


def test_a_silent_line_is_waited_for_no_longer_than_asked(port: SerialPort) -> None:
    began_s = time.monotonic()
    assert port.read(0.05) == b""
    assert 0.045 <= time.monotonic() - began_s < 0.2


def test_what_is_there_is_given_at_once(wire: Pty, port: SerialPort) -> None:
    wire.send(b"abc")
    began_s = time.monotonic()
    assert port.read(5.0) == b"abc"
    assert time.monotonic() - began_s < 1.0


def test_waiting_costs_no_processor_time(port: SerialPort) -> None:
    before_s = time.thread_time()
    port.read(0.3)
    assert time.thread_time() - before_s < 0.01


def test_writing_tells_when_the_first_byte_left(wire: Pty, port: SerialPort) -> None:
    before_s = time.monotonic()
    began_s = port.write(b"x", "x")
    assert before_s <= began_s <= time.monotonic()


def test_a_port_that_does_not_exist_is_gone(tmp_path: Path) -> None:
    with pytest.raises(PortGone, match="ENOENT"):
        SerialPort(str(tmp_path / "nothing"), 115200, FrameLog())


def test_a_port_has_one_owner(wire: Pty, port: SerialPort) -> None:
    with pytest.raises(PortGone, match="EAGAIN"):
        SerialPort(wire.path, 115200, FrameLog())


@contextmanager
def nobody() -> Iterator[None]:
    """Without the rights of root, which may open everything, until the end."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_port_that_the_kiosk_has_no_right_to_open_is_gone_and_says_so(wire: Pty) -> None:
    """A udev rule that was not installed: the kernel says EACCES, pyserial a SerialException."""
    os.chmod(wire.path, 0)
    with nobody(), pytest.raises(PortGone, match="EACCES"):
        SerialPort(wire.path, 115200, FrameLog())
    os.chmod(wire.path, 0o600)
    SerialPort(wire.path, 115200, FrameLog()).close()  # and once it may, it does


@pytest.mark.parametrize(
    "use",
    [
        lambda port: port.read(0.2),
        lambda port: [port.write(b"hello", "hello") for _ in range(3)],
        lambda port: port.drain(0.05, 0.2),
        lambda port: port.discard_unsent(),  # termios.error, which is no OSError
        lambda port: port.set_baud(9600),
    ],
    ids=["reading", "writing", "draining", "flushing", "changing the rate"],
)
def test_every_use_of_an_unplugged_port_says_that_it_is_gone(wire, port, use) -> None:  # type: ignore[no-untyped-def]
    wire.unplug()
    with pytest.raises(PortGone):
        use(port)
    assert port.gone
    port.close()  # and closing it is no error


def test_unplugging_ends_a_read_that_waits(wire: Pty, port: SerialPort) -> None:
    threading.Timer(0.05, wire.unplug).start()
    began_s = time.monotonic()
    with pytest.raises(PortGone):
        port.read(5.0)
    assert time.monotonic() - began_s < 1.0


def test_bytes_that_came_before_the_cable_was_pulled_are_no_reason_to_go_on(
    wire: Pty, port: SerialPort
) -> None:
    """pyserial's `in_waiting` fails with a bare OSError here, its `read` with SerialException."""
    wire.send(b"abc")
    wire.unplug()
    with suppress(PortGone):
        port.read(0.2)
    with pytest.raises(PortGone):
        port.read(0.2)
    assert port.gone


def test_a_port_closed_while_it_is_being_read_is_gone(
    wire: Pty, port: SerialPort, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pyserial says TypeError then: its file descriptor has become None."""
    waited = select.select

    def waited_and_closed(*args: Any) -> Any:
        ready = waited(*args)
        port.close()
        return ready

    wire.send(b"abc")
    monkeypatch.setattr("devices.transport.select.select", waited_and_closed)
    with pytest.raises(PortGone):
        port.read(0.5)
    assert port.gone


@pytest.mark.parametrize("what", ["file", "directory", "/dev/null"])
def test_what_is_no_serial_port_is_gone(what: str, tmp_path: Path) -> None:
    path = Path("/dev/null") if what == "/dev/null" else tmp_path
    if what == "file":
        path = tmp_path / "file"
        path.touch()
    with pytest.raises(PortGone):
        SerialPort(str(path), 115200, FrameLog())


def test_a_rate_is_changed_without_losing_the_port(wire: Pty, port: SerialPort) -> None:
    port.set_baud(9600)
    assert port.baud == 9600
    port.write(b"abc", "abc")
    assert wire.receive(3) == b"abc"


def test_using_a_closed_port_says_that_it_is_gone(port: SerialPort) -> None:
    port.close()
    with pytest.raises(PortGone):
        port.read(0.01)


def test_a_device_that_takes_no_bytes_does_not_answer_but_is_not_gone(port: SerialPort) -> None:
    began_s = time.monotonic()
    with pytest.raises(NoAnswer):
        port.write(bytes(1_000_000), "much")
    assert time.monotonic() - began_s < 1.0
    assert not port.gone


def test_draining_throws_away_what_still_arrives(wire: Pty, port: SerialPort) -> None:
    wire.send(b"late")
    threading.Timer(0.03, wire.send, [b"later"]).start()
    assert port.drain(0.1, 1.0) == 9
    wire.send(b"fresh")
    assert port.read(0.5) == b"fresh"


def test_draining_ends_although_the_line_never_falls_silent(wire: Pty, port: SerialPort) -> None:
    talking = True

    def talk() -> None:
        while talking:
            wire.send(b"bla")
            time.sleep(0.005)

    talker = threading.Thread(target=talk)
    talker.start()
    began_s = time.monotonic()
    port.drain(0.05, 0.2)
    assert time.monotonic() - began_s < 0.5
    talking = False
    talker.join()


def test_the_newest_frames_are_kept_by_length_and_code_only(wire: Pty) -> None:
    log = FrameLog()
    port = SerialPort(wire.path, 115200, log)
    for number in range(KEPT_FRAMES + 5):
        port.write(b"secret", f"{number:02X}")
    port.heard(11, "00 00 90")
    crossings = log.newest()
    assert len(crossings) == KEPT_FRAMES
    assert (crossings[-1].direction, crossings[-1].length) == ("in", 11)
    assert (crossings[0].direction, crossings[0].length, crossings[0].code) == ("out", 6, "06")
    assert "secret" not in repr(crossings)
    port.close()
