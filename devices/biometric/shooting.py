"""A round of shots for a card under way in the face process, from the first hint to the album.

Answers for what is told of it and in which order files and album go out. Leaves what a shot must
be to `photographer`.
"""

import time

from devices.biometric.engine import Bgr, Vector
from devices.biometric.looking import VECTOR_S, Looking, Tools
from devices.biometric.messages import PhotoAdvice, ShotsEnded, StartPhotos
from devices.biometric.photographer import Photographer
from devices.biometric.pipeline import Sight
from kiosk.case.card_photo import PhotoLimits
from kiosk.vocabulary import CompletionCode


class Shooting(Looking):
    """known: the person who must be on the photos; None: nobody was checked, nobody is compared."""

    def __init__(
        self, command: StartPhotos, tools: Tools, limits: PhotoLimits, known: Vector | None
    ) -> None:
        super().__init__(command.id, tools)
        self._photographer = Photographer(command, tools.engine, limits, known, self._began_s)

    def decides(self, at_s: float) -> bool:
        return self._photographer.due(at_s)

    def may_wait(self, usable: bool) -> bool:
        """Whoever is photographed was compared before."""
        return False

    def see(self, frame: Bgr, sight: Sight, at_s: float, *, new: bool) -> None:
        photographer = self._photographer
        if photographer.due(at_s):
            self._tools.wire.promise(VECTOR_S)
        if new:
            photographer.see(frame, sight, at_s)
        if shown := photographer.advice(at_s):
            told = [rule.value for rule in shown.broken]
            self._tools.wire.send(PhotoAdvice(self.id, told, shown.seconds, shown.taken))
        if not photographer.over(at_s):
            return
        if photographer.shots:
            self._hand_over()
        else:
            self._fail(CompletionCode.TIME_OUT, "")

    def _hand_over(self) -> None:
        photographer = self._photographer
        self.close()
        for shot in photographer.shots:
            self._tools.wire.send_shot(shot.jpeg)
        took_s = time.monotonic() - self._began_s
        compared = photographer.known is not None
        self._tools.wire.send(ShotsEnded(self.id, photographer.best, compared, took_s))
        album = photographer.album()
        self._tools.room(album.shape[1], album.shape[0])[:] = album
        self._tools.preview.publish()
