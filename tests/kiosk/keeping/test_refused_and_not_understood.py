"""Cases that only a person can help: refused by the platform, or kept by another program."""

import json
import logging
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from config.catalogue import load_matters
from kiosk.case.model import Case
from kiosk.effects import SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseKept, CaseRefused, KeepingTold
from kiosk.keeping import courier, outbox, store_thread
from kiosk.keeping.cipher import Cipher
from kiosk.keeping.keeping import Keeping
from kiosk.keeping.outbox import FORM, NotUnderstood, Outbox, Parcel
from kiosk.keeping.store import Store
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.conftest import StartKeeping
from tests.kiosk.keeping.support import (
    Inbox,
    a_card,
    a_case,
    a_config,
    on_the_other_side,
    set_fault,
)

FIRST_FORM = {
    "parcel": {"case", "password", "kept_at"},
    "case": {
        "number", "visit", "matter", "site", "terminal", "card", "phone", "delivery", "fee_fen",
        "promise_days", "confirmed_at", "identity_way", "jurisdiction",
    },
    "card": {
        "kind", "name", "sex", "ethnic", "birth", "address", "number", "issuer", "valid_from",
        "valid_to",
    },
}  # fmt: skip
"""What the first bodies hold. Never longer: what is added since has a default."""


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now().astimezone()

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class LaterCase(Case):
    """What a later program may make of it: one field more, with a default."""

    wish: str = "none"


@dataclass(frozen=True, slots=True)
class LaterParcel(Parcel):
    case: LaterCase


def in_first_form(case: Case, /, **more: Any) -> bytes:
    parcel = Parcel(case, "046183", datetime.now().astimezone())
    written = TypeAdapter(Parcel).dump_python(parcel, mode="json")
    of_case = {key: written["case"][key] for key in FIRST_FORM["case"]}
    of_case["card"] = {key: written["case"]["card"][key] for key in FIRST_FORM["card"]}
    first = {key: written[key] for key in FIRST_FORM["parcel"]}
    return json.dumps({**first, "case": of_case} | more).encode()


