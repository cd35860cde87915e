"""first_screen: from starting the kiosk's process to its first picture, against a bare window.

The first picture is the shut door, which bridges the loading of the rest (screens/opening.py); the
kiosk tells of it, and of the home screen, on a socket of ours, as it would tell systemd. The home
screen, which takes touches, is told beside against the same window. The kiosk has all its real
parts, its wires already there. Cold caches are left out by one warm-up of each.
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
READY = b"READY=1"
FONT = ROOT / "build" / "fonts" / "NotoSansSC-Regular.otf"


def measure() -> Report:
    with tempfile.TemporaryDirectory() as name, Peers(Path(name)) as peers:
        folder = Path(name)
        kiosk = [str(ROOT / "run_kiosk.py"), "run", "--child"]
        for layer in peers.layers:
            kiosk += ["--config", str(layer)]
        window = ["-m", "tests.bench.bare_window", str(folder / "bare"), str(FONT)]
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
            ear.bind(str(folder / "notify"))
            ear.settimeout(LIMIT_S)
            homes: list[float] = []

            def ours() -> float:
                door_s, home_s = _heard_s(kiosk, ear, b"STATUS=opening", READY)
                homes.append(home_s)
                return door_s

            def bare() -> float:
                return _heard_s(window, ear, READY)[0]

            ours(), bare(), homes.clear()
            doors, reference = in_turns(ROUNDS, ours, bare)
    bare_is = "a bare Kivy window of the same size with one label in the same font"
    return Report(
        [
            compare("first_screen", "s", doors, reference, bare_is, goal=1.5),
            compare("first_home", "s", homes, reference, bare_is),
        ]
    )


def _heard_s(command: list[str], ear: socket.socket, *words: bytes) -> list[float]:
    """From starting a Python with this command to each of these words of it; ends it then."""
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
        heard_s = []
        for word in words:
            while ear.recv(100) != word:
                pass
            heard_s.append(time.monotonic() - began_s)
        return heard_s
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
