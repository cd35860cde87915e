"""Decodes a real chip's portrait (WLT) with the library that the operator has licensed.

No free decoder is known, and none is shipped: the maker's shared object is named in the
configuration with the call that it offers, and loaded inside the face process only, so that it can
crash, hang or leak there and nowhere else. Answers for the three families of calls, for the two
forms of what comes back, and for leaving no file behind. Not tried here with a real library: which
channel order and which way up it returns has to be looked at once, with a real card.

    unpack    int unpack(char *wlt, char *out, int save)          1: ok; BMP or bare pixels
    _Unpack   int _Unpack(uchar *wlt, int n, uchar *out, int *m)  m bytes of BMP
    dewlt     int dewlt(char *path)                               1: ok; writes path with .bmp
"""

import ctypes
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from devices.biometric.engine import Bgr

WIDTH, HEIGHT = 102, 126
PIXELS_BYTES = WIDTH * HEIGHT * 3
BMP_BYTES = 38_862  # header 54, rows padded to 308
_ROOM = 65_536  # some write more than they should
_MANGLED = {"unpack": ("unpack", "_Z6unpackPcS_i"), "_Unpack": ("_Unpack",), "dewlt": ("dewlt",)}
_MEMORY = Path("/dev/shm")  # a file there is in memory only
_PREFIX = "budayang-photo-"

Load = Callable[[str], Any]


class PhotoLibraryFailed(Exception):
    """Its text: "library" when it cannot be loaded or lacks the call, "damaged" when it said no."""


class PhotoLibrary:
    """One library; `decode` is called by one thread, which it may keep for as long as it likes.

    call: unpack, _Unpack or dewlt. pixels: how bare pixels are to be read, "bgr", "rgb",
    "bgr_bottom_up" or "rgb_turned"; a BMP says it itself. load: ctypes.CDLL unless a test has
    another one.
    """

    def __init__(self, path: Path, call: str, pixels: str, load: Load = ctypes.CDLL) -> None:
        self._path, self._call, self._pixels, self._load = path, call, pixels, load
        self._found: Any = None
        for left in _MEMORY.glob(f"{_PREFIX}*"):  # by a process that crashed in a library
            shutil.rmtree(left, ignore_errors=True)

    def decode(self, wlt: bytes) -> Bgr:
        """The picture, 102 x 126, right way up. Raises PhotoLibraryFailed."""
        with self._own_place() as place:
            function = self._function()
            match self._call:
                case "unpack":
                    answer = self._unpack(function, wlt)
                case "_Unpack":
                    answer = self._unpack_sized(function, wlt)
                case _:
                    answer = self._by_file(function, wlt, place)
        return _picture(answer, self._pixels)

    def _function(self) -> Any:
        if self._found is None:
            try:
                library = self._load(str(self._path))
            except OSError as error:
                raise PhotoLibraryFailed("library") from error
            names = (name for name in _MANGLED[self._call] if hasattr(library, name))
            if (name := next(names, None)) is None:
                raise PhotoLibraryFailed("library")
            self._found = getattr(library, name)
        return self._found

    def _unpack(self, function: Any, wlt: bytes) -> bytes:
        into = ctypes.create_string_buffer(_ROOM)
        try:
            if function(ctypes.create_string_buffer(wlt, len(wlt)), into, ctypes.c_int(0)) != 1:
                raise PhotoLibraryFailed("damaged")
            return into.raw[: BMP_BYTES if into.raw.startswith(b"BM") else PIXELS_BYTES]
        finally:
            ctypes.memset(into, 0, _ROOM)

    def _unpack_sized(self, function: Any, wlt: bytes) -> bytes:
        into, size = ctypes.create_string_buffer(_ROOM), ctypes.c_int(_ROOM)
        source = ctypes.create_string_buffer(wlt, len(wlt))
        try:
            function(source, ctypes.c_int(len(wlt)), into, ctypes.byref(size))
            if not 0 < size.value <= _ROOM:
                raise PhotoLibraryFailed("damaged")
            return into.raw[: size.value]
        finally:
            ctypes.memset(into, 0, _ROOM)

    def _by_file(self, function: Any, wlt: bytes, place: Path) -> bytes:
        source = place / "photo.wlt"
        source.write_bytes(wlt)
        if function(ctypes.c_char_p(bytes(source))) != 1:
            raise PhotoLibraryFailed("damaged")
        try:
            return source.with_suffix(".bmp").read_bytes()
        except OSError as error:
            raise PhotoLibraryFailed("damaged") from error

    @contextmanager
    def _own_place(self) -> Iterator[Path]:
        """A directory in memory to work in, with what lies beside the library (its licence); these
        libraries write into whatever directory they find themselves in."""
        before = Path.cwd()
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=_MEMORY) as name:
            place = Path(name)
            with suppress(OSError):
                for beside in self._path.parent.iterdir():
                    (place / beside.name).symlink_to(beside.absolute())
            os.chdir(place)
            try:
                yield place
            finally:
                os.chdir(before)


def _picture(answer: bytes, pixels: str) -> Bgr:
    if answer.startswith(b"BM"):
        try:
            image = cv2.imdecode(np.frombuffer(answer, np.uint8), cv2.IMREAD_COLOR)
        except cv2.error as error:
            raise PhotoLibraryFailed("damaged") from error
        if image is None or image.shape != (HEIGHT, WIDTH, 3):
            raise PhotoLibraryFailed("damaged")
        return np.asarray(image, np.uint8)
    if len(answer) != PIXELS_BYTES:
        raise PhotoLibraryFailed("damaged")
    bare = np.frombuffer(answer, np.uint8).reshape(HEIGHT, WIDTH, 3)
    ways: dict[str, Bgr] = {
        "bgr": bare,
        "rgb": bare[:, :, ::-1],
        "bgr_bottom_up": bare[::-1],
        "rgb_turned": bare[::-1, ::-1, ::-1],
    }
    return np.ascontiguousarray(ways[pixels])
