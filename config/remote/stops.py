"""Which stops hold on this kiosk: one administrator stops, and only two take it back.

One alone must not take a stop back by leaving it out of the document, nor by giving its number to
another place: as a kiosk has seen a stop first, so it holds, over restarts too, until two have said
that it is over.
"""

from config.bundle import Resumed, Stop, Stops, is_for
from config.load import Whose
from config.remote.kiosk import Kiosk
from config.remote.store import Store


class HeldStops:
    """store: where they are kept. whose: this kiosk. told: the stop that it was last told of."""

    def __init__(self, store: Store, whose: Whose, kiosk: Kiosk) -> None:
        self._store, self._whose, self._kiosk = store, whose, kiosk
        self.told: Stop | None = None

    def mind(self, said: Stops, resumed: Resumed) -> None:
        """What the county says now. Raises OSError: it cannot be kept."""
        known = {stop.number: stop for stop in (*said.stops, *self._store.stops)}
        over = set(resumed.numbers)
        holds = (known[number] for number in sorted(known) if number not in over)
        self._store.keep_stops(tuple(stop for stop in holds if self._is_for_us(stop)))
        self.tell()

    def tell(self) -> None:
        """The newest that holds, to the kiosk; nothing when it knows."""
        newest = self._store.stops[-1] if self._store.stops else None
        if newest == self.told:
            return
        if newest is not None:
            self._kiosk.audit("service_stopped", stop=newest.number)
        elif self.told is not None:
            self._kiosk.audit("service_resumed", stop=self.told.number)
        self.told = newest
        self._kiosk.stopped(newest)

    def _is_for_us(self, stop: Stop) -> bool:
        return is_for(stop.scope, self._whose.site, self._whose.terminal)
