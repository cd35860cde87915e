"""face_verdict: from the choice of the best frame to the verdict, against one bare encoding.

Ours is what the face process does once the actions are done: it says that it compares, makes the
face of the best frame ready and encodes it, looks once more whether anybody else is there, holds
the vectors of the try against each other and the mean against the card's, and sends the figures.
The same frame, the same engine, wall time of one thread.
"""

import os
import socket
import time
from pathlib import Path

import cv2
import numpy as np

from devices.biometric.check import Candidate
from devices.biometric.engine import Bgr, DlibEngine
from devices.biometric.messages import Portrait, Scored, Setup, StartCheck, Wire
from devices.biometric.preview import PreviewMemory, create_memory
from devices.biometric.process import FaceProcess, _Running
from devices.camera.clips import LOOKING, ClipLibrary
from tests.bench.measure import Report, compare, in_turns
from tests.bench.peers import PERSON, film, seed_of

ROUNDS = 20
CLIPS = Path(__file__).parents[2] / "build" / "clips"


def measure() -> Report:
    cv2.setNumThreads(1)
    engine = DlibEngine()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    wire, memory = Wire(ours), create_memory()
    setup = Setup("", 1.0, 1.0, 15.0, simulation=True)
    process = FaceProcess(Wire(theirs), PreviewMemory(memory), engine, setup)
    os.close(memory)
    process._obey(Portrait(film()))
    frame = _frame()
    process._pipeline.forget()
    sight = process._pipeline.look(frame)
    candidate = Candidate(1.0, sight.cut(frame), sight.signs(0.0))
    chip = engine.chip(frame, sight.box)
    vector = engine.encode(chip)

    def verdict() -> float:
        running = _Running(StartCheck("bench", 5.0, 2, 5.0))
        running.first, running.start, running.acting = candidate, vector, [vector, vector]
        began_s = time.perf_counter()
        process._compare(running, candidate, sight)
        took_s = time.perf_counter() - began_s
        if not any(isinstance(each, Scored) for each in wire.receive(1.0)):
            raise RuntimeError("no verdict")
        return took_s * 1e3

    def bare() -> float:
        began_s = time.perf_counter()
        engine.encode(chip)
        return (time.perf_counter() - began_s) * 1e3

    verdict(), bare()
    here, encoding = in_turns(ROUNDS, verdict, bare)
    return Report(
        [compare("face_verdict", "ms", here, encoding, "one bare encoding of that frame", goal=1.3)]
    )


def _frame() -> Bgr:
    jpeg = ClipLibrary(CLIPS).clip(LOOKING, (seed_of(PERSON),))[0]
    frame = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert frame is not None
    return np.asarray(frame, np.uint8)
