"""What stands on the chip: the data block of 30 01, and the four layouts of a card's text.

    text length 2, photo length 2 (both big-endian) | text 256 | photo 1,024
    with fingerprints (30 10): a third length, and 0, 512 or 1,024 bytes of them at the end

The text is UCS-2, little-endian, each field padded with spaces. One letter at offset 248 tells
which of four layouts it is (GA/T 490-2019 for the resident's; the others as published by makers,
`Y` by one only). Errors name the field, never its content. Whether the number's check digit is
right and what a card may be used for is for `kiosk.case`; the photo is for the face process.
Fingerprints are looked at by nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from kiosk.case.model import CardKind, IdCard

TEXT_BYTES = 256
PHOTO_BYTES = 1024
ADDRESS_BYTES = 70
_KIND_AT = 248
_UNENDING = "长期"
_SEXES = ("0", "1", "2", "9")  # GB/T 2261.1

_Layout = Mapping[str, tuple[int, int]]
"""Field to offset and length in bytes."""

_RESIDENT: _Layout = {
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
_PERMIT: _Layout = {
    **{name: at for name, at in _RESIDENT.items() if name != "ethnic"},
    "pass_number": (220, 18),
    "issues": (238, 4),
}
_FOREIGNER_2017: _Layout = {
    "latin_name": (0, 120),
    "sex": (120, 2),
    "number": (122, 30),
    "nationality": (152, 6),
    "name": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
    "birth": (220, 16),
    "version": (236, 4),
    "authority": (240, 8),
}
_FOREIGNER_2023: _Layout = {
    "name": (0, 30),
    "sex": (30, 2),
    "renewals": (32, 4),
    "birth": (36, 16),
    "latin_name": (52, 70),
    "number": (122, 36),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
    "latin_name_end": (220, 22),
    "nationality": (242, 6),
    "earlier_numbers": (250, 6),
}
_MAY_BE_BLANK = frozenset(
    (
        *("pass_number", "issues", "version", "authority"),
        *("renewals", "latin_name_end", "earlier_numbers"),
    )
)


@dataclass(frozen=True, slots=True)
class ResidencePermit:
    """港澳台居民居住证 (2018): the resident's layout, without an ethnic code."""

    kind: ClassVar[CardKind] = CardKind.HONG_KONG_MACAO_TAIWAN
    name: str = field(repr=False)
    sex: str
    birth: date = field(repr=False)
    address: str = field(repr=False)
    number: str = field(repr=False)  # begins with 81, 82 or 83
    issuer: str = field(repr=False)
    valid_from: date
    valid_to: date | None
    pass_number: str = field(repr=False)
    issues: str


@dataclass(frozen=True, slots=True)
class ForeignerCard2017:
    """外国人永久居留身份证 of 2017. number: three letters and twelve figures."""

    kind: ClassVar[CardKind] = CardKind.FOREIGNER_2017
    latin_name: str = field(repr=False)
    name: str = field(repr=False)  # in Chinese; may be empty
    sex: str
    birth: date = field(repr=False)
    number: str = field(repr=False)
    nationality: str  # GB/T 2659, three letters
    valid_from: date
    valid_to: date | None
    version: str
    authority: str


@dataclass(frozen=True, slots=True)
class ForeignerCard2023:
    """外国人永久居留身份证 of 2023. number: 18 places, begins with 9."""

    kind: ClassVar[CardKind] = CardKind.FOREIGNER_2023
    latin_name: str = field(repr=False)
    name: str = field(repr=False)  # in Chinese; may be empty
    sex: str
    birth: date = field(repr=False)
    number: str = field(repr=False)
    nationality: str  # letters or figures: sources differ
    valid_from: date
    valid_to: date | None
    renewals: str
    earlier_numbers: str = field(repr=False)


Card = IdCard | ResidencePermit | ForeignerCard2017 | ForeignerCard2023


class CardDataError(Exception):
    """It makes no sense; its text is the part that does not, e.g. "layout", "birth".

    kind: what the card says it is, None for a letter that no standard names.
    """

    def __init__(self, part: str, kind: CardKind | None = CardKind.RESIDENT) -> None:
        super().__init__(part)
        self.kind = kind


def parse_block(data: bytearray) -> tuple[Card, bytearray]:
    """Card and photo of a 30 01 or 30 10 reply's data; the photo has PHOTO_BYTES bytes, or none.

    Raises CardDataError.
    """
    text_bytes, photo_bytes, prints_bytes = (int.from_bytes(data[at : at + 2]) for at in (0, 2, 4))
    if text_bytes != TEXT_BYTES or photo_bytes not in (0, PHOTO_BYTES):
        raise CardDataError("layout")
    at = len(data) - text_bytes - photo_bytes
    if at > 4 and prints_bytes in (0, 512, 1024):
        at -= prints_bytes
    if at not in (4, 6):
        raise CardDataError("layout")
    photo_at = at + text_bytes
    return parse_text(bytes(data[at:photo_at])), data[photo_at : photo_at + photo_bytes]


