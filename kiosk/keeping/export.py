"""The audit log as a file that somebody can take along: on a stick, else beside the database.

It holds no personal data, because the log holds none (`audit_events.toml`); entries are written
byte by byte as they were hashed, so whoever has the file can check the chain. A stick is written on
only where somebody has made the folder `budayang-logs`: nobody's own is touched by accident.
"""

import errno
import os
import sqlite3
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kiosk.events.technician import LogExported, LogNotExported
from kiosk.keeping.audit import export_jsonl, verify

STICK_FOLDER = "budayang-logs"
OWN_FOLDER = "exports"
KEPT_HERE = 5  # exports beside the database; what was taken to a stick is the taker's business


def export_log(
    directory: Path, sticks: Path | None, terminal: str, now: datetime
) -> LogExported | LogNotExported:
    """Write it whole or not at all. sticks: where they are mounted; None: there are none.

    Takes a second or so for each 100,000 entries: for a thread of its own.
    """
    stick = _stick(sticks)
    folder = stick or directory / OWN_FOLDER
    target = folder / f"audit-{terminal}-{now:%Y%m%d-%H%M%S}.jsonl"
    fresh = target.with_suffix(".new")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        report = verify(directory)
        entries = export_jsonl(directory, fresh)
        with open(fresh, "rb+") as file:
            os.fsync(file.fileno())  # whoever sees it is there pulls the stick out
        fresh.replace(target)
        if stick is None:
            _forget_old(folder)
    except OSError as error:
        return _failed(fresh, errno.errorcode.get(error.errno or 0, "disk"))
    except sqlite3.Error:
        return _failed(fresh, "disk")
    return LogExported(str(target), entries, report.ok, on_stick=stick is not None)


def _stick(sticks: Path | None) -> Path | None:
    if sticks is None:
        return None
    folders = sorted(sticks.glob(f"*/{STICK_FOLDER}"))
    return next((folder for folder in folders if os.access(folder, os.W_OK)), None)


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("audit-*.jsonl"))[:-KEPT_HERE]:
        old.unlink(missing_ok=True)


def _failed(fresh: Path, reason: str) -> LogNotExported:
    with suppress(OSError):
        fresh.unlink(missing_ok=True)
    return LogNotExported(reason)
