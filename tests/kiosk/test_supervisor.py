"""What systemd hears: sd_notify(3), byte for byte, and nothing that could hold up the screen."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.supervisor import Supervisor
from tests.kiosk.ear import Ear


@pytest.fixture(params=["path", "abstract"])
def ear(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ear]:
    named = tmp_path / "notify" if request.param == "path" else f"@budayang-{os.getpid()}"
    ear = Ear(named)
    yield ear
    ear.close()


def test_it_says_opening_ready_and_alive_in_the_words_of_sd_notify(ear: Ear) -> None:
    supervisor = Supervisor(ear.environment)
    supervisor.status("opening")
    supervisor.ready()
    supervisor.alive()
    assert [ear.next() for _ in range(3)] == ["STATUS=opening", "READY=1", "WATCHDOG=1"]


def test_without_a_supervisor_nothing_is_said(ear: Ear) -> None:
    Supervisor({}).ready()
    assert ear.next(0.05) == ""


def test_a_supervisor_that_went_away_stops_nobody(tmp_path: Path) -> None:
    ear = Ear(tmp_path / "notify")
    supervisor = Supervisor(ear.environment)
    ear.close()
    supervisor.alive()
    (tmp_path / "notify").unlink()
    supervisor.alive()


def test_a_supervisor_that_does_not_listen_holds_the_screen_up_for_a_moment_only(
    tmp_path: Path,
) -> None:
    ear = Ear(tmp_path / "notify")
    supervisor = Supervisor(ear.environment)
    longest_s, ends_s = 0.0, time.monotonic() + 0.5
    for _ in range(2000):  # far more than a socket holds
        began_s = time.monotonic()
        supervisor.alive()
        longest_s = max(longest_s, time.monotonic() - began_s)
        if time.monotonic() > ends_s:
            break
    ear.close()
    assert 0.05 < longest_s < 0.5
