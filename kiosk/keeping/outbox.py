"""Cases on their way to the platform: kept encrypted, sent once, then deleted.

A case's life here, by the one state machine (`kiosk/case/states.py`): its citizen makes it 待上传
(kept), this terminal 已提交 (received), and nothing else can become of it here: not once more, not
back, not twice. Between the two it gets its number (申报号). One that the platform does not take
(refused) stays 待上传 for a person to look at: 不予受理 is an office's word, with reason and
remedies. Every step is one transaction, together with its audit event; a step that the machine does
not have changes nothing and is in the audit log. Sending is the courier's business.

A case may wait through an update of the program. So every new field of `Case`, `IdCard` or `Parcel`
has a default; a change that no default can express counts up `FORM`, and what opens the older form
stands here then. A body that opens and is not understood is put off, never refused: the program
that understands it may come yet.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from kiosk.case.model import Case
from kiosk.case.states import Actor, CaseState, IllegalTurn, Progress, Turn, begun, turned
from kiosk.keeping.cipher import Unreadable
from kiosk.keeping.store import Store, StoreProblem

FORM = 1  # of a Parcel
REFUSED_KEPT_FOR = timedelta(days=30)  # for a person to look at what the platform refused


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is encrypted: all that the documents are made of, so that they never change.

    form: which program can read it; the first ones did not write it down.
    """

    case: Case = field(repr=False)
    password: str = field(repr=False)  # 查询密码, six random digits
    kept_at: datetime
    form: int = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that is due. projid: None until the platform has given one."""

    parcel: Parcel = field(repr=False)
    projid: str | None
    attempts: int


class Damaged(Exception):
    """The body of a case cannot be opened; its text is the case's number."""


class NotUnderstood(Exception):
    """The body opens, and another version of the program wrote it; its text is the number."""


class NumberTaken(Exception):
    """The platform gave a case the number of another one. Its text is a code."""


_PARCEL = TypeAdapter(Parcel)
_UNDELIVERED = "received_at IS NULL AND refused IS NULL"


def _pending(on: date) -> Progress:
    """Its citizen has submitted it, and the platform does not have it yet: 尚未受理."""
    return turned(begun(on), Turn(CaseState.PENDING_UPLOAD, Actor.CITIZEN, on))


def _submitted(waiting: Progress, on: date) -> Progress:
    """A clock that was put back meanwhile keeps no case from its platform. Raises IllegalTurn."""
    day = max(on, waiting.since)
    return turned(waiting, Turn(CaseState.SUBMITTED, Actor.TERMINAL, day))


