"""The audit log: only what the catalogue allows, and no change that goes unnoticed."""

import hashlib
import json
import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.people import load_people
from kiosk.effects import Audit
from kiosk.keeping import audit
from kiosk.keeping.audit import Finding, Flaw, verify
from kiosk.keeping.audit_catalogue import KINDS, NotInCatalogue, catalogue, check_event
from kiosk.keeping.cipher import Cipher
from kiosk.keeping.store import Store
from tests.kiosk.keeping.conftest import StartKeeping

VISITS = 5


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A log of five visits, closed in good order."""
    store = a_store(tmp_path)
    for visit in range(1, VISITS + 1):
        store.keep_audit("visit_started", {"visit": visit, "matter": "ID-01"})
    store.close()
    return tmp_path


def a_store(directory: Path) -> Store:
    return Store(directory, Cipher(bytes(32)), lambda: datetime.now().astimezone())


def tamper(directory: Path, *statements: str) -> None:
    """As somebody who may write the file: the triggers are the first thing to go."""
    connection = sqlite3.connect(directory / audit.DATABASE)
    connection.execute("DROP TRIGGER audit_keeps_what_is_written")
    connection.execute("DROP TRIGGER audit_keeps_all")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_an_untouched_log_is_in_order(directory: Path) -> None:
    report = verify(directory)
    assert report.ok
    assert report.entries == VISITS
    assert len(report.head) == 64


def test_the_table_itself_takes_no_change(directory: Path) -> None:
    connection = sqlite3.connect(directory / audit.DATABASE)
    for statement in ("UPDATE audit SET entry = x'00'", "DELETE FROM audit"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_an_edited_entry_is_found(directory: Path) -> None:
    tamper(
        directory,
        "UPDATE audit SET entry = CAST(replace(CAST(entry AS TEXT), 'ID-01', 'ID-02') AS BLOB)"
        " WHERE sequence = 3",
    )
    assert verify(directory).findings == (Finding(Flaw.EDITED, 3),)


def test_a_space_more_is_an_edit_too(directory: Path) -> None:
    """The hash is of the bytes, not of what JSON makes of them."""
    tamper(directory, "UPDATE audit SET entry = entry || ' ' WHERE sequence = 2")
    assert verify(directory).findings == (Finding(Flaw.EDITED, 2),)


def test_a_deleted_entry_is_found(directory: Path) -> None:
    tamper(directory, "DELETE FROM audit WHERE sequence = 2")
    assert verify(directory).findings == (Finding(Flaw.DELETED, 2),)


def test_exchanged_entries_are_found(directory: Path) -> None:
    tamper(
        directory,
        "UPDATE audit SET sequence = 100 WHERE sequence = 2",
        "UPDATE audit SET sequence = 2 WHERE sequence = 3",
        "UPDATE audit SET sequence = 3 WHERE sequence = 100",
    )
    flaws = verify(directory).findings
    assert Finding(Flaw.REORDERED, 2) in flaws
    assert Finding(Flaw.REORDERED, 3) in flaws


def test_a_tail_that_was_cut_off_is_found(directory: Path) -> None:
    tamper(directory, f"DELETE FROM audit WHERE sequence = {VISITS}")
    assert verify(directory).findings == (Finding(Flaw.TRUNCATED, VISITS - 1),)


def test_a_history_written_anew_does_not_fit_the_head(directory: Path) -> None:
    tamper(directory, "DELETE FROM audit")
    head = (directory / audit.HEAD).read_bytes()
    store = a_store(directory)
    for visit in range(11, 11 + VISITS):
        store.keep_audit("visit_started", {"visit": visit, "matter": "ID-01"})
    store.close()
    (directory / audit.HEAD).write_bytes(head)
    assert Finding(Flaw.REWRITTEN, VISITS) in verify(directory).findings


def test_a_missing_head_is_found(directory: Path) -> None:
    (directory / audit.HEAD).unlink()
    assert verify(directory).findings == (Finding(Flaw.HEAD_MISSING, 0),)


def test_a_cut_that_the_kiosk_started_on_stays_in_the_log(directory: Path) -> None:
    tamper(directory, f"DELETE FROM audit WHERE sequence > {VISITS - 2}")
    a_store(directory).close()
    assert verify(directory).findings == (Finding(Flaw.CUT_NOTICED, VISITS - 1),)


def test_a_log_that_is_ahead_of_its_head_is_in_order(directory: Path) -> None:
    """A kill between the commit and the head: nothing is missing."""
    store = a_store(directory)
    store.keep_audit("kiosk_started", {})
    store.connection.close()
    assert verify(directory).ok


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    assert verify(tmp_path).findings == (Finding(Flaw.UNREADABLE, 0),)
    (tmp_path / audit.DATABASE).write_bytes(b"not a database, not at all" * 100)
    assert verify(tmp_path).findings == (Finding(Flaw.UNREADABLE, 0),)


def test_the_export_can_be_checked_with_nothing_but_sha256(directory: Path, tmp_path: Path) -> None:
    target = tmp_path / "audit.jsonl"
    assert audit.export_jsonl(directory, target) == VISITS
    before = bytes(32)
    for line in target.read_bytes().splitlines():
        its_hash, entry = json.loads(line)["hash"], line.split(b'"entry":', 1)[1][:-1]
        before = hashlib.sha256(before + entry).digest()
        assert its_hash == before.hex()
    assert before.hex() == verify(directory).head


def test_an_event_that_nobody_declared_is_refused_at_once(start: StartKeeping) -> None:
    keeping = start()
    for wrong in (
        Audit("visit_begun"),
        Audit("visit_started", (("visit", 1),)),
        Audit("visit_started", (("visit", "1"), ("matter", "ID-01"))),
        Audit("card_read", (("visit", 1), ("kind", "陈海英"))),
    ):
        with pytest.raises(NotInCatalogue):
            keeping.carry_out(wrong)


def test_the_complaint_does_not_repeat_the_value() -> None:
    with pytest.raises(NotInCatalogue) as complaint:
        check_event("card_read", {"visit": 1, "kind": "p330299196803070026"})
    assert "3302" not in str(complaint.value)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nobody_on_the_list_fits_into_any_field(kind: str) -> None:
    for person in load_people(date.today()).values():
        for value in (person.name, person.number, person.address, person.phone):
            assert not KINDS[kind](value)
            assert not KINDS[kind](f"x={value}")
        assert not KINDS[kind](int(person.phone))
        assert not KINDS[kind](int(person.number[:17]))


@given(st.from_regex(r"[1-9][0-9]{16}[0-9X]|1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=8))
def test_no_number_of_a_citizen_fits_into_a_word(number: str, around: str) -> None:
    for kind in ("code", "job", "ticket", "case", "matter", "device"):
        assert not KINDS[kind](f"a{number}")
        assert not KINDS[kind](around + number)


def test_every_event_is_explained_in_both_languages() -> None:
    for event in catalogue().values():
        assert event.type in ("user-action", "system-action", "application-status")
        assert event.zh
        assert event.en.endswith(".")
