"""The one thread that touches the database: one thing after another, and none of them ends it.

Answers for the thread's whole life: it opens the books, does what is put before it, tries a store
that failed until it takes something again, deletes hourly what has had its time, and does what was
asked of it before the end. What is kept, and where, is the business of `books`.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from kiosk.events.keeping import StoreFailed, StoreRecovered
from kiosk.keeping.books import Books
from kiosk.keeping.redaction import without_content
from kiosk.keeping.store import StoreProblem
from kiosk.ports import Post

log = logging.getLogger(__name__)

T = TypeVar("T")

START_LIMIT_S = 30.0
ASK_LIMIT_S = 60.0
TRY_AGAIN_S = 10.0  # how often a store that failed is tried
HOUSEKEEPING_S = 3600.0


class Closing(Exception):
    """The store takes no more questions."""


class StoreThread:
    """From construction to `close`. Raises what `open_books` raises."""

    def __init__(
        self, open_books: Callable[[], Books], post: Post, tidied: Callable[[Books], None]
    ) -> None:
        """tidied: called on this thread when fewer refused cases are here than before."""
        self._post, self._tidied = post, tidied
        self._jobs: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._gate = threading.Lock()  # between the last question and the end
        self._closed = False
        self._told_failed = False
        self._books: Books
        opened: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(open_books, opened), name="store", daemon=True
        )
        self._thread.start()
        opened.result(START_LIMIT_S)
        self.visits: int = self._books.visits

    def put(self, what: str, do: Callable[[Books], None], *, failed: StoreFailed) -> None:
        """Have it done behind what was put before. what: its name in the log. failed: what is told
        when it was not kept.
        """
        self._jobs.put(lambda: self._do(what, do, failed))

    def ask(self, do: Callable[[Books], T]) -> T:
        """Have it done, and wait for it. Raises what it raises, StoreProblem, Closing."""
        answer: Future[T] = Future()

        def job() -> None:
            try:
                answer.set_result(do(self._books))
            except Exception as error:
                if isinstance(error, StoreProblem):
                    self._fail(StoreFailed())
                answer.set_exception(error)

        with self._gate:
            if self._closed:
                raise Closing
            self._jobs.put(job)
        try:
            return answer.result(ASK_LIMIT_S)
        except TimeoutError:
            raise StoreProblem(f"the store has not answered for {ASK_LIMIT_S:g} s") from None

    def close(self, limit_s: float) -> None:
        """Do what was asked before, then end."""
        self._jobs.put(None)
        self._thread.join(limit_s)

    # ---- on the thread -----------------------------------------------------------------------

    def _run(self, open_books: Callable[[], Books], opened: "Future[None]") -> None:
        try:
            self._books = open_books()
        except BaseException as error:
            opened.set_exception(error)
            return
        opened.set_result(None)
        self._serve()
        self._finish()
        try:
            self._books.store.close()
        except StoreProblem as problem:
            log.error("not closed in good order: %s", problem)

    def _serve(self) -> None:
        tidy_at_s = time.monotonic() + HOUSEKEEPING_S
        while True:
            failed = self._books.store.failed
            try:
                job = self._jobs.get(timeout=TRY_AGAIN_S if failed else HOUSEKEEPING_S)
            except queue.Empty:
                self._try_again()
            else:
                if job is None:
                    return
                job()
            # By the clock, not when nothing comes: the courier asks something every few minutes.
            if time.monotonic() >= tidy_at_s:
                tidy_at_s = time.monotonic() + HOUSEKEEPING_S
                self._do("housekeeping", self._tidy, StoreFailed())
            if self._jobs.empty():
                self._do("the log's head", lambda books: books.store.note_head(), StoreFailed())
            self._tell_recovered()

    def _do(self, what: str, do: Callable[[Books], None], failed: StoreFailed) -> None:
        try:
            do(self._books)
        except StoreProblem as problem:
            log.error("%s was not kept: %s", what, problem)
            self._fail(failed)
        except Exception as error:
            # A fault of ours must not end the thread that keeps everything else.
            log.error("%s was not kept: %s", what, without_content(error))
            self._fail(failed)

    def _fail(self, failed: StoreFailed) -> None:
        """Each is told: somebody may be waiting for just this one."""
        self._books.store.count_failure()
        self._told_failed = True
        self._post(failed)

    def _tell_recovered(self) -> None:
        """Whoever it was whose transaction came through: a citizen's, the courier's, our own."""
        if self._told_failed and not self._books.store.failed:
            self._told_failed = False
            self._post(StoreRecovered())

    def _try_again(self) -> None:
        if self._books.store.failed:
            try:
                self._books.store.try_again()
            except StoreProblem as problem:
                log.error("%s", problem)

    def _tidy(self, books: Books) -> None:
        if books.forget():
            self._tidied(books)

    def _finish(self) -> None:
        """Do what was asked before the end; afterwards nothing more is taken."""
        with self._gate:
            self._closed = True
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            if job is not None:
                job()
