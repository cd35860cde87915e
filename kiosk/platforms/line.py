"""One HTTP request that ends: by an answer, or by a time limit for the whole of it.

The time-outs of `requests` count from byte to byte, so a server that drips may hold a request for
ever; here the socket is shut down when the time for the whole exchange is over. Environment
variables (proxies, REQUESTS_CA_BUNDLE) are ignored, redirections are not followed, and nothing is
tried twice: that is the courier's business.
"""

import http.client
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BufferedReader
from typing import Any, cast

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

MOST_BYTES = 256 * 1024  # an answer is a small document; more is not read

PIECE_BYTES = 64
"""Read at once. Pieces cannot be overwritten, and small ones come to lie in the same place one
after the other, so that next to nothing of an answer is left in memory that is free again."""

Form = Mapping[str, str] | bytes


class LineProblem(Exception):
    """No whole answer. Its text is a code: "unreachable", "timeout", "cut" or "too_long"."""


@dataclass(frozen=True, slots=True)
class Answer:
    """body: whoever has read something personal in it overwrites it."""

    status: int
    body: bytearray = field(repr=False)


class Line:
    """The way to one server. connect_timeout_s and read_timeout_s together limit an exchange."""

    def __init__(self, base_url: str, connect_timeout_s: float, read_timeout_s: float) -> None:
        self._base_url = base_url.rstrip("/")
        self._timeouts_s = (connect_timeout_s, read_timeout_s)
        self._sockets: list[socket.socket] = []
        self._over = threading.Event()
        self._closed = False

    def post(self, path: str, form: Form, headers: Mapping[str, str]) -> Answer:
        """Send a form, UTF-8, or bytes whose kind the headers name. Raises LineProblem."""
        self._sockets.clear()
        self._over.clear()
        if self._closed:  # asked last: whoever closes from now on finds the socket to hang up
            raise LineProblem("cut")
        limit = threading.Timer(sum(self._timeouts_s), self.hang_up)
        limit.daemon = True
        limit.start()
        try:
            with _Session() as session:
                session.trust_env = False
                session.headers["Accept-Encoding"] = "identity"
                adapter = _WatchedAdapter(self)
                session.mount("http://", adapter)
                session.mount("https://", adapter)
                return self._exchange(session, f"{self._base_url}/{path}", form, headers)
        except requests.Timeout:
            raise LineProblem("timeout") from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            # Not chained: such an error may quote what was sent.
            if self._over.is_set():
                raise LineProblem("cut" if self._closed else "timeout") from None
            refused = isinstance(error, requests.ConnectionError) and not self._sockets
            raise LineProblem("unreachable" if refused else "cut") from None
        finally:
            limit.cancel()

    def _exchange(
        self,
        session: requests.Session,
        url: str,
        form: Form,
        headers: Mapping[str, str],
    ) -> Answer:
        with session.post(
            url,
            data=form if isinstance(form, bytes) else dict(form),
            headers=dict(headers),
            timeout=self._timeouts_s,
            allow_redirects=False,
            stream=True,
        ) as response:
            body = _whole(response)
            if self._over.is_set():  # what looks like the end of an answer was our hanging up
                raise LineProblem("timeout")
            return Answer(response.status_code, body)

    def close(self) -> None:
        """End what is under way, from any thread; nothing is sent after it."""
        self._closed = True
        self.hang_up()

    def connected(self, opened: socket.socket) -> None:
        """For the connections of this line: a socket is open."""
        self._sockets.append(opened)
        if self._over.is_set():
            self.hang_up()

    def hang_up(self) -> None:
        """End what is under way, from any thread, as if its time were over."""
        self._over.set()
        for opened in tuple(self._sockets):
            try:
                # The plain socket's: the one of SSLSocket takes its state away under the reader.
                socket.socket.shutdown(opened, socket.SHUT_RDWR)
            except OSError:
                continue  # closed already


def _whole(response: requests.Response) -> bytearray:
    """The body, in one buffer that never moves. Raises LineProblem("too_long")."""
    body, end = bytearray(MOST_BYTES), 0
    for piece in response.iter_content(PIECE_BYTES):
        if end + len(piece) > MOST_BYTES:
            body[:end] = bytes(end)
            raise LineProblem("too_long")
        body[end : end + len(piece)] = piece
        end += len(piece)
    del body[end:]
    return body


class _SparingResponse(http.client.HTTPResponse):
    """Holds a piece of an answer at a time, where it would hold 8 kB until the next answer."""

    def __init__(self, sock: socket.socket, *more: Any, **options: Any) -> None:
        super().__init__(sock, *more, **options)
        self.fp.close()
        self.fp = cast(BufferedReader, sock.makefile("rb", PIECE_BYTES))


class _Session(requests.Session):
    """Never looks where a redirection leads.

    Even one that is not followed is prepared by `requests`: it reads the whole body, however long,
    and fails with a ValueError over an odd address.
    """

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


class _WatchedAdapter(HTTPAdapter):
    """Tells the line about each socket; urllib3 has no other way to reach one during a request."""

    def __init__(self, line: Line) -> None:
        self._line = line
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        line = self._line

        class Plain(HTTPConnection):
            response_class = _SparingResponse

            def connect(self) -> None:
                super().connect()
                line.connected(self.sock)

        class Secure(HTTPSConnection):
            response_class = _SparingResponse

            def connect(self) -> None:
                super().connect()
                line.connected(self.sock)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
