"""How alike made-up faces are to dlib, for choosing the cast and for its tests.

Not part of the camera: nothing here runs while it streams, and the kiosk's own face check
(`devices.biometric`) is measured by its own tests.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import dlib
import face_recognition_models as models
import numpy as np
from numpy.typing import NDArray

from devices.camera.people.portrait import MAGIC
from devices.camera.people.scene import Picture

Descriptor = NDArray[np.float64]
DETECTOR = Path(__file__).parents[2] / "models" / "frontal_face.svm"
"""dlib's own detector, which is quicker to load as a file."""

CARD_ENLARGED = 3
"""A card's portrait is too small for the detector as it is."""


class _Models(NamedTuple):
    detector: dlib.fhog_object_detector
    landmarks: dlib.shape_predictor
    five: dlib.shape_predictor
    encoder: dlib.face_recognition_model_v1


@cache
def _models() -> _Models:
    """Loaded when the first face is measured: that takes half a second."""
    return _Models(
        dlib.fhog_object_detector(str(DETECTOR)),
        dlib.shape_predictor(models.pose_predictor_model_location()),
        dlib.shape_predictor(models.pose_predictor_five_point_model_location()),
        dlib.face_recognition_model_v1(models.face_recognition_model_location()),
    )


class Face:
    """The largest face in a picture: where it is, its 68 landmarks, its descriptor.

    Attributes:
        points: 68 x 2, pixels.
    """

    def __init__(self, picture: Picture, box: dlib.rectangle) -> None:
        self._rgb = np.ascontiguousarray(picture[:, :, ::-1])
        self._box = box
        parts = _models().landmarks(self._rgb, box).parts()
        self.points = np.array([[p.x, p.y] for p in parts], dtype=np.float64)

    @property
    def descriptor(self) -> Descriptor:
        shape = _models().five(self._rgb, self._box)
        return np.array(_models().encoder.compute_face_descriptor(self._rgb, shape, 1))

    @property
    def eye_opening(self) -> float:
        """Height over width of the eyes, mean of both."""
        p = self.points
        ratios = [
            (np.linalg.norm(p[i + 1] - p[i + 5]) + np.linalg.norm(p[i + 2] - p[i + 4]))
            / (2 * np.linalg.norm(p[i] - p[i + 3]))
            for i in (36, 42)
        ]
        return float(np.mean(ratios))

    @property
    def turn(self) -> float:
        """Nose against the two cheeks: 0 straight, positive to the picture's right."""
        left = np.linalg.norm(self.points[30] - self.points[2])
        right = np.linalg.norm(self.points[30] - self.points[14])
        return float((left - right) / (left + right))

    @property
    def mouth_opening(self) -> float:
        """Inner height over inner width of the mouth."""
        p = self.points
        return float(np.linalg.norm(p[62] - p[66]) / np.linalg.norm(p[60] - p[64]))


def faces_in(picture: Picture, reduce: int = 2) -> list[Face]:
    """Every face that dlib's detector finds in the picture reduced so many times."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    size = (grey.shape[1] // reduce, grey.shape[0] // reduce)
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    boxes = sorted(_models().detector(small, 0), key=lambda box: -box.area())
    return [
        Face(
            picture,
            dlib.rectangle(*(reduce * edge for edge in (b.left(), b.top(), b.right(), b.bottom()))),
        )
        for b in boxes
    ]


def card_face(portrait: bytes) -> Face | None:
    """The face on a simulated card."""
    if not portrait.startswith(MAGIC):
        raise ValueError("not a simulated portrait")
    length = int.from_bytes(portrait[4:6], "big")
    photo = cv2.imdecode(np.frombuffer(portrait[6 : 6 + length], np.uint8), cv2.IMREAD_COLOR)
    if photo is None:
        raise ValueError("a portrait whose JPEG cannot be read")
    large = cv2.resize(
        photo, None, fx=CARD_ENLARGED, fy=CARD_ENLARGED, interpolation=cv2.INTER_CUBIC
    )
    found = faces_in(np.asarray(large, np.uint8), reduce=1)
    return found[0] if found else None


def distance(one: Descriptor, other: Descriptor) -> float:
    """Euclidean, as dlib's network was trained for."""
    return float(np.linalg.norm(one - other))
