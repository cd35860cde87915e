"""Numbers of the sheets on which licences are printed: what one looks like, and how they follow.

A blank sheet is numbered stock (domain.md §2.2): its bar code says which kind it is and its number.
Ours, where no county's numbers are known: ZB (正本) or FB (副本), eight digits, and a check
character (ISO 7064 MOD 37,36). Pure; what was loaded, bound and spoiled is `keeping/blanks.py`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from kiosk.case.numbers import check_character

MOST_AT_ONCE = 500  # sheets of one load: a tray holds no more

_SERIAL = re.compile(r"(ZB|FB)(\d{8})([0-9A-Z])", re.ASCII)


class Sheet(StrEnum):
    """正本, A3; 副本, A4. Both are equal in law (市场主体登记管理条例 art. 22)."""

    ORIGINAL = "original"
    DUPLICATE = "duplicate"


PREFIX = {Sheet.ORIGINAL: "ZB", Sheet.DUPLICATE: "FB"}


class BlankEnd(StrEnum):
    """What became of a sheet that was bound."""

    PRINTED = "printed"
    SPOILED = "spoiled"
    UNTOUCHED = "untouched"  # nothing was begun: it lies in the tray as before


@dataclass(frozen=True, slots=True)
class BlankCount:
    """Of one kind of sheet, since the book was begun."""

    loaded: int = 0
    printed: int = 0
    spoiled: int = 0

    @property
    def remaining(self) -> int:
        return self.loaded - self.printed - self.spoiled


def serial_of(sheet: Sheet, number: int) -> str:
    body = f"{PREFIX[sheet]}{number:08d}"
    return body + check_character(body)


def is_serial(text: str) -> bool:
    found = _SERIAL.fullmatch(text)
    return found is not None and check_character(text[:-1]) == text[-1]


def sheet_of(serial: str) -> Sheet:
    """Raises ValueError for what is no serial number."""
    if not is_serial(serial):
        raise ValueError("not the number of a blank licence")
    return next(sheet for sheet, prefix in PREFIX.items() if serial.startswith(prefix))


def number_of(serial: str) -> int:
    return int(serial[2:10])


def serials(first: str, last: str) -> tuple[str, ...]:
    """From the first to the last, both with them. Raises ValueError saying what does not fit."""
    sheet = sheet_of(first)
    if sheet_of(last) is not sheet:
        raise ValueError("first and last are different kinds of sheet")
    begin, end = number_of(first), number_of(last)
    if not 0 <= end - begin < MOST_AT_ONCE:
        raise ValueError(f"first to last: 1 to {MOST_AT_ONCE} sheets")
    return tuple(serial_of(sheet, number) for number in range(begin, end + 1))
