"""What becomes of a case, from the moment a citizen presses submit."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.case.card_photo import card_photo, photo_limits
from kiosk.case.model import Datum, Source
from kiosk.effects import Audit, SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseKept, CaseRefused
from kiosk.events.platforms import PlatformReached
from kiosk.keeping import courier
from kiosk.platforms.documents import Documents, Submission, documents
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.conftest import StartKeeping
from tests.kiosk.keeping.support import (
    CREDENTIALS,
    Inbox,
    a_card,
    a_case,
    everything_on_disk,
    numbers_given,
    on_the_other_side,
    set_fault,
)
from tests.kiosk.photos import a_jpeg


def test_a_case_is_kept_then_delivered_once(
    start: StartKeeping, platform: Sandbox, inbox: Inbox
) -> None:
    case = a_case()
    start().carry_out(SubmitCase(case))
    assert inbox.wait_for(CaseKept).case == case.number
    delivered = inbox.wait_for(CaseDelivered)
    (there,) = on_the_other_side(platform.url)
    assert there["case_number"] == case.number
    assert there["projid"] == delivered.receipt.projid
    assert len(delivered.receipt.password) == 6


def test_it_leaves_at_once_and_not_at_the_next_round(start: StartKeeping, inbox: Inbox) -> None:
    keeping = start(retry_first_s=600, retry_most_s=600)
    inbox.wait_for(PlatformReached)
    keeping.carry_out(SubmitCase(a_case()))
    inbox.wait_for(CaseDelivered, limit_s=2)


def test_nobody_can_read_a_waiting_case_from_the_disk(
    start: StartKeeping, platform: Sandbox, inbox: Inbox, tmp_path: Path
) -> None:
    set_fault(platform.url, "down")
    case = a_case()
    start().carry_out(SubmitCase(case))
    inbox.wait_for(CaseKept)
    inbox.wait_for(PlatformReached)
    on_disk = everything_on_disk(tmp_path)
    assert case.number.encode() in on_disk
    for secret in (case.card.name, case.card.number, case.card.address, case.phone):
        assert secret.encode() not in on_disk


def test_a_photo_is_on_the_platform_and_never_on_this_disk_in_the_clear(
    start: StartKeeping, platform: Sandbox, inbox: Inbox, tmp_path: Path
) -> None:
    set_fault(platform.url, "down")
    jpeg = a_jpeg(b"the mark of a photo")
    photo = card_photo(jpeg, photo_limits())
    case = replace(a_case(), photo=photo, data=(Datum("photo", "taken", Source.TERMINAL),))
    start().carry_out(SubmitCase(case))
    inbox.wait_for(CaseKept)
    inbox.wait_for(PlatformReached)

    def seen() -> list[bytes]:
        on_disk = everything_on_disk(tmp_path)
        marks = (b"the mark of a photo", photo.jpeg[20:60].encode(), jpeg[:40])
        return [mark for mark in marks if mark in on_disk]

    assert case.number.encode() in everything_on_disk(tmp_path)
    assert seen() == []
    set_fault(platform.url, "healthy")
    receipt = inbox.wait_for(CaseDelivered).receipt
    (there,) = tmp_path.rglob(f"cases/{receipt.projid}/photo.jpg")
    assert there.read_bytes() == jpeg
    assert seen() == []


def test_after_the_receipt_not_even_the_encrypted_body_is_left(
    start: StartKeeping, platform: Sandbox, inbox: Inbox, tmp_path: Path
) -> None:
    set_fault(platform.url, "down")
    keeping = start()
    keeping.carry_out(SubmitCase(a_case()))
    inbox.wait_for(PlatformReached)
    (body,) = keeping._ask(
        lambda outbox: outbox._store.connection.execute("SELECT body FROM outbox").fetchone()
    )
    middle = body[len(body) // 3 : len(body) // 3 + 32]
    assert middle in everything_on_disk(tmp_path)
    set_fault(platform.url, "healthy")
    inbox.wait_for(CaseDelivered)
    assert middle not in everything_on_disk(tmp_path)


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ("down", 0),
        ("error_inside", 0),
        ("nonsense", 0),
        ("reset", 0),
        ("slow", 1.0),
        ("drip", 0.02),
    ],
)
def test_a_platform_in_trouble_gets_the_case_later_and_once(
    start: StartKeeping, platform: Sandbox, inbox: Inbox, fault: str, seconds: float
) -> None:
    set_fault(platform.url, fault, seconds=seconds)
    start().carry_out(SubmitCase(a_case()))
    inbox.wait_for(CaseKept)
    inbox.wait_for(PlatformReached, where=lambda event: not event.reached)
    set_fault(platform.url, "healthy")
    inbox.wait_for(CaseDelivered)
    assert len(on_the_other_side(platform.url)) == 1


def test_no_platform_at_all_is_said_once_and_costs_no_case(
    start: StartKeeping, inbox: Inbox, tmp_path: Path
) -> None:
    keeping = start(url="http://127.0.0.1:1")
    keeping.carry_out(SubmitCase(a_case()))
    inbox.wait_for(CaseKept)
    time.sleep(0.3)
    events = inbox.all_so_far()
    assert [event for event in events if isinstance(event, PlatformReached)] == [
        PlatformReached(False)
    ]
    assert not any(isinstance(event, CaseRefused | CaseDelivered) for event in events)


def test_an_answer_that_is_lost_on_the_way_does_not_double_the_case(
    start: StartKeeping, platform: Sandbox, inbox: Inbox
) -> None:
    set_fault(platform.url, "lose_answer", path="BJHC/UAP/Receive", next=3)
    start().carry_out(SubmitCase(a_case()))
    inbox.wait_for(CaseDelivered)
    (there,) = on_the_other_side(platform.url)
    assert there["times_sent"] == 4, "three answers were lost"
    assert numbers_given(platform.url) == 1, "one case, one number, however often it is sent"


def test_a_kiosk_that_was_switched_off_delivers_what_waited(
    start: StartKeeping, platform: Sandbox, inbox: Inbox
) -> None:
    set_fault(platform.url, "down")
    first = start()
    first.carry_out(Audit("visit_started", (("visit", 7), ("matter", "ID-01"))))
    first.carry_out(SubmitCase(a_case(7)))
    inbox.wait_for(CaseKept)
    first.close()
    set_fault(platform.url, "healthy")
    second = start()
    assert inbox.wait_for(CaseDelivered).case == a_case(7).number
    assert second.visits() == 7, "numbers of visits go on, so no case number comes twice"


def test_what_the_platform_refuses_is_put_aside_for_a_person(
    start: StartKeeping, platform: Sandbox, inbox: Inbox, tmp_path: Path
) -> None:
    wrong_check = a_card().number[:-1] + "X"
    keeping = start()
    keeping.carry_out(SubmitCase(a_case(1, card=replace(a_card(), number=wrong_check))))
    assert inbox.wait_for(CaseRefused) == CaseRefused(a_case(1).number, "result=24")
    keeping.carry_out(SubmitCase(a_case(2)))
    assert inbox.wait_for(CaseDelivered).case == a_case(2).number
    time.sleep(0.2)
    assert len([event for event in inbox.all_so_far() if isinstance(event, CaseRefused)]) == 1
    bodies = keeping._ask(
        lambda outbox: outbox._store.connection.execute(
            "SELECT refused, body IS NOT NULL FROM outbox WHERE refused IS NOT NULL"
        ).fetchall()
    )
    assert bodies == [("result=24", 1)], "still there, encrypted"


def test_a_token_that_ran_out_is_fetched_anew(
    start: StartKeeping, inbox: Inbox, tmp_path: Path
) -> None:
    hasty = Sandbox(tmp_path / "hasty", CREDENTIALS, token_lives_s=0.1)
    try:
        keeping = start(url=hasty.url)
        inbox.wait_for(PlatformReached)
        time.sleep(0.15)
        keeping.carry_out(SubmitCase(a_case()))
        inbox.wait_for(CaseDelivered)
        assert PlatformReached(False) not in inbox.all_so_far()
    finally:
        hasty.close()


def test_a_wrong_password_is_the_kiosks_fault_and_never_the_cases(
    start: StartKeeping, inbox: Inbox, tmp_path: Path
) -> None:
    strict = Sandbox(tmp_path / "strict", {**CREDENTIALS, "login_password": "another"})
    try:
        start(url=strict.url).carry_out(SubmitCase(a_case()))
        inbox.wait_for(PlatformReached, where=lambda event: not event.reached)
        time.sleep(0.2)
        assert not any(isinstance(event, CaseRefused) for event in inbox.all_so_far())
    finally:
        strict.close()


def test_a_number_that_the_platform_gives_twice_is_not_used_twice(
    start: StartKeeping, platform: Sandbox, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the number of another case it would be refused for good, or replace that one."""
    keeping = start()
    keeping.carry_out(SubmitCase(a_case(1)))
    first = inbox.wait_for(CaseDelivered)
    monkeypatch.setattr(platform.acceptance.cases, "give_number", lambda *_: first.receipt.projid)
    keeping.carry_out(SubmitCase(a_case(2)))
    inbox.wait_for(PlatformReached, where=lambda event: not event.reached)
    monkeypatch.undo()
    second = inbox.wait_for(CaseDelivered)
    assert second.case == a_case(2).number
    assert second.receipt.projid != first.receipt.projid
    there = on_the_other_side(platform.url)
    assert [case["case_number"] for case in there] == [a_case(1).number, a_case(2).number]
    assert not any(isinstance(event, CaseRefused) for event in inbox.all_so_far())


