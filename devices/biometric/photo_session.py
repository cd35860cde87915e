"""When shots for a card are taken: hints while something is wrong, a countdown, then the shots.

Pure: time comes as a number, frames as the rules that they break. Nobody presses anything: who
looks well for a moment is counted down and taken, who moves is told so and waits a little longer.
"""

from collections import deque
from dataclasses import dataclass

from kiosk.case.card_photo import PhotoRule

WELL_FRAMES = 4
"""So many frames in a row without a fault begin the countdown."""

SETTLED_FRAMES = 3
"""A fault in so many frames in a row is told, and ends a countdown: one frame is noise, or a blink.
"""

HINT_HOLD_S = 1.5
"""A sentence that changes faster cannot be read."""

BETWEEN_S = 0.8
"""From one shot to the next: enough for another face, not for another pose."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen tells. broken: what to put right, worst first; seconds: until the shot, while
    it counts down; taken: shots so far."""

    broken: tuple[PhotoRule, ...]
    seconds: int
    taken: int


class PhotoSession:
    """The state of one round of shots. Begins when the first frame may come."""

    def __init__(self, now_s: float, *, limit_s: float, shots: int, countdown_s: float) -> None:
        """limit_s: without a shot for so long, the round is over."""
        self._shots, self._countdown_s, self._limit_s = shots, countdown_s, limit_s
        self._ends_s = now_s + limit_s
        self._recent: deque[tuple[PhotoRule, ...]] = deque(maxlen=SETTLED_FRAMES)
        self._well = 0
        self._shot_s: float | None = None  # when the next one is due, while it counts down
        self._turned_out: tuple[PhotoRule, ...] = ()  # what was wrong with a finished picture
        self._told: Shown | None = None
        self._told_s = now_s
        self.taken = 0

    def see(self, broken: tuple[PhotoRule, ...], now_s: float) -> None:
        """Take note of one frame."""
        self._recent.append(broken)
        if self._turned_out and now_s - self._told_s >= HINT_HOLD_S:
            self._turned_out = ()
        self._well = 0 if broken or self._turned_out else self._well + 1
        if self._shot_s is None:
            if self._well >= WELL_FRAMES:
                self._shot_s = now_s + (BETWEEN_S if self.taken else self._countdown_s)
        elif len(self._recent) == SETTLED_FRAMES and all(self._recent):
            self._shot_s = None

    def due(self, now_s: float) -> bool:
        """Whether the frame just seen is to be a shot."""
        return self._shot_s is not None and now_s >= self._shot_s and self._well > 0

    def took(self, broken: tuple[PhotoRule, ...], now_s: float) -> None:
        """The frame was finished. broken: what is wrong with the picture, which is then no shot."""
        if broken:
            self._shot_s, self._well = None, 0
            self._turned_out, self._told_s = broken, now_s
            return
        self.taken += 1
        self._shot_s = now_s + BETWEEN_S
        self._ends_s = now_s + self._limit_s

    @property
    def done(self) -> bool:
        return self.taken >= self._shots

    def timed_out(self, now_s: float) -> bool:
        return now_s >= self._ends_s

    def advice(self, now_s: float) -> Shown | None:
        """What to tell the screen now, or None when that is what it shows already."""
        shown = self._wanted(now_s)
        if shown is None or shown == self._told:
            return None
        other = self._told is None or shown.broken[:1] != self._told.broken[:1]
        held = now_s - self._told_s < HINT_HOLD_S and self._told is not None
        if other and held and shown.broken and not self._turned_out:
            return None
        if other:
            self._told_s = now_s
        self._told = shown
        return shown

    def _wanted(self, now_s: float) -> Shown | None:
        if self._turned_out:
            return Shown(self._turned_out, 0, self.taken)
        if self._shot_s is not None:
            seconds = 0 if self.taken else max(1, int(self._shot_s - now_s + 0.999))
            return Shown((), seconds, self.taken)
        worst = {broken[0] if broken else None for broken in self._recent}
        if len(self._recent) < SETTLED_FRAMES or len(worst) > 1:
            return None  # they do not agree yet
        return Shown(self._recent[-1], 0, self.taken)
