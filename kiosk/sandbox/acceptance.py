"""Plays 统一受理平台, strictly: log-in, number 申报号, *receive* 收件."""

import json
import re
import secrets
import time
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from flask import Response, request

from kiosk.sandbox.cases import Cases
from kiosk.sandbox.departments import Departments, Grants, OutOfOrder
from kiosk.sandbox.played import Unknown
from kiosk.sandbox.rules import (
    BUSY,
    LOGIN,
    MALFORMED,
    NO_SUCH_CASE,
    OK,
    SERVICES,
    TOKEN,
    UNKNOWN_SERVICE,
    WRONG_CARD,
    WRONG_SYSTEM,
    Refusal,
    card_number_is_right,
    check,
)

TOKEN_LIVES_S = 1800.0
BEIJING = timezone(timedelta(hours=8))


class Acceptance:
    """credentials: login_name, login_password and belong_system of the one channel admitted."""

    name = "acceptance"

    def __init__(
        self,
        directory: Path,
        credentials: Mapping[str, str],
        token_lives_s: float = TOKEN_LIVES_S,
        grants: Grants = lambda *case: None,
    ) -> None:
        self._credentials = credentials
        self._services = dict(SERVICES)
        self._token_lives_s = token_lives_s
        self._tokens: dict[str, float] = {}
        self.cases = Cases(directory)
        self._work = {
            "Test/getauth": self._get_auth,
            "UAP/projid/get": self._get_number,
            "BJHC/UAP/Receive": self._receive,
            "UAP/progress/get": self._get_progress,
            "UAP/progress/list": self._get_list,
        }
        self.departments = Departments(datetime.now(BEIJING).date(), grants)

    def answer(self, path: str) -> tuple[Response, str]:
        if path not in self._work:
            return Response(status=404), ""
        try:
            fields, result, message = self._work[path](), OK, "成功"
        except Refusal as refusal:
            fields, result, message = {}, refusal.code, str(refusal)
        return _document(result, message, fields), result

    def busy(self) -> Response:
        return _document(BUSY, "系统繁忙，请稍后再试", {})

    def control(self, what: str, order: Mapping[str, Any]) -> Any:
        """What a department does, see `departments`; or that a matter is published here."""
        try:
            match what:
                case "act":
                    return self.departments.act(order)
                case "publish":
                    self._services[str(order["code"])] = str(order["name"])
                    return {"services": len(self._services)}
                case "days":
                    return {"today": self.departments.days(int(order["count"]))}
        except OutOfOrder as problem:
            raise Unknown(str(problem)) from None
        raise Unknown(what)

    def told(self) -> dict[str, Any]:
        return {"cases": self.cases.list(), "numbers_given": self.cases.numbers_given()}

    def close(self) -> None:
        self.cases.close()

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
        if service not in self._services:
            raise Refusal(UNKNOWN_SERVICE, "SERVICECODE unknown")
        self._must_be_admitted(system)
        return {"PROJID": self.cases.give_number(area, service, system, datetime.now(BEIJING))}

    def _receive(self) -> dict[str, str]:
        self._must_be_logged_in()
        form = _form("PROJID", "baseInfoXml", "attrXml", "formXml", "BELONGSYSTEM")
        projid, system = form["PROJID"], form["BELONGSYSTEM"]
        self._must_be_admitted(system)
        documents = form["baseInfoXml"], form["attrXml"], form["formXml"]
        received = check(projid, system, *documents, self._services)
        self.departments.admits(projid, received)
        self.cases.receive(projid, system, received, datetime.now(BEIJING))
        self.departments.received(projid, received)
        return {"PROJID": projid}

    def _get_progress(self) -> dict[str, str]:
        self._must_be_logged_in()
        form = _form("PROJID", "PROJPWD")
        found = self.departments.progress(form["PROJID"], form["PROJPWD"])
        if found is None:
            raise Refusal(NO_SUCH_CASE, "没有这个办件，或查询密码不对")
        service, version, acts = found
        return {
            "PROJID": form["PROJID"],
            "SERVICECODE": service,
            "DATAVERSION": str(version),
            "ACTS": json.dumps(acts, ensure_ascii=False),
        }

    def _get_list(self) -> dict[str, str]:
        self._must_be_logged_in()
        number = _form("CARDNUMBER")["CARDNUMBER"]
        if not card_number_is_right(number):
            raise Refusal(WRONG_CARD, "CARDNUMBER: check character (GB 11643)")
        cases = [
            {"PROJID": projid, "SERVICECODE": service, "DATAVERSION": str(version), "ACTS": acts}
            for projid, service, version, acts in self.departments.of(number)
        ]
        return {"CASES": json.dumps(cases, ensure_ascii=False)}

    def _must_be_logged_in(self) -> None:
        ends = self._tokens.get(request.headers.get("Authorization", ""))
        if ends is None or ends < time.monotonic():
            raise Refusal(TOKEN, "令牌无效或已过期")

    def _must_be_admitted(self, system: object) -> None:
        if system != self._credentials["belong_system"]:
            raise Refusal(WRONG_SYSTEM, "BELONGSYSTEM is not admitted")


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
