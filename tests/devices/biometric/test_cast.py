"""The made-up people before the kiosk's own pipeline: each is seen to act, and is told from all.

Without this a demonstration would fail for reasons that no real person has. Distances are asserted,
never pixels, and no error rate is read from them (docs/face.md).
"""

import itertools
from collections.abc import Mapping
from functools import cache

import pytest

from devices.biometric.engine import DlibEngine, Vector, distance
from devices.biometric.quality import Component
from devices.camera.clips import LOOKING, scene_frames, still
from devices.camera.people.render import Light, Pose
from devices.camera.people.search import DIFFERENT_ABOVE, SAME_AT_MOST
from devices.camera.people.wear import Wear
from kiosk.vocabulary import ACTIONS, Hint, Liveness
from tests.devices.biometric import casting
from tests.devices.biometric.conftest import OWNER
from tests.devices.camera.cast import SEEDS, library

LONG = pytest.mark.long

REST = 12
"""Frames that somebody looks before they act: seen first, then asked, then a moment to react."""

STATES: Mapping[str, tuple[Pose, Light, Wear]] = {
    "straight": (Pose(), Light(), Wear.NOTHING),
    "eyes shut": (Pose(blink=1.0), Light(), Wear.NOTHING),
    "turned left": (Pose(yaw=casting.TURN), Light(), Wear.NOTHING),
    "turned right": (Pose(yaw=-casting.TURN), Light(), Wear.NOTHING),
    "mouth open": (Pose(mouth=1.0), Light(), Wear.NOTHING),
    "with glasses": (Pose(), Light(), Wear.GLASSES),
    "a step back": (Pose(scale=0.75), Light(), Wear.NOTHING),
    "far": (Pose(scale=0.48), Light(), Wear.NOTHING),
    "dark": (Pose(), Light(gain=0.030), Wear.NOTHING),
}
"""Every way somebody may stand there, but with a covered face."""

HINDERED = {
    "far": Component.HEAD_SIZE,
    "dark": Component.UNDER_EXPOSURE_PREVENTION,
    "turned left": Component.HEAD_POSE_YAW,
    "turned right": Component.HEAD_POSE_YAW,
}
"""The states of which no frame is compared, and why."""

COVERED = {
    Wear.DARK_GLASSES: Component.EYES_VISIBLE,
    Wear.MASK: Component.FACE_OCCLUSION_PREVENTION,
}


@cache
def card(engine: DlibEngine, name: str) -> Vector:
    return casting.on_card(engine, library().portrait(SEEDS[name]))


def assert_is(engine: DlibEngine, name: str, seen: Vector) -> None:
    """Near enough to the own card, and farther from every other than another try would ask."""
    away = {owner: distance(seen, card(engine, owner)) for owner in SEEDS}
    assert away.pop(name) <= SAME_AT_MOST
    assert min(away.values()) > DIFFERENT_ABOVE, away


@pytest.mark.parametrize(
    ("name", "action"),
    [
        # The owner's gestures are filmed for other tests anyway, and a blink is quick to film.
        pytest.param(name, action, marks=() if name == OWNER or action is Hint.BLINK else LONG)
        for name, action in itertools.product(SEEDS, ACTIONS)
    ],
)
def test_everybody_is_seen_to_do_what_is_asked(engine: DlibEngine, name: str, action: Hint) -> None:
    looking = library().clip(LOOKING, (SEEDS[name],))[:REST]
    acting = library().clip(action.value, (SEEDS[name],))
    assert casting.acts(engine, action, looking, acting) is Liveness.PASSED


@LONG
@pytest.mark.parametrize(("name", "state"), list(itertools.product(SEEDS, STATES)))
def test_everybody_is_told_from_all_others_in_every_state_but_a_covered_face(
    engine: DlibEngine, name: str, state: str
) -> None:
    pose, light, wear = STATES[state]
    frame = still(SEEDS[name], pose, light, wear)
    assert casting.fault(engine, frame) is HINDERED.get(state)
    (seen,) = casting.vectors(engine, frame)
    assert_is(engine, name, seen)


@LONG
@pytest.mark.parametrize(("left", "right"), list(itertools.permutations(SEEDS, 2)))
def test_two_at_a_time_are_each_who_they_are(engine: DlibEngine, left: str, right: str) -> None:
    frame = next(scene_frames("two", (SEEDS[left], SEEDS[right])))
    assert casting.fault(engine, frame) is Component.SINGLE_FACE_PRESENT
    seen = casting.vectors(engine, frame)
    assert len(seen) == 2
    for name, vector in zip((left, right), seen, strict=True):
        assert_is(engine, name, vector)


@LONG
@pytest.mark.parametrize(("name", "wear"), list(itertools.product(SEEDS, COVERED)))
def test_whoever_covers_eyes_or_mouth_is_asked_to_uncover_them(
    engine: DlibEngine, name: str, wear: Wear
) -> None:
    assert casting.fault(engine, still(SEEDS[name], wear=wear)) is COVERED[wear]
