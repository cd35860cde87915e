"""The one front of keeping: takes effects, answers with events, and never makes the caller wait.

Three threads: the store's (`store_thread`), which alone touches the database, and those of the
courier and the postman, which take cases and letters to their platforms and have everything written
by the store's.
"""

import logging
import random
import sqlite3
import threading
from collections.abc import Callable, Mapping
from typing import TypeVar

from config.catalogue import load_matters
from config.matters import Matter
from config.model import KioskConfig
from kiosk.clock import Clock
from kiosk.effects import AskKeeping, Audit, ExportLog, KeepDraft, Rate, SubmitCase, TellHotline
from kiosk.events import Event
from kiosk.events.keeping import CaseDelivered, StoreFailed
from kiosk.keeping.audit_catalogue import check_event
from kiosk.keeping.blanks import Blanks
from kiosk.keeping.books import Books, Kept, not_kept
from kiosk.keeping.courier import Courier
from kiosk.keeping.export import export_log
from kiosk.keeping.letters import Letters
from kiosk.keeping.outbox import Outbox
from kiosk.keeping.postman import Postman
from kiosk.keeping.store import Now
from kiosk.keeping.store_thread import StoreThread
from kiosk.platforms.counters import takers
from kiosk.platforms.documents import Service, service_of
from kiosk.ports import Post

log = logging.getLogger(__name__)

T = TypeVar("T")

COURIER_LIMIT_S = 10.0  # to hang up, when cases go to another platform

_CLOCK = Clock()


def services(matters: Mapping[str, Matter]) -> dict[str, Service]:
    """The catalogue's matters as the platform knows them."""
    return {code: service_of(matter) for code, matter in matters.items()}


class Keeping:
    """config.keeping.directory is made when it is missing. Raises StoreProblem, KeyProblem.

    matters: those of the kiosk that runs; None: those of the files beside the program.
    """

    def __init__(
        self,
        config: KioskConfig,
        post: Post,
        *,
        matters: Mapping[str, Matter] | None = None,
        now: Now = _CLOCK.now,
        dice: random.Random | None = None,
    ) -> None:
        known = services(load_matters() if matters is None else matters)
        self._config, self._post, self._now = config, post, now
        self._dice = dice or random.Random()
        self._goes_to = (config.acceptance, config.platforms, known)
        self._store = StoreThread(lambda: Books(config, now), post, self._tell)
        self._postman = self._new_postman()
        self._courier = self._new_courier()
        self._store.put("a count", self._tell_blanks, failed=StoreFailed())
        self.carry_out(AskKeeping())

    def _new_postman(self) -> Postman:
        acceptance, platforms, known = self._goes_to
        return Postman(
            takers(platforms, known),
            self._ask_letters,
            self._post,
            self._now,
            self._dice,
            (acceptance.retry_first_s, acceptance.retry_most_s),
        )

    def _new_courier(self) -> Courier:
        acceptance, _, known = self._goes_to
        return Courier(
            acceptance,
            known,
            self._ask,
            self._report,
            lambda: self.carry_out(AskKeeping()),
            self._on_their_way,
            self._now,
            self._dice,
        )

    def send_to(self, config: KioskConfig, matters: Mapping[str, Matter]) -> bool:
        """Cases and letters go where this says from now on, those that wait too. False: that is no
        change.

        Waits until courier and postman have hung up; a PlatformReached then tells of the new
        platform.
        """
        goes_to = (config.acceptance, config.platforms, services(matters))
        if goes_to == self._goes_to:
            return False
        self._courier.close(COURIER_LIMIT_S)
        self._postman.close(COURIER_LIMIT_S)
        self._goes_to = goes_to
        self._postman = self._new_postman()
        self._courier = self._new_courier()
        return True

    def visits(self) -> int:
        """The number of the newest visit when the kiosk started; numbers go on from there."""
        return self._store.visits

    def carry_out(self, effect: Kept | AskKeeping | ExportLog) -> None:
        """Have it kept, or told. Raises NotInCatalogue for an audit event that nobody has declared.

        Answers: SubmitCase → CaseKept, later CaseDelivered or CaseRefused; KeepDraft →
        TicketTaken; BindBlank → BlankBound or BlankNotBound; BindBlank, EndBlank and the start
        → BlanksTold; any of them → StoreFailed when the disk did not take it. AskKeeping →
        KeepingTold, or nothing when the database cannot be read; it comes unasked at the start,
        and when a case needs somebody. ExportLog → LogExported or LogNotExported.
        """
        match effect:
            case ExportLog():
                # Behind what is to be kept before it, and beside the store: it may take seconds.
                self._store.put("an export", self._export_aside, failed=StoreFailed())
            case AskKeeping():
                self._store.put("a count", self._tell, failed=StoreFailed())
            case _:
                if isinstance(effect, Audit):
                    check_event(effect.event, dict(effect.fields))
                name, failed = type(effect).__name__, not_kept(effect)
                self._store.put(name, lambda books: self._keep(books, effect), failed=failed)

    def with_blanks(self, do: Callable[[Blanks], T]) -> T:
        """Have something done with the book of blank licences, and wait for it; for whoever loads
        the tray. Raises what `do` raises, StoreProblem, Closing.
        """

        def on_the_stores_thread(books: Books) -> T:
            done = do(books.blanks)
            self._tell_blanks(books)
            return done

        return self._store.ask(on_the_stores_thread)

    def close(self, limit_s: float = 10.0) -> None:
        """Keep what was asked before, hang up on the platforms, end all threads."""
        self._courier.close(limit_s)
        self._postman.close(limit_s)
        self._store.close(limit_s)

    # ---- on the store's thread ---------------------------------------------------------------

    def _keep(self, books: Books, effect: Kept) -> None:
        """First on the disk, then told: who is shown a number can rely on it."""
        for event in books.keep(effect):
            self._post(event)
        match effect:
            case SubmitCase():
                self._courier.wake()
            case KeepDraft() | TellHotline() | Rate():
                self._postman.wake()

    def _tell(self, books: Books) -> None:
        try:
            self._post(books.told())
        except sqlite3.Error as error:
            log.error("not told how many cases wait: %s", type(error).__name__)

    def _tell_blanks(self, books: Books) -> None:
        for event in books.blanks_told():
            self._post(event)

    def _export_aside(self, _: Books) -> None:
        threading.Thread(target=self._export, name="log export", daemon=True).start()

    # ---- on a thread of its own --------------------------------------------------------------

    def _export(self) -> None:
        remote = self._config.remote
        sticks = remote.usb if remote is not None else None
        terminal = self._config.identity.terminal
        self._post(export_log(self._config.keeping.directory, sticks, terminal, self._now()))

    # ---- for courier and postman -------------------------------------------------------------

    def _ask(self, do: Callable[[Outbox], T]) -> T:
        return self._store.ask(lambda books: do(books.outbox))

    def _ask_letters(self, do: Callable[[Letters], T]) -> T:
        return self._store.ask(lambda books: do(books.letters))

    def _on_their_way(self, event: Event) -> None:
        """What the courier tells; a case that has its 申报号 lets its rating go too."""
        self._post(event)
        if isinstance(event, CaseDelivered):
            self._postman.wake()

    def _report(self, event: str, fields: Mapping[str, str]) -> None:
        self.carry_out(Audit(event, tuple(fields.items())))
