"""The tries of one visit are put together, and those of two people are not."""

import os
import socket
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.biometric.check import Candidate
from devices.biometric.checking import Checking
from devices.biometric.engine import DlibEngine, Vector, distance
from devices.biometric.fusion import Evidence
from devices.biometric.looking import Tools
from devices.biometric.messages import Message, Scored, Setup, StartCheck
from devices.biometric.pipeline import Pipeline
from devices.biometric.portrait import Encoding, decode
from devices.biometric.preview import PreviewMemory, create_memory
from devices.biometric.wire import Wire
from devices.camera.clips import LOOKING
from tests.devices.camera.cast import SEEDS, decoded, library

OWNER, OTHER = "chen-haiying", "lin-guobin"


@given(st.lists(st.floats(-0.02, 0.02), min_size=128, max_size=128))
def test_evidence_of_one_person_comes_nearer_and_a_stranger_begins_anew(noise: list[float]) -> None:
    person, stranger = np.zeros(128), np.full(128, 0.06)  # 0.68 apart
    evidence = Evidence()
    evidence.add(person + noise)
    first = evidence.vector
    evidence.add(person - noise)
    assert len(evidence) == 2
    assert np.linalg.norm(evidence.vector) <= np.linalg.norm(first)
    evidence.add(stranger)
    assert np.array_equal(evidence.vector, stranger)
    assert len(evidence) == 1


class Looks:
    """What is seen of somebody in a frame, and its vector: each is computed once."""

    def __init__(self, engine: DlibEngine) -> None:
        self.engine = engine
        card = decode(library().portrait(SEEDS[OWNER]), simulation=True)
        self.owner = Encoding(engine, card)
        self._seen: dict[tuple[str, int], tuple[Candidate, Vector]] = {}

    def at(self, key: str, frame: int) -> tuple[Candidate, Vector]:
        if (key, frame) not in self._seen:
            picture = decoded(library().clip(LOOKING, (SEEDS[key],))[frame])
            sight = Pipeline(self.engine).look(picture)
            cut = sight.cut(picture)
            vector = self.engine.encode(self.engine.chip(cut.picture, cut.box))
            self._seen[key, frame] = Candidate(1.0, cut, sight.signs(0.0)), vector
        return self._seen[key, frame]

    def far(self, *frames: tuple[str, int]) -> float:
        vectors = [self.at(*frame)[1] for frame in frames]
        return distance(np.asarray(np.mean(vectors, axis=0)), self.owner.vector)


@pytest.fixture(scope="module")
def looks(engine: DlibEngine) -> Looks:
    return Looks(engine)


class Tries:
    """Checks at one end of a wire, without a camera."""

    def __init__(self, looks: Looks) -> None:
        self.looks, self.evidence = looks, Evidence()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.wire = Wire(ours)
        memory = create_memory()
        self.tools = Tools(
            Wire(theirs),
            PreviewMemory(memory),
            looks.engine,
            Pipeline(looks.engine),
            Setup("", 1.0, 1.0, 15.0, simulation=True),
        )
        os.close(memory)

    def scored(
        self, first: tuple[str, int], last: tuple[str, int], acting: Sequence[Vector] = ()
    ) -> Scored:
        """A try whose actions were all done, between these two frames."""
        command = StartCheck("face", 5.0, 2, 5.0)
        checking = Checking(command, self.tools, self.looks.owner, self.evidence)
        checking._first, checking._start = self.looks.at(*first)
        checking._acting = list(acting)
        checking._compare(self.looks.at(*last)[0])
        assert checking.ended
        answers: list[Message] = self.wire.receive(1.0)
        (scored,) = [answer for answer in answers if isinstance(answer, Scored)]
        return scored


def test_the_frames_of_all_tries_are_compared_together(looks: Looks) -> None:
    tries = Tries(looks)
    frames = [(OWNER, 0), (OWNER, 9), (OWNER, 27), (OWNER, 30)]
    one = tries.scored(frames[0], frames[1])
    assert (one.liveness, one.frames) == ("passed", 2)
    assert one.distance == pytest.approx(looks.far(*frames[:2]))
    both = tries.scored(frames[2], frames[3])
    assert both.frames == 4
    assert both.distance == pytest.approx(looks.far(*frames))

    stranger = tries.scored((OTHER, 0), (OTHER, 9))
    assert stranger.frames == 2
    assert stranger.distance == pytest.approx(looks.far((OTHER, 0), (OTHER, 9))), (
        "the owner's frames lend a stranger nothing"
    )


def test_who_changes_places_within_a_try_is_seen_and_is_no_evidence(looks: Looks) -> None:
    tries = Tries(looks)
    swapped = tries.scored((OTHER, 0), (OWNER, 9))
    assert (swapped.liveness, swapped.frames) == ("face_changed", 1)
    assert swapped.distance == pytest.approx(looks.far((OTHER, 0)))
    behind_a_picture = tries.scored((OWNER, 0), (OWNER, 9), [looks.at(OTHER, 0)[1]])
    assert behind_a_picture.liveness == "face_changed"
    assert tries.scored((OWNER, 0), (OWNER, 9)).frames == 2, "nothing of it was kept"
