"""请看镜头: the person before the camera and the person on the card, in at most three tries.

A try passes when the face is near enough to the card's (`case.identity`) and its owner did what
was asked. This step shows one instruction at a time, says after a failed try what to do
differently, and counts the tries. The word for a difference is never an accusation (domain.md §5.4,
face_fail), and whoever cannot do something takes another way without saying why.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from config.words import Words
from kiosk.attention import CheckCamera
from kiosk.case.identity import Zone, zone_of
from kiosk.effects import ClearFaces, Effect, StartFace, StopFace
from kiosk.events import Event
from kiosk.events.devices import Completed, FaceHint
from kiosk.events.touches import RefusePressed
from kiosk.ports import FaceScore
from kiosk.visit.frame import frame_of
from kiosk.visit.moves import Context, Detour, Move, Next, Stay
from kiosk.visit.patience import stretched_s
from kiosk.visit.state import Step
from kiosk.visit.views.camera import FaceView
from kiosk.visit.views.parts import Button
from kiosk.visit.ways import SeekingHelp, nothing_to_compare
from kiosk.vocabulary import ACTIONS, CompletionCode, Device, Hint, Liveness

NEEDS: tuple[Device, ...] = ()  # without a camera there are other ways
WAITS = False  # each try has its own end

LOST = "missing"
"""Why nothing could be compared: the face process has no picture, though one was handed to it."""

ICONS = {
    Hint.LOOK_AT_CAMERA: "eye-outline",
    Hint.COME_CLOSER: "arrow-expand-all",
    Hint.STEP_BACK: "arrow-collapse-all",
    Hint.LOOK_STRAIGHT: "face-man-outline",
    Hint.MORE_LIGHT: "lightbulb-on-outline",
    Hint.GLASSES_OFF: "glasses",
    Hint.UNCOVER_FACE: "face-mask-outline",
    Hint.ONE_PERSON: "account-outline",
    Hint.HOLD_STILL: "hand-back-left-outline",
    Hint.BLINK: "eye-off-outline",
    # The picture is a mirror: a person's own left is on the left of it.
    Hint.TURN_LEFT: "arrow-left-bold",
    Hint.TURN_RIGHT: "arrow-right-bold",
    Hint.OPEN_MOUTH: "emoticon-excited-outline",
    Hint.FACE_FORWARD: "face-man-outline",
    Hint.COMPARING: "timer-sand",
}


@dataclass(frozen=True, slots=True)
class Checking(Step):
    kind: ClassVar[str] = "face"
    command: str
    ends_s: float
    tries: int = 1
    why: str = ""  # what to do differently this time, by the key of its words
    hint: Hint = Hint.LOOK_AT_CAMERA
    progress: float = 0.0


def instructions(words: Iterable[Words]) -> dict[str, Hint]:
    """What is asked for, by the words that ask for it, in every language."""
    return {each(f"face.hint.{action}"): action for each in words for action in ACTIONS}


def can_return(c: Context) -> bool:
    return False


def enter(c: Context) -> Move:
    return Move(Next()) if c.facts.identity_way else _try(c, 1, "")


def _try(c: Context, number: int, why: str, *effects: Effect) -> Move:
    limits = c.rules.config.face
    limit_s = stretched_s(c.rules, c.state, limits.try_limit_s)
    command = c.command_id(f"face{number}")
    start = StartFace(command, limit_s, limits.actions, _action_s(c))
    step = Checking(command, c.at_s + limit_s, tries=number, why=why)
    return Move(Stay(step), effects=(*effects, start))


def _action_s(c: Context) -> float:
    return stretched_s(c.rules, c.state, c.rules.config.face.action_s)


def advance(c: Context, step: Step, event: Event) -> Move | None:
    assert isinstance(step, Checking)
    match event:
        case FaceHint(hint=hint, progress=progress):
            new = hint in ACTIONS and (hint is not step.hint or progress != step.progress)
            ends_s = c.at_s + _action_s(c) if new else step.ends_s
            return Move(Stay(replace(step, hint=hint, progress=progress, ends_s=ends_s)))
        case RefusePressed():
            refused = c.audit("consent_refused", purpose=c.matter.face_purpose)
            return _over(c, SeekingHelp("refused_face"), refused)
        case Completed(id=id, code=CompletionCode.SUCCESS, result=FaceScore() as score) if (
            id == step.command
        ):
            return _scored(c, step, score)
        case Completed(id=id, code=CompletionCode.TIME_OUT) if id == step.command:
            why = c.audit("face_unavailable", why=f"no_face_{step.hint.value}")
            return _again(c, step, "unseen", why)
        case Completed(id=id, code=CompletionCode.CANCELED) if id == step.command:
            return None
        case Completed(id=id, code=code, result=result) if id == step.command:
            # LOST is no fault of the picture: the face process that had it ended by itself.
            unread = code is CompletionCode.INVALID_DATA and result != LOST
            way_out = nothing_to_compare(c) if unread else SeekingHelp("camera")
            return _over(c, way_out, c.audit("face_unavailable", why=code.value))
        case _:
            return None


def _scored(c: Context, step: Checking, score: FaceScore) -> Move:
    if not math.isfinite(score.distance):
        return _again(c, step, "unseen", c.audit("face_unavailable", why="no_distance"))
    zone = zone_of(c.rules.config.face, score.distance, score.frames)
    compared = c.audit(
        "face_compared",
        distance=round(score.distance, 3),
        frames=score.frames,
        zone=zone.value,
        quality=round(score.quality, 3),
        engine=score.engine,
        took_s=round(score.took_s, 3),
        liveness=score.liveness.value,
        attempt=step.tries,
    )
    if score.liveness is not Liveness.PASSED:
        return _again(c, step, score.liveness.value, compared)
    if zone is Zone.PASS:
        facts = replace(c.facts, identity_way="face")
        # Whose face passed must be on the card's photo: that step ends the process then.
        forgotten = () if "card_photo" in c.to_come else (ClearFaces(),)
        return Move(Next(), facts=facts, effects=(compared, *forgotten))
    return _again(c, step, "unlike", compared)


def _again(c: Context, step: Checking, why: str, *effects: Effect) -> Move:
    if step.tries >= c.rules.config.face.tries:
        return _over(c, SeekingHelp("face"), *effects)
    return _try(c, step.tries + 1, why, *effects)


def _over(c: Context, way_out: SeekingHelp, *effects: Effect) -> Move:
    """No further try. The portrait goes with the face process: back leads to where it is read."""
    facts = replace(c.facts, has_portrait=False)
    return Move(Detour(way_out), facts=facts, effects=(*effects, ClearFaces()))


def leave(c: Context, step: Step) -> Iterable[Effect]:
    assert isinstance(step, Checking)
    return (StopFace(step.command),)


def view(c: Context, step: Step) -> FaceView:
    assert isinstance(step, Checking)
    words = c.words
    gone = c.state.attention_of(Device.CAMERA) is CheckCamera
    left_s = max(0, round(step.ends_s - c.at_s))
    return FaceView(
        frame=frame_of(c),
        title=words(f"face.again.{step.why}" if step.why else "face.title"),
        hint=words("face.hint.no_camera" if gone else f"face.hint.{step.hint.value}"),
        icon=ICONS[step.hint],
        progress=step.progress,
        label=words("face.generated" if c.rules.config.simulation else "face.not_kept"),
        seconds_left=words("face.seconds", seconds=left_s),
        other_way=Button(
            "other-way", words("face.other_way"), RefusePressed(), icon="undo-variant"
        ),
    )
