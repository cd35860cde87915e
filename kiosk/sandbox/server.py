"""Plays 统一受理平台 over HTTP, strictly, on this machine only; ships with [simulate].

Below `/_sandbox/` is its own control path, which no real platform has: `POST faults`, `GET cases`,
`GET wire`.
"""

import json
import logging
import os
import re
import secrets
import threading
import time
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from flask import Flask, Response, request
from werkzeug.serving import WSGIRequestHandler, make_server

from kiosk.sandbox.cases import Cases
from kiosk.sandbox.faults import MAINTENANCE, MODES, NONSENSE, Fault, Faults, hang_up
from kiosk.sandbox.rules import (
    BUSY,
    LOGIN,
    MALFORMED,
    OK,
    SERVICES,
    TOKEN,
    UNKNOWN_SERVICE,
    WRONG_SYSTEM,
    Refusal,
    check,
)

MOST_BYTES = 4 * 1024 * 1024
TOKEN_LIVES_S = 1800.0
BEIJING = timezone(timedelta(hours=8))


class Sandbox:
    """Serves from construction to `close`. url: the platform's base address.

    credentials: login_name, login_password and belong_system of the one channel admitted here.
    """

    def __init__(
        self,
        directory: Path,
        credentials: Mapping[str, str],
        port: int = 0,
        token_lives_s: float = TOKEN_LIVES_S,
    ) -> None:
        self._credentials = credentials
        self._token_lives_s = token_lives_s
        self._tokens: dict[str, float] = {}
        self._wire: deque[dict[str, Any]] = deque(maxlen=1000)
        self._cases = Cases(directory)
        self._faults = Faults()
        self._work = {
            "Test/getauth": self._get_auth,
            "UAP/projid/get": self._get_number,
            "BJHC/UAP/Receive": self._receive,
        }
        self._server = make_server(
            "127.0.0.1", port, self._app(), threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="sandbox", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._faults.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
        self._cases.close()

    # ---- the platform ------------------------------------------------------------------------

    def _get_auth(self) -> dict[str, str]:
        form = _form("Type", "LoginName", "LoginPwd")
        if form["Type"] not in ("Basic", "Bearer"):
            raise Refusal(MALFORMED, "Type: Basic or Bearer")
        name, password = self._credentials["login_name"], self._credentials["login_password"]
        if (form["LoginName"], form["LoginPwd"]) != (name, password):
            raise Refusal(LOGIN, "用户名或密码错误")
        token = secrets.token_urlsafe(32)
        self._tokens[f"{form['Type']} {token}"] = time.monotonic() + self._token_lives_s
        return {"token": token}

    def _get_number(self) -> dict[str, str]:
        self._must_be_logged_in()
        try:
            param = json.loads(_form("param")["param"])
            area, service, system = param["AREACODE"], param["SERVICECODE"], param["BELONGSYSTEM"]
        except (ValueError, KeyError, TypeError):
            raise Refusal(MALFORMED, "param: AREACODE, SERVICECODE, BELONGSYSTEM") from None
        if not isinstance(area, str) or not re.fullmatch(r"\d{6}", area, re.ASCII):
            raise Refusal(MALFORMED, "AREACODE: six digits")
        if service not in SERVICES:
            raise Refusal(UNKNOWN_SERVICE, "SERVICECODE unknown")
        self._must_be_admitted(system)
        return {"PROJID": self._cases.give_number(area, service, system, datetime.now(BEIJING))}

    def _receive(self) -> dict[str, str]:
        self._must_be_logged_in()
        form = _form("PROJID", "baseInfoXml", "attrXml", "formXml", "BELONGSYSTEM")
        projid, system = form["PROJID"], form["BELONGSYSTEM"]
        self._must_be_admitted(system)
        received = check(projid, system, form["baseInfoXml"], form["attrXml"], form["formXml"])
        self._cases.receive(projid, system, received, datetime.now(BEIJING))
        return {"PROJID": projid}

    def _must_be_logged_in(self) -> None:
        ends = self._tokens.get(request.headers.get("Authorization", ""))
        if ends is None or ends < time.monotonic():
            raise Refusal(TOKEN, "令牌无效或已过期")

    def _must_be_admitted(self, system: object) -> None:
        if system != self._credentials["belong_system"]:
            raise Refusal(WRONG_SYSTEM, "BELONGSYSTEM is not admitted")

    # ---- how it answers ----------------------------------------------------------------------

    def _app(self) -> Flask:
        app = Flask("sandbox")
        app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
        app.add_url_rule("/_sandbox/faults", "faults", self._set_fault, methods=["POST"])
        app.add_url_rule("/_sandbox/cases", "cases", self._list_cases, methods=["GET"])
        app.add_url_rule("/_sandbox/wire", "wire", lambda: _json(list(self._wire)), methods=["GET"])
        app.add_url_rule("/<path:path>", "platform", self._answer, methods=["POST"])
        return app

    def _answer(self, path: str) -> Response:
        came_s = time.monotonic()
        fault = self._faults.next(path)
        response, result = self._respond(path, fault)
        self._wire.append(
            {
                "at_s": came_s,
                "took_s": time.monotonic() - came_s,
                "path": path,
                "bytes_in": request.content_length or 0,
                "bytes_out": response.content_length or 0,
                "status": response.status_code,
                "result": result,
                "fault": fault.mode,
            }
        )
        return response

    def _respond(self, path: str, fault: Fault) -> tuple[Response, str]:
        match fault.mode:
            case "down":
                return Response(MAINTENANCE, 503, mimetype="text/html"), ""
            case "nonsense":
                return Response(NONSENSE, mimetype="text/html"), ""
            case "error_inside":
                return _document(BUSY, "系统繁忙，请稍后再试", {}), BUSY
            case "reset":
                hang_up(request.environ["werkzeug.socket"])
                return Response(status=500), ""
            case "slow":
                self._faults.wait(fault.seconds)
            case _:
                pass
        if path not in self._work:
            return Response(status=404), ""
        try:
            fields, result, message = self._work[path](), OK, "成功"
        except Refusal as refusal:
            fields, result, message = {}, refusal.code, str(refusal)
        response = _document(result, message, fields)
        if fault.mode == "lose_answer":
            hang_up(request.environ["werkzeug.socket"])
        elif fault.mode == "drip":
            body = response.get_data()
            response = Response(
                self._faults.dripping(body, fault.seconds), mimetype="application/xml"
            )
            response.content_length = len(body)
        return response, result

    def _set_fault(self) -> Response:
        asked = request.get_json()
        if asked.get("mode") not in MODES:
            return Response(f"mode: one of {', '.join(MODES)}\n", 400)
        seconds = float(asked.get("seconds", Fault().seconds))
        self._faults.set(Fault(asked["mode"], seconds, asked.get("path", "")), asked.get("next"))
        return _json(asked)

    def _list_cases(self) -> Response:
        return _json({"cases": self._cases.list(), "numbers_given": self._cases.numbers_given()})


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The wire is told at `/_sandbox/wire`."""


def _form(*names: str) -> dict[str, str]:
    """Exactly these fields, each once. Raises Refusal."""
    if request.mimetype != "application/x-www-form-urlencoded":
        raise Refusal(MALFORMED, "Content-Type: application/x-www-form-urlencoded")
    if sorted(request.form.keys()) != sorted(names) or request.args:
        raise Refusal(MALFORMED, f"form fields: {', '.join(names)}")
    if any(len(request.form.getlist(name)) != 1 for name in names):
        raise Refusal(MALFORMED, "form fields: each once")
    return {name: request.form[name] for name in names}


def _document(result: str, message: str, fields: Mapping[str, str]) -> Response:
    content = {"result": result, "resultmsg": message, **fields}
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in content.items())
    text = f'<?xml version="1.0" encoding="utf-8"?><RESPONSE>{inner}</RESPONSE>'
    return Response(text.encode(), mimetype="application/xml")


def _json(content: object) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), mimetype="application/json")


def serve(directory: Path, credentials: Mapping[str, str], port: int = 0) -> None:
    """Play the platform until standard input ends; tell the address in a JSON line when ready."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    sandbox = Sandbox(directory, credentials, port)
    print(json.dumps({"url": sandbox.url}), flush=True)
    try:
        while os.read(0, 1024):  # past Python's buffer: nobody holds its lock at the end
            pass
    finally:
        sandbox.close()
