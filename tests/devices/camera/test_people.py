"""The made-up people are told apart by dlib as the zones of the face check need it.

By dlib alone, and quickly; what the kiosk's own pipeline sees of each, in every state, is in
`tests/devices/biometric/test_cast.py`.
"""

import itertools
from datetime import date

import pytest

from config.people import load_people
from devices.camera.clips import scene_frames, still
from devices.camera.people.fitted import citizen
from devices.camera.people.measure import distance, faces_in
from devices.camera.people.search import DIFFERENT_ABOVE, SAME_AT_MOST, Candidate, best_cast
from devices.camera.people.wear import Wear
from tests.devices.camera.cast import SEEDS, before_camera, decoded, library, on_card

SAMPLE = (0, 18)  # straight on, and in the middle of a blink
ANYBODY = next(iter(SEEDS.values()))


@pytest.mark.parametrize("name", SEEDS)
def test_everybody_is_near_their_own_card(name: str) -> None:
    seed = SEEDS[name]
    for frame in SAMPLE:
        assert distance(before_camera(seed, frame), on_card(seed)) <= SAME_AT_MOST


@pytest.mark.parametrize(("name", "other"), list(itertools.permutations(SEEDS, 2)))
def test_nobody_is_near_the_card_of_another(name: str, other: str) -> None:
    for frame in SAMPLE:
        apart = distance(before_camera(SEEDS[name], frame), on_card(SEEDS[other]))
        assert apart > DIFFERENT_ABOVE


def test_with_glasses_somebody_is_who_they_are() -> None:
    (face,) = faces_in(still(ANYBODY, wear=Wear.GLASSES))
    worn = face.descriptor
    assert distance(worn, on_card(ANYBODY)) <= SAME_AT_MOST
    others = (seed for seed in SEEDS.values() if seed != ANYBODY)
    assert all(distance(worn, on_card(other)) > DIFFERENT_ABOVE for other in others)


def test_swapped_cards_swap_the_verdicts() -> None:
    one, other = list(SEEDS.values())[:2]
    cards = {one: on_card(one), other: on_card(other)}

    def passes() -> dict[int, bool]:
        return {s: distance(before_camera(s, 0), cards[s]) <= SAME_AT_MOST for s in cards}

    assert passes() == {one: True, other: True}
    cards[one], cards[other] = cards[other], cards[one]
    assert passes() == {one: False, other: False}


def test_a_face_fits_the_sex_on_its_card() -> None:
    for person in load_people(date.today()).values():
        assert citizen(person.seed).man == (person.sex == "1"), person.key


def test_what_is_wrong_can_be_seen() -> None:
    one, other = list(SEEDS.values())[:2]
    filmed = {"looking": (one,), "two": (one, other), "dark": (one,), "nobody": (), "covered": ()}
    first = {scene: decoded(library().clip(scene, who)[0]) for scene, who in filmed.items()}
    first["far"] = next(scene_frames("far", (one,)))
    assert len(faces_in(first["looking"])) == 1
    assert len(faces_in(first["two"])) == 2
    assert faces_in(first["nobody"]) == faces_in(first["covered"]) == []
    assert first["dark"].mean() < 50 < first["looking"].mean() < 200
    near, far = (faces_in(first[scene], reduce=1)[0].points for scene in ("looking", "far"))
    assert (far[16] - far[0])[0] < 0.5 * (near[16] - near[0])[0]


def test_the_search_keeps_the_cast_that_is_farthest_apart() -> None:
    def candidate(seed: int, place: float) -> Candidate:
        where = on_card(ANYBODY) * 0 + place
        return Candidate(seed, where, (where,))

    near, middle, far = candidate(1, 0.0), candidate(2, 0.1), candidate(3, 1.0)
    worst, cast = best_cast([[near], [middle, far]])
    assert [c.seed for c in cast] == [1, 3]
    assert worst == pytest.approx(near.apart(far))
