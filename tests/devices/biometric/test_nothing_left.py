"""What of a person is left when a face step is over, or when the kiosk is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.devices.biometric.test_driver import alive, wait_until

PROJECT = Path(__file__).parents[3]

KIOSK = """
import os, sys, threading
from config.model import CameraConfig
from devices.biometric.driver import FaceProcessBiometric
from kiosk.events import Completed
from kiosk.ports import CheckFace, ClearFace

portrait = bytearray(1024)
with open(sys.argv[1], "rb", buffering=0) as card:
    card.readinto(portrait)
ended = threading.Semaphore(0)
biometric = FaceProcessBiometric(
    CameraConfig(source="http://127.0.0.1:9/nobody", open_timeout_s=0.3),
    lambda event: isinstance(event, Completed) and ended.release(),
    simulation=True,
)
biometric.import_portrait(portrait)
portrait[:] = bytes(1024)
biometric.submit(CheckFace("check", 5.0, 2, 5.0))
ended.acquire()
biometric.submit(ClearFace("clear"))
ended.acquire()
print(*{"cv2", "dlib", "numpy"} & set(sys.modules), biometric._child.pid, flush=True)
sys.stdin.read()
"""


def test_nothing_of_a_portrait_is_left_in_memory_or_on_disk_and_no_process_outlives_the_kiosk(
    tmp_path,
):
    mark = os.urandom(32)
    card = tmp_path / "card"
    card.write_bytes((b"BDY\x01\x03\x00" + mark * 31).ljust(1024, b"\0"))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    kiosk = subprocess.Popen(
        [sys.executable, "-c", KIOSK, str(card)],
        cwd=PROJECT,
        env=os.environ | dict.fromkeys(("TMPDIR", "HOME", "XDG_RUNTIME_DIR"), str(scratch)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = kiosk.stdout.readline().split()
        assert len(said) == 1, f"the kiosk's process loads {said[:-1]}"
        face_process = int(said[0])
        card.unlink()
        assert not contains(kiosk.pid, mark)
        assert list(scratch.iterdir()) == []

        assert alive(face_process)
        kiosk.send_signal(signal.SIGKILL)
        wait_until(lambda: not running(face_process))
    finally:
        kiosk.kill()
        kiosk.communicate()


def test_the_face_process_leaves_no_core_and_stays_in_the_background(desk):
    pid = desk.biometric._child.pid
    wait_until(lambda: os.getpriority(os.PRIO_PROCESS, pid) == 10, within_s=30)
    limits = Path(f"/proc/{pid}/limits").read_text()
    (core,) = [line.split() for line in limits.splitlines() if "core file size" in line]
    assert core[4:6] == ["0", "0"]
    wait_until(lambda: "Threads:\t1\n" in Path(f"/proc/{pid}/status").read_text())


def contains(pid: int, mark: bytes) -> bool:
    """Whether the memory of a process that can be written to holds these bytes."""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            place, rights, *_ = line.split()
            if "w" not in rights:
                continue
            start, end = (int(number, 16) for number in place.split("-"))
            memory.seek(start)
            if mark in memory.read(end - start):
                return True
    return False


def running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_the_memory_scan_finds_what_is_there():
    """So that finding nothing above means something."""
    child = subprocess.Popen(
        [sys.executable, "-c", "import sys; held = sys.stdin.buffer.readline(); sys.stdin.read()"],
        stdin=subprocess.PIPE,
    )
    mark = os.urandom(16).hex().encode()
    child.stdin.write(mark + b"\n")
    child.stdin.flush()
    ends_s = time.monotonic() + 5
    while not contains(child.pid, mark):
        assert time.monotonic() < ends_s
        time.sleep(0.02)
    child.kill()
    child.communicate()
