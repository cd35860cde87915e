"""first_screen: from starting the kiosk's process to its first picture, against a bare window.

Both say READY=1 on a socket of ours at the first flip, as they would to systemd; the kiosk with all
its real parts, its wires already there. Cold caches are left out by one warm-up of each.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.measure import Report, compare, in_turns
from tests.bench.peers import ROOT, Peers

ROUNDS = 5
LIMIT_S = 30.0
FONT = ROOT / "build" / "fonts" / "NotoSansSC-Regular.otf"


def measure() -> Report:
    with tempfile.TemporaryDirectory() as name, Peers(Path(name)) as peers:
        folder = Path(name)
        kiosk = [str(ROOT / "run_kiosk.py"), "run", "--child"]
        for layer in peers.layers:
            kiosk += ["--config", str(layer)]
        bare = ["-m", "tests.bench.bare_window", str(folder / "bare"), str(FONT)]
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
            ear.bind(str(folder / "notify"))
            ear.settimeout(LIMIT_S)
            _first_flip_s(kiosk, ear)
            _first_flip_s(bare, ear)
            ours, reference = in_turns(
                ROUNDS, lambda: _first_flip_s(kiosk, ear), lambda: _first_flip_s(bare, ear)
            )
    bare_is = "a bare Kivy window of the same size with one label in the same font"
    return Report([compare("first_screen", "s", ours, reference, bare_is, goal=1.5)])


def _first_flip_s(command: list[str], ear: socket.socket) -> float:
    """From starting a Python with this command to its READY=1; ends it then."""
    environment = os.environ | {"NOTIFY_SOCKET": ear.getsockname()}
    began_s = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,  # the kiosk ends with it
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while ear.recv(100) != b"READY=1":
            pass
        return time.monotonic() - began_s
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _drain(ear)


def _drain(ear: socket.socket) -> None:
    """What an ended kiosk still said must not be taken for the next one's word."""
    ear.setblocking(False)
    try:
        while True:
            ear.recv(100)
    except BlockingIOError:
        ear.settimeout(LIMIT_S)
