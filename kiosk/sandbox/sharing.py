"""Plays 省公共数据共享平台: refreshes secrets, checks every sign, meters every datum.

Written from the published scheme, not from the kiosk's client; numbers and fields of the interfaces
are ours (docs/platforms.md). People are those of `config/people.toml`, businesses those of
`licences.toml`; `POST /_sandbox/sharing/change` with `person`, or a business's `uscc`, and fields
makes the register say something else of them, `…/swap` with `person` and `other` exchanges two
people's records, `GET …/metered` lists what was asked.
"""

import base64
import hashlib
import hmac
import secrets
import threading
import time
import tomllib
import uuid
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Response, request

from config.people import Person, load_people
from kiosk.sandbox.played import Unknown, as_json

OK, SIGN, NO_RECORD, NOT_GRANTED, BUSY = "00", "01", "20", "30", "99"
REQUEST_LIVES_MS, REFRESH_LIVES_MS = 15 * 60_000, 48 * 3_600_000
SKEW_MS = 300_000
REGISTER, PORTRAIT = "0000000000000001", "0000000000000002"
BUSINESS, CREDIT = "0000000000000003", "0000000000000004"
LICENCES = Path(__file__).with_name("licences.toml")
PhotoOf = Callable[[int], bytes]
"""The police's photo of the person with this seed, a JPEG; empty where they have none."""
_STATES = {"registered": "1", "revoked": "2", "cancelled": "3"}


class _Refusal(Exception):
    """Its text is the answer's code."""


