"""The allow-list of bar and QR codes: which of the wanted kinds a text is, if any.

Answers for `config/codes.toml`, for the check digits, and for patterns that take one pass over any
text, however hostile. Pure. Leaves reading, length and characters to `devices/barcode_reader`, and
what is wanted to whoever shows a screen.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.matter_codes import has_check_of_uscc
from kiosk.case.id_number import CHECKS, WEIGHTS, birth_of
from kiosk.case.numbers import check_character

CODES = Path(__file__).parent.parent / "config" / "codes.toml"

_MAY_BACKTRACK = re.compile(r"[*+?]|\)\{|\{\d+,\}|\}\{|\\[1-9]")
"""Quantifiers without an end or over a group, and references back."""


class CodesError(Exception):
    """The allow-list makes no sense; its text says where."""


@dataclass(frozen=True, slots=True)
class _Entry:
    pattern: re.Pattern[str]
    longest: int
    check: Callable[[str], bool]


class AllowList:
    """What may be read, by name."""

    def __init__(self, entries: Mapping[str, _Entry]) -> None:
        self._entries = dict(entries)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def kind_of(self, text: str, accepts: tuple[str, ...]) -> str | None:
        """The first of these names that the text is one of, or None. Unknown name: KeyError."""
        for name in accepts:
            entry = self._entries[name]
            if len(text) <= entry.longest and entry.pattern.fullmatch(text) and entry.check(text):
                return name
        return None


def load_codes(path: Path = CODES) -> AllowList:
    """Read the allow-list. Raises CodesError naming entry and reason."""
    entries = {}
    for name, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
        try:
            entries[name] = _entry(**row)
        except (TypeError, KeyError, ValueError, re.error) as error:
            raise CodesError(f"{path.name}: {name}: {error}") from error
    return AllowList(entries)


def _entry(pattern: str, longest: int, check: str = "none") -> _Entry:
    if _MAY_BACKTRACK.search(pattern):
        raise ValueError("a pattern has no quantifiers but {n} and {n,m} on one character")
    if not 0 < longest <= 256:
        raise ValueError(f"longest: 1 to 256 characters, got {longest}")
    return _Entry(re.compile(pattern, re.ASCII), longest, _CHECKS[check])


def uscc_is_right(text: str) -> bool:
    """GB 32100-2015; and it is no citizen's number that happens to fit, as one in 31 does."""
    return has_check_of_uscc(text) and not _is_citizen(text)


def _is_citizen(text: str) -> bool:
    """Or a foreigner's number of 2023, which begins with 9: whatever the province, MOD 11-2 and a
    day of birth make it a person's."""
    if not re.fullmatch("[0-9]{17}[0-9X]", text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], WEIGHTS, strict=True))
    return CHECKS[total % 11] == text[17] and birth_of(text) is not None


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "none": lambda text: True,
    "mod37_36": lambda text: check_character(text[:-1]) == text[-1],
    "uscc": uscc_is_right,
}
