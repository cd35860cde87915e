"""The book of blank licences: two persons load, every sheet has one end, and the count is right."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.keeping import audit
from kiosk.keeping.blanks import BlankRefused, Blanks
from kiosk.keeping.cipher import Cipher
from kiosk.keeping.store import Store
from kiosk.licence.blanks import BlankEnd, Sheet, is_serial, serial_of, serials, sheet_of

FIRST, LAST = serial_of(Sheet.ORIGINAL, 23301), serial_of(Sheet.ORIGINAL, 23305)
STACK = serials(FIRST, LAST)
USCC = "92330299MA29000176"


def a_store(directory: Path) -> Store:
    return Store(directory, Cipher(bytes(32)), lambda: datetime(2026, 11, 23, 14, 26).astimezone())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = a_store(tmp_path / "kept")
    yield made
    made.close()


@pytest.fixture
def blanks(store: Store) -> Blanks:
    book = Blanks(store)
    book.load(FIRST, LAST, "1024", "2048")
    return book


def events(store: Store) -> list[str]:
    return [audit_row["event"] for audit_row in _rows(store)]


def _rows(store: Store) -> list[dict[str, object]]:
    rows = store.connection.execute("SELECT entry FROM audit ORDER BY sequence")
    return [json.loads(entry) for (entry,) in rows]


def left(book: Blanks) -> int:
    return book.count()[Sheet.ORIGINAL].remaining


def test_a_number_says_which_sheet_it_is_and_proves_itself() -> None:
    assert (STACK[0], len(STACK)) == (FIRST, 5)
    assert sheet_of(FIRST) is Sheet.ORIGINAL
    wrong = FIRST[:-1] + ("0" if FIRST[-1] != "0" else "1")
    assert not is_serial(wrong)
    with pytest.raises(ValueError, match="not the number"):
        sheet_of(wrong)
    with pytest.raises(ValueError, match="different kinds"):
        serials(FIRST, serial_of(Sheet.DUPLICATE, 23305))
    with pytest.raises(ValueError, match="500"):
        serials(FIRST, serial_of(Sheet.ORIGINAL, 23301 + 500))


def test_one_person_alone_loads_nothing(store: Store) -> None:
    book = Blanks(store)
    for loader, witness in (("1024", "1024"), ("", "2048")):
        with pytest.raises(BlankRefused, match="two_persons"):
            book.load(FIRST, LAST, loader, witness)
    assert left(book) == 0
    assert events(store) == []


def test_a_stack_is_loaded_once(blanks: Blanks, store: Store) -> None:
    with pytest.raises(BlankRefused, match="loaded_before"):
        blanks.load(STACK[3], serial_of(Sheet.ORIGINAL, 23310), "1024", "2048")
    assert left(blanks) == 5
    assert events(store) == ["blanks_loaded"]


def test_a_sheet_is_bound_once_and_printed_once(blanks: Blanks, store: Store) -> None:
    blanks.bind(FIRST, USCC, 7)
    with pytest.raises(BlankRefused, match="bound"):
        blanks.bind(FIRST, USCC, 8)
    blanks.end(FIRST, BlankEnd.PRINTED)
    with pytest.raises(BlankRefused, match="printed"):
        blanks.bind(FIRST, USCC, 8)
    assert left(blanks) == 4
    assert events(store)[1:] == ["blank_bound", "blank_printed"]


def test_a_sheet_that_nobody_loaded_carries_no_licence(blanks: Blanks) -> None:
    with pytest.raises(BlankRefused, match="not_loaded"):
        blanks.bind(serial_of(Sheet.ORIGINAL, 99), USCC, 7)


def test_a_sheet_that_came_out_unreadable_is_spoiled_after_all(blanks: Blanks) -> None:
    blanks.bind(FIRST, USCC, 7)
    blanks.end(FIRST, BlankEnd.PRINTED)
    blanks.end(FIRST, BlankEnd.SPOILED, "unclear")
    count = blanks.count()[Sheet.ORIGINAL]
    assert (count.printed, count.spoiled, count.remaining) == (0, 1, 4)
    with pytest.raises(BlankRefused, match="spoiled"):
        blanks.bind(FIRST, USCC, 8)


def test_what_was_bound_when_the_kiosk_died_is_spoiled_until_it_is_seen_blank(
    blanks: Blanks, store: Store, tmp_path: Path
) -> None:
    blanks.bind(FIRST, USCC, 7)
    again = Blanks(store)  # the program starts anew on what is on the disk
    count = again.count()[Sheet.ORIGINAL]
    assert (count.spoiled, count.remaining) == (1, 4)
    again.bind(FIRST, USCC, 8)  # the reader sees it in the tray: nothing was printed on it
    again.end(FIRST, BlankEnd.PRINTED)
    assert again.count()[Sheet.ORIGINAL].remaining == 4
    assert events(store)[1:] == ["blank_bound", "blank_spoiled", "blank_bound", "blank_printed"]
    assert audit.verify(tmp_path / "kept").ok


def test_a_job_that_was_not_begun_leaves_the_sheet_in_its_tray(blanks: Blanks) -> None:
    blanks.bind(FIRST, USCC, 7)
    blanks.end(FIRST, BlankEnd.UNTOUCHED, "deviceNotReady")
    assert left(blanks) == 5
    blanks.bind(FIRST, USCC, 7)


@pytest.mark.parametrize("end", BlankEnd)
def test_a_word_on_a_sheet_that_is_not_bound_changes_nothing(
    blanks: Blanks, store: Store, end: BlankEnd
) -> None:
    """A disk that stalled: the visit gave up, and the sheet turned out to be printed on before."""
    blanks.bind(FIRST, USCC, 7)
    blanks.end(FIRST, BlankEnd.SPOILED, "print")
    before = events(store)
    for serial in (FIRST, STACK[1], serial_of(Sheet.ORIGINAL, 99)):
        blanks.end(serial, end, "no_answer")
    assert (events(store), left(blanks)) == (before, 4)
    with pytest.raises(BlankRefused, match="spoiled"):
        blanks.bind(FIRST, USCC, 8)


def test_a_sheet_that_was_printed_on_never_lies_in_its_tray_again(blanks: Blanks) -> None:
    blanks.bind(FIRST, USCC, 7)
    blanks.end(FIRST, BlankEnd.PRINTED)
    blanks.end(FIRST, BlankEnd.UNTOUCHED, "no_answer")
    with pytest.raises(BlankRefused, match="printed"):
        blanks.bind(FIRST, USCC, 8)


class Counting(RuleBasedStateMachine):
    """Whatever is done in whatever order: loaded − printed − spoiled is what a hand would count."""

    @initialize()
    def a_book(self) -> None:
        self.folder = TemporaryDirectory()
        self.store = a_store(Path(self.folder.name) / "kept")
        self.book = Blanks(self.store)
        self.tray: list[str] = []
        self.bound: set[str] = set()

    @rule(at=st.integers(0, 4))
    def load(self, at: int) -> None:
        stack = serials(serial_of(Sheet.ORIGINAL, 10 * at), serial_of(Sheet.ORIGINAL, 10 * at + 2))
        try:
            self.book.load(stack[0], stack[-1], "1024", "2048")
        except BlankRefused:
            return
        self.tray += stack

    @rule(end=st.sampled_from(BlankEnd), seen=st.integers(0, 5))
    def print(self, end: BlankEnd, seen: int) -> None:
        if not self.tray:
            return
        serial = self.tray[seen % len(self.tray)]
        self.book.bind(serial, USCC, 7)
        self.book.end(serial, end)
        if end is not BlankEnd.UNTOUCHED:
            self.tray.remove(serial)

    @rule()
    def dies_and_comes_back(self) -> None:
        if self.tray:
            self.book.bind(self.tray[0], USCC, 7)
            self.book = Blanks(self.store)
            self.book.bind(self.tray[0], USCC, 7)  # seen blank again
            self.book.end(self.tray[0], BlankEnd.UNTOUCHED)

    @invariant()
    def the_count_is_right(self) -> None:
        if hasattr(self, "book"):
            assert left(self.book) == len(self.tray)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


TestCounting = Counting.TestCase
TestCounting.settings = settings(max_examples=6, stateful_step_count=12, deadline=None)
