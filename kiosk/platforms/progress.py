"""Client of 统一受理平台 for who asks where a case is: by 申报号 and 查询密码, as on the slip.

The acts of the departments become turns of the one state machine (`kiosk/case/states.py`); what
that machine does not allow is not believed. The format is ours (`acceptance.AcceptancePlatform`).
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from config.model import AcceptancePlatformConfig
from kiosk.case.states import Actor, CaseState, IllegalTurn, Progress, Turn, begun, turned
from kiosk.platforms.acceptance import AcceptancePlatform, CaseNotTaken, PlatformLater
from kiosk.platforms.client import NotReached, NotUnderstood, Refused
from kiosk.platforms.documents import platform_facts
from kiosk.platforms.line import LineProblem
from kiosk.questions import CaseProgress, Question, WhereCaseIs

_LINE = ("unreachable", "timeout", "cut", "too_long")
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

    def ask(self, question: Question) -> WhereCaseIs:
        assert isinstance(question, CaseProgress)
        try:
            told = self._platform.progress(question.projid, question.password)
        except CaseNotTaken as refusal:
            if str(refusal) == f"result={platform_facts()['answers']['no_such_case']}":
                raise Refused("no_such_case") from None
            raise NotReached(str(refusal)) from None
        except PlatformLater as later:
            raise _ended(str(later)) from None
        if told.get("projid") != question.projid:
            raise NotUnderstood("nonsense")
        return WhereCaseIs(question.projid, told.get("servicecode", ""), _progress(told))

    def probe(self) -> None:
        try:
            self._platform.log_in()
        except PlatformLater as later:
            raise _ended(str(later)) from None


def _ended(reason: str) -> Exception:
    if reason in _LINE:
        return LineProblem(reason)
    return NotUnderstood(reason) if reason == "nonsense" else NotReached(reason)


def _progress(told: Mapping[str, str]) -> Progress:
    try:
        acts = json.loads(told["acts"])
        progress = begun(date.fromisoformat(acts[0]["day"]))
        for act in acts:
            for turn in _turns(act):
                progress = turned(progress, turn)
    except (IllegalTurn, ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise NotUnderstood("nonsense") from None
    return progress


def _turns(act: Mapping[str, Any]) -> Iterator[Turn]:
    on, reason = date.fromisoformat(act["day"]), str(act["opinion"])
    match act["act"], act["action"]:
        case "receive", _:
            yield Turn(CaseState.SUBMITTED, Actor.CITIZEN, on)
        case "accept", "0":
            yield Turn(CaseState.ACCEPTED, Actor.DEPARTMENT, on)
        case "accept", "1":
            yield Turn(CaseState.NOT_ACCEPTED, Actor.DEPARTMENT, on, reason)
        case "supplement", _:
            items = tuple(str(item) for item in act["items"])
            due = date.fromisoformat(act["due"]) if act["due"] else None
            yield Turn(CaseState.TO_SUPPLEMENT, Actor.DEPARTMENT, on, items=items, due=due)
        case "handler", _:
            yield Turn(CaseState.REVIEW, Actor.DEPARTMENT, on)
        case "over", _:
            yield Turn(_ENDS[act["result"]], Actor.DEPARTMENT, on, reason)
        case other:
            raise ValueError(other)
