"""What the kiosk and its face process say to each other.

One message is one packet (`SOCK_SEQPACKET`), so there is no framing, and the end of either side is
seen at once. JSON and not pickle: whoever took over the process that decodes a camera's stream
could otherwise make the kiosk run code. A portrait or photo travels as it is, from the caller's
buffer into the socket, so that no copy of it stays behind in the kiosk's memory.
"""

import contextlib
import json
import select
import socket
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Literal

LARGEST = 65536
SAME_PROMISE_S = 0.25
"""A process may be taken for silent so much earlier than it promised last; well below what the
other side forgives (`driver.GRACE_S`)."""
PORTRAIT, PHOTO, SHOT = b"P", b"F", b"S"
"""First byte of a portrait, of the police's photo, and of a photo for a card; JSON begins with
another."""


Note = Callable[[Literal["in", "out"], int, str], None]
"""Direction, length and kind of a packet; see `devices.transport.FrameLog.note`."""


class WireBroken(Exception):
    """The other side is gone, or says what makes no sense."""


# ---- to the face process ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setup:
    """The first message. What the process may know of the configuration."""

    source: str
    open_timeout_s: float
    read_timeout_s: float
    preview_fps: float
    simulation: bool
    photo_library: str = ""  # the path of the operator's, "" where there is none
    photo_call: str = ""
    photo_pixels: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """From the chip of a card."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Photo:
    """From the police, of somebody without a card."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class StartCheck:
    """See `kiosk.ports.CheckFace`."""

    id: str
    limit_s: float
    actions: int
    action_s: float


@dataclass(frozen=True, slots=True)
class StartPhotos:
    """See `kiosk.ports.TakePhotos`."""

    id: str
    limit_s: float
    shots: int
    countdown_s: float
    same_person: bool


@dataclass(frozen=True, slots=True)
class TryCamera:
    """Open the camera, look at so many frames, close it."""

    id: str
    frames: int


@dataclass(frozen=True, slots=True)
class TryEngine:
    """Compute a vector whose value is known."""

    id: str


@dataclass(frozen=True, slots=True)
class StopCheck:
    """Of the command with this id nobody wants to know any more."""

    id: str


# ---- from the face process -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ready:
    """The models are loaded."""

    engine: str


@dataclass(frozen=True, slots=True)
class Alive:
    """The next message comes within so many seconds, or something hangs."""

    within_s: float


@dataclass(frozen=True, slots=True)
class CameraSeen:
    """How the camera is now, for as long as nothing else is said. view: a `view.View`."""

    view: str


@dataclass(frozen=True, slots=True)
class Advice:
    id: str
    hint: str
    progress: float


@dataclass(frozen=True, slots=True)
class Scored:
    """liveness: a word of `kiosk.vocabulary.Liveness`."""

    id: str
    distance: float
    frames: int
    quality: float
    engine: str
    took_s: float
    liveness: str


@dataclass(frozen=True, slots=True)
class PhotoAdvice:
    """broken: words of `kiosk.case.card_photo.PhotoRule`."""

    id: str
    broken: list[str]
    seconds: int
    taken: int


@dataclass(frozen=True, slots=True)
class Shot:
    """A finished photo for a card, as a file; travels as it is."""

    jpeg: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShotsEnded:
    """All `Shot`s of the command came before it, in their order."""

    id: str
    best: int
    compared: bool
    took_s: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A check, or a round of shots, ended with nothing. code: a CompletionCode; reason: a word for
    the audit log."""

    id: str
    code: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CameraTried:
    """fps, age_s, brightness, clipped: see `view.Figures`; zeros for a camera that is gone."""

    id: str
    view: str
    width: int = 0
    height: int = 0
    fps: float = 0.0
    age_s: float = 0.0
    brightness: float = 0.0
    clipped: float = 0.0


@dataclass(frozen=True, slots=True)
class EngineTried:
    """passed: the vector was the expected one."""

    id: str
    passed: bool
    took_s: float


Message = (
    Setup | Portrait | Photo | StartCheck | StartPhotos | StopCheck | TryCamera | TryEngine
    | Ready | Alive | CameraSeen | Advice | Scored | PhotoAdvice | Shot | ShotsEnded | Failed
    | CameraTried | EngineTried
)  # fmt: skip

_KINDS: dict[str, type[Message]] = {
    kind.__name__: kind
    for kind in (
        *(Setup, StartCheck, StartPhotos, StopCheck, TryCamera, TryEngine),
        *(Ready, Alive, CameraSeen, Advice, Scored, PhotoAdvice, ShotsEnded, Failed),
        *(CameraTried, EngineTried),
    )
}


class Wire:
    """One end of the socket. Raises WireBroken from every method but `close`."""

    def __init__(self, end: socket.socket, note: Note | None = None) -> None:
        """note: told of every packet but signs of life; for support."""
        self._socket, self._note = end, note
        self._promised_s = 0.0  # monotonic; until when the last promise holds
        end.setblocking(False)

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, message: Message) -> None:
        """Never waits: a side that does not read its few small messages is as good as gone."""
        name = type(message).__name__
        self._send(name, json.dumps([name, asdict(message)]).encode())

    def promise(self, within_s: float) -> None:
        """Alive, unless it would promise hardly more than the last one: each wakes a thread of the
        kiosk, which is drawing."""
        until_s = time.monotonic() + within_s
        if not 0.0 <= until_s - self._promised_s < SAME_PROMISE_S:
            self.send(Alive(within_s))
            self._promised_s = until_s

    def send_portrait(self, portrait: bytearray) -> None:
        self._send(Portrait.__name__, PORTRAIT, portrait)

    def send_photo(self, photo: bytearray) -> None:
        self._send(Photo.__name__, PHOTO, photo)

    def send_shot(self, jpeg: bytes) -> None:
        self._send(Shot.__name__, SHOT, jpeg)

    def _send(self, name: str, *parts: bytes | bytearray) -> None:
        try:
            length = self._socket.sendmsg(parts)
        except OSError as error:
            raise WireBroken from error
        self._tell("out", length, name)

    def _tell(self, direction: Literal["in", "out"], length: int, name: str) -> None:
        if self._note is not None and name != Alive.__name__:
            self._note(direction, length, name)

    def receive(self, timeout_s: float) -> list[Message]:
        """What has arrived, after waiting at most so long for the first."""
        messages: list[Message] = []
        try:
            select.select([self._socket], [], [], timeout_s)
            with contextlib.suppress(BlockingIOError):
                while packet := self._socket.recv(LARGEST):
                    messages.append(_message(packet))
                    self._tell("in", len(packet), type(messages[-1]).__name__)
                raise WireBroken  # an empty packet is the end
        except (OSError, ValueError) as error:
            raise WireBroken from error
        return messages

    def close(self) -> None:
        self._socket.close()


def _message(packet: bytes) -> Message:
    if packet[:1] == PORTRAIT:
        return Portrait(packet[1:])
    if packet[:1] == SHOT:
        return Shot(packet[1:])
    if packet[:1] == PHOTO:
        return Photo(packet[1:])
    try:
        name, fields = json.loads(packet)
        return _KINDS[name](**fields)
    except (ValueError, TypeError, KeyError) as error:
        raise WireBroken from error
