"""The wire alone, against servers that do what printers should not."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

import devices.document_printer.simulator_ipp as peer
from devices.document_printer.wire import HttpRefused, IppWire
from devices.document_printer.words import Operation
from devices.transport import FrameLog, NoAnswer, PortGone

Behaviour = Callable[[socket.socket], None]


@contextmanager
def printer(behaves: Behaviour, patience_s: float = 0.2) -> Iterator[tuple[IppWire, FrameLog]]:
    """A server for one call that behaves like this, and a wire to it."""
    log = FrameLog()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = listening.accept()
                with connection:
                    connection.settimeout(5.0)
                    behaves(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        uri = f"ipp://127.0.0.1:{listening.getsockname()[1]}/ipp/print"
        wire = IppWire(uri, log, connect_timeout_s=0.5, reply_timeout_s=patience_s)
        try:
            yield wire, log
        finally:
            wire.close()
            thread.join(timeout=6.0)


def request(connection: socket.socket) -> bytes:
    """A whole request: its head, and as much body as it says."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += some(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    pieces = [body]
    while sum(map(len, pieces)) < length:
        pieces.append(some(connection))
    return b"".join(pieces)


def some(connection: socket.socket) -> bytes:
    if data := connection.recv(1_000_000):
        return data
    raise OSError("hung up")


def answer_to(body: bytes) -> bytes:
    told = peer.attribute(peer.KEYWORD, "printer-state-reasons", "none")
    return peer.answer(peer.read(body), 0, [(peer.PRINTER, told)])


def http(body: bytes, *more: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", "Content-Type: application/ipp", *more]
    if not more:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def ask(wire: IppWire, document: bytes | None = None) -> int:
    return wire.run(wire.ask(Operation.GET_PRINTER_ATTRIBUTES, document=document)).code


def test_an_answer_in_chunks_after_a_continue_is_an_answer() -> None:
    def behaves(connection: socket.socket) -> None:
        body = answer_to(request(connection))
        chunks = b"".join(b"%x\r\n%c\r\n" % (1, byte) for byte in body) + b"0\r\n\r\n"
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(http(chunks, "Transfer-Encoding: chunked"))

    with printer(behaves) as (wire, log):
        assert ask(wire) == 0
        assert [crossing.code for crossing in log.newest()] == ["Get-Printer-Attributes", "ok"]


def test_an_answer_until_the_line_ends_is_an_answer() -> None:
    def behaves(connection: socket.socket) -> None:
        connection.sendall(http(answer_to(request(connection)), "Connection: close"))

    with printer(behaves) as (wire, _):
        assert ask(wire) == 0


def test_a_body_that_stalls_is_no_answer_in_time() -> None:
    def behaves(connection: socket.socket) -> None:
        body = answer_to(request(connection))
        connection.sendall(http(body)[:-10])
        connection.recv(1)  # until the kiosk hangs up

    with printer(behaves) as (wire, _):
        began_s = time.monotonic()
        with pytest.raises(NoAnswer, match="no answer to Get-Printer-Attributes"):
            ask(wire)
        assert time.monotonic() - began_s < 2.0


def test_an_answer_without_end_is_given_up() -> None:
    def behaves(connection: socket.socket) -> None:
        request(connection)
        connection.sendall(http(b"", "Connection: close"))
        with suppress(OSError):
            for _ in range(1000):
                connection.sendall(bytes(65536))

    with printer(behaves, 5.0) as (wire, _), pytest.raises(NoAnswer, match="without end"):
        ask(wire)


def test_headers_without_end_are_given_up() -> None:
    def behaves(connection: socket.socket) -> None:
        request(connection)
        with suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X-Y: z\r\n" * 100_000)

    with printer(behaves, 5.0) as (wire, _), pytest.raises(NoAnswer, match="ProtocolError"):
        ask(wire)


def test_a_redirection_is_not_followed() -> None:
    """A document goes where the configuration says, and nowhere else."""

    def behaves(connection: socket.socket) -> None:
        request(connection)
        connection.sendall(
            b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://192.0.2.1/\r\n"
            b"Content-Length: 0\r\n\r\n"
        )

    with printer(behaves) as (wire, log), pytest.raises(HttpRefused, match="HTTP 307"):
        ask(wire)
    assert log.newest()[-1].code == "HTTP 307"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"\x00\xff\xfe not http",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
    ],
)
def test_what_makes_no_sense_is_no_answer(said: bytes) -> None:
    def behaves(connection: socket.socket) -> None:
        request(connection)
        connection.sendall(said)

    with printer(behaves) as (wire, _), pytest.raises(NoAnswer):
        ask(wire)


def test_a_document_may_be_taken_as_slowly_as_it_is_printed() -> None:
    """Longer than an answer may take: the job is watched meanwhile, not the clock."""
    taken: list[int] = []

    def behaves(connection: socket.socket) -> None:
        time.sleep(0.5)
        body = request(connection)
        taken.append(len(body))
        connection.sendall(http(answer_to(body)))

    with printer(behaves) as (wire, _):
        assert ask(wire, document=bytes(16_000_000)) == 0
        assert wire.taken == 16_000_000
    assert taken[0] > 16_000_000


def test_nobody_at_the_address_is_told_from_somebody_who_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"ipp://127.0.0.1:{listening.getsockname()[1]}/"
    for uri in (address, "ipp://no-such-printer.invalid/"):
        wire = IppWire(uri, FrameLog(), connect_timeout_s=2.0, reply_timeout_s=0.2)
        with pytest.raises(PortGone):
            ask(wire)
        assert wire.gone
        wire.close()
