"""The search for a good face: which hint is shown, which frame is compared, and when it ends.

Pure: time comes as a number, frames as what was seen in them. A try searches twice, before and
after the actions of `liveness`. Leaves the distance to whoever has the portrait, and what a
distance means to `kiosk/case/identity.py`.
"""

from collections import deque
from dataclasses import dataclass, field

from devices.biometric import quality
from devices.biometric.liveness import AtRest, Signs
from devices.biometric.pipeline import Cut, Sight
from devices.biometric.view import DARK
from kiosk.vocabulary import Hint

GOOD_FRAMES = 5
"""So many good frames of the last fifteen end the search: a third of a second of one calm face."""

WINDOW = 15

SETTLED_FRAMES = 3
"""A hint is wanted by so many frames in a row before it is shown: one frame is noise."""

HINT_HOLD_S = 1.5
"""A sentence that changes faster cannot be read."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen tells the person: one hint, and how far the check is (0 to 1)."""

    hint: Hint
    progress: float


@dataclass(frozen=True, slots=True)
class Candidate:
    score: float
    cut: Cut = field(repr=False)
    signs: Signs = field(repr=False)


class Check:
    """The state of one search. Begins when the first frame may come."""

    def __init__(self, now_s: float, limit_s: float) -> None:
        self._ends_s = now_s + limit_s
        self._window: deque[Candidate | None] = deque(maxlen=WINDOW)
        self._wanted: deque[Hint] = deque(maxlen=SETTLED_FRAMES)
        self._shown: Shown | None = None
        self._shown_s = now_s

    def timed_out(self, now_s: float) -> bool:
        return now_s >= self._ends_s

    def see(self, sight: Sight, cut: Cut | None, now_s: float) -> None:
        """Take note of one frame; its cut is given when `comparable` said so."""
        self._wanted.append(_wanted(sight))
        if sight.measures is None or sight.measures.faces != 1:
            # Whoever comes now may be somebody else: nothing from before may be compared.
            self.start_over()
        else:
            good = None if cut is None else Candidate(sight.score, cut, sight.signs(now_s))
            self._window.append(good)

    def start_over(self) -> None:
        """The frames so far count for nothing."""
        self._window.clear()

    def advice(self, now_s: float) -> Shown | None:
        """What to tell the screen now, or None when that is what it shows already."""
        wanted = self._wanted[-1]
        hint = self._shown.hint if self._shown else None
        settled = self._wanted.count(wanted) == SETTLED_FRAMES
        if hint is None:
            hint = wanted if settled else None
        elif wanted != hint and settled and now_s - self._shown_s >= HINT_HOLD_S:
            hint = wanted
        if hint is None:
            return None
        advice = Shown(hint, min(1.0, len(self._good()) / GOOD_FRAMES))
        if advice == self._shown:
            return None
        if self._shown is None or hint != self._shown.hint:
            self._shown_s = now_s
        self._shown = advice
        return advice

    @property
    def decides(self) -> bool:
        """Whether one more good frame ends the search."""
        return len(self._good()) >= GOOD_FRAMES - 1

    def best(self) -> Candidate | None:
        """The frame to compare, as soon as there are enough to choose from."""
        good = self._good()
        if len(good) < GOOD_FRAMES:
            return None
        return max(good, key=lambda candidate: candidate.score)

    def at_rest(self) -> AtRest | None:
        """The face of whoever was looked at, once there is a best frame; None if it moved."""
        frames = [candidate.signs for candidate in self._good()]
        return AtRest.of(frames) if AtRest.is_calm(frames) else None

    def _good(self) -> list[Candidate]:
        return [candidate for candidate in self._window if candidate is not None]


def comparable(sight: Sight) -> bool:
    """Whether this frame may be compared."""
    return sight.measures is not None and quality.hint(sight.measures) is None


def _wanted(sight: Sight) -> Hint:
    if sight.measures is None:
        return Hint.MORE_LIGHT if sight.brightness < DARK else Hint.LOOK_AT_CAMERA
    return quality.hint(sight.measures) or Hint.HOLD_STILL
