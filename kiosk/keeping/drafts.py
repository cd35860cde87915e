"""What a visitor filled in before going to a window: encrypted, under its number, for 15 days.

It is a letter to the window's platform: when the line is up it goes there, so that the number opens
it at the window, and nothing of it stays here.
"""

from kiosk.case.letters import Draft
from kiosk.case.numbers import window_number
from kiosk.effects import KeepDraft
from kiosk.keeping.letters import Letters
from kiosk.keeping.store import Store


class Drafts:
    """Only the store's thread may call it. Methods raise StoreProblem."""

    def __init__(self, store: Store, letters: Letters, terminal: str) -> None:
        self._store, self._letters = store, letters
        self._terminal = terminal

    def keep(self, wanted: KeepDraft) -> str:
        """Keep it and give it the next window number of this machine and day."""
        store = self._store
        day = store.now().date()
        with store.transaction() as connection:
            (count,) = connection.execute(
                "INSERT INTO windows(day, count) VALUES(?, 1)"
                " ON CONFLICT(day) DO UPDATE SET count = count + 1 RETURNING count",
                (day.isoformat(),),
            ).fetchone()
            ticket = window_number(self._terminal, day, count)
            draft = Draft(
                wanted.card, wanted.answers, ticket, wanted.matter, wanted.reason, self._terminal
            )
            self._letters.keep("draft", ticket, draft, wanted.visit)
            store.record(
                "draft_kept", {"visit": wanted.visit, "ticket": ticket, "reason": wanted.reason}
            )
        return ticket
