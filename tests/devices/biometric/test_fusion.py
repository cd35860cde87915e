"""The tries of one visit are put together, and those of two people are not."""

import os
import socket

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.biometric.engine import Bgr, DlibEngine, Vector, distance
from devices.biometric.fusion import Evidence
from devices.biometric.messages import Message, Portrait, Scored, Setup, StartCheck, Wire
from devices.biometric.preview import PreviewMemory, create_memory
from devices.biometric.process import FaceProcess, _Running
from devices.camera.clips import LOOKING
from tests.devices.camera.cast import SEEDS, decoded, library

OWNER, OTHER = "chen-haiying", "lin-guobin"


@given(st.lists(st.floats(-0.02, 0.02), min_size=128, max_size=128))
def test_evidence_of_one_person_comes_nearer_and_a_stranger_begins_anew(noise: list[float]) -> None:
    person, stranger = np.zeros(128), np.full(128, 0.06)  # 0.68 apart
    evidence = Evidence()
    first = evidence.add(person + noise)
    second = evidence.add(person - noise)
    assert np.linalg.norm(second) <= np.linalg.norm(first)
    assert np.array_equal(evidence.add(stranger), stranger)


def chip_of(engine: DlibEngine, key: str, frame: int) -> Bgr:
    picture = decoded(library().clip(LOOKING, (SEEDS[key],))[frame])
    (box,) = engine.detect(np.ascontiguousarray(picture[:, :, 1]))
    return engine.chip(picture, box)


class Tries:
    """A face process at one end of a wire, compared without a camera."""

    def __init__(self, engine: DlibEngine) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.wire = Wire(ours)
        memory = create_memory()
        setup = Setup("", 1.0, 1.0, 15.0, simulation=True)
        self.process = FaceProcess(Wire(theirs), PreviewMemory(memory), engine, setup)
        os.close(memory)

    def distance_of(self, chip: Bgr) -> float:
        self.process._compare(_Running(StartCheck("face", 5.0)), chip, 1.0)
        answers: list[Message] = self.wire.receive(1.0)
        (scored,) = [answer for answer in answers if isinstance(answer, Scored)]
        return scored.distance


def test_a_second_try_is_compared_together_with_the_first(engine: DlibEngine) -> None:
    tries = Tries(engine)
    tries.process._obey(Portrait(library().portrait(SEEDS[OWNER])))
    chips = [chip_of(engine, OWNER, frame) for frame in (0, 12)]
    vectors: list[Vector] = [engine.encode(chip) for chip in chips]
    told = [tries.distance_of(chip) for chip in chips]
    owner = tries.process._owner
    assert owner is not None
    assert told[0] == pytest.approx(distance(vectors[0], owner.vector))
    assert told[1] == pytest.approx(distance(np.mean(vectors, axis=0), owner.vector))


def test_a_new_card_and_another_person_begin_anew(engine: DlibEngine) -> None:
    tries = Tries(engine)
    tries.process._obey(Portrait(library().portrait(SEEDS[OWNER])))
    alone = tries.distance_of(chip_of(engine, OTHER, 0))
    tries.distance_of(chip_of(engine, OWNER, 0))
    again = tries.distance_of(chip_of(engine, OTHER, 0))
    assert again == pytest.approx(alone), "the owner's frames lend a stranger nothing"
