"""The database file of a device's journal: what is written down is on the disk when it returns."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_log = logging.getLogger(__name__)


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


@contextmanager
def if_the_disk_takes_it(what: str) -> Iterator[None]:
    """For what is written down after the device has done it: whatever becomes of it, what came out
    is told as it was. what: for the log, never personal.
    """
    try:
        yield
    except sqlite3.Error as error:
        _log.error("%s was not written down: %s", what, type(error).__name__)
