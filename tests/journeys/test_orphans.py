"""kill -9 the demonstration or the kiosk: within three seconds nothing of them is left.

Processes are found by a mark in their environment, not by who their parent is: an orphan has
another one.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.simulation.client import ControlClient, ControlLost
from tests.torture.left_over import alive, fresh_mark, shared_memory, still_alive

ROOT = Path(__file__).parent.parent.parent
WHOLE = {"demo", "simulate", "sandbox", "run", "devices.biometric"}


class Demonstration:
    """`run_kiosk.py demo` as a process, with everything that it starts."""

    def __init__(self, build: Path) -> None:
        self.mark = fresh_mark()
        self.shared_memory = shared_memory()
        self.hardware = ControlClient(build / "run" / "control", timeout_s=1.0)
        command = [sys.executable, "run_kiosk.py", "demo"]
        self.process = subprocess.Popen(
            [*command, "--visitor", "walks-away", "--pictures", "none", "--build", str(build)],
            cwd=ROOT,
            env=os.environ | self.mark,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def says(self, word: str) -> None:
        """Wait for a line with this word."""
        assert self.process.stdout is not None
        assert any(word in line.split() for line in self.process.stdout), f"never said {word}"

    def roles(self) -> dict[str, int]:
        """Who lives, by the command that it is: demo, simulate, ..., devices.biometric."""
        words = {pid: command.split() for pid, command in alive(self.mark).items()}
        return {line[2]: pid for pid, line in words.items() if line[2:] and line[2] in WHOLE}

    def is_whole(self) -> dict[str, int]:
        """Wait until everybody is there: the face process comes a moment after the kiosk."""
        ends_s = time.monotonic() + 10
        while (found := self.roles()).keys() != WHOLE and time.monotonic() < ends_s:
            time.sleep(0.02)
        assert found.keys() == WHOLE
        return found

    def ends(self, role: str, within_s: float) -> None:
        ends_s = time.monotonic() + within_s
        while role in self.roles():
            assert time.monotonic() < ends_s, f"{role} lives on"
            time.sleep(0.02)

    def is_listening(self) -> bool:
        try:
            return bool(self.hardware.status())
        except ControlLost:
            return False

    def close(self) -> None:
        for pid in alive(self.mark):
            os.kill(pid, signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    begun = Demonstration(tmp_path)
    yield begun
    begun.close()


def test_nothing_outlives_a_demonstration_that_was_killed(demonstration: Demonstration) -> None:
    demonstration.says("home")
    demonstration.is_whole()
    assert demonstration.is_listening()
    demonstration.process.kill()
    demonstration.ends("run", within_s=1.0)  # not only when its visitor finds the hardware gone
    assert still_alive(demonstration.mark) == {}
    assert not demonstration.is_listening()
    assert shared_memory() <= demonstration.shared_memory


def test_nor_one_that_was_killed_while_the_kiosk_was_only_starting(
    demonstration: Demonstration,
) -> None:
    demonstration.says("peers")
    while "run" not in demonstration.roles():
        time.sleep(0.005)
    demonstration.process.kill()
    assert still_alive(demonstration.mark) == {}


def test_nothing_outlives_a_kiosk_that_was_killed_and_the_demonstration_ends_in_order(
    demonstration: Demonstration,
) -> None:
    demonstration.says("home")
    begun = demonstration.is_whole()
    os.kill(begun["run"], signal.SIGKILL)
    demonstration.ends("devices.biometric", within_s=3.0)
    output, _ = demonstration.process.communicate(timeout=10)
    assert output.splitlines()[-1].startswith("NOT as told: the kiosk ended with -9"), output
    assert demonstration.process.returncode == 1
    assert alive(demonstration.mark) == {}
    assert not demonstration.is_listening()
    assert shared_memory() <= demonstration.shared_memory
