"""Client of 好差评: one rating of one case, by a kiosk (pf 5), once the case has its 申报号.

Known of the real platform: the fields and their codes. Not known, and therefore ours: how they are
sent (`own_format`), the codes of `evalDetail`, and the departments' codes (`rating.toml`).
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from config.model import PlatformConfig
from kiosk.case.letters import GivenRating, Letter
from kiosk.platforms.client import Refused
from kiosk.platforms.documents import Service
from kiosk.platforms.own_format import OwnLine


@cache
def rating_facts() -> Mapping[str, Any]:
    """`rating.toml`."""
    file = Path(__file__).with_name("rating.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


class RatingPlatform:
    """A `kiosk.platforms.client.Taker`. services: matters by code."""

    def __init__(self, config: PlatformConfig, services: Mapping[str, Service]) -> None:
        self._line = OwnLine(config)
        self._services = services
        self.close = self._line.close

    def deliver(self, letter: Letter) -> None:
        """The same rating again is harmless. Raises AskingEnded, LineProblem."""
        assert isinstance(letter, GivenRating) and letter.projid
        service = self._services.get(letter.matter)
        if service is None:
            raise Refused("no_such_matter")
        self._line.ask("rating/save", _fields(letter, service))


def _fields(letter: GivenRating, service: Service) -> dict[str, str]:
    facts = rating_facts()
    department = facts["departments"].get(service.department_id, facts["departments"]["other"])
    return {
        "areaCode": letter.area,
        "areaName": facts["area_name"],
        "deptCode": department,
        "taskCode": service.code,
        "taskName": service.name,
        "subMatter": service.name,
        "projectNo": letter.projid,
        "proStatus": "1",  # submitted a minute ago: to do
        "proDepartCode": department,
        "proDepart": service.department_name,
        "proManager": "",
        "pf": facts["pf"],
        "certkeyGOV": "",
        "userName": letter.name,
        "userProp": "1",
        "satisfaction": str(letter.level),
        "evalDetail": letter.detail,
        "writingEvaluation": "",
        "assessTime": _time(letter.at),
        "assessNumber": "1",
        "promiseTime": "2" if letter.at_once else "1",
        "acceptDate": _time(letter.confirmed_at),
        "dataSource": facts["data_source"],
    }


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
