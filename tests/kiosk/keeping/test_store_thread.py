"""The one thread that touches the database: what it survives, and what it tells."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.effects import Audit, KeepDraft, SubmitCase
from kiosk.events.keeping import CaseKept, StoreFailed, StoreRecovered, TicketTaken
from kiosk.keeping import store_thread
from kiosk.keeping.blanks import Blanks
from kiosk.keeping.books import Books, Kept, not_kept
from kiosk.keeping.store import StoreProblem
from kiosk.keeping.store_thread import Closing, StoreThread
from tests.kiosk.keeping.conftest import StartKeeping
from tests.kiosk.keeping.support import Inbox, a_card, a_case, a_config

DRAFT = KeepDraft(7, "ID-01", "refused_face", a_card(), ())
STARTED = Audit("visit_started", (("visit", 7), ("matter", "ID-01")))


@pytest.fixture
def thread(tmp_path: Path, inbox: Inbox) -> Iterator[StoreThread]:
    config = a_config(tmp_path, "http://127.0.0.1:1")
    made = StoreThread(lambda: Books(config, Clock().now), inbox.post, lambda books: None)
    yield made
    made.close(5.0)


def keep(thread: StoreThread, effect: Kept) -> None:
    def do(books: Books) -> None:
        books.keep(effect)

    thread.put("it", do, failed=not_kept(effect))


def full_disk(books: Books) -> None:
    """SQLite's way to be a full disk: as many pages as there are."""
    books.store.connection.execute("PRAGMA max_page_count = 1")


def free_disk(books: Books) -> None:
    books.store.connection.execute("PRAGMA max_page_count = 1000000")


def big(effect: KeepDraft) -> KeepDraft:
    return replace(effect, answers=(("remark", "象" * 40_000),))


def test_a_fault_of_ours_ends_neither_the_thread_nor_what_comes_behind(
    thread: StoreThread, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong(_: Books) -> None:
        raise RuntimeError(f"cannot keep {a_card().name}")

    thread.put("something", wrong, failed=StoreFailed())
    inbox.wait_for(StoreFailed)
    assert thread.ask(lambda books: books.outbox.waiting()) == 0
    assert "RuntimeError at test_store_thread.py" in caplog.text
    assert a_card().name not in caplog.text


def test_whoever_waits_is_told_although_the_disk_was_full_before(
    thread: StoreThread, inbox: Inbox
) -> None:
    """One who waits for a number must not wait for ever because an audit event failed first."""
    thread.ask(full_disk)
    for effect in (big(DRAFT), big(DRAFT)):
        keep(thread, effect)
        assert inbox.wait_for(StoreFailed) == StoreFailed(draft_of=7)


def test_a_disk_that_takes_things_again_is_told_whoever_wrote(
    thread: StoreThread, inbox: Inbox
) -> None:
    """The first to come through may be the courier, who tells nobody; the kiosk stayed shut."""
    thread.ask(full_disk)
    keep(thread, big(DRAFT))
    inbox.wait_for(StoreFailed)
    thread.ask(free_disk)
    thread.ask(lambda books: books.outbox.put_off("none", 0.0))
    inbox.wait_for(StoreRecovered)


def test_a_store_that_failed_is_tried_until_it_takes_something(
    thread: StoreThread, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_thread, "TRY_AGAIN_S", 0.02)
    thread.ask(full_disk)
    keep(thread, big(DRAFT))
    inbox.wait_for(StoreFailed)
    thread.ask(free_disk)
    inbox.wait_for(StoreRecovered)


def test_after_the_end_nobody_waits_for_an_answer(thread: StoreThread) -> None:
    thread.close(5.0)
    began_s = time.monotonic()
    with pytest.raises(Closing):
        thread.ask(lambda books: books.outbox.waiting())
    assert time.monotonic() - began_s < 1.0


def test_what_was_asked_before_the_end_is_kept(start: StartKeeping, inbox: Inbox) -> None:
    keeping = start()
    for effect in (STARTED, SubmitCase(a_case(7)), DRAFT):
        keeping.carry_out(effect)
    keeping.close()
    assert inbox.wait_for(CaseKept, 0).case == a_case(7).number
    assert inbox.wait_for(TicketTaken, 0).visit == 7


def test_a_book_that_cannot_be_counted_does_not_keep_the_kiosk_shut(
    start: StartKeeping, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_: Blanks) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Blanks, "count", unreadable)
    keeping = start()
    keeping.carry_out(SubmitCase(a_case()))
    inbox.wait_for(CaseKept)
    assert not any(isinstance(event, StoreFailed) for event in inbox.all_so_far())


@pytest.mark.parametrize("error", [sqlite3.DatabaseError("malformed"), StoreProblem("no")])
def test_books_that_cannot_be_opened_say_so_and_let_the_database_go(
    start: StartKeeping, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Books) -> Callable[[], None]:
        raise error

    monkeypatch.setattr(Books, "forget", broken)
    with pytest.raises(StoreProblem):
        start()
