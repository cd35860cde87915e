"""The control socket: what a citizen, a technician or fate does, asked for by name.

A UNIX-domain socket, one JSON object per line, one answer per line:

    {"to": "card_reader", "do": "place", "with": {"person": "chen-haiying"}}   a verb of a peer
    {"do": "status"}                   every peer's status
    {"do": "wire", "since": 12.5}      what crossed each wire after that monotonic time
    {"do": "people"}                   who may be placed and looked at
    {"do": "wiring"}                   how the kiosk reaches each peer

    {"ok": true, ...}   or   {"ok": false, "why": "..."}

Whatever else arrives gets an answer too, and the next line is read. Knows no peer by name.
"""

import json
import logging
import socket
import socketserver
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from config.people import Person
from devices.simulation.peer import Peer, PeerRefusal

LONGEST_LINE = 64 * 1024
_LONGEST_PATH = 107  # sun_path of <sys/un.h>, without its end

_log = logging.getLogger(__name__)


class ControlServer:
    """Serves `peers` at `path` until it is closed; the socket's file goes with it."""

    def __init__(self, path: Path, peers: list[Peer], people: Mapping[str, Person]) -> None:
        if len(bytes(path)) > _LONGEST_PATH:
            raise ValueError(f"a socket's path has at most {_LONGEST_PATH} bytes: {path}")
        self.path = path
        self._peers = {peer.name: peer for peer in peers}
        self._people = people
        path.unlink(missing_ok=True)
        self._server = _Server(path, self._answer_line)
        path.chmod(0o600)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="control socket", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join(timeout=5.0)
        self.path.unlink(missing_ok=True)

    def _answer_line(self, line: bytes) -> dict[str, Any]:
        try:
            asked = json.loads(line)
        except (ValueError, RecursionError):  # not JSON, not UTF-8, nested beyond reason
            asked = None
        try:
            if not isinstance(asked, dict):
                raise PeerRefusal("a line is one JSON object")
            return {"ok": True, **self._answer(asked)}
        except PeerRefusal as refusal:
            return {"ok": False, "why": str(refusal)}
        except Exception as error:
            _log.exception("control socket")
            return {"ok": False, "why": f"failed: {type(error).__name__}"}

    def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        do = asked.get("do")
        if not isinstance(do, str):
            raise PeerRefusal("do: what is to be done?")
        if "to" in asked:
            return self._do_verb(asked["to"], do, asked.get("with", {}))
        match do:
            case "status":
                return {"peers": {name: peer.status() for name, peer in self._peers.items()}}
            case "wire":
                since_s = asked.get("since", 0.0)
                if not isinstance(since_s, int | float):
                    raise PeerRefusal("since: seconds of the monotonic clock")
                return {"wire": {name: _after(peer, since_s) for name, peer in self._peers.items()}}
            case "people":
                return {"people": [_shown(person) for person in self._people.values()]}
            case "wiring":
                return {"wiring": self.wiring()}
        raise PeerRefusal("do: status, wire, people, wiring, or a verb with to")

    def wiring(self) -> dict[str, str]:
        """Of all peers, and `control`, the socket itself."""
        wiring = {"control": str(self.path)}
        for peer in self._peers.values():
            wiring.update(peer.wiring())
        return wiring

    def _do_verb(self, to: Any, do: str, details: Any) -> dict[str, Any]:
        peer = self._peers.get(to) if isinstance(to, str) else None
        if peer is None:
            raise PeerRefusal(f"to: one of {', '.join(sorted(self._peers))}")
        verb = peer.verbs.get(do)
        if verb is None:
            raise PeerRefusal(f"{peer.name} can: {', '.join(sorted(peer.verbs))}")
        if not isinstance(details, dict):
            raise PeerRefusal("with: a JSON object")
        return verb(details)


def _after(peer: Peer, since_s: float) -> list[dict[str, Any]]:
    return [crossing for crossing in peer.wire() if crossing["at_s"] > since_s]


def _shown(person: Person) -> dict[str, Any]:
    return {
        "key": person.key,
        "name": person.name,
        "sex": person.sex,
        "birth": person.birth.isoformat(),
        "valid_to": person.valid_to.isoformat(),
        "seed": person.seed,
    }


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, path: Path, answer: Callable[[bytes], dict[str, Any]]) -> None:
        self.answer = answer
        self._open: set[socket.socket] = set()
        super().__init__(str(path), _Conversation)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for request in list(self._open):
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        _log.debug("a client went away", exc_info=True)


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        answer = cast(_Server, self.server).answer
        while line := self.rfile.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                # Where its end is cannot be known without reading on for ever: say so and hang up.
                self._say({"ok": False, "why": f"a line has at most {LONGEST_LINE} bytes"})
                return
            self._say(answer(line))

    def _say(self, answer: dict[str, Any]) -> None:
        self.wfile.write(json.dumps(answer, ensure_ascii=False, default=str).encode() + b"\n")
