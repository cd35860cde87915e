"""What the sandbox's server needs from each platform that it plays."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from flask import Response


class Unknown(Exception):
    """The control path asks for something that this platform does not have; its text says what."""


class Played(Protocol):
    """One platform. Any thread may call."""

    name: str
    """Also the first part of its paths; 统一受理平台, which has paths of its own, has the rest."""

    def answer(self, path: str) -> tuple[Response, str]:
        """To the request that is being served: the response, and its code for the wire's log."""

    def busy(self) -> Response:
        """200 in this platform's format, and inside it that it cannot now."""

    def control(self, what: str, order: Mapping[str, Any]) -> Any:
        """`/_sandbox/<name>/<what>`: what people and departments do there. Raises Unknown."""

    def close(self) -> None: ...


def as_json(content: object) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), mimetype="application/json")
