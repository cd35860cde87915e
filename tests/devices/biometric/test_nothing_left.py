"""What of a person is left when a face step is over, or when the kiosk is killed in the middle."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from devices.biometric.engine import DlibEngine, Vector
from devices.biometric.portrait import Encoding, decode, decode_photo
from devices.camera.police_photo import PolicePhotos
from devices.camera.simulator import CameraPeer
from kiosk.vocabulary import ACTIONS
from tests.devices.biometric.conftest import CLIPS, OTHER, OWNER, REACTS_S
from tests.devices.biometric.memory import contains, found, running, shared
from tests.devices.biometric.test_driver import wait_until

PROJECT = Path(__file__).parents[3]

KIOSK = """
import sys
from config.model import CameraConfig
from devices.biometric.driver import FaceProcessBiometric
from kiosk.events.devices import Completed, DataCleared, FaceHint, StatusChanged
from kiosk.ports import Cancel, CheckFace, ClearFace, TakePhotos

def hear(event):
    match event:
        case FaceHint(hint=hint):
            print("hint", hint, flush=True)
        case Completed(id=id, code=code, result=result):
            print("ended", id, code, getattr(result, "liveness", ""), flush=True)
        case DataCleared():
            print("cleared", flush=True)
        case StatusChanged():
            print("status", flush=True)

biometric = FaceProcessBiometric(
    CameraConfig(source=sys.argv[2], open_timeout_s=3.0, read_timeout_s=5.0), hear, simulation=True
)
for line in sys.stdin:
    match line.split():
        case [("card" | "photo") as kind, size]:
            picture = bytearray(int(size))
            with open(sys.argv[1], "rb", buffering=0) as card:
                card.readinto(picture)
            (biometric.import_portrait if kind == "card" else biometric.import_photo)(picture)
            picture[:] = bytes(len(picture))
        case ["check", id]:
            biometric.submit(CheckFace(id, 20.0, 1, 8.0))
        case ["shots", id]:
            biometric.submit(TakePhotos(id, 20.0, 1, 0.1, False))
        case ["cancel", id]:
            biometric.submit(Cancel(id))
        case ["clear", id]:
            biometric.submit(ClearFace(id))
        case ["process"]:
            print("process", biometric._child.pid, flush=True)
        case ["loaded"]:
            print("loaded", *{"cv2", "dlib", "numpy"} & set(sys.modules), flush=True)
