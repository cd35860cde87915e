"""The card's portrait: what is refused by name, and that garbage never breaks anything."""

import subprocess
import sys
from pathlib import Path

import cv2
import dlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.biometric import portrait
from devices.biometric.engine import DlibEngine, distance
from devices.biometric.photo_library import PhotoLibraryFailed
from devices.biometric.portrait import Encoding, PortraitRefused
from tests.devices.biometric.conftest import OWNER


def simulated(image: np.ndarray, quality: int = 80) -> bytes:
    jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
    return (b"BDY\x01" + len(jpeg).to_bytes(2, "big") + jpeg).ljust(1024, b"\0")


def answer(data: bytes, simulation: bool) -> str:
    try:
        return "an image" if portrait.decode(data, simulation).ndim == 3 else "nonsense"
    except PortraitRefused as refusal:
        return refusal.reason


GRAY_CARD = simulated(np.full((126, 102, 3), 200, np.uint8))


def test_a_simulated_portrait_is_decoded_in_simulation_and_refused_outside():
    assert portrait.decode(GRAY_CARD, simulation=True).shape == (126, 102, 3)
    assert answer(GRAY_CARD, simulation=False) == "simulated"


@pytest.mark.parametrize("simulation", [True, False])
def test_a_real_chip_portrait_is_refused_by_name(simulation):
    assert answer(b"WLf\0" + bytes(1020), simulation) == "wlt"


def test_a_real_chip_portrait_is_decoded_by_the_operators_library():
    picture = np.full((126, 102, 3), 90, np.uint8)

    class Library:
        def decode(self, wlt: bytes) -> np.ndarray:
            if wlt[4:5] == b"?":
                raise PhotoLibraryFailed("library")
            return picture

    for simulation in (True, False):
        image = portrait.decode(b"WLf\0" + bytes(1020), simulation, Library())
        assert np.array_equal(image, picture)
    with pytest.raises(PortraitRefused, match="library"):
        portrait.decode(b"WLf\0?" + bytes(1019), False, Library())
    # Nobody gets a face of their own onto a card by way of it.
    with pytest.raises(PortraitRefused, match="simulated"):
        portrait.decode(GRAY_CARD, False, Library())


@pytest.mark.parametrize(
    "damage",
    [
        GRAY_CARD[:5],
        GRAY_CARD[:40],
        GRAY_CARD[:4] + b"\0\0" + GRAY_CARD[6:],
        GRAY_CARD[:4] + b"\xff\xff" + GRAY_CARD[6:],
        GRAY_CARD[:6] + b"\0" * 1018,
    ],
)
def test_a_damaged_portrait_is_told_apart_from_an_unknown_one(damage):
    assert answer(damage, True) == "damaged"
    assert answer(bytes(1024), True) == "unknown"


@given(st.binary(max_size=1024), st.booleans(), st.integers(0, 400))
def test_no_bytes_on_a_card_break_the_decoder(junk, simulation, cut):
    for data in (junk, GRAY_CARD[:cut] + junk, (GRAY_CARD[:cut] + junk).ljust(1024, b"\0")):
        assert answer(data, simulation) in {"an image", "wlt", "unknown", "simulated", "damaged"}


@pytest.mark.parametrize("picture", ["blank", "noise", "stripes"])
def test_a_portrait_without_a_face_has_no_vector(engine: DlibEngine, picture):
    image = np.full((126, 102, 3), 200, np.uint8)
    if picture == "noise":
        image = np.random.default_rng(7).integers(0, 255, image.shape, np.uint8)
    if picture == "stripes":
        image[::6] = 40
    with pytest.raises(PortraitRefused) as refused:
        Encoding(engine, image)
    assert refused.value.reason == "no_face"


def test_a_face_that_is_barely_there_is_found_where_the_card_must_have_it(
    engine: DlibEngine, camera, people, monkeypatch
):
    image = portrait.decode(camera.library.portrait(people[OWNER]), simulation=True)
    clear = Encoding(engine, image).vector
    monkeypatch.setattr(DlibEngine, "detect", only_faint(DlibEngine.detect))
    assert distance(Encoding(engine, image).vector, clear) < 0.35


def test_a_portrait_is_usable_at_once_and_as_good_as_dlibs_own_mean_when_it_is_finished(
    camera, people
):
    image = portrait.decode(camera.library.portrait(people[OWNER]), simulation=True)
    engine = Counting()
    encoding = Encoding(engine, image)
    assert engine.encoded == 1, "it is there after one vector"
    at_once = encoding.vector
    encoding.refine()
    assert (encoding.vector == at_once).all(), "one copy alone is no better"
    while not encoding.finished:
        encoding.refine()
    assert engine.encoded == 1 + portrait.JITTERS
    assert np.allclose(encoding.vector, np.mean(engine.given[1:], axis=0))
    assert 0 < distance(encoding.vector, at_once) < 0.3


class Counting:
    """An engine that finds the face where the card must have it, and takes no time to encode."""

    def __init__(self) -> None:
        self.given: list[np.ndarray] = []
        self._shifts = np.random.default_rng(0)

    @property
    def encoded(self) -> int:
        return len(self.given)

    def detect(self, gray, upsample=0, threshold=0.0):
        return [dlib.rectangle(66, 108, 240, 282)]

    def chip(self, image, box):
        return np.full((150, 150, 3), 100, np.uint8)

    def shifted(self, chip):
        return chip + self._shifts.integers(0, 9, chip.shape, np.uint8)

    def encode(self, chip):
        self.given.append(np.resize(chip.astype(float).mean(axis=(0, 2)), 128) / 1000)
        return self.given[-1]


@pytest.mark.long
def test_ten_copies_one_by_one_are_dlibs_own_ten_at_once(camera, people):
    """dlib counts its shifts per engine and per process: both begin here."""
    script = "; ".join(
        (
            "import sys, numpy, cv2",
            "from devices.biometric.engine import DlibEngine",
            "from devices.biometric import portrait",
            "engine = DlibEngine()",
            "image = portrait.decode(sys.stdin.buffer.read(), True)",
            "one_by_one = portrait.Encoding(engine, image)",
            "rgb = numpy.ascontiguousarray(one_by_one._chip[:, :, ::-1])",
            "at_once = numpy.array(engine._resnet.compute_face_descriptor(rgb, portrait.JITTERS))",
            "[one_by_one.refine() for _ in range(portrait.JITTERS)]",
            "print(numpy.linalg.norm(one_by_one.vector - at_once))",
        )
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[3],
        input=camera.library.portrait(people[OWNER]),
        capture_output=True,
        check=True,
    )
    assert float(done.stdout.split()[-1]) < 1e-6


def only_faint(detect):
    """A detector that finds nothing unless it is told to take faint evidence."""

    def faint(self, gray, upsample=0, threshold=0.0):
        return detect(self, gray, upsample, threshold) if threshold < 0 else []

    return faint
