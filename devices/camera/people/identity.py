"""What makes one made-up citizen look different from another: some fifty numbers from one seed.

Leaves to `fitted` what was moved of a few people since.

The ranges are those of an ordinary counter in a coastal county: dark hair and eyes, everyday
haircuts, weathered to pale skin. Numbers without a unit are factors around 1 or shares of 1;
lengths are in units of 10 cm.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np


class Haircut(Enum):
    """Haircuts that a height map can carry without tearing."""

    PARTED = "parted"
    CROPPED = "cropped"
    FRINGE = "fringe"
    PERM = "perm"
    BOB = "bob"
    LONG = "long"


MEN_CUTS = (Haircut.PARTED, Haircut.PARTED, Haircut.CROPPED, Haircut.FRINGE)
WOMEN_CUTS = (Haircut.BOB, Haircut.BOB, Haircut.LONG, Haircut.PERM)


class Collar(Enum):
    """What is worn at the neck."""

    ROUND = "round"
    POLO = "polo"
    SHIRT = "shirt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One made-up citizen."""

    seed: int
    man: bool
    age: float
    """0 is twenty, 1 is seventy."""

    face_width: float
    face_height: float
    jaw: float
    chin: float
    chin_width: float
    cheekbone: float
    hollow_cheek: float
    fullness: float
    ears: float

    eye_x: float
    eye_y: float
    eye_width: float
    eye_height: float
    eye_tilt: float
    socket: float
    lid_fold: float
    brow_y: float
    brow_thickness: float
    brow_arch: float
    brow_gap: float

    nose_length: float
    nose_width: float
    nose_height: float
    nose_bridge: float

    mouth_width: float
    mouth_y: float
    upper_lip: float
    lower_lip: float

    skin: float
    """0 is pale, 3 is weathered."""
    redness: float
    stubble: float
    lipstick: float
    grey: float
    iris: float

    haircut: Haircut
    hairline: float
    hair_volume: float
    parting: float
    """Angle of the parting, radians, negative is the person's right."""

    collar: Collar
    cloth: tuple[float, float, float]
    """sRGB, 0 to 1."""


CLOTHS = (
    (0.20, 0.27, 0.38),
    (0.36, 0.42, 0.47),
    (0.56, 0.60, 0.62),
    (0.23, 0.33, 0.30),
    (0.48, 0.23, 0.22),
    (0.60, 0.53, 0.43),
    (0.27, 0.24, 0.30),
    (0.36, 0.50, 0.62),
    (0.66, 0.62, 0.60),
    (0.44, 0.36, 0.30),
)


def drawn(seed: int) -> Identity:
    """Somebody by chance; the same on every machine."""
    rng = np.random.default_rng(seed)

    def between(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    man = bool(rng.random() < 0.5)
    age = between(0, 1)
    cuts = MEN_CUTS if man else WOMEN_CUTS
    haircut = cuts[int(rng.integers(len(cuts)))]
    if haircut is Haircut.PERM and age < 0.55:
        haircut = Haircut.BOB
    if haircut is Haircut.LONG and age > 0.6:
        haircut = Haircut.PERM
    if haircut is Haircut.FRINGE and age > 0.45:
        haircut = Haircut.CROPPED
    return Identity(
        seed=seed,
        man=man,
        age=age,
        face_width=between(0.91, 1.14) * (1.01 if man else 0.97),
        face_height=between(0.905, 1.075) * (1.01 if man else 0.97),
        jaw=between(0.83, 1.17) + (0.03 if man else -0.04),
        chin=between(-0.05, 0.05) - (0 if man else 0.02),
        chin_width=between(0.68, 1.36) * (1.1 if man else 0.9),
        cheekbone=between(0.5, 1.5),
        hollow_cheek=between(0, 0.9) * (0.35 + 0.65 * age),
        fullness=between(0, 1),
        ears=between(0.75, 1.15),
        eye_x=between(0.276, 0.356),
        eye_y=between(-0.03, 0.03),
        eye_width=between(0.131, 0.185),
        eye_height=between(0.76, 1.06) * (1.0 if man else 1.04),
        eye_tilt=between(0.0, 0.175),
        socket=between(0.25, 1.05) * (1.0 if man else 0.8),
        lid_fold=between(0.1, 1.0),
        brow_y=between(-0.05, 0.06),
        brow_thickness=between(0.80, 1.45) * (1.15 if man else 0.78),
        brow_arch=between(0.2, 1.2),
        brow_gap=between(-0.02, 0.03),
        nose_length=between(0.81, 1.13),
        nose_width=between(0.79, 1.36) * (1.03 if man else 0.92),
        nose_height=between(0.57, 1.13),
        nose_bridge=between(0.5, 1.0),
        mouth_width=between(0.192, 0.278),
        mouth_y=between(-0.06, 0.05),
        upper_lip=between(0.45, 1.50),
        lower_lip=between(0.55, 1.55),
        skin=between(0, 3) * (1.0 if man else 0.75),
        redness=between(0.3, 1.0),
        stubble=between(0, 0.55) if man else 0.0,
        lipstick=0.0 if man else between(0, 0.45),
        grey=float(np.clip((age - 0.62) * 2.6 + between(-0.35, 0.25), 0, 1)),
        iris=between(0, 1),
        haircut=haircut,
        hairline=between(0.58, 0.76) + (0.07 * age if man else 0),
        hair_volume=between(0.08, 0.15),
        parting=between(0.22, 0.42) * (1 if rng.random() < 0.5 else -1),
        collar=(Collar.ROUND, Collar.POLO, Collar.SHIRT)[int(rng.integers(3))],
        cloth=CLOTHS[int(rng.integers(len(CLOTHS)))],
    )
