import os
import select
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.simulation.line import Line, Unplugged, masked


class Echo:
    """A peer that sends back what it hears."""

    def __init__(self, directory: Path, baud: int) -> None:
        self.broken_off = threading.Event()
        self.line = Line(directory / "echo", baud, self._serve)

    def _serve(self, data: bytes) -> None:
        try:
            self.line.send(data)
        except Unplugged:
            self.broken_off.set()
            raise


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[Echo]:
    echo = Echo(tmp_path, 115200)
    yield echo
    echo.line.close()


def hear(fd: int, count: int, within_s: float = 1.0) -> bytes:
    data = b""
    ends_s = time.monotonic() + within_s
    while len(data) < count and select.select([fd], [], [], max(0.0, ends_s - time.monotonic()))[0]:
        data += os.read(fd, count - len(data))
    return data


def test_bytes_arrive_unchanged_and_not_before_their_time(echo: Echo) -> None:
    fd = os.open(echo.line.link, os.O_RDWR | os.O_NOCTTY)
    sent = bytes(range(200))
    began_s = time.monotonic()
    os.write(fd, sent)
    assert hear(fd, 200) == sent
    took_s = time.monotonic() - began_s
    there_and_back_s = 2 * echo.line.wire_s(200)
    assert there_and_back_s <= took_s < there_and_back_s * 1.3 + 0.02
    os.close(fd)


def test_what_is_asked_of_it_happens_while_it_sends(echo: Echo) -> None:
    fd = os.open(echo.line.link, os.O_RDWR | os.O_NOCTTY)
    os.write(fd, bytes(200))
    began_s = time.monotonic()
    assert echo.line.call(lambda: 7) == 7
    assert time.monotonic() - began_s < 0.015
    os.close(fd)


def test_what_fails_inside_fails_for_who_asked_and_for_nobody_else(echo: Echo) -> None:
    with pytest.raises(ZeroDivisionError):
        echo.line.call(lambda: 1 / 0)
    assert echo.line.call(lambda: 7) == 7


def test_pulling_the_wire_breaks_off_what_is_being_sent(echo: Echo) -> None:
    fd = os.open(echo.line.link, os.O_RDWR | os.O_NOCTTY)
    os.write(fd, bytes(256))
    time.sleep(0.03)
    echo.line.unplug()
    echo.line.plug()
    assert echo.broken_off.wait(1.0)
    os.close(fd)
    fresh = os.open(echo.line.link, os.O_RDWR | os.O_NOCTTY)
    os.write(fresh, b"anew")
    assert hear(fresh, 4) == b"anew"
    os.close(fresh)


def test_waiting_for_bytes_costs_nothing(echo: Echo) -> None:
    before_s = time.process_time()
    time.sleep(0.3)
    assert time.process_time() - before_s < 0.01


def test_a_masked_frame_shows_its_beginning_and_its_length() -> None:
    assert masked(b"\x01\x02\x03\x04", 2) == {"length": 4, "frame": "01 02 … 2 more"}
    assert masked(b"\x01", 2) == {"length": 1, "frame": "01"}
