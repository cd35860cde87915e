"""The operator's photo library, played by functions with the C interface of each family.

No library of a maker was run: these are called by ctypes as theirs would be.
"""

import ctypes
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from devices.biometric.photo_library import (
    BMP_BYTES,
    PIXELS_BYTES,
    PhotoLibrary,
    PhotoLibraryFailed,
)

WLT = b"WLf\0\x7e\x00\x32\x00\x00\xff\x85".ljust(1024, b"\0")
MEMORY = Path("/dev/shm")

PICTURE = np.zeros((126, 102, 3), np.uint8)
PICTURE[:40, :30] = (200, 10, 90)  # so that every turn and every swap is seen
BMP = cv2.imencode(".bmp", PICTURE)[1].tobytes()

UNPACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
SIZED = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_int)
)
BY_FILE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p)


def unpack(answer: bytes, verdict: int = 1) -> Any:
    def call(source: int, into: int, save: int) -> int:
        assert ctypes.string_at(source, 1024) == WLT
        ctypes.memmove(into, answer, len(answer))
        return verdict

    return UNPACK(call)


def sized(answer: bytes, told: int | None = None) -> Any:
    def call(source: int, count: int, into: int, size: Any) -> int:
        assert ctypes.string_at(source, count) == WLT
        ctypes.memmove(into, answer, len(answer))
        size[0] = len(answer) if told is None else told
        return 0

    return SIZED(call)


def by_file(answer: bytes | None, verdict: int = 1) -> Any:
    def call(path: bytes) -> int:
        source = Path(path.decode())
        assert source.read_bytes() == WLT
        assert source.is_relative_to(MEMORY)
        if answer is not None:
            source.with_suffix(".bmp").write_bytes(answer)
        return verdict

    return BY_FILE(call)


def library(tmp_path: Path, call: str, pixels: str = "bgr", **functions: Any) -> PhotoLibrary:
    return PhotoLibrary(
        tmp_path / "lib.so", call, pixels, load=lambda path: SimpleNamespace(**functions)
    )


def same(image: np.ndarray) -> bool:
    return bool(np.array_equal(image, PICTURE))


def test_the_constants_are_those_of_the_format() -> None:
    assert (len(BMP), PICTURE.nbytes) == (BMP_BYTES, PIXELS_BYTES)


@pytest.mark.parametrize("name", ["unpack", "_Z6unpackPcS_i"])
def test_a_library_that_unpacks_into_memory(tmp_path: Path, name: str) -> None:
    assert same(library(tmp_path, "unpack", **{name: unpack(BMP)}).decode(WLT))


@pytest.mark.parametrize(
    ("pixels", "turned"),
    [
        ("bgr", PICTURE),
        ("rgb", PICTURE[:, :, ::-1]),
        ("bgr_bottom_up", PICTURE[::-1]),
        ("rgb_turned", PICTURE[::-1, ::-1, ::-1]),
    ],
)
def test_bare_pixels_are_turned_as_the_library_needs_it(
    tmp_path: Path, pixels: str, turned: np.ndarray
) -> None:
    answer = np.ascontiguousarray(turned).tobytes()
    assert same(library(tmp_path, "unpack", pixels, unpack=unpack(answer)).decode(WLT))


def test_a_library_that_tells_the_size(tmp_path: Path) -> None:
    assert same(library(tmp_path, "_Unpack", _Unpack=sized(BMP)).decode(WLT))


def test_a_library_that_works_on_files_finds_its_licence_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "license.dat").write_bytes(b"licence")
    seen: list[bytes] = []

    def call(path: bytes) -> int:
        seen.append(Path("license.dat").read_bytes())
        Path("left.bmp").write_bytes(b"a face")  # into the working directory
        Path(path.decode()).with_suffix(".bmp").write_bytes(BMP)
        return 1

    before = (Path.cwd(), set(MEMORY.iterdir()))
    assert same(library(tmp_path, "dewlt", dewlt=BY_FILE(call)).decode(WLT))
    assert seen == [b"licence"]
    assert (Path.cwd(), set(MEMORY.iterdir())) == before
    assert [each.name for each in tmp_path.iterdir()] == ["license.dat"]


@pytest.mark.parametrize(
    ("call", "make"),
    [
        ("unpack", lambda: unpack(BMP, verdict=0)),
        ("unpack", lambda: unpack(b"BM" + bytes(BMP_BYTES))),
        ("_Unpack", lambda: sized(BMP, told=0)),
        ("_Unpack", lambda: sized(BMP, told=1 << 20)),
        ("_Unpack", lambda: sized(BMP[:500])),
        ("_Unpack", lambda: sized(b"nothing that is a picture")),
        ("dewlt", lambda: by_file(BMP, verdict=-5)),
        ("dewlt", lambda: by_file(None)),
        ("dewlt", lambda: by_file(cv2.imencode(".bmp", PICTURE[:9])[1].tobytes())),
    ],
)
def test_what_a_library_cannot_decode_is_damaged(
    tmp_path: Path, call: str, make: Callable[[], Any]
) -> None:
    with pytest.raises(PhotoLibraryFailed, match="damaged"):
        library(tmp_path, call, **{call: make()}).decode(WLT)


def test_what_is_no_library_or_lacks_the_call_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(PhotoLibraryFailed, match="library"):
        library(tmp_path, "unpack").decode(WLT)
    broken = tmp_path / "lib.so"
    broken.write_bytes(b"no shared object")
    for path in (broken, tmp_path / "nothing.so"):
        with pytest.raises(PhotoLibraryFailed, match="library"):
            PhotoLibrary(path, "unpack", "bgr").decode(WLT)


def test_what_a_crash_left_in_memory_is_swept_at_the_next_start(tmp_path: Path) -> None:
    left = MEMORY / "budayang-photo-crashed"
    left.mkdir(exist_ok=True)
    (left / "photo.bmp").write_bytes(b"a face")
    library(tmp_path, "unpack")
    assert not left.exists()