"""


class Kiosk:
    """The kiosk's side in a process of its own, told what to do a line at a time."""

    def __init__(self, card: Path, source: str, scratch: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", KIOSK, str(card), source],
            cwd=PROJECT,
            env=os.environ | dict.fromkeys(("TMPDIR", "HOME", "XDG_RUNTIME_DIR"), str(scratch)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, *lines: str) -> None:
        self.process.stdin.write("".join(f"{line}\n" for line in lines))
        self.process.stdin.flush()

    def until(self, *words: str) -> list[str]:
        """What comes next that begins with these words."""
        while line := self.process.stdout.readline().split():
            if line[: len(words)] == list(words):
                return line
        raise AssertionError("the kiosk has ended")

    def face_process(self) -> int:
        self.tell("process")
        return int(self.until("process")[1])


def is_compared(kiosk: Kiosk, camera: CameraPeer) -> None:
    """Does what is asked, as soon as it is asked; whether it was seen in time is not the question
    here: vectors of frames and portrait have been computed either way."""
    camera.verbs["look"]({"person": OWNER})
    kiosk.tell("check compared")
    while True:
        said = kiosk.process.stdout.readline().split()
        if said[0] == "ended":
            assert said[2] == "success"
            return
        if said[0] == "hint" and said[1] in ACTIONS:
            time.sleep(REACTS_S)
            camera.verbs["gesture"]({"name": said[1]})


def is_photographed(kiosk: Kiosk, camera: CameraPeer) -> None:
    """For the card, after a check."""
    walks_away(kiosk, camera)
    camera.verbs["blind"]({})
    kiosk.tell("shots taken")
    kiosk.until("ended", "taken", "success")
    camera.verbs["blind"]({"down": False})


def walks_away(kiosk: Kiosk, camera: CameraPeer) -> None:
    camera.verbs["look"]({"person": OWNER})
    kiosk.tell("check away")
    kiosk.until("hint")
    kiosk.tell("cancel away")
    kiosk.until("ended", "away", "canceled")


def is_somebody_else(kiosk: Kiosk, camera: CameraPeer) -> None:
    camera.verbs["look"]({"person": OTHER})
    kiosk.tell("check other")
    kiosk.until("hint", "hold_still")
    kiosk.tell("cancel other")
    kiosk.until("ended", "other")


def loses_the_camera(kiosk: Kiosk, camera: CameraPeer) -> None:
    camera.verbs["look"]({"person": OWNER})
    kiosk.tell("check camera")
    kiosk.until("hint")
    camera.verbs["unplug"]({})
    kiosk.until("ended", "camera", "hardwareError")
    camera.verbs["replug"]({})


def loses_the_face_process(kiosk: Kiosk, camera: CameraPeer) -> None:
    camera.verbs["look"]({"person": OWNER})
    kiosk.tell("check killed")
    kiosk.until("hint")
    began_s = time.monotonic()
    os.kill(kiosk.face_process(), signal.SIGKILL)
    kiosk.until("ended", "killed", "hardwareError")
    assert time.monotonic() - began_s < 3.0


@pytest.mark.parametrize(
    "visits",
    [
        [is_compared],
        pytest.param(
            [
                *(walks_away, is_somebody_else, is_photographed),
                *(loses_the_camera, loses_the_face_process),
            ],
            marks=pytest.mark.long,
        ),
    ],
    ids=["compared", "every other kind"],
)
def test_after_a_visit_neither_portrait_nor_vector_is_found_anywhere(
    tmp_path: Path,
    camera: CameraPeer,
    engine: DlibEngine,
    visits: list[Callable[[Kiosk, CameraPeer], None]],
) -> None:
    portrait = camera.library.portrait(camera.people[OWNER])
    vector = Encoding(engine, decode(portrait, simulation=True)).vector
    search(tmp_path, camera, "card", portrait, vector, visits)


@pytest.mark.long
def test_nor_of_somebody_without_a_card_the_polices_photo(
    tmp_path: Path, camera: CameraPeer, engine: DlibEngine
) -> None:
    photo = PolicePhotos(CLIPS).of(camera.people[OWNER])
    vector = Encoding(engine, decode_photo(photo)).vector
    search(tmp_path, camera, "photo", photo, vector, [is_compared, walks_away])


def search(
    tmp_path: Path,
    camera: CameraPeer,
    kind: str,
    picture: bytes,
    vector: Vector,
    visits: list[Callable[[Kiosk, CameraPeer], None]],
) -> None:
    """Every visit with this card or photo, and after it the memory of both processes, temporary
    files and what is shared."""
    marks = {
        "portrait": picture[len(picture) // 2 :][:32],
        "vector": vector.tobytes()[:64],
        "vector, single": vector.astype(np.float32).tobytes()[:64],
    }
    card, scratch = tmp_path / "card", tmp_path / "scratch"
    scratch.mkdir()
    kiosk = Kiosk(card, camera.wiring()["camera.source"], scratch)
    try:
        kiosk.until("status")  # a face process stands ready
        for number, visit in enumerate(visits):
            card.write_bytes(picture)
            kiosk.tell(f"{kind} {len(picture)}")
            visit(kiosk, camera)
            process = kiosk.face_process()
            if visit is not loses_the_face_process:
                assert contains(process, marks["vector"]), "so that finding nothing means something"
            card.unlink()
            kiosk.tell(f"clear {number}")
            kiosk.until("cleared")
            kiosk.until("ended", str(number), "success")
            assert not running(process)
            assert found(kiosk.process.pid, marks) == []
            assert found(kiosk.face_process(), marks) == []
            assert list(scratch.iterdir()) == []
            assert [what for what in marks if shared(marks[what])] == []
        kiosk.tell("loaded")
        assert kiosk.until("loaded") == ["loaded"]
        face_process = kiosk.face_process()
        kiosk.process.send_signal(signal.SIGKILL)
        wait_until(lambda: not running(face_process))
    finally:
        kiosk.process.kill()
        kiosk.process.communicate()
        camera.verbs["healthy"]({})


def test_the_face_process_leaves_no_core_and_stays_in_the_background(desk):
    pid = desk.biometric._child.pid
    lowered = min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)
    wait_until(lambda: os.getpriority(os.PRIO_PROCESS, pid) == lowered, within_s=30)
    wait_until(lambda: os.sched_getscheduler(pid) == os.SCHED_BATCH)
    assert os.getsid(pid) == os.getsid(0), "elsewhere its niceness would mean nothing"
    limits = Path(f"/proc/{pid}/limits").read_text()
    (core,) = [line.split() for line in limits.splitlines() if "core file size" in line]
    assert core[4:6] == ["0", "0"]
    wait_until(lambda: "Threads:\t1\n" in Path(f"/proc/{pid}/status").read_text())


def test_the_search_of_shared_memory_finds_what_is_there():
    mark = os.urandom(16).hex().encode()
    assert not shared(mark)
    with tempfile.NamedTemporaryFile(dir="/dev/shm") as file:
        file.write(b"before " + mark)
        file.flush()
        assert shared(mark)


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
