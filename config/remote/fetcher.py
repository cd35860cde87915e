"""How bytes come here: over HTTP within one deadline for everything, or from a USB stick.

python-tuf's own fetcher counts its time-out from byte to byte, so that a server that drips holds it
for ever (python-tuf#2442). Here a clock beside the reader hangs up when the time for the whole look
at the server is over. Both fetchers know nothing of signatures: the same checks follow either.
"""

import contextlib
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface

CHUNK = 64 * 1024
MOST_LEFT = 16 * 1024  # of an answer that nobody wants, to be read so that the line can be kept


class TooSlow(DownloadError):
    """The time for the whole look at the server was over."""


class Cut(DownloadError):
    """The line broke before the answer had ended."""


class Unreachable(DownloadError):
    """Nobody took the call."""


class HttpFetcher(FetcherInterface):
    """One look at one server, over one connection. A context manager: the clock runs inside."""

    def __init__(self, url: str, limit_s: float) -> None:
        self.url = url
        parts = urlsplit(url)
        self._path = parts.path.rstrip("/")
        self._prefix = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme == "https":
            context = ssl.create_default_context()
            self._line: http.client.HTTPConnection = http.client.HTTPSConnection(
                parts.netloc, timeout=limit_s, context=context
            )
        else:
            self._line = http.client.HTTPConnection(parts.netloc, timeout=limit_s)
        self._over = False
        self._opened: socket.socket | None = None  # kept: an answer without a length takes it along
        self._clock = threading.Timer(limit_s, self._hang_up)
        self._clock.daemon = True

    def __enter__(self) -> "HttpFetcher":
        self._clock.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clock.cancel()
        self._line.close()

    def close(self) -> None:
        """End it now, from any thread."""
        self._hang_up()

    def _fetch(self, url: str) -> Iterator[bytes]:
        answer = self._ask("GET", url.removeprefix(self._prefix))
        if answer.status != 200:
            self._read_away(answer)
            raise DownloadHTTPError(f"{url}: {answer.status}", answer.status)
        return self._pieces(answer)

    def post(self, name: str, document: Mapping[str, Any]) -> None:
        """Tell the server something beside its files. Raises DownloadError."""
        body = json.dumps(document).encode()
        answer = self._ask("POST", f"{self._path}/{name}", body)
        self._read_away(answer)

    def _ask(self, verb: str, path: str, body: bytes | None = None) -> http.client.HTTPResponse:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self._line.sock is None:
            self._connect()
        try:
            self._line.request(verb, path, body=body, headers=headers)
            return self._line.getresponse()
        except (OSError, http.client.HTTPException) as error:
            raise self._why(error, Cut) from None

    def _connect(self) -> None:
        try:
            self._line.connect()
        except OSError as error:  # nobody there, or somebody whom no authority vouches for
            raise self._why(error, Unreachable) from None
        self._opened = self._line.sock
        self._opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._over:
            raise TooSlow("the time is over")

    def _pieces(self, answer: http.client.HTTPResponse) -> Iterator[bytes]:
        expected, read = answer.length, 0
        try:
            while piece := answer.read1(CHUNK):
                read += len(piece)
                yield piece
        except (OSError, http.client.HTTPException) as error:
            raise self._why(error, Cut) from None
        if self._over:  # what looks like the end of an answer was our hanging up
            raise TooSlow("the time is over")
        if expected is not None and read < expected:
            raise Cut(f"{read} of {expected} bytes")
        answer.close()  # read1 does not see that it was the last piece; then the line is kept

    def _read_away(self, answer: http.client.HTTPResponse) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer.read(MOST_LEFT)
        if not answer.isclosed():
            self._line.close()

    def _why(self, error: Exception, otherwise: type[DownloadError]) -> DownloadError:
        self._line.close()
        slow = self._over or isinstance(error, TimeoutError)
        return TooSlow("the time is over") if slow else otherwise(type(error).__name__)

    def _hang_up(self) -> None:
        self._over = True
        if self._opened is not None:
            with contextlib.suppress(OSError):  # closed already
                # The plain socket's: the one of SSLSocket takes its state away under the reader.
                socket.socket.shutdown(self._opened, socket.SHUT_RDWR)


class StickFetcher(FetcherInterface):
    """The published folder on a stick: the same files under the same names."""

    def __init__(self, folder: Path) -> None:
        self.url = "file://stick"
        self._folder = folder.resolve()

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = (self._folder / url.removeprefix(f"{self.url}/")).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise DownloadHTTPError(f"{url}: not on the stick", 404)
        return self._pieces(path)

    def _pieces(self, path: Path) -> Iterator[bytes]:
        try:
            with path.open("rb") as file:
                while piece := file.read(CHUNK):
                    yield piece
        except OSError as error:
            raise Cut(type(error).__name__) from None
