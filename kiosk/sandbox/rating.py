"""Plays 好差评: one rating a case, from channel 5; who is not satisfied has to say why.

Written from the platform's published fields; how they are sent is ours. `GET
/_sandbox/rating/ratings` lists what came, with the 整改 that a level of 1 or 2 starts.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kiosk.sandbox.own_format import Content, OwnFormat, Refusal
from kiosk.sandbox.played import Unknown

USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REASONS = frozenset({"11", "12", "13", "14", "99"})


def _like(pattern: str) -> Callable[[str], bool]:
    return lambda value: bool(re.fullmatch(pattern, value, re.ASCII))


def _is_uscc(value: str) -> bool:
    """GB 32100: weights 3^i mod 31."""
    if len(value) != 18 or not set(value) <= set(USCC):
        return False
    total = sum(USCC.index(value[i]) * pow(3, i, 31) for i in range(17))
    return USCC[-total % 31] == value[17]


def _is_moment(value: str) -> bool:
    try:
        datetime.strptime(value, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return False
    return True


RULES: Mapping[str, Callable[[str], bool]] = {
    "areaCode": _like(r"\d{6}"),
    "areaName": bool,
    "deptCode": _is_uscc,
    "taskCode": bool,
    "taskName": bool,
    "subMatter": bool,
    "projectNo": _like(r"\d{21}"),
    "proStatus": _like("[123]"),
    "proDepartCode": _is_uscc,
    "proDepart": bool,
    "proManager": lambda value: True,
    "pf": _like("5"),  # this channel is a terminal in a hall
    "certkeyGOV": lambda value: True,
    "userName": bool,
    "userProp": _like("[12]"),
    "satisfaction": _like("[1-5]"),
    "evalDetail": lambda value: set(filter(None, value.split(","))) <= REASONS,
    "writingEvaluation": lambda value: len(value) <= 200,
    "assessTime": _is_moment,
    "assessNumber": _like("[12]"),
    "promiseTime": _like("[12]"),
    "acceptDate": _is_moment,
    "dataSource": _like("133"),
}


class Rating(OwnFormat):
    name = "rating"

    def __init__(self, credentials: Mapping[str, str]) -> None:
        super().__init__(credentials)
        self._ratings: dict[str, Content] = {}
        self.work["save"] = (frozenset(RULES), self._save)

    def _save(self, content: Content) -> Content:
        for field, is_right in RULES.items():
            if not isinstance(content[field], str) or not is_right(content[field]):
                raise Refusal("wrong_field")
        if content["satisfaction"] in "12" and not content["evalDetail"]:
            raise Refusal("reason_missing")
        if self._ratings.setdefault(content["projectNo"], content) != content:
            raise Refusal("rated_already")
        return {}

    def control(self, what: str, order: Mapping[str, Any]) -> Any:
        if what != "ratings":
            raise Unknown(what)
        with self._lock:
            return [
                {
                    "projectNo": rating["projectNo"],
                    "satisfaction": rating["satisfaction"],
                    "evalDetail": rating["evalDetail"],
                    "rectify": rating["satisfaction"] in "12",
                }
                for rating in self._ratings.values()
            ]
