"""Pictures of a kiosk that runs, whenever what a citizen would find has changed.

`home` is what is shown; `door` is what would be shown behind the first door, drawn for one moment.
"""

from dataclasses import replace
from pathlib import Path

from kivy.clock import Clock

from kiosk.events.touches import DoorPressed
from kiosk.runtime import Runtime
from kiosk.visit.advance import advance
from kiosk.visit.view import view
from kiosk.visit.views import View
from screens.pictures import take_picture
from screens.router import Router

LOOK_S = 0.5


class Album:
    """Writes NN-home.png and NN-door.png into `directory`, counting up."""

    def __init__(self, runtime: Runtime, router: Router, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._runtime, self._router, self._directory = runtime, router, directory
        self._taken = 0
        self._last: tuple[View, ...] = ()
        Clock.schedule_interval(lambda _: self._look(), LOOK_S)

    def _look(self) -> None:
        state, rules = self._runtime.state, self._runtime.rules
        if state.visit is not None:
            return
        state = replace(state, now=state.now.replace(hour=14, minute=26, second=0, microsecond=0))
        behind, _ = advance(rules, state, DoorPressed(rules.doors[0].name))
        pages = view(rules, state), view(rules, behind)
        if pages == self._last:
            return
        self._last = pages
        self._taken += 1
        for name, page in zip(("door", "home"), reversed(pages), strict=True):
            self._router.show(page)
            take_picture(self._router).save(self._directory / f"{self._taken:02d}-{name}.png")
