"""What a visitor filled in before going to a window: encrypted, under its number, for 15 days."""

from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import TypeAdapter

from kiosk.case.model import IdCard
from kiosk.case.numbers import window_number
from kiosk.effects import KeepDraft
from kiosk.keeping.store import Store

KEPT_FOR = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is encrypted."""

    card: IdCard | None = field(repr=False)
    answers: tuple[tuple[str, str], ...] = field(repr=False)


_DRAFT = TypeAdapter(Draft)


class Drafts:
    """Only the store's thread may call it. Methods raise StoreProblem."""

    def __init__(self, store: Store, terminal: str) -> None:
        self._store = store
        self._terminal = terminal

    def keep(self, wanted: KeepDraft) -> str:
        """Keep it and give it the next window number of this machine and day."""
        store = self._store
        now = store.now()
        day = now.date()
        text = _DRAFT.dump_json(Draft(wanted.card, wanted.answers))
        with store.transaction() as connection:
            (count,) = connection.execute(
                "INSERT INTO windows(day, count) VALUES(?, 1)"
                " ON CONFLICT(day) DO UPDATE SET count = count + 1 RETURNING count",
                (day.isoformat(),),
            ).fetchone()
            ticket = window_number(self._terminal, day, count)
            connection.execute(
                "INSERT INTO drafts VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    ticket,
                    wanted.visit,
                    wanted.matter,
                    wanted.reason,
                    now.isoformat(),
                    (now + KEPT_FOR).timestamp(),
                    store.cipher.key_id,
                    store.cipher.seal(text, ticket),
                ),
            )
            store.record(
                "draft_kept", {"visit": wanted.visit, "ticket": ticket, "reason": wanted.reason}
            )
        return ticket

    def open(self, ticket: str) -> Draft | None:
        """What stands under a window number; None when there is nothing. Raises Unreadable."""
        row = self._store.connection.execute(
            "SELECT body FROM drafts WHERE ticket = ?", (ticket,)
        ).fetchone()
        if row is None:
            return None
        return _DRAFT.validate_json(self._store.cipher.open(row[0], ticket))

    def forget_expired(self) -> int:
        """Delete what is older than 15 days; returns how many drafts that were."""
        store = self._store
        now_s = store.now().timestamp()
        due = "SELECT count(*) FROM drafts WHERE expires_at <= ?"
        (count,) = store.connection.execute(due, (now_s,)).fetchone()
        if count:
            with store.transaction() as connection:
                connection.execute("DELETE FROM drafts WHERE expires_at <= ?", (now_s,))
                store.record("drafts_expired", {"drafts": min(count, 999_999)})
            store.forget_pages()
        return int(count)
