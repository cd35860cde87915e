"""The face check over a real camera stream and a real process: verdicts, hints, and bad days."""

import os
import signal
import sys
import time

import pytest

from devices.biometric.driver import FaceProcessBiometric
from kiosk.attention import CheckCamera, EndFaceProcess, RestartFaceProcess
from kiosk.events.devices import Completed, DataCleared, FaceHint, StatusChanged
from kiosk.ports import Cancel, CheckFace, ClearFace, FaceScore, SelfTest
from kiosk.vocabulary import ACTIONS, CompletionCode, Device, DeviceState, Hint, Liveness
from tests.devices.biometric.conftest import (
    OTHER,
    OWNER,
    READ_TIMEOUT_S,
    camera_attention,
    camera_config,
)

PASS, OTHER_WAY = 0.45, 0.52


def distance(end: Completed) -> float:
    assert end.code is CompletionCode.SUCCESS
    assert isinstance(end.result, FaceScore)
    assert end.result.liveness is Liveness.PASSED
    assert 0 < end.result.quality <= 1
    return end.result.distance


def test_the_person_on_the_card_passes_and_swapping_the_cards_swaps_the_verdicts(desk):
    """One action is enough here: what they are for is told by all that come in the check below."""
    desk.stands(OTHER)
    assert distance(desk.check(card=OTHER, actions=1)) <= PASS
    assert desk.hints()[-1] == FaceHint(Hint.COMPARING, 1.0)
    desk.stands(OWNER)
    assert distance(desk.check(card=OTHER, actions=1)) > OTHER_WAY

    assert distance(desk.check(card=OWNER, actions=1)) <= PASS
    desk.stands(OTHER)
    assert distance(desk.check(card=OWNER, actions=1)) > OTHER_WAY


def test_nobody_there_ends_with_a_time_out_and_the_hint_to_look(desk):
    desk.stands(None)
    assert desk.check(limit_s=1.0).code is CompletionCode.TIME_OUT
    assert [hint.hint for hint in desk.hints()] == [Hint.LOOK_AT_CAMERA]


def test_a_check_goes_on_when_the_person_does_what_the_hint_says(desk):
    desk.stands(None)
    check = desk.start()
    desk.until(lambda event: isinstance(event, FaceHint))
    desk.stands(OWNER)
    desk.performs = True
    assert distance(desk.completed(check)) <= PASS
    desk.performs = False


def test_a_frozen_camera_ends_the_check_within_the_read_time_out(desk):
    desk.stands(None)
    check = desk.start()
    desk.until(lambda event: isinstance(event, FaceHint))
    frozen_s = time.monotonic()
    desk.camera.verbs["freeze"]({})
    assert desk.completed(check).code is CompletionCode.HARDWARE_ERROR
    assert time.monotonic() - frozen_s < READ_TIMEOUT_S + 1.5
    assert camera_attention(desk) is CheckCamera


def test_a_camera_without_a_plug_is_told_and_its_return_too(desk):
    desk.stands(OWNER)
    desk.camera.verbs["unplug"]({})
    end = desk.check()
    assert end.code is CompletionCode.HARDWARE_ERROR
    assert end.result == "camera"
    assert camera_attention(desk) is CheckCamera

    desk.camera.verbs["replug"]({})
    desk.start()
    told = desk.until(lambda event: isinstance(event, StatusChanged)).status
    assert (told.device, told.state) == (Device.CAMERA, DeviceState.ONLINE)
    desk.until(lambda event: isinstance(event, FaceHint))


def test_a_cancelled_check_ends_at_once_and_the_camera_goes_off(desk):
    desk.stands(None)
    check = desk.start()
    desk.until(lambda event: isinstance(event, FaceHint))
    second = "second"
    desk.biometric.submit(CheckFace(second, 5.0, 2, 5.0))
    assert desk.completed(second).code is CompletionCode.DEVICE_NOT_READY
    preview = desk.biometric.preview()
    assert preview is not None
    assert (preview.width, preview.height) == (640, 360)
    assert any(preview.pixels)

    desk.biometric.submit(Cancel(check))
    assert desk.completed(check, within_s=0.5).code is CompletionCode.CANCELED
    wait_until(lambda: desk.biometric.preview() is None)
    wait_until(lambda: desk.camera.status()["watchers"] == 0)


