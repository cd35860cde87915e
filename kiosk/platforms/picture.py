"""A picture taken out of an answer before the answer is parsed, in buffers that are overwritten.

JSON makes a `str` of everything, and base64 makes `bytes`; neither can be overwritten, and both
leave what they held in memory that is free again. So the picture's text is found in the bytes of
the answer and decoded a few bytes at a time: small objects, which come to lie in one and the same
place, one after the other. What Python does not promise is said in docs/face.md.
"""

import binascii
import re

from kiosk.platforms.reading import Nonsense

_BITE = 64
"""Characters decoded at once, of four that make three bytes."""


class NoPicture(Nonsense):
    """What stands there is not base64."""


def taken_out(answer: bytearray, name: str) -> bytearray:
    """The picture of the first field of this name; spaces stand in its place from now on.

    Empty where there is none: then what the field holds, if anything, is still there for whoever
    parses the answer. Raises NoPicture.
    """
    field = re.compile(rb'"%s"\s*:\s*"([A-Za-z0-9+/=\\]+)"' % re.escape(name.encode()))
    match = field.search(answer)
    if match is None:
        return bytearray()
    begins, ends = match.span(1)
    del match  # while it lives, the answer cannot be changed
    text = answer[begins:ends]
    answer[begins:ends] = b" " * (ends - begins)
    try:
        return _decoded(text, _without_backslashes(text))
    finally:
        wipe(text)


def wipe(buffer: bytearray) -> None:
    buffer[:] = bytes(len(buffer))


def _without_backslashes(text: bytearray) -> int:
    """Some writers of JSON put one before every stroke. Drops them in place; how long it is then.
    Raises NoPicture for any that stands before something else."""
    if b"\\" not in text:
        return len(text)
    if text.count(b"\\") != text.count(b"\\/"):
        raise NoPicture
    end = 0
    for byte in text:
        if byte != ord("\\"):
            text[end] = byte
            end += 1
    return end


def _decoded(text: bytearray, end: int) -> bytearray:
    """Raises NoPicture."""
    length = end // 4 * 3 - text.count(b"=", 0, end)
    picture = bytearray(max(0, length))
    filled = 0
    try:
        with memoryview(text) as characters:
            for at in range(0, end, _BITE):
                bite = binascii.a2b_base64(characters[at : min(at + _BITE, end)], strict_mode=True)
                picture[filled : filled + len(bite)] = bite
                filled += len(bite)
        if filled != length:
            raise NoPicture
    except (binascii.Error, NoPicture):
        wipe(picture)
        raise NoPicture from None
    return picture
