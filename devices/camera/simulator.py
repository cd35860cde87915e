"""The simulated camera: who stands before it, what is wrong with it, and what it streams.

The kiosk reaches it as it would reach an IP camera: MJPEG over HTTP, 1280 x 720, 15 frames a
second. Frames come from `clips` and are sent as they lie on disk; `stream` does the sending.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from devices.camera.attacks import SPECIES
from devices.camera.clips import BLIND, COVERED, FPS, GESTURES, LOOKING, NOBODY, ClipLibrary
from devices.camera.people.wear import Wear
from devices.camera.presentation import presentation
from devices.camera.stream import PATH, Screening, StreamServer
from devices.simulation.peer import PeerRefusal, Verb

_DARK = 0.2
"""Of the light: about the brightness at which the clip of a person in the dark was filmed."""


_REST = "rest"
_HELD, _RESTING = 6, 2
"""Frames of a gesture's clip in which it is held, and after it."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Who stands before the camera, and what is wrong."""

    person: str | None = None
    companion: str | None = None
    wear: Wear = Wear.NOTHING
    blind: bool = False
    far: bool = False
    dark: bool = False
    covered: bool = False
    frozen: bool = False


class CameraPeer:
    """A camera on a free loopback port, with the hall before it empty at first.

    Args:
        people: name of everybody who may stand before it, to the seed of their face.
        clips_dir: where clips are kept; what is missing is rendered when first asked for.
        fps: frames per second.
    """

    name = "camera"

    def __init__(self, people: Mapping[str, int], clips_dir: Path, fps: int = FPS) -> None:
        self.people = dict(people)
        self.library = ClipLibrary(clips_dir)
        self._period_s = 1 / fps
        self._lock = threading.Lock()
        self._verb_lock = threading.Lock()
        self._situation = Situation()
        self._loop: list[bytes] = self.library.clip(NOBODY)
        self._once: list[bytes] = []
        self._held: list[bytes] = []
        self._back: list[bytes] = []
        self._position = 0
        self._closing = threading.Event()
        self._screening = Screening()
        self._server = StreamServer(self._screening)
        self._clock = threading.Thread(target=self._run, daemon=True)
        self._clock.start()
        self.verbs: Mapping[str, Verb] = {
            name: self._one_at_a_time(verb)
            for name, verb in {
                "look": self._look,
                "leave": self._leave,
                "gesture": self._gesture,
                "wear": self._wear,
                "attack": self._attack,
                "cover": self._cover,
                "dark": self._darken,
                "freeze": self._freeze,
                "far": self._step_back,
                "blind": self._pull_blind,
                "two_people": self._two_people,
                "unplug": self._unplug,
                "replug": self._replug,
                "healthy": self._healthy,
            }.items()
        }

    def wiring(self) -> dict[str, str]:
        return {"camera.source": f"http://127.0.0.1:{self._server.port}{PATH}"}

    def status(self) -> dict[str, Any]:
        with self._lock:
            return {
                **asdict(self._situation),
                "plugged": self._server.plugged,
                "watchers": self._server.watchers,
                "frames_sent": self._screening.counters.sent,
                "frames_skipped": self._screening.counters.skipped,
            }

    def wire(self) -> list[dict[str, Any]]:
        return self._screening.crossed()

    def close(self) -> None:
        self._closing.set()
        self._clock.join()
        self._screening.close()
        self._server.close()

    # What can be asked of it. Clips are fetched before anything changes, so a switch is one frame.

    def _look(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        person = self._known(asked)
        return self._change(person=person, companion=None, wear=Wear.NOTHING, far=False)

    def _leave(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        return self._change(person=None, companion=None, wear=Wear.NOTHING, blind=False, far=False)

    def _gesture(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Once, or with `held` until the gesture `rest`: whoever looks may be slow."""
        name = asked.get("name")
        if name == _REST:
            return self._rest()
        if name not in GESTURES:
            raise PeerRefusal(f"gesture: one of {', '.join(GESTURES)}, not {name!r}")
        if self._situation.person is None:
            raise PeerRefusal("gesture: nobody stands before the camera")
        seed, wear = self.people[self._situation.person], self._situation.wear
        clip = self.library.clip(name, (seed,), wear)
        go, hold, back = in_parts(clip)
        with self._lock:
            self._once, self._held, self._back = [*go, *hold, *back], [], []
            if asked.get("held"):
                self._once, self._held, self._back = go, hold, back
        return self.status()

    def _rest(self) -> dict[str, Any]:
        """The way back from a gesture that is held; nothing when none is."""
        with self._lock:
            self._once += self._back
            self._held, self._back = [], []
        return self.status()

    def _wear(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        what = asked.get("what")
        if what not in list(Wear):
            raise PeerRefusal(f"what: one of {', '.join(Wear)}, not {what!r}")
        if self._situation.person is None:
            raise PeerRefusal("wear: nobody stands before the camera")
        return self._change(wear=Wear(what))

    def _attack(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Somebody holds up a picture of this person, or a film; nobody is there themselves."""
        species, person = asked.get("species"), self._known(asked)
        if species not in SPECIES:
            raise PeerRefusal(f"species: one of {', '.join(SPECIES)}, not {species!r}")
        others = [seed for name, seed in self.people.items() if name != person]
        frames = presentation(self.library, str(species), self.people[person], others[0])
        status = self._change(person=None, companion=None, wear=Wear.NOTHING, far=False)
        with self._lock:
            self._loop, self._position = frames, 0
        return {**status, "attack": species}

    def _cover(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        return self._change(covered=True)

    def _darken(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        return self._change(dark=True)

    def _step_back(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        return self._change(far=True)

    def _pull_blind(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The white blind behind whoever sits there: down, or with down=False up again."""
        return self._change(blind=bool(asked.get("down", True)))

    def _two_people(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        companion = self._known(asked)
        if self._situation.person is None:
            raise PeerRefusal("two_people: nobody stands before the camera yet")
        return self._change(companion=companion)

    def _freeze(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        return self._change(frozen=True)

    def _unplug(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        self._server.unplug()
        return self.status()

    def _replug(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        self._server.plug()
        return self.status()

    def _healthy(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        self._server.plug()
        return self._change(
            companion=None,
            wear=Wear.NOTHING,
            blind=False,
            far=False,
            dark=False,
            covered=False,
            frozen=False,
        )

    def _known(self, asked: Mapping[str, Any]) -> str:
        person = asked.get("person")
        if person not in self.people:
            raise PeerRefusal(f"person: one of {', '.join(self.people)}, not {person!r}")
        return str(person)

    def _one_at_a_time(self, verb: Verb) -> Verb:
        def guarded(asked: Mapping[str, Any]) -> dict[str, Any]:
            with self._verb_lock:
                return verb(asked)

        return guarded

    def _change(self, **changes: Any) -> dict[str, Any]:
        situation = replace(self._situation, **changes)
        scene, seeds = self._scene(situation)
        wear = situation.wear if len(seeds) == 1 else Wear.NOTHING
        clip = self.library.clip(scene, seeds, wear)
        if situation.dark and not situation.covered and situation.person is None:
            clip = [_darkened(frame) for frame in clip]
        with self._lock:
            self._situation = situation
            self._loop, self._once, self._position = clip, [], 0
            self._held, self._back = [], []
        return self.status()

    def _scene(self, situation: Situation) -> tuple[str, tuple[int, ...]]:
        """The clip of a situation; the worst that is wrong wins."""
        match situation:
            case Situation(covered=True):
                return COVERED, ()
            case Situation(person=None):
                return NOBODY, ()
            case Situation(person=str(person), companion=str(companion)):
                return "two", (self.people[person], self.people[companion])
            case Situation(person=str(person)):
                seen = BLIND if situation.blind else LOOKING
                seen = "dark" if situation.dark else "far" if situation.far else seen
                return seen, (self.people[person],)
        raise AssertionError(situation)

    def _run(self) -> None:
        due = time.monotonic()
        while not self._closing.wait(max(0.0, due - time.monotonic())):
            with self._lock:
                if not self._situation.frozen:
                    self._screening.show(self._next_frame())
            # After a stall go on from now: a camera does not catch up.
            due = max(due + self._period_s, time.monotonic())

    def _next_frame(self) -> bytes:
        if self._once:
            return self._once.pop(0)
        if self._held:
            self._held.append(self._held.pop(0))  # no two alike in a row: that is a frozen camera
            return self._held[0]
        frame = self._loop[self._position % len(self._loop)]
        self._position += 1
        return frame


def in_parts(gesture: list[bytes]) -> tuple[list[bytes], list[bytes], list[bytes]]:
    """Its way there, the frames that hold it, and the way back with the rest after it."""
    there = (len(gesture) - _RESTING - _HELD) // 2
    back = there + _HELD
    return gesture[:there], gesture[there:back], gesture[back:]


def _darkened(jpeg: bytes) -> bytes:
    """The empty hall without light: scaled, because filming it would take seconds."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return cv2.imencode(".jpg", cv2.convertScaleAbs(picture, alpha=_DARK))[1].tobytes()
