"""The web server in a simulated printer: one request, one call of the peer, any bytes as answer.

Answers for listening, for pulling the cable (nobody listens, what is open breaks) and for reading
whole requests. What is said back, and when, is the peer's business. For simulation alone.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

_LONGEST = 64 * 1024 * 1024


def reply_of(status: int, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 {status} {'OK' if status == 200 else 'No'}\r\nContent-Type: application/ipp\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


class HttpEnd(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, converse: Callable[["Call", bytes], None]) -> None:
        self.converse = converse
        self.ended = threading.Event()
        self._open: set[Any] = set()
        super().__init__(("127.0.0.1", port), Call)
        self._thread = threading.Thread(
            target=self.serve_forever, args=(0.05,), name="simulated IPP", daemon=True
        )
        self._thread.start()

    def end(self) -> None:
        """The cable is pulled: nobody listens, and what is open breaks."""
        self.ended.set()
        self.shutdown()
        self.server_close()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(2)
        self._thread.join(timeout=5.0)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle is no news."""


class Call(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60.0

    def do_POST(self) -> None:
        self.close_connection = True
        try:
            length = int(self.headers.get("Content-Length", ""))
        except ValueError:
            length = -1
        if not 0 <= length <= _LONGEST:
            self.say(reply_of(411, b""))
            return
        body = self.rfile.read(length)
        if len(body) == length:
            cast(HttpEnd, self.server).converse(self, body)

    def say(self, data: bytes) -> None:
        with suppress(OSError):
            self.wfile.write(data)

    def rest(self, pause_s: float) -> None:
        """Wait, but not longer than the cable is in."""
        cast(HttpEnd, self.server).ended.wait(pause_s)

    def log_message(self, format: str, *args: Any) -> None:
        """The wire log is the peer's own."""
