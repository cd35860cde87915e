"""The wire format of ours in which platforms are played whose real one is not known.

Written from its description (docs/platforms.md), not from the kiosk's client: JSON with `app`,
`at`, `nonce`, `body` and `sign`; a request is taken once, and only while it is fresh.
"""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request

from kiosk.sandbox.played import Unknown, as_json

FRESH_MS = 300_000

Content = Mapping[str, Any]


class Refusal(Exception):
    """Its text is the answer's code, a word."""


class OwnFormat:
    """Checks what comes, and gives back what `work` answers. A platform derives from it.

    work: by path, without the platform's name: the fields wanted, and what is done with them.
    """

    name = ""

    def __init__(self, credentials: Mapping[str, str]) -> None:
        self._app, self._secret = credentials.get("app", ""), credentials.get("app_secret", "")
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()
        self.work: dict[str, tuple[frozenset[str], Callable[[Content], Content]]] = {
            "ping": (frozenset(), lambda content: {})
        }

    def answer(self, path: str) -> tuple[Response, str]:
        try:
            wanted, do = self.work[path.removeprefix(f"{self.name}/")]
        except KeyError:
            return Response(status=404), ""
        try:
            content = self._checked(wanted)
            with self._lock:
                return as_json({"code": "ok", "body": do(content)}), "ok"
        except Refusal as refusal:
            return as_json({"code": str(refusal), "message": "不能办理"}), str(refusal)

    def busy(self) -> Response:
        return as_json({"code": "busy", "message": "系统繁忙，请稍后再试"})

    def control(self, what: str, order: Content) -> Any:
        raise Unknown(what)

    def close(self) -> None:
        """Nothing is open."""

    def _checked(self, wanted: frozenset[str]) -> Content:
        try:
            sent = json.loads(request.get_data())
            app, at, nonce, body, sign = (
                str(sent[part]) for part in ("app", "at", "nonce", "body", "sign")
            )
            at_ms = int(at)
        except (ValueError, KeyError, TypeError):
            raise Refusal("malformed") from None
        if request.mimetype != "application/json" or len(sent) != 5 or len(nonce) != 32:
            raise Refusal("malformed")
        if not self._app or app != self._app:
            raise Refusal("app")
        text = "\n".join((app, at, nonce, body)).encode()
        if not hmac.compare_digest(
            hmac.new(self._secret.encode(), text, hashlib.sha256).hexdigest(), sign
        ):
            raise Refusal("sign")
        self._must_be_fresh(at_ms, nonce)
        content = json.loads(body)
        if not isinstance(content, dict) or set(content) != wanted:
            raise Refusal("malformed")
        return content

    def _must_be_fresh(self, at_ms: int, nonce: str) -> None:
        now_ms = time.time_ns() // 1_000_000
        with self._lock:
            self._seen = {
                known: then for known, then in self._seen.items() if now_ms - then < 2 * FRESH_MS
            }
            if abs(now_ms - at_ms) > FRESH_MS or nonce in self._seen:
                raise Refusal("stale")
            self._seen[nonce] = now_ms