class Outbox:
    """Only the store's thread may call it. Methods raise StoreProblem."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._not_understood: set[str] = set()

    def keep(self, case: Case) -> None:
        """On disk, encrypted, with its audit event, when this returns.

        The same case again changes nothing. Another case under a number that is taken is refused.
        What completes a case that the platform has goes under that one's 申报号 and password.
        """
        store, completes = self._store, case.supplement
        now = store.now()
        password = completes.password if completes else f"{secrets.randbelow(1_000_000):06d}"
        parcel = Parcel(case, password, now, FORM)
        sealed = store.cipher.seal(_PARCEL.dump_json(parcel), case.number)
        with store.transaction() as connection:
            if self._holds(case):
                return
            connection.execute(
                "INSERT INTO outbox(number, visit, matter, kept_at, key_id, body, next_try, projid)"
                " VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    case.number,
                    case.visit,
                    case.matter,
                    now.isoformat(),
                    store.cipher.key_id,
                    sealed,
                    now.timestamp(),
                    completes.projid if completes else None,
                ),
            )
            store.record(
                "case_kept", {"visit": case.visit, "case": case.number, "matter": case.matter}
            )

    def _holds(self, case: Case) -> bool:
        row = self._store.connection.execute(
            "SELECT body FROM outbox WHERE number = ?", (case.number,)
        ).fetchone()
        if row is None:
            return False
        try:
            if row[0] is not None and self._opened(case.number, row[0]).case == case:
                return True
        except (Damaged, NotUnderstood):
            pass
        raise StoreProblem(f"{case.number}: another case has this number")

    def next_due(self, at_s: float, patience_s: float) -> Waiting | None:
        """The case to send now, one that was never tried first: somebody may be waiting for it.

        at_s: seconds since 1970. patience_s: a case put off longer than that was put off by a
        clock that ran ahead, and is due. Raises Damaged, NotUnderstood.
        """
        row = self._store.connection.execute(
            "SELECT number, body, projid, attempts FROM outbox"
            f" WHERE {_UNDELIVERED} AND (next_try <= ?1 OR next_try > ?1 + ?2)"
            " ORDER BY attempts > 0, next_try LIMIT 1",
            (at_s, patience_s),
        ).fetchone()
        if row is None:
            return None
        number, body, projid, attempts = row
        return Waiting(self._opened(number, body), projid, attempts)

    def next_try_s(self) -> float | None:
        """When the next case is due, in seconds since 1970; None when none waits."""
        (due,) = self._store.connection.execute(
            f"SELECT min(next_try) FROM outbox WHERE {_UNDELIVERED}"
        ).fetchone()
        return None if due is None else float(due)

    def waiting(self) -> int:
        """How many cases are not yet delivered. Raises sqlite3.Error."""
        (count,) = self._store.connection.execute(
            f"SELECT count(*) FROM outbox WHERE {_UNDELIVERED}"
        ).fetchone()
        return int(count)

    def held_refused(self) -> int:
        """How many refused cases are here for a person to look at. Raises sqlite3.Error."""
        (count,) = self._store.connection.execute(
            "SELECT count(*) FROM outbox WHERE refused IS NOT NULL AND body IS NOT NULL"
        ).fetchone()
        return int(count)

    def not_understood(self) -> int:
        """How many waiting cases this program, or its catalogue, does not know, as far as tried."""
        return len(self._not_understood)

    def number_given(self, number: str, projid: str) -> None:
        """Must have returned before the case is sent. Raises NumberTaken, IllegalTurn."""
        self._may(number, "numbered")
        with self._store.transaction() as connection:
            other = "SELECT 1 FROM outbox WHERE projid = ? AND number != ?"
            if connection.execute(other, (projid, number)).fetchone():
                raise NumberTaken("number_twice")
            connection.execute("UPDATE outbox SET projid = ? WHERE number = ?", (projid, number))

    def received(self, number: str, projid: str) -> bool:
        """The platform has it: forget the body; then `forget_traces`. True: it was put by before.
        Raises IllegalTurn.
        """
        store = self._store
        self._may(number, CaseState.SUBMITTED)
        with store.transaction() as connection:
            connection.execute(
                "UPDATE outbox SET received_at = ?, body = NULL WHERE number = ?",
                (store.now().isoformat(), number),
            )
            store.record("case_delivered", {"case": number, "projid": projid})
        put_by = number in self._not_understood
        self._not_understood.discard(number)
        return put_by

    def forget_traces(self) -> None:
        """When nothing waits any more: the encrypted pages of what was deleted."""
        if self.next_try_s() is None:
            self._store.forget_pages()

    def refused(self, number: str, reason: str) -> None:
        """The platform will never take it. The body stays, encrypted, for a person to look at.

        Raises IllegalTurn.
        """
        store = self._store
        self._may(number, "refused")
        with store.transaction() as connection:
            connection.execute(
                "UPDATE outbox SET refused = ?, next_try = ? WHERE number = ?",
                (reason, store.now().timestamp(), number),
            )
            store.record("case_refused", {"case": number, "reason": reason})
        self._not_understood.discard(number)

    def forget_refused(self) -> int:
        """Delete the bodies that were refused 30 days ago; returns how many those were."""
        store = self._store
        due = "refused IS NOT NULL AND body IS NOT NULL AND next_try <= ?"
        before_s = (store.now() - REFUSED_KEPT_FOR).timestamp()
        (count,) = store.connection.execute(
            f"SELECT count(*) FROM outbox WHERE {due}", (before_s,)
        ).fetchone()
        if count:
            with store.transaction() as connection:
                connection.execute(f"UPDATE outbox SET body = NULL WHERE {due}", (before_s,))
                store.record("refused_cases_expired", {"cases": min(count, 999_999)})
            store.forget_pages()
        return int(count)

    def put_off(self, number: str, next_try_s: float) -> None:
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE outbox SET attempts = attempts + 1, next_try = ?"
                f" WHERE number = ? AND {_UNDELIVERED}",
                (next_try_s, number),
            )

    def put_by(self, number: str, next_try_s: float) -> None:
        """It waits for the program, or the catalogue, that knows it."""
        self.put_off(number, next_try_s)
        self._not_understood.add(number)

    def _may(self, number: str, wanted: str) -> None:
        """Whether a case may be numbered, submitted or refused: one that waits may. Anything else
        is a fault of ours: what was wanted of which case is written down, and IllegalTurn raised.
        """
        kept_at, received_at, refused = self._store.connection.execute(
            "SELECT kept_at, received_at, refused FROM outbox WHERE number = ?", (number,)
        ).fetchone() or ("", None, None)
        state = "refused" if refused else CaseState.PENDING_UPLOAD if kept_at else "none"
        state = CaseState.SUBMITTED if received_at else state
        try:
            if state != CaseState.PENDING_UPLOAD:
                raise IllegalTurn(f"{number}: {state}, and not to be {wanted}")
            waiting = _pending(datetime.fromisoformat(kept_at).date())
            if wanted == CaseState.SUBMITTED:
                _submitted(waiting, self._store.now().date())
        except IllegalTurn:
            fields = {"case": number, "state": str(state), "wanted": str(wanted)}
            self._store.keep_audit("case_turn_refused", fields)
            raise

    def sealed_with_other_keys(self) -> int:
        """How many bodies this machine's key does not open."""
        (count,) = self._store.connection.execute(
            "SELECT count(*) FROM outbox WHERE body IS NOT NULL AND key_id != ?",
            (self._store.cipher.key_id,),
        ).fetchone()
        return int(count)

    def _opened(self, number: str, body: bytes) -> Parcel:
        try:
            parcel = _PARCEL.validate_json(self._store.cipher.open(body, number))
        except Unreadable:
            raise Damaged(number) from None
        except ValidationError:
            # Authentic, so it was written so. Not chained: the error quotes what it read.
            raise NotUnderstood(number) from None
        if parcel.form > FORM:
            raise NotUnderstood(number)
        return parcel
