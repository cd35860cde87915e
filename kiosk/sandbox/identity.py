"""Plays the identity platform: gives a citizen's phone a one-time code, and exchanges it once.

A code is BDYID1, 50 random bits, 80 bits of an HMAC over them (base32 of Crockford), and a check
character; so a guessed one is refused unseen. It lives a minute. `POST /_sandbox/identity/code`
with `person`, a key of `config/people.toml`, is that person's phone.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.people import load_people
from kiosk.sandbox.own_format import Content, OwnFormat, Refusal
from kiosk.sandbox.played import Unknown

LIVES_S = 60.0
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "BDYID1"


@dataclass(slots=True)
class _Given:
    number: str
    name: str
    ends_s: float  # monotonic
    used: bool = False


class Identity(OwnFormat):
    name = "identity"

    def __init__(self, credentials: Mapping[str, str], lives_s: float = LIVES_S) -> None:
        super().__init__(credentials)
        self._key = secrets.token_bytes(32)
        self._lives_s = lives_s
        self._given: dict[str, _Given] = {}
        self.work["exchange"] = (frozenset({"code"}), self._exchange)

    def _exchange(self, content: Content) -> Content:
        code = str(content["code"])
        given = self._given.get(code)
        if not self._is_ours(code) or given is None:
            raise Refusal("no_such_code")
        if given.used:
            raise Refusal("used")
        given.used = True
        if given.ends_s < time.monotonic():
            raise Refusal("expired")
        return {"number": given.number, "name": given.name}

    def _is_ours(self, code: str) -> bool:
        if len(code) != 33 or not code.startswith(PREFIX) or check_character(code[:-1]) != code[-1]:
            return False
        return hmac.compare_digest(self._seal(code[6:16]).encode(), code[16:32].encode())

    def _seal(self, serial: str) -> str:
        return crockford(hmac.digest(self._key, serial.encode(), hashlib.sha256)[:10])

    def control(self, what: str, order: Mapping[str, Any]) -> Any:
        if what != "code":
            raise Unknown(what)
        person = load_people(date.today())[order["person"]]
        serial = "".join(secrets.choice(CROCKFORD) for _ in range(10))
        body = PREFIX + serial + self._seal(serial)
        code = body + check_character(body)
        lives_s = float(order.get("lives_s", self._lives_s))
        with self._lock:
            self._given[code] = _Given(person.number, person.name, time.monotonic() + lives_s)
        return {"code": code}


def crockford(data: bytes) -> str:
    """Five bits a character; the length must be a multiple of five bytes."""
    value = int.from_bytes(data, "big")
    count = len(data) * 8 // 5
    return "".join(CROCKFORD[value >> 5 * place & 31] for place in reversed(range(count)))


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    remainder = 36
    for character in text:
        remainder = (remainder + alphabet.index(character)) % 36 or 36
        remainder = remainder * 2 % 37
    return alphabet[(37 - remainder) % 36]
