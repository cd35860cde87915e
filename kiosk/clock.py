"""The two clocks of a kiosk: monotonic seconds for patience, Beijing time for dates.

A demonstration may set the hour ("02:00"); from then on its time of day goes on as usual.
"""

import time
from datetime import datetime, timedelta, timezone

# One zone and no summer time in all of China. Not the machine's: that is UTC wherever nobody has
# set it, and then slips, office hours and what the platform is told would be eight hours off.
BEIJING = timezone(timedelta(hours=8))


class Clock:
    """starts_at: a time of day, "HH:MM", for demonstrations; None: what time it is."""

    def __init__(self, starts_at: str | None = None) -> None:
        self._shift = timedelta()
        if starts_at is not None:
            real = datetime.now(BEIJING)
            wanted = datetime.strptime(starts_at, "%H:%M").time()
            shown = real.replace(hour=wanted.hour, minute=wanted.minute, second=0, microsecond=0)
            self._shift = shown - real

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        """Beijing time, with its zone."""
        return datetime.now(BEIJING) + self._shift
