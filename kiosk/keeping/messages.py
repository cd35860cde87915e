"""What somebody told 12345 at this kiosk: numbered like a window number, kept, then sent."""

from kiosk.case.letters import Message
from kiosk.case.numbers import window_number
from kiosk.effects import TellHotline
from kiosk.keeping.letters import Letters
from kiosk.keeping.store import Store


class Messages:
    """Only the store's thread may call it. Methods raise StoreProblem."""

    def __init__(self, store: Store, letters: Letters, terminal: str) -> None:
        self._store, self._letters, self._terminal = store, letters, terminal

    def keep(self, told: TellHotline) -> str:
        """Keep it and give it the next number of this machine and day; windows count apart."""
        store = self._store
        now = store.now()
        with store.transaction() as connection:
            (count,) = connection.execute(
                "INSERT INTO windows(day, count) VALUES(?, 1)"
                " ON CONFLICT(day) DO UPDATE SET count = count + 1 RETURNING count",
                (f"12345/{now.date().isoformat()}",),
            ).fetchone()
            number = window_number(self._terminal, now.date(), count)
            message = Message(number, told.topic, told.matter, self._terminal, now)
            self._letters.keep("message", number, message)
            store.record("message_kept", {"ticket": number, "topic": told.topic})
        return number
