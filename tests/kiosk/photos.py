"""Files whose form is that of a photo for a card, without a picture: nothing here decodes one."""

import struct

from kiosk.case.card_photo import CardPhoto, card_photo, photo_limits
from kiosk.ports import PhotosTaken


def a_jpeg(
    mark: bytes = b"",
    *,
    wide: int = 358,
    high: int = 441,
    colours: int = 3,
    dots: int = 350,
    least: int = photo_limits().bytes_least,
) -> bytes:
    """mark: a comment in it, to tell one from another and to look for. least: of a picture."""

    def segment(kind: int, content: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, kind, len(content) + 2) + content

    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0" + struct.pack(">HBHHBB", 0x0101, 1, dots, dots, 0, 0)),
            segment(0xFE, mark),
            segment(0xC0, struct.pack(">BHHB", 8, high, wide, colours) + bytes(3 * colours)),
            segment(0xDA, bytes(10)),
            bytes(least),
            b"\xff\xd9",
        )
    )


def a_photo(mark: bytes = b"") -> CardPhoto:
    return card_photo(a_jpeg(mark), photo_limits())


SHOTS = PhotosTaken(tuple(a_photo(mark) for mark in (b"one", b"two", b"three")), 1, True, 4.2)
