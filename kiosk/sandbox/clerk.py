"""Plays the remote desk: visitors wait in a queue, a person says yes or no to the one in front.

The person is whoever asks `GET /_sandbox/clerk/queue` and then `POST /_sandbox/clerk/decide` with
`call` and `yes`; they see masked data only. `POST …/hours` with `open` true or false shuts the
desk. Who does not ask for 15 seconds has left, and is called no more.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.sandbox.own_format import Content, OwnFormat, Refusal
from kiosk.sandbox.played import Unknown

LEFT_AFTER_S = 15.0
MOST_WAIT = 20


@dataclass(slots=True)
class _Call:
    id: str
    shown: dict[str, str]  # what the clerk sees
    asked_s: float  # monotonic: when the kiosk last asked
    verdict: str = "waiting"


class Clerk(OwnFormat):
    name = "clerk"

    def __init__(self, credentials: Mapping[str, str], left_after_s: float = LEFT_AFTER_S) -> None:
        super().__init__(credentials)
        self._left_after_s = left_after_s
        self._calls: list[_Call] = []  # in the order in which they came
        self._open = True
        wanted = frozenset({"matter", "terminal", "name", "number"})
        self.work["call"] = (wanted, self._call)
        self.work["turn"] = (frozenset({"call"}), self._turn)

    def _call(self, content: Content) -> Content:
        if any("*" not in str(content[part]) for part in ("name", "number")):
            raise Refusal("malformed")  # unmasked data is none of this desk's business
        if not self._open:
            raise Refusal("closed")
        if len(self._waiting()) >= MOST_WAIT:
            raise Refusal("full")
        shown = {part: str(value) for part, value in content.items()}
        call = _Call(secrets.token_hex(8), shown, time.monotonic())
        self._calls.append(call)
        return self._place(call)

    def _turn(self, content: Content) -> Content:
        self._waiting()
        call = next((call for call in self._calls if call.id == content["call"]), None)
        if call is None:
            raise Refusal("no_such_call")
        call.asked_s = time.monotonic()
        return self._place(call)

    def _waiting(self) -> list[_Call]:
        """Who still waits, without those who left; a verdict is kept as long as its call is."""
        since_s = time.monotonic() - self._left_after_s
        self._calls = [call for call in self._calls if call.asked_s >= since_s]
        return [call for call in self._calls if call.verdict == "waiting"]

    def _place(self, call: _Call) -> Content:
        waiting = self._waiting()
        ahead = waiting.index(call) if call in waiting else 0
        return {"call": call.id, "ahead": ahead, "verdict": call.verdict}

    def control(self, what: str, order: Mapping[str, Any]) -> Any:
        with self._lock:
            match what:
                case "queue":
                    return [{"call": call.id, **call.shown} for call in self._waiting()]
                case "decide":
                    for call in self._waiting():
                        if order.get("call") in (None, call.id):  # None: whoever is in front
                            call.verdict = "yes" if order["yes"] is True else "no"
                            return {"call": call.id, "verdict": call.verdict}
                    return {"call": None}
                case "hours":
                    self._open = bool(order["open"])
                    return {"open": self._open}
                case _:
                    raise Unknown(what)
