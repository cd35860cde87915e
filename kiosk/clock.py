"""The two clocks of a kiosk: monotonic seconds for patience, local time for dates.

A demonstration may set the hour ("02:00"); from then on its time of day goes on as usual.
"""

import time
from datetime import datetime, timedelta


class Clock:
    """starts_at: a time of day, "HH:MM", for demonstrations; None: the machine's own time."""

    def __init__(self, starts_at: str | None = None) -> None:
        self._shift = timedelta()
        if starts_at is not None:
            real = datetime.now().astimezone()
            wanted = datetime.strptime(starts_at, "%H:%M").time()
            shown = real.replace(hour=wanted.hour, minute=wanted.minute, second=0, microsecond=0)
            self._shift = shown - real

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        """Local time with its zone."""
        return datetime.now().astimezone() + self._shift
