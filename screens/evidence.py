"""What a scripted visit leaves to be looked at: a picture of each page, and when what happened.

Pictures show masked data only, as the screen does. What crossed the wires is told by the peers;
`kiosk.demonstration` puts both together.
"""

import json
import threading
import time
from pathlib import Path
from typing import Any

from kivy.clock import Clock

from kiosk.effects import Audit, Effect
from kiosk.events import Event
from kiosk.events.devices import FaceHint
from kiosk.events.program import Tick
from kiosk.events.touches import Touched
from kiosk.visit.state import State
from screens.pictures import take_picture
from screens.router import Router
from screens.ui_thread import on_ui_thread

FACE_IS_SEEN = 0.25  # progress of the check: the first action is asked for
SETTLE_S = 0.06  # a few frames: what is laid out now is drawn by then

QUIET = (Tick, Touched, FaceHint)  # too many, and they tell nothing


class Evidence:
    """Writes NN-page.png and visit.jsonl into `directory`."""

    def __init__(self, router: Router, directory: Path, *, pictures: bool = True) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._router = router
        self._directory = directory
        self._notes = (directory / "visit.jsonl").open("w", encoding="utf-8")
        self._one_at_a_time = threading.Lock()  # the visitor's thread, and the one that draws
        self._pages = 0
        self._picture = ""
        self._face_seen = False
        self._pictures = pictures

    def arrived(self, page: str) -> None:
        """A page is seen for the first time; a row of the evidence begins."""
        self._pages += 1
        self._picture = f"{self._pages:02d}-{page}.png"
        self._face_seen = False
        self._note(page=page, picture=self._picture)
        self.look(page)

    def look(self, page: str) -> None:
        """Take the picture of the present row anew, e.g. when a number has been typed."""
        if not self._pictures:
            return
        time.sleep(SETTLE_S)
        picture = on_ui_thread(lambda: take_picture(self._router))
        if page != "face" or not self._face_seen:  # the one with the person is already taken
            picture.save(self._directory / self._picture)

    def watch(self, event: Event, state: State, effects: list[Effect]) -> None:
        """A watcher of the runtime: names of events and effects, no content."""
        if isinstance(event, FaceHint) and event.progress >= FACE_IS_SEEN:
            Clock.schedule_once(lambda _: self._picture_the_face(), 0)
        if isinstance(event, QUIET) and not effects:
            return
        self._note(
            event=type(event).__name__,
            effects=[
                effect.event if isinstance(effect, Audit) else type(effect).__name__
                for effect in effects
            ],
        )

    def _picture_the_face(self) -> None:
        """The face page passes by itself: its picture is taken when the person is on it."""
        of_face = self._pictures and self._picture.endswith("-face.png")
        if of_face and not self._face_seen:
            self._face_seen = True
            take_picture(self._router).save(self._directory / self._picture)

    def close(self) -> None:
        with self._one_at_a_time:
            self._notes.close()

    def _note(self, **what: Any) -> None:
        with self._one_at_a_time:
            if not self._notes.closed:  # the visitor has gone; the kiosk still ends in order
                self._notes.write(json.dumps({"at_s": time.monotonic(), **what}) + "\n")
                self._notes.flush()
