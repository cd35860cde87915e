"""The book of blank licences: every numbered sheet from its loading to its end.

    loaded ──bound──▶ printed
                └───▶ spoiled        loaded − printed − spoiled = remaining, at any time

A sheet is bound to a licence before anything is printed on it, and its end is written when it is
known. What was bound when the kiosk died counts as spoiled until the sheet is seen blank again: the
reader above the tray reads a sheet before it is printed on, so seeing it there proves that it is.
Every change is one transaction together with its audit event. The book holds no name: a licence is
a credit code, which is public.
"""

from collections.abc import Mapping

from kiosk.keeping.store import Store
from kiosk.licence.blanks import BlankCount, BlankEnd, Sheet, serials, sheet_of

SCHEMA = """
CREATE TABLE IF NOT EXISTS blanks(
    serial TEXT PRIMARY KEY,
    sheet TEXT NOT NULL,
    state TEXT NOT NULL,
    licence TEXT,
    reason TEXT,
    changed_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blank_loads(
    first TEXT PRIMARY KEY,
    last TEXT NOT NULL,
    sheets INTEGER NOT NULL,
    loader TEXT NOT NULL,
    witness TEXT NOT NULL,
    loaded_at TEXT NOT NULL);
"""
"""state: loaded, bound, printed, spoiled. licence: credit code. reason: why it is spoiled, a code.
loader, witness: numbers of two members of staff, never names."""

INTERRUPTED = "interrupted"
_ENDS_AFTER: Mapping[BlankEnd, tuple[str, ...]] = {
    BlankEnd.UNTOUCHED: ("bound",),
    BlankEnd.PRINTED: ("bound",),
    BlankEnd.SPOILED: ("bound", "printed"),
}
"""By the end of a sheet, the states that it may come after."""


class BlankRefused(Exception):
    """The book does not allow it; its text is a code: "not_loaded", "printed", "spoiled", "bound",
    "loaded_before", "two_persons", "serials".
    """


class Blanks:
    """Only the store's thread may call it. Methods raise StoreProblem."""

    def __init__(self, store: Store) -> None:
        """What an earlier run left bound counts as spoiled from here on."""
        self._store = store
        with store.transaction() as connection:
            for table in filter(str.strip, SCHEMA.split(";")):
                connection.execute(table)  # a book begun under an earlier version has none yet
            bound = connection.execute("SELECT serial FROM blanks WHERE state = 'bound'")
            for (serial,) in bound.fetchall():
                self._set(serial, "spoiled", reason=INTERRUPTED)
                store.record("blank_spoiled", {"serial": serial, "reason": INTERRUPTED})

    def load(self, first: str, last: str, loader: str, witness: str) -> BlankCount:
        """A stack was put in by one person under the eyes of another. Raises BlankRefused."""
        if not loader or loader == witness:
            raise BlankRefused("two_persons")
        try:
            stack = serials(first, last)
        except ValueError:
            raise BlankRefused("serials") from None
        store = self._store
        with store.transaction() as connection:
            known = {serial for (serial,) in connection.execute("SELECT serial FROM blanks")}
            if not known.isdisjoint(stack):
                raise BlankRefused("loaded_before")
            now = store.now().isoformat()
            sheet = sheet_of(first)
            connection.executemany(
                "INSERT INTO blanks(serial, sheet, state, changed_at) VALUES(?, ?, 'loaded', ?)",
                [(serial, sheet.value, now) for serial in stack],
            )
            connection.execute(
                "INSERT INTO blank_loads VALUES(?, ?, ?, ?, ?, ?)",
                (first, last, len(stack), loader, witness, now),
            )
            store.record(
                "blanks_loaded",
                {
                    "first": first,
                    "last": last,
                    "sheets": len(stack),
                    "loader": loader,
                    "witness": witness,
                },
            )
        return self.count()[sheet]

    def bind(self, serial: str, licence: str, visit: int) -> None:
        """This sheet will carry that licence; on the disk on return. Raises BlankRefused."""
        store = self._store
        with store.transaction() as connection:
            row = connection.execute(
                "SELECT state, reason FROM blanks WHERE serial = ?", (serial,)
            ).fetchone()
            if row is None:
                raise BlankRefused("not_loaded")
            state, reason = row
            seen_again = state == "spoiled" and reason == INTERRUPTED
            if state != "loaded" and not seen_again:
                raise BlankRefused(state)
            self._set(serial, "bound", licence=licence)
            store.record("blank_bound", {"visit": visit, "serial": serial})

    def end(self, serial: str, end: BlankEnd, reason: str = "") -> None:
        """What became of a bound sheet; one that came out and is unreadable is spoiled after all.
        A word on any other sheet comes late, and changes nothing.
        """
        store = self._store
        with store.transaction() as connection:
            row = connection.execute(
                "SELECT state FROM blanks WHERE serial = ?", (serial,)
            ).fetchone()
            if row is None or row[0] not in _ENDS_AFTER[end]:
                return
            state = "loaded" if end is BlankEnd.UNTOUCHED else end.value
            self._set(serial, state, reason=reason)
            store.record(f"blank_{end.value}", {"serial": serial, "reason": reason or "none"})

    def count(self) -> Mapping[Sheet, BlankCount]:
        """Of each kind of sheet; loaded are all that ever were. Raises sqlite3.Error."""
        counts: dict[Sheet, BlankCount] = {sheet: BlankCount() for sheet in Sheet}
        rows = self._store.connection.execute(
            "SELECT sheet, count(*), sum(state = 'printed'), sum(state = 'spoiled')"
            " FROM blanks GROUP BY sheet"
        )
        for sheet, loaded, printed, spoiled in rows:
            counts[Sheet(sheet)] = BlankCount(loaded, printed, spoiled)
        return counts

    def _set(
        self, serial: str, state: str, licence: str | None = None, reason: str | None = None
    ) -> None:
        self._store.connection.execute(
            "UPDATE blanks SET state = ?1, licence = coalesce(?2, licence), reason = ?3,"
            " changed_at = ?4 WHERE serial = ?5",
            (state, licence, reason or None, self._store.now().isoformat(), serial),
        )
