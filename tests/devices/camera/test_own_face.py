"""Your own face on a simulated card: taken from a camera's stream, handed over, kept nowhere."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from devices.camera.own_face import NO_CAMERA, NO_FACE
from devices.camera.people.measure import card_face
from devices.camera.people.portrait import MAGIC, PORTRAIT_BYTES
from devices.camera.simulator import CameraPeer
from tests.devices.camera.cast import CLIPS, SEEDS, before_camera, library

ROOT = Path(__file__).parents[3]
OWNER, OTHER = "lin-guobin", "chen-haiying"


@pytest.fixture
def camera() -> Iterator[CameraPeer]:
    library()
    peer = CameraPeer(SEEDS, CLIPS, fps=30)
    yield peer
    peer.close()


def taken(source: str, limit_s: float) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "devices.camera.own_face", source, str(limit_s)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=False,
    )


def test_whoever_looks_into_the_camera_is_on_the_card_and_nobody_else(camera: CameraPeer) -> None:
    camera.verbs["look"]({"person": OWNER})
    done = taken(camera.wiring()["camera.source"], 20)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout) == PORTRAIT_BYTES
    assert done.stdout.startswith(MAGIC)
    face = card_face(done.stdout)
    assert face is not None
    distances = {
        name: float(np.linalg.norm(face.descriptor - before_camera(SEEDS[name], 9)))
        for name in (OWNER, OTHER)
    }
    assert distances[OWNER] < 0.45
    assert distances[OTHER] > 0.52


def test_an_empty_room_and_two_people_end_without_a_portrait(camera: CameraPeer) -> None:
    source = camera.wiring()["camera.source"]
    nobody = taken(source, 0.3)
    assert (nobody.returncode, nobody.stdout) == (NO_FACE, b"")
    camera.verbs["look"]({"person": OTHER})
    camera.verbs["two_people"]({"person": OWNER})
    two = taken(source, 0.3)
    assert (two.returncode, two.stdout) == (NO_FACE, b"")


def test_a_camera_that_is_not_there_is_told_apart() -> None:
    gone = taken("http://127.0.0.1:9/stream.mjpg", 5)
    assert (gone.returncode, gone.stdout) == (NO_CAMERA, b"")
    assert gone.stderr == b""
