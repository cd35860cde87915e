"""Client of 省公共数据共享平台: secrets that live minutes, one signature, an interface a datum.

Known of the real platform: the paths, `sign = md5(appKey + secret + requestTime)`, the life of the
secrets, the answer's frame and its "00". Not known, and therefore ours: numbers and fields of the
interfaces, the other codes (`sharing.toml`), and that interface parameters go as form fields beside
the signature. The secret file holds `{"app_key": …, "app_secret": …}`.
"""

import hashlib
import json
import logging
import re
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from config.model import PlatformConfig
from kiosk.platforms.business_register import asked_for, published
from kiosk.platforms.client import NotReached, NotUnderstood, Refused, WithPortrait
from kiosk.platforms.line import Line
from kiosk.platforms.picture import taken_out, wipe
from kiosk.platforms.reading import LINE, NAME, read_json, text
from kiosk.ports import LARGEST_PHOTO
from kiosk.questions import (
    BusinessEntry,
    Credit,
    CreditMark,
    PublishedBusiness,
    Question,
    Registered,
    RegisterEntry,
)

log = logging.getLogger(__name__)

BY_KEY = "gateway/app/refreshTokenByKey.htm"
BY_SECRET = "gateway/app/refreshTokenBySec.htm"
DATA = "gateway/api/001003001/dataSharing/{interface}.htm"
PICTURE = "picture taken out"
"""Beside what an answer says: what `picture` took out of it."""
EARLY_S = 180.0  # integrators refresh three minutes before the end


