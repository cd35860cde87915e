"""Is the person before the camera the person on the card? Three zones, never one number.

At the library's own threshold of 0.6 one impostor of the same group in four is taken for the owner
on East Asian faces, and with a 1 KB card photo a strict threshold turns a third of the owners
away (docs/decisions/0004-face-zones.md). So: pass, try again, another way.
"""

import math
from datetime import date
from enum import StrEnum

from config.model import FaceConfig
from kiosk.case.id_number import age_on

CAMERA_LEAST_AGE = 16  # who is younger comes with a guardian, to a person (domain.md §4.2, 6)


class Zone(StrEnum):
    PASS = "pass"
    TRY_AGAIN = "try_again"
    OTHER_WAY = "other_way"


ONE_TRY = 2
"""Frames of one try: before its actions, and after them."""


def zone_of(limits: FaceConfig, distance: float, frames: int) -> Zone:
    """The zone of a distance to so many frames together.

    Anything that is not a real distance never passes.
    """
    if not math.isfinite(distance) or distance < 0:
        return Zone.OTHER_WAY
    together = frames > ONE_TRY
    if distance <= (limits.pass_together_at_most if together else limits.pass_at_most):
        return Zone.PASS
    return Zone.OTHER_WAY if distance > limits.other_way_above else Zone.TRY_AGAIN


def camera_may_open(birth: date, today: date) -> bool:
    """Whether a face may be asked for at all, whatever the matter."""
    return age_on(birth, today) >= CAMERA_LEAST_AGE
