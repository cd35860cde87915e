"""What camera and face process promise as devices; whom they see is told in their own tests.

Both hang on one face process, which takes a second to start: it is shared as long as it lives. On
real hardware (`--hardware camera=0`, `--hardware biometric=0`: what `camera.source` would say)
nobody need stand before the camera, and nobody is compared.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from config.model import CameraConfig
from config.people import load_people
from devices.biometric.driver import FaceProcessBiometric
from devices.camera.simulator import CameraPeer
from kiosk.events.devices import StatusChanged
from kiosk.ports import AnyDevice
from kiosk.vocabulary import Device
from tests.contracts.any_device import AnyDeviceContract, Subject
from tests.contracts.conftest import SIMULATED
from tests.devices.biometric.conftest import CLIPS, camera_config
from tests.devices.inbox import Inbox

FPS = 60
"""Four times as quick as in a hall, so that a look at some frames is."""


class Process:
    """A face process and its camera; what it posts goes to whoever asked last."""

    def __init__(self, config: CameraConfig, *, simulation: bool) -> None:
        self._inbox = Inbox()
        self._device = Device.BIOMETRIC
        self._told: dict[Device, StatusChanged] = {}
        self.closed = False
        self.biometric = FaceProcessBiometric(config, self._post, simulation)
        self._inbox.wait_for(StatusChanged, within_s=20.0)  # it has loaded its engine

    def _post(self, event: object) -> None:
        if isinstance(event, StatusChanged):
            self._told[event.status.device] = event
            if event.status.device is not self._device:
                return
        self._inbox.post(event)

    def subject(self, device: Device) -> Subject:
        """Nothing is under way: the test before has waited for all that it asked."""
        self._inbox, self._device = Inbox(), device
        if told := self._told.get(device):
            self._inbox.post(told)
        asked: AnyDevice = self.biometric if device is Device.BIOMETRIC else self.biometric.camera
        return Subject(asked, self._inbox, within_s=20.0, whole=self)  # type: ignore[arg-type]

    def close(self) -> None:
        self.closed = True
        self.biometric.close()


@pytest.fixture(scope="module")
def camera() -> Iterator[CameraPeer]:
    people = {key: person.seed for key, person in load_people(date(2026, 1, 1)).items()}
    peer = CameraPeer(people, CLIPS, fps=FPS)
    yield peer
    peer.close()


@pytest.fixture(scope="module")
def processes() -> Iterator[dict[str, Process]]:
    """By what they hang on."""
    running: dict[str, Process] = {}
    yield running
    for process in running.values():
        process.close()


class _OnTheFaceProcess(AnyDeviceContract):
    thread = "biometric worker"
    many = 3

    @pytest.fixture
    def subject(self, wire: str, camera: CameraPeer, processes: dict[str, Process]) -> Subject:
        process = processes.get(wire)
        if process is None or process.closed:
            simulated = wire == SIMULATED
            config = camera_config(camera) if simulated else CameraConfig(source=wire)
            process = processes[wire] = Process(config, simulation=simulated)
        return process.subject(self.named)


class TestCamera(_OnTheFaceProcess):
    named = Device.CAMERA


class TestBiometric(_OnTheFaceProcess):
    named = Device.BIOMETRIC
