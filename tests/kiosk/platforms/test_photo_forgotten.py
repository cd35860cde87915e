"""What of the police's photo is left in the kiosk's memory once it has been handed on.

The platform is at the other end of real HTTP, and so in another process: here. The photo is one
mark over and over, so that counting marks tells how many bytes of it are left, and the mark is of
such a length that its base64 is one mark over and over too.
"""

import base64
import os
import subprocess
import sys
from pathlib import Path

from devices.camera.police_photo import MOST_BYTES
from tests.devices.biometric.memory import counted
from tests.kiosk.keeping.support import a_card
from tests.kiosk.platforms.peer import Peer

ROOT = Path(__file__).parents[3]
CHEN = a_card("chen-haiying")
MARK_BYTES = 24
LEFT_BYTES = 256
"""Of 20,480: the last of the pieces in which it came."""

KIOSK = """
import sys, time
from pathlib import Path
from config.model import PlatformConfig
from kiosk.effects import Ask
from kiosk.platforms.desk import Desk
from kiosk.platforms.sharing import SharingPlatform
from kiosk.questions import RegisterEntry
from kiosk.vocabulary import Platform

url, secret, number = sys.argv[1:]
found = PlatformConfig(
    base_url=url, secret_file=Path(secret), connect_timeout_s=5.0, read_timeout_s=5.0
)

def hand_on(photo):
    print("handed", len(photo), flush=True)
    sys.stdin.readline()

desk = Desk(
    {Platform.SHARING: SharingPlatform(found)},
    lambda event: print("told", event.code, flush=True),
    portrait=hand_on,
)
desk.carry_out(Ask("1", RegisterEntry(number, "ID-03", portrait=True)))
time.sleep(60)
"""


def test_next_to_nothing_of_the_photo_is_left_once_it_was_handed_on(tmp_path: Path) -> None:
    mark = os.urandom(MARK_BYTES)
    photo = mark * (MOST_BYTES // MARK_BYTES)
    marks = {"photo": mark, "base64": base64.b64encode(mark)}
    peer = Peer(tmp_path, photo_of=lambda seed: photo)
    kiosk = subprocess.Popen(
        [sys.executable, "-c", KIOSK, peer.sandbox.url, str(peer.secret), CHEN.number],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert kiosk.stdout.readline() == f"handed {len(photo)}\n"
        there = counted(kiosk.pid, marks)
        kiosk.stdin.write("go on\n")
        kiosk.stdin.flush()
        assert kiosk.stdout.readline() == "told answered\n"
        left = counted(kiosk.pid, marks)
    finally:
        kiosk.kill()
        kiosk.communicate()
        peer.sandbox.close()
    assert there["photo"] >= len(photo) // MARK_BYTES, "so that finding none means something"
    assert left["photo"] * MARK_BYTES + left["base64"] * len(marks["base64"]) <= LEFT_BYTES, left
