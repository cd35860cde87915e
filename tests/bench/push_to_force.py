"""push_to_force: from `publish` to in force on an idle kiosk, and from a stop to the banner.

The reference is what cannot be saved: half the pause between two looks, and for a generation the
health check. Both are set here, so that the figure is of everything else; how long a kiosk's own
check takes stands in `make push`. A mean over moments that are spread evenly within the pause.
"""

import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from config.bundle import STOPS, Stop, Stops
from tests.bench.measure import Report, Row
from tests.config.remote.county import County, Kiosk, Machine, Server

ROUNDS = 6
POLL_S = 4.0
HEALTH_S = 1.0  # of the two looks, before and after, together


class Slow(Machine):
    """A kiosk whose health check takes its time."""

    def health(self) -> dict[str, int]:
        time.sleep(HEALTH_S / 2)
        return dict(self.well)


class SlowKiosk(Kiosk):
    machine_is = Slow


class Even(random.Random):
    """The swing of the pause, which is even in the mean: six rounds would measure its luck."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


def measure() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        county = County(Path(folder) / "county")
        county.publish(1)
        server = Server(county.repository.public)
        kiosk = SlowKiosk(Path(folder) / "kiosk", server.url, county.root, lambda: county.now)
        kiosk.client._config = kiosk.config.model_copy(update={"poll_interval_s": POLL_S})
        kiosk.client._dice = Even()
        kiosk.boot()
        kiosk.client.start()
        try:
            pushes = [_push(county, server, kiosk.machine, each) for each in range(ROUNDS)]
            stops = [_stop(county, server, kiosk.machine, each) for each in range(ROUNDS)]
        finally:
            kiosk.client.close()
            server.close()
    return Report(
        [
            _row(
                "push_to_force", pushes, POLL_S / 2 + HEALTH_S, "half a pause and the health check"
            ),
            _row("emergency_stop", stops, POLL_S / 2, "half a pause"),
        ]
    )


def _push(county: County, server: Server, seen: Machine, at: int) -> float:
    number = at + 2
    _into_the_pause(server, at)
    county.publish(number)
    return _took_s(lambda: ("config_confirmed", {"generation": number}) in seen.audited)


def _stop(county: County, server: Server, seen: Machine, at: int) -> float:
    number = at + 1
    _into_the_pause(server, at)
    stop = Stop(number=number, scope="county", banner="停", banner_en="Stop", at=county.now)
    county.repository.propose("stop", lambda signed: None, {STOPS: Stops(stops=(stop,)).data()})
    county.repository.sign(county.a)
    county.repository.publish(county.online, only=("stop",))
    return _took_s(lambda: seen.stop is not None and seen.stop.number == number)


def _into_the_pause(server: Server, at: int) -> None:
    """Just after a look, and then so far into the pause that follows it."""
    server.reports.clear()
    _took_s(lambda: bool(server.reports))
    time.sleep(POLL_S * (at + 0.5) / ROUNDS)


def _took_s(holds: Callable[[], bool]) -> float:
    began_s = time.monotonic()
    pause = threading.Event()
    while not holds():
        assert time.monotonic() - began_s < 30.0
        pause.wait(0.005)
    return time.monotonic() - began_s


def _row(name: str, took_s: list[float], reference_s: float, told: str) -> Row:
    return Row(name, "s", statistics.fmean(took_s), reference_s, told, goal=1.2)
