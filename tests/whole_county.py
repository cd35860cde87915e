"""A catalogue as long as the county's list: 1,297 matters, those that are here and made-up ones.

For tests and benches alone: a made-up matter is one that is here under another code and name.
"""

import re
import shutil
from itertools import product
from pathlib import Path

from config.catalogue import CATALOG

COUNT = 1297  # 八统一事项, published by the county
_WHAT = (
    "渔船", "民宿", "校车", "水井", "路灯", "茶园", "柑橘", "海塘", "祠堂", "码头",
    "滩涂", "球场", "班车", "电梯", "幼儿园", "养老院", "图书", "广告牌", "夜市", "停车场",
)  # fmt: skip
_DOES = (
    "登记", "备案", "年检", "补办", "注销", "变更", "申请", "延期", "转让", "查询",
    "证明", "补贴", "许可", "核准", "公示", "验收", "报到", "认定", "预约", "领取",
)  # fmt: skip
_WHERE = ("", "集体", "个人", "临时")
_AREAS = ("business", "real_estate", "police", "construction", "livelihood")


def write(folder: Path, count: int = COUNT) -> Path:
    """The folder, with that many matters in it."""
    shutil.copytree(CATALOG, folder)
    here = sorted(CATALOG.glob("*.toml"))
    texts = [file.read_text("utf-8") for file in here]
    names = ("".join(parts) for parts in product(_WHERE, _WHAT, _DOES))
    for number, name in zip(range(count - len(here)), names, strict=False):
        code, original = f"ZZ-{number:04d}", here[number % len(here)].stem
        text = texts[number % len(here)].replace(f'code = "{original}"', f'code = "{code}"')
        text = re.sub(r'(?m)^name = "[^"a-z]*"$', f'name = "{name}"', text, count=1)
        text = re.sub(r'(?m)^area = "\w+"$', f'area = "{_AREAS[number % 5]}"', text)
        text = re.sub(r"(?m)^(door|search) = .*$", "", text)
        (folder / f"{code}.toml").write_text(text, "utf-8")
    return folder
