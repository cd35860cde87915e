"""好差评: the last word about each case, and the letter that carries it to its platform."""

from kiosk.case.letters import GivenRating
from kiosk.effects import Rate
from kiosk.keeping.letters import Letters
from kiosk.keeping.store import Store


class Ratings:
    """Only the store's thread may call it. Methods raise StoreProblem."""

    def __init__(self, store: Store, letters: Letters) -> None:
        self._store, self._letters = store, letters

    def keep(self, given: Rate) -> None:
        """A rating, its letter and its audit event; a second one of the same case replaces it."""
        store, case = self._store, given.case
        now = store.now()
        letter = GivenRating(
            case=case.number,
            matter=case.matter,
            area=case.jurisdiction,
            name=case.applicant.name,
            level=given.level,
            detail=given.detail,
            at=now,
            confirmed_at=case.confirmed_at,
            at_once=case.promise_days == 0,
        )
        with store.transaction() as connection:
            connection.execute(
                "INSERT INTO ratings VALUES(?, ?, ?) ON CONFLICT(number)"
                " DO UPDATE SET level = excluded.level, kept_at = excluded.kept_at",
                (case.number, given.level, now.isoformat()),
            )
            self._letters.keep("rating", case.number, letter, case.visit)
            store.record("rated", {"case": case.number, "level": given.level})