@cache
def sharing_facts() -> Mapping[str, Any]:
    """`sharing.toml`."""
    file = Path(__file__).with_name("sharing.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _Secret:
    """ends_s: by our clock, from how long it lives."""

    text: str = field(repr=False)
    ends_s: float

    def lasts(self, now_s: float) -> bool:
        return now_s < self.ends_s


class _SignAgain(Exception):
    pass


class SharingPlatform:
    """A `kiosk.platforms.client.Client`. time_s: seconds since 1970."""

    def __init__(self, config: PlatformConfig, time_s: Callable[[], float] = time.time) -> None:
        self._config, self._time_s = config, time_s
        self._line = Line(config.base_url, config.connect_timeout_s, config.read_timeout_s)
        self.hang_up, self.close = self._line.hang_up, self._line.close
        self._request: _Secret | None = None
        self._refresh: _Secret | None = None

    def ask(self, question: Question) -> Registered | WithPortrait | Credit | PublishedBusiness:
        match question:
            case RegisterEntry():
                return self._citizen(question)
            case CreditMark():
                return self._credit(question)
            case BusinessEntry():
                facts = sharing_facts()["business"]
                asked = asked_for(question, facts)
                return published(self._fetch(facts["interface"], asked), asked, facts)
            case _:
                raise AssertionError(type(question).__name__)

    def _citizen(self, question: RegisterEntry) -> Registered | WithPortrait:
        facts = sharing_facts()
        asked = {facts["register"]["number"]: question.number, "matter": question.matter}
        record = self._fetch(facts["register"]["interface"], asked)
        said = _registered(question.number, record)
        if not question.portrait:
            return said
        portrait = self._portrait(asked)
        said = replace(said, has_portrait=bool(portrait))
        return WithPortrait(said, portrait) if portrait else said

    def _portrait(self, asked: Mapping[str, str]) -> bytearray:
        """The police's photo; empty where they have none."""
        facts = sharing_facts()["portrait"]
        try:
            record = self._fetch(facts["interface"], asked, picture=facts["field"])
        except Refused as refusal:
            if str(refusal) != "no_record":
                raise
            return bytearray()  # they have the person, and no photo
        portrait = record.get(facts["field"]) or bytearray()
        if not isinstance(portrait, bytearray):
            raise NotUnderstood("nonsense")
        if len(portrait) > LARGEST_PHOTO:
            wipe(portrait)
            raise NotUnderstood("too_long")
        return portrait

    def _credit(self, question: CreditMark) -> Credit:
        facts, number = sharing_facts()["credit"], sharing_facts()["register"]["number"]
        asked = {number: question.number, "matter": question.matter}
        record = self._fetch(facts["interface"], asked)
        marked = facts["marks"].get(str(record.get(facts["mark"])))
        if marked is None or record.get(number) != question.number:
            raise NotUnderstood("nonsense")
        return Credit(marked)

    def probe(self) -> None:
        """A new secret costs nothing; data are metered."""
        self._request = None
        self._request_secret()

    # ---- one interface -------------------------------------------------------------------------

    def _fetch(
        self, interface: str, asked: Mapping[str, str], picture: str = ""
    ) -> Mapping[str, Any]:
        """Its one record; a field that holds a picture is a bytearray, to be overwritten.

        Raises Refused, NotReached, NotUnderstood, LineProblem."""
        path = DATA.format(interface=interface)
        try:
            told = self._post(path, self._request_secret(), asked, picture)
        except _SignAgain:
            self._request = self._refresh = None
            try:
                told = self._post(path, self._request_secret(), asked, picture)
            except _SignAgain:
                raise NotReached("sign") from None
        records = told.get("datas")
        record = records[0] if isinstance(records, list) and records else records
        if not isinstance(record, dict):
            wipe(told[PICTURE])
            raise Refused("no_record")
        if picture and str(record.get(picture) or "-").isspace():  # it was taken from here
            return {**record, picture: told[PICTURE]}
        return record

    def _request_secret(self) -> str:
        now_s = self._time_s()
        if self._request is None or not self._request.lasts(now_s):
            self._renew(now_s)
        assert self._request is not None
        return self._request.text

    def _renew(self, now_s: float) -> None:
        """By the refresh secret while it lives, else by the application's own."""
        try:
            if self._refresh is not None and self._refresh.lasts(now_s):
                told = self._post(BY_SECRET, self._refresh.text, {})
            else:
                told = self._post(BY_KEY, self._key()[1], {})
        except _SignAgain:
            if self._refresh is None:
                raise NotReached("sign") from None
            self._refresh = None
            return self._renew(now_s)
        secrets = told.get("datas")
        try:
            request = _secret(secrets, "requestSecret", now_s)
            self._request, self._refresh = request, _secret(secrets, "refreshSecret", now_s)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise NotUnderstood("nonsense") from None

    def _post(
        self, path: str, secret: str, asked: Mapping[str, str], picture: str = ""
    ) -> dict[str, Any]:
        app_key, at = self._key()[0], str(int(self._time_s() * 1000))
        sign = hashlib.md5((app_key + secret + at).encode(), usedforsecurity=False).hexdigest()
        form = {"appKey": app_key, "requestTime": at, "sign": sign, **asked}
        answer = self._line.post(path, form, {})
        if answer.status != 200:
            raise NotReached(f"http={answer.status}")
        try:
            taken = taken_out(answer.body, picture) if picture else bytearray()
            told = read_json(answer.body)
            code = told["code"]
        except (ValueError, KeyError, TypeError):
            raise NotUnderstood("nonsense") from None
        finally:
            wipe(answer.body)
        facts = sharing_facts()
        shown = code if isinstance(code, str) and re.fullmatch(r"\d{1,4}", code) else "none"
        request_id = str(told.get("requestId", ""))
        if re.fullmatch(r"[0-9A-Za-z-]{1,64}", request_id, re.ASCII):
            log.info("sharing: %s: code %s, request %s", path, shown, request_id)
        if code in facts["ok"]:
            return {**told, PICTURE: taken}
        if code in facts["sign_again"]:
            raise _SignAgain
        for reason in ("no_record", "not_granted"):
            if code in facts[reason]:
                raise Refused(reason)
        raise NotReached(f"code={shown}")

    def _key(self) -> tuple[str, str]:
        try:
            secret = json.loads(self._config.secret_file.read_text(encoding="utf-8"))
            return str(secret["app_key"]), str(secret["app_secret"])
        except (OSError, ValueError, KeyError, TypeError):
            raise NotReached("secret_file") from None


def _secret(told: Any, name: str, now_s: float) -> _Secret:
    """Until three minutes before its end, and never longer than it can live by our clock."""
    text, ends_ms = told[name], int(told[f"{name}EndTime"])
    if not isinstance(text, str) or not text:
        raise ValueError(name)
    lives_s = {"requestSecret": 900.0, "refreshSecret": 172_800.0}[name]
    return _Secret(text, min(ends_ms / 1000, now_s + lives_s) - EARLY_S)


def _registered(number: str, record: Mapping[str, Any]) -> Registered:
    names = sharing_facts()["register"]["fields"]
    try:
        said = {
            ours: text(record.get(theirs) or "", NAME if ours == "name" else LINE).strip()
            for ours, theirs in names.items()
        }
    except ValueError:
        raise NotUnderstood("nonsense") from None
    as_of = _date(said.pop("as_of"))
    if as_of is None or str(record.get(sharing_facts()["register"]["number"])) != number:
        raise NotUnderstood("nonsense")  # another person's record is nobody's
    birth = _date(said.pop("birth"))
    return Registered(
        number=number,
        birth=birth,
        as_of=as_of,
        has_portrait=False,  # until it has come
        household=_status(record, "household"),
        card=_status(record, "card"),
        **said,
    )


def _status(record: Mapping[str, Any], of: str) -> str:
    """In our word; empty where the register says nothing. What we do not know is not guessed."""
    facts = sharing_facts()["register"]
    code = str(record.get(facts[of]) or "")
    if code and code not in facts[f"{of}s"]:
        raise NotUnderstood("nonsense")
    return str(facts[f"{of}s"].get(code, ""))


def _date(text: str) -> date | None:
    """20261123 or 2026-11-23; None when it is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
