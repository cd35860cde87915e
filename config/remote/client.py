"""The kiosk's side of signed configuration: looks, verifies, stages, has it tried, and tells.

One thread of its own, never the one that draws. What it must not know is handed in as `Kiosk`: how
to compile a configuration, when nobody is being served, and how well everything is. The order is
always the same, and each step is on the disk before the next:

    verify → lay over this machine's own files → compile → stage → [between visits] begin the trial
    → take it → health → confirm, or go back

Whatever is wrong, the kiosk goes on with what is in force: expired or missing metadata keeps out
what is new, never the service.
"""

import contextlib
import logging
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.ngclient import FetcherInterface

from config.bundle import BadDocument, Bundle
from config.layers import Layer
from config.load import Effective, Whose, effective
from config.model import RemoteConfig
from config.problem import CannotStart
from config.remote.fetcher import HttpFetcher, StickFetcher
from config.remote.kiosk import Kiosk, Told, worse_than
from config.remote.refusal import Reason, Refused, named
from config.remote.stops import HeldStops
from config.remote.store import Store
from config.remote.trust import Said, Trust, VerifiedBundle

log = logging.getLogger(__name__)

STICK_FOLDER = "budayang-config"
JITTER = 0.25  # of the interval, so that a county's kiosks do not all call at once


