"""One round of shots for a card: every frame measured, what is wrong told, shots finished and kept
until they are handed over. Lives in the face process, for one command.
"""

import statistics
from collections import deque

import cv2
import numpy as np

from devices.biometric import card_photo
from devices.biometric.card_photo import Finished
from devices.biometric.engine import Bgr, DlibEngine, Vector, distance
from devices.biometric.fusion import SAME_PERSON
from devices.biometric.messages import StartPhotos
from devices.biometric.photo_session import PhotoSession, Shown
from devices.biometric.pipeline import Sight
from kiosk.case.card_photo import PhotoLimits, PhotoRule, broken

REMEMBERED = 45
"""Frames from which it is known how far somebody's eyes are open: three seconds, longer than a
blink."""


class Photographer:
    """known: the person who passed the face check; None: nobody was checked, nobody is compared."""

    def __init__(
        self,
        command: StartPhotos,
        engine: DlibEngine,
        limits: PhotoLimits,
        known: Vector | None,
        now_s: float,
    ) -> None:
        self.command, self.known = command, known
        self.began_s = now_s
        self.shots: list[Finished] = []
        self._scores: list[float] = []
        self._engine, self._limits = engine, limits
        self._eyes: deque[float] = deque(maxlen=REMEMBERED)
        self._session = PhotoSession(
            now_s, limit_s=command.limit_s, shots=command.shots, countdown_s=command.countdown_s
        )

    def due(self, now_s: float) -> bool:
        """Whether a frame taken now may become a shot: it is to be searched closely."""
        return self._session.due(now_s)

    def see(self, frame: Bgr, sight: Sight, now_s: float) -> None:
        """Take note of one frame, and finish a shot of it if one was `due`, and it is faultless."""
        due = self.due(now_s)
        if sight.measures is None or sight.points is None:
            self._session.see(broken(None, self._limits), now_s)
            return
        seen = card_photo.see(frame, sight.points, sight.measures, self._limits)
        self._eyes.append(seen.measures.eye_opening)
        own = statistics.quantiles(self._eyes, n=10)[-1] if len(self._eyes) > 1 else 0.0
        faults = broken(seen.measures.blinking(own), self._limits)
        self._session.see(faults, now_s)
        if due and self.due(now_s):
            shot = card_photo.finish(self._engine, frame, seen.crop, self._limits)
            faults = self._wrong(shot, own, frame, sight)
            if not faults:
                self.shots.append(shot)
                self._scores.append(sight.score)
            self._session.took(faults, now_s)

    def _wrong(self, shot: Finished, own: float, frame: Bgr, sight: Sight) -> tuple[PhotoRule, ...]:
        """What a finished picture shows, whatever the frame promised."""
        found = shot.measures
        if faults := broken(found.blinking(own) if found else None, self._limits):
            return faults
        if self.known is None:
            return ()
        vector = self._engine.encode(self._engine.chip(frame, sight.box))
        return () if distance(vector, self.known) <= SAME_PERSON else (PhotoRule.SAME_PERSON,)

    def advice(self, now_s: float) -> Shown | None:
        """What to tell the screen now, or None when that is what it shows already."""
        return self._session.advice(now_s)

    def over(self, now_s: float) -> bool:
        """Whether no further shot is waited for."""
        return self._session.done or self._session.timed_out(now_s)

    @property
    def best(self) -> int:
        """The clearest of the shots."""
        return max(range(len(self._scores)), key=self._scores.__getitem__)

    def album(self) -> Bgr:
        """The shots side by side, for whoever chooses one: not mirrored, as a card shows them."""
        return np.asarray(cv2.hconcat([shot.picture for shot in self.shots]), np.uint8)
