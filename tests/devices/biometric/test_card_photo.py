"""The photo for a card out of real frames: what is wrong with one, where it is cut, its file."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from devices.biometric import card_photo
from devices.biometric.card_photo import Finished, Seen, finish, see, with_density
from devices.biometric.engine import Bgr, DlibEngine, Points
from devices.biometric.messages import StartPhotos
from devices.biometric.photographer import Photographer
from devices.biometric.pipeline import Pipeline, Sight
from devices.camera.clips import BLIND, LOOKING
from devices.camera.simulator import CameraPeer
from kiosk.case.card_photo import PhotoRule, broken, jpeg_form, photo_limits
from tests.devices.biometric.conftest import OTHER, OWNER
from tests.devices.camera.cast import decoded

LIMITS = photo_limits()
WALL = (238, 238, 238)


@pytest.fixture(scope="module")
def frame(camera: CameraPeer) -> Bgr:
    """Somebody who sits before the white blind."""
    return film(camera, BLIND)


def film(camera: CameraPeer, scene: str, *people: str, number: int = 0) -> Bgr:
    seeds = tuple(camera.people[each] for each in people or (OWNER,))
    return decoded(camera.library.clip(scene, seeds)[number])


def looked_at(engine: DlibEngine, frame: Bgr) -> tuple[Sight, Seen | None]:
    sight = Pipeline(engine).look(frame)
    if sight.measures is None or sight.points is None:
        return sight, None
    return sight, see(frame, sight.points, sight.measures, LIMITS)


def wrong_with(engine: DlibEngine, frame: Bgr) -> tuple[PhotoRule, ...]:
    _, seen = looked_at(engine, frame)
    return broken(seen.measures if seen else None, LIMITS)


def points_of(engine: DlibEngine, frame: Bgr) -> Points:
    points = Pipeline(engine).look(frame).points
    assert points is not None
    return points


@pytest.fixture(scope="module")
def shot(engine: DlibEngine, frame: Bgr) -> Finished:
    _, seen = looked_at(engine, frame)
    assert seen is not None
    assert broken(seen.measures, LIMITS) == ()
    return finish(engine, frame, seen.crop, LIMITS)


def test_a_shot_is_as_the_standard_wants_it(shot: Finished) -> None:
    assert broken(shot.measures, LIMITS) == ()
    form = jpeg_form(shot.jpeg)
    assert (form.width_px, form.height_px, form.components) == (358, 441, 3)
    assert form.dots_per_inch == 350
    assert LIMITS.bytes_least <= len(shot.jpeg) <= LIMITS.bytes_most
    assert shot.measures is not None
    assert 193 <= shot.measures.face_width_px <= 221
    assert 7 <= shot.measures.above_hair_px <= 21


def test_nothing_is_painted_into_a_shot(engine: DlibEngine, frame: Bgr, shot: Finished) -> None:
    """It is a part of the frame, made smaller, and what JPEG makes of it."""
    _, seen = looked_at(engine, frame)
    assert seen is not None
    crop = seen.crop
    part = frame[round(crop.top) : round(crop.top + crop.height),
                 round(crop.left) : round(crop.left + crop.width)]  # fmt: skip
    small = cv2.resize(part, (358, 441), interpolation=cv2.INTER_AREA)
    assert np.array_equal(shot.picture, small)
    assert cv2.PSNR(decoded(shot.jpeg), small) > 32


def darkened(frame: Bgr, _: Points) -> Bgr:
    return cv2.convertScaleAbs(frame, alpha=0.4)


def tilted(frame: Bgr, points: Points) -> Bgr:
    turn = cv2.getRotationMatrix2D(tuple(points[30]), 9.0, 1.0)
    return cv2.warpAffine(frame, turn, frame.shape[1::-1], borderValue=WALL)


def in_glaring_glasses(frame: Bgr, points: Points) -> Bgr:
    shining = frame.copy()
    for eye in (points[36:42], points[42:48]):
        middle, reach = eye.mean(0), float(eye[3, 0] - eye[0, 0]) * 0.25
        cv2.circle(shining, (round(middle[0] + 6), round(middle[1] - 12)), round(reach), WHITE, -1)
    return shining


WHITE = (255, 255, 255)


def in_white(frame: Bgr, points: Points) -> Bgr:
    dressed = frame.copy()
    below = round(points[8, 1] + 0.10 * (points[8, 1] - points[27, 1]))
    dressed[below:] = WALL
    return dressed


def too_near(frame: Bgr, points: Points) -> Bgr:
    large = cv2.resize(frame, None, fx=1.6, fy=1.6)
    x, y = round(points[30, 0] * 1.6) - 640, round(points[30, 1] * 1.6) - 360
    return np.ascontiguousarray(large[max(0, y) : max(0, y) + 720, x : x + 1280])


def too_far(frame: Bgr, _: Points) -> Bgr:
    small = cv2.resize(frame, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    return cv2.copyMakeBorder(small, 90, 90, 160, 160, cv2.BORDER_CONSTANT, value=WALL)


def blurred(frame: Bgr, _: Points) -> Bgr:
    return cv2.GaussianBlur(frame, (0, 0), 6)


@pytest.mark.parametrize(
    ("done", "rule"),
    [
        (darkened, PhotoRule.LIGHT),
        (tilted, PhotoRule.STRAIGHT),
        (in_glaring_glasses, PhotoRule.GLASSES),
        (in_white, PhotoRule.CLOTHES),
        (too_near, PhotoRule.INSIDE),
        (too_far, PhotoRule.NEAR),
        (blurred, PhotoRule.STILL),
    ],
)
def test_each_fault_is_seen_in_a_frame(
    engine: DlibEngine, frame: Bgr, done: Callable[[Bgr, Points], Bgr], rule: PhotoRule
) -> None:
    spoiled = np.asarray(done(frame, points_of(engine, frame)), np.uint8)
    assert rule in wrong_with(engine, spoiled)


def test_the_hall_is_no_wall_and_is_not_made_one(engine: DlibEngine, camera: CameraPeer) -> None:
    assert wrong_with(engine, film(camera, LOOKING))[0] is PhotoRule.BACKGROUND


def test_nobody_and_two_are_the_worst_that_can_be(engine: DlibEngine, camera: CameraPeer) -> None:
    assert wrong_with(engine, np.full((720, 1280, 3), 238, np.uint8)) == (PhotoRule.PERSON,)
    assert wrong_with(engine, film(camera, "two", OWNER, OTHER))[0] is PhotoRule.ALONE


def test_eyes_are_held_against_how_far_this_person_opens_them(
    engine: DlibEngine, camera: CameraPeer
) -> None:
    _, open_eyes = looked_at(engine, film(camera, LOOKING))
    _, closed = looked_at(engine, film(camera, "blink", number=4))
    assert open_eyes is not None
    assert closed is not None
    own = open_eyes.measures.eye_opening
    assert PhotoRule.EYES_OPEN not in broken(open_eyes.measures.blinking(own), LIMITS)
    assert PhotoRule.EYES_OPEN in broken(closed.measures.blinking(own), LIMITS)


def photographed(
    engine: DlibEngine, frame: Bgr, known: object
) -> tuple[Photographer, set[PhotoRule]]:
    """Frames of a camera that shows this, for three seconds; and what was told meanwhile."""
    command = StartPhotos("p", 20.0, 1, 0.3, known is not None)
    photographer = Photographer(command, engine, LIMITS, known, 0.0)  # type: ignore[arg-type]
    sight = Pipeline(engine).look(frame)
    told: set[PhotoRule] = set()
    for number in range(1, 12):
        photographer.see(frame, sight, number / 10)
        if shown := photographer.advice(number / 10):
            told |= set(shown.broken)
    return photographer, told


def test_only_who_passed_the_face_check_gets_onto_the_card(engine: DlibEngine, frame: Bgr) -> None:
    sight = Pipeline(engine).look(frame)
    own = engine.encode(engine.chip(frame, sight.box))
    photographer, told = photographed(engine, frame, own)
    assert len(photographer.shots) == 1
    assert told == set()
    stranger = np.roll(own, 1)
    photographer, told = photographed(engine, frame, stranger)
    assert photographer.shots == []
    assert told == {PhotoRule.SAME_PERSON}


def test_a_second_person_who_is_seen_only_from_near_spoils_the_shot(
    engine: DlibEngine, frame: Bgr
) -> None:
    photographer = Photographer(StartPhotos("p", 9.0, 1, 0.3, False), engine, LIMITS, None, 0.0)
    near = Pipeline(engine).look(frame)
    assert near.measures is not None
    closely = replace(near, measures=replace(near.measures, faces=2))
    due = [photographer.due(0.0)]
    for number in range(1, 12):
        photographer.see(frame, closely if due[-1] else near, number / 10)
        due.append(photographer.due(number / 10 + 0.1))
    assert any(due)
    assert photographer.shots == []


def test_a_jpeg_says_how_large_it_is_printed() -> None:
    plain = cv2.imencode(".jpg", np.zeros((8, 8, 3), np.uint8))[1].tobytes()
    assert jpeg_form(plain).dots_per_inch != 350
    assert jpeg_form(with_density(plain, 350)).dots_per_inch == 350
    assert card_photo.QUALITIES.start >= 60
