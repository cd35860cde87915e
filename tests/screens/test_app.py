"""A kiosk, not a window: no key leads out, and a crash pauses, forgets and ends with its code."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from kiosk.supervisor import EXIT_RESTART
from screens.app import EXIT_CRASHED
from tests.kiosk.ear import Ear

ROOT = Path(__file__).parents[2]


@cache
def window(what: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tests.screens.kiosk_window", what],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_no_key_and_no_close_button_leads_out_but_a_technicians_restart() -> None:
    ended = window("keys")
    assert "still HomeScreen 1" in ended.stdout, ended.stderr
    assert "crashed" not in ended.stdout
    assert ended.returncode == EXIT_RESTART


def test_a_crash_pauses_service_tells_where_and_ends_to_be_restarted() -> None:
    ended = window("crash")
    assert "crashed kiosk_window.drain" in ended.stdout, ended.stderr
    assert "ValueError" in ended.stdout
    assert "shows paused" in ended.stdout
    assert ended.returncode == EXIT_CRASHED


def test_a_crash_is_logged_with_its_place_but_not_with_what_it_quoted() -> None:
    ended = window("crash")
    assert "drain" in ended.stderr
    assert "330299195803070021" not in ended.stdout + ended.stderr


def test_ready_is_said_after_the_first_picture_and_a_loop_that_hangs_falls_silent(
    tmp_path: Path,
) -> None:
    ear = Ear(tmp_path / "notify")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.screens.kiosk_window", "hang"],
        cwd=ROOT,
        env=os.environ | ear.environment,
    ) as process:
        try:
            heard = ear.until("GOES ON", 30)
            heard += ear.until("WATCHDOG=1", 5)
            assert process.wait(10) == 0
        finally:
            process.kill()
    ear.close()
    assert heard.index("READY=1") > heard.index("PICTURE")
    assert heard.count("READY=1") == 1
    hangs, goes_on = heard.index("HANGS"), heard.index("GOES ON")
    assert "WATCHDOG=1" in heard[:hangs]
    assert heard[hangs + 1 : goes_on] == []
    assert "WATCHDOG=1" in heard[goes_on:]
