"""Our use of dlib beside face_recognition's own: the same vectors, without its traps."""

import sys

import cv2
import dlib
import numpy as np
import pytest

from devices.biometric import engine as engines
from devices.biometric.engine import DlibEngine, EngineMissing, distance
from devices.biometric.pipeline import WHOLE_EVERY, Pipeline
from devices.camera.clips import LOOKING
from tests.devices.biometric.conftest import OWNER


@pytest.fixture(scope="module")
def frames(camera, people) -> list[np.ndarray]:
    clip = camera.library.clip(LOOKING, (people[OWNER],))
    return [cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) for jpeg in clip[::5]]


def test_the_engine_loads_on_a_machine_without_pkg_resources(engine: DlibEngine):
    assert engine.name  # the fixture took pkg_resources away
    assert "pkg_resources" not in sys.modules or sys.modules["pkg_resources"].__file__


def test_the_detector_is_dlibs_own_byte_for_byte(tmp_path):
    dlib.get_frontal_face_detector().save(str(tmp_path / "its own"))
    assert (tmp_path / "its own").read_bytes() == engines.DETECTOR.read_bytes()


def test_missing_models_are_an_error_that_can_be_handled(monkeypatch):
    monkeypatch.setitem(sys.modules, "face_recognition_models", None)
    with pytest.raises(EngineMissing):
        DlibEngine()


def test_our_vectors_are_those_that_dlib_computes_of_the_whole_picture(engine: DlibEngine, frames):
    frame, pipeline = frames[0], Pipeline(engine)
    pipeline.look(frame)
    sight = pipeline.look(frame)  # found at the near width, where boxes are tighter
    cut = sight.cut(frame)
    chip = engine.chip(cut.picture, cut.box)
    assert np.array_equal(chip, engine.chip(frame, sight.box))
    ours = engine.encode(chip)
    rgb = np.ascontiguousarray(frame[:, :, ::-1])
    theirs = np.array(engine._resnet.compute_face_descriptor(rgb, engine._pose(rgb, sight.box)))
    assert distance(ours, theirs) < 0.001


def test_the_engine_knows_when_its_models_are_others(engine: DlibEngine, monkeypatch):
    assert engine.works()
    vector = engine.encode(engines.test_pattern())
    monkeypatch.setattr(DlibEngine, "encode", lambda self, chip: vector + 0.05)
    assert not engine.works()


@pytest.mark.long
def test_our_vectors_are_those_of_face_recognition(engine: DlibEngine, frames):
    frame = frames[0]
    sight = Pipeline(engine).look(frame)
    ours = engine.encode(engine.chip(frame, sight.box))
    box = sight.box
    place = (box.top(), box.right(), box.bottom(), box.left())
    with engines.pkg_resources_stand_in():
        import face_recognition as library
    theirs = library.face_encodings(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), [place], 1, "small")[0]
    assert distance(ours, theirs) < 0.001


def test_the_face_is_found_in_every_frame_of_somebody_who_looks(engine: DlibEngine, frames):
    pipeline = Pipeline(engine)
    sights = [pipeline.look(frame) for frame in frames]
    assert all(sight.measures is not None and sight.measures.faces == 1 for sight in sights)


def test_a_face_too_small_for_the_fast_search_is_found_by_the_wide_one(engine: DlibEngine, frames):
    far = np.full_like(frames[0], 110)
    small = cv2.resize(frames[0], None, fx=0.55, fy=0.55, interpolation=cv2.INTER_AREA)
    far[100 : 100 + small.shape[0], 300 : 300 + small.shape[1]] = small
    pipeline = Pipeline(engine)
    empty = np.full_like(far, 110)
    assert [pipeline.look(empty).measures for _ in range(3)] == [None] * 3
    seen = [pipeline.look(far).measures for _ in range(8)]
    assert seen[0] is None  # between two wide searches
    assert None not in seen[-3:]
    assert seen[-1].size < 0.3


def test_somebody_behind_whom_the_fast_search_misses_is_seen_before_comparing(
    engine: DlibEngine, frames
):
    alone = frames[0]
    pair = alone.copy()
    small = cv2.resize(alone[:, 400:880], None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    pair[-small.shape[0] :, : small.shape[1]] = small
    pipeline = Pipeline(engine)
    assert pipeline.look(alone, closely=True).measures.faces == 1
    near = [pipeline.look(picture) for picture in (alone, pair)]
    assert [sight.measures.faces for sight in near] == [1, 1]
    assert pipeline.look(pair, closely=True).measures.faces == 2
    assert pipeline.look(pair).measures.faces == 2, "and in the frames that follow"


def test_two_beside_each_other_are_two_in_every_frame_once_they_were_seen(
    engine: DlibEngine, frames
):
    """Else whoever comes near during an action would be two in every fifth frame only."""
    alone = frames[0]
    pair = np.concatenate([alone[:, 320:960], alone[:, 320:960]], axis=1)
    pipeline = Pipeline(engine)
    for _ in range(2):
        pipeline.look(alone)
    counted = [pipeline.look(pair).measures.faces for _ in range(WHOLE_EVERY + 3)]
    assert counted[WHOLE_EVERY:] == [2] * 3
