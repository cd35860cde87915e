"""MJPEG over HTTP: one current frame, sent to everybody who watches, at each one's own pace.

A watcher who is slow skips frames and delays nobody; what was skipped is counted. Leaves to
`simulator` which frame is the current one.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATH = "/stream.mjpg"
_BOUNDARY = "frame"
_SEND_TIMEOUT_S = 5.0
_SEND_BUFFER_BYTES = 256 * 1024
"""About two frames: old frames must not queue up in the kernel."""


@dataclass(slots=True)
class Counters:
    """What crossed the wire; counted for all watchers together."""

    sent: int = 0
    skipped: int = 0
    log: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=600))


class Screening:
    """The frame of the moment. Everybody waits for the next one, nobody queues."""

    def __init__(self) -> None:
        self.counters = Counters()
        self._changed = threading.Condition()
        self._number = 0
        self._jpeg = b""
        self._closed = False

    def show(self, jpeg: bytes) -> None:
        """Make this the current frame."""
        with self._changed:
            self._number += 1
            self._jpeg = jpeg
            self._changed.notify_all()

    def next(self, after: int, gone: Callable[[], bool]) -> tuple[int, bytes] | None:
        """The current frame once it is newer than `after`; None when closed or the watcher left."""
        with self._changed:
            while not self._closed and not gone():
                if self._number > after:
                    if after:
                        self.counters.skipped += self._number - after - 1
                    return self._number, self._jpeg
                self._changed.wait(timeout=0.25)  # a watcher may leave while nothing is shown
        return None

    def sent(self, length: int) -> None:
        with self._changed:
            self.counters.sent += 1
            self.counters.log.append(
                {"at_s": time.monotonic(), "direction": "out", "length": length, "code": "jpeg"}
            )

    def crossed(self) -> list[dict[str, Any]]:
        """What was sent last, oldest first."""
        with self._changed:
            return list(self.counters.log)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class StreamServer:
    """The camera's plug: a loopback port that can refuse and drop everybody, and come back."""

    def __init__(self, screening: Screening) -> None:
        self._screening = screening
        self._server = _Server(screening, port=0)
        self.port: int = self._server.server_address[1]
        self.plugged = False
        self.plug()

    def plug(self) -> None:
        """Listen (harmless when it does already)."""
        if not self.plugged:
            self.plugged = True
            self._server.server_activate()
            self._thread = threading.Thread(
                target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
            )
            self._thread.start()

    def unplug(self) -> None:
        """Drop everybody and refuse whoever comes, keeping the port for later."""
        if self.plugged:
            self._stop()
            # Bound but not listening: connections are refused, and nobody else gets the port.
            self._server = _Server(self._screening, port=self.port)

    def close(self) -> None:
        if self.plugged:
            self._stop()
        else:
            self._server.server_close()

    @property
    def watchers(self) -> int:
        return len(self._server.connections)

    def _stop(self) -> None:
        self.plugged = False
        self._server.shutdown()
        self._thread.join()
        self._server.drop_all()
        self._server.server_close()  # waits for the watchers' threads


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close() waits for them

    def __init__(self, screening: Screening, port: int) -> None:
        self.screening = screening
        self.connections: set[socket.socket] = set()
        self.stopping = False
        super().__init__(("127.0.0.1", port), _Watcher, bind_and_activate=False)
        self.server_bind()

    def drop_all(self) -> None:
        self.stopping = True
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it left by itself

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A watcher who leaves is no error; what is left of the connection is closed anyway."""


class _Watcher(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.0"
    timeout = _SEND_TIMEOUT_S

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        if self.path != PATH:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={_BOUNDARY}")
        self.end_headers()
        number = 0
        while (frame := self.server.screening.next(number, self._gone)) is not None:
            number, jpeg = frame
            head = (
                f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            )
            self.wfile.write(head.encode() + jpeg + b"\r\n")
            self.server.screening.sent(len(jpeg))

    def _gone(self) -> bool:
        if self.server.stopping:
            return True
        try:
            readable, _, _ = select.select([self.connection], [], [], 0)
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        except (OSError, ValueError):
            return True

    def log_message(self, format: str, *args: Any) -> None:
        """The wire is told by `Counters`, not by a line on stderr per request."""
