"""The numbers that we give ourselves: our own case number, and the window number of a draft.

The platform's number (申报号) is given by the platform and never parsed here. A case number is
unique for ever because numbers of visits only rise, over restarts (`Started.visits`) and, because
they follow the clock, with an empty database too. It is made before the case is kept, so that
`advance()` stays pure.
"""

import re
from datetime import date, datetime

_DAY_NONE = date(2026, 1, 1)
_DAY = 100_000  # more than a day has seconds; the digits of a case number that name the visit
_DAYS = 9_999  # so many days on, the numbers would outgrow the audit log's; until then they rise

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CASE = re.compile(r"X[0-9]{6}[0-9]{8}[0-9]{4}[0-9]{5}[0-9A-Z]")


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 over digits and capital letters."""
    product = 36
    for character in text:
        product = (product + _ALPHABET.index(character)) % 36 or 36
        product = product * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def next_visit_number(last: int, now: datetime) -> int:
    """The number of a visit that begins now: its day and second, and always above the last one.

    Who moves the database away, and with it the last number, gets no number of that day again.
    """
    second = now.hour * 3600 + now.minute * 60 + now.second
    return max(last + 1, (now.date() - _DAY_NONE).days % _DAYS * _DAY + second)


def next_case_number(county: str, day: date, terminal: str, visit: int) -> str:
    """The case number of a visit: X, county, day, the terminal's digits, visit, check character.

    county: six digits. terminal: as in the configuration, e.g. "XS-0107". visit: its number; the
    last five digits are used, the second of the day at which it began.
    """
    body = f"X{county}{day:%Y%m%d}{terminal[-4:]}{visit % _DAY:05d}"
    return body + check_character(body)


def is_case_number(text: str) -> bool:
    return bool(_CASE.fullmatch(text)) and check_character(text[:-1]) == text[-1]


def window_number(terminal: str, day: date, count: int) -> str:
    """What a clerk calls and a citizen remembers: terminal, month and day, count of that day.

    "0107-1123-004": a draft is kept for 15 days, so month and day are enough to tell drafts apart.
    """
    return f"{terminal[-4:]}-{day:%m%d}-{count:03d}"
