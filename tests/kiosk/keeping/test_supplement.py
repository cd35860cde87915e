"""What completes a case goes to the platform as its next version: once, by its applicant, whole."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import requests

from kiosk.case.data import typed
from kiosk.case.model import Case, Datum, Source, Supplement
from kiosk.case.owed import Owed, promised
from kiosk.case.states import Actor, CaseState
from kiosk.effects import SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseRefused
from kiosk.platforms.progress import ProgressPlatform
from kiosk.questions import CaseProgress, WhereCaseIs
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.conftest import StartKeeping
from tests.kiosk.keeping.support import (
    Inbox,
    a_case,
    a_config,
    control,
    on_the_other_side,
    set_fault,
)
from tests.kiosk.photos import SHOTS

PROOF = "经营场所使用证明"


def a_shop(visit: int = 1) -> Case:
    """Whose lease is to follow."""
    owed = promised([Owed("place_proof", date(2099, 1, 1))], "2026-11:" + "0" * 64)
    said = {"scope": "SL013", "premises": "330225101 渔港路9", "composition": "personal"}
    data = (*(typed(name, value) for name, value in said.items()), *owed)
    return replace(a_case(visit), matter="BL-02", delivery=None, fee_fen=0, data=data)


def completing(there: WhereCaseIs, password: str, visit: int = 2, **other: object) -> Case:
    supplement = Supplement(there.projid, password, there.version + 1, "BL-02", (PROOF,))
    case = replace(a_case(visit), matter="BL-17", delivery=None, fee_fen=0, supplement=supplement)
    return replace(case, **other)


class Counter:
    """Who submits here, and asks where it is."""

    def __init__(
        self, start: StartKeeping, platform: Sandbox, inbox: Inbox, directory: Path
    ) -> None:
        self.keeping, self.inbox, self.url = start(), inbox, platform.url
        self.asks = ProgressPlatform(a_config(directory, platform.url).acceptance)
        self.keeping.carry_out(SubmitCase(a_shop()))
        self.receipt = inbox.wait_for(CaseDelivered).receipt

    def does(self, act: str, **more: object) -> None:
        control(self.url, "acceptance/act", projid=self.receipt.projid, act=act, **more)

    def there(self) -> WhereCaseIs:
        return self.asks.ask(CaseProgress(self.receipt.projid, self.receipt.password))

    def hands_in(self, **other: object) -> None:
        self.keeping.carry_out(SubmitCase(completing(self.there(), self.receipt.password, **other)))


@pytest.fixture
def counter(start: StartKeeping, platform: Sandbox, inbox: Inbox, tmp_path: Path) -> Counter:
    return Counter(start, platform, inbox, tmp_path)


def test_what_is_owed_comes_as_the_next_version_once_and_only_then_the_result(
    counter: Counter,
) -> None:
    counter.does("accept")
    told = counter.there()
    assert told.progress.state is CaseState.TOLERANT
    assert told.progress.open_items == (PROOF,)
    assert told.materials == ((PROOF, "place_proof"),)
    assert told.progress.turns[-1].due == date(2099, 1, 1)
    counter.does("handler")
    with pytest.raises(requests.HTTPError):
        counter.does("over")
    set_fault(counter.url, "lose_answer", path="BJHC/UAP/Receive", next=2)
    counter.hands_in()
    delivered = counter.inbox.wait_for(CaseDelivered)
    assert delivered.receipt == counter.receipt, "the same number and password"
    first, second = on_the_other_side(counter.url)
    assert (first["version"], second["version"]) == (1, 2)
    assert second["times_sent"] == 3, "two answers were lost, and it is one version"
    assert counter.there().progress.open_items == ()
    counter.does("over")
    assert counter.there().progress.state is CaseState.GRANTED


def test_what_was_asked_for_brings_the_case_before_the_department_again(counter: Counter) -> None:
    counter.does("supplement", items=[PROOF])
    counter.hands_in()
    counter.inbox.wait_for(CaseDelivered)
    told = counter.there()
    assert [turn.to for turn in told.progress.turns] == [
        CaseState.SUBMITTED, CaseState.TO_SUPPLEMENT, CaseState.SUBMITTED,
    ]  # fmt: skip
    assert told.version == 2


def test_not_by_another_not_in_part_and_not_what_nobody_asked_for(counter: Counter) -> None:
    counter.hands_in()
    assert counter.inbox.wait_for(CaseRefused).reason == "result=25"
    counter.does("supplement", items=[PROOF, "近照"])
    counter.hands_in(visit=4)
    assert counter.inbox.wait_for(CaseRefused).reason == "result=29"
    other = a_case(5, "lin-guobin")
    counter.hands_in(visit=5, card=other.card)
    assert counter.inbox.wait_for(CaseRefused).reason == "result=28"
    assert len(on_the_other_side(counter.url)) == 1


def test_a_photo_that_is_owed_is_asked_for_at_once_and_completes_the_case(
    start: StartKeeping, platform: Sandbox, inbox: Inbox, tmp_path: Path
) -> None:
    """By the platform itself (当场一次告知): who comes back the same night may hand it in."""
    keeping, asks = start(), ProgressPlatform(a_config(tmp_path, platform.url).acceptance)
    pending, taken = (Datum("photo", each, Source.TERMINAL) for each in ("pending", "taken"))
    keeping.carry_out(SubmitCase(replace(a_case(), data=(pending,))))
    receipt = inbox.wait_for(CaseDelivered).receipt
    told = asks.ask(CaseProgress(receipt.projid, receipt.password))
    assert isinstance(told, WhereCaseIs)
    asked = told.progress.turns[-1]
    assert (asked.to, asked.actor) == (CaseState.TO_SUPPLEMENT, Actor.PLATFORM)
    assert told.materials == (("制证照片", "photo"),)
    assert asked.due is not None
    supplement = Supplement(receipt.projid, receipt.password, 2, "ID-01", ("制证照片",))
    photo = SHOTS.shots[0]
    later = replace(a_case(2), matter="ID-13", fee_fen=0, supplement=supplement)
    keeping.carry_out(SubmitCase(replace(later, data=(taken,), photo=photo)))
    assert inbox.wait_for(CaseDelivered).receipt == receipt
    told = asks.ask(CaseProgress(receipt.projid, receipt.password))
    assert isinstance(told, WhereCaseIs)
    assert (told.progress.state, told.version) == (CaseState.SUBMITTED, 2)
    assert [file.name for file in tmp_path.rglob("cases/*/*.jpg")] == ["photo.jpg"]
