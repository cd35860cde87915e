"""`run_kiosk.py audit`: is the chain whole (verify)? Every event as a line of JSON (export)."""

import sqlite3
import sys
from pathlib import Path
from typing import Literal

from config.words import Words
from kiosk.keeping.audit import export_jsonl, verify


def run(what: Literal["verify", "export"], directory: Path, to: Path, words: Words) -> int:
    """0: whole, or exported; 1: not, after saying what is wrong. to: the file of an export."""
    return _export(directory, to, words) if what == "export" else _verify(directory, words)


def _export(directory: Path, to: Path, words: Words) -> int:
    try:
        count = export_jsonl(directory, to)
    except (sqlite3.Error, OSError) as error:
        print(words("audit.not_exported", reason=error), file=sys.stderr)
        return 1
    print(words("audit.exported", entries=count, file=to))
    return 0


def _verify(directory: Path, words: Words) -> int:
    report = verify(directory)
    for finding in report.findings:
        print(f"{finding.sequence}: {words(f'audit.{finding.flaw.value}')}")
    print(words("audit.whole" if report.ok else "audit.broken", entries=report.entries))
    print(report.head)
    return 0 if report.ok else 1
