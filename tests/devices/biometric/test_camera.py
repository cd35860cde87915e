"""The camera as a device: what each fault is called, how each command ends, and that it recovers.

Whoever stands there is not looked at: tests open the camera for a moment and compare nothing.
"""

import queue
import re
from collections.abc import Iterator

import numpy as np
import pytest

from config.model import CameraConfig
from devices.biometric.camera import Camera
from devices.biometric.driver import FaceProcessBiometric
from devices.biometric.trials import camera_status
from devices.biometric.view import SETTLED, View, Watch
from devices.camera.simulator import CameraPeer
from kiosk.events.devices import Completed, FaceHint, StatusChanged
from kiosk.ports import Cancel, DeviceStatus, FunctionReport, FunctionTest, SelfTest
from kiosk.vocabulary import CompletionCode, Device, DeviceState
from tests.devices.biometric.conftest import FPS, OTHER, OWNER, FaceDesk
from tests.devices.biometric.faults import ROWS, Asked
from tests.devices.biometric.test_driver import wait_until
from tests.devices.fault_matrix import Row

WELL, READY = CompletionCode.SUCCESS, CompletionCode.DEVICE_NOT_READY


HANDS = {"look", "leave", "gesture", "wear", "attack", "blind", "replug", "healthy"}


def test_every_fault_of_the_simulator_has_its_row(camera: CameraPeer) -> None:
    assert {row.fault for row in ROWS} == set(camera.verbs) - HANDS


