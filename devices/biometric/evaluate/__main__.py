"""python -m devices.biometric.evaluate DIR: error rates of the face check on labelled portraits.

Both sides go the kiosk's own way: the card's portrait through `portrait`, a frame through detector,
chip and vector. Nothing is kept; see `people` for how pictures are labelled, `rates` for the terms.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import cv2
import dlib
import numpy as np

from devices.biometric.engine import Bgr, DlibEngine, Points, Vector, distance, gray_of
from devices.biometric.evaluate.people import PeopleProblem, Trial, trials_of
from devices.biometric.evaluate.photos import camera_frame, card_photo
from devices.biometric.evaluate.report import Scores, tables
from devices.biometric.fusion import Evidence
from devices.biometric.portrait import Encoding, PortraitRefused

T = TypeVar("T")

CARD_BYTES = (2048, 1024)
TRIES, FRAMES = 3, 2
"""Of a try one frame before the actions and one after them (`process`)."""

WAYS = ("one frame", "one try", f"{TRIES} tries, fused")
SEED = 7  # the same frames in every run: two runs differ by what was changed between them


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m devices.biometric.evaluate", description=__doc__
    )
    parser.add_argument("source", type=Path, help="a folder of NNN_*.jpg, or a CSV file of pairs")
    parser.add_argument("--fmr", type=float, default=0.001, help="the false match rate wanted")
    options = parser.parse_args(arguments)
    try:
        trials = trials_of(options.source)
        scores = measure(DlibEngine(), trials, tell=_progress)
    except PeopleProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(tables(scores, options.fmr))
    return 0


def measure(
    engine: DlibEngine, trials: list[Trial], tell: Callable[[str, int, int], None]
) -> list[Scores]:
    """Distances of every trial, for each size of card: of one frame, and of the tries together.

    tell: what is being done, how far, of how many. Raises PeopleProblem for a picture that cannot
    be read or holds no face.
    """
    chance = np.random.default_rng(SEED)
    files = sorted({trial.live for trial in trials})
    frames = {
        file: _frames(engine, file, chance)
        for file in _told(files, "people before the camera", tell)
    }
    scores = []
    for most_bytes in CARD_BYTES:
        cards = sorted({trial.card for trial in trials})
        name = f"cards of {most_bytes} bytes"
        owners = {file: _card(engine, file, most_bytes) for file in _told(cards, name, tell)}
        ways = [Scores(most_bytes, way) for way in WAYS]
        for trial in trials:
            found = _distances(owners[trial.card], frames[trial.live])
            for way, far in zip(ways, found, strict=True):
                way.add(trial, far)
        scores += ways
    return scores


def _distances(owner: Vector | None, frames: list[Vector]) -> tuple[float, float, float]:
    """Of the first frame; of the first try; the nearest that two tries and more come to together.

    Infinite where there is nothing to compare: an owner is turned away then, and so is anybody.
    """
    if owner is None or not frames:
        return math.inf, math.inf, math.inf
    evidence, together = Evidence(), []
    for start in range(0, len(frames), FRAMES):
        for frame in frames[start : start + FRAMES]:
            evidence.add(frame)
        together.append(distance(evidence.vector, owner))
    first, *later = together
    return distance(frames[0], owner), first, min(later, default=math.inf)


def _frames(engine: DlibEngine, file: Path, chance: np.random.Generator) -> list[Vector]:
    portrait, points = _portrait(engine, file)
    vectors = []
    for _ in range(TRIES * FRAMES):
        frame = camera_frame(portrait, points, chance)
        if box := _face(engine, frame):
            vectors.append(engine.encode(engine.chip(frame, box)))
    return vectors


def _card(engine: DlibEngine, file: Path, most_bytes: int) -> Vector | None:
    portrait, points = _portrait(engine, file)
    data = np.frombuffer(card_photo(portrait, points, most_bytes), np.uint8)
    try:
        encoding = Encoding(engine, np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8))
    except PortraitRefused:
        return None
    while not encoding.finished:
        encoding.refine()
    return encoding.vector


def _portrait(engine: DlibEngine, file: Path) -> tuple[Bgr, Points]:
    image = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if image is None:
        raise PeopleProblem(f"{file}: no picture")
    portrait: Bgr = np.asarray(image, np.uint8)
    box = _face(engine, portrait)
    if box is None:
        raise PeopleProblem(f"{file}: no face is found in it")
    return portrait, engine.landmarks(gray_of(portrait), box)


def _face(engine: DlibEngine, image: Bgr) -> dlib.rectangle | None:
    """The largest face."""
    gray = gray_of(image)
    boxes = engine.detect(gray) or engine.detect(gray, 1)
    return max(boxes, key=lambda box: int(box.area()), default=None)


def _told(items: list[T], what: str, tell: Callable[[str, int, int], None]) -> Iterable[T]:
    for done, item in enumerate(items):
        tell(what, done, len(items))
        yield item
    tell(what, len(items), len(items))


def _progress(what: str, done: int, whole: int) -> None:
    if sys.stderr.isatty() or done == whole:
        filled = 30 * done // whole
        bar = "#" * filled + "." * (30 - filled)
        end = "\n" if done == whole else "\r"
        print(f"[{bar}] {done:4d} of {whole}  {what}", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