class Client:
    """machine: this machine's own files. now: in UTC. program: its version."""

    def __init__(
        self,
        config: RemoteConfig,
        whose: Whose,
        machine: Iterable[Layer],
        kiosk: Kiosk,
        *,
        program: str,
        now: Callable[[], datetime],
        dice: random.Random | None = None,
    ) -> None:
        """Raises OSError: the trusted root, or the directory, cannot be read."""
        self._config, self._whose, self._machine = config, whose, list(machine)
        self._kiosk, self._program = kiosk, program
        self._dice = dice or random.Random()
        self._store = Store(config.directory, program)
        self._trust = Trust(config.directory / "metadata", config.root.read_bytes(), now)
        self._stops = HeldStops(self._store, whose, kiosk)
        self._said: Said | None = None
        self._compiled: object = None  # what is in force, to go back to without compiling again
        self._refusals: dict[str, Refused] = {}  # by where it came from; each is audited once
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="config", daemon=True)
        self._fetcher: HttpFetcher | None = None

    # ---- at the start ----------------------------------------------------------------------------

    def boot(self) -> object:
        """What is in force when the program starts, compiled. Fetches when there is nothing yet.

        Raises CannotStart for what this machine's own files, or the layers with them, say; Refused
        when nothing has come that could be in force.
        """
        installed = self._store.boot()
        if installed.reverted is not None:
            self._refuse("boot", Refused(Reason.LEFT_ON_TRIAL, generation=installed.reverted))
        failure: CannotStart | None = None
        if installed.bundle is not None:
            try:
                self._compiled = self._kiosk.compile(self._lay(installed.bundle))
            except CannotStart as error:  # another version of the program, most likely
                failure = error
            else:
                return self._compiled
        verified = self._first()
        if verified is None:
            raise failure or Refused(Reason.MISSING, "no generation is published for this kiosk")
        self._compiled = self._kiosk.compile(self._lay(verified.bundle))
        self._store.stage(verified.bundle, verified.data)
        self._store.begin_trial(verified.bundle.generation)
        self._store.confirm()  # there is nothing to go back to
        return self._compiled

    def _first(self) -> VerifiedBundle | None:
        try:
            with self._line() as fetcher:
                return self._look(self._config.url, fetcher)
        except Refused:
            if (stick := self._stick()) is None:
                raise
            return self._look(stick.url, stick)

    # ---- the thread ------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to look. What was stopped before the restart is stopped from the first moment."""
        self._stops.tell()
        self._thread.start()

    def close(self, limit_s: float = 5.0) -> None:
        """End; what is under way is hung up on, and a trial is left to the next boot."""
        self._closing.set()
        if (fetcher := self._fetcher) is not None:
            fetcher.close()
        if self._thread.ident is not None:
            self._thread.join(limit_s)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self.poll()
            except Exception as error:  # a fault of ours must not end the only way to mend it
                log.error("config: %s", type(error).__name__)
            swing = self._config.poll_interval_s * JITTER
            self._closing.wait(self._config.poll_interval_s + self._dice.uniform(-swing, swing))

    def poll(self) -> None:
        """One look at the stick, if there is one, and at the server; never raises what it finds."""
        if (stick := self._stick()) is None:
            self._refusals.pop("stick", None)  # what was wrong with it has been pulled out
        elif found := self._seen("stick", stick):
            self._tried("stick", found)
        with self._line() as fetcher:
            found = self._seen("server", fetcher)
            if found is None:
                self._report(fetcher)
                return
        self._tried("server", found)
        with self._line() as fetcher:
            self._report(fetcher)

    def told(self) -> Told:
        """What this kiosk reports."""
        refusal = next(iter(self._refusals.values()), None)
        on_trial = self._store.on_trial
        generation = self._store.before_trial() if on_trial else self._store.in_force()
        stopped = self._stops.told is not None
        state = "stopped" if stopped else "on_trial" if on_trial else "in_force"
        return Told(
            terminal=self._whose.terminal,
            site=self._whose.site,
            program=self._program,
            generation=generation or 0,
            state=state,
            refused=refusal.reason.value if refusal else "",
            refused_generation=(refusal.generation or 0) if refusal else 0,
            detail=refusal.detail if refusal else "",
        )

    @contextlib.contextmanager
    def _line(self) -> Iterator[HttpFetcher]:
        with HttpFetcher(self._config.url, self._config.exchange_s) as fetcher:
            self._fetcher = fetcher
            try:
                yield fetcher
            finally:
                self._fetcher = None

    def _report(self, fetcher: HttpFetcher) -> None:
        with contextlib.suppress(DownloadError):
            fetcher.post("report", self.told().document())

    def _seen(self, source: str, fetcher: HttpFetcher | StickFetcher) -> VerifiedBundle | None:
        try:
            found = self._look(fetcher.url, fetcher)
        except Refused as refusal:
            self._refuse(source, refusal)
            return None
        if found is None:
            self._refusals.pop(source, None)
        return found

    def _tried(self, source: str, found: VerifiedBundle) -> None:
        try:
            self._try(found)
        except Refused as refusal:
            self._refuse(source, refusal)

    # ---- verify ----------------------------------------------------------------------------------

    def _look(self, url: str, fetcher: FetcherInterface) -> VerifiedBundle | None:
        """What is new for this kiosk and signed as it must be; None: nothing. Raises Refused."""
        knows_nobody = self._trust.knows_nobody
        try:
            version = self._trust.refresh(url, fetcher)
            if self._said is None or self._said.version != version:
                said = self._trust.said()
                self._stops.mind(said.stops, said.resumed)
                self._said = said
            wanted = self._wanted(self._said)
            return None if wanted is None else self._fetched(wanted)
        except (RepositoryError, DownloadError, OSError) as error:
            self._said = None  # look at everything again
            raise named(error, knows_nobody=knows_nobody) from None
        except BadDocument as error:
            raise Refused(Reason.INVALID, str(error)[:200]) from None

    def _wanted(self, said: Said) -> int | None:
        """The generation to go to, when it is not the one in force. Raises Refused."""
        wanted = said.rollout.generation_of(self._whose.terminal) if said.rollout else None
        if wanted is None or wanted == self._store.in_force():
            return None
        if why := self._store.refused(wanted):
            raise Refused(Reason(why), "", wanted)  # judged already, and not tried again
        if wanted < self._store.min_generation:
            raise Refused(Reason.WITHDRAWN, f"{wanted} < {self._store.min_generation}", wanted)
        return wanted

    def _fetched(self, wanted: int) -> VerifiedBundle:
        verified = self._trust.bundle(wanted)
        if verified is None:
            raise Refused(Reason.MISSING, "nobody has signed it", wanted)
        if verified.bundle.county != self._whose.county:
            raise Refused(Reason.INVALID, f"of county {verified.bundle.county}", wanted)
        return verified

    # ---- try -------------------------------------------------------------------------------------

    def _try(self, verified: VerifiedBundle) -> None:
        number = verified.bundle.generation
        try:
            compiled = self._kiosk.compile(self._lay(verified.bundle))
        except CannotStart as error:
            self._store.refuse(number, Reason.INVALID)
            raise Refused(Reason.INVALID, str(error).partition("\n")[0][:200], number) from None
        try:
            if self._store.on_trial:  # a disk that failed in the middle of one
                self._store.revert("")
            self._store.stage(verified.bundle, verified.data)
            before = self._kiosk.health()
            if not self._kiosk.take(compiled, lambda: self._store.begin_trial(number)):
                return
        except OSError as error:
            raise Refused(Reason.DISK, type(error).__name__, number) from None
        self._kiosk.audit("config_taken", generation=number)
        worse = worse_than(before, self._kiosk.health())
        if self._closing.is_set():
            return  # left on trial: the next boot goes back
        try:
            if worse:
                self._kiosk.take(self._compiled, lambda: self._store.revert(Reason.UNHEALTHY))
                raise Refused(Reason.UNHEALTHY, ", ".join(worse), number)
            self._compiled = compiled
            self._store.confirm()
        except OSError as error:  # the next boot goes back, and tries again
            raise Refused(Reason.DISK, type(error).__name__, number) from None
        self._refusals.clear()
        self._kiosk.audit("config_confirmed", generation=number)

    def _lay(self, bundle: Bundle) -> Effective:
        layers = bundle.layers_for(self._whose.site, self._whose.terminal)
        return effective(self._machine, layers)

    # ---- what is not well ------------------------------------------------------------------------

    def _refuse(self, source: str, refusal: Refused) -> None:
        """Remember it for the report; audited when it is new, not at every poll."""
        known = self._refusals.get(source)
        if self._closing.is_set() or (known is not None and known.same_as(refusal)):
            return
        self._refusals[source] = refusal
        log.warning("config: %s", refusal)
        self._kiosk.audit(
            "config_refused",
            source=source,
            reason=refusal.reason.value,
            generation=refusal.generation or 0,
        )

    def _stick(self) -> StickFetcher | None:
        """The first stick that carries a county's published folder."""
        if self._config.usb is None:
            return None
        try:
            folders = sorted(self._config.usb.glob(f"*/{STICK_FOLDER}"))
        except OSError:  # a stick that is broken must not keep the server from being heard
            return None
        return StickFetcher(folders[0]) if folders else None
