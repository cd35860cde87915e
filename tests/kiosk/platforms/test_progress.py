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
from kiosk.platforms.progress import ProgressPlatform, _acts, _cases, _progress
from kiosk.questions import CaseProgress, CasesOf, WhereCaseIs
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
        found = self.asks.ask(CaseProgress(projid, password))
        assert isinstance(found, WhereCaseIs)
        return found


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


def test_a_citizen_has_their_own_cases_the_newest_first(office: Office) -> None:
    first, second = office.receives(), office.receives()
    office.does(second, "accept")
    number = a_case(1).applicant.number
    cases = office.asks.ask(CasesOf(number))
    assert isinstance(cases, tuple)
    assert [case.projid for case in cases][:2] == [second, first]
    assert [case.progress.state for case in cases][:2] == [
        CaseState.ACCEPTED,
        CaseState.SUBMITTED,
    ]
    assert number not in repr(CasesOf(number))
    assert office.asks.ask(CasesOf("330299199601010010")) == ()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"cases": "null"},
        {"cases": "[1]"},
        {"cases": '[{"PROJID": "1", "SERVICECODE": "x", "DATAVERSION": "1", "ACTS": []}]'},
    ],
)
def test_a_list_that_is_none_is_not_believed(told: dict[str, str]) -> None:
    with pytest.raises(NotUnderstood):
        _cases(told)


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


RECEIVED = {"act": "receive", "by": "applicant", "action": "0", "day": "2026-11-23", "opinion": "",
            "items": [], "due": "", "result": ""}  # fmt: skip
OFFICE = {**RECEIVED, "by": "department"}
ACCEPTED, REVIEWED = {**OFFICE, "act": "accept"}, {**OFFICE, "act": "handler"}
GRANTED = {**OFFICE, "act": "over", "result": "办结"}
TOLERANT = {**ACCEPTED, "items": ["房产证"], "due": "2026-11-26"}


@pytest.mark.parametrize(
    "acts",
    [
        [GRANTED],
        [RECEIVED, GRANTED],
        [RECEIVED, {**ACCEPTED, "by": "applicant"}],  # nobody accepts their own case
        [RECEIVED, {**ACCEPTED, "by": "time"}],
        [RECEIVED, ACCEPTED, REVIEWED, {**GRANTED, "by": "platform"}],
        [RECEIVED, {**ACCEPTED, "action": "1"}],  # and says not why
        [RECEIVED, {**ACCEPTED, "day": "2026-11-22"}],
        [RECEIVED, TOLERANT, REVIEWED, GRANTED],  # before what was promised
        [RECEIVED, {**TOLERANT, "due": ""}],
        [RECEIVED, ACCEPTED, {**RECEIVED, "act": "handin", "items": ["房产证"]}],
        [RECEIVED, {**OFFICE, "act": "supplement"}],  # and says not what
    ],
)
def test_a_history_that_cannot_be_is_not_believed(acts: list[dict[str, Any]]) -> None:
    with pytest.raises(NotUnderstood, match="history"):
        _progress(acts)


@pytest.mark.parametrize(
    "acts",
    ["no list", "[]", "{}", *(json.dumps([RECEIVED, {**RECEIVED, **odd}]) for odd in (
        {"act": "dance"}, {"by": "nobody", "act": "accept"}, {"day": "soon", "act": "accept"},
    ))],
)  # fmt: skip
def test_what_is_no_history_is_nonsense(acts: str) -> None:
    with pytest.raises(NotUnderstood, match="nonsense"):
        _progress(_acts({"acts": acts}))


def test_every_act_of_a_department_is_a_turn_of_the_one_machine(office: Office) -> None:
    projid = office.receives()
    acts = ("accept", "handler", "special", "resume", "over", "make", "ready", "deliver")
    for act in acts:
        office.does(projid, act)
    told = office.where_is(projid)
    assert [turn.to for turn in told.progress.turns] == [
        CaseState.SUBMITTED, CaseState.ACCEPTED, CaseState.REVIEW, CaseState.SPECIAL,
        CaseState.REVIEW, CaseState.GRANTED, CaseState.PRODUCING, CaseState.READY,
        CaseState.DELIVERED,
    ]  # fmt: skip
    assert told.version == 1


def test_what_was_owed_comes_before_the_result() -> None:
    came = {**RECEIVED, "act": "handin", "items": ["房产证"]}
    owing = _progress([RECEIVED, TOLERANT, REVIEWED])
    assert (owing.state, owing.open_items) == (CaseState.REVIEW, ("房产证",))
    done = _progress([RECEIVED, TOLERANT, REVIEWED, came, GRANTED])
    assert (done.state, done.open_items) == (CaseState.GRANTED, ())
