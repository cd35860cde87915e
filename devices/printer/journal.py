"""Which print jobs have been begun, so that none comes out twice, whatever happens between.

Answers for one small SQLite file, synced before the first byte of a job leaves. It holds no slip
and no number, only the SHA-256 of each job's number and how the job ended.
"""

import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from kiosk.vocabulary import PrintOutcome


class PrintJournal(Protocol):
    """What the driver needs; used by its thread only."""

    def begin(self, number: str) -> bool:
        """Write down durably that this job begins; False if it was begun before, ever."""

    def end(self, number: str, outcome: PrintOutcome) -> None:
        """Write down how it ended."""

    def interrupted(self) -> bool:
        """Whether a job was begun and its end is not known: the kiosk died while it printed."""

    def settle(self) -> None:
        """The paper of interrupted jobs has been cut off; they count as partial."""


class JournalFile:
    """The journal in a file. Raises sqlite3.Error when the disk does not take it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS jobs (job BLOB PRIMARY KEY, outcome TEXT) WITHOUT ROWID"
        )

    def begin(self, number: str) -> bool:
        return self._change("INSERT OR IGNORE INTO jobs (job) VALUES (?)", _hash(number)) == 1

    def end(self, number: str, outcome: PrintOutcome) -> None:
        self._change("UPDATE jobs SET outcome = ? WHERE job = ?", outcome.value, _hash(number))

    def interrupted(self) -> bool:
        query = "SELECT EXISTS (SELECT 1 FROM jobs WHERE outcome IS NULL)"
        return bool(self._database.execute(query).fetchone()[0])

    def settle(self) -> None:
        partial = PrintOutcome.PARTIAL.value
        self._change("UPDATE jobs SET outcome = ? WHERE outcome IS NULL", partial)

    def close(self) -> None:
        self._database.close()

    def _change(self, statement: str, *values: str | bytes) -> int:
        """Run one statement, durable when it returns; how many rows it touched."""
        return self._database.execute(statement, values).rowcount


def _hash(number: str) -> bytes:
    return sha256(number.encode()).digest()
