"""A file that came along with a case: in FILEURL itself, as `data:` (RFC 2397).

How channels really hand files over is not known; this way is ours, and strict. A photo for an ID
card is held against GA/T 461: 358 × 441, colour, 350 dots per inch, 20 KB at most.
"""

import base64
import re
import struct

PREFIX = "data:image/jpeg;base64,"
LARGEST = 20 * 1024
PHOTO = (441, 358, 3)  # rows, columns, colours
DOTS_PER_INCH = 350


def attached_file(name: str, url: str) -> tuple[str, bytes]:
    """Its name and content. Raises ValueError with what is wrong."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,31}\.jpg", name):
        raise ValueError("FILENAME: small letters, digits, .jpg")
    if not url.startswith(PREFIX):
        raise ValueError("FILEURL: data:image/jpeg;base64,")
    content = base64.b64decode(url.removeprefix(PREFIX), validate=True)
    if len(content) > LARGEST:
        raise ValueError(f"{name}: {len(content)} bytes, more than {LARGEST}")
    if shape(content) != PHOTO:
        raise ValueError(f"{name}: 358 × 441 in colour, not {shape(content)}")
    if dots_per_inch(content) != DOTS_PER_INCH:
        raise ValueError(f"{name}: {DOTS_PER_INCH} dots per inch")
    return name, content


def shape(jpeg: bytes) -> tuple[int, int, int]:
    """Rows, columns, colours, by the frame header; zeros where there is none."""
    place = 2
    while jpeg[:2] == b"\xff\xd8" and place + 10 <= len(jpeg) and jpeg[place] == 0xFF:
        kind, length = struct.unpack_from(">xBH", jpeg, place)
        if kind in (0xC0, 0xC1, 0xC2):
            rows, columns, colours = struct.unpack_from(">HHB", jpeg, place + 5)
            return rows, columns, colours
        place += 2 + length
    return 0, 0, 0


def dots_per_inch(jpeg: bytes) -> int:
    """By the JFIF header; 0 where it has other units, or is missing."""
    if len(jpeg) < 18 or jpeg[6:11] != b"JFIF\0" or jpeg[13] != 1:
        return 0
    across, down = struct.unpack_from(">HH", jpeg, 14)
    return int(across) if across == down else 0
