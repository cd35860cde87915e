"""Which documents were handed to the printer, so that none comes out twice or for somebody else.

Answers for one small SQLite file, synced before the printer is told of a job, and again when the
printer has given it a number. It holds no document and no number of a case: only its SHA-256, the
printer's number of the job, and how it ended. From the hash comes the name that the printer knows
the job by, so that a job can be found again whose number was never heard.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from devices.durable import open_journal
from kiosk.vocabulary import PrintOutcome


@dataclass(frozen=True, slots=True)
class LeftJob:
    """Begun, its end not known. id: the printer's number of it, if that was heard."""

    name: str
    id: int | None


class DocumentJournal:
    """Used by one thread at a time. Raises sqlite3.Error when the disk does not take it."""

    def __init__(self, path: Path) -> None:
        self._database = open_journal(
            path, "jobs (name TEXT PRIMARY KEY, printer_job INTEGER, outcome TEXT) WITHOUT ROWID"
        )

    def begin(self, name: str) -> bool:
        """Write down durably that this job begins; False if it was begun before, ever."""
        return self._change("INSERT OR IGNORE INTO jobs (name) VALUES (?)", name) == 1

    def known_as(self, name: str, id: int) -> None:
        """The printer's number of it."""
        self._change("UPDATE jobs SET printer_job = ? WHERE name = ?", id, name)

    def end(self, name: str, outcome: PrintOutcome) -> None:
        self._change("UPDATE jobs SET outcome = ? WHERE name = ?", outcome.value, name)

    def never_begun(self, name: str) -> None:
        """The printer refused to have such a job: its number may be used again."""
        self._change("DELETE FROM jobs WHERE name = ? AND outcome IS NULL", name)

    def left(self) -> tuple[LeftJob, ...]:
        """Jobs whose end is not known: of a kiosk that died, or a printer that went away."""
        rows = self._database.execute("SELECT name, printer_job FROM jobs WHERE outcome IS NULL")
        return tuple(LeftJob(name, id) for name, id in rows)

    def close(self) -> None:
        self._database.close()

    def _change(self, statement: str, *values: str | int) -> int:
        """Run one statement, durable when it returns; how many rows it touched."""
        return self._database.execute(statement, values).rowcount


def job_name(number: str) -> str:
    """What the printer, its panel and its log know the job by: it tells nothing of the case."""
    return f"budayang-{sha256(number.encode()).hexdigest()[:24]}"