def test_a_case_that_upsets_the_courier_waits_and_the_next_one_leaves(
    start: StartKeeping,
    platform: Sandbox,
    inbox: Inbox,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def documents_but_not_of_the_first(submission: Submission) -> Documents:
        if submission.case.visit == 1:
            raise RuntimeError(f"cannot write {submission.case.card.name}")
        return documents(submission)

    monkeypatch.setattr(courier, "documents", documents_but_not_of_the_first)
    keeping = start()
    keeping.carry_out(SubmitCase(a_case(1)))
    keeping.carry_out(SubmitCase(a_case(2)))
    assert inbox.wait_for(CaseDelivered).case == a_case(2).number
    assert "RuntimeError at test_a_case.py" in caplog.text
    assert a_case().card.name not in caplog.text
    monkeypatch.undo()
    assert inbox.wait_for(CaseDelivered).case == a_case(1).number


def test_closing_does_not_wait_for_a_platform_that_hangs(
    start: StartKeeping, platform: Sandbox, inbox: Inbox
) -> None:
    set_fault(platform.url, "slow", seconds=60)
    keeping = start(connect_timeout_s=30, read_timeout_s=30)
    keeping.carry_out(SubmitCase(a_case()))
    inbox.wait_for(CaseKept)
    began_s = time.monotonic()
    keeping.close()
    assert time.monotonic() - began_s < 1
    assert not any(isinstance(event, PlatformReached) for event in inbox.all_so_far())
