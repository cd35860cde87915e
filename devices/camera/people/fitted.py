"""Who is on the list of made-up people: what a seed has drawn, and what was moved of it since.

A seed alone leaves somebody whose lids or lips landmarks do not follow, or who lies too near to
another: of 3,000 seeds none was right beside three others. `python -m tests.devices.biometric.fit`
moves features until the kiosk's own pipeline sees somebody act and tells them from the rest, within
what seeds draw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from devices.camera.people.identity import Haircut, Identity, drawn

Features = Mapping[str, Any]
"""Names and values of the fields of an `Identity`."""

FITTED: dict[int, Features] = {
    285: {
        "face_width": 0.922,
        "face_height": 0.949,
        "jaw": 1.155,
        "eye_x": 0.281,
        "eye_tilt": 0.003,
        "lid_fold": 0.744,
        "brow_y": -0.012,
        "brow_gap": -0.009,
        "nose_width": 1.303,
        "nose_height": 0.628,
        "nose_bridge": 0.87,
        "mouth_width": 0.225,
        "lower_lip": 0.591,
        "hairline": 0.633,
        "age": 0.254,
    },
    3078: {
        "haircut": Haircut.LONG,
        "face_width": 1.073,
        "chin_width": 0.98,
        "cheekbone": 0.857,
        "hollow_cheek": 0.619,
        "fullness": 0.741,
        "eye_x": 0.325,
        "eye_width": 0.146,
        "eye_tilt": 0.16,
        "lid_fold": 0.402,
        "brow_y": -0.035,
        "brow_gap": 0.018,
        "nose_length": 1.067,
        "skin": 1.309,
        "hairline": 0.76,
        "hair_volume": 0.122,
        "age": 0.567,
    },
}
"""By seed. Whoever is not here is as drawn."""


def citizen(seed: int) -> Identity:
    """The made-up citizen of a seed; the same on every machine."""
    return replace(drawn(seed), **FITTED.get(seed, {}))
