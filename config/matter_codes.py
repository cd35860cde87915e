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

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_national(code: str) -> bool:
    """A 基本编码 of twelve, or a 业务办理项编码 of fourteen characters."""
    found = _ITEM.fullmatch(code)
    return found is not None and found["type"] in TYPES


def is_implemented(code: str) -> bool:
    """An 实施编码: the body's 18, its level (1 nation to 6 village), and the matter's basic 12."""
    found = _IMPLEMENTED.fullmatch(code)
    return (
        found is not None
        and _uscc_is_right(found["body"])
        and _BASIC.fullmatch(found["basic"]) is not None
        and is_national(found["basic"])
    )


def is_of_province(code: str) -> bool:
    """As Zhejiang wrote them: 许可-00123-000."""
    found = _PROVINCE.fullmatch(code)
    return found is not None and found["type"] in PROVINCE_TYPES


def _uscc_is_right(code: str) -> bool:
    """The check character of GB 32100 over the first 17; a remainder of 0 gives "0"."""
    total = sum(
        _USCC.index(character) * weight
        for character, weight in zip(code[:17], _USCC_WEIGHTS, strict=True)
    )
    return _USCC[(31 - total % 31) % 31] == code[17]
