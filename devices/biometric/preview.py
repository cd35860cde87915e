"""The picture for the screen: anonymous shared memory with room for two frames.

The face process writes into the room that is not shown, then publishes it by its sequence number;
the kiosk hands out a view without copying. There is no name in the file system that could outlive
both (`memfd_create`), and the kiosk overwrites it with zeros whenever a face process has ended.
Without numpy or OpenCV: the kiosk's process loads neither for this.
"""

import fcntl
import mmap
import os
import struct

from kiosk.ports import Preview

SIDE = 640
"""Pixels: the preview fits into a square of this size."""

MOST = 480_000
"""Pixels that a picture may have: three shots for a card side by side have 473,634."""

_SEQUENCE = struct.Struct("<I")
_SHAPE = struct.Struct("<II")  # width, height
_ROOM = _SHAPE.size + MOST * 3
_SIZE = _SEQUENCE.size + 2 * _ROOM


def create_memory() -> int:
    """A new file descriptor for `PreviewMemory`; its size can no longer be changed."""
    memory = os.memfd_create("preview", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(memory, _SIZE)
    # A face process gone wrong must not pull the memory from under the kiosk (SIGBUS).
    fcntl.fcntl(memory, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
    return memory


class PreviewMemory:
    """The memory behind one file descriptor, which may be closed afterwards."""

    def __init__(self, memory: int) -> None:
        self._map = mmap.mmap(memory, _SIZE)
        self._view = memoryview(self._map)

    def newest(self) -> Preview | None:
        """The frame last published, or None; valid until the next but one is written."""
        (sequence,) = _SEQUENCE.unpack_from(self._map)
        if sequence == 0:
            return None
        start = _room(sequence)
        width, height = _SHAPE.unpack_from(self._map, start)
        if not 0 < width * height <= MOST:
            return None
        start += _SHAPE.size
        # Not read-only: Kivy's blit asks for a buffer that could be written to.
        pixels = self._view[start : start + width * height * 3]
        return Preview(sequence, width, height, pixels)

    def begin(self, width: int, height: int) -> memoryview:
        """Room for the next frame, to be filled before `publish`."""
        start = _room(self._sequence() + 1)
        _SHAPE.pack_into(self._map, start, width, height)
        start += _SHAPE.size
        return self._view[start : start + width * height * 3]

    def publish(self) -> None:
        _SEQUENCE.pack_into(self._map, 0, self._sequence() + 1)

    def erase(self) -> None:
        """Zeros everywhere; `newest` is None again."""
        self._map[:] = bytes(_SIZE)

    def _sequence(self) -> int:
        (sequence,) = _SEQUENCE.unpack_from(self._map)
        return int(sequence)


def _room(sequence: int) -> int:
    return _SEQUENCE.size + (sequence % 2) * _ROOM
