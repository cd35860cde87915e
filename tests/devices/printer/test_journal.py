"""A job's number is used once, whatever happens in between."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from devices.printer.journal import JournalFile
from kiosk.vocabulary import PrintOutcome


def test_a_number_begins_once(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / "journal.db")
    assert journal.begin("A-1")
    assert not journal.begin("A-1")
    journal.end("A-1", PrintOutcome.PRINTED)
    assert not journal.begin("A-1")
    assert journal.begin("A-2")
    journal.close()


def test_what_was_begun_is_known_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    code = (
        "import os, sys, pathlib; from devices.printer.journal import JournalFile;"
        "assert JournalFile(pathlib.Path(sys.argv[1])).begin('A-1');"
        f"os.kill(os.getpid(), {signal.SIGKILL.value})"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(path)], cwd=os.getcwd(), check=False)
    assert killed.returncode == -signal.SIGKILL

    journal = JournalFile(path)
    assert journal.interrupted()
    assert not journal.begin("A-1")
    journal.settle()
    assert not journal.interrupted()
    journal.close()


def test_every_change_is_synced_to_the_disk(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / "journal.db")
    full = 2  # https://www.sqlite.org/pragma.html#pragma_synchronous
    assert journal._database.execute("PRAGMA synchronous").fetchone() == (full,)
    journal.close()


def test_the_file_holds_no_number(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / "journal.db")
    journal.begin("3302-2611-230047")
    journal.close()
    assert b"230047" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
