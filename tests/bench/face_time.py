"""face_time: from the start of a check to its verdict, beside the least that its challenge takes.

The least: five good frames before and after, and for each action the moment that a person needs to
begin and the time that the movement itself takes. A made-up person does what is asked as soon as it
is asked. What is on top: opening the camera, seeing and encoding, the portrait's vector.
"""

import queue
import time

from config.model import CameraConfig
from devices.biometric.check import GOOD_FRAMES
from devices.biometric.driver import FaceProcessBiometric
from devices.camera.clips import FPS
from devices.camera.simulator import CameraPeer
from kiosk.events.devices import Completed, FaceHint, StatusChanged
from kiosk.ports import CheckFace, FaceScore
from kiosk.vocabulary import ACTIONS, Liveness
from tests.bench.measure import Report, compare
from tests.bench.peers import CLIPS, PERSON, film, seed_of

ROUNDS = 5
REACTION_S = 0.25
LIMIT_S = 30.0
AGAIN_S = 3.0


def measure() -> Report:
    portrait = film()
    inbox: queue.Queue[object] = queue.Queue()
    camera = CameraPeer({PERSON: seed_of(PERSON)}, CLIPS)
    source = camera.wiring()["camera.source"]
    biometric = FaceProcessBiometric(
        CameraConfig(source=source, read_timeout_s=5.0), inbox.put, simulation=True
    )
    try:
        while not isinstance(inbox.get(timeout=LIMIT_S), StatusChanged):
            pass
        camera.verbs["look"]({"person": PERSON})
        biometric.import_portrait(bytearray(portrait))
        checks = [_check(number, biometric, camera, inbox) for number in range(ROUNDS)]
        took, least = [each[0] for each in checks], [each[1] for each in checks]
    finally:
        biometric.close()
        camera.close()
    least_is = "five frames before and after, and two actions as a quick person makes them"
    return Report([compare("face_time", "s", took, least, least_is)])


def _check(
    number: int,
    biometric: FaceProcessBiometric,
    camera: CameraPeer,
    inbox: "queue.Queue[object]",
) -> tuple[float, float]:
    """Seconds that it took, and the least that what was asked takes."""
    began_s, least_s = time.monotonic(), 2 * GOOD_FRAMES / FPS
    asked: FaceHint | None = None
    biometric.submit(CheckFace(f"check {number}", 20.0, 2, 10.0))
    while True:
        try:
            event = inbox.get(timeout=AGAIN_S)
        except queue.Empty:
            event = asked  # it still says so: a person does it again
            asked = None
            least_s -= REACTION_S + _takes_s(camera, event)
        if isinstance(event, Completed):
            if not isinstance(event.result, FaceScore):
                raise RuntimeError(f"the check ended with {event.code}")
            if event.result.liveness is not Liveness.PASSED:
                raise RuntimeError(f"the actions ended with {event.result.liveness}")
            return time.monotonic() - began_s, least_s
        if isinstance(event, FaceHint) and event.hint in ACTIONS and event != asked:
            asked = event
            least_s += REACTION_S + _takes_s(camera, event)
            time.sleep(REACTION_S)
            camera.verbs["gesture"]({"name": event.hint})


def _takes_s(camera: CameraPeer, hint: FaceHint | None) -> float:
    """How long the movement takes; an empty inbox before the first one is a check that hangs."""
    if hint is None:
        raise RuntimeError("nothing is asked for")
    return len(camera.library.clip(hint.hint, (seed_of(PERSON),))) / FPS
