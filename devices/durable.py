"""The database file of a device's journal: what is written down is on the disk when it returns."""

import sqlite3
from pathlib import Path


def open_journal(path: Path, *tables: str) -> sqlite3.Connection:
    """A SQLite file, made when missing, with these tables (`jobs (…)`); every statement commits.

    May be used from any thread, one at a time. Raises sqlite3.Error, OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    for table in tables:
        database.execute(f"CREATE TABLE IF NOT EXISTS {table}")
    return database
