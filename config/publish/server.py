"""Serves a county's published folder to its kiosks, takes their reports, and signs the timestamp.

For a county without a web server of its own, and for `make push`. Files only, HTTP/1.1 with kept
connections; TLS, and more than some thousand kiosks, are nginx's business (docs/fleet.md).
"""

import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from config.publish.fleet import MOST_BYTES, Fleet
from config.publish.office import Office

log = logging.getLogger(__name__)

REFRESH_S = 3600.0  # the timestamp lives a day
IDLE_S = 10.0


class _Listening(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A kiosk that hung up is no trouble of ours."""
        log.debug("a request ended early")


class Server:
    """Answers on its own threads from construction to `close`. port 0: any free one."""

    def __init__(
        self, office: Office, address: str, port: int, *, refresh_s: float = REFRESH_S
    ) -> None:
        """Raises OSError: the port is taken."""
        self._office, self._refresh_s = office, refresh_s
        fleet = Fleet(office.folder / "reports")
        public = office.repository.public.resolve()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            timeout = IDLE_S

            def do_GET(self) -> None:
                file = (public / unquote(self.path).lstrip("/")).resolve()
                if not file.is_relative_to(public) or not file.is_file():
                    self._answer(404)
                else:
                    self._answer(200, file.read_bytes())

            def do_POST(self) -> None:
                length = self.headers.get("Content-Length", "")
                if self.path != "/report" or not length.isdigit() or int(length) > MOST_BYTES:
                    self.close_connection = True
                    self._answer(400)
                    return
                taken = fleet.take(self.rfile.read(int(length)), office.now())
                self._answer(204 if taken else 400)

            def _answer(self, status: int, body: bytes = b"") -> None:
                self.send_response(status)
                if status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-cache")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = _Listening((address, port), Handler)
        self._closing = threading.Event()
        self._threads = [
            threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True),
            threading.Thread(target=self._refresh, name="refresh", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def url(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join()

    def _refresh(self) -> None:
        while True:
            try:
                self._office.repository.refresh(self._office.online())
            except Exception as error:  # tried again in an hour; a day is what kiosks forgive
                log.error("the timestamp was not signed: %s", error)
            if self._closing.wait(self._refresh_s):
                return
