"""dlib's detector, landmarks and face vectors, with the models that face_recognition ships.

Answers for finding the models without pkg_resources, for loading them once (half a second), and
for the three things that dlib does here. Leaves to others what a good face is (`quality`), what a
frame is worth (`pipeline`), and what a distance means (`kiosk/case/identity.py`).

dlib is called directly: face_recognition's own functions convert, search and encode the whole
colour frame every time, which costs forty times as much. The vectors are the same; a test compares.
"""

import contextlib
import importlib.util
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

DETECTOR = Path(__file__).parents[1] / "models" / "frontal_face.svm"
"""dlib's own frontal face detector as a file, see the README beside it."""

Gray = NDArray[np.uint8]
"""Rows, columns; 8 bit."""

Bgr = NDArray[np.uint8]
"""Rows, columns, blue green red; 8 bit, as OpenCV has it."""

Points = NDArray[np.float64]
"""68 landmarks (iBUG 300-W order), x and y in pixels."""

Vector = NDArray[np.float64]
"""128 numbers of dlib's ResNet; personal data, lives in the face process only."""


KNOWN = (-0.089, 0.100, 0.098, -0.030, -0.025, -0.070, 0.012, -0.060, 0.161, -0.023, 0.216, -0.015)
"""How the vector of `test_pattern` begins: other models, or damaged ones, give other numbers."""


class EngineMissing(Exception):
    """The models or the library of face_recognition are not installed."""


@contextlib.contextmanager
def pkg_resources_stand_in() -> Iterator[None]:
    """Let face_recognition and its models be imported without setuptools.

    They ask pkg_resources, gone since setuptools 81, for one function; without it face_recognition
    calls quit(), which would end a kiosk. The stand-in is used even where the real one exists: that
    one takes a quarter of a second to import, and so there is one way only.
    """

    def resource_filename(package: str, name: str) -> str:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            raise ImportError(package)
        return str(Path(spec.origin).parent / name)

    stand_in = types.ModuleType("pkg_resources")
    stand_in.__dict__["resource_filename"] = resource_filename
    before = sys.modules.get("pkg_resources")
    sys.modules["pkg_resources"] = stand_in
    try:
        yield
    finally:
        if before is None:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = before


class DlibEngine:
    """Detector (HOG), landmarks (68 points), vectors (ResNet); one thread, about 140 MB."""

    name = "dlib-resnet-1"
    """Which engine a distance came from: distances of different engines must not be compared."""

    def __init__(self) -> None:
        """Load everything. Raises EngineMissing."""
        try:
            with pkg_resources_stand_in():
                import face_recognition_models as models
        except (ImportError, SystemExit) as error:
            raise EngineMissing("face_recognition_models") from error
        try:
            self._detector = dlib.fhog_object_detector(str(DETECTOR))
            self._landmarks = dlib.shape_predictor(models.pose_predictor_model_location())
            self._pose = dlib.shape_predictor(models.pose_predictor_five_point_model_location())
            self._resnet = dlib.face_recognition_model_v1(models.face_recognition_model_location())
        except RuntimeError as error:  # dlib: unable to open the file
            raise EngineMissing("model files") from error

    def detect(self, gray: Gray, upsample: int = 0, threshold: float = 0.0) -> list[dlib.rectangle]:
        """Frontal faces, at least about 70 pixels wide (half of it per `upsample`), best first.

        threshold below 0 also answers with weaker evidence.
        """
        boxes, _scores, _kinds = self._detector.run(gray, upsample, threshold)
        return list(boxes)

    def landmarks(self, gray: Gray, box: dlib.rectangle) -> Points:
        shape = self._landmarks(gray, box)
        return np.array([(point.x, point.y) for point in shape.parts()], np.float64)

    def chip(self, image: Bgr, box: dlib.rectangle) -> Bgr:
        """The face alone, upright, 150 × 150: all that a vector is computed from.

        Five points, as the network was trained. They are found in colour: in grey they lie a pixel
        beside, which moves a vector by up to 0.09. dlib does not mind the order of the colours.
        """
        chip: Bgr = dlib.get_face_chip(image, self._pose(image, box))
        return chip

    def encode(self, chip: Bgr) -> Vector:
        """The vector of a chip (about 75 ms on one core)."""
        rgb = np.ascontiguousarray(chip[:, :, ::-1])
        return np.array(self._resnet.compute_face_descriptor(rgb), np.float64)

    def shifted(self, chip: Bgr) -> Bgr:
        """A copy that is shifted, turned, enlarged a little, perhaps mirrored; each is another.

        The mean over the vectors of ten is, to the last digit, what dlib itself computes when it is
        asked for ten jitters, one after the other and not at once.
        """
        copy: Bgr = dlib.jitter_image(np.ascontiguousarray(chip), 1, False)[0]
        return copy

    def works(self) -> bool:
        """Whether the detector sees nobody in a pattern, and its vector is the known one."""
        pattern = test_pattern()
        if self.detect(np.ascontiguousarray(pattern[:, :, 0])):
            return False
        return bool(np.abs(self.encode(pattern)[: len(KNOWN)] - KNOWN).max() < 0.02)


def gray_of(image: Bgr) -> Gray:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def distance(one: Vector, other: Vector) -> float:
    """Euclidean, as dlib's ResNet was trained for; 0 is the same picture."""
    return float(np.linalg.norm(one - other))


def test_pattern() -> Bgr:
    """A picture of the size of a chip, the same everywhere, in which nobody is."""
    rows, columns = np.mgrid[0:150, 0:150]
    waves = [np.sin(rows / (5 + n)) * np.cos(columns / (7 + 2 * n)) for n in range(3)]
    return np.asarray(np.dstack(waves) * 100 + 128, np.uint8)
