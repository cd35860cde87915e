"""What the configuration client asks of the kiosk that runs: to take another configuration between
visits, and to say how it is.

Answers for what a change touches beside the rules: where cases go, which platforms are asked, who
needs which device. Whatever is wired is the machine's own and never changes here. All of it is on
the client's thread; the one that draws only ever swaps one frozen value for another.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from config.bundle import Stop
from config.layers import Layer
from config.load import ConfigError, Effective, remote_of
from config.model import KioskConfig
from config.problem import Problem
from config.remote.client import Client
from kiosk.diagnose_command import CannotRun, from_the_kiosk
from kiosk.diagnosis import Grade
from kiosk.diagnostician import Diagnostician
from kiosk.effects import Audit, Effect
from kiosk.events import Event
from kiosk.events.platforms import PlatformReached
from kiosk.events.program import ServiceResumed, ServiceStopped
from kiosk.keeping.keeping import Keeping
from kiosk.local_socket import NobodyListens
from kiosk.platforms.counters import clients
from kiosk.platforms.desk import Desk
from kiosk.rules import Rules
from kiosk.runtime import Runtime
from kiosk.version import version
from kiosk.visit.state import Paused, State
from kiosk.visit.steps import needed_by
from kiosk.vocabulary import Device, Platform

QUIET_LOOK_S = 0.2  # how often it is seen whether somebody is being served
HOW_BAD = {Grade.WARNING: 1, Grade.FAIL: 2}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A configuration that is ready to be used."""

    found: Effective = field(repr=False)
    rules: Rules = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signed:
    """A kiosk whose configuration is signed: what is in force at its start, and its client."""

    config: KioskConfig = field(repr=False)
    rules: Rules = field(repr=False)
    client: Client = field(repr=False)
    steward: "Steward" = field(repr=False)

    def start(self, runtime: Runtime, keeping: Keeping, desk: Desk, doctor: Diagnostician) -> None:
        """The kiosk runs: from now on the client looks."""
        self.steward.connect(runtime, keeping, desk, doctor)
        self.client.start()

    def close(self) -> None:
        self.steward.close()
        self.client.close()


def boot(
    machine: Sequence[Layer],
    rules_of: Callable[[KioskConfig], Rules],
    examine: Callable[[Rules], Iterator[Problem]],
) -> Signed | None:
    """What is in force on a machine with these files of its own; see `Steward`.

    None: it names no `remote`, and says everything itself. Raises CannotStart.
    """
    if (found := remote_of(machine)) is None:
        return None
    remote, whose = found
    steward = Steward(rules_of, examine, health_s=remote.health_s)
    client = Client(
        remote, whose, machine, steward, program=version(), now=lambda: datetime.now(UTC)
    )
    compiled = client.boot()
    assert isinstance(compiled, Compiled)
    return Signed(compiled.found.config, compiled.rules, client, steward)


class Steward:
    """Made before the kiosk it speaks for; `connect` gives it that."""

    def __init__(
        self,
        rules_of: Callable[[KioskConfig], Rules],
        examine: Callable[[Rules], Iterator[Problem]],
        *,
        health_s: float,
    ) -> None:
        """rules_of: raises CannotStart. examine: what the rules do not say of themselves, such as
        slips that do not fit this kiosk's paper. health_s: how long a platform may take to answer.
        """
        self._rules_of, self._examine, self._health_s = rules_of, examine, health_s
        self._kiosk: tuple[Runtime, Keeping, Desk, Diagnostician] | None = None
        self._early: list[Effect] = []
        self._closing = threading.Event()
        self._reached = threading.Event()
        self._moved = False  # cases go to another platform since the last look at the health

    def connect(
        self, runtime: Runtime, keeping: Keeping, desk: Desk, doctor: Diagnostician
    ) -> None:
        """The kiosk runs: what was to be audited before is audited now."""
        self._kiosk = runtime, keeping, desk, doctor
        runtime.watchers.append(self._watch)
        for effect in self._early:
            self._carry_out(effect)

    def close(self) -> None:
        """Whatever waits for a quiet moment waits no more."""
        self._closing.set()
        self._reached.set()

    # ---- what the client asks --------------------------------------------------------------------

    def compile(self, found: Effective) -> Compiled:
        rules = self._rules_of(found.config)
        if problems := list(self._examine(rules)):
            raise ConfigError(problems)
        return Compiled(found, rules)

    def take(self, compiled: object, begin: Callable[[], None]) -> bool:
        assert isinstance(compiled, Compiled) and self._kiosk is not None
        runtime, keeping, desk, doctor = self._kiosk
        while not runtime.state.is_quiet:
            if self._closing.wait(QUIET_LOOK_S):
                return False
        begin()
        drawn, before, rules = threading.Event(), runtime.rules.config, compiled.rules
        runtime.offer(rules, drawn.set)
        while not drawn.wait(QUIET_LOOK_S):
            if self._closing.is_set():
                return False
        self._reached.clear()
        self._moved = keeping.send_to(rules.config, rules.catalogue.matters)
        if self._moved or rules.config.platforms != before.platforms:
            desk.connect(clients(rules.config))
        doctor.tell_needs(needed_by(rules))
        return True

    def health(self) -> dict[str, int]:
        """Each device by its own diagnosis, each platform, and whether pages can be drawn."""
        assert self._kiosk is not None
        runtime = self._kiosk[0]
        grades = dict(self._devices(runtime))
        silent = self._moved and not self._reached.wait(self._health_s)
        self._moved = False
        state = runtime.state
        for platform in Platform:
            grades[platform.value] = int(platform in state.unreached)
        grades[Platform.ACCEPTANCE.value] |= silent
        grades["screen"] = int(isinstance(state.place, Paused))
        return grades

    def audit(self, event: str, **fields: str | int) -> None:
        self._carry_out(Audit(event, tuple(fields.items())))

    def stopped(self, stop: Stop | None) -> None:
        event: Event = ServiceResumed()
        if stop is not None:
            event = ServiceStopped(stop.number, stop.banner, stop.banner_en)
        if self._kiosk is not None:
            self._kiosk[0].post(event)

    # ---- the kiosk -------------------------------------------------------------------------------

    def _devices(self, runtime: Runtime) -> Iterator[tuple[str, int]]:
        """Asked as a technician asks; while somebody is served, as the devices say themselves."""
        told: dict[str, int] = {}
        with suppress(NobodyListens, CannotRun):
            directory = runtime.rules.config.keeping.directory
            for row in from_the_kiosk(directory, tuple(Device)):
                if row is not None:
                    told[row["device"]] = HOW_BAD.get(Grade(row["grade"]), 0)
        attention = {device.value for device, _ in runtime.state.attention}
        for device in Device:
            yield device.value, told.get(device.value, int(device.value in attention))

    def _watch(self, event: Event, state: State, effects: list[Effect]) -> None:
        if isinstance(event, PlatformReached):
            self._reached.set()

    def _carry_out(self, effect: Effect) -> None:
        if self._kiosk is None:
            self._early.append(effect)
        else:
            assert isinstance(effect, Audit)
            self._kiosk[1].carry_out(effect)
