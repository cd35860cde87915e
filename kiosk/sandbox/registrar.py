"""The registrar behind 统一受理平台: what it grants becomes a licence that 电子证照 holds.

Reads the form of a granted 个体工商户设立 as it came (docs/platforms.md, "The form of a new shop"),
and looks towns and scope up in the standards beside the configuration. Division 330299 does not
exist, so neither does any credit code that is given here.
"""

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

SOLE_BUSINESS = "00013112800001"  # 个体工商户设立登记
AUTHORITY = "象山县市场监督管理局"
COMPOSITIONS = {"personal": "个人经营", "family": "家庭经营"}
SCOPE = {
    "permit": (
        "许可项目",
        "依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准",
    ),
    "general": ("一般项目", "除依法须经批准的项目外，凭营业执照依法自主开展经营活动"),
}
_STANDARDS = Path(__file__).parents[2] / "config" / "standards"
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FIRST = 4001  # of the organisation codes that are given here


class Registrar:
    """One thread at a time."""

    def __init__(self) -> None:
        self._given = 0
        towns = tomllib.loads((_STANDARDS / "towns.toml").read_text(encoding="utf-8"))
        self._towns: dict[str, str] = {
            county + digits: row["full"] + name
            for county, row in towns.items()
            for digits, name in row["towns"]
        }
        with (_STANDARDS / "business_scope.csv").open(encoding="utf-8", newline="") as file:
            self._scope = {row["code"]: row for row in csv.DictReader(file)}

    def registers(self, service: str) -> bool:
        return service == SOLE_BUSINESS

    def licence(self, form: str, number: str, name: str, today: date) -> dict[str, Any]:
        """Its face, and whose it is. Raises KeyError for a form without its facts."""
        said = {each.tag: each.text or "" for each in ElementTree.fromstring(form)}
        self._given += 1
        return {
            "id": f"L-{1000 + self._given}",
            "version": 1,
            "uscc": _credit_code(_FIRST + self._given),
            "name": said.get("BUSINESS_NAME", "").replace("/", "") or f"个体工商户{name}",
            "kind": "个体工商户",
            "role": "operator",
            "person": name,
            "composition": COMPOSITIONS[said["COMPOSITION"]],
            "scope": self._scope_of(said["SCOPE"]),
            "capital": "",
            "established": today,
            "until": None,
            "premises": self._place(said["PREMISES"]),
            "authority": AUTHORITY,
            "registered": today,
            "number": number,
            "state": "registered",
        }

    def _place(self, kept: str) -> str:
        town, _, rest = kept.partition(" ")
        return self._towns[town] + rest

    def _scope_of(self, codes: str) -> str:
        rows = [self._scope[code] for code in codes.split()]
        text = ""
        for kind, (title, note) in SCOPE.items():
            if items := [row["text"] for row in rows if row["kind"] == kind]:
                text += f"{title}：{'；'.join(items)}（{note}）。"
        return text


def _credit_code(running: int) -> str:
    """GB 32100: registry 9, kind 2 (个体工商户), division, organisation code, check character."""
    body = f"MA29{running:04d}"
    weighed = zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    total = sum(int(letter, 36) * weight for letter, weight in weighed)
    code = f"92330299{body}{'0X987654321'[total % 11]}"
    weight, total = 1, 0
    for letter in code:
        total, weight = total + _LETTERS.index(letter) * weight, weight * 3 % 31
    return code + _LETTERS[-total % 31]
