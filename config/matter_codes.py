"""How the codes of matters are made, and which are none: pure checks, no lists.

GB/T 39554.1-2020 for the national codes (基本编码, 业务办理项编码, 实施编码), the older style of
Zhejiang for the province's, GB 32100-2015 for the body in an 实施编码. Whether a code is given to
anybody is for the lists of the State Council and the province to say, not for a pattern.
"""

import re

_BASIC = re.compile(r"(?P<level>\d{2})(?P<type>\d{2})\d{2}\d{3}(\d{3}|00Y)")
_ITEM = re.compile(_BASIC.pattern + r"(\d{2})?")  # with two digits more: 业务办理项编码
_IMPLEMENTED = re.compile(r"(?P<body>[0-9A-HJ-NP-RTUW-Y]{18})(?P<level>[1-6])(?P<basic>.{12})")
_PROVINCE = re.compile(r"(?P<type>[\u4e00-\u9fff]{2,6})-\d{5}-\d{3}")

TYPES = frozenset(f"{number:02d}" for number in range(1, 11)) | {"20"}
"""01 行政许可, 02 处罚, … 10 其他, 20 公共服务."""
PROVINCE_TYPES = frozenset(("许可", "确认", "给付", "奖励", "裁决", "其他", "公共服务"))

USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC = re.compile(f"[{USCC_CHARACTERS}]{{18}}")


def is_national(code: str) -> bool:
    """A 基本编码 of twelve, or a 业务办理项编码 of fourteen characters."""
    found = _ITEM.fullmatch(code)
    return found is not None and found["type"] in TYPES


def is_implemented(code: str) -> bool:
    """An 实施编码: the body's 18, its level (1 nation to 6 village), and the matter's basic 12."""
    found = _IMPLEMENTED.fullmatch(code)
    return (
        found is not None
        and has_check_of_uscc(found["body"])
        and _BASIC.fullmatch(found["basic"]) is not None
        and is_national(found["basic"])
    )


def is_of_province(code: str) -> bool:
    """As Zhejiang wrote them: 许可-00123-000."""
    found = _PROVINCE.fullmatch(code)
    return found is not None and found["type"] in PROVINCE_TYPES


def has_check_of_uscc(code: str) -> bool:
    """Eighteen characters, the last of them the check of GB 32100: weights 3^i mod 31."""
    if _USCC.fullmatch(code) is None:
        return False
    total = sum(
        USCC_CHARACTERS.index(character) * pow(3, place, 31)
        for place, character in enumerate(code[:17])
    )
    return USCC_CHARACTERS[-total % 31] == code[17]
