"""The chip of a simulated card: writes the data block of 30 01 from a made-up person.

Its own layout tables, from GA/T 490-2019: the kiosk's reading of a card is proved against these and
the published vectors, so nothing is shared with it. A layout is: field, offset, length in bytes.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from config.people import Person

PORTRAIT_BYTES = 1024

_RESIDENT = {
    "name": (0, 30),
    "sex": (30, 2),
    "ethnic": (32, 4),
    "birth": (36, 16),
    "address": (52, 70),
    "number": (122, 36),
    "issuer": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
    "flag": (248, 2),
}
_LAYOUTS = {
    " ": _RESIDENT,
    "J": {**_RESIDENT, "pass_number": (220, 18), "issues": (238, 4)},
    "I": {
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
        "flag": (248, 2),
    },
    "Y": {
        "name": (0, 30),
        "sex": (30, 2),
        "issues": (32, 4),
        "birth": (36, 16),
        "latin_name": (52, 70),
        "number": (122, 36),
        "valid_from": (188, 16),
        "valid_to": (204, 16),
        "latin_name_end": (220, 22),
        "nationality": (242, 6),
        "flag": (248, 2),
    },
}
_FOREIGN = {
    "latin_name": "SAMPLE, NOBODY",
    "latin_name_end": "",
    "nationality": "XXX",
    "version": "01",
    "authority": "1500",
    "issues": "01",
    "pass_number": "H00000000",
}
FIELDS = frozenset(_RESIDENT) - {"flag"}
FLAGS = tuple(_LAYOUTS)


def fields_of(person: Person, flag: str = " ") -> dict[str, str]:
    """What a made-up person's card says; dates as they stand on it.

    Cards of other kinds have numbers of other forms, made from the birthday.
    """
    return {
        "name": person.name,
        "sex": person.sex,
        "ethnic": person.ethnic,
        "birth": f"{person.birth:%Y%m%d}",
        "address": person.address,
        "number": _number(person, flag),
        "issuer": person.issuer,
        "valid_from": f"{person.valid_from:%Y%m%d}",
        "valid_to": f"{person.valid_to:%Y%m%d}",
    }


def _number(person: Person, flag: str) -> str:
    born = f"{person.birth:%Y%m%d}"
    match flag:
        case "J":
            return _checked(f"830000{born}001")
        case "I":
            return f"XXX3302{born}"
        case "Y":
            return _checked(f"933000{born}001")
    return person.number


def _checked(digits: str) -> str:
    """With its 18th place (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def address_record(text: str) -> bytes:
    """70 bytes: an address that was added to a card after it was issued."""
    letters = text.ljust(35).encode("utf-16-le", errors="surrogatepass")
    return letters[:70]


def written(value: Any) -> str:
    """A field as asked for: a date in ISO spelling becomes the eight digits of the card."""
    text = str(value)
    try:
        return f"{date.fromisoformat(text):%Y%m%d}"
    except ValueError:
        return text


def text_block(fields: Mapping[str, str], flag: str = " ") -> bytes:
    """256 bytes. flag: ' ' resident, 'J', 'I' or 'Y'. What does not fit into a field is cut."""
    text = bytearray(" ".encode("utf-16-le") * 128)
    values = {**_FOREIGN, **fields, "flag": flag}
    for name, (at, size) in _LAYOUTS[flag].items():
        letters = values[name].encode("utf-16-le", errors="surrogatepass")[:size]
        text[at : at + len(letters)] = letters
    return bytes(text)


def data_block(text: bytes, portrait: bytes) -> bytes:
    """Two lengths, the text, the portrait padded with zeros."""
    lengths = len(text).to_bytes(2) + PORTRAIT_BYTES.to_bytes(2)
    return lengths + text + portrait.ljust(PORTRAIT_BYTES, b"\0")
