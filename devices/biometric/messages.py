"""What the kiosk and its face process say to each other.

One message is one packet (`SOCK_SEQPACKET`), so there is no framing, and the end of either side is
seen at once. JSON and not pickle: whoever took over the process that decodes a camera's stream
could otherwise make the kiosk run code. A portrait travels as it is, from the caller's buffer into
the socket, so that no copy of it stays behind in the kiosk's memory.
"""

import contextlib
import json
import select
import socket
from dataclasses import asdict, dataclass

LARGEST = 65536
PORTRAIT = b"P"
"""First byte of a portrait; JSON begins with another."""


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


@dataclass(frozen=True, slots=True)
class Portrait:
    data: bytes


@dataclass(frozen=True, slots=True)
class StartCheck:
    id: str
    limit_s: float


@dataclass(frozen=True, slots=True)
class TryCamera:
    """Open the camera, take one frame, close it."""

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
    """Whether the camera gave a frame."""

    works: bool


@dataclass(frozen=True, slots=True)
class Advice:
    id: str
    hint: str
    progress: float


@dataclass(frozen=True, slots=True)
class Scored:
    id: str
    distance: float
    quality: float
    engine: str
    took_s: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A check ended without a score. code: a CompletionCode; reason: a word for the audit log."""

    id: str
    code: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CameraTried:
    id: str
    works: bool


Message = (
    Setup | Portrait | StartCheck | StopCheck | TryCamera
    | Ready | Alive | CameraSeen | Advice | Scored | Failed | CameraTried
)  # fmt: skip

_KINDS: dict[str, type[Message]] = {
    kind.__name__: kind
    for kind in (
        *(Setup, StartCheck, StopCheck, TryCamera),
        *(Ready, Alive, CameraSeen, Advice, Scored, Failed, CameraTried),
    )
}


class Wire:
    """One end of the socket. Raises WireBroken from every method but `close`."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        end.setblocking(False)

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, message: Message) -> None:
        """Never waits: a side that does not read its few small messages is as good as gone."""
        self._send(json.dumps([type(message).__name__, asdict(message)]).encode())

    def send_portrait(self, portrait: bytearray) -> None:
        self._send(PORTRAIT, portrait)

    def _send(self, *parts: bytes | bytearray) -> None:
        try:
            self._socket.sendmsg(parts)
        except OSError as error:
            raise WireBroken from error

    def receive(self, timeout_s: float) -> list[Message]:
        """What has arrived, after waiting at most so long for the first."""
        messages: list[Message] = []
        try:
            select.select([self._socket], [], [], timeout_s)
            with contextlib.suppress(BlockingIOError):
                while packet := self._socket.recv(LARGEST):
                    messages.append(_message(packet))
                raise WireBroken  # an empty packet is the end
        except (OSError, ValueError) as error:
            raise WireBroken from error
        return messages

    def close(self) -> None:
        self._socket.close()


def _message(packet: bytes) -> Message:
    if packet[:1] == PORTRAIT:
        return Portrait(packet[1:])
    try:
        name, fields = json.loads(packet)
        return _KINDS[name](**fields)
    except (ValueError, TypeError, KeyError) as error:
        raise WireBroken from error
