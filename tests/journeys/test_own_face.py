"""`make run CAMERA=…` with somebody before the camera: they pass as themselves; nothing stays."""

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.words import load_words
from devices.camera.clips import GESTURES
from devices.camera.people.portrait import MAGIC
from devices.camera.simulator import CameraPeer
from kiosk.visit.steps.face import instructions
from tests.devices.camera.cast import CLIPS, SEEDS, library

ROOT = Path(__file__).parents[2]
QUICK = Path(__file__).with_name("quick.toml")
NOT_ON_THE_CARD = "lin-guobin"
"""The scripted visitor lays somebody else's card: only their own portrait lets them pass."""

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


@pytest.fixture
def camera() -> Iterator[CameraPeer]:
    """A camera that nobody tells the demonstration about but by its address."""
    films = library()
    films.prepare([(scene, (SEEDS[NOT_ON_THE_CARD],)) for scene in GESTURES])
    peer = CameraPeer(SEEDS, CLIPS)
    yield peer
    peer.close()


def demonstration(source: str, build: Path, camera: CameraPeer | None = None) -> tuple[int, str]:
    """Exit code, and what it said. camera: where somebody does what the terminal tells them."""
    temporary = build / "tmp"
    temporary.mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    process = subprocess.Popen(
        [
            *(sys.executable, "run_kiosk.py", "demo", "--camera", source),
            *("--build", str(build), "--config", str(QUICK)),
        ],
        cwd=ROOT,
        env=environment | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    asked, said = instructions([load_words()["zh"]]), []
    with process:
        for line in process.stdout:
            said.append(line)
            if camera is not None and line.strip() in asked:
                camera.verbs["gesture"]({"name": asked[line.strip()]})
    return process.returncode, "".join(said)


@pytest.mark.long
def test_who_sits_before_a_real_camera_passes_with_their_own_face_and_leaves_no_picture(
    camera: CameraPeer, tmp_path: Path
) -> None:
    camera.verbs["look"]({"person": NOT_ON_THE_CARD})
    code, said = demonstration(camera.wiring()["camera.source"], tmp_path, camera)
    assert code == 0, said
    assert "请一个人正对摄像头" in said
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    (audit,) = (path for path in files if path.name == "audit.jsonl")
    compared = [line for line in audit.read_text("utf-8").splitlines() if "face_compared" in line]
    assert '"zone":"pass"' in compared[-1]  # beside others a gesture may be seen too late
    assert '"liveness":"passed"' in compared[-1]
    assert "照片待采集" in (tmp_path / "visit" / "receipt.txt").read_text("utf-8")
    for path in files:
        content = path.read_bytes()
        for trace in (MAGIC, base64.b64encode(MAGIC)[:5], JPEG, base64.b64encode(JPEG)[:12]):
            assert trace not in content, f"{path.name} holds a portrait or a frame"
    assert not list((tmp_path / "visit").glob("[0-9]*.png"))


def test_without_a_camera_there_is_a_plain_sentence_and_no_visit(tmp_path: Path) -> None:
    code, said = demonstration("http://127.0.0.1:9/none.mjpg", tmp_path)
    assert code == 1
    assert "摄像头 http://127.0.0.1:9/none.mjpg 打不开" in said
    assert not (tmp_path / "run").exists()
