"""Where a case is: what the departments did becomes turns of the one state machine, or nothing."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from config.catalogue import load_matters
from kiosk.case.states import CaseState
from kiosk.keeping.keeping import services
from kiosk.platforms.acceptance import AcceptancePlatform
from kiosk.platforms.client import NotReached, NotUnderstood, Refused
from kiosk.platforms.documents import Submission, documents
from kiosk.platforms.line import LineProblem
from kiosk.platforms.progress import ProgressPlatform, _progress
from kiosk.questions import CaseProgress, WhereCaseIs
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.support import (
    COUNTY,
    CREDENTIALS,
    a_case,
    a_config,
    control,
    set_fault,
)

PASSWORD = "012345"


class Office:
    """A platform with its departments, and who asks there."""

    def __init__(self, directory: Path) -> None:
        self.sandbox = Sandbox(directory / "sandbox", CREDENTIALS)
        self.config = a_config(directory, self.sandbox.url, read_timeout_s=0.6).acceptance
        self.asks = ProgressPlatform(self.config)
        self.submits = AcceptancePlatform(self.config)
        self.visits = 0

    def receives(self) -> str:
        """A case of somebody, just received; its 申报号."""
        self.visits += 1
        service = services(load_matters())["ID-01"]
        projid = self.submits.next_number(COUNTY, service.code)
        at = datetime.now().astimezone()
        system = self.config.belong_system
        sent = Submission(a_case(self.visits), projid, PASSWORD, at, service, system)
        self.submits.receive(projid, documents(sent))
        return projid

    def does(self, projid: str, act: str, **more: Any) -> None:
        control(self.sandbox.url, "acceptance/act", projid=projid, act=act, **more)

    def where_is(self, projid: str, password: str = PASSWORD) -> WhereCaseIs:
        return self.asks.ask(CaseProgress(projid, password))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("office"))
    yield made
    made.sandbox.close()


def test_what_departments_do_is_told_in_the_order_in_which_they_did_it(office: Office) -> None:
    projid = office.receives()
    told = office.where_is(projid)
    assert (told.progress.state, told.service) == (CaseState.SUBMITTED, "公共服务-00502-001")
    for act in ("accept", "handler", "over"):
        office.does(projid, act)
    states = [turn.to for turn in office.where_is(projid).progress.turns]
    assert states == [
        CaseState.SUBMITTED,
        CaseState.ACCEPTED,
        CaseState.REVIEW,
        CaseState.GRANTED,
    ]


def test_everything_that_lacks_is_told_at_once_and_until_when(office: Office) -> None:
    projid = office.receives()
    office.does(projid, "supplement", items=["户口簿", "近照"])
    (_, last) = office.where_is(projid).progress.turns
    assert last.items == ("户口簿", "近照")
    assert last.due is not None
    assert last.due > last.on


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        ([{"act": "accept", "action": "1"}], CaseState.NOT_ACCEPTED),
        ([{"act": "accept"}, {"act": "handler"}, {"act": "over", "result": "退件"}],
         CaseState.REFUSED),
    ],
)  # fmt: skip
def test_who_says_no_says_why(office: Office, acts: list[dict[str, Any]], state: CaseState) -> None:
    projid = office.receives()
    for act in acts:
        office.does(projid, **{**act, "opinion": "材料不符合要求"})
    progress = office.where_is(projid).progress
    assert (progress.state, progress.turns[-1].reason) == (state, "材料不符合要求")
    assert progress.has_remedies


def test_working_days_bring_a_case_to_its_end_by_themselves(office: Office) -> None:
    projid = office.receives()
    control(office.sandbox.url, "acceptance/days", count=1)
    assert office.where_is(projid).progress.state is CaseState.ACCEPTED
    control(office.sandbox.url, "acceptance/days", count=9)
    progress = office.where_is(projid).progress
    assert progress.state is CaseState.GRANTED
    assert (progress.since - progress.turns[0].on).days >= 12  # ten working days


def test_with_another_password_there_is_no_such_case(office: Office) -> None:
    projid = office.receives()
    for asked in ((projid, "543210"), ("330225901261123999999", PASSWORD)):
        with pytest.raises(Refused, match="no_such_case"):
            office.where_is(*asked)


@pytest.mark.parametrize(
    ("mode", "kind", "reason"),
    [
        ("down", NotReached, "http=503"),
        ("error_inside", NotReached, "result=99"),
        ("nonsense", NotUnderstood, "nonsense"),
        ("slow", LineProblem, "timeout"),
        ("lose_answer", LineProblem, "cut"),
    ],
)
def test_every_fault_ends_in_time_and_asking_again_is_answered(
    office: Office, mode: str, kind: type[Exception], reason: str
) -> None:
    projid = office.receives()
    office.where_is(projid)
    set_fault(office.sandbox.url, mode, seconds=1.2, next=1, path="UAP/progress/get")
    with pytest.raises(kind, match=reason):
        office.where_is(projid)
    assert office.where_is(projid).progress.state is CaseState.SUBMITTED


RECEIVED = {"act": "receive", "action": "0", "day": "2026-11-23", "opinion": "", "items": [],
            "due": "", "result": ""}  # fmt: skip


@pytest.mark.parametrize(
    "acts",
    [
        "no list",
        "[]",
        json.dumps([{**RECEIVED, "act": "over", "result": "办结"}]),
        json.dumps([RECEIVED, {**RECEIVED, "act": "accept", "action": "1"}]),  # and says not why
        json.dumps([RECEIVED, {**RECEIVED, "act": "accept", "day": "2026-11-22"}]),
        json.dumps([RECEIVED, {**RECEIVED, "act": "dance"}]),
        json.dumps([RECEIVED, {**RECEIVED, "act": "over", "result": "办结"}]),
    ],
)
def test_a_history_that_cannot_be_is_not_believed(acts: str) -> None:
    with pytest.raises(NotUnderstood):
        _progress({"acts": acts})
