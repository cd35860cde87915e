"""How somebody is reached: mobile and landline numbers (domain.md §3.10)."""

import re

MOBILE = re.compile(r"1[3-9][0-9]{9}")
MOBILE_LENGTH = 11
LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")


def is_mobile(number: str) -> bool:
    return MOBILE.fullmatch(number) is not None


def may_become_mobile(begun: str) -> bool:
    """Whether figures typed so far can be the beginning of one."""
    return re.fullmatch(r"(1([3-9][0-9]*)?)?", begun) is not None


def is_landline(number: str) -> bool:
    """With its area code; an extension may follow."""
    return LANDLINE.fullmatch(number) is not None


def grouped(number: str) -> str:
    """138 0000 6620, the way people say a mobile number, also while it is being typed."""
    return " ".join(part for part in (number[:3], number[3:7], number[7:]) if part)
