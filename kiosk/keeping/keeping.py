"""The one front of keeping: takes effects, answers with events, and never makes the caller wait.

Three threads: the store's, which alone touches the database and does one thing after another, and
those of the courier and the postman, which take cases and letters to their platforms and have
everything written by the store's.
"""

import logging
import queue
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TypeVar

from config.catalogue import load_matters
from config.matters import Matter
from config.model import KioskConfig
from kiosk.clock import Clock
from kiosk.effects import (
    AskKeeping,
    Audit,
    BindBlank,
    EndBlank,
    ExportLog,
    KeepDraft,
    Rate,
    SubmitCase,
    TellHotline,
)
from kiosk.events import Event
from kiosk.events.keeping import (
    BlankBound,
    BlankNotBound,
    BlanksTold,
    CaseDelivered,
    CaseKept,
    KeepingTold,
    MessageKept,
    StoreFailed,
    StoreRecovered,
    TicketTaken,
)
from kiosk.keeping import audit
from kiosk.keeping.blanks import BlankRefused, Blanks
from kiosk.keeping.cipher import KeyProblem, load_cipher
from kiosk.keeping.courier import Closing, Courier
from kiosk.keeping.drafts import Drafts
from kiosk.keeping.export import export_log
from kiosk.keeping.letters import Letters
from kiosk.keeping.messages import Messages
from kiosk.keeping.outbox import Outbox
from kiosk.keeping.postman import Postman
from kiosk.keeping.ratings import Ratings
from kiosk.keeping.redaction import without_content
from kiosk.keeping.store import Now, Store, StoreProblem
from kiosk.platforms.counters import takers
from kiosk.platforms.documents import Service
from kiosk.ports import Post

log = logging.getLogger(__name__)

T = TypeVar("T")
Kept = SubmitCase | KeepDraft | Rate | TellHotline | Audit | BindBlank | EndBlank

START_LIMIT_S = 30.0
ASK_LIMIT_S = 60.0
TRY_AGAIN_S = 10.0  # how often a store that failed is tried
HOUSEKEEPING_S = 3600.0
COURIER_LIMIT_S = 10.0  # to hang up, when cases go to another platform

_CLOCK = Clock()