def parse_text(text: bytes) -> Card:
    """The card of a 256-byte text. Raises CardDataError."""
    if len(text) != TEXT_BYTES:
        raise CardDataError("layout")
    flag = text[_KIND_AT : _KIND_AT + 2].decode("utf-16-le", errors="replace")
    match flag:
        case " " | "\0":
            return _resident(_Fields(text, _RESIDENT, CardKind.RESIDENT))
        case CardKind.HONG_KONG_MACAO_TAIWAN:
            return _permit(_Fields(text, _PERMIT, CardKind.HONG_KONG_MACAO_TAIWAN))
        case CardKind.FOREIGNER_2017:
            return _foreigner_2017(_Fields(text, _FOREIGNER_2017, CardKind.FOREIGNER_2017))
        case CardKind.FOREIGNER_2023:
            return _foreigner_2023(_Fields(text, _FOREIGNER_2023, CardKind.FOREIGNER_2023))
    raise CardDataError("kind", None)


def newest_address(data: bytearray) -> str:
    """The last of those that were added to the chip after it was issued (30 03), or "".

    At most four, 70 bytes each, the newest behind the others (not tried on a real card).
    """
    pieces = (bytes(data[at : at + ADDRESS_BYTES]) for at in range(0, len(data), ADDRESS_BYTES))
    return next((text for text in reversed([*map(_text, pieces)]) if text), "")


class _Fields:
    """The fields of one layout, by name; what is asked of them raises CardDataError."""

    def __init__(self, text: bytes, layout: _Layout, kind: CardKind) -> None:
        self._kind = kind
        self._found = {name: _text(text[at : at + size]) for name, (at, size) in layout.items()}
        # An empty Chinese name is no fault of a foreigner's card.
        optional = _MAY_BE_BLANK | ({"name"} if "latin_name" in layout else set())
        for name, value in self._found.items():
            if value is None or not (value.strip() or name in optional):
                raise CardDataError(name, kind)

    def text(self, name: str, pattern: str = r"(?s).*") -> str:
        value = self._found[name] or ""
        if not re.fullmatch(pattern, value):
            raise CardDataError(name, self._kind)
        return value

    def sex(self) -> str:
        if (sex := self.text("sex")) not in _SEXES:
            raise CardDataError("sex", self._kind)
        return sex

    def day(self, name: str) -> date:
        digits = self.text(name, r"[0-9]{8}")
        try:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            raise CardDataError(name, self._kind) from None

    def validity(self) -> tuple[date, date | None]:
        begins = self.day("valid_from")
        ends = None if self.text("valid_to") == _UNENDING else self.day("valid_to")
        if ends is not None and ends < begins:
            raise CardDataError("valid_to", self._kind)
        return begins, ends


def _resident(of: _Fields) -> IdCard:
    begins, ends = of.validity()
    return IdCard(
        kind=CardKind.RESIDENT,
        name=of.text("name"),
        sex=of.sex(),
        ethnic=of.text("ethnic", r"[0-9]{2}"),
        birth=of.day("birth"),
        address=of.text("address"),
        number=of.text("number", r"[0-9]{17}[0-9X]"),
        issuer=of.text("issuer"),
        valid_from=begins,
        valid_to=ends,
    )


def _permit(of: _Fields) -> ResidencePermit:
    begins, ends = of.validity()
    return ResidencePermit(
        name=of.text("name"),
        sex=of.sex(),
        birth=of.day("birth"),
        address=of.text("address"),
        number=of.text("number", r"8[123][0-9]{15}[0-9X]"),
        issuer=of.text("issuer"),
        valid_from=begins,
        valid_to=ends,
        pass_number=of.text("pass_number"),
        issues=of.text("issues"),
    )


def _foreigner_2017(of: _Fields) -> ForeignerCard2017:
    begins, ends = of.validity()
    return ForeignerCard2017(
        latin_name=of.text("latin_name"),
        name=of.text("name"),
        sex=of.sex(),
        birth=of.day("birth"),
        number=of.text("number", r"[A-Z]{3}[0-9]{12}"),
        nationality=of.text("nationality"),
        valid_from=begins,
        valid_to=ends,
        version=of.text("version"),
        authority=of.text("authority"),
    )


def _foreigner_2023(of: _Fields) -> ForeignerCard2023:
    begins, ends = of.validity()
    return ForeignerCard2023(
        latin_name=_joined(of.text("latin_name"), of.text("latin_name_end")),
        name=of.text("name"),
        sex=of.sex(),
        birth=of.day("birth"),
        number=of.text("number", r"9[0-9]{16}[0-9X]"),
        nationality=of.text("nationality"),
        valid_from=begins,
        valid_to=ends,
        renewals=of.text("renewals"),
        earlier_numbers=of.text("earlier_numbers"),
    )


def _joined(begins: str, ends: str) -> str:
    """A name that goes on in another field; a space where it was cut looks like padding."""
    return begins.ljust(35) + ends if ends else begins


def _text(data: bytes) -> str | None:
    """One field without its padding; inner spaces belong to it. None where it is no text."""
    value = data.decode("utf-16-le", errors="replace").rstrip(" \0")
    # U+FFFD: half a surrogate pair, which UCS-2 cannot hold.
    return None if any(ord(letter) < 0x20 or letter == "\ufffd" for letter in value) else value
