"""Photos for a card over a real camera stream and a real process: shots, and bad days."""

import os
import signal
import time

import pytest

from devices.biometric.photo_session import BETWEEN_S
from kiosk.case.card_photo import PhotoRule
from kiosk.events.devices import PhotoHint
from kiosk.ports import Cancel, PhotosTaken, TakePhotos
from kiosk.vocabulary import CompletionCode
from tests.devices.biometric.conftest import OWNER, FaceDesk, camera_attention
from tests.devices.biometric.test_driver import wait_until


def begins(desk: FaceDesk, *, limit_s: float = 10.0, same_person: bool = False) -> str:
    desk.seen.clear()
    desk.commands += 1
    desk.biometric.submit(TakePhotos(desk.last, limit_s, 3, 0.3, same_person))
    return desk.last


def hints(desk: FaceDesk) -> list[PhotoHint]:
    return [event for event in desk.seen if isinstance(event, PhotoHint)]


def test_three_shots_are_taken_of_whoever_sits_well_and_shown_until_one_is_chosen(
    desk: FaceDesk,
) -> None:
    desk.stands(OWNER)
    command = begins(desk)
    desk.until(lambda event: isinstance(event, PhotoHint))
    assert hints(desk)[0].broken[0] is PhotoRule.BACKGROUND
    desk.camera.verbs["blind"]({})
    end = desk.completed(command)
    assert end.code is CompletionCode.SUCCESS
    assert isinstance(end.result, PhotosTaken)
    assert (len(end.result.shots), end.result.compared) == (3, False)
    # Three moments; not asked of the pixels, for the film before the camera begins anew in 0.8 s.
    assert end.result.took_s > 0.3 + 2 * BETWEEN_S
    assert hints(desk)[-1].taken == 3
    assert 1 in {hint.seconds for hint in hints(desk)}
    wait_until(lambda: desk.camera.status()["watchers"] == 0)
    wait_until(lambda: desk.biometric.preview() is not None)
    album = desk.biometric.preview()
    assert album is not None
    assert (album.width, album.height) == (3 * 358, 441)
    desk.biometric.submit(Cancel(command))  # of an end that came already: nothing


def test_whoever_was_checked_by_nobody_cannot_be_held_against_anybody(desk: FaceDesk) -> None:
    desk.imported = None
    desk.lay(OWNER)  # a new card: what was known of a face is forgotten
    end = desk.completed(begins(desk, same_person=True))
    assert (end.code, end.result) == (CompletionCode.INVALID_DATA, "nobody_known")
    assert hints(desk) == []


def test_nobody_before_the_camera_ends_without_a_shot(desk: FaceDesk) -> None:
    desk.stands(None)
    end = desk.completed(begins(desk, limit_s=0.8))
    assert end.code is CompletionCode.TIME_OUT
    assert [hint.broken for hint in hints(desk)] == [(PhotoRule.PERSON,)]
    assert desk.biometric.preview() is None


@pytest.mark.long
def test_who_passed_the_check_is_photographed_and_compared(desk: FaceDesk) -> None:
    desk.stands(OWNER)
    desk.imported = None
    assert desk.check().code is CompletionCode.SUCCESS
    desk.camera.verbs["blind"]({})
    end = desk.completed(begins(desk, same_person=True))
    assert isinstance(end.result, PhotosTaken)
    assert end.result.compared


@pytest.mark.long
def test_a_face_process_killed_among_shots_ends_them_at_once(desk: FaceDesk) -> None:
    desk.stands(OWNER)
    desk.camera.verbs["blind"]({})
    command, pid = begins(desk), desk.biometric._child.pid
    desk.until(lambda event: isinstance(event, PhotoHint) and event.taken == 1)
    struck_s = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    assert desk.completed(command).code is CompletionCode.HARDWARE_ERROR
    assert time.monotonic() - struck_s < 1.0
    assert desk.biometric.preview() is None


@pytest.mark.long
def test_a_camera_that_dies_among_shots_is_told(desk: FaceDesk) -> None:
    desk.stands(OWNER)
    desk.camera.verbs["blind"]({})
    command = begins(desk)
    desk.until(lambda event: isinstance(event, PhotoHint) and event.taken == 1)
    desk.camera.verbs["unplug"]({})
    end = desk.completed(command)
    assert (end.code, end.result) == (CompletionCode.HARDWARE_ERROR, "camera")
    assert camera_attention(desk) is not None
    desk.camera.verbs["replug"]({})
