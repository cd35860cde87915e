"""Draws every hint of the face check, each with what the camera would see then:

    python -m tests.screens.face_hints standard zh docs/pictures/face-hints.png

Theme, language, target. Look at it after a change to the page or to the words.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from screens import environment

OWN = tempfile.TemporaryDirectory(prefix="budayang-hints-")
environment.prepare(Path(OWN.name))

from devices.camera.clips import still  # noqa: E402
from devices.camera.people.render import Light, Pose  # noqa: E402
from devices.camera.people.scene import Picture  # noqa: E402
from devices.camera.people.wear import Wear  # noqa: E402
from kiosk.demonstration.contact_sheet import write_contact_sheet  # noqa: E402
from kiosk.events.devices import FaceHint  # noqa: E402
from kiosk.events.touches import LanguagePressed, ThemePressed  # noqa: E402
from kiosk.ports import Preview  # noqa: E402
from kiosk.visit.view import view  # noqa: E402
from kiosk.vocabulary import Hint, Language, Theme  # noqa: E402
from screens import fonts  # noqa: E402
from screens.pictures import take_picture  # noqa: E402
from tests.devices.camera.cast import SEEDS, decoded, library  # noqa: E402
from tests.kiosk.visit.kiosk import Kiosk, demo_rules  # noqa: E402
from tests.screens.conftest import FONTS  # noqa: E402
from tests.screens.hand import Hand  # noqa: E402

OWNER, OTHER = SEEDS["chen-haiying"], SEEDS["lin-guobin"]


def seen() -> dict[Hint, Picture]:
    """What the camera sees when the hint is given."""
    frames = {
        Hint.LOOK_AT_CAMERA: still(OWNER, Pose(yaw=35)),
        Hint.COME_CLOSER: still(OWNER, Pose(scale=0.48)),
        Hint.STEP_BACK: still(OWNER, Pose(scale=1.3)),
        Hint.LOOK_STRAIGHT: still(OWNER, Pose(yaw=14, roll=12)),
        Hint.MORE_LIGHT: still(OWNER, light=Light(gain=0.03)),
        Hint.GLASSES_OFF: still(OWNER, wear=Wear.DARK_GLASSES),
        Hint.UNCOVER_FACE: still(OWNER, wear=Wear.MASK),
        Hint.ONE_PERSON: decoded(library().clip("two", (OWNER, OTHER))[0]),
        Hint.HOLD_STILL: still(OWNER),
        Hint.BLINK: still(OWNER, Pose(blink=1.0)),
        Hint.TURN_LEFT: still(OWNER, Pose(yaw=18)),
        Hint.TURN_RIGHT: still(OWNER, Pose(yaw=-18)),
        Hint.OPEN_MOUTH: still(OWNER, Pose(mouth=1.0)),
        Hint.FACE_FORWARD: still(OWNER, Pose(yaw=12)),
        Hint.COMPARING: still(OWNER),
    }
    assert set(frames) == set(Hint)
    return frames


def mirrored(number: int, frame: Picture) -> Preview:
    """As the face process shows it."""
    small = cv2.resize(cv2.flip(frame, 1), (640, 360), interpolation=cv2.INTER_AREA)
    return Preview(number, 640, 360, memoryview(np.ascontiguousarray(small).reshape(-1)))


def main() -> int:
    fonts.register(FONTS)
    theme, language = Theme(sys.argv[1]), Language(sys.argv[2])
    target = Path(sys.argv[3])
    rules, hand, files = demo_rules(), Hand(), []
    with tempfile.TemporaryDirectory() as folder:
        for number, (hint, frame) in enumerate(seen().items(), 1):
            kiosk = Kiosk(rules)
            kiosk.tell(ThemePressed(theme), LanguagePressed(language))
            kiosk.to_the_face()
            kiosk.tell(FaceHint(hint, {Hint.COMPARING: 1.0}.get(hint, 0.25 + 0.04 * number)))
            hand.show(view(rules, kiosk.state))
            screen = hand.router.current
            screen.preview = partial(mirrored, number, frame)
            hand.frames(12)
            screen._blit(0)
            hand.frames(2)
            file = Path(folder) / f"{number:02}.png"
            take_picture(hand.router).save(file)
            files.append(file)
        write_contact_sheet(files, target)
    hand.close()
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