def test_during_a_check_no_file_is_open_that_could_keep_a_face(desk):
    desk.stands(None)
    desk.start()
    desk.until(lambda event: isinstance(event, FaceHint))
    pid = desk.biometric._child.pid
    held = {os.readlink(entry.path) for entry in os.scandir(f"/proc/{pid}/fd")}
    held -= {os.readlink("/proc/self/fd/2")}  # the kiosk's log
    assert {each.split(":")[0] for each in held} <= {"/dev/null", "socket", "/memfd", "pipe"}
    with open(f"/proc/{pid}/maps") as maps:
        shared = [line.split()[-1] for line in maps if line.split()[1].endswith("ws")]
        shared = [line for line in shared if not line.startswith("/memfd")]
    assert shared == []
    with open(f"/proc/{pid}/limits") as limits:
        (core,) = (line.split() for line in limits if line.startswith("Max core file size"))
    assert core[4:6] == ["0", "0"]  # nor a dump, should it crash


def test_clearing_ends_the_process_and_a_new_one_knows_nothing(desk):
    desk.stands(None)
    check, pid = desk.start(), desk.biometric._child.pid
    desk.until(lambda event: isinstance(event, FaceHint))
    desk.imported = None
    desk.biometric.submit(ClearFace("clear"))
    assert desk.completed(check).code is CompletionCode.CANCELED
    cleared_s = time.monotonic()
    assert desk.completed("clear").code is CompletionCode.SUCCESS
    assert time.monotonic() - cleared_s < 1.0
    assert any(isinstance(event, DataCleared) for event in desk.seen)
    assert not alive(pid)
    assert desk.biometric.preview() is None
    # The new one stands ready, and has no portrait.
    end = desk.check(card=None)
    assert end.code is CompletionCode.INVALID_DATA
    assert end.result == "missing"


@pytest.mark.parametrize(
    ("portrait", "reason"),
    [
        (b"WLf\0" + bytes(1020), "wlt"),
        (b"BDY\x01\x00\x04\xff\xd8\xff\xd9" + bytes(1014), "damaged"),
        (bytes(1024), "unknown"),
    ],
)
def test_a_portrait_that_cannot_be_read_leads_to_another_way_without_a_camera(
    desk, portrait, reason
):
    desk.stands(OWNER)
    desk.biometric.import_portrait(bytearray(portrait))
    desk.imported = None
    end = desk.check(card=None)
    assert end.code is CompletionCode.INVALID_DATA
    assert end.result == reason
    assert desk.hints() == []


@pytest.mark.parametrize(
    "moment",
    [
        Hint.LOOK_AT_CAMERA,
        pytest.param(Hint.HOLD_STILL, marks=pytest.mark.long),
        *(pytest.param(action, marks=pytest.mark.long) for action in ACTIONS),
    ],
)
def test_a_face_process_killed_at_any_moment_ends_the_check_at_once_and_is_replaced(desk, moment):
    desk.stands(OWNER if moment is not Hint.LOOK_AT_CAMERA else None)
    check, pid = desk.start(), desk.biometric._child.pid
    # Which action comes is drawn: any of them will do.
    wanted = ACTIONS if moment in ACTIONS else (moment,)
    desk.until(lambda event: isinstance(event, FaceHint) and event.hint in wanted)
    struck_s = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    assert desk.completed(check).code is CompletionCode.HARDWARE_ERROR
    assert time.monotonic() - struck_s < 1.0
    assert desk.biometric.preview() is None
    desk.imported = None
    assert desk.check(card=None).result == "missing"
    assert desk.biometric._child.pid != pid


