"""No simulated hardware is left behind, however its parent ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devices.simulation.client import ControlClient
from devices.simulation.lifetime import parent_is_gone

HARDWARE = """
import sys
from datetime import date
from pathlib import Path
from config.people import load_people
from devices.simulation.hardware import run
run(Path(sys.argv[1]), load_people(date.today()), Path(sys.argv[1]) / "clips", camera=False)
"""

# A parent that starts the hardware, passes on what it says, and waits. The pipe is kept open by
# somebody else, so that only the kernel's signal can tell of the parent's death.
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]], stdin=int(sys.argv[3]))
print(child.pid, flush=True)
time.sleep(60)
"""


def gone(pid: int, within_s: float = 5.0) -> bool:
    """Whether the process ended; one that nobody collected yet has ended too."""
    ends_s = time.monotonic() + within_s
    while time.monotonic() < ends_s:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False


def start(directory: Path) -> tuple[subprocess.Popen[bytes], dict[str, str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HARDWARE, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


def left_over(directory: Path) -> list[str]:
    return [entry.name for entry in directory.iterdir() if entry.is_socket() or entry.is_symlink()]


def test_it_tells_the_wiring_and_ends_with_its_parents_pipe(tmp_path: Path) -> None:
    process, wiring = start(tmp_path)
    assert process.stdin is not None
    hardware = ControlClient(Path(wiring["control"]))
    assert set(hardware.status()) >= {"card_reader", "printer"}
    assert Path(wiring["card_reader.port"]).exists()
    process.stdin.close()
    assert process.wait(timeout=5) == 0
    assert left_over(tmp_path) == []
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.long)]
)
def test_it_ends_in_order_when_told_to(tmp_path: Path, number: signal.Signals) -> None:
    process, _ = start(tmp_path)
    process.send_signal(number)
    assert process.wait(timeout=5) == 0
    assert left_over(tmp_path) == []
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()


def test_a_parent_that_died_before_is_told_by_its_pipe() -> None:
    reading_end, writing_end = os.pipe()
    assert not parent_is_gone(reading_end)
    os.close(writing_end)
    assert parent_is_gone(reading_end)
    os.close(reading_end)


def test_it_does_not_outlive_a_parent_that_was_killed(tmp_path: Path) -> None:
    reading_end, writing_end = os.pipe()  # never closed by the parent's death
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, HARDWARE, str(tmp_path), str(reading_end)],
        stdout=subprocess.PIPE,
        pass_fds=[reading_end],
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    wiring = json.loads(parent.stdout.readline())
    assert Path(wiring["control"]).is_socket()
    parent.kill()
    parent.wait()
    assert gone(child)
    assert left_over(tmp_path) == []
    parent.stdout.close()
    for end in (reading_end, writing_end):
        os.close(end)
