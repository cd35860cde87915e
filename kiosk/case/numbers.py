"""The numbers that we give ourselves: our own case number, and the window number of a draft.

The platform's number (申报号) is given by the platform and never parsed here. A case number is
unique for ever because the number of the visit goes on over restarts (`Started.visits`), and is
made before the case is kept, so that `advance()` stays pure.
"""

import re
from datetime import date

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CASE = re.compile(r"X\d{6}\d{8}\d{4}\d{5}[0-9A-Z]")


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 over digits and capital letters."""
    product = 36
    for character in text:
        product = (product + _ALPHABET.index(character)) % 36 or 36
        product = product * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def next_case_number(county: str, day: date, terminal: str, visit: int) -> str:
    """The case number of a visit: X, county, day, the terminal's digits, visit, check character.

    county: six digits. terminal: as in the configuration, e.g. "XS-0107". visit: its running
    number; the last five digits are used, so two cases are alike only if one terminal sees
    100,000 visits in a day.
    """
    body = f"X{county}{day:%Y%m%d}{terminal[-4:]}{visit % 100_000:05d}"
    return body + check_character(body)


def is_case_number(text: str) -> bool:
    return bool(_CASE.fullmatch(text)) and check_character(text[:-1]) == text[-1]


def window_number(terminal: str, day: date, count: int) -> str:
    """What a clerk calls and a citizen remembers: terminal, month and day, count of that day.

    "0107-1123-004": a draft is kept for 15 days, so month and day are enough to tell drafts apart.
    """
    return f"{terminal[-4:]}-{day:%m%d}-{count:03d}"
