"""One try: look for a good face, ask for the actions, look again; and what to say meanwhile.

Pure: frames come in as what was seen in them, instructions come out. Vectors are not seen here:
`process` takes those of the first and last good frame, and of each action when `acting` says so.
"""

from collections.abc import Sequence

from devices.biometric.check import Candidate, Check, Shown
from devices.biometric.liveness import Challenge
from devices.biometric.pipeline import Cut, Sight
from kiosk.vocabulary import Hint, Liveness

LOOKING, ACTING = 0.25, 0.65
"""Shares of the whole, for the ring on the screen."""

SHOWN_DONE_S = 0.4
"""Whoever is back at rest within that time is not told to come back."""


class Attempt:
    """The state of one try. Begins when the first frame may come."""

    def __init__(
        self, actions: Sequence[Hint], *, limit_s: float, action_s: float, now_s: float
    ) -> None:
        """limit_s: for a good face; action_s: for each action, and for the last look."""
        self._actions, self._action_s = actions, action_s
        self._before = Check(now_s, limit_s)
        self._challenge: Challenge | None = None
        self._after: Check | None = None
        self._back_s = now_s  # since when the person is to come back to rest
        self._told: Shown | None = None

    def see(self, sight: Sight, cut: Cut | None, now_s: float) -> None:
        """Take note of one frame; see `Check.see`."""
        if self._challenge is None:
            self._before.see(sight, cut, now_s)
            return
        asked = self._challenge.asks
        self._challenge.see(sight.signs(now_s))
        if self._challenge.asks is not asked:
            self._back_s = now_s
        if self._challenge.done:
            self._after = self._after or Check(now_s, self._action_s)
            self._after.see(sight, cut, now_s)

    def first(self) -> Candidate | None:
        """The best frame before the actions, once; then `begin`."""
        return self._before.best() if self._challenge is None else None

    def begin(self, sight: Sight, now_s: float) -> bool:
        """Ask for the first action; False, and looked at anew, if the face moved meanwhile.

        sight: the newest frame.
        """
        rest = self._before.at_rest()
        if rest is None:
            self._before.start_over()
            return False
        self._challenge = Challenge(self._actions, rest, self._action_s, sight.signs(now_s))
        return True

    @property
    def decides(self) -> bool:
        """Whether the next frame, if it is a good one, ends one of the two searches."""
        search = self._after if self._challenge else self._before
        return search is not None and search.decides

    @property
    def acting(self) -> bool:
        """Whether the frame just seen shows an action that was asked for."""
        return self._challenge is not None and self._challenge.counted

    def last(self) -> Candidate | None:
        """The best frame after the actions."""
        return self._after.best() if self._after else None

    def failed(self, now_s: float) -> Liveness | None:
        """How the actions ended, if not well."""
        if self._challenge is None or self._challenge.verdict is None:
            return None
        if self._challenge.verdict is not Liveness.PASSED:
            return self._challenge.verdict
        return Liveness.MISSED if self._after and self._after.timed_out(now_s) else None

    def timed_out(self, now_s: float) -> bool:
        """Whether no good face was found in time."""
        return self._challenge is None and self._before.timed_out(now_s)

    def advice(self, now_s: float) -> Shown | None:
        """What to tell the screen now, or None when that is what it shows already."""
        if self._challenge is None:
            shown = self._before.advice(now_s)
            advice = Shown(shown.hint, LOOKING * shown.progress) if shown else None
        elif self._after:
            shown = self._after.advice(now_s)
            rest = LOOKING + ACTING
            advice = Shown(shown.hint, rest + (1 - rest) * shown.progress) if shown else None
        else:
            asks = self._challenge.asks
            if asks is Hint.FACE_FORWARD and now_s - self._back_s < SHOWN_DONE_S:
                return None
            advice = Shown(asks, LOOKING + ACTING * self._challenge.progress)
        if advice is None or advice == self._told:
            return None
        self._told = advice
        return advice
