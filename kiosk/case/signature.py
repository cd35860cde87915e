"""A signature by hand: strokes, and the very text that was signed, told by its hash.

It is an ordinary electronic signature with a chain of evidence, no certificate: what was signed,
when, where, and after which check of identity stands in the case and the audit log (domain.md
§3.14). Strokes are kept as they were drawn, never as a picture, and only in the visit and in its
encrypted case.
"""

import hashlib
import math
from collections.abc import Iterable
from itertools import pairwise

from kiosk.case.model import Datum

WIDTH, HEIGHT = 1000, 750  # what strokes are measured in, whatever the pad's size
STROKES_MOST, POINTS_MOST = 60, 400
INK_LEAST = 300.0
"""Length of all strokes from which on it is more than a slip of the finger: a third of the pad."""

Stroke = tuple[tuple[int, int], ...]


def cleaned(points: Iterable[tuple[int, int]]) -> Stroke:
    """A stroke inside the pad, not longer than is kept, no point twice in a row."""
    stroke: list[tuple[int, int]] = []
    for x, y in points:
        point = min(max(x, 0), WIDTH), min(max(y, 0), HEIGHT)
        if not stroke or stroke[-1] != point:
            stroke.append(point)
    return tuple(stroke[:POINTS_MOST])


def ink(strokes: Iterable[Stroke]) -> float:
    """The length of everything that was drawn."""
    return sum(math.dist(one, other) for stroke in strokes for one, other in pairwise(stroke))


def is_signed(strokes: Iterable[Stroke]) -> bool:
    return ink(strokes) >= INK_LEAST


def as_path(strokes: Iterable[Stroke]) -> str:
    """The strokes as a path of SVG: "M10 20L30 40M…"."""
    return "".join("M" + "L".join(f"{x} {y}" for x, y in stroke) for stroke in strokes if stroke)


def signed_hash(matter: str, number: str, delivery: str, data: Iterable[Datum]) -> str:
    """SHA-256 of what was confirmed on the review page: matter, citizen, delivery, each datum."""
    said = "\n".join(f"{datum.name}={datum.value}" for datum in sorted(data, key=_by_name))
    return hashlib.sha256(f"{matter}\n{number}\n{delivery}\n{said}".encode()).hexdigest()


def _by_name(datum: Datum) -> str:
    return datum.name
