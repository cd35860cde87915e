"""Whole decisions over traces: what was seen of a face, how far it was, whether the visit goes on.

`distances.npz` holds distances to a card of 2 kB and of 1 kB after one, two and three tries, in
1/1000, as `devices.biometric.evaluate` measured them on 42 adults of the Face Research Lab London
Set: figures only. What is said of owners and impostors is therefore about those 42; what is said
of attacks is a regression (docs/face.md).
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from devices.biometric.liveness import draw
from kiosk.events.devices import Completed
from kiosk.ports import FaceScore
from kiosk.visit.state import State
from kiosk.visit.steps.face import Checking
from kiosk.vocabulary import ACTIONS, CompletionCode, Liveness
from tests.devices.biometric import attack_traces
from tests.devices.biometric.acting import Actor, begun, plays
from tests.kiosk.visit.kiosk import Kiosk

DISTANCES = Path(__file__).with_name("distances.npz")
TRIES = 3
Rows = NDArray[np.uint16]


@pytest.fixture(scope="module")
def distances() -> dict[str, Rows]:
    with np.load(DISTANCES) as stored:
        return {name: stored[name] for name in ("owners", "impostors")}


@pytest.fixture(scope="module")
def looking() -> tuple[Kiosk, State]:
    kiosk = Kiosk()
    kiosk.to_the_face()
    return kiosk, kiosk.state


def acts(number: int) -> Iterator[Liveness]:
    """Somebody with a face of their own, who does what is asked in every try."""
    chance = np.random.default_rng(number)
    actor = Actor(
        eyes=chance.uniform(0.22, 0.45),
        turn=chance.uniform(-0.06, 0.06),
        mouth=chance.uniform(0.0, 0.12),
        noise=0.03,
        strength=chance.uniform(0.85, 1.4),
        lag_s=chance.uniform(0.3, 1.5),
        seed=number,
    )
    while True:
        yield plays(begun(actor, draw(2)), actor) or Liveness.MISSED


def passes(looking: tuple[Kiosk, State], row: Rows, lives: Iterator[Liveness]) -> bool:
    """A visit at the camera, try after try; nobody looks at the pages."""
    kiosk, kiosk.state = looking
    for number, far in enumerate(row[1:], 1):
        score = FaceScore(int(far) / 1000, 2 * number, 0.9, "dlib-resnet-1", 1.0, next(lives))
        kiosk.happen(Completed(kiosk.command, CompletionCode.SUCCESS, score))
        assert kiosk.state.visit is not None
        if not isinstance(kiosk.state.visit.step, Checking):
            break
    return kiosk.state.visit.facts.identity_way == "face"


def share_through(looking: tuple[Kiosk, State], rows: Rows) -> float:
    return float(np.mean([passes(looking, row, acts(n)) for n, row in enumerate(rows)]))


def some(rows: Rows, count: int) -> Rows:
    return rows[np.random.default_rng(1).choice(len(rows), count, replace=False)]


def test_of_a_hundred_owners_ninety_get_through_and_of_a_hundred_impostors_nobody(
    looking: tuple[Kiosk, State], distances: dict[str, Rows]
) -> None:
    assert share_through(looking, some(distances["owners"], 100)) >= 0.90
    assert share_through(looking, some(distances["impostors"], 100)) == 0.0


@pytest.mark.long
def test_all_of_them(looking: tuple[Kiosk, State], distances: dict[str, Rows]) -> None:
    """With a card of 1 kB too, nine in ten owners, at the false match rate of 0.45 on one frame."""
    for card_bytes in (2048, 1024):
        owners, impostors = (rows[rows[:, 0] == card_bytes] for rows in distances.values())
        assert share_through(looking, owners) >= 0.90, card_bytes
        let_in = share_through(looking, impostors)
        assert round(let_in * len(impostors)) <= (1 if card_bytes == 2048 else 0)


def test_an_owner_who_does_nothing_that_is_asked_does_not_pass(
    looking: tuple[Kiosk, State],
) -> None:
    at_home = np.array([2048, 200, 200, 200], np.uint16)

    def sits() -> Iterator[Liveness]:
        while True:
            actor = Actor(strength=0.0)
            yield plays(begun(actor, draw(2)), actor) or Liveness.MISSED

    assert not passes(looking, at_home, sits())
    assert passes(looking, at_home, acts(0))


# ---- attacks -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def traces() -> dict[str, list[attack_traces.Trace]]:
    return attack_traces.load()


@pytest.mark.parametrize("species", attack_traces.attacks.PRINTS)
def test_of_twenty_prints_none_is_taken_for_any_action(
    traces: dict[str, list[attack_traces.Trace]], species: str
) -> None:
    """A whole challenge is at least two: one accepted action would be too many already."""
    taken = [
        (number, action.value)
        for number, trace in enumerate(traces[species])
        for action in ACTIONS
        if attack_traces.accepted(trace, [action])
    ]
    assert len(traces[species]) == attack_traces.PRESENTATIONS
    assert taken == []


@pytest.mark.parametrize("species", attack_traces.attacks.PRINTS)
def test_prints_are_seen_as_faces_so_that_refusing_them_means_something(
    traces: dict[str, list[attack_traces.Trace]], species: str
) -> None:
    """They are asked for actions: most have a face that is good enough to be compared."""
    asked = [
        attack_traces.verdict(trace, [action], 0) is not None
        for trace in traces[species]
        for action in ACTIONS[:1]
    ]
    assert sum(asked) >= 0.75 * len(asked)


@pytest.mark.long
@pytest.mark.parametrize("species", attack_traces.attacks.SPECIES)
def test_what_is_stored_is_what_is_seen(
    traces: dict[str, list[attack_traces.Trace]], species: str
) -> None:
    """One of each, made anew: another OpenCV moves a landmark by little."""
    again, stored = attack_traces.traced(species, 0), traces[species][0]
    assert again.shape == stored.shape
    assert np.median(np.abs(again[:, 2:6].astype(int) - stored[:, 2:6])) <= 20
