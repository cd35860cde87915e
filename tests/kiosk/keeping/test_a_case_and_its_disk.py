"""What a disk, a key and a clock may do to a case that waits: no case is lost by it, none twice."""

import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.effects import Audit, SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseKept, CaseRefused, StoreFailed, StoreRecovered
from kiosk.events.platforms import PlatformReached
from kiosk.keeping import store_thread
from kiosk.keeping.audit import DATABASE, verify
from kiosk.keeping.cipher import KeyProblem
from kiosk.keeping.store import Store, StoreProblem
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.conftest import StartKeeping
from tests.kiosk.keeping.support import (
    Inbox,
    a_card,
    a_case,
    everything_on_disk,
    on_the_other_side,
    set_fault,
)


def test_traces_that_cannot_be_wiped_keep_nobody_from_hearing_that_the_case_is_there(
    start: StartKeeping, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Store) -> None:
        raise StoreProblem("disk I/O error")

    monkeypatch.setattr(Store, "forget_pages", full)
    start().carry_out(SubmitCase(a_case()))
    assert inbox.wait_for(CaseDelivered).case == a_case().number


def test_a_full_disk_keeps_nothing_by_halves_and_says_so(
    start: StartKeeping, inbox: Inbox, tmp_path: Path
) -> None:
    keeping = start()
    inbox.wait_for(PlatformReached)

    def pages(most: str) -> None:
        keeping._ask(
            lambda outbox: outbox._store.connection.execute(f"PRAGMA max_page_count = {most}")
        )

    pages("1")  # as many as there are: SQLite's way to be a full disk
    before = verify(tmp_path / "kept").entries
    big = replace(a_card(), address="象山县" * 4000)
    keeping.carry_out(SubmitCase(a_case(1, card=big)))
    assert inbox.wait_for(StoreFailed).case == a_case(1).number
    assert verify(tmp_path / "kept").entries == before
    assert CaseKept(a_case(1).number) not in inbox.all_so_far()
    pages("1000000")
    keeping.carry_out(SubmitCase(a_case(2)))
    inbox.wait_for(CaseKept)
    inbox.wait_for(StoreRecovered)
    keeping.close()
    assert b'"event":"store_failed","fields":{"lost":1}' in everything_on_disk(tmp_path)


def test_a_number_that_is_taken_is_not_given_to_another_case(
    start: StartKeeping, platform: Sandbox, inbox: Inbox
) -> None:
    set_fault(platform.url, "down")
    keeping = start()
    case = a_case()
    keeping.carry_out(SubmitCase(case))
    inbox.wait_for(CaseKept)
    keeping.carry_out(SubmitCase(case))
    inbox.wait_for(CaseKept)  # the same again is no other case
    keeping.carry_out(SubmitCase(replace(case, phone=a_case(1, "lin-guobin").phone)))
    assert inbox.wait_for(StoreFailed).case == case.number
    set_fault(platform.url, "healthy")
    inbox.wait_for(CaseDelivered)
    assert len(on_the_other_side(platform.url)) == 1


def test_a_damaged_body_does_not_stand_in_the_way_of_the_next_case(
    start: StartKeeping, platform: Sandbox, inbox: Inbox, tmp_path: Path
) -> None:
    set_fault(platform.url, "down")
    before = start()
    before.carry_out(SubmitCase(a_case(1)))
    inbox.wait_for(CaseKept)
    before.carry_out(SubmitCase(a_case(2)))
    inbox.wait_for(CaseKept)
    before.close()  # a courier that is out has read the body already
    with sqlite3.connect(tmp_path / "kept" / DATABASE) as kept:
        # Authentic bodies in the wrong rows: bound to their numbers, they do not open.
        kept.execute(
            "UPDATE outbox SET body = (SELECT body FROM outbox AS other WHERE other.number = ?)"
            " WHERE number = ?",
            (a_case(2).number, a_case(1).number),
        )
    kept.close()
    set_fault(platform.url, "healthy")
    start()
    assert inbox.wait_for(CaseDelivered).case == a_case(2).number
    assert inbox.wait_for(CaseRefused) == CaseRefused(a_case(1).number, "unreadable")
    assert [case["case_number"] for case in on_the_other_side(platform.url)] == [a_case(2).number]


def test_a_clock_that_ran_ahead_does_not_strand_a_case(
    start: StartKeeping, platform: Sandbox, inbox: Inbox
) -> None:
    set_fault(platform.url, "down")
    first = start()
    first.carry_out(SubmitCase(a_case()))
    inbox.wait_for(PlatformReached)
    first._ask(lambda outbox: outbox.put_off(a_case().number, time.time() + 1e9))
    first.close()
    set_fault(platform.url, "healthy")
    start()
    inbox.wait_for(CaseDelivered)


def test_a_disk_that_stalls_for_long_does_not_end_the_courier(
    start: StartKeeping, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_thread, "ASK_LIMIT_S", 0.05)
    kept = start()
    inbox.wait_for(PlatformReached)
    kept._store.put("a stall", lambda _: time.sleep(0.4), failed=StoreFailed())
    kept._courier.wake()
    time.sleep(0.2)
    kept.carry_out(SubmitCase(a_case()))
    inbox.wait_for(CaseDelivered)


def test_another_key_is_noticed_before_anything_is_kept(
    start: StartKeeping, platform: Sandbox, inbox: Inbox, tmp_path: Path
) -> None:
    set_fault(platform.url, "down")
    first = start()
    first.carry_out(SubmitCase(a_case()))
    inbox.wait_for(CaseKept)
    first.close()
    (tmp_path / "key").unlink()
    with pytest.raises(KeyProblem, match="1 cases wait that another key has sealed"):
        start()


def test_numbers_of_visits_go_on_from_the_highest_one(start: StartKeeping, inbox: Inbox) -> None:
    first = start()
    for visit in (7, 8):
        first.carry_out(Audit("visit_started", (("visit", visit), ("matter", "ID-01"))))
    slip = (("visit", 7), ("kind", "list"), ("reason", "hardwareError"))
    first.carry_out(Audit("slip_failed", slip))  # it ended when the next visit had begun
    first.close()
    assert start().visits() == 8
