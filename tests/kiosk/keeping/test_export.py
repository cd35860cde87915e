"""The audit log as a file: whole or not at all, on a stick where one is meant for it."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.effects import ExportLog, SubmitCase
from kiosk.events.keeping import CaseKept
from kiosk.events.technician import LogExported, LogNotExported
from kiosk.keeping.audit import DATABASE
from kiosk.keeping.export import KEPT_HERE, OWN_FOLDER, STICK_FOLDER, export_log
from tests.kiosk.keeping.conftest import StartKeeping
from tests.kiosk.keeping.support import Inbox, a_case

NOON = datetime(2026, 11, 23, 12, 0)
NAME = "audit-XS-0107-20261123-120000.jsonl"


@pytest.fixture
def kept(start: StartKeeping, inbox: Inbox) -> Path:
    """Where a log is in which somebody's case was kept, exported while the kiosk runs."""
    keeping = start()
    keeping.carry_out(SubmitCase(a_case(1)))
    inbox.wait_for(CaseKept)
    keeping.carry_out(ExportLog())
    told = inbox.wait_for(LogExported)
    assert (told.whole, told.on_stick) == (True, False)
    assert Path(told.file).parent.name == OWN_FOLDER
    keeping.close()
    Path(told.file).unlink()
    return Path(told.file).parent.parent


def test_it_holds_every_entry_and_nobodys_name_number_phone_or_address(
    kept: Path, tmp_path: Path
) -> None:
    told = export_log(kept, None, "XS-0107", NOON)
    assert isinstance(told, LogExported)
    text = Path(told.file).read_text(encoding="utf-8")
    entries = [json.loads(line)["entry"] for line in text.splitlines()]
    assert len(entries) == told.entries
    assert "case_kept" in [entry["event"] for entry in entries]
    case = a_case(1)
    assert case.card is not None
    for private in (case.card.name, case.card.number, case.phone, case.card.address):
        assert private not in text


def test_a_stick_is_written_on_only_where_a_folder_is_meant_for_it(
    kept: Path, tmp_path: Path
) -> None:
    sticks = tmp_path / "media"
    (sticks / "somebodys").mkdir(parents=True)
    told = export_log(kept, sticks, "XS-0107", NOON)
    assert isinstance(told, LogExported)
    assert not told.on_stick
    (sticks / "ours" / STICK_FOLDER).mkdir(parents=True)
    told = export_log(kept, sticks, "XS-0107", NOON)
    assert isinstance(told, LogExported)
    assert (told.on_stick, told.file) == (True, str(sticks / "ours" / STICK_FOLDER / NAME))
    assert list((sticks / "somebodys").iterdir()) == []


def test_only_the_newest_are_kept_on_this_machine(kept: Path) -> None:
    for minute in range(KEPT_HERE + 2):
        export_log(kept, None, "XS-0107", NOON + timedelta(minutes=minute))
    names = sorted(file.name for file in (kept / OWN_FOLDER).iterdir())
    assert len(names) == KEPT_HERE
    assert NAME not in names


def test_what_cannot_be_written_leaves_no_half_of_a_file(kept: Path) -> None:
    (kept / OWN_FOLDER / NAME).mkdir()  # something is in the way
    assert export_log(kept, None, "XS-0107", NOON) == LogNotExported("EISDIR")
    assert [file.suffix for file in (kept / OWN_FOLDER).iterdir()] == [".jsonl"]


def test_a_database_that_cannot_be_read_is_told(kept: Path) -> None:
    (kept / DATABASE).write_bytes(b"no database" * 100)
    assert export_log(kept, None, "XS-0107", NOON) == LogNotExported("disk")