class Sharing:
    name = "sharing"

    def __init__(
        self,
        credentials: Mapping[str, str],
        photo_of: PhotoOf = lambda seed: b"",
        request_lives_ms: int = REQUEST_LIVES_MS,
    ) -> None:
        self._key = credentials.get("app_key", "")
        self._secret = credentials.get("app_secret", "")
        self._photo_of, self._request_lives_ms = photo_of, request_lives_ms
        self._request: dict[str, int] = {}  # secret → its end, ms
        self._refresh: dict[str, int] = {}
        self._changed: dict[str, dict[str, str]] = {}  # by number
        self._metered: list[dict[str, str]] = []
        self._lock = threading.Lock()

    def answer(self, path: str) -> tuple[Response, str]:
        work: dict[str, Callable[[], Any]] = {
            "app/refreshTokenByKey.htm": lambda: self._tokens([self._secret]),
            "app/refreshTokenBySec.htm": lambda: self._tokens(self._alive(self._refresh)),
            f"api/001003001/dataSharing/{REGISTER}.htm": lambda: self._data(REGISTER),
            f"api/001003001/dataSharing/{PORTRAIT}.htm": lambda: self._data(PORTRAIT),
            f"api/001003001/dataSharing/{BUSINESS}.htm": self._business,
            f"api/001003001/dataSharing/{CREDIT}.htm": lambda: self._data(CREDIT),
        }
        do = work.get(path.removeprefix("gateway/"))
        if do is None:
            return Response(status=404), ""
        try:
            with self._lock:
                datas, code = do(), OK
        except _Refusal as refusal:
            datas, code = "", str(refusal)
        return _told(code, datas), code

    def busy(self) -> Response:
        return _told(BUSY, "")

    def close(self) -> None:
        """Nothing is open."""

    # ---- what it does --------------------------------------------------------------------------

    def _tokens(self, with_secrets: list[str]) -> dict[str, Any]:
        self._must_be_signed(with_secrets, set())
        now_ms = _now_ms()
        request_secret, refresh_secret = secrets.token_hex(16), secrets.token_hex(16)
        self._request[request_secret] = now_ms + self._request_lives_ms
        self._refresh[refresh_secret] = now_ms + REFRESH_LIVES_MS
        return {
            "requestSecret": request_secret,
            "requestSecretEndTime": self._request[request_secret],
            "refreshSecret": refresh_secret,
            "refreshSecretEndTime": self._refresh[refresh_secret],
        }

    def _data(self, interface: str) -> list[dict[str, str]]:
        self._must_be_signed(self._alive(self._request), {"GMSFHM", "matter"})
        number = request.form["GMSFHM"]
        self._meter(interface)
        people = {person.number: person for person in load_people(date.today()).values()}
        person = people.get(number)
        if person is None:
            raise _Refusal(NO_RECORD)
        if interface == PORTRAIT:
            return [self._photo(person)]
        told = {"XYBZ": "0"} if interface == CREDIT else _record(person)  # 1: a mark, 失信
        told["GMSFHM"] = number
        changed = self._changed.get(number, {})
        return [{name: changed.get(name, value) for name, value in told.items()}]

    def _business(self) -> list[dict[str, str]]:
        """By its code or by its whole name, whichever is asked by."""
        by = "QYMC" if "QYMC" in request.form else "TYSHXYDM"
        self._must_be_signed(self._alive(self._request), {by, "matter"})
        self._meter(BUSINESS)
        people = load_people(date.today())
        for row in tomllib.loads(LICENCES.read_text(encoding="utf-8"))["licence"]:
            record = _business_record(row, people[row["holder"]].name)
            if record[by] == request.form[by]:
                return [{**record, **self._changed.get(row["uscc"], {})}]
        raise _Refusal(NO_RECORD)

    def _meter(self, interface: str) -> None:
        matter = request.form["matter"]
        if not matter:
            raise _Refusal(NOT_GRANTED)  # each datum is granted for a purpose
        self._metered.append({"interface": interface, "matter": matter})

    def _photo(self, person: Person) -> dict[str, str]:
        photo = self._photo_of(person.seed)
        if not photo:
            raise _Refusal(NO_RECORD)
        return {"GMSFHM": person.number, "XP": base64.b64encode(photo).decode()}

    def _must_be_signed(self, with_secrets: list[str], fields: set[str]) -> None:
        form = request.form
        if set(form) != {"appKey", "requestTime", "sign", *fields}:
            raise _Refusal(SIGN)
        at = form["requestTime"]
        fresh = at.isdigit() and abs(_now_ms() - int(at)) <= SKEW_MS
        if not fresh or not self._key or form["appKey"] != self._key:
            raise _Refusal(SIGN)
        for secret in with_secrets:
            sign = hashlib.md5((self._key + secret + at).encode()).hexdigest()
            if hmac.compare_digest(sign, form["sign"]):
                return
        raise _Refusal(SIGN)

    @staticmethod
    def _alive(known: Mapping[str, int]) -> list[str]:
        return [secret for secret, ends_ms in known.items() if ends_ms > _now_ms()]

    # ---- what a department does there ----------------------------------------------------------

    def control(self, what: str, order: Mapping[str, Any]) -> Any:
        people = load_people(date.today())
        with self._lock:
            match what:
                case "metered":
                    return list(self._metered)
                case "change":
                    fields = {name: str(text) for name, text in order.items() if name.isupper()}
                    key = order["uscc"] if "uscc" in order else people[order["person"]].number
                    self._changed.setdefault(key, {}).update(fields)
                    return fields
                case "swap":
                    one, other = people[order["person"]], people[order["other"]]
                    self._changed[one.number] = _record(other)
                    self._changed[other.number] = _record(one)
                    return {}
                case "expire":
                    self._request.clear()
                    return {}
                case _:
                    raise Unknown(what)


def _record(person: Person) -> dict[str, str]:
    return {
        "XM": person.name,
        "XBDM": person.sex,
        "MZDM": person.ethnic,
        "CSRQ": f"{person.birth:%Y%m%d}",
        "HKDZ": person.address,
        "QFJG": person.issuer,
        "GXSJ": f"{date.today() - timedelta(days=30):%Y%m%d}",
        "HJZT": "1",  # 2 dead, 3 cancelled
        "ZJZT": "1",  # 2 reported lost, 3 cancelled
    }


def _business_record(row: Mapping[str, Any], person: str) -> dict[str, str]:
    return {
        "TYSHXYDM": row["uscc"],
        "QYMC": row["name"],
        "QYLX": row["kind"],
        "JYZT": _STATES[row["state"]],
        "FDDBR": person,
        "CLRQ": f"{row['established']:%Y%m%d}",
        "JYFW": row["scope"],
        "ZS": row["premises"],
        "DJJG": row["authority"],
        "GXSJ": f"{date.today() - timedelta(days=1):%Y%m%d}",
    }


def _told(code: str, datas: Any) -> Response:
    return as_json(
        {
            "code": code,
            "msg": "成功" if code == OK else "失败",
            "data": "",
            "datas": datas,
            "dataCount": len(datas) if isinstance(datas, list) else 0,
            "requestId": str(uuid.uuid4()),
        }
    )


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
