"""The cast on the reviewed list, filmed once into build/, as the tests of the camera need it."""

from datetime import date
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from config.people import load_people
from devices.camera.clips import LOOKING, ClipLibrary
from devices.camera.people.measure import Descriptor, card_face, faces_in
from devices.camera.people.scene import Picture

CLIPS = Path(__file__).parents[3] / "build" / "clips"
SEEDS = {name: person.seed for name, person in load_people(date.today()).items()}


@cache
def library() -> ClipLibrary:
    """Everybody looking at the camera, filmed if they are not yet."""
    films = ClipLibrary(CLIPS)
    films.prepare([(LOOKING, (seed,)) for seed in SEEDS.values()])
    return films


def decoded(jpeg: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)


@cache
def on_card(seed: int) -> Descriptor:
    face = card_face(library().portrait(seed))
    assert face is not None, f"dlib finds no face on the card of {seed}"
    return face.descriptor


@cache
def before_camera(seed: int, frame: int) -> Descriptor:
    faces = faces_in(decoded(library().clip(LOOKING, (seed,))[frame]))
    assert len(faces) == 1, f"{seed}, frame {frame}: {len(faces)} faces"
    return faces[0].descriptor
