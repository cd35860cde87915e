"""Plays 统一公共支付: makes a bill out once, takes money for it once, cancels what is not paid.

Written from the published fields and docs/platforms.md. The citizen's phone is `POST
/_sandbox/payment/pay` with `code`, what the QR says, or without it for the newest bill; `GET
…/bills` lists them, with how often each was paid.
"""

import hashlib
import hmac
import re
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from flask import Response, request

from kiosk.sandbox.played import Unknown

BEIJING = timezone(timedelta(hours=8))
LIVES = timedelta(minutes=5)
WAITING, PAID, EXPIRED, CANCELLED = "0", "1", "2", "3"
REFUSED = "99"

BILL = frozenset(
    {
        *("REGICODE", "NOTICENO", "CHANNELNO", "ORIGINALNOTICENO", "PAYER", "PAYERSFZ"),
        *("MAKEDATE", "MAKETIME", "TOTALMONEY", "YWCODE", "ENTERCODE", "ENTERNAME"),
        *("NOTICEDIS", "ISTRUENAME", "EXPIREDPAYDATE", "ISCOUNTOVERDUE", "PRINTINFO"),
    }
)
MAY_BE_EMPTY = frozenset({"EXPIREDPAYDATE", "PRINTINFO"})
LINE = ("CHITCODE", "CHITNAME", "METRICUNIT", "CHCOUNT", "CHARGESTANDARD", "CHMONEY")
MONEY = re.compile(r"[1-9]\d*\.\d\d|0\.(0[1-9]|[1-9]\d)", re.ASCII)


class _Refusal(Exception):
    """Its text goes into ERRMSG."""


@dataclass(slots=True)
class _Bill:
    asked: dict[str, str]
    code: str
    ends: datetime
    state: str = WAITING
    paid: int = 0


class Payment:
    name = "payment"

    def __init__(self, credentials: Mapping[str, str], lives: timedelta = LIVES) -> None:
        self._secret, self._lives = credentials.get("app_secret", ""), lives
        self._bills: dict[str, _Bill] = {}
        self._lock = threading.Lock()
        self._lines: list[dict[str, str]] = []  # of the bill that is being made out

    def answer(self, path: str) -> tuple[Response, str]:
        work: dict[str, Callable[[dict[str, str]], _Bill]] = {
            "payment/make": self._make,
            "payment/query": self._query,
            "payment/cancel": self._cancel,
        }
        if path not in work:
            return Response(status=404), ""
        try:
            with self._lock:
                bill = work[path](self._asked())
        except _Refusal as refusal:
            return _told(REFUSED, str(refusal), ""), REFUSED
        return _told("00", "", _detail(bill)), "00"

    def busy(self) -> Response:
        return _told(REFUSED, "busy", "")

    def close(self) -> None:
        """Nothing is open."""

    def _asked(self) -> dict[str, str]:
        text = request.get_data(as_text=True)
        try:
            root = ElementTree.fromstring(text)
        except (ElementTree.ParseError, ValueError):
            raise _Refusal("malformed") from None
        found = root.findall("REQUEST/PARAM")
        self._lines = [
            {child.tag: child.text or "" for child in line}
            for line in root.findall("REQUEST/PROJECT")
        ]
        params = {param.get("NAME", ""): param.text or "" for param in found}
        if root.tag != "ROOT" or len(params) != len(found) or "<!" in text:
            raise _Refusal("malformed")
        sign = params.pop("SIGN", "")
        signed = "&".join(f"{name}={params[name]}" for name in sorted(params)).encode()
        right = hmac.new(self._secret.encode(), signed, hashlib.sha256).hexdigest()
        if not self._secret or not hmac.compare_digest(right, sign):
            raise _Refusal("sign")
        return params

    def _make(self, asked: dict[str, str]) -> _Bill:
        if set(asked) != BILL or not all(asked[name] for name in BILL - MAY_BE_EMPTY):
            raise _Refusal("malformed")
        total, lines = asked["TOTALMONEY"], self._lines
        if not lines or any(set(line) != set(LINE) or not all(line.values()) for line in lines):
            raise _Refusal("malformed")
        if not MONEY.fullmatch(total) or sum(map(_fen, lines)) != int(total.replace(".", "")):
            raise _Refusal("malformed")  # the lines do not add up
        if asked["NOTICENO"] != asked["CHANNELNO"] + asked["ORIGINALNOTICENO"]:
            raise _Refusal("malformed")
        known = self._bills.get(asked["NOTICENO"])
        if known is not None:
            if known.asked["TOTALMONEY"] != total or known.asked["PAYERSFZ"] != asked["PAYERSFZ"]:
                raise _Refusal("conflict")
            return self._looked_at(known)
        code = f"https://pay.example.invalid/b/{secrets.token_urlsafe(12)}"
        bill = _Bill(asked, code, datetime.now(BEIJING) + self._lives)
        self._bills[asked["NOTICENO"]] = bill
        return bill

    def _query(self, asked: dict[str, str]) -> _Bill:
        bill = self._bills.get(asked.get("NOTICENO", ""))
        if bill is None or set(asked) != {"NOTICENO"}:
            raise _Refusal("no_such_bill")
        return self._looked_at(bill)

    def _cancel(self, asked: dict[str, str]) -> _Bill:
        bill = self._query(asked)
        if bill.state == WAITING:
            bill.state = CANCELLED
        return bill

    @staticmethod
    def _looked_at(bill: _Bill) -> _Bill:
        if bill.state == WAITING and datetime.now(BEIJING) >= bill.ends:
            bill.state = EXPIRED
        return bill

    def control(self, what: str, order: Mapping[str, Any]) -> Any:
        with self._lock:
            match what:
                case "pay":
                    return self._pay(order.get("code"))
                case "expire":
                    for bill in self._bills.values():
                        bill.ends = datetime.now(BEIJING)
                    return {}
                case "bills":
                    return [
                        {"notice": notice, "total": bill.asked["TOTALMONEY"], "state": bill.state,
                         "paid": bill.paid}
                        for notice, bill in self._bills.items()
                    ]  # fmt: skip
                case _:
                    raise Unknown(what)

    def _pay(self, code: object) -> dict[str, Any]:
        """A phone pays what waits; what is over cannot be paid."""
        for bill in reversed(self._bills.values()):
            if code in (None, bill.code) and self._looked_at(bill).state == WAITING:
                bill.state, bill.paid = PAID, bill.paid + 1
                return {"paid": True}
        return {"paid": False}


def _fen(line: Mapping[str, str]) -> int:
    money = line["CHMONEY"]
    return int(money.replace(".", "")) if MONEY.fullmatch(money) else -1


def _detail(bill: _Bill) -> str:
    fields = {
        "NOTICENO": bill.asked["NOTICENO"],
        "TOTALMONEY": bill.asked["TOTALMONEY"],
        "PAYSTATE": bill.state,
        "QRCODE": bill.code if bill.state == WAITING else "",
        "EXPIREDPAYDATE": f"{bill.ends:%Y%m%d%H%M%S}",
    }
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items())
    return f"<RESULT><DETAIL>{inner}</DETAIL></RESULT>"


def _told(code: str, message: str, inner: str) -> Response:
    success = "成功" if code == "00" else "失败"
    text = (
        f'<?xml version="1.0" encoding="utf-8"?><ROOT><IS_SUCCESS CODE="{code}">{success}'
        f"</IS_SUCCESS><ERRMSG>{escape(message)}</ERRMSG><RESPONSE>{inner}</RESPONSE></ROOT>"
    )
    return Response(text.encode(), mimetype="application/xml")
