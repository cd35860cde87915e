"""A wire format of ours, for platforms whose real one is not known; kept behind their clients.

HTTP POST of JSON: `app` (who asks), `at` (ms since 1970), `nonce` (once only), `body` (JSON as
text) and `sign`, the HMAC-SHA256 in hex of app, at, nonce and body, joined by line feeds, under the
secret of the app. The answer is 200 and `{"code": "ok", "body": {…}}`; another code is a word that
says why not, and "busy" that the platform cannot at the moment.
"""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

from config.model import PlatformConfig
from kiosk.platforms.client import NotReached, NotUnderstood, Refused, as_code
from kiosk.platforms.line import Line
from kiosk.platforms.reading import read_json

_OURS = frozenset({"sign", "app", "stale", "malformed"})
"""Refusals that are about how we asked, never about what was asked."""


class OwnLine:
    """The way to one such platform."""

    def __init__(self, config: PlatformConfig) -> None:
        self._config = config
        self._line = Line(config.base_url, config.connect_timeout_s, config.read_timeout_s)
        self.hang_up, self.close = self._line.hang_up, self._line.close

    def ask(self, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The body of the answer. Raises Refused, NotReached, NotUnderstood, LineProblem."""
        headers = {"Content-Type": "application/json"}
        answer = self._line.post(path, self._signed(content), headers)
        if answer.status != 200:
            raise NotReached(f"http={answer.status}")
        try:
            told = read_json(answer.body)
            code, body = told["code"], told.get("body", {})
        except (ValueError, KeyError, TypeError, AttributeError):
            raise NotUnderstood("nonsense") from None
        if code == "ok" and isinstance(body, dict):
            return body
        word = as_code(code)
        if word == "busy" or word in _OURS:
            raise NotReached(word)
        raise NotUnderstood("nonsense") if word in ("ok", "other") else Refused(word)

    def _signed(self, content: Mapping[str, Any]) -> bytes:
        try:
            secret = json.loads(self._config.secret_file.read_text(encoding="utf-8"))
            app, key = str(secret["app"]), str(secret["app_secret"])
        except (OSError, ValueError, KeyError, TypeError):
            raise NotReached("secret_file") from None
        at, nonce = str(time.time_ns() // 1_000_000), secrets.token_hex(16)
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        signed = "\n".join((app, at, nonce, body)).encode()
        sign = hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()
        parts = {"app": app, "at": at, "nonce": nonce, "body": body, "sign": sign}
        return json.dumps(parts, ensure_ascii=False).encode()
