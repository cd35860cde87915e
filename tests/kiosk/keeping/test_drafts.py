"""What is kept for a window when a visitor goes there, and a rating."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.effects import KeepDraft, Rate
from kiosk.events import PlatformReached, TicketTaken
from kiosk.keeping import courier, keeping
from kiosk.keeping.cipher import Cipher
from kiosk.keeping.drafts import Drafts
from kiosk.keeping.keeping import Keeping
from kiosk.keeping.store import Store
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.conftest import StartKeeping
from tests.kiosk.keeping.support import Inbox, a_card, a_case, a_config


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
    return Drafts(Store(tmp_path, Cipher(bytes(32)), clock), "XS-0107")


def a_draft(visit: int = 1) -> KeepDraft:
    return KeepDraft(visit, "ID-01", "refused_face", a_card(), (("phone", "19900006620"),))


def test_a_draft_waits_under_the_next_number_of_the_day(drafts: Drafts, clock: Clock) -> None:
    assert drafts.keep(a_draft(1)) == "0107-1123-001"
    assert drafts.keep(a_draft(2)) == "0107-1123-002"
    clock.now += timedelta(days=1)
    assert drafts.keep(a_draft(3)) == "0107-1124-001"
    opened = drafts.open("0107-1123-001")
    assert opened is not None
    assert opened.card == a_card()
    assert opened.answers == (("phone", "19900006620"),)


def test_after_fifteen_days_it_is_gone(drafts: Drafts, clock: Clock) -> None:
    ticket = drafts.keep(a_draft())
    clock.now += timedelta(days=15, seconds=-1)
    assert drafts.forget_expired() == 0
    assert drafts.open(ticket) is not None
    clock.now += timedelta(seconds=1)
    assert drafts.forget_expired() == 1
    assert drafts.open(ticket) is None


def test_a_kiosk_that_runs_for_weeks_forgets_it_in_time(
    tmp_path: Path,
    platform: Sandbox,
    inbox: Inbox,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Although the store is never left alone that long: the courier asks it again and again."""
    monkeypatch.setattr(keeping, "HOUSEKEEPING_S", 0.2)
    monkeypatch.setattr(courier, "PROBE_S", 0.02)
    kept = Keeping(a_config(tmp_path, platform.url), inbox.post, now=clock)
    try:
        kept.carry_out(a_draft())
        inbox.wait_for(TicketTaken)
        clock.now += timedelta(days=15)
        ends_s = time.monotonic() + 5
        while time.monotonic() < ends_s:
            (count,) = kept._ask(
                lambda outbox: outbox._store.connection.execute(
                    "SELECT count(*) FROM drafts"
                ).fetchone()
            )
            if not count:
                return
            time.sleep(0.02)
        raise AssertionError("the draft is still there")
    finally:
        kept.close()


def test_the_visit_hears_its_number_and_the_disk_tells_nobody(
    start: StartKeeping, inbox: Inbox, tmp_path: Path
) -> None:
    keeping = start()
    keeping.carry_out(a_draft())
    ticket = inbox.wait_for(TicketTaken).number
    keeping.close()
    on_disk = b"".join(file.read_bytes() for file in (tmp_path / "kept").iterdir())
    assert ticket.encode() in on_disk
    for secret in (a_card().name, a_card().number, "19900006620"):
        assert secret.encode() not in on_disk


def test_a_rating_is_kept_and_the_last_word_counts(start: StartKeeping, inbox: Inbox) -> None:
    keeping = start()
    inbox.wait_for(PlatformReached)
    for level in (2, 5):
        keeping.carry_out(Rate(a_case().number, level))
    rows = keeping._ask(
        lambda outbox: outbox._store.connection.execute(
            "SELECT number, level FROM ratings"
        ).fetchall()
    )
    assert rows == [(a_case().number, 5)]
