"""The wire between the kiosk and its face process.

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
from dataclasses import asdict
from typing import Literal

from devices.biometric.messages import KINDS, Alive, Message, Photo, Portrait, Shot

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
        return KINDS[name](**fields)
    except (ValueError, TypeError, KeyError) as error:
        raise WireBroken from error
