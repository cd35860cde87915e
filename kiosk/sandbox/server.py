"""Plays the government platforms over HTTP, strictly, on this machine only; ships with [simulate].

One platform a module; here are the server, the faults and the log of the wire. Below `/_sandbox/`
is its own control path, which no real platform has: `POST faults`, `GET cases`, `GET wire`, and
`<platform>/<what>` for what people and departments do behind that platform.
"""

import json
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from werkzeug.serving import WSGIRequestHandler, make_server

from kiosk.sandbox.acceptance import TOKEN_LIVES_S, Acceptance
from kiosk.sandbox.clerk import Clerk
from kiosk.sandbox.e_licence import ELicence
from kiosk.sandbox.faults import MAINTENANCE, MODES, NONSENSE, Fault, Faults, hang_up
from kiosk.sandbox.hotline import Hotline
from kiosk.sandbox.identity import Identity
from kiosk.sandbox.payment import Payment
from kiosk.sandbox.played import Played, Unknown, as_json
from kiosk.sandbox.rating import Rating
from kiosk.sandbox.sharing import PhotoOf, Sharing
from kiosk.sandbox.window import Window

MOST_BYTES = 4 * 1024 * 1024
IN_OUR_FORMAT = (Identity, Clerk, Window, Rating, Hotline)


class Sandbox:
    """Serves from construction to `close`. url: the base address of every platform.

    credentials: login_name, login_password and belong_system for 统一受理平台; app and app_secret
    for the platforms played in a format of ours; seal_key, 32 bytes in hex, with which the
    registrar of 电子证照 seals; app_key, app_secret for 数据共享. photo_of: the police's photos.
    """

    def __init__(
        self,
        directory: Path,
        credentials: Mapping[str, str],
        port: int = 0,
        token_lives_s: float = TOKEN_LIVES_S,
        photo_of: PhotoOf = lambda seed: b"",
    ) -> None:
        self._wire: deque[dict[str, Any]] = deque(maxlen=1000)
        e_licence = ELicence(credentials)
        self.acceptance = Acceptance(directory, credentials, token_lives_s, e_licence.granted)
        played: tuple[Played, ...] = (
            self.acceptance,
            e_licence,
            *(play(credentials) for play in IN_OUR_FORMAT),
            Payment(credentials),
            Sharing(credentials, photo_of),
        )
        self._played = {platform.name: platform for platform in played}
        self._by_path = {**self._played, "gateway": self._played["sharing"]}
        self._faults = {name: Faults() for name in self._played}
        self._server = make_server(
            "127.0.0.1", port, self._app(), threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="sandbox", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        for faults in self._faults.values():
            faults.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
        for platform in self._played.values():
            platform.close()

    def _app(self) -> Flask:
        app = Flask("sandbox")
        app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
        for rule, name, view, method in (
            ("faults", "faults", self._set_fault, "POST"),
            ("cases", "cases", lambda: as_json(self.acceptance.told()), "GET"),
            ("wire", "wire", lambda: as_json(list(self._wire)), "GET"),
            ("<name>/<what>", "control", self._control, "POST"),
            ("<name>/<what>", "look", self._control, "GET"),
        ):
            app.add_url_rule(f"/_sandbox/{rule}", name, view, methods=[method])
        app.add_url_rule("/<path:path>", "platform", self._answer, methods=["POST"])
        return app

    # ---- how it answers ----------------------------------------------------------------------

    def _answer(self, path: str) -> Response:
        came_s = time.monotonic()
        platform = self._by_path.get(path.split("/")[0], self.acceptance)
        fault = self._faults[platform.name].next(path)
        response, result = self._respond(platform, path, fault)
        self._wire.append(
            {
                "at_s": came_s,
                "took_s": time.monotonic() - came_s,
                "platform": platform.name,
                "path": path,
                "bytes_in": request.content_length or 0,
                "bytes_out": response.content_length or 0,
                "status": response.status_code,
                "result": result,
                "fault": fault.mode,
            }
        )
        return response

    def _respond(self, platform: Played, path: str, fault: Fault) -> tuple[Response, str]:
        faults = self._faults[platform.name]
        match fault.mode:
            case "down":
                return Response(MAINTENANCE, 503, mimetype="text/html"), ""
            case "nonsense":
                return Response(NONSENSE, mimetype="text/html"), ""
            case "error_inside":
                return platform.busy(), "busy"
            case "reset":
                hang_up(request.environ["werkzeug.socket"])
                return Response(status=500), ""
            case "slow":
                faults.wait(fault.seconds)
            case _:
                pass
        response, result = platform.answer(path)
        if fault.mode == "lose_answer":
            hang_up(request.environ["werkzeug.socket"])
        elif fault.mode == "drip":
            body, kind = response.get_data(), response.mimetype
            response = Response(faults.dripping(body, fault.seconds), mimetype=kind)
            response.content_length = len(body)
        return response, result

    # ---- how it is asked to behave -----------------------------------------------------------

    def _set_fault(self) -> Response:
        asked = request.get_json()
        if asked.get("mode") not in MODES:
            return Response(f"mode: one of {', '.join(MODES)}\n", 400)
        name = asked.get("platform", self.acceptance.name)
        if name not in self._played:
            return Response(f"platform: one of {', '.join(self._played)}\n", 400)
        seconds = float(asked.get("seconds", Fault().seconds))
        fault = Fault(asked["mode"], seconds, asked.get("path", ""))
        self._faults[name].set(fault, asked.get("next"))
        return as_json(asked)

    def _control(self, name: str, what: str) -> Response:
        try:
            order = request.get_json() if request.method == "POST" else request.args
            return as_json(self._played[name].control(what, order))
        except (KeyError, Unknown) as missing:
            return Response(f"{name}/{what}: {missing}\n", 404)


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The wire is told at `/_sandbox/wire`."""


def serve(
    directory: Path,
    credentials: Mapping[str, str],
    port: int = 0,
    photo_of: PhotoOf = lambda seed: b"",
) -> None:
    """Play the platforms until standard input ends; tell the address in a JSON line when ready."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    sandbox = Sandbox(directory, credentials, port, photo_of=photo_of)
    print(json.dumps({"url": sandbox.url}), flush=True)
    try:
        while os.read(0, 1024):  # past Python's buffer: nobody holds its lock at the end
            pass
    finally:
        sandbox.close()
