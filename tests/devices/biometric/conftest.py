"""One camera, one engine and one face process for all of these tests: each takes a second to start.

The people are generated (`devices/camera/people`); their clips are filmed once into `build/`.
"""

import queue
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from config.model import CameraConfig
from config.people import load_people
from devices.biometric.driver import FaceProcessBiometric
from devices.biometric.engine import DlibEngine
from devices.camera.clips import GESTURES, LOOKING
from devices.camera.simulator import CameraPeer
from kiosk.events.devices import Completed, FaceHint, StatusChanged
from kiosk.ports import Cancel, CheckFace
from kiosk.vocabulary import ACTIONS, CompletionCode, Device, Hint, Liveness

CLIPS = Path(__file__).parents[3] / "build" / "clips"
OWNER, OTHER = "chen-haiying", "lin-guobin"
READ_TIMEOUT_S = 0.5
FPS = 15
"""As in a hall: of a camera that sends more, the face process passes over every other frame."""
ACTIONS_ASKED, ACTION_S, TRIES = 2, 12.0, 4
REACTS_S, SHUT_S, HELD_S, AGAIN_S = 0.25, 0.7, 3.0, 2.0
"""On a busy machine few frames are looked at: an action is held until it is seen, or for so long,
and what nobody saw is done again after a while. Eyes may be shut for a second and a half."""
ENDS_WITHIN_S = 150.0


@pytest.fixture(scope="session")
def engine() -> DlibEngine:
    """Loaded on a machine without pkg_resources, as every machine with a new setuptools is."""
    with pytest.MonkeyPatch.context() as machine:
        machine.setitem(sys.modules, "pkg_resources", None)  # importing it fails
        machine.delitem(sys.modules, "face_recognition_models", raising=False)
        return DlibEngine()


@pytest.fixture(scope="session")
def people() -> dict[str, int]:
    return {key: person.seed for key, person in load_people(date(2026, 1, 1)).items()}


@pytest.fixture(scope="session")
def camera(people: dict[str, int]) -> Iterator[CameraPeer]:
    peer = CameraPeer(people, CLIPS, fps=FPS)
    scenes = (LOOKING, *GESTURES)
    peer.library.prepare([(s, (people[key],)) for key in (OWNER, OTHER) for s in scenes])
    yield peer
    peer.close()


def camera_config(camera: CameraPeer) -> CameraConfig:
    return CameraConfig(
        source=camera.wiring()["camera.source"], open_timeout_s=1.0, read_timeout_s=READ_TIMEOUT_S
    )


