"""Plays the window's queue: numbers come with what was filled in, and a clerk opens it by number.

`GET /_sandbox/window/numbers` is the list, `POST …/open` with `number` what the clerk at the window
sees: everything that the visitor had filled in, nothing to type again.
"""

from collections.abc import Mapping
from typing import Any

from kiosk.sandbox.own_format import Content, OwnFormat, Refusal
from kiosk.sandbox.played import Unknown

FIELDS = frozenset({"number", "matter", "reason", "terminal", "card", "answers"})
CARD = frozenset(
    {
        *("CARD_KIND", "NAME", "ID_NO", "SEX_CODE", "ETHNIC_CODE", "BIRTH", "HUKOU_ADDR"),
        *("ISSUING_AUTHORITY", "VALID_FROM", "VALID_TO"),
    }
)


class Window(OwnFormat):
    name = "window"

    def __init__(self, credentials: Mapping[str, str]) -> None:
        super().__init__(credentials)
        self._kept: dict[str, Content] = {}
        self.work["keep"] = (FIELDS, self._keep)

    def _keep(self, content: Content) -> Content:
        number, card = content["number"], content["card"]
        if not isinstance(number, str) or number.count("-") != 2:
            raise Refusal("malformed")
        if card is not None and (not isinstance(card, dict) or set(card) != CARD):
            raise Refusal("malformed")
        if self._kept.setdefault(number, content) != content:
            raise Refusal("conflict")
        return {"number": number}

    def control(self, what: str, order: Mapping[str, Any]) -> Any:
        with self._lock:
            match what:
                case "numbers":
                    return sorted(self._kept)
                case "open":
                    return self._kept.get(str(order["number"]))
                case _:
                    raise Unknown(what)
