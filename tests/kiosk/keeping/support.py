"""A kiosk's keeping beside a real sandbox, for the tests: configuration, cases, and an inbox."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import requests

from config.load import parse_config
from config.model import KioskConfig
from config.people import load_people
from kiosk.case.model import Case, IdCard
from kiosk.case.numbers import next_case_number
from kiosk.demonstration import slip_samples

E = TypeVar("E")

CREDENTIALS = {
    "login_name": "kiosk-test",
    "login_password": "made-up",
    "belong_system": "33022500001",
    "app": "kiosk-test",
    "app_key": "kiosk-test-key",
    "app_secret": "made-up-too",
}
COUNTY = "330225"


def a_config(directory: Path, url: str, **acceptance: Any) -> KioskConfig:
    """Patience in tens of milliseconds. The secret and the key are made in `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    secret = directory / "acceptance.json"
    secret.write_text(json.dumps(CREDENTIALS), encoding="utf-8")
    return parse_config(
        {
            "simulation": True,
            "identity": {
                "county": COUNTY,
                "zone_name": "象山县24小时自助服务区",
                "zone_name_en": "Xiangshan 24-hour self-service",
                "site": "33022510100101",
                "terminal": "XS-0107",
                "window_name": "象山县行政服务中心",
                "window_name_en": "County service centre",
                "window_phone": "0574-00000000",
            },
            "card_reader": {"port": "/nowhere"},
            "printer": {"port": "/nowhere"},
            "camera": {"source": "/nowhere"},
            "acceptance": {
                "base_url": url,
                "secret_file": secret,
                "belong_system": CREDENTIALS["belong_system"],
                "connect_timeout_s": 0.2,
                "read_timeout_s": 0.3,
                "retry_first_s": 0.02,
                "retry_most_s": 0.05,
                **acceptance,
            },
            "platforms": {
                name: {
                    "base_url": url,
                    "secret_file": secret,
                    "connect_timeout_s": 0.2,
                    "read_timeout_s": 0.3,
                }
                for name in ("identity", "clerk", "window", "rating", "hotline")
            },
            "keeping": {"directory": directory / "kept", "key_file": directory / "key"},
        }
    )


def a_card(key: str = "chen-haiying") -> IdCard:
    """Somebody's card, dated from today."""
    return slip_samples.a_card(key, date.today())


def a_case(visit: int = 1, key: str = "chen-haiying", card: IdCard | None = None) -> Case:
    return replace(
        slip_samples.the_case(),
        number=next_case_number(COUNTY, date.today(), "XS-0107", visit),
        visit=visit,
        card=card or a_card(key),
        phone=load_people(date.today())[key].phone,
        confirmed_at=datetime.now().astimezone(),
    )


def everything_on_disk(tmp_path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in (tmp_path / "kept").rglob("*") if file.is_file())


class Inbox:
    """What a kiosk's inbox receives; `wait_for` fails the test when it does not come."""

    def __init__(self) -> None:
        self._came = threading.Condition()
        self._open: list[object] = []
        self._history: list[object] = []

    def post(self, event: object) -> None:
        with self._came:
            self._open.append(event)
            self._history.append(event)
            self._came.notify_all()

    def wait_for(
        self, kind: type[E], limit_s: float = 5.0, where: Callable[[E], bool] = lambda event: True
    ) -> E:
        """The first such event that no call before has returned."""

        def first() -> E | None:
            fitting = (event for event in self._open if isinstance(event, kind) and where(event))
            return next(fitting, None)

        with self._came:
            found = self._came.wait_for(first, limit_s)
            if found is None:
                raise AssertionError(f"no {kind.__name__} in {limit_s} s, but {self._history}")
            self._open.remove(found)
            return found

    def all_so_far(self) -> list[object]:
        with self._came:
            return list(self._history)


def on_the_other_side(url: str) -> list[dict[str, Any]]:
    """The cases that the platform has."""
    cases: list[dict[str, Any]] = _control(url, "GET", "cases").json()["cases"]
    return cases


def numbers_given(url: str) -> int:
    return int(_control(url, "GET", "cases").json()["numbers_given"])


def wire(url: str) -> list[dict[str, Any]]:
    """Every request that the platforms were asked, oldest first."""
    rows: list[dict[str, Any]] = _control(url, "GET", "wire").json()
    return rows


def set_fault(url: str, mode: str, **more: Any) -> None:
    _control(url, "POST", "faults", json={"mode": mode, **more})


def control(url: str, what: str, **order: Any) -> Any:
    """What people do behind a platform; without an order, look."""
    more = {"json": order} if order else {}
    return _control(url, "POST" if order else "GET", what, **more).json()


def _control(url: str, method: str, what: str, **more: Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.request(method, f"{url}/_sandbox/{what}", timeout=5, **more)
        answer.raise_for_status()
        return answer
