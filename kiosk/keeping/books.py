"""All that a kiosk keeps, opened together: cases, letters, ratings, numbered sheets, one store.

Here is which book an effect is written into, and what is told when it is on the disk. When that is
done, and by which thread, is the business of `store_thread`.
"""

import sqlite3

from config.model import KioskConfig
from kiosk.effects import Audit, BindBlank, EndBlank, KeepDraft, Rate, SubmitCase, TellHotline
from kiosk.events import Event
from kiosk.events.keeping import (
    BlankBound,
    BlankNotBound,
    BlanksTold,
    CaseKept,
    KeepingTold,
    MessageKept,
    StoreFailed,
    TicketTaken,
)
from kiosk.keeping.blanks import BlankRefused, Blanks
from kiosk.keeping.cipher import KeyProblem, load_cipher
from kiosk.keeping.drafts import Drafts
from kiosk.keeping.letters import Letters
from kiosk.keeping.messages import Messages
from kiosk.keeping.outbox import Outbox
from kiosk.keeping.ratings import Ratings
from kiosk.keeping.store import Now, Store, StoreProblem

Kept = SubmitCase | KeepDraft | Rate | TellHotline | Audit | BindBlank | EndBlank


def not_kept(effect: Kept) -> StoreFailed:
    """What is told when the disk did not take it."""
    match effect:
        case SubmitCase(case=case):
            return StoreFailed(case=case.number)
        case KeepDraft(visit=visit):
            return StoreFailed(draft_of=visit)
        case BindBlank(serial=serial):
            return StoreFailed(serial=serial)
        case _:
            return StoreFailed()


class Books:
    """Only the store's thread may call it. Methods raise StoreProblem."""

    def __init__(self, config: KioskConfig, now: Now) -> None:
        """Raises KeyProblem too. What had its time while the kiosk was off is forgotten."""
        cipher = load_cipher(config.keeping.key_file, make=config.simulation)
        self.store = Store(config.keeping.directory, cipher, now)
        try:
            self._open(config)
        except BaseException as error:
            self.store.close()
            if isinstance(error, sqlite3.Error):
                raise StoreProblem(f"{type(error).__name__}: {error}") from error
            raise

    def _open(self, config: KioskConfig) -> None:
        store, terminal = self.store, config.identity.terminal
        self.outbox = Outbox(store)
        self.letters = Letters(store)
        self.blanks = Blanks(store)
        self._drafts = Drafts(store, self.letters, terminal)
        self._ratings = Ratings(store, self.letters)
        self._messages = Messages(store, self.letters, terminal)
        if strangers := self.outbox.sealed_with_other_keys():
            raise KeyProblem(
                f"{strangers} cases wait that another key has sealed: put that key back at "
                f"{config.keeping.key_file}, or move {config.keeping.directory} away"
            )
        self.forget()
        self.visits: int = store.visits()
        """The number of the newest visit; numbers go on from there."""

    def forget(self) -> bool:
        """Delete what had its time. True: fewer refused cases are here than before."""
        self.letters.forget_expired()
        return self.outbox.forget_refused() > 0

    def keep(self, effect: Kept) -> tuple[Event, ...]:
        """On the disk when this returns; what to tell then. Raises NotInCatalogue."""
        match effect:
            case SubmitCase(case=case):
                self.outbox.keep(case)
                return (CaseKept(case.number),)
            case KeepDraft(visit=visit):
                self.letters.forget_expired()
                return (TicketTaken(self._drafts.keep(effect), visit),)
            case TellHotline():
                return (MessageKept(self._messages.keep(effect)),)
            case Rate():
                self._ratings.keep(effect)
            case Audit(event=event, fields=fields):
                self.store.keep_audit(event, dict(fields))
            case BindBlank():
                return self._bind(effect)
            case EndBlank(serial=serial, end=end, reason=reason):
                self.blanks.end(serial, end, reason)
                return self.blanks_told()
        return ()

    def _bind(self, wanted: BindBlank) -> tuple[Event, ...]:
        try:
            self.blanks.bind(wanted.serial, wanted.licence, wanted.visit)
        except BlankRefused as refusal:
            reason = str(refusal)
            self.store.keep_audit("blank_refused", {"visit": wanted.visit, "reason": reason})
            return (BlankNotBound(wanted.serial, reason),)
        return (BlankBound(wanted.serial), *self.blanks_told())

    def told(self) -> KeepingTold:
        """How many cases are here, and the newest entry of the audit log. Raises sqlite3.Error."""
        return KeepingTold(
            self.outbox.waiting(),
            self.store.head().hash.hex(),
            self.outbox.held_refused(),
            self.outbox.not_understood(),
        )

    def blanks_told(self) -> tuple[BlanksTold, ...]:
        """How many sheets are left; nothing when that cannot be read, for nothing is lost by it."""
        try:
            counts = self.blanks.count()
        except sqlite3.Error:
            return ()
        return (BlanksTold(tuple((sheet, count.remaining) for sheet, count in counts.items())),)
