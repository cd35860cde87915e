"""Lets a scripted visitor play a story on the running kiosk, then ends the program.

One line per step with its time; a plain reason when the visit does not go as told.
"""

import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kivy.app import App

from kiosk.demonstration.sandbox_control import ask_sandbox
from kiosk.effects import ClearFaces, Effect
from kiosk.events import Event
from kiosk.events.devices import DataCleared
from kiosk.events.keeping import CaseDelivered
from kiosk.visit.state import State
from kiosk.visit.steps.face import instructions
from kiosk.vocabulary import ACTIONS, Language
from screens.evidence import Evidence
from screens.stories import STORIES, Story
from screens.ui_thread import ScreenStopped, on_ui_thread
from screens.visitor import Hardware, VisitFailed, Visitor

FAILED = 1
CLEARED_S = 10.0
DELIVERY_S = 60.0  # a platform that was down is asked again within that time


def begin(
    name: str,
    app: App,
    runtime: Any,
    hands: Any,
    code_on: Callable[[tuple[int, int], bytes], str],
    *,
    sandbox: str,
    evidence: Path | None,
    pictures: bool,
) -> "Performance":
    """Have a scripted visitor come to the kiosk that is about to run.

    name: of the story. hands: the client of the control socket. code_on: what the camera of a
    phone reads in a picture, given its size and pixels. sandbox: address of the played platforms.
    evidence: where pictures (unless not wanted) and notes of the visit go.
    """
    words = runtime.rules.words[Language.ZH]
    kept = Evidence(app.router, evidence, pictures=pictures) if evidence else None
    gestures = instructions(runtime.rules.words.values())
    do = partial(_do, hands, code_on, sandbox, words, real_camera="camera" not in hands.status())
    performance = Performance(STORIES[name], app, do, kept, gestures)
    runtime.watchers.append(performance.watch)
    if kept is not None:
        runtime.watchers.append(kept.watch)
    performance.begin()
    return performance


def _do(
    hands: Any,
    code_on: Callable[[tuple[int, int], bytes], str],
    sandbox: str,
    words: Callable[..., str],
    device: str,
    verb: str,
    /,
    *,
    real_camera: bool,
    **details: Any,
) -> dict[str, Any]:
    """What the visitor's hands and face do, or their phone."""
    if real_camera and device == "camera":
        # Whoever sits before it looks, leaves and ends a gesture without being told; the screen
        # they cannot see.
        if verb == "gesture" and details["name"] in ACTIONS:
            print(words(f"face.hint.{details['name']}"), flush=True)
        return {}
    if device == "phone":  # pays what its camera reads on the screen
        seen = details["picture"]
        code = code_on(seen.size, seen.pixels)
        return dict(ask_sandbox("POST", sandbox, "payment/pay", {"code": code}))
    if device == "sandbox":  # the visitor's identity, or somebody behind a platform
        return dict(ask_sandbox("POST", sandbox, verb, details))
    return dict(hands.do(device, verb, **details))


class Performance:
    """exit_code: 0 when the story was played to its end."""

    def __init__(
        self,
        story: Story,
        app: App,
        hardware: Hardware,
        evidence: Evidence | None,
        gestures: Mapping[str, str],
    ) -> None:
        """gestures: see `Visitor`."""
        self._story, self._app, self._hardware = story, app, hardware
        self._gestures = gestures
        self._evidence = evidence
        self._began_s = self._last_s = time.monotonic()
        self._delivered = threading.Event()
        self._cleared = threading.Event()
        self._cleared.set()
        self.exit_code = FAILED

    def watch(self, event: Event, state: State, effects: list[Effect]) -> None:
        """A watcher of the runtime: the visitor is gone, the courier may still be on its way."""
        if isinstance(event, CaseDelivered):
            self._delivered.set()
        if any(isinstance(effect, ClearFaces) for effect in effects):
            self._cleared.clear()
        if isinstance(event, DataCleared):
            self._cleared.set()

    def begin(self) -> None:
        """Play on a thread of its own, as soon as the window draws."""
        threading.Thread(target=self._play, name="visitor", daemon=True).start()

    def _play(self) -> None:
        visitor = Visitor(self._app.router, self._hardware, self, gestures=self._gestures)
        try:
            self._began_s = self._last_s = time.monotonic()
            self._story.tell(visitor)
            if self._story.delivers and not self._delivered.wait(DELIVERY_S):
                raise VisitFailed(f"the case did not reach the platform within {DELIVERY_S:g} s")
            if not self._cleared.wait(CLEARED_S):
                raise VisitFailed(f"the face process was not gone within {CLEARED_S:g} s")
            self.exit_code = 0
        except (VisitFailed, ScreenStopped) as reason:
            print(f"the visit ended early: {reason}", flush=True)
        except Exception as reason:  # the hardware's refusal, or a fault of the story
            print(f"the visit ended early: {type(reason).__name__}: {reason}", flush=True)
        finally:
            if self._evidence is not None:
                self._evidence.close()
            on_ui_thread(self._app.stop)

    # ---- what the visitor sees, told to whoever watches the terminal --------------------------

    def arrived(self, page: str) -> None:
        now_s = time.monotonic()
        total_s, step_s = now_s - self._began_s, now_s - self._last_s
        print(f"{total_s:7.2f} s  +{step_s:6.2f} s  {page}", flush=True)
        self._last_s = now_s
        if self._evidence is not None:
            self._evidence.arrived(page)

    def look(self, page: str) -> None:
        if self._evidence is not None:
            self._evidence.look(page)
