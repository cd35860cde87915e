"""统一社会信用代码, GB 32100-2015: registry, kind, division, organisation code, check character.

Positions 9 to 17 are the organisation code of GB 11714 with a check character of its own. What
registry and kind mean is not enforced: new ones are given, and a kiosk refuses nobody for that.
"""

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LENGTH = 18
FORM = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


def check_character(first_17: str) -> str:
    """The eighteenth; where the sum is a multiple of 31 it is 0, and not beyond the alphabet."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check(first_8: str) -> str:
    """Of an organisation code (GB 11714): A counts 10, Z 35; 10 is written X, 11 is written 0."""
    total = sum(
        int(c, 36) * weight for c, weight in zip(first_8, ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def problem_with(code: str) -> str:
    """What is wrong with a code in capital letters: a key of `problem.<key>`, or nothing."""
    if len(code) != LENGTH:
        return "uscc_length"
    if not FORM.fullmatch(code):
        return "uscc_letters"
    if organisation_check(code[8:16]) != code[16] or check_character(code[:17]) != code[17]:
        return "uscc_check"
    return ""
