"""The citizen's number, GB 11643-1999: 6 division, 8 birth, 3 order (odd: male), check digit.

The check is ISO 7064 MOD 11-2. Of the division only the province is checked: old numbers carry
counties that have been abolished.
"""

import re
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"  # GB/T 2260
LENGTH = 18
OLDEST = 130  # years: beyond, a birth is a mistake
FORM = re.compile(rf"({PROVINCES})[0-9]{{4}}(18|19|20)[0-9]{{9}}[0-9X]")


def check_digit_is_right(number: str) -> bool:
    """Whether an 18-character number has the right form and check digit."""
    if not FORM.fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11] == number[17]


def birth_of(number: str) -> date | None:
    """The day of birth in a number of right form, None when it is no real day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def age_on(birth: date, day: date) -> int:
    """Whole years of life on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def is_male(number: str) -> bool:
    return int(number[16]) % 2 == 1


def problem_with(number: str, today: date) -> str:
    """What is wrong with a typed number: a key of the texts `problem.<key>`, or nothing.

    In the order in which a person can put it right: how many characters, which ones, the day, and
    the check digit, which tells one wrong digit and two exchanged ones.
    """
    if re.fullmatch(r"[0-9]{15}", number):
        return "id_number_15"
    if len(number) != LENGTH:
        return "id_number_length"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "id_number_letters"
    if not re.match(PROVINCES, number):
        return "id_number_place"
    birth = birth_of(number)
    if birth is None or birth > today or age_on(birth, today) > OLDEST:
        return "id_number_birth"
    return "" if check_digit_is_right(number) else "id_number_check"
