"""What the face process was asked and has not answered yet, and what its words are to the kiosk.

Answers for exactly one `Completed` per command, and for telling a status only when it is another.
Leaves the process, its life and its silence, to `driver`.
"""

from dataclasses import dataclass

from devices.biometric.messages import (
    Advice,
    CameraSeen,
    CameraTried,
    EngineTried,
    Failed,
    Message,
    PhotoAdvice,
    Scored,
    Shot,
    ShotsEnded,
)
from devices.biometric.trials import ENGINE_OUT, camera_end, camera_status, engine_end
from kiosk.case.card_photo import PhotoRule, card_photo, photo_limits
from kiosk.events.devices import Completed, FaceHint, PhotoHint, StatusChanged
from kiosk.ports import (
    CheckFace,
    DeviceStatus,
    FaceScore,
    FunctionTest,
    PhotosTaken,
    Post,
    SelfTest,
    TakePhotos,
)
from kiosk.vocabulary import CompletionCode, Device, Hint, Liveness


@dataclass(frozen=True, slots=True)
class OfCamera:
    """A test of the camera; without it, one of the engine."""

    test: SelfTest | FunctionTest

    @property
    def id(self) -> str:
        return self.test.id


Test = SelfTest | FunctionTest | OfCamera
OfVisitor = CheckFace | TakePhotos
"""What opens the camera for somebody."""


class Answers:
    """Events for the kiosk out of messages; belongs to the driver's thread, but for `complete`."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._pending: dict[str, OfVisitor | Test] = {}
        self._shots: list[bytes] = []  # of the round under way, until it ends
        self._told: dict[Device, DeviceStatus] = {}
        self.engine = ""
        """Its name, once a process has loaded it."""

    def expect(self, command: OfVisitor | Test) -> None:
        """The face process was asked."""
        self._shots.clear()
        self._pending[command.id] = command

    def cancel(self, command_id: str) -> bool:
        """Whether it was still waited for; then it is CANCELED."""
        waited = self._pending.pop(command_id, None) is not None
        if waited:
            self.complete(command_id, CompletionCode.CANCELED)
        return waited

    def end_all(self, code: CompletionCode) -> None:
        """Complete everything that still waits: the process is gone, and its shots with it."""
        self._shots.clear()
        while self._pending:
            command_id, command = self._pending.popitem()
            lost = None
            if code is CompletionCode.HARDWARE_ERROR and not isinstance(command, OfVisitor):
                lost = camera_status("frozen") if isinstance(command, OfCamera) else ENGINE_OUT
            self.complete(command_id, code, lost)

    @property
    def visitor_waits(self) -> bool:
        return any(isinstance(each, OfVisitor) for each in self._pending.values())

    @property
    def camera_is_open(self) -> bool:
        """Whether something was asked for that opens it."""
        return any(isinstance(each, OfVisitor | OfCamera) for each in self._pending.values())

    def complete(self, command_id: str, code: CompletionCode, result: object = None) -> None:
        self._post(Completed(command_id, code, result))

    def status(self, status: DeviceStatus) -> None:
        told = self._told.get(status.device)
        if told is None or (told.state, told.attention) != (status.state, status.attention):
            self._told[status.device] = status
            self._post(StatusChanged(status))

    def hear(self, message: Message) -> None:
        """Raises ValueError or TypeError for a word or a number that means nothing."""
        match message:
            case CameraSeen(view):
                self.status(camera_status(view))
            case Advice(command_id, hint, progress):
                if command_id in self._pending:
                    self._post(FaceHint(Hint(hint), progress))
            case Scored(command_id, distance, frames, quality, engine, took_s, liveness):
                liveness = Liveness(liveness)
                score = FaceScore(distance, frames, quality, engine, took_s, liveness)
                if self._pending.pop(command_id, None):
                    self.complete(command_id, CompletionCode.SUCCESS, score)
            case PhotoAdvice(command_id, broken, seconds, taken):
                if command_id in self._pending:
                    self._post(PhotoHint(tuple(map(PhotoRule, broken)), seconds, taken))
            case Shot(jpeg):
                self._shots.append(jpeg)
            case ShotsEnded(command_id, best, compared, took_s):
                self._photos_taken(command_id, best, compared, took_s)
            case Failed(command_id, code, reason):
                if self._pending.pop(command_id, None):
                    self.complete(command_id, CompletionCode(code), reason or None)
            case CameraTried(command_id):
                command = self._pending.pop(command_id, None)
                if isinstance(command, OfCamera):
                    status, end = camera_end(command.test, message)
                    self.status(status)
                    self.complete(command_id, *end)
            case EngineTried(command_id):
                command = self._pending.pop(command_id, None)
                if isinstance(command, SelfTest | FunctionTest):
                    self.complete(command_id, *engine_end(command, message, self.engine))

    def _photos_taken(self, command_id: str, best: int, compared: bool, took_s: float) -> None:
        """Raises ValueError for files that are no photo for a card."""
        shots, self._shots = tuple(self._shots), []
        if not 0 <= best < len(shots):
            raise ValueError(best)
        limits = photo_limits()
        photos = tuple(card_photo(jpeg, limits) for jpeg in shots)
        if self._pending.pop(command_id, None):
            taken = PhotosTaken(photos, best, compared, took_s)
            self.complete(command_id, CompletionCode.SUCCESS, taken)
