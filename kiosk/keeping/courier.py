"""Takes waiting cases to the platform, one after another, until the platform has each of them.

For each: number 申报号 → stored → *receive* → receipt stored, body deleted. A kill anywhere between
leaves a case that is taken up again where it stood; a number that was given but not yet stored is
lost, which harms nobody. A case is put off with full jitter, `uniform(0, min(most, first * 2^n))`;
one that is refused is not sent again.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from config.model import AcceptancePlatformConfig
from kiosk.case.model import PlatformReceipt
from kiosk.events.keeping import CaseDelivered, CaseRefused
from kiosk.events.platforms import PlatformReached
from kiosk.keeping.outbox import Damaged, NotUnderstood, NumberTaken, Outbox, Waiting
from kiosk.keeping.redaction import without_content
from kiosk.keeping.store import StoreProblem
from kiosk.keeping.store_thread import Closing
from kiosk.platforms.acceptance import AcceptancePlatform, CaseNotTaken, PlatformLater
from kiosk.platforms.documents import Service, Submission, documents
from kiosk.ports import Post

log = logging.getLogger(__name__)

T = TypeVar("T")

PROBE_S = 300.0  # how often a platform that answers is asked whether it still does


class Ask(Protocol):
    """Have something done by the store's thread and wait for it. Raises what it raises."""

    def __call__(self, do: Callable[[Outbox], T]) -> T: ...


class Courier:
    """A thread of its own, from construction to `close`."""

    def __init__(
        self,
        config: AcceptancePlatformConfig,
        services: Mapping[str, Service],
        ask: Ask,
        report: Callable[[str, Mapping[str, str]], None],
        tell: Callable[[], None],
        post: Post,
        now: Callable[[], datetime],
        dice: random.Random,
    ) -> None:
        """report: an audit event. tell: have the kiosk told what is kept. services: matters by
        code. now: aware of its time zone.
        """
        self._config = config
        self._services = services
        self._ask = ask
        self._report = report
        self._tell = tell
        self._post = post
        self._now = now
        self._dice = dice
        self._platform = AcceptancePlatform(config)
        self._reached: bool | None = None
        self._probes = 0
        self._probe_at_s = 0.0  # monotonic
        self._wake = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """A case was kept: go now."""
        self._wake.set()

    def close(self, limit_s: float) -> None:
        """End, hanging up on what is under way: it will be sent again."""
        self._closing = True
        self._wake.set()
        self._platform.close()
        self._thread.join(limit_s)

    def _run(self) -> None:
        while not self._closing:
            try:
                self._wake.clear()
                sleep_s = self._go()
            except Closing:
                return
            except Exception as error:
                # The store cannot write, or a fault of ours: cases wait, the thread goes on.
                log.error("nothing is sent for now: %s", without_content(error))
                sleep_s = self._config.retry_most_s
            self._wake.wait(sleep_s)

    def _go(self) -> float:
        """Send everything that is due. Returns how long nothing will be."""
        most_s = self._config.retry_most_s
        while not self._closing:
            try:
                waiting = self._ask(lambda outbox: outbox.next_due(self._now().timestamp(), most_s))
            except Damaged as damage:
                self._give_up(str(damage), "unreadable")
                continue
            except NotUnderstood as case:
                self._put_by(str(case))
                continue
            if waiting is None:
                break
            self._deliver(waiting)
        due_s = self._ask(lambda outbox: outbox.next_try_s())
        if due_s is not None:
            return min(max(due_s - self._now().timestamp(), 0.0), most_s)
        if time.monotonic() >= self._probe_at_s:
            self._probe()
        return max(self._probe_at_s - time.monotonic(), 0.0)

    def _deliver(self, waiting: Waiting) -> None:
        parcel = waiting.parcel
        case, number = parcel.case, parcel.case.number
        completes = case.supplement
        service = self._services.get(completes.matter if completes else case.matter)
        if service is None:
            self._put_by(number)  # a catalogue that lost a file has it again one day
            return
        try:
            projid = waiting.projid
            if projid is None:
                given = self._platform.next_number(case.jurisdiction, service.code)
                self._ask(lambda outbox: outbox.number_given(number, given))
                projid = given
            submission = Submission(
                case, projid, parcel.password, parcel.kept_at, service, self._config.belong_system
            )
            self._platform.receive(projid, documents(submission))
            self._tell_reached(True)
        except (PlatformLater, NumberTaken) as later:
            if self._closing:
                return  # hung up by ourselves: no fault of the platform's
            self._put_off(number, waiting.attempts)
            log.info("%s: put off: %s", number, later)
            self._tell_reached(False, str(later))
        except CaseNotTaken as refusal:
            self._tell_reached(True)
            self._give_up(number, str(refusal))
        except (Closing, StoreProblem):
            raise
        except Exception as error:
            # A fault of ours must not keep the other cases from leaving.
            log.error("%s: put off: %s", number, without_content(error))
            self._put_off(number, waiting.attempts)
        else:
            receipt = PlatformReceipt(projid, parcel.password)
            put_by = self._ask(lambda outbox: outbox.received(number, receipt.projid))
            self._forget_traces()
            self._post(CaseDelivered(number, receipt))
            if put_by:
                self._tell()

    def _forget_traces(self) -> None:
        """What is left is unreadable without the key, and goes with the next case. It keeps nobody
        from hearing that this one is there.
        """
        try:
            self._ask(Outbox.forget_traces)
        except StoreProblem as problem:
            log.error("encrypted traces of a case are left: %s", problem)

    def _put_off(self, number: str, attempts: int) -> None:
        next_s = self._now().timestamp() + self._jitter_s(attempts)
        self._ask(lambda outbox: outbox.put_off(number, next_s))

    def _put_by(self, number: str) -> None:
        """Another version of the program kept it, or its matter is gone: it waits for that one, and
        somebody is told.
        """
        log.error("%s: not understood, put off", number)
        next_s = self._now().timestamp() + self._config.retry_most_s
        self._ask(lambda outbox: outbox.put_by(number, next_s))
        self._tell()

    def _give_up(self, number: str, reason: str) -> None:
        self._ask(lambda outbox: outbox.refused(number, reason))
        self._post(CaseRefused(number, reason))
        self._tell()

    def _probe(self) -> None:
        """See whether the platform is there while nothing waits."""
        try:
            self._platform.log_in()
        except PlatformLater as later:
            if self._closing:
                return
            self._tell_reached(False, str(later))
            self._probe_at_s = time.monotonic() + self._jitter_s(self._probes)
            self._probes += 1
        else:
            self._tell_reached(True)
            self._probe_at_s = time.monotonic() + PROBE_S
            self._probes = 0

    def _jitter_s(self, attempts: int) -> float:
        most_s = min(
            self._config.retry_most_s, self._config.retry_first_s * 2.0 ** min(attempts, 32)
        )
        return self._dice.uniform(0, most_s)

    def _tell_reached(self, reached: bool, reason: str = "") -> None:
        if reached == self._reached:
            return
        self._reached = reached
        if reached:
            self._report("platform_up", {})
        else:
            self._report("platform_down", {"reason": reason})
        self._post(PlatformReached(reached))
