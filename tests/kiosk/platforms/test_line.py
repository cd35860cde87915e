"""A request ends, whatever the server does. The servers here are bare sockets."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from kiosk.platforms.line import MOST_BYTES, Answer, Line, LineProblem

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"


def read_request(connection: socket.socket) -> bytes:
    """To its end: what is left unread turns our closing into a reset. Returns its head."""
    came = b""
    while b"\r\n\r\n" not in came:
        came += connection.recv(65536)
    head, body = came.split(b"\r\n\r\n", 1)
    (length,) = re.findall(rb"Content-Length: (\d+)", head)
    while len(body) < int(length):
        body += connection.recv(65536)
    return head


@contextmanager
def a_server(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """Accepts connections one after another; `serve` gets each after its request has come."""
    listening = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                try:
                    read_request(connection)
                    serve(connection)
                except OSError:
                    continue

    threading.Thread(target=run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        # A plain close does not wake accept.
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def post(url: str, read_timeout_s: float = 0.1) -> Answer:
    return Line(url, 0.1, read_timeout_s).post("where", {"a": "申报"}, {})


def test_an_answer_comes_back_whole() -> None:
    with a_server(lambda c: c.sendall(HEAD % 5 + b"hello")) as url:
        assert post(url) == Answer(200, b"hello")


def test_a_server_that_says_nothing_is_left() -> None:
    with a_server(lambda c: time.sleep(0.5)) as url, pytest.raises(LineProblem, match="timeout"):
        post(url)


@pytest.mark.parametrize("what", [HEAD % 9, HEAD % 500 + b"x" * 500])
def test_a_server_that_drips_is_left_when_the_time_for_all_of_it_is_over(what: bytes) -> None:
    """In the headers as in the body: each byte comes well within the time-out for one."""

    def drip(connection: socket.socket) -> None:
        for byte in what:
            connection.sendall(bytes((byte,)))
            time.sleep(0.02)

    with a_server(drip) as url:
        began_s = time.monotonic()
        with pytest.raises(LineProblem, match="timeout"):
            post(url)
        assert time.monotonic() - began_s < 0.6


def test_an_answer_without_an_end_is_not_read_to_its_end() -> None:
    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with a_server(flood) as url, pytest.raises(LineProblem, match="too_long"):
        post(url, read_timeout_s=2)


def test_half_an_answer_is_none() -> None:
    half = HEAD % 10 + b"hello"
    with a_server(lambda c: c.sendall(half)) as url, pytest.raises(LineProblem, match="cut"):
        post(url)
    with a_server(lambda c: None) as url, pytest.raises(LineProblem, match="cut"):
        post(url)


def test_nobody_there_is_said_so() -> None:
    with pytest.raises(LineProblem, match="unreachable"):
        post("http://127.0.0.1:1")


def test_a_redirection_is_an_answer_and_is_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with a_server(lambda c: c.sendall(moved)) as url:
        assert post(url).status == 302


@pytest.mark.parametrize("where", [b"http://[", b"http://127.0.0.1:1/", b"//", b"\xff\xfe"])
def test_where_a_redirection_leads_is_not_even_looked_at(where: bytes) -> None:
    moved = b"HTTP/1.1 307 Moved\r\nLocation: %s\r\nContent-Length: 5\r\n\r\nhello" % where
    with a_server(lambda c: c.sendall(moved)) as url:
        assert post(url) == Answer(307, b"hello")


def test_a_redirection_without_an_end_is_not_read_to_its_end() -> None:
    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with a_server(flood) as url:
        began_s = time.monotonic()
        with pytest.raises(LineProblem, match="too_long"):
            post(url, read_timeout_s=5)
        assert time.monotonic() - began_s < 3


def test_proxies_and_certificates_of_the_environment_do_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with a_server(lambda c: c.sendall(HEAD % 5 + b"hello")) as url:
        assert post(url).body == b"hello"


def test_closing_hangs_up_at_once() -> None:
    with a_server(lambda c: time.sleep(2)) as url:
        line = Line(url, 5, 5)
        threading.Timer(0.05, line.close).start()
        began_s = time.monotonic()
        with pytest.raises(LineProblem, match="cut"):
            line.post("where", {}, {})
        assert time.monotonic() - began_s < 0.5
        with pytest.raises(LineProblem, match="cut"):
            line.post("where", {}, {})


def test_closing_in_the_moment_of_sending_leaves_nothing_under_way() -> None:
    with a_server(lambda c: c.sendall(HEAD % 5 + b"hello")) as url:
        line = Line(url, 0.1, 0.1)
        sockets = line._sockets

        class ClosedMeanwhile(list[socket.socket]):
            def clear(self) -> None:
                line.close()

        line._sockets = ClosedMeanwhile(sockets)
        with pytest.raises(LineProblem, match="cut"):
            line.post("where", {}, {})


def test_only_the_headers_that_a_form_needs_are_sent() -> None:
    seen: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        connection, _ = listening.accept()
        with connection:
            seen.append(read_request(connection))
            connection.sendall(HEAD % 0)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    post(f"http://127.0.0.1:{listening.getsockname()[1]}")
    thread.join(1)
    listening.close()
    names = {line.split(b":")[0].lower() for line in seen[0].split(b"\r\n")[1:]}
    assert names == {
        *(b"host", b"user-agent", b"accept-encoding", b"accept", b"connection"),
        *(b"content-length", b"content-type"),
    }


def test_oversized_means_what_it_says() -> None:
    body = b"x" * MOST_BYTES
    with a_server(lambda c: c.sendall(HEAD % len(body) + body)) as url:
        assert len(post(url, read_timeout_s=2).body) == MOST_BYTES
