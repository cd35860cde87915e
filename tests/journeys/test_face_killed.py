"""The face process is killed in the middle of visits: what the citizen reads, what the technician
is told, what is left. How the driver takes it is in `tests/devices/biometric/test_driver.py`.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devices.biometric.engine import DlibEngine
from devices.biometric.portrait import Encoding, decode, decode_photo
from devices.camera.clips import ClipLibrary
from devices.camera.police_photo import PolicePhotos
from kiosk.keeping.audit import export_jsonl, verify
from kiosk.vocabulary import ACTIONS
from tests.bench.peers import Peers
from tests.devices.biometric.memory import found, shared
from tests.devices.camera.cast import CLIPS, SEEDS
from tests.journeys.strikes import AT_RANDOM, LOOKED
from tests.torture.left_over import alive, face_marks, faces, fresh_mark, shared_memory

ROOT = Path(__file__).parents[2]
QUICK = "[patience]\ngoodbye_s = 2.0\n[card_photo]\ncountdown_s = 0.3\n"
"""The patience of the demonstration: between two strikes a memory is looked through."""
IN_MEMORY = (
    *("portrait", "vector", "vector, single"),
    *(
        "police's portrait",
        "police's vector",
        *(f"police's portrait, base64 {at}" for at in range(3)),
    ),
)
STRUCK = [
    *("looking", *ACTIONS, *["at random"] * AT_RANDOM),
    *("before agreeing", "posing", "choosing", "without a card"),
]
READS = {
    "other_way": "刷脸现在用不了",
    "no_photo": "现在拍不了照片",
    "phone": "您的手机号是多少？",
}


class Kiosk:
    """The real kiosk as a process, with the visitor of `face_killed` and a mark that all of its
    children have."""

    def __init__(self, peers: Peers, looked: Path) -> None:
        self.mark, self.memory, self._looked = fresh_mark(), shared_memory(), looked
        arguments = ["run", "--child", "--visitor", "killed", "--hardware", str(peers.hands.path)]
        quick = looked / "quick.toml"
        quick.write_text(QUICK)
        for layer in (*peers.layers[:-1], quick, peers.layers[-1]):
            arguments += ["--config", str(layer)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.face_killed", *arguments],
            cwd=ROOT,
            env=os.environ | self.mark | {LOOKED: str(looked)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []

    def strikes(self) -> Any:
        """What the citizen read after each; the visitor goes on once the next one is asked for."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("{"):
                told = json.loads(line)
                yield told
                (self._looked / str(told["number"])).touch()

    def face_processes(self) -> list[int]:
        living = alive(self.mark)
        return [pid for pid, command in living.items() if "devices.biometric" in command]

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.mark.long
def test_a_face_process_killed_anywhere_in_a_visit_costs_nobody_their_matter(
    tmp_path: Path,
) -> None:
    run, looked = tmp_path / "run", tmp_path / "looked"
    looked.mkdir()
    portrait = ClipLibrary(CLIPS).portrait(SEEDS["chen-haiying"])
    marks = face_marks(portrait, Encoding(DlibEngine(), decode(portrait, simulation=True)).vector)
    photo = PolicePhotos(CLIPS).of(SEEDS["chen-haiying"])
    of_photo = face_marks(photo, Encoding(DlibEngine(), decode_photo(photo)).vector)
    marks |= {f"police's {what}": mark for what, mark in of_photo.items()}
    struck: list[str] = []
    with Peers(run) as peers:
        kiosk = Kiosk(peers, looked)
        try:
            for told in kiosk.strikes():
                struck.append(told["killed"])
                assert told["title"] == READS[told["page"]], told
                assert told["ways"] or told["page"] == "phone", told
                _nothing_is_left(kiosk, peers, {what: marks[what] for what in IN_MEMORY}, told)
            assert kiosk.process.wait(60) == 0, "".join(kiosk.said)
        finally:
            kiosk.close()
        assert faces(run, marks, peers.keeping(), run / "keeping.key") == []
        assert verify(peers.keeping()).ok
        export_jsonl(peers.keeping(), run / "audit.jsonl")
    assert sorted(struck) == sorted(STRUCK)
    lines = (run / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line)["entry"] for line in lines]
    of_face = [
        (entry["event"], entry["fields"].get("code"))
        for entry in entries
        if entry["fields"].get("device") == "biometric"
    ]
    died, back = ("device_attention", "F-02"), ("device_recovered", None)
    assert of_face == [died, back] * len(STRUCK), "each is told to the technician, once"
    events = [entry["event"] for entry in entries]
    assert events.count("face_unavailable") >= len(ACTIONS) + 2
    assert events.count("card_photo_unavailable") >= 1
    assert events.count("case_delivered") == 1


def _nothing_is_left(kiosk: Kiosk, peers: Peers, marks: dict[str, bytes], told: Any) -> None:
    """One face process, which knows nobody; no camera; no face in the kiosk or beside it."""
    _soon(lambda: peers.hands.status()["camera"]["watchers"] == 0)
    assert found(kiosk.process.pid, marks) == [], told
    assert _found_in_the_face_process(kiosk, marks) == [], told
    assert [what for what, mark in marks.items() if shared(mark)] == [], told
    assert shared_memory() <= kiosk.memory, told


def _found_in_the_face_process(kiosk: Kiosk, marks: dict[str, bytes]) -> list[str]:
    while True:
        _soon(lambda: len(kiosk.face_processes()) == 1)
        try:
            return found(kiosk.face_processes()[0], marks)
        except (FileNotFoundError, IndexError):
            continue  # the one that stood in for the killed one knew the visitor's end, and ended


def _soon(true: Callable[[], bool], within_s: float = 5.0) -> None:
    ends_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < ends_s
        time.sleep(0.05)