@pytest.fixture(scope="module")
def patient_desk(camera: CameraPeer) -> Iterator[FaceDesk]:
    """One with the patience of a kiosk."""
    inbox: queue.Queue[object] = queue.Queue()
    config = CameraConfig(source=camera.wiring()["camera.source"])
    biometric = FaceProcessBiometric(config, inbox.put, simulation=True)
    desk = FaceDesk(camera, biometric, inbox)
    desk.until(lambda event: isinstance(event, StatusChanged))
    yield desk
    biometric.close()


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_same_with_the_patience_of_a_kiosk(patient_desk: FaceDesk, row: Row) -> None:
    patient_desk.quiet()
    test_every_fault_ends_every_command_as_it_should_and_goes_away_by_itself(patient_desk, row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_fault_ends_every_command_as_it_should_and_goes_away_by_itself(
    desk: FaceDesk, row: Row
) -> None:
    fault, (self_test, function_test, check) = row.fault, row.cells
    desk.stands(OWNER, **{fault: {"person": OTHER} if fault == "two_people" else {}})
    desk.seen.clear()
    end = ask(desk, SelfTest, f"self {fault}")
    assert end.code is self_test.code
    assert isinstance(end.result, DeviceStatus)
    assert (end.result.device, end.result.attention) == (Device.CAMERA, self_test.attention)
    end = ask(desk, FunctionTest, f"function {fault}")
    assert end.code is function_test.code
    assert isinstance(end.result, FunctionReport)
    command = desk.start()
    if isinstance(check, Asked):
        desk.until(lambda event: isinstance(event, FaceHint))
        assert desk.hints()[0].hint is check.hint
        desk.biometric.submit(Cancel(command))
        desk.completed(command)
    else:
        assert desk.completed(command).code is check.code

    desk.stands(OWNER)
    end = ask(desk, SelfTest, f"after {fault}")
    assert end.code is WELL
    assert end.result == camera_status("clear", "1280x720")


def ask(desk: FaceDesk, test: type[SelfTest] | type[FunctionTest], id: str) -> Completed:
    desk.biometric.camera.submit(test(id))
    return desk.completed(id)


def test_a_test_tells_resolution_rate_age_and_light_and_lets_the_camera_go(desk: FaceDesk) -> None:
    desk.stands(None)
    value = ask(desk, FunctionTest, "figures").result.value
    told = re.fullmatch(
        r"clear, 1280x720, ([\d.]+) fps, age ([\d.]+) s, brightness (\d+)/255, white ([\d.]+) %",
        value,
    )
    assert told, value
    fps, age_s, brightness, white = map(float, told.groups())
    assert 0 < fps < 2 * FPS
    assert age_s < 1.0
    assert 100 < brightness < 200
    assert white < 5
    assert desk.biometric.preview() is None
    wait_until(lambda: desk.camera.status()["watchers"] == 0)


def test_a_test_of_the_engine_needs_no_camera(desk: FaceDesk) -> None:
    desk.stands(None, unplug={})
    desk.biometric.submit(SelfTest("engine"))
    assert desk.completed("engine").result == DeviceStatus(Device.BIOMETRIC, DeviceState.ONLINE)
    desk.biometric.submit(FunctionTest("engine, once"))
    end = desk.completed("engine, once")
    assert end.code is WELL
    assert re.fullmatch(r"dlib-resnet-1, \d+ ms", end.result.value)
    assert desk.biometric.capabilities().model == "dlib-resnet-1"
    sent = [each.code for each in desk.biometric.crossings()]
    assert sent[-2:] == ["TryEngine", "EngineTried"]
    assert {each.code for each in desk.biometric.camera.crossings()} <= {
        "TryCamera",
        "CameraTried",
        "CameraSeen",
    }


def test_while_somebody_is_looked_at_the_tests_say_busy(desk: FaceDesk) -> None:
    desk.stands(None)
    desk.start(limit_s=5.0)
    for id, device in (("busy", desk.biometric), ("busy too", desk.biometric.camera)):
        device.submit(SelfTest(id))
        assert desk.completed(id).result.state is DeviceState.DEVICE_BUSY


def test_the_address_of_a_camera_is_told_to_nobody() -> None:
    for source, model in (("http://a:secret@b/c", "network stream"), ("0", "video0")):
        camera = Camera(source, lambda _: None, lambda _: None, tuple)
        assert camera.capabilities().model == model
        assert "secret" not in repr(camera.capabilities())


# ---- what a frame shows --------------------------------------------------------------------------


NOISE = np.random.default_rng(1).standard_normal((SETTLED + 1, 240, 320, 3), np.float32)


def frames(level: float, spread: float, *, same: bool = False) -> list[np.ndarray]:
    made = [np.clip(level + spread * noise, 0, 255).astype(np.uint8) for noise in NOISE]
    return [made[0]] * len(made) if same else made


@pytest.mark.parametrize(
    ("shown", "view"),
    [
        (frames(120, 40), View.CLEAR),
        (frames(30, 12), View.DARK),
        (frames(4, 3), View.COVERED),
        (frames(0, 0, same=True), View.COVERED),  # black is always the same black
        (frames(120, 40, same=True), View.FROZEN),
        (frames(255, 0, same=True), View.CLEAR),  # blinded: its white dots are told
        (frames(120, 40)[:-2], None),  # too few to say
        ([*frames(120, 40)[:-1], *frames(4, 3)[:1]], None),  # a hand passed by
    ],
)
def test_a_word_is_said_of_a_camera_when_some_frames_agree(shown, view) -> None:
    watch = Watch()
    for number, frame in enumerate(shown):
        watch.see(frame, number / 15)
    assert watch.settled() is view


def test_the_figures_are_of_the_last_frame_and_the_rate_of_all() -> None:
    watch = Watch()
    for number, frame in enumerate([*frames(120, 40), *frames(255, 0)]):
        watch.see(frame, 7 + number / 15)
    figures = watch.figures(0.25)
    assert (figures.width, figures.height, figures.age_s) == (320, 240, 0.25)
    assert figures.fps == pytest.approx(15)
    assert figures.brightness == 255
    assert figures.clipped == 1


def test_a_frame_that_comes_twice_is_evidence_of_nothing() -> None:
    watch = Watch()
    one, other = frames(120, 40)[:2]
    seen = []
    for frame in (one, one, other, other, one):
        watch.see(frame, 0.0)
        seen.append(watch.new)
    assert seen == [True, False, True, False, True]
