"""The audit log: how entries are chained, and how the chain is verified and exported.

What may be written is `audit_catalogue`'s business.

An entry is canonical JSON, stored as the exact bytes that were hashed:
`{"at": ..., "event": ..., "fields": {...}, "sequence": n}`; its hash is SHA-256 of the hash before
it and these bytes. `audit.head`, a file beside the database, names the newest entry, so that a tail
that was cut off is noticed.

This makes the log tamper-evident, never tamper-proof: who may write both files can write a new
history. Only a head that was sent elsewhere in time shows that.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kiosk.keeping.audit_catalogue import Value, check_event

DATABASE = "kiosk.sqlite"
HEAD = "audit.head"
BEGINNING = bytes(32)  # what the first entry is chained to

SCHEMA = """
CREATE TABLE IF NOT EXISTS audit(
    sequence INTEGER PRIMARY KEY, entry BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TRIGGER IF NOT EXISTS audit_keeps_what_is_written BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS audit_keeps_all BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""

# ---- the chain -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry. sequence 0: nothing has been written yet."""

    sequence: int = 0
    hash: bytes = BEGINNING


def chained(before: bytes, entry: bytes) -> bytes:
    return hashlib.sha256(before + entry).digest()


def newest(connection: sqlite3.Connection) -> Head:
    row = connection.execute(
        "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    return Head(*row) if row else Head()


def append(
    connection: sqlite3.Connection, at: datetime, name: str, fields: Mapping[str, Value]
) -> None:
    """Add an entry inside the caller's transaction. Raises NotInCatalogue, sqlite3.Error."""
    check_event(name, fields)
    before = newest(connection)
    sequence = before.sequence + 1
    content = {
        "at": at.isoformat(timespec="milliseconds"),
        "event": name,
        "fields": dict(fields),
        "sequence": sequence,
    }
    entry = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()
    connection.execute(
        "INSERT INTO audit(sequence, entry, hash) VALUES(?, ?, ?)",
        (sequence, entry, chained(before.hash, entry)),
    )


def write_head(directory: Path, head: Head) -> None:
    """Note the newest entry, durably, after its commit. Raises OSError.

    The folder is not synced: an older head that comes back after a loss of power still names an
    entry of the log.
    """
    text = json.dumps({"sequence": head.sequence, "hash": head.hash.hex()})
    fresh = directory / (HEAD + ".new")
    with open(fresh, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(directory / HEAD)


def read_head(directory: Path) -> Head | None:
    """The head that was noted; None when there is none, or none that can be read."""
    try:
        noted = json.loads((directory / HEAD).read_text(encoding="ascii"))
        return Head(int(noted["sequence"]), bytes.fromhex(noted["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def holds(connection: sqlite3.Connection, head: Head) -> bool:
    """Whether the log contains the entry that a head names."""
    if head.sequence == 0:
        return head.hash == BEGINNING
    row = connection.execute("SELECT hash FROM audit WHERE sequence = ?", (head.sequence,))
    return bool(row.fetchone() == (head.hash,))


# ---- verify and export -----------------------------------------------------------------------


# A row that was tampered with may hold text where bytes belong.
_ALL = "SELECT sequence, CAST(entry AS BLOB), CAST(hash AS BLOB) FROM audit ORDER BY sequence"


class Flaw(StrEnum):
    """What `verify` can find; its words for a person stand under `audit.<flaw>`."""

    EDITED = "edited"
    DELETED = "deleted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    HEAD_MISSING = "head_missing"
    CUT_NOTICED = "cut_noticed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    flaw: Flaw
    sequence: int  # the entry at which it shows


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What `verify` found. head: hash of the newest entry, to be compared elsewhere."""

    entries: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return not self.findings


def verify(directory: Path) -> AuditReport:
    """Walk the whole chain of `directory`. Changes nothing; may run beside a running kiosk."""
    noted = read_head(directory)  # before the log: the log may only be ahead of it
    try:
        connection = _open_to_read(directory)
        try:
            rows = connection.execute(_ALL)
            findings, entries, last = _walk(rows)
            findings += _compare_head(connection, noted, last)
        finally:
            connection.close()
    except sqlite3.Error:
        return AuditReport(0, "", (Finding(Flaw.UNREADABLE, 0),))
    return AuditReport(entries, last.hash.hex(), tuple(findings))


def _walk(rows: Iterable[tuple[int, bytes, bytes]]) -> tuple[list[Finding], int, Head]:
    findings: list[Finding] = []
    entries, last = 0, Head()
    for sequence, entry, its_hash in rows:
        entries += 1
        if sequence != last.sequence + 1:
            findings.append(Finding(Flaw.DELETED, last.sequence + 1))
        elif chained(last.hash, entry) != its_hash:
            findings.append(Finding(Flaw.EDITED, sequence))
        try:
            content = json.loads(entry)
            if content["sequence"] != sequence:
                findings.append(Finding(Flaw.REORDERED, sequence))
            if content["event"] == "audit_cut":
                findings.append(Finding(Flaw.CUT_NOTICED, sequence))
        except (ValueError, KeyError, TypeError):
            findings.append(Finding(Flaw.EDITED, sequence))
        last = Head(sequence, its_hash)
    return findings, entries, last


def _compare_head(connection: sqlite3.Connection, noted: Head | None, last: Head) -> list[Finding]:
    if noted is None:
        return [Finding(Flaw.HEAD_MISSING, 0)] if last.sequence else []
    if noted.sequence > last.sequence:
        return [Finding(Flaw.TRUNCATED, last.sequence)]
    if not holds(connection, noted):
        return [Finding(Flaw.REWRITTEN, noted.sequence)]
    return []


def export_jsonl(directory: Path, target: Path) -> int:
    """Write `{"hash":"...","entry":{...}}` a line, the entry byte by byte as it was hashed.

    Returns how many there are. Raises sqlite3.Error, OSError.
    """
    connection = _open_to_read(directory)
    try:
        count = 0
        with open(target, "wb") as file:
            for _, entry, its_hash in connection.execute(_ALL):
                file.write(b'{"hash":"%s","entry":%s}\n' % (its_hash.hex().encode(), entry))
                count += 1
        return count
    finally:
        connection.close()


def _open_to_read(directory: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{(directory / DATABASE).absolute().as_uri()}?mode=ro", uri=True)
