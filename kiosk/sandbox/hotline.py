"""Plays 12345: takes a word once under its number. `GET /_sandbox/hotline/messages` lists them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.sandbox.own_format import Content, OwnFormat, Refusal
from kiosk.sandbox.played import Unknown

TOPICS = frozenset({"machine", "matter", "staff", "idea"})


class Hotline(OwnFormat):
    name = "hotline"

    def __init__(self, credentials: Mapping[str, str]) -> None:
        super().__init__(credentials)
        self._messages: dict[str, Content] = {}
        fields = frozenset({"number", "topic", "matter", "terminal", "at"})
        self.work["tell"] = (fields, self._tell)

    def _tell(self, content: Content) -> Content:
        if content["topic"] not in TOPICS or not content["number"]:
            raise Refusal("malformed")
        try:
            aware = datetime.fromisoformat(str(content["at"])).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            raise Refusal("malformed")
        if self._messages.setdefault(str(content["number"]), content) != content:
            raise Refusal("conflict")
        return {}

    def control(self, what: str, order: Mapping[str, Any]) -> Any:
        if what != "messages":
            raise Unknown(what)
        with self._lock:
            return list(self._messages.values())
