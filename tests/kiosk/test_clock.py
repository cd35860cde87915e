"""What time it is in Xiangshan, whatever zone the machine was left in."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.clock import Clock


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Asia/Shanghai"])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("machine")
def test_dates_and_hours_are_those_of_beijing() -> None:
    now = Clock().now()
    assert now.utcoffset() == timedelta(hours=8)
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.usefixtures("machine")
def test_a_demonstration_at_night_is_at_night_in_beijing() -> None:
    assert f"{Clock('02:00').now():%H:%M %z}" == "02:00 +0800"
