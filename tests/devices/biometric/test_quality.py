"""Every fault of a frame has its hint, one at a time, and a worse frame never scores better."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.biometric.quality import FAULTS, Component, Measures, hint, measure, score
from kiosk.vocabulary import Hint

GOOD = Measures(
    sharpness=200,
    brightness=130,
    contrast=40,
    clipped=0.0,
    unevenness=0.03,
    inter_eye_distance=110,
    yaw=0.0,
    roll_degrees=0.0,
    pitch=0.27,
    eye_opening=0.33,
    mouth_opening=0.03,
    eyes_lit=0.8,
    mouth_contrast=0.18,
    size=0.40,
    movement=0.01,
    faces=1,
)


def test_a_good_face_needs_no_hint_and_scores_high():
    assert hint(GOOD) is None
    assert score(GOOD) > 0.9


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        ({"faces": 2}, Hint.ONE_PERSON),
        ({"inter_eye_distance": 24}, Hint.COME_CLOSER),
        ({"size": 0.2}, Hint.COME_CLOSER),
        ({"size": 0.8}, Hint.STEP_BACK),
        ({"brightness": 30}, Hint.MORE_LIGHT),
        ({"contrast": 8}, Hint.MORE_LIGHT),
        ({"unevenness": 0.4}, Hint.MORE_LIGHT),
        ({"brightness": 220}, Hint.STEP_BACK),
        ({"clipped": 0.32}, Hint.STEP_BACK),
        ({"yaw": 0.3}, Hint.LOOK_STRAIGHT),
        ({"yaw": -0.3}, Hint.LOOK_STRAIGHT),
        ({"roll_degrees": -15}, Hint.LOOK_STRAIGHT),
        ({"pitch": 0.05}, Hint.LOOK_STRAIGHT),
        ({"pitch": 0.6}, Hint.LOOK_STRAIGHT),
        ({"sharpness": 12}, Hint.HOLD_STILL),
        ({"movement": 0.5}, Hint.HOLD_STILL),
        ({"eyes_lit": 0.3}, Hint.GLASSES_OFF),
        ({"mouth_contrast": 0.06}, Hint.UNCOVER_FACE),
    ],
)
def test_every_fault_has_its_hint(fault, wanted):
    assert hint(replace(GOOD, **fault)) is wanted


def test_every_component_of_quality_is_a_fault_once_and_every_fault_can_be_had():
    assert [each.component for each in FAULTS] == list(dict.fromkeys(Component))
    bad = replace(
        GOOD, faces=2, inter_eye_distance=1, size=0.1, brightness=1, contrast=1, unevenness=1,
        clipped=1, eyes_lit=0, mouth_contrast=0, yaw=1, roll_degrees=90, pitch=1, sharpness=0,
        movement=1,
    )  # fmt: skip
    glaring = replace(bad, brightness=250, size=0.9)
    assert all(each.wrong(bad) or each.wrong(glaring) for each in FAULTS)


def test_where_to_stand_is_told_before_the_light_and_the_light_before_the_pose():
    everything = replace(GOOD, faces=2, size=0.2, brightness=30, yaw=0.3, sharpness=1)
    assert hint(everything) is Hint.ONE_PERSON
    assert hint(replace(everything, faces=1)) is Hint.COME_CLOSER
    assert hint(replace(everything, faces=1, size=0.4)) is Hint.MORE_LIGHT
    assert hint(replace(everything, faces=1, size=0.4, brightness=130)) is Hint.LOOK_STRAIGHT


@given(
    st.builds(
        replace,
        st.just(GOOD),
        sharpness=st.floats(0, 5000),
        brightness=st.floats(0, 255),
        clipped=st.floats(0, 1),
        unevenness=st.floats(0, 1),
        inter_eye_distance=st.floats(1, 500),
        yaw=st.floats(-1, 1),
        roll_degrees=st.floats(-180, 180),
        eye_opening=st.floats(0, 2),
        movement=st.floats(0, 50),
    ),
    st.sampled_from(["yaw", "roll_degrees", "movement", "clipped", "unevenness"]),
)
def test_a_score_is_a_share_and_a_fault_never_raises_it(measures, fault):
    assert 0 <= score(measures) <= 1
    worse = replace(measures, **{fault: 2 * getattr(measures, fault)})
    assert score(worse) <= score(measures) + 1e-12


def face(width: int = 200) -> np.ndarray:
    """68 points of a schematic face looking straight ahead, in a frame of 720p."""
    points = np.zeros((68, 2))
    angles = np.linspace(np.pi, 0, 17)
    points[0:17] = np.c_[0.5 * np.cos(angles), 0.55 * np.sin(angles)]
    points[17:27] = np.c_[np.linspace(-0.4, 0.4, 10), np.full(10, -0.15)]
    points[27:36] = (0.0, 0.15)
    for start, centre in ((36, -0.2), (42, 0.2)):
        ring = [(-0.06, 0), (-0.03, -0.02), (0.03, -0.02), (0.06, 0), (0.03, 0.02), (-0.03, 0.02)]
        points[start : start + 6] = np.add(ring, (centre, 0))
    points[48:68] = (0.0, 0.32)
    return points * width + (640, 300)


def turned(points: np.ndarray, degrees: float) -> np.ndarray:
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (points - (640, 300)) @ turn.T + (640, 300)


@pytest.fixture
def gray():
    return np.random.default_rng(1).integers(60, 200, (720, 1280), np.uint8)


def test_a_tilted_head_is_measured_in_degrees(gray):
    measures = measure(gray, turned(face(), 12), 260, 1, None)
    assert measures.roll_degrees == pytest.approx(12)
    assert hint(measures) is Hint.LOOK_STRAIGHT


def test_a_nose_beside_the_middle_is_a_turned_head(gray):
    points = face()
    assert abs(measure(gray, points, 260, 1, None).yaw) < 0.02
    points[30, 0] += 60
    assert measure(gray, points, 260, 1, None).yaw > 0.3


def test_movement_is_counted_in_distances_of_the_eyes(gray):
    before, after = face(), np.add(face(), (40, 0))
    measures = measure(gray, after, 260, 1, before)
    assert measures.inter_eye_distance == pytest.approx(80)
    assert measures.movement == pytest.approx(0.5)


def test_light_from_one_side_and_dark_and_blown_out_faces_are_told_apart(gray):
    ramp = np.linspace(0.2, 1.4, 1280)[None, :]
    half = (gray * np.where(np.arange(1280) < 640, 0.3, 1.0)).astype(np.uint8)
    assert measure(half, face(), 260, 1, None).unevenness > 0.25
    assert measure((gray * 0.15).astype(np.uint8), face(), 260, 1, None).brightness < 50
    blown = np.clip(gray * 4.0 * ramp, 0, 255).astype(np.uint8)
    assert measure(blown, face(), 260, 1, None).clipped > 0.3


@given(st.integers(-3000, 3000), st.integers(-3000, 3000), st.integers(1, 4000))
def test_landmarks_outside_the_frame_are_measured_all_the_same(right, down, width):
    gray = np.full((90, 160), 128, np.uint8)
    measures = measure(gray, np.add(face(width), (right, down)), width, 1, None)
    assert 0 <= score(measures) <= 1
