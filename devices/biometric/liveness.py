"""Is a living person there, who does now what is asked now? Decided over landmarks, not pixels.

Pure: what a frame showed comes in (`Signs`), an instruction and at the end a verdict come out. Time
is part of what comes in. Two or three actions are drawn, never the same twice in a row; each has
its own window and is measured against this person's own face at rest, because eyes differ by half
from one person to the next. What was begun before it was asked for does not count, and doing
something else ends the try: otherwise a film of all actions, over and over, would pass.

What this stops is a picture. It does not stop a film in which the right actions come in the right
order, a face puppeteered by a program, a mask that moves, or a stream put in place of the camera's:
docs/face.md says so. Leaves vectors to `process`, but what they must show to `same_face`.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from devices.biometric.engine import Vector, distance
from kiosk.vocabulary import ACTIONS, Hint, Liveness

SHUT, OPEN = 0.65, 0.85
"""Height of the eyes against their own at rest. Shut they come to 0.5; pictures that are tilted or
bent mostly stay above 0.77, but not always."""

SHUT_LONGEST_S = 1.5
"""Longer is no blink: a picture held askew."""

TURNED, AT_REST = 0.22, 0.10
"""Way of the nose between the sides of the face, of their sum: 18 degrees are 0.3, 24 are 0.4. A
picture comes to 0.13 when it is tilted by forty degrees, and beyond that to 0.2 for a moment."""

GAPING, LIPS_AT_REST = 0.35, 0.10
"""Height over width of the opening between the lips, more than at rest. An open mouth comes to 0.5;
landmarks that slip on a picture to 0.4, but then the chin seems to drop with them (`SLIPPED`)."""

NODDED, SLIPPED = 0.05, 0.075
"""Way of the nose between eyes and chin. Eyes that grow narrower while it moves are a picture that
is tilted, or a nod; a jaw that opens moves it by 0.06 at most."""

CALM = 0.12
"""How far nose and lips may wander while a person only looks."""

FRAMES, HELD_FRAMES = 2, 3
"""So many in a row make a blink, a turn or an open mouth: one is noise. A blink lasts no longer at
15 a second."""

REACTION_S = 0.15
"""Nobody answers sooner. Rest is seen once more after that; only what follows it is an answer."""

GAP_S, GAP_FRAMES = 0.7, 3
"""How long the face may be out of sight, and in how many frames in any case: the detector wants
frontal faces, and a slow machine sees few of them in that time."""

OVERLAP = 0.25
"""Of two boxes, one after the other, common area to whole: less is another place."""

SAME_AT_REST, SAME_ACTING = 0.35, 0.50
"""Distances within one try. At rest, frames of one person lie at 0.1 to 0.25; with a head turned or
eyes shut up to 0.4. Strangers lie above 0.5, mostly far above."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What one frame shows. Without a face only at_s and faces mean anything.

    eyes: height over width (EAR). turn: positive towards the person's own left. mouth: height over
    width of the opening. pitch: where the nose's tip lies between eyes and chin.
    """

    at_s: float
    faces: int
    box: Box = (0.0, 0.0, 0.0, 0.0)
    eyes: float = 0.0
    turn: float = 0.0
    mouth: float = 0.0
    pitch: float = 0.0


def draw(count: int) -> tuple[Hint, ...]:
    """So many actions by the operating system's randomness, none twice in a row."""
    drawn: list[Hint] = []
    while len(drawn) < count:
        drawn.append(secrets.choice([each for each in ACTIONS if each not in drawn[-1:]]))
    return tuple(drawn)


@dataclass(frozen=True, slots=True)
class AtRest:
    """A person's own face while it only looks."""

    eyes: float
    turn: float
    mouth: float
    pitch: float

    @classmethod
    def of(cls, frames: Sequence[Signs]) -> "AtRest":
        """From two frames or more. Some may show a blink: of the eyes the upper quarter counts."""
        return cls(
            eyes=quantiles((each.eyes for each in frames), n=4, method="inclusive")[2],
            turn=median(each.turn for each in frames),
            mouth=median(each.mouth for each in frames),
            pitch=median(each.pitch for each in frames),
        )

    @staticmethod
    def is_calm(frames: Sequence[Signs]) -> bool:
        """Whether they show a face at rest: against one on the move nothing could be measured."""
        parts = [each.turn for each in frames], [each.mouth for each in frames]
        return all(max(part) - min(part) <= CALM for part in parts)


