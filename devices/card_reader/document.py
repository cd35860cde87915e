"""What stands on the chip: the data block of 30 01 and a card's 256-byte text (GA/T 490-2019).

    text length 2, photo length 2 (both big-endian) | text 256 | photo 1,024

The text is UCS-2, little-endian, each field padded with spaces. One letter at offset 248 tells
which of four layouts it is; the resident card's is read here, the others are recognised by name
and not guessed at. Errors name the field, never its content. Whether the number's check digit is
right and whether the card may be renewed is for `kiosk.case`; the photo is for the face process.
"""

import re
from datetime import date

from kiosk.case.model import CardKind, IdCard

TEXT_BYTES = 256
PHOTO_BYTES = 1024
_KIND_AT = 248
_UNENDING = "长期"
_SEXES = ("0", "1", "2", "9")  # GB/T 2261.1

# Offset and length in bytes of the resident card's fields.
_FIELDS = {
    "name": (0, 30),
    "sex": (30, 2),
    "ethnic": (32, 4),
    "birth": (36, 16),
    "address": (52, 70),
    "number": (122, 36),
    "issuer": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
}


class CardDataError(Exception):
    """The block makes no sense; its text is the part that does not, e.g. "layout", "birth"."""


class UnsupportedCard(Exception):
    """A card of another layout. kind: None for a letter that no standard names."""

    def __init__(self, kind: CardKind | None) -> None:
        super().__init__(kind.name if kind else "unknown")
        self.kind = kind


def parse_block(data: bytearray) -> tuple[IdCard, bytearray]:
    """Card and photo of a 30 01 reply's data; the photo has PHOTO_BYTES bytes, or none.

    Raises CardDataError, UnsupportedCard.
    """
    text_bytes, photo_bytes = int.from_bytes(data[:2]), int.from_bytes(data[2:4])
    if text_bytes != TEXT_BYTES or photo_bytes not in (0, PHOTO_BYTES):
        raise CardDataError("layout")
    if len(data) != 4 + text_bytes + photo_bytes:
        raise CardDataError("layout")
    card = parse_text(bytes(data[4 : 4 + TEXT_BYTES]))
    return card, data[4 + TEXT_BYTES :]


def parse_text(text: bytes) -> IdCard:
    """The card of a 256-byte text. Raises CardDataError, UnsupportedCard."""
    if len(text) != TEXT_BYTES:
        raise CardDataError("layout")
    _check_kind(text[_KIND_AT : _KIND_AT + 2].decode("utf-16-le", errors="replace"))
    fields = {name: _field(text, name) for name in _FIELDS}
    if fields["sex"] not in _SEXES:
        raise CardDataError("sex")
    if not re.fullmatch(r"[0-9]{2}", fields["ethnic"]):
        raise CardDataError("ethnic")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", fields["number"]):
        raise CardDataError("number")
    valid_from = _date(fields, "valid_from")
    valid_to = None if fields["valid_to"] == _UNENDING else _date(fields, "valid_to")
    if valid_to is not None and valid_to < valid_from:
        raise CardDataError("valid_to")
    return IdCard(
        kind=CardKind.RESIDENT,
        name=fields["name"],
        sex=fields["sex"],
        ethnic=fields["ethnic"],
        birth=_date(fields, "birth"),
        address=fields["address"],
        number=fields["number"],
        issuer=fields["issuer"],
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _check_kind(flag: str) -> None:
    if flag in (" ", "\0"):
        return
    known = {kind.value: kind for kind in CardKind if kind is not CardKind.RESIDENT}
    raise UnsupportedCard(known.get(flag))


def _field(text: bytes, name: str) -> str:
    """One field without its padding; inner spaces belong to it."""
    at, size = _FIELDS[name]
    value = text[at : at + size].decode("utf-16-le", errors="replace").rstrip(" \0")
    # U+FFFD: half a surrogate pair, which UCS-2 cannot hold.
    if not value.strip() or any(ord(letter) < 0x20 or letter == "\ufffd" for letter in value):
        raise CardDataError(name)
    return value


def _date(fields: dict[str, str], name: str) -> date:
    digits = fields[name]
    if not re.fullmatch(r"[0-9]{8}", digits):
        raise CardDataError(name)
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise CardDataError(name) from None
