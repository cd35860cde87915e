"""Client of 统一受理平台 for who asks where a case is: by 申报号 and 查询密码, as on the slip, or
by the number of whoever handed it in.

Every act becomes a turn of the one state machine (`kiosk/case/states.py`), taken by whoever the
platform says did it; a history that this machine does not allow is not believed, and refused under
a reason of its own, "history". The format is ours (`acceptance.AcceptancePlatform`).
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from config.model import AcceptancePlatformConfig
from kiosk.case.states import (
    Actor,
    CaseState,
    IllegalTurn,
    Progress,
    Turn,
    begun,
    handed_in,
    turned,
)
from kiosk.platforms.acceptance import AcceptancePlatform, CaseNotTaken, PlatformLater
from kiosk.platforms.client import NotReached, NotUnderstood, Refused
from kiosk.platforms.documents import materials_by_name, platform_facts
from kiosk.platforms.line import LineProblem
from kiosk.platforms.reading import PARAGRAPH, read_json, text
from kiosk.questions import CaseProgress, CasesOf, Question, WhereCaseIs

_LINE = ("unreachable", "timeout", "cut", "too_long")
_BY = {
    "applicant": Actor.CITIZEN,
    "platform": Actor.PLATFORM,
    "department": Actor.DEPARTMENT,
    "time": Actor.SCHEDULER,
}
_TO = {
    "receive": CaseState.SUBMITTED,
    "supplement": CaseState.TO_SUPPLEMENT,
    "void": CaseState.VOID,
    "handler": CaseState.REVIEW,
    "special": CaseState.SPECIAL,
    "resume": CaseState.REVIEW,
    "make": CaseState.PRODUCING,
    "ready": CaseState.READY,
    "deliver": CaseState.DELIVERED,
    "close": CaseState.CLOSED,
}
_ENDS = {
    "办结": CaseState.GRANTED,
    "退件": CaseState.REFUSED,
    "作废办结": CaseState.ABORTED,
}


class ProgressPlatform:
    """A `kiosk.platforms.client.Client`."""

    def __init__(self, config: AcceptancePlatformConfig) -> None:
        self._platform = AcceptancePlatform(config)
        self.hang_up, self.close = self._platform.hang_up, self._platform.close

    def ask(self, question: Question) -> WhereCaseIs | tuple[WhereCaseIs, ...]:
        try:
            match question:
                case CaseProgress(projid=projid, password=password):
                    told = self._platform.progress(projid, password)
                    found = _case(told, _acts(told))
                    if found.projid != projid:
                        raise NotUnderstood("nonsense")
                    return found
                case CasesOf(number=number):
                    return _cases(self._platform.cases_of(number))
        except CaseNotTaken as refusal:
            if str(refusal) == f"result={platform_facts()['answers']['no_such_case']}":
                raise Refused("no_such_case") from None
            raise NotReached(str(refusal)) from None
        except PlatformLater as later:
            raise _ended(str(later)) from None
        raise AssertionError(type(question).__name__)

    def probe(self) -> None:
        try:
            self._platform.log_in()
        except PlatformLater as later:
            raise _ended(str(later)) from None


def _ended(reason: str) -> Exception:
    if reason in _LINE:
        return LineProblem(reason)
    return NotUnderstood(reason) if reason == "nonsense" else NotReached(reason)


def _cases(told: Mapping[str, str]) -> tuple[WhereCaseIs, ...]:
    try:
        rows = [{name.lower(): row[name] for name in row} for row in read_json(told["cases"])]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotUnderstood("nonsense") from None
    return tuple(_case(row, row.get("acts")) for row in rows)


def _case(told: Mapping[str, Any], acts: Any) -> WhereCaseIs:
    projid, version = str(told.get("projid", "")), str(told.get("dataversion", ""))
    whole = re.fullmatch(r"\d{21}", projid, re.ASCII)
    if not whole or not re.fullmatch(r"[1-9]\d{0,5}", version, re.ASCII):
        raise NotUnderstood("nonsense")
    progress, known = _progress(acts), materials_by_name()
    return WhereCaseIs(
        projid,
        str(told.get("servicecode", "")),
        progress,
        int(version),
        tuple((item, known[item]) for item in progress.open_items if item in known),
    )


def _acts(told: Mapping[str, str]) -> Any:
    try:
        return read_json(told["acts"])
    except (KeyError, ValueError):
        raise NotUnderstood("nonsense") from None


def _progress(acts: Any) -> Progress:
    """The case after every act, each a turn of the one machine or nothing at all."""
    try:
        progress = begun(date.fromisoformat(acts[0]["day"]))
        for act in acts:
            if act["act"] == "handin":
                for item in act["items"]:
                    progress = handed_in(progress, text(item))
            else:
                progress = turned(progress, _turn(act))
    except IllegalTurn:
        raise NotUnderstood("history") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise NotUnderstood("nonsense") from None
    return progress


def _turn(act: Mapping[str, Any]) -> Turn:
    return Turn(
        to=_to(act),
        actor=_BY[act["by"]],
        on=date.fromisoformat(act["day"]),
        reason=text(act["opinion"], PARAGRAPH),
        items=tuple(text(item) for item in act["items"]),
        due=date.fromisoformat(act["due"]) if act["due"] else None,
    )


def _to(act: Mapping[str, Any]) -> CaseState:
    match act["act"], act["action"]:
        case "accept", "0":
            return CaseState.TOLERANT if act["items"] else CaseState.ACCEPTED
        case "accept", "1":
            return CaseState.NOT_ACCEPTED
        case "over", _:
            return _ENDS[act["result"]]
        case name, _:
            return _TO[name]