def services(matters: Mapping[str, Matter]) -> dict[str, Service]:
    """The catalogue's matters as the platform knows them."""
    return {
        code: Service(
            matter.service_code,
            matter.platform_id,
            matter.sub_item,
            matter.units.id,
            matter.units.approving,
        )
        for code, matter in matters.items()
    }


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
        self._post = post
        self._jobs: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._closed = threading.Event()
        self._visits = 0
        self._config, self._now = config, now
        opened: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(config, now, opened), name="store", daemon=True
        )
        self._thread.start()
        opened.result(START_LIMIT_S)
        self._now, self._dice = now, dice or random.Random()
        self._goes_to = (config.acceptance, config.platforms, known)
        self._postman = self._new_postman()
        self._courier = self._new_courier()
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
        return self._visits

    def carry_out(self, effect: Kept | AskKeeping | ExportLog) -> None:
        """Have it kept, or told. Raises NotInCatalogue for an audit event that nobody has declared.

        Answers: SubmitCase → CaseKept, later CaseDelivered or CaseRefused; KeepDraft →
        TicketTaken; BindBlank → BlankBound or BlankNotBound; BindBlank, EndBlank and the start
        → BlanksTold; any of them → StoreFailed when the disk did not take it. AskKeeping →
        KeepingTold, or nothing when the database cannot be read; it comes unasked at the start,
        and when a case needs somebody. ExportLog → LogExported or LogNotExported.
        """
        if isinstance(effect, ExportLog):
            # Behind what is to be kept before it, and beside the store: it may take seconds.
            self._jobs.put(
                threading.Thread(target=self._export, name="log export", daemon=True).start
            )
            return
        if isinstance(effect, AskKeeping):
            self._jobs.put(self._tell)
            return
        if isinstance(effect, Audit):
            audit.check_event(effect.event, dict(effect.fields))
        self._jobs.put(lambda: self._keep(effect))

    def with_blanks(self, do: Callable[[Blanks], T]) -> T:
        """Have something done with the book of blank licences, and wait for it; for whoever loads
        the tray. Raises what `do` raises, StoreProblem, Closing.
        """

        def on_the_stores_thread(_: Outbox) -> T:
            done = do(self._blanks)
            self._tell_blanks()
            return done

        return self._ask(on_the_stores_thread)

    def close(self, limit_s: float = 10.0) -> None:
        """Keep what was asked before, hang up on the platforms, end all threads."""
        self._courier.close(limit_s)
        self._postman.close(limit_s)
        self._jobs.put(None)
        self._thread.join(limit_s)

    # ---- on the store's thread ---------------------------------------------------------------

    def _run(self, config: KioskConfig, now: Now, opened: "Future[None]") -> None:
        try:
            cipher = load_cipher(config.keeping.key_file, make=config.simulation)
            self._store = Store(config.keeping.directory, cipher, now)
            self._outbox = Outbox(self._store)
            self._letters = Letters(self._store)
            self._drafts = Drafts(self._store, self._letters, config.identity.terminal)
            self._ratings = Ratings(self._store, self._letters)
            self._messages = Messages(self._store, self._letters, config.identity.terminal)
            self._blanks = Blanks(self._store)
            if strangers := self._outbox.sealed_with_other_keys():
                self._store.close()
                raise KeyProblem(
                    f"{strangers} cases wait that another key has sealed: put that key back at "
                    f"{config.keeping.key_file}, or move {config.keeping.directory} away"
                )
            self._letters.forget_expired()
            self._outbox.forget_refused()
            self._visits = self._store.visits()
        except BaseException as error:
            opened.set_exception(error)
            return
        opened.set_result(None)
        self._tell_blanks()
        self._serve()
        self._finish()
        try:
            self._store.close()
        except StoreProblem as problem:
            log.error("not closed in good order: %s", problem)

    def _serve(self) -> None:
        tidy_at_s = time.monotonic() + HOUSEKEEPING_S
        while True:
            try:
                job = self._jobs.get(timeout=TRY_AGAIN_S if self._store.failed else HOUSEKEEPING_S)
            except queue.Empty:
                self._recover()
            else:
                if job is None:
                    return
                job()
            # By the clock, not when nothing comes: the courier asks something every few minutes.
            if time.monotonic() >= tidy_at_s:
                tidy_at_s = time.monotonic() + HOUSEKEEPING_S
                self._tidy()
            if self._jobs.empty():
                self._note_head()

    def _recover(self) -> None:
        if not self._store.failed:
            return
        try:
            self._store.try_again()
        except StoreProblem as problem:
            log.error("%s", problem)
        else:
            self._post(StoreRecovered())

    def _tidy(self) -> None:
        try:
            self._letters.forget_expired()
            if self._outbox.forget_refused():
                self._tell()
        except (StoreProblem, sqlite3.Error) as problem:
            log.error("%s: %s", type(problem).__name__, problem)
            self._fail()

    def _note_head(self) -> None:
        try:
            self._store.note_head()
        except StoreProblem as problem:
            log.error("%s", problem)
            self._fail()

    def _keep(self, effect: Kept) -> None:
        failed_before = self._store.failed
        try:
            self._keep_or_raise(effect)
        except StoreProblem as problem:
            log.error("%s was not kept: %s", type(effect).__name__, problem)
            self._fail(effect.case.number if isinstance(effect, SubmitCase) else None)
        except Exception as error:
            # A fault of ours must not end the thread that keeps everything else.
            log.error("%s was not kept: %s", type(effect).__name__, without_content(error))
            self._fail(effect.case.number if isinstance(effect, SubmitCase) else None)
        else:
            if failed_before:
                self._post(StoreRecovered())

    def _tell(self) -> None:
        try:
            told = KeepingTold(
                self._outbox.waiting(),
                self._store.head().hash.hex(),
                self._outbox.held_refused(),
                self._outbox.not_understood(),
            )
        except sqlite3.Error as error:
            log.error("not told how many cases wait: %s", type(error).__name__)
        else:
            self._post(told)

    def _fail(self, case: str | None = None) -> None:
        told = self._store.failed and case is None
        self._store.count_failure()
        if not told:
            self._post(StoreFailed(case))

    def _keep_or_raise(self, effect: Kept) -> None:
        match effect:
            case SubmitCase(case):
                self._outbox.keep(case)
                self._post(CaseKept(case.number))
                self._courier.wake()
            case KeepDraft():
                self._letters.forget_expired()
                self._post(TicketTaken(self._drafts.keep(effect)))
                self._postman.wake()
            case BindBlank():
                self._bind(effect)
            case EndBlank(serial, end, reason):
                self._blanks.end(serial, end, reason)
                self._tell_blanks()
            case TellHotline():
                self._post(MessageKept(self._messages.keep(effect)))
                self._postman.wake()
            case Rate():
                self._ratings.keep(effect)
                self._postman.wake()
            case Audit(event, fields):
                self._store.keep_audit(event, dict(fields))

    def _bind(self, wanted: BindBlank) -> None:
        try:
            self._blanks.bind(wanted.serial, wanted.licence, wanted.visit)
        except BlankRefused as refusal:
            reason = str(refusal)
            self._store.keep_audit("blank_refused", {"visit": wanted.visit, "reason": reason})
            self._post(BlankNotBound(wanted.serial, reason))
        else:
            self._post(BlankBound(wanted.serial))
            self._tell_blanks()

    def _tell_blanks(self) -> None:
        left = {sheet: count.remaining for sheet, count in self._blanks.count().items()}
        self._post(BlanksTold(tuple(left.items())))

    def _finish(self) -> None:
        """Do what was asked before the end; afterwards nothing more is taken."""
        self._closed.set()
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            if job is not None:
                job()

    # ---- on a thread of its own --------------------------------------------------------------

    def _export(self) -> None:
        remote = self._config.remote
        sticks = remote.usb if remote is not None else None
        terminal = self._config.identity.terminal
        self._post(export_log(self._config.keeping.directory, sticks, terminal, self._now()))

    # ---- for courier and postman -------------------------------------------------------------

    def _ask(self, do: Callable[[Outbox], T]) -> T:
        return self._asked(lambda: do(self._outbox))

    def _ask_letters(self, do: Callable[[Letters], T]) -> T:
        return self._asked(lambda: do(self._letters))

    def _asked(self, do: Callable[[], T]) -> T:
        if self._closed.is_set():
            raise Closing
        answer: Future[T] = Future()

        def job() -> None:
            try:
                answer.set_result(do())
            except StoreProblem as problem:
                self._fail()
                answer.set_exception(problem)
            except Exception as error:
                answer.set_exception(error)

        self._jobs.put(job)
        try:
            return answer.result(ASK_LIMIT_S)
        except TimeoutError:
            if self._closed.is_set():
                raise Closing from None  # asked while the last jobs were being done
            raise StoreProblem(f"the store has not answered for {ASK_LIMIT_S:g} s") from None

    def _on_their_way(self, event: Event) -> None:
        """What the courier tells; a case that has its 申报号 lets its rating go too."""
        self._post(event)
        if isinstance(event, CaseDelivered):
            self._postman.wake()

    def _report(self, event: str, fields: Mapping[str, str]) -> None:
        self.carry_out(Audit(event, tuple(fields.items())))
