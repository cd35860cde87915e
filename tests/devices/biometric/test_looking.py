"""A check over frames in a row, without a camera: who else is there when it decides."""

import os
import socket
import time
from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from devices.biometric import looking
from devices.biometric.check import GOOD_FRAMES
from devices.biometric.checking import Checking
from devices.biometric.engine import Bgr, DlibEngine
from devices.biometric.fusion import Evidence
from devices.biometric.looking import Tools
from devices.biometric.messages import Advice, Failed, Message, Scored, Setup, StartCheck
from devices.biometric.pipeline import Pipeline
from devices.biometric.portrait import Encoding, decode
from devices.biometric.preview import PreviewMemory, create_memory
from devices.biometric.wire import Wire
from devices.camera.clips import LOOKING
from kiosk.vocabulary import CompletionCode, Hint, Liveness
from tests.devices.camera.cast import SEEDS, decoded, library

OWNER = SEEDS["chen-haiying"]
BEFORE_IT_BEGINS, BEFORE_IT_COMPARES = GOOD_FRAMES - 1, 2 * GOOD_FRAMES - 1
"""Good frames up to the one that decides; between the two there are no actions here."""

LIMIT_S = 60.0


class Film:
    """In place of the camera."""

    def __init__(self, frames: Iterator[Bgr], later_s: float) -> None:
        self._frames, self._later_s = frames, later_s
        self.closed = False

    def read(self) -> Bgr:
        return next(self._frames)

    @property
    def taken_s(self) -> float:
        return time.monotonic() + self._later_s

    def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="module")
def alone() -> list[Bgr]:
    return [decoded(jpeg) for jpeg in library().clip(LOOKING, (OWNER,))[:12]]


def with_somebody_behind(frame: Bgr) -> Bgr:
    """Too far away for the near search."""
    pair = frame.copy()
    small = cv2.resize(frame[:, 400:880], None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    pair[-small.shape[0] :, : small.shape[1]] = small
    return np.asarray(pair, np.uint8)


def comes_after(number: int, frames: list[Bgr]) -> list[Bgr]:
    return frames[:number] + [with_somebody_behind(each) for each in frames[number:]]


@pytest.fixture(scope="module")
def owner(engine: DlibEngine) -> Encoding:
    return Encoding(engine, decode(library().portrait(OWNER), simulation=True))


def told(
    owner: Encoding,
    engine: DlibEngine,
    frames: list[Bgr],
    monkeypatch: pytest.MonkeyPatch,
    later_s: float = 0.0,
) -> tuple[list[Message], Film]:
    """What a check without actions says of a film, taken so much later than it is looked at."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    memory, setup = create_memory(), Setup("", 1.0, 1.0, 15.0, simulation=True)
    tools = Tools(Wire(theirs), PreviewMemory(memory), engine, Pipeline(engine), setup)
    os.close(memory)
    film = Film(iter(frames), later_s)
    monkeypatch.setattr(looking, "Capture", lambda _: film)
    monkeypatch.setattr(looking, "WARM_UP_FRAMES", 0)
    monkeypatch.setattr(looking, "FASTEST_FPS", 1e6)
    checking = Checking(StartCheck("check", LIMIT_S, 0, LIMIT_S), tools, owner, Evidence())
    for _ in frames:
        if not checking.ended:
            checking.step()
    return Wire(ours).receive(1.0), film


def test_a_face_alone_is_compared_and_the_camera_goes_off(
    owner: Encoding, engine: DlibEngine, alone: list[Bgr], monkeypatch: pytest.MonkeyPatch
) -> None:
    messages, film = told(owner, engine, alone, monkeypatch)
    (scored,) = [each for each in messages if isinstance(each, Scored)]
    assert scored.liveness == Liveness.PASSED
    assert scored.distance <= 0.45
    assert film.closed


def test_somebody_whom_the_near_search_misses_is_seen_before_anything_is_asked(
    owner: Encoding, engine: DlibEngine, alone: list[Bgr], monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = comes_after(BEFORE_IT_BEGINS, alone)
    messages, _ = told(owner, engine, frames, monkeypatch)
    assert [each for each in messages if isinstance(each, Scored)] == []
    assert {each.hint for each in messages if isinstance(each, Advice)} == {Hint.HOLD_STILL}


def test_somebody_whom_the_near_search_misses_is_seen_before_comparing(
    owner: Encoding, engine: DlibEngine, alone: list[Bgr], monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = comes_after(BEFORE_IT_COMPARES, alone)
    messages, _ = told(owner, engine, frames, monkeypatch)
    (scored,) = [each for each in messages if isinstance(each, Scored)]
    assert scored.liveness == Liveness.NOT_ALONE


def test_patience_is_counted_in_the_time_of_the_frames(
    owner: Encoding, engine: DlibEngine, alone: list[Bgr], monkeypatch: pytest.MonkeyPatch
) -> None:
    messages, _ = told(owner, engine, alone[:1], monkeypatch, later_s=LIMIT_S)
    (failed,) = [each for each in messages if isinstance(each, Failed)]
    assert failed.code == CompletionCode.TIME_OUT
