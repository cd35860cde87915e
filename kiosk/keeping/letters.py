"""Letters on their way to a platform: kept encrypted, sent until taken, then deleted.

A letter's life: kept → delivered (and gone), or refused, or expired. Every step is one transaction
with its audit event; sending is the postman's business (`postman`). Cases have the outbox.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pydantic import TypeAdapter, ValidationError

from kiosk.case.letters import Draft, GivenRating, Letter, Message
from kiosk.keeping.audit_catalogue import Value
from kiosk.keeping.cipher import Unreadable
from kiosk.keeping.store import Store
from kiosk.vocabulary import Platform

LIVES: Mapping[str, timedelta] = {
    "draft": timedelta(days=15),
    "rating": timedelta(days=30),
    "message": timedelta(days=30),
}
"""How long a letter of a kind waits at most; then it is deleted unsent."""

TO: Mapping[str, Platform] = {
    "draft": Platform.WINDOW,
    "rating": Platform.RATING,
    "message": Platform.HOTLINE,
}

_FORMS: Mapping[str, TypeAdapter[Letter]] = {
    "draft": TypeAdapter(Draft),
    "rating": TypeAdapter(GivenRating),
    "message": TypeAdapter(Message),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A letter that is to be sent now. letter: None when its body cannot be opened."""

    kind: str
    key: str
    attempts: int
    letter: Letter | None = field(repr=False)


class Letters:
    """Only the store's thread may call it. Methods raise StoreProblem."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, kind: str, key: str, letter: Letter, visit: int = 0) -> None:
        """Inside a transaction of the caller. The same key again replaces what waits under it, or
        was refused, and its days are counted anew.
        """
        store = self._store
        now = store.now()
        body = store.cipher.seal(_FORMS[kind].dump_json(letter), key)
        store.connection.execute(
            "INSERT INTO letters(kind, key, visit, kept_at, expires_at, key_id, body)"
            " VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(kind, key) DO UPDATE SET"
            " kept_at = excluded.kept_at, expires_at = excluded.expires_at,"
            " body = excluded.body, key_id = excluded.key_id, refused = NULL",
            (
                kind,
                key,
                visit,
                now.isoformat(),
                (now + LIVES[kind]).timestamp(),
                store.cipher.key_id,
                body,
            ),
        )

    def open(self, kind: str, key: str) -> Letter | None:
        """What waits under a key; None when nothing does. Raises Unreadable."""
        row = self._store.connection.execute(
            "SELECT body FROM letters WHERE kind = ? AND key = ?", (kind, key)
        ).fetchone()
        return None if row is None else self._opened(kind, key, row[0])

    def next_due(self, platforms: tuple[Platform, ...], patience_s: float) -> Due | None:
        """The letter to send now to one of these platforms, one never tried first.

        patience_s: a letter put off longer than that was put off by a clock that ran ahead, and is
        due. A rating waits for its case: it goes out under the number that the platform has given.
        """
        kinds = [kind for kind, platform in TO.items() if platform in platforms]
        marks = ", ".join("?" * len(kinds))
        now_s = self._store.now().timestamp()
        row = self._store.connection.execute(
            "SELECT l.kind, l.key, l.attempts, l.body, o.projid FROM letters AS l"
            " LEFT JOIN outbox AS o"
            " ON l.kind = 'rating' AND o.number = l.key AND o.received_at IS NOT NULL"
            " WHERE l.refused IS NULL AND (l.next_try <= ? OR l.next_try > ?)"
            f" AND l.kind IN ({marks}) AND (l.kind != 'rating' OR o.projid IS NOT NULL)"
            " ORDER BY l.attempts > 0, l.next_try, l.kept_at LIMIT 1",
            (now_s, now_s + patience_s, *kinds),
        ).fetchone()
        if row is None:
            return None
        kind, key, attempts, body, projid = row
        try:
            letter: Letter | None = self._opened(kind, key, body)
        except (Unreadable, ValidationError):
            letter = None
        if isinstance(letter, GivenRating):
            letter = replace(letter, projid=projid)
        return Due(kind, key, attempts, letter)

    def next_try_s(self, platforms: tuple[Platform, ...]) -> float | None:
        """When the next of those that were put off is due; None when none was."""
        kinds = [kind for kind, platform in TO.items() if platform in platforms]
        marks = ", ".join("?" * len(kinds))
        (due,) = self._store.connection.execute(
            "SELECT min(next_try) FROM letters WHERE refused IS NULL AND attempts > 0"
            f" AND kind IN ({marks})",
            kinds,
        ).fetchone()
        return None if due is None else float(due)

    def put_off(self, kind: str, key: str, next_try_s: float) -> None:
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE letters SET attempts = attempts + 1, next_try = ?"
                " WHERE kind = ? AND key = ?",
                (next_try_s, kind, key),
            )

    def delivered(self, kind: str, key: str) -> None:
        """The platform has it: nothing of it stays here, at the end not its encrypted pages."""
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM letters WHERE kind = ? AND key = ?", (kind, key))
            self._store.record(f"{kind}_delivered", _named(kind, key))
        self._store.forget_pages()

    def refused(self, kind: str, key: str, reason: str) -> None:
        """The platform will never take it; it stays until it expires, for a person to look at."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE letters SET refused = ? WHERE kind = ? AND key = ?", (reason, kind, key)
            )
            self._store.record(f"{kind}_refused", {**_named(kind, key), "reason": reason})

    def forget_expired(self) -> int:
        """Delete what nobody has taken in its time; returns how many letters that were."""
        store = self._store
        now_s = store.now().timestamp()
        rows = store.connection.execute(
            "SELECT kind, count(*) FROM letters WHERE expires_at <= ? GROUP BY kind", (now_s,)
        ).fetchall()
        if rows:
            with store.transaction() as connection:
                connection.execute("DELETE FROM letters WHERE expires_at <= ?", (now_s,))
                for kind, count in rows:
                    store.record(f"{kind}s_expired", {f"{kind}s": min(count, 999_999)})
            store.forget_pages()
        return sum(count for _, count in rows)

    def _opened(self, kind: str, key: str, body: bytes) -> Letter:
        return _FORMS[kind].validate_json(self._store.cipher.open(body, key))


def _named(kind: str, key: str) -> dict[str, Value]:
    return {"case" if kind == "rating" else "ticket": key}