class Challenge:
    """One try's actions, one after the other. Begins with a face that has been looked at."""

    def __init__(
        self, actions: Sequence[Hint], rest: AtRest, window_s: float, begins: Signs
    ) -> None:
        """begins: the last frame of the face at rest; from here on it must stay the same."""
        self._todo, self._rest, self._window_s = list(actions), rest, window_s
        self._asked = len(actions)
        self._last = begins
        self._until_s = begins.at_s + window_s
        self._asked_s: float | None = None  # when the action was asked for; None: not yet
        self._answers = False  # whether rest was seen since, late enough
        self._row = self._other_row = self._crowd = self._unseen = 0
        self._shut_s: float | None = None
        self.counted = False
        """Whether the frame just seen shows the action in progress, at its end."""
        self.verdict: Liveness | None = None

    @property
    def asks(self) -> Hint:
        """What to do now: an action, or to face the camera again before the next."""
        return self._todo[0] if self._todo and self._asked_s is not None else Hint.FACE_FORWARD

    @property
    def progress(self) -> float:
        """Share of the actions that are done."""
        return 1 - len(self._todo) / self._asked

    @property
    def done(self) -> bool:
        """All actions are done and the face is at rest again; it is still watched."""
        return self.verdict is Liveness.PASSED

    def see(self, signs: Signs) -> None:
        """The next frame. After a verdict other than PASSED nothing changes any more."""
        self.counted = False
        if self.verdict in (None, Liveness.PASSED):
            self.verdict = self._broken(signs) or self._judge(signs)

    # ---- the same face, alone ----------------------------------------------------------------

    def _broken(self, signs: Signs) -> Liveness | None:
        self._crowd = self._crowd + 1 if signs.faces > 1 else 0
        if self._crowd >= FRAMES:
            return Liveness.NOT_ALONE
        self._unseen = self._unseen + 1 if signs.faces == 0 else 0
        if self._unseen:
            gone = self._unseen >= GAP_FRAMES and signs.at_s - self._last.at_s > GAP_S
            return Liveness.FACE_LOST if gone else None
        if overlap(self._last.box, signs.box) < OVERLAP:
            return Liveness.FACE_LOST
        self._last = signs
        return None

    # ---- the actions -------------------------------------------------------------------------

    def _judge(self, signs: Signs) -> Liveness | None:
        if self.verdict is Liveness.PASSED:
            return Liveness.PASSED
        if signs.at_s > self._until_s:
            return Liveness.MISSED
        if signs.faces != 1:
            return None
        if self._asked_s is None:
            if self._is_at_rest(signs):
                if not self._todo:
                    return Liveness.PASSED
                self._ask(signs.at_s)
        elif not self._answers:
            self._answers = signs.at_s - self._asked_s >= REACTION_S and self._is_at_rest(signs)
        elif self._does_another(signs):
            return Liveness.OTHER_ACTION
        elif self._does(self._todo[0], signs):
            self._todo.pop(0)
            self._asked_s = None
            self._until_s = signs.at_s + self._window_s
        return None

    def _ask(self, at_s: float) -> None:
        self._asked_s, self._until_s = at_s, at_s + self._window_s
        self._answers = False
        self._row = self._other_row = 0
        self._shut_s = None

    def _is_at_rest(self, signs: Signs) -> bool:
        return (
            signs.eyes >= OPEN * self._rest.eyes
            and abs(signs.turn - self._rest.turn) <= AT_REST
            and signs.mouth - self._rest.mouth <= LIPS_AT_REST
        )

    def _does(self, action: Hint, signs: Signs) -> bool:
        """Whether this frame completes the action; `counted` while it is seen."""
        if action is Hint.BLINK:
            return self._blinks(signs)
        self._row = self._row + 1 if action in self._seen(signs) else 0
        self.counted = self._row == HELD_FRAMES
        return self.counted

    def _blinks(self, signs: Signs) -> bool:
        """Shut, and open again soon; nothing else moves."""
        still = (
            abs(signs.pitch - self._rest.pitch) <= NODDED
            and abs(signs.turn - self._rest.turn) <= AT_REST
            and abs(signs.mouth - self._rest.mouth) <= LIPS_AT_REST
        )
        shut = signs.eyes < SHUT * self._rest.eyes and still
        if shut:
            self._row += 1
            self.counted = self._row == FRAMES
            if self._shut_s is None:
                self._shut_s = signs.at_s
        elif signs.eyes > OPEN * self._rest.eyes and self._shut_s is not None:
            soon = signs.at_s - self._shut_s <= SHUT_LONGEST_S
            blinked = self._row >= FRAMES and soon
            self._row, self._shut_s = 0, None
            return blinked
        return False

    def _does_another(self, signs: Signs) -> bool:
        """Everybody blinks without being asked: only a turn or an open mouth is something else."""
        other = self._seen(signs) - {self._todo[0]}
        self._other_row = self._other_row + 1 if other else 0
        return self._other_row >= HELD_FRAMES

    def _seen(self, signs: Signs) -> set[Hint]:
        """Turns and an open mouth. A turn is one both against rest and in itself: else a picture
        held askew at first would only have to be put straight."""
        way = signs.turn - self._rest.turn
        seen = set()
        if min(way, signs.turn) > TURNED:
            seen.add(Hint.TURN_LEFT)
        if max(way, signs.turn) < -TURNED:
            seen.add(Hint.TURN_RIGHT)
        gapes = signs.mouth - self._rest.mouth > GAPING
        if gapes and abs(way) <= TURNED and abs(signs.pitch - self._rest.pitch) <= SLIPPED:
            seen.add(Hint.OPEN_MOUTH)
        return seen


def same_face(start: Vector, end: Vector, acting: Iterable[Vector]) -> bool:
    """Whether one person looked first, acted, and looked last."""
    return distance(start, end) <= SAME_AT_REST and all(
        distance(start, each) <= SAME_ACTING for each in acting
    )


def overlap(one: Box, other: Box) -> float:
    """Common area of two boxes, of the area of both together; 0 to 1."""
    across = max(0.0, min(one[2], other[2]) - max(one[0], other[0]))
    down = max(0.0, min(one[3], other[3]) - max(one[1], other[1]))
    both = across * down
    whole = _area(one) + _area(other) - both
    return both / whole if whole > 0 else 0.0


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
