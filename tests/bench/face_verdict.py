"""face_verdict: from the choice of the best frame to the verdict, against one bare encoding.

A whole check of the face process, without a camera and without actions: the same frames, the same
engine, one thread. What is timed is the step in which the best frame is chosen, until the kiosk's
end of the wire has the verdict: it is told that it is compared, the face is made ready and encoded,
the vectors of the try are held against each other and their mean against the card's. The reference
is the network alone, on that face, in turns; wall time of one thread.
"""

import os
import socket
import time

import cv2
import numpy as np

from devices.biometric.check import GOOD_FRAMES
from devices.biometric.checking import Checking
from devices.biometric.engine import Bgr, DlibEngine
from devices.biometric.fusion import Evidence
from devices.biometric.looking import Tools
from devices.biometric.messages import Scored, Setup, StartCheck
from devices.biometric.pipeline import Pipeline
from devices.biometric.portrait import Encoding, decode
from devices.biometric.preview import PreviewMemory, create_memory
from devices.biometric.wire import Wire
from devices.camera.clips import LOOKING, ClipLibrary
from tests.bench.measure import Report, compare, in_turns
from tests.bench.peers import CLIPS, PERSON, film, seed_of

ROUNDS = 30
LIMIT_S = 60.0
FRAME_S = 1 / 15


def measure() -> Report:
    cv2.setNumThreads(1)
    engine = DlibEngine()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    wire, memory = Wire(ours), create_memory()
    setup = Setup("", 1.0, 1.0, 15.0, simulation=True)
    tools = Tools(Wire(theirs), PreviewMemory(memory), engine, Pipeline(engine), setup)
    os.close(memory)
    owner = Encoding(engine, decode(film(), simulation=True))
    while not owner.finished:
        owner.refine()
    frame = _frame()
    sight = Pipeline(engine).look(frame, closely=True)
    chip = engine.chip(frame, sight.box)

    def verdict() -> float:
        """Good frames before and after; the last of them is the one that decides."""
        command = StartCheck("bench", LIMIT_S, 0, LIMIT_S)
        checking, at_s = Checking(command, tools, owner, Evidence()), time.monotonic()
        for number in range(1, 2 * GOOD_FRAMES):
            checking.see(frame, sight, at_s + number * FRAME_S, new=True)
        wire.receive(0.0)
        began_s = time.perf_counter()
        checking.see(frame, sight, at_s + 2 * GOOD_FRAMES * FRAME_S, new=True)
        told = wire.receive(1.0)
        took_s = time.perf_counter() - began_s
        if not isinstance(told[-1], Scored):
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