@dataclass
class FaceDesk:
    """The driver with its inbox, and the camera before it."""

    camera: CameraPeer
    biometric: FaceProcessBiometric
    inbox: "queue.Queue[object]"
    performs: bool = False
    commands: int = 0
    imported: str | None = None
    seen: list[object] = field(default_factory=list)
    _asked: FaceHint | None = None
    _acts_s: float = 0.0
    _rests_s: float | None = None  # while an action is held

    def stands(self, person: str | None, **verbs: dict[str, str]) -> None:
        """Who stands before the camera, and what else is asked of it."""
        self.camera.verbs["healthy"]({})
        if person:
            self.camera.verbs["look"]({"person": person})
        else:
            self.camera.verbs["leave"]({})
        for verb, asked in verbs.items():
            self.camera.verbs[verb](asked)

    def lay(self, person: str) -> None:
        """This person's card was read, if it was not the last one anyway: making its vector takes
        as long as a check."""
        if self.imported != person:
            portrait = self.camera.library.portrait(self.camera.people[person])
            self.biometric.import_portrait(bytearray(portrait))
            self.imported = person

    def check(
        self, limit_s: float = 60.0, card: str | None = OWNER, actions: int = ACTIONS_ASKED
    ) -> Completed:
        """A check of somebody who does what is asked; as in a visit again where it was not seen: a
        machine that looks twice a second can miss it, but takes it for nothing else."""
        self.performs = True
        try:
            for _ in range(TRIES):
                end = self.completed(self.start(limit_s, card, actions))
                if getattr(end.result, "liveness", None) is not Liveness.MISSED:
                    break
            return end
        finally:
            self.performs = False

    def start(
        self, limit_s: float = 20.0, card: str | None = OWNER, actions: int = ACTIONS_ASKED
    ) -> str:
        """Begin a check; its command. card: whose card was read, None for none since."""
        if card:
            self.lay(card)
        self.seen.clear()
        self.commands += 1
        self.biometric.submit(CheckFace(self.last, limit_s, actions, ACTION_S))
        return self.last

    def completed(self, command: str, within_s: float = ENDS_WITHIN_S) -> Completed:
        event = self.until(
            lambda each: isinstance(each, Completed) and each.id == command, within_s
        )
        assert isinstance(event, Completed)
        if event.code is CompletionCode.HARDWARE_ERROR:
            self.imported = None  # the process may be another one, which knows no card
        return event

    def until(self, wanted: Callable[[object], bool], within_s: float = 30.0) -> object:
        """The next event that is wanted; those before it are in `seen`, and it is the last."""
        ends_s = time.monotonic() + within_s
        while True:
            self._perform()
            try:
                event = self.inbox.get(timeout=0.05 if self.performs else within_s)
            except queue.Empty:
                if time.monotonic() > ends_s:
                    raise
                continue
            self.seen.append(event)
            if wanted(event):
                return event

    def _perform(self) -> None:
        """Do what the newest hint says, a moment later; while it says so again.

        By what is asked, not by what should have been seen by now: however slow the machine, nobody
        is caught doing what was asked before.
        """
        told = self.hints()[-1:] if self.performs else []
        if not told:
            return
        now_s, new = time.monotonic(), told[0] != self._asked
        if self._rests_s is not None and (new or now_s >= self._rests_s):
            self.camera.verbs["gesture"]({"name": "rest"})
            self._rests_s = None
            self._acts_s = now_s + AGAIN_S
        if new:
            self._asked, self._acts_s = told[0], now_s + REACTS_S
        elif self._rests_s is None and now_s >= self._acts_s and told[0].hint in ACTIONS:
            self.camera.verbs["gesture"]({"name": told[0].hint, "held": True})
            self._rests_s = now_s + (SHUT_S if told[0].hint is Hint.BLINK else HELD_S)

    def hints(self) -> list[FaceHint]:
        return [event for event in self.seen if isinstance(event, FaceHint)]

    @property
    def last(self) -> str:
        return f"check-{self.commands}"

    def quiet(self) -> None:
        """Forget what has arrived."""
        while not self.inbox.empty():
            self.inbox.get()


@pytest.fixture(scope="session")
def shared_desk(camera: CameraPeer) -> Iterator[FaceDesk]:
    inbox: queue.Queue[object] = queue.Queue()
    ends: Counter[str] = Counter()

    def post(event: object) -> None:
        if isinstance(event, Completed):
            ends[event.id] += 1
        inbox.put(event)

    biometric = FaceProcessBiometric(camera_config(camera), post, simulation=True)
    desk = FaceDesk(camera, biometric, inbox)
    desk.until(lambda event: isinstance(event, StatusChanged))
    yield desk
    biometric.close()
    assert not ends or set(ends.values()) == {1}, "exactly one Completed per command"


@pytest.fixture
def desk(shared_desk: FaceDesk) -> FaceDesk:
    """The shared desk, quiet."""
    shared_desk.biometric.submit(Cancel(shared_desk.last))
    shared_desk.quiet()
    return shared_desk


def camera_attention(desk: FaceDesk) -> object:
    """What the technician was last told about the camera, of what was seen."""
    told = [
        event.status
        for event in desk.seen
        if isinstance(event, StatusChanged) and event.status.device is Device.CAMERA
    ]
    return told[-1].attention if told else None
