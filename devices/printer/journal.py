"""Which print jobs have been begun, so that none comes out twice, whatever happens between.

Answers for one small SQLite file, synced before the first byte of a job leaves. It holds no slip
and no number, only the SHA-256 of each job's number and how the job ended; and how much paper was
used on each of the last days, and how much of the roll is left.
"""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from devices.durable import open_journal
from devices.printer.paper import DayUse
from kiosk.vocabulary import PrintOutcome

KEPT_DAYS = 28
"""How many days with slips are kept, for the pace and the usual length."""


class PrintJournal(Protocol):
    """What the driver needs; used by its thread only."""

    def begin(self, number: str) -> bool:
        """Write down durably that this job begins; False if it was begun before, ever."""

    def begun(self, number: str) -> bool:
        """Whether this job was ever begun."""

    def end(self, number: str, outcome: PrintOutcome) -> None:
        """Write down how it ended."""

    def interrupted(self) -> bool:
        """Whether a job was begun and its end is not known: the kiosk died while it printed."""

    def settle(self) -> None:
        """The paper of interrupted jobs has been cut off; they count as partial."""

    def used(self, day: date, mm: float) -> None:
        """A slip of this length came out."""

    def new_roll(self, mm: float) -> None:
        """The roll now holds so much; 0 when it ran out."""

    def roll_mm(self) -> float | None:
        """What is left of the roll; None until one was put in."""

    def use(self) -> list[DayUse]:
        """What was printed on the last days with slips."""


class JournalFile:
    """The journal in a file. Raises sqlite3.Error when the disk does not take it."""

    def __init__(self, path: Path) -> None:
        self._database = open_journal(
            path,
            "jobs (job BLOB PRIMARY KEY, outcome TEXT) WITHOUT ROWID",
            "paper (day TEXT PRIMARY KEY, mm REAL, slips INTEGER)",
            "roll (id INTEGER PRIMARY KEY, mm REAL)",
        )

    def begin(self, number: str) -> bool:
        return self._change("INSERT OR IGNORE INTO jobs (job) VALUES (?)", _hash(number)) == 1

    def begun(self, number: str) -> bool:
        query = "SELECT EXISTS (SELECT 1 FROM jobs WHERE job = ?)"
        return bool(self._database.execute(query, (_hash(number),)).fetchone()[0])

    def end(self, number: str, outcome: PrintOutcome) -> None:
        self._change("UPDATE jobs SET outcome = ? WHERE job = ?", outcome.value, _hash(number))

    def interrupted(self) -> bool:
        query = "SELECT EXISTS (SELECT 1 FROM jobs WHERE outcome IS NULL)"
        return bool(self._database.execute(query).fetchone()[0])

    def settle(self) -> None:
        partial = PrintOutcome.PARTIAL.value
        self._change("UPDATE jobs SET outcome = ? WHERE outcome IS NULL", partial)

    def used(self, day: date, mm: float) -> None:
        with self._database:  # one transaction, one sync
            self._database.execute("BEGIN")
            self._change(
                "INSERT INTO paper VALUES (?, ?, 1) "
                "ON CONFLICT (day) DO UPDATE SET mm = mm + excluded.mm, slips = slips + 1",
                day.isoformat(),
                mm,
            )
            self._change("UPDATE roll SET mm = max(mm - ?, 0)", mm)
            self._change(
                "DELETE FROM paper WHERE day NOT IN "
                "(SELECT day FROM paper ORDER BY day DESC LIMIT ?)",
                KEPT_DAYS,
            )

    def new_roll(self, mm: float) -> None:
        self._change("INSERT OR REPLACE INTO roll VALUES (1, ?)", mm)

    def roll_mm(self) -> float | None:
        found = self._database.execute("SELECT mm FROM roll").fetchone()
        return None if found is None else float(found[0])

    def use(self) -> list[DayUse]:
        rows = self._database.execute("SELECT day, mm, slips FROM paper ORDER BY day")
        return [DayUse(date.fromisoformat(day), mm, slips) for day, mm, slips in rows]

    def close(self) -> None:
        self._database.close()

    def _change(self, statement: str, *values: str | bytes | float) -> int:
        """Run one statement, durable when it returns; how many rows it touched."""
        return self._database.execute(statement, values).rowcount


def _hash(number: str) -> bytes:
    return sha256(number.encode()).digest()
