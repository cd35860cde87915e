"""A made-up licence, and the registrar who seals it."""

import dataclasses
import json
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.licence.sealed import DOMAIN, Licence, SealedLicence

REGISTRAR = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SEALS = {"registrar": REGISTRAR.public_key().public_bytes_raw().hex()}


def a_licence(**changes: Any) -> Licence:
    licence = Licence(
        id="L-0001",
        version=1,
        uscc="92330299MA29000176",
        name="象山县石浦镇海英小吃店",
        kind="个体工商户",
        role="operator",
        person="陈海英",
        composition="个人经营",
        scope=(
            "许可项目：餐饮服务（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目"
            "以审批结果为准）。一般项目：食用农产品零售；日用百货销售（除依法须经批准的项目外，凭营业"
            "执照依法自主开展经营活动）。"
        ),
        capital="",
        established=date(2026, 11, 19),
        until=None,
        premises="浙江省宁波市象山县石浦镇示例路18号",
        authority="象山县市场监督管理局",
        registered=date(2026, 11, 19),
    )
    return dataclasses.replace(licence, **changes)


def sealed(licence: Licence, by: Ed25519PrivateKey = REGISTRAR, **changes: object) -> SealedLicence:
    """As the registrar would send it. changes: of the content, whatever they are."""
    content = {**dataclasses.asdict(licence), **changes}
    text = json.dumps(content, ensure_ascii=False, default=date.isoformat)
    return SealedLicence(text, "registrar", by.sign(DOMAIN + text.encode()))
