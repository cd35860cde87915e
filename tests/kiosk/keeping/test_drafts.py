"""What is kept for a window when a visitor goes there, until the window has it."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.case.letters import Draft
from kiosk.effects import KeepDraft
from kiosk.events.keeping import TicketTaken
from kiosk.keeping import courier, store_thread
from kiosk.keeping.cipher import Cipher
from kiosk.keeping.drafts import Drafts
from kiosk.keeping.keeping import Keeping
from kiosk.keeping.letters import Letters
from kiosk.keeping.store import Store
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.conftest import StartKeeping
from tests.kiosk.keeping.support import Inbox, a_card, a_config, set_fault


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 14, 26).astimezone()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drafts(tmp_path: Path, clock: Clock) -> Drafts:
    store = Store(tmp_path, Cipher(bytes(32)), clock)
    return Drafts(store, Letters(store), "XS-0107")


def a_draft(visit: int = 1) -> KeepDraft:
    return KeepDraft(visit, "ID-01", "refused_face", a_card(), (("phone", "19900006620"),))


def test_a_draft_waits_under_the_next_number_of_the_day(drafts: Drafts, clock: Clock) -> None:
    assert drafts.keep(a_draft(1)) == "0107-1123-001"
    assert drafts.keep(a_draft(2)) == "0107-1123-002"
    clock.now += timedelta(days=1)
    assert drafts.keep(a_draft(3)) == "0107-1124-001"
    opened = drafts._letters.open("draft", "0107-1123-001")
    assert isinstance(opened, Draft)
    assert opened.card == a_card()
    assert (opened.number, opened.matter, opened.reason) == (
        "0107-1123-001",
        "ID-01",
        "refused_face",
    )
    assert opened.answers == (("phone", "19900006620"),)


def test_after_fifteen_days_it_is_gone(drafts: Drafts, clock: Clock) -> None:
    ticket = drafts.keep(a_draft())
    clock.now += timedelta(days=15, seconds=-1)
    letters = drafts._letters
    assert letters.forget_expired() == 0
    assert letters.open("draft", ticket) is not None
    clock.now += timedelta(seconds=1)
    assert letters.forget_expired() == 1
    assert letters.open("draft", ticket) is None


def test_a_kiosk_that_runs_for_weeks_forgets_it_in_time(
    tmp_path: Path,
    platform: Sandbox,
    inbox: Inbox,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Although the store is never left alone that long: the courier asks it again and again."""
    monkeypatch.setattr(store_thread, "HOUSEKEEPING_S", 0.2)
    monkeypatch.setattr(courier, "PROBE_S", 0.02)
    set_fault(platform.url, "down", platform="window")
    kept = Keeping(a_config(tmp_path, platform.url), inbox.post, now=clock)
    try:
        kept.carry_out(a_draft())
        inbox.wait_for(TicketTaken)
        clock.now += timedelta(days=15)
        ends_s = time.monotonic() + 5
        while time.monotonic() < ends_s:
            (count,) = kept._ask(
                lambda outbox: outbox._store.connection.execute(
                    "SELECT count(*) FROM letters"
                ).fetchone()
            )
            if not count:
                return
            time.sleep(0.02)
        raise AssertionError("the draft is still there")
    finally:
        kept.close()


def test_the_visit_hears_its_number_and_the_disk_tells_nobody(
    start: StartKeeping, inbox: Inbox, tmp_path: Path, platform: Sandbox
) -> None:
    set_fault(platform.url, "down", platform="window")
    keeping = start()
    keeping.carry_out(a_draft())
    ticket = inbox.wait_for(TicketTaken).number
    keeping.close()
    on_disk = b"".join(file.read_bytes() for file in (tmp_path / "kept").iterdir())
    assert ticket.encode() in on_disk
    for secret in (a_card().name, a_card().number, "19900006620"):
        assert secret.encode() not in on_disk
