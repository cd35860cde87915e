"""The departments behind 统一受理平台: they accept, ask for more, review and finish, on demand.

An act is what the platform's own interfaces call it: accept (DOACTION 0, or 1 refuses), handler,
over (办结, 作废办结, 退件); the others are ours (docs/platforms.md). They keep the order of the
law: what is owed under 容缺受理 comes before the result, and who is asked for more (补正) hands in
all of it at once. What is missing without a promise (ISTAKE 0 alone, a photo for a card) the
platform asks for by itself, at once: 当场一次告知. Working days pass only when they are told to.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kiosk.sandbox.rules import CONFLICT, INCOMPLETE, OTHER_APPLICANT, Received, Refusal

Grants = Callable[[str, str, str, str, date], None]
"""(service, formXml, applicant's number, applicant's name, day)."""
ENDS = ("办结", "作废办结", "退件")
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "receive": ("accept", "supplement"),
    "supplement": ("void",),  # else it is the applicant's turn
    "accept": ("handler",),
    "handler": ("over", "special"),
    "special": ("resume",),
    "resume": ("over", "special"),
    "over": ("make", "ready"),
    "make": ("ready",),
    "ready": ("deliver",),
}
"""What may come after an act; nothing after a refusal, a void case, one that was handed over."""
BY_TIME = ("void",)
ACCEPT_AFTER, REVIEW_AFTER, OVER_AFTER = 1, 2, 10  # working days after it was received
SUPPLEMENT_WITHIN, FOLLOW_WITHIN = 15, 3  # working days


class OutOfOrder(Exception):
    """A department does not do this now; its text says why."""


@dataclass(slots=True)
class _Case:
    """owed: what was promised with the case, until when, as its channel said. form: formXml."""

    service: str
    password: str
    applicant: str
    name: str
    form: str
    version: int = 0
    owed: dict[str, str] = field(default_factory=dict)
    acts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def last(self) -> str:
        act = next(act for act in reversed(self.acts) if act["act"] != "handin")
        refused = act["act"] == "accept" and act["action"] == "1"
        failed = act["act"] == "over" and act["result"] != "办结"
        return "refuse" if refused or failed else str(act["act"])


class Departments:
    """Any thread may call."""

    def __init__(self, today: date, grants: Grants = lambda *case: None) -> None:
        """grants: told of each case that is granted."""
        self._today, self._grants = today, grants
        self._cases: dict[str, _Case] = {}
        self._lock = threading.Lock()

    def admits(self, projid: str, came: Received) -> None:
        """Whether these documents may come now. Raises Refusal; the same ones again may always."""
        with self._lock:
            case = self._cases.get(projid)
            if case is None or came.version <= case.version:
                return
            if came.applicant != case.applicant:
                raise Refusal(OTHER_APPLICANT, "不是原申请人")
            if case.last == "supplement":
                asked = case.acts[-1]["items"]
                if missing := [item for item in asked if item not in came.taken]:
                    raise Refusal(INCOMPLETE, f"补正不齐全：{'、'.join(missing)}")
            elif case.last == "receive" or not set(came.taken) & case.owed.keys():
                raise Refusal(CONFLICT, "nothing of this was asked for")

    def received(self, projid: str, came: Received) -> None:
        """A new case, or what a case lacked; the same again changes nothing."""
        with self._lock:
            new = _Case(came.service, came.password, came.applicant, came.name, came.form)
            case = self._cases.setdefault(projid, new)
            if came.version <= case.version:
                return
            case.version = came.version
            if not case.acts or case.last == "supplement":
                case.owed = dict(came.lacking)
                case.acts.append(_act("receive", "applicant", self._today))
                if came.missing:
                    case.acts.append(self._asked_for(list(came.missing), "platform"))
                return
            items = [item for item in case.owed if item in came.taken]
            for item in items:
                del case.owed[item]
            case.acts.append(_act("handin", "applicant", self._today, items=items))

    def progress(self, projid: str, password: str) -> tuple[str, int, list[dict[str, Any]]] | None:
        """Service code, version, acts; None when there is no such case, or another password."""
        with self._lock:
            case = self._cases.get(projid)
            if case is None or case.password != password:
                return None
            return case.service, case.version, [dict(act) for act in case.acts]

    def of(self, applicant: str) -> list[tuple[str, str, int, list[dict[str, Any]]]]:
        """A citizen's cases, the newest first: 申报号, service code, version, acts."""
        with self._lock:
            own = [
                (projid, case.service, case.version, [dict(act) for act in case.acts])
                for projid, case in self._cases.items()
                if case.applicant == applicant
            ]
        return own[::-1]

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
        if name == "over" and result == "办结" and case.owed:
            raise OutOfOrder(f"no result before everything is there: {', '.join(case.owed)}")
        act = _act(name, "time" if name in BY_TIME else "department", self._today)
        if name == "supplement":
            act = self._asked_for(items, "department")
        act |= {"action": action, "opinion": opinion}
        if name == "accept" and action == "0" and case.owed:  # 容缺受理
            until = max(case.owed.values()) or later(self._today, FOLLOW_WITHIN).isoformat()
            act |= {"items": list(case.owed), "due": until}
        if name == "over":
            act["result"] = result
            if result == "办结":
                self._grants(case.service, case.form, case.applicant, case.name, self._today)
        case.acts.append(act)
        return act

    def _asked_for(self, items: list[str], by: str) -> dict[str, Any]:
        """补正: everything that is lacking, at once, and until when."""
        due = later(self._today, SUPPLEMENT_WITHIN).isoformat()
        return _act("supplement", by, self._today, items=items) | {"due": due}

    def days(self, count: int) -> str:
        """Working days pass, and everybody does what is due; the day it is then."""
        with self._lock:
            for _ in range(count):
                self._today = later(self._today, 1)
                for case in self._cases.values():
                    self._due(case)
            return self._today.isoformat()

    def _due(self, case: _Case) -> None:
        due = next((act["due"] for act in reversed(case.acts) if act["due"]), "")
        late = bool(due) and due < self._today.isoformat()
        if case.last == "supplement":
            if late:
                self._do(case, {"act": "void"})
            return
        received = date.fromisoformat(case.acts[0]["day"])
        for name, after in (
            ("accept", ACCEPT_AFTER), ("handler", REVIEW_AFTER), ("over", OVER_AFTER),
        ):  # fmt: skip
            if name not in FOLLOWS.get(case.last, ()) or self._today < later(received, after):
                continue
            if name == "over" and case.owed:
                if late:
                    self._do(case, {"act": "over", "result": "作废办结", "opinion": "逾期未补齐"})
                continue
            self._do(case, {"act": name})


def _act(name: str, by: str, day: date, items: list[str] | None = None) -> dict[str, Any]:
    return {
        "act": name,
        "by": by,
        "action": "0",
        "day": day.isoformat(),
        "opinion": "",
        "items": items or [],
        "due": "",
        "result": "",
    }


def later(day: date, count: int) -> date:
    """So many days on, Saturdays and Sundays not counted."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