def put_body(box: Outbox, number: str, body: bytes) -> None:
    box._store.connection.execute(
        "UPDATE outbox SET body = ?, next_try = 0 WHERE number = ?",
        (box._store.cipher.seal(body, number), number),
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def box(tmp_path: Path, clock: Clock) -> Iterator[Outbox]:
    store = Store(tmp_path, Cipher(bytes(32)), clock)
    yield Outbox(store)
    store.close()


# ---- written by another program ------------------------------------------------------------------


@pytest.mark.parametrize("parcels", [Parcel, LaterParcel])
def test_a_case_that_waited_through_an_update_opens(
    box: Outbox, clock: Clock, parcels: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.keep(a_case())
    put_body(box, a_case().number, in_first_form(a_case()))
    monkeypatch.setattr(outbox, "_PARCEL", TypeAdapter(parcels))
    due = box.next_due(clock.now.timestamp(), 300)
    assert due is not None
    assert due.parcel.case.number == a_case().number
    assert due.parcel.case.card == a_card()
    assert due.parcel.form == 1
    assert getattr(due.parcel.case, "wish", "none") == "none"


@pytest.mark.parametrize(
    "body",
    [
        in_first_form(a_case(), form=FORM + 1),
        in_first_form(a_case(), case={"number": "of another shape"}),
        b"not even JSON",
    ],
)
def test_a_body_that_is_not_understood_is_neither_damaged_nor_quoted(
    box: Outbox, clock: Clock, body: bytes
) -> None:
    box.keep(a_case())
    put_body(box, a_case().number, body)
    with pytest.raises(NotUnderstood) as found:
        box.next_due(clock.now.timestamp(), 300)
    assert str(found.value) == a_case().number
    told = "".join(traceback.format_exception(found.value))
    assert "of another shape" not in told
    box.put_by(a_case().number, 0.0)
    assert box.not_understood() == 1


def test_a_case_of_a_later_program_waits_for_it_and_somebody_is_told(
    start: StartKeeping, platform: Sandbox, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    set_fault(platform.url, "down")
    kept = start()
    with caplog.at_level(logging.ERROR):
        for visit in (1, 2):
            kept.carry_out(SubmitCase(a_case(visit)))
            inbox.wait_for(CaseKept)
        later, number = in_first_form(a_case(1), form=FORM + 1), a_case(1).number
        kept._ask(lambda box: put_body(box, number, later))
        # The try that may be under way still knows the old form: not healthy before it is over.
        told = inbox.wait_for(KeepingTold, where=lambda event: event.not_understood > 0)
        set_fault(platform.url, "healthy")
        assert inbox.wait_for(CaseDelivered).case == a_case(2).number
    assert (told.waiting > 0, told.refused) == (True, 0)
    assert not any(isinstance(event, CaseRefused) for event in inbox.all_so_far())
    assert a_card().name not in caplog.text
    # The program that wrote it is installed.
    kept._ask(lambda box: put_body(box, number, in_first_form(a_case(1))))
    assert inbox.wait_for(CaseDelivered).case == number
    assert len(on_the_other_side(platform.url)) == 2


def test_a_case_whose_matter_is_gone_waits_for_it_and_is_never_refused(
    tmp_path: Path, platform: Sandbox, inbox: Inbox
) -> None:
    """A catalogue that lost a file is put right in a day; a case that was given up is not."""
    config = a_config(tmp_path, platform.url)
    kept = Keeping(config, inbox.post, matters={})
    try:
        kept.carry_out(SubmitCase(a_case()))
        told = inbox.wait_for(KeepingTold, where=lambda event: event.not_understood > 0)
        assert (told.waiting, told.refused) == (1, 0)
        kept.send_to(config, load_matters())
        assert inbox.wait_for(CaseDelivered).case == a_case().number
        inbox.wait_for(KeepingTold, where=lambda event: event.not_understood == 0)
    finally:
        kept.close()
    assert not any(isinstance(event, CaseRefused) for event in inbox.all_so_far())


# ---- refused -------------------------------------------------------------------------------------


def refused_case() -> Case:
    wrong_check = a_card().number[:-1] + "X"
    return a_case(1, card=replace(a_card(), number=wrong_check))


def test_a_refused_case_is_told_at_once_and_again_after_a_restart(
    start: StartKeeping, inbox: Inbox
) -> None:
    first = start()
    assert inbox.wait_for(KeepingTold).refused == 0
    first.carry_out(SubmitCase(refused_case()))
    assert inbox.wait_for(KeepingTold, where=lambda event: event.refused == 1).waiting == 0
    first.close()
    start()
    inbox.wait_for(KeepingTold, where=lambda event: event.refused == 1)


def test_what_was_refused_is_kept_for_thirty_days_and_no_longer(box: Outbox, clock: Clock) -> None:
    box.keep(a_case(1))
    clock.now += timedelta(days=40)  # the line was down for long
    box.refused(a_case(1).number, "result=24")
    box.keep(a_case(2))
    clock.now += timedelta(days=30, seconds=-1)
    assert (box.forget_refused(), box.held_refused()) == (0, 1)
    clock.now += timedelta(seconds=1)
    assert (box.forget_refused(), box.held_refused()) == (1, 0)
    assert box.waiting() == 1, "what only waits is not forgotten"
    entry = box._store.connection.execute("SELECT entry FROM audit ORDER BY sequence DESC")
    assert b'"refused_cases_expired","fields":{"cases":1}' in entry.fetchone()[0]


def test_a_kiosk_that_runs_for_weeks_forgets_it_in_time_and_says_so(
    tmp_path: Path,
    platform: Sandbox,
    inbox: Inbox,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store_thread, "HOUSEKEEPING_S", 0.05)
    monkeypatch.setattr(courier, "PROBE_S", 0.02)
    kept = Keeping(a_config(tmp_path, platform.url), inbox.post, now=clock)
    try:
        assert inbox.wait_for(KeepingTold).refused == 0
        kept.carry_out(SubmitCase(refused_case()))
        inbox.wait_for(KeepingTold, where=lambda event: event.refused == 1)
        clock.now += timedelta(days=30, seconds=1)
        assert inbox.wait_for(KeepingTold, where=lambda event: event.refused == 0)
    finally:
        kept.close()
