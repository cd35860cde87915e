"""The departments behind 统一受理平台: they accept, ask for more, review and finish, on demand.

An act is what the platform's own interfaces call it: accept (DOACTION 0, or 1 refuses), supplement
(补正, ours), handler, over (办结, 作废办结, 退件). They keep the order of the law, and let working
days pass only when they are told to.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

ENDS = ("办结", "作废办结", "退件")
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "receive": ("accept", "supplement"),
    "supplement": (),  # the applicant's turn
    "accept": ("handler",),
    "handler": ("over",),
    "refuse": (),
    "over": (),
}
ACCEPT_AFTER, REVIEW_AFTER, OVER_AFTER = 1, 2, 10  # working days after it was received


class OutOfOrder(Exception):
    """A department does not do this now; its text says why."""


@dataclass(slots=True)
class _Case:
    service: str
    password: str
    acts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def last(self) -> str:
        act = self.acts[-1]
        refused = act["act"] == "accept" and act["action"] == "1"
        return "refuse" if refused else str(act["act"])


class Departments:
    """Any thread may call."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._cases: dict[str, _Case] = {}
        self._lock = threading.Lock()

    def received(self, projid: str, service: str, password: str) -> None:
        """A new version of a case that lacked something is with them again; the same one is not."""
        with self._lock:
            case = self._cases.setdefault(projid, _Case(service, password))
            if not case.acts or case.last == "supplement":
                case.acts.append(_act("receive", self._today))

    def progress(self, projid: str, password: str) -> tuple[str, list[dict[str, Any]]] | None:
        """Service code and acts; None when there is no such case, or this is not its password."""
        with self._lock:
            case = self._cases.get(projid)
            if case is None or case.password != password:
                return None
            return case.service, [dict(act) for act in case.acts]

    def act(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """Raises OutOfOrder, KeyError."""
        with self._lock:
            return self._do(self._cases[str(order["projid"])], order)

    def _do(self, case: _Case, order: Mapping[str, Any]) -> dict[str, Any]:
        name, opinion = str(order["act"]), str(order.get("opinion", ""))
        action, result = str(order.get("action", "0")), str(order.get("result", "办结"))
        items = [str(item) for item in order.get("items", ())]
        if name not in FOLLOWS.get(case.last, ()):
            raise OutOfOrder(f"{case.last}: no {name} after it")
        if name == "over" and result not in ENDS:
            raise OutOfOrder(f"result: one of {', '.join(ENDS)}")
        if (action == "1" or result != "办结") and not opinion:
            raise OutOfOrder("opinion: who says no says why")
        if name == "supplement" and not items:
            raise OutOfOrder("items: everything that is lacking, at once")
        due = later(self._today, 15) if name == "supplement" else None
        act = _act(name, self._today, action, opinion, items, due)
        if name == "over":
            act["result"] = result
        case.acts.append(act)
        return act

    def days(self, count: int) -> str:
        """Working days pass, and everybody does what is due; the day it is then."""
        with self._lock:
            for _ in range(count):
                self._today = later(self._today, 1)
                for case in self._cases.values():
                    self._due(case)
            return self._today.isoformat()

    def _due(self, case: _Case) -> None:
        received = date.fromisoformat(case.acts[0]["day"])
        for name, after in (
            ("accept", ACCEPT_AFTER), ("handler", REVIEW_AFTER), ("over", OVER_AFTER),
        ):  # fmt: skip
            if name in FOLLOWS.get(case.last, ()) and self._today >= later(received, after):
                self._do(case, {"act": name})


def _act(
    name: str,
    day: date,
    action: str = "0",
    opinion: str = "",
    items: list[str] | None = None,
    due: date | None = None,
) -> dict[str, Any]:
    return {
        "act": name,
        "action": action,
        "day": day.isoformat(),
        "opinion": opinion,
        "items": items or [],
        "due": due.isoformat() if due else "",
        "result": "",
    }


def later(day: date, count: int) -> date:
    """So many days on, Saturdays and Sundays not counted."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
