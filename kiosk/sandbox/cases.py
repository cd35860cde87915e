"""What the played platform remembers: numbers given, cases received. Its own SQLite file.

For each case `cases/<PROJID>/case.xml` holds the documents as they came, beside it lie the files
that came along; nobody else writes there.
"""

import hashlib
import sqlite3
import threading
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from kiosk.sandbox.rules import CONFLICT, WRONG_NUMBER, WRONG_SYSTEM, Received, Refusal

SYSTEM_DIGITS = "901"  # of the accepting system, in the middle of a 申报号

SCHEMA = """
CREATE TABLE IF NOT EXISTS numbers(
    running INTEGER PRIMARY KEY AUTOINCREMENT, projid TEXT UNIQUE, belong_system TEXT NOT NULL,
    service TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS cases(
    projid TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL,
    case_number TEXT NOT NULL, service TEXT NOT NULL, received_at TEXT NOT NULL,
    times_sent INTEGER NOT NULL, PRIMARY KEY(projid, version));
"""


class Cases:
    """Any thread may call; one at a time is served."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            directory / "sandbox.sqlite", isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(SCHEMA)

    def give_number(self, area: str, service: str, belong_system: str, now: datetime) -> str:
        """A 申报号: area, accepting system, YYMMDD, six running digits; never the same again."""
        with self._lock, self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            cursor = connection.execute(
                "INSERT INTO numbers(belong_system, service) VALUES(?, ?)", (belong_system, service)
            )
            running = (cursor.lastrowid or 0) % 1_000_000
            projid = f"{area}{SYSTEM_DIGITS}{now:%y%m%d}{running:06d}"
            connection.execute(
                "UPDATE numbers SET projid = ? WHERE running = ?", (projid, cursor.lastrowid)
            )
        return projid

    def receive(self, projid: str, belong_system: str, received: Received, now: datetime) -> None:
        """Take a case once; the same again changes nothing. Raises Refusal."""
        digest = hashlib.sha256(
            "\0".join((received.base_info, received.attributes, received.form)).encode()
        ).hexdigest()
        with self._lock, self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            given = connection.execute(
                "SELECT belong_system, service FROM numbers WHERE projid = ?", (projid,)
            ).fetchone()
            if given is None:
                raise Refusal(WRONG_NUMBER, "PROJID was never given")
            if given[0] != belong_system:
                raise Refusal(WRONG_SYSTEM, "PROJID was given to another system")
            if given[1] != received.service:
                raise Refusal(WRONG_NUMBER, "PROJID was given for another SERVICECODE")
            known = connection.execute(
                "SELECT version, digest FROM cases WHERE projid = ? ORDER BY version DESC LIMIT 1",
                (projid,),
            ).fetchone()
            if known is not None and known[0] == received.version:
                if known[1] != digest:
                    raise Refusal(CONFLICT, "same PROJID and DATAVERSION, other content")
                connection.execute(
                    "UPDATE cases SET times_sent = times_sent + 1 WHERE projid = ? AND version = ?",
                    (projid, received.version),
                )
                return
            if received.version != (1 if known is None else known[0] + 1):
                raise Refusal(CONFLICT, "DATAVERSION must count up from 1")
            connection.execute(
                "INSERT INTO cases VALUES(?, ?, ?, ?, ?, ?, 1)",
                (
                    projid,
                    received.version,
                    digest,
                    received.case_number,
                    received.service,
                    now.isoformat(timespec="seconds"),
                ),
            )
            self._write(projid, received, now)

    def _write(self, projid: str, received: Received, now: datetime) -> None:
        folder = self._directory / "cases" / projid
        folder.mkdir(parents=True, exist_ok=True)
        parts = [
            '<?xml version="1.0" encoding="utf-8"?>',
            f"<CASE PROJID={quoteattr(projid)} RECEIVED={quoteattr(now.isoformat())}>",
        ]
        for name, document in (
            ("baseInfoXml", received.base_info),
            ("attrXml", received.attributes),
            ("formXml", received.form),
        ):
            body = document.split("?>", 1)[1] if document.startswith("<?xml") else document
            parts.append(f"<{name}>{body}</{name}>")
        parts.append("</CASE>\n")
        for name, content in received.files:
            (folder / name).write_bytes(content)
        fresh = folder / "case.xml.new"
        fresh.write_text("\n".join(parts), encoding="utf-8")
        fresh.replace(folder / "case.xml")

    def list(self) -> list[dict[str, Any]]:
        """Every case, oldest first. times_sent counts how often the same documents came."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT projid, version, case_number, service, received_at, times_sent FROM cases"
                " ORDER BY received_at, projid"
            ).fetchall()
        names = ("projid", "version", "case_number", "service", "received_at", "times_sent")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def numbers_given(self) -> int:
        with self._lock:
            (count,) = self._connection.execute("SELECT count(*) FROM numbers").fetchone()
        return int(count)

    def close(self) -> None:
        with self._lock:
            self._connection.close()
