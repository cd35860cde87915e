"""How long nobody may try, after wrong PINs: 30 s after the third, then double, at most an hour.

Pure. While the kiosk runs the monotonic clock counts, which nobody sets; over a restart only the
wall clock goes on, and wherever that was set to, it makes no lockout longer than it was. A try is
counted before it is checked, so that pulling the plug in between wins nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 3
FIRST_S = 30.0
MOST_S = 3600.0


@dataclass(frozen=True, slots=True)
class Lockout:
    """wrong: tries since the last right one. until_s: monotonic; before it nobody may try."""

    wrong: int = 0
    until_s: float = 0.0

    def left_s(self, at_s: float) -> float:
        """Seconds until the next try; 0: now."""
        return max(0.0, self.until_s - at_s)

    def counted(self, at_s: float) -> "Lockout":
        """The same with one try more."""
        return Lockout(self.wrong + 1, at_s + lasts_s(self.wrong + 1))


def lasts_s(wrong: int) -> float:
    """How long nobody may try after so many wrong ones."""
    if wrong < FREE_TRIES:
        return 0.0
    return min(MOST_S, FIRST_S * 2.0 ** min(wrong - FREE_TRIES, 32))


def resumed(wrong: int, since: datetime | None, now: datetime, at_s: float) -> Lockout:
    """The lockout after a restart. since: when the newest try was; None: it counts from now."""
    whole_s = lasts_s(wrong)
    gone_s = 0.0 if since is None else (now - since) / timedelta(seconds=1)
    return Lockout(wrong, at_s + min(whole_s, max(0.0, whole_s - gone_s)))
