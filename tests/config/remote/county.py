"""A county for tests: three administrators, a server that may be told to misbehave, and a kiosk."""

import random
import shutil
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner

from config.bundle import Bundle, Rollout, Stop
from config.load import Effective, Whose
from config.model import RemoteConfig
from config.publish.repository import Repository
from config.remote.client import Client
from tests.config.test_layers import county, machine

LAYER = county().values
"""What every county must say."""


MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


class County:
    """Its repository, and the signers of three administrators and of the server."""

    def __init__(self, folder: Path, now: datetime = MONDAY) -> None:
        self.now = now
        self.repository = Repository(folder, now=lambda: self.now)
        self.a, self.b, self.c, self.online = (CryptoSigner.generate_ed25519() for _ in range(4))
        self.repository.create({"A": self.a, "B": self.b, "C": self.c}, self.online)

    def moved_to(self, folder: Path) -> "County":
        """The same county and its people, in a copy of its folder."""
        copy = object.__new__(County)
        copy.now = self.now
        copy.repository = Repository(folder, now=lambda: copy.now)
        copy.a, copy.b, copy.c, copy.online = self.a, self.b, self.c, self.online
        return copy

    @property
    def root(self) -> bytes:
        return (self.repository.public / "metadata" / "1.root.json").read_bytes()

    def bundle(self, number: int, *, lowest: int = 1, **layers: Any) -> Bundle:
        """One generation; layers: by scope, with county= for the county's own, over LAYER."""
        of_county = {**LAYER, **layers.pop("county", {})}
        scopes = {name.replace("_", "-").lstrip("s"): values for name, values in layers.items()}
        return Bundle(
            generation=number,
            min_generation=lowest,
            county="330225",
            layers={"county": of_county, **scopes},
        )

    def publish(self, number: int, *, rollout: Rollout | None = None, **layers: Any) -> None:
        self.repository.add_generation(number, self.bundle(number, **layers).data())
        for signer in (self.a, self.b):
            self.repository.sign(signer)
        previous = number - 1 or None
        self.repository.publish(self.online, rollout or Rollout(current=number, previous=previous))

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


class Server:
    """The published folder over HTTP/1.1; `instead` may answer in its place."""

    def __init__(self, public: Path) -> None:
        self.instead: Callable[[BaseHTTPRequestHandler], bool] = lambda handler: False
        self.reports: list[bytes] = []
        self.asked: list[str] = []
        there = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                there.asked.append(self.path)
                if there.instead(self):
                    return
                file = public / self.path.lstrip("/")
                if file.is_file():
                    answer(self, file.read_bytes())
                else:
                    answer(self, b"", 404)

            def do_POST(self) -> None:
                there.reports.append(self.rfile.read(int(self.headers["Content-Length"])))
                answer(self, b"")

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answers(self, name: str, how: Callable[[BaseHTTPRequestHandler], None]) -> None:
        """Requests for paths that contain `name` get this answer."""

        def instead(handler: BaseHTTPRequestHandler) -> bool:
            if name not in handler.path:
                return False
            how(handler)
            return True

        self.instead = instead

    def gives(self, name: str, data: bytes) -> None:
        self.answers(name, lambda handler: answer(handler, data))


def answer(handler: BaseHTTPRequestHandler, data: bytes, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


class Machine:
    """A kiosk as its configuration client sees it: remembers what it was told, and is as told."""

    def __init__(self) -> None:
        self.in_use: Effective | None = None
        self.healths: list[dict[str, int]] = []
        self.well = {"printer": 0, "platform": 0}
        self.audited: list[tuple[str, dict[str, str | int]]] = []
        self.stop: Stop | None = None
        self.ends = False
        self.before_take: Callable[[], None] = lambda: None

    def compile(self, found: Effective) -> Effective:
        return found

    def take(self, compiled: object, begin: Callable[[], None]) -> bool:
        if self.ends:
            return False
        self.before_take()
        begin()
        assert isinstance(compiled, Effective)
        self.in_use = compiled
        return True

    def health(self) -> dict[str, int]:
        return self.healths.pop(0) if self.healths else dict(self.well)

    def audit(self, event: str, **fields: str | int) -> None:
        self.audited.append((event, fields))

    def stopped(self, stop: Stop | None) -> None:
        self.stop = stop

    def events(self) -> list[str]:
        return [event for event, _ in self.audited]


class Kiosk:
    """Client and machine on one disk."""

    machine_is: type[Machine] = Machine

    def __init__(self, folder: Path, url: str, root: bytes, now: Callable[[], datetime]) -> None:
        self.folder, self.now = folder, now
        folder.mkdir(exist_ok=True)
        (folder / "root.json").write_bytes(root)
        self.config = RemoteConfig(
            url=url,
            root=folder / "root.json",
            directory=folder / "config",
            exchange_s=20.0,
            usb=folder / "media",
        )
        self.start()

    def start(self) -> None:
        """As after a restart: a new program on the same disk."""
        local = machine()
        whose = Whose.model_validate(local.values["identity"])
        self.machine = self.machine_is()
        self.client = Client(
            self.config,
            whose,
            [local],
            self.machine,
            program="0.1.0",
            now=self.now,
            dice=random.Random(1),
        )

    def boot(self) -> None:
        found = self.client.boot()
        assert isinstance(found, Effective)
        self.machine.in_use = found

    @property
    def store(self) -> Any:
        return self.client._store

    @property
    def generation(self) -> int:
        return self.client.told().generation

    @property
    def refused(self) -> str:
        return self.client.told().refused

    def stick(self, public: Path) -> None:
        """Plug in a stick with this folder on it."""
        shutil.copytree(public, self.folder / "media" / "stick" / "budayang-config")
