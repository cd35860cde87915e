"""A check under way in the face process: its frames, its vectors, its verdict.

Answers for which vectors are taken when, and for what is told of them: distance and figures, never
a picture or a vector. Leaves patience and instructions to `attempt`, and what a distance means to
`kiosk/case/identity.py`.
"""

import time

from devices.biometric.attempt import Attempt
from devices.biometric.check import Candidate, comparable
from devices.biometric.engine import Bgr, Vector, distance
from devices.biometric.fusion import Evidence
from devices.biometric.liveness import draw, same_face
from devices.biometric.looking import Looking, Tools
from devices.biometric.messages import Advice, Scored, StartCheck
from devices.biometric.pipeline import Sight
from devices.biometric.portrait import Encoding
from kiosk.vocabulary import CompletionCode, Hint, Liveness


class Checking(Looking):
    """One try against the card of `owner`. evidence: of all tries with this portrait."""

    def __init__(
        self, command: StartCheck, tools: Tools, owner: Encoding, evidence: Evidence
    ) -> None:
        super().__init__(command.id, tools)
        self._owner, self._evidence = owner, evidence
        self._attempt = Attempt(
            draw(command.actions),
            limit_s=command.limit_s,
            action_s=command.action_s,
            now_s=self._began_s,
        )
        self._good = False  # whether the last frame may be compared
        self._first: Candidate | None = None
        self._start: Vector | None = None  # of the first good frame
        self._acting: list[Vector] = []  # one of each action

    def decides(self, at_s: float) -> bool:
        return self._attempt.decides

    def may_wait(self, usable: bool) -> bool:
        """Once a face can be compared, its verdict comes first."""
        return not (self._good and usable)

    def see(self, frame: Bgr, sight: Sight, at_s: float, *, new: bool) -> None:
        self._good = comparable(sight) and new
        attempt = self._attempt
        attempt.see(sight, sight.cut(frame) if self._good else None, at_s)
        if shown := attempt.advice(at_s):
            self._tools.wire.send(Advice(self.id, shown.hint, shown.progress))
        if attempt.acting:
            self._acting.append(self._tools.encode(sight.cut(frame)))
        if failed := attempt.failed(at_s):
            self._tell(failed)
        elif first := attempt.first():
            # It reads what to do while it is encoded.
            if attempt.begin(sight, at_s):
                self._first, self._start = first, self._tools.encode(first.cut)
        elif last := attempt.last():
            self._compare(last)
        elif attempt.timed_out(at_s):
            self._fail(CompletionCode.TIME_OUT, "")

    def _compare(self, last: Candidate) -> None:
        """All was done: whether by one person, and how near that person is to the card."""
        assert self._start is not None
        self._tools.wire.send(Advice(self.id, Hint.COMPARING, 1.0))
        end = self._tools.encode(last.cut)
        if not same_face(self._start, end, self._acting):
            self._tell(Liveness.FACE_CHANGED)
        else:
            self._evidence.add(self._start)
            self._evidence.add(end)
            self._tell(Liveness.PASSED)

    def _tell(self, liveness: Liveness) -> None:
        """End the check with its figures. Only what lives is evidence; the rest is told alone."""
        assert self._first is not None
        assert self._start is not None
        lives = liveness is Liveness.PASSED
        shown = self._evidence.vector if lives else self._start
        self._end(
            Scored(
                self.id,
                distance(shown, self._owner.vector),
                len(self._evidence) if lives else 1,
                self._first.score,
                self._tools.engine.name,
                time.monotonic() - self._began_s,
                liveness,
            )
        )
