"""The one file in which everything is kept: SQLite, WAL, synchronous=FULL.

A commit that returned is on the disk. Nobody but the store's own thread touches the connection;
what stands in the tables is the business of `outbox`, `letters` and `audit`.
"""

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from config.problem import CannotStart
from kiosk.keeping import audit
from kiosk.keeping.audit_catalogue import Value
from kiosk.keeping.cipher import Cipher

log = logging.getLogger(__name__)

Now = Callable[[], datetime]

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox(
    number TEXT PRIMARY KEY,
    visit INTEGER NOT NULL,
    matter TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    key_id TEXT NOT NULL,
    body BLOB,                          -- encrypted; NULL once the receipt is stored
    projid TEXT,                        -- stored before the case is sent
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try REAL NOT NULL DEFAULT 0,   -- seconds since 1970; once refused: when that was
    received_at TEXT,
    refused TEXT);                      -- a code: nobody tries again by himself
CREATE INDEX IF NOT EXISTS due ON outbox(next_try) WHERE received_at IS NULL AND refused IS NULL;
CREATE TABLE IF NOT EXISTS ratings(
    number TEXT PRIMARY KEY,            -- of the case; one case, one rating
    level INTEGER NOT NULL,
    kept_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS letters(
    kind TEXT NOT NULL,                 -- of keeping/letters.py
    key TEXT NOT NULL,                  -- a window number, a case number
    visit INTEGER NOT NULL,
    kept_at TEXT NOT NULL,
    expires_at REAL NOT NULL,           -- seconds since 1970
    key_id TEXT NOT NULL,
    body BLOB NOT NULL,                 -- encrypted
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try REAL NOT NULL DEFAULT 0,   -- seconds since 1970
    refused TEXT,                       -- a code: nobody tries again by himself
    PRIMARY KEY(kind, key));
CREATE TABLE IF NOT EXISTS windows(day TEXT PRIMARY KEY, count INTEGER NOT NULL);
"""


_OLD_DRAFTS = "SELECT 1 FROM sqlite_master WHERE name = 'drafts'"
_MOVE_DRAFTS = """
INSERT INTO letters(kind, key, visit, kept_at, expires_at, key_id, body)
    SELECT 'draft', ticket, visit, kept_at, expires_at, key_id, body FROM drafts;
DROP TABLE drafts;
"""
"""The first versions kept drafts apart, and sent them nowhere."""


class StoreProblem(CannotStart):
    """The disk did not take it; nothing of it was kept. The text holds no content."""

    sentence = "store"
    exit_code = os.EX_TEMPFAIL  # systemd tries again, which may help


class Store:
    """directory: made when it is missing. Raises StoreProblem; so does every method."""

    def __init__(self, directory: Path, cipher: Cipher, now: Now) -> None:
        self.cipher = cipher
        self.now = now
        self.connection: sqlite3.Connection
        self._directory = directory
        self._head_noted = audit.Head()
        self._lost = 0  # what could not be kept since the last success
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.connection = sqlite3.connect(
                directory / audit.DATABASE, isolation_level=None, timeout=5
            )
            self._open()
        except (sqlite3.Error, OSError) as error:
            raise StoreProblem(f"{directory}: {type(error).__name__}: {error}") from error

    def _open(self) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        missing = not self.connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'audit'"
        ).fetchone()
        if missing:
            self.connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} {audit.SCHEMA} COMMIT;")
        elif self.connection.execute(_OLD_DRAFTS).fetchone():
            self.connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} {_MOVE_DRAFTS} COMMIT;")
        found = audit.newest(self.connection)
        noted = audit.read_head(self._directory)
        if noted is None and found.sequence == 0:
            noted = audit.Head()
            audit.write_head(self._directory, noted)
        if noted is None or not audit.holds(self.connection, noted):
            # Into the log with it, before a new head covers the traces.
            expected = 0 if noted is None else min(noted.sequence, 999_999)
            self.keep_audit(
                "audit_cut", {"expected": expected, "found": min(found.sequence, 999_999)}
            )
        else:
            self._head_noted = noted

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing; when the block has ended well, it is on the disk."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            if self._lost:
                self.record("store_failed", {"lost": min(self._lost, 999_999)})
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise StoreProblem(f"{type(error).__name__}: {error}") from error
            raise
        self._lost = 0

    def record(self, event: str, fields: Mapping[str, Value]) -> None:
        """An audit event inside a transaction of the caller."""
        audit.append(self.connection, self.now(), event, fields)

    def keep_audit(self, event: str, fields: Mapping[str, Value]) -> None:
        """An audit event on its own."""
        with self.transaction():
            self.record(event, fields)

    def count_failure(self) -> None:
        """Something was not kept; the next transaction that succeeds writes down how often."""
        self._lost += 1

    @property
    def failed(self) -> bool:
        """Whether something was not kept and nothing has been since."""
        return self._lost > 0

    def try_again(self) -> None:
        """Write that the store had failed."""
        with self.transaction():
            pass

    def note_head(self) -> None:
        """Write the newest entry's hash beside the database, if it has moved on."""
        try:
            head = audit.newest(self.connection)
            if head != self._head_noted:
                audit.write_head(self._directory, head)
                self._head_noted = head
        except (sqlite3.Error, OSError) as error:
            raise StoreProblem(f"{audit.HEAD}: {type(error).__name__}: {error}") from error

    def head(self) -> audit.Head:
        """The newest entry of the audit log. Raises sqlite3.Error."""
        return audit.newest(self.connection)

    def visits(self) -> int:
        """The highest number of a visit, as far as kept: numbers only rise.

        A few events are looked at, because a slip may end when the next visit has begun.
        """
        newest = self.connection.execute(
            "SELECT max(visit) FROM (SELECT json_extract(CAST(entry AS TEXT), '$.fields.visit')"
            " AS visit FROM audit WHERE visit IS NOT NULL ORDER BY sequence DESC LIMIT 20)"
        ).fetchone()
        kept = self.connection.execute(
            "SELECT max(visit) FROM outbox UNION ALL SELECT max(visit) FROM letters"
        ).fetchall()
        return max(number or 0 for (number,) in [newest, *kept])

    def forget_pages(self) -> None:
        """Empty the write-ahead log, which still holds the encrypted pages of what was deleted."""
        try:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise StoreProblem(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        try:
            self.note_head()
        finally:
            self.connection.close()