def test_a_face_process_that_hangs_is_ended_from_outside(desk, monkeypatch):
    monkeypatch.setattr("devices.biometric.driver.GRACE_S", 0.3)
    pid = desk.biometric._child.pid
    os.kill(pid, signal.SIGSTOP)
    desk.biometric.camera.submit(SelfTest("of a hung one"))
    assert desk.completed("of a hung one").code is CompletionCode.HARDWARE_ERROR
    assert camera_attention(desk) is CheckCamera
    assert not alive(pid)
    assert desk.biometric._child.pid != pid
    desk.imported = None


def test_a_face_process_that_does_not_start_is_told_once_and_tried_again_and_again(
    monkeypatch, camera, tmp_path
):
    inbox: list[object] = []
    tried, broken = tmp_path / "tried", tmp_path / "python"
    broken.write_text(f"#!/bin/sh\necho >> {tried}\nexit 1\n")
    broken.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(broken))
    monkeypatch.setattr("devices.biometric.driver.PAUSE_FIRST_S", 0.05)
    biometric = FaceProcessBiometric(camera_config(camera), inbox.append, simulation=True)
    wait_until(lambda: tried.exists() and len(tried.read_bytes()) >= 3)
    biometric.submit(SelfTest("engine"))
    biometric.camera.submit(SelfTest("camera"))
    wait_until(lambda: len(inbox) == 3)
    biometric.close()
    assert inbox[0].status.attention is RestartFaceProcess
    for end in inbox[1:]:
        assert end.code in (CompletionCode.DEVICE_NOT_READY, CompletionCode.HARDWARE_ERROR)
        assert end.result.attention is not None


@pytest.mark.long
def test_a_face_process_that_starts_at_last_is_told_too(monkeypatch, camera):
    inbox: list[object] = []
    with monkeypatch.context() as machine:
        machine.setattr(sys, "executable", "/bin/false")
        machine.setattr("devices.biometric.driver.PAUSE_FIRST_S", 0.1)
        biometric = FaceProcessBiometric(camera_config(camera), inbox.append, simulation=True)
        wait_until(lambda: bool(inbox))
        assert inbox[0].status.attention is RestartFaceProcess
        biometric.submit(CheckFace("in vain", 1.0, 2, 5.0))
        wait_until(lambda: len(inbox) > 1)
        assert inbox[1] == Completed("in vain", CompletionCode.HARDWARE_ERROR)
    wait_until(lambda: len(inbox) > 2, within_s=30.0)
    assert inbox[2].status.state is DeviceState.ONLINE
    biometric.close()
    biometric.submit(CheckFace("too late", 1.0, 2, 5.0))
    assert inbox[3] == Completed("too late", CompletionCode.CANCELED)


def test_a_face_process_that_is_not_gone_is_told_and_no_other_starts_beside_it(monkeypatch, camera):
    inbox: list[object] = []
    monkeypatch.setattr("devices.biometric.driver.PAUSE_FIRST_S", 0.05)
    biometric = FaceProcessBiometric(camera_config(camera), inbox.append, simulation=True)
    wait_until(lambda: len(inbox) == 1, within_s=30.0)  # it is ready
    pid = biometric._child.pid
    os.kill(pid, signal.SIGSTOP)
    with monkeypatch.context() as kernel:  # which holds it, as a camera's driver may
        kernel.setattr("subprocess.Popen.kill", lambda _: None)
        kernel.setattr("devices.biometric.spawn.GONE_S", 0.05)
        biometric.submit(ClearFace("clear"))
        biometric.submit(CheckFace("next", 1.0, 2, 5.0))
        wait_until(lambda: len(inbox) >= 4)
        assert inbox[1].status.attention is EndFaceProcess
        assert inbox[2] == Completed("clear", CompletionCode.HARDWARE_ERROR)
        assert inbox[3] == Completed("next", CompletionCode.HARDWARE_ERROR)
        assert biometric._child is None
        assert not any(isinstance(event, DataCleared) for event in inbox)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: isinstance(inbox[-1], StatusChanged) and inbox[-1].status.attention is None,
               within_s=30.0)  # fmt: skip
    assert [event for event in inbox if isinstance(event, DataCleared)] == [DataCleared()]
    biometric.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(true, within_s: float = 5.0) -> None:
    ends_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < ends_s
        time.sleep(0.01)
