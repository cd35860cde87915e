"""touch_to_pixel: from a finger put down to the drawn answer, while faces are being checked.

The real kiosk, offscreen, on its home and on its phone page. The reference is one bare redraw of
the same page in between: the same widgets, no touch and no rules. Meanwhile the face process checks
the person before the simulated camera, again and again. Leaves touch and stop-watch to `finger`.
"""

import itertools
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import run_kiosk
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.events.devices import Completed
from kiosk.ports import CheckFace
from kiosk.vocabulary import CompletionCode
from tests.bench.finger import Finger
from tests.bench.measure import Report, compare, in_turns, p95
from tests.bench.peers import PERSON, Peers, film

SAMPLES = 40
ACTION_S = 1.0  # nobody acts: such a check ends soon, and the next one begins
PATIENCE_S = 5.0
CHECK = "bench.check."


def measure() -> Report:
    with tempfile.TemporaryDirectory() as folder, Peers(Path(folder)) as peers:
        return in_the_kiosk(peers, lambda app, runtime: _measure(app, runtime, peers))


def in_the_kiosk(peers: Peers, take: Callable[[Any, Any], Report], *more: str) -> Report:
    """Run the kiosk in this process, and on a thread of its own what measures it (app, runtime).

    more: what its command line says besides.
    """
    done: list[Report | Exception] = []

    def visit(options: Any, app: Any, runtime: Any) -> Any:
        def play() -> None:
            try:
                done.append(take(app, runtime))
            except Exception as error:
                traceback.print_exc()
                done.append(error)
            finally:
                from screens.ui_thread import on_ui_thread

                on_ui_thread(app.stop)

        threading.Thread(target=play, name="finger", daemon=True).start()
        return SimpleNamespace(exit_code=0)

    run_kiosk._visit = visit
    arguments = ["run", "--visitor", "renews", "--hardware", str(peers.hands.path), *more]
    for layer in peers.layers:
        arguments += ["--config", str(layer)]
    code = run_kiosk.main(arguments)
    if not done:
        raise RuntimeError(f"the kiosk ended with {code} before anything was measured")
    if isinstance(done[0], Exception):
        raise done[0]
    return done[0]


def _measure(app: Any, runtime: Any, peers: Peers) -> Report:
    from kiosk.visit.steps.face import instructions
    from screens.stories import acts
    from screens.visitor import Visitor

    observer = SimpleNamespace(arrived=lambda page: None, look=lambda page: None)
    gestures = instructions(runtime.rules.words.values())
    visitor = Visitor(app.router, peers.hands.do, observer, gestures=gestures)
    checks = Checks(runtime, peers)
    finger = Finger(app.router)
    visitor.sees("home")
    rows, notes = [], []
    for page, control in (("home", "door-id-card"), ("phone", "digit-5")):
        if page == "phone":
            checks.stop()
            acts.to_the_card(visitor)
            acts.lays_the_card(visitor)
            acts.is_looked_at(visitor)
            visitor.does_what_it_asks("card_photo", within_s=60)
            visitor.touch("not-here")
            visitor.sees("phone")
        checks.begin()
        time.sleep(0.5)
        finger.must_change(control)
        before = checks.scored
        touch, bare = in_turns(SAMPLES, partial(finger.touch_ms, control), finger.redraw_ms)
        name = "touch_to_pixel" if page == "phone" else "touch_to_pixel_home"
        bare_is = f"one bare Kivy redraw of the {page} page, p95 of {SAMPLES} likewise"
        rows.append(compare(name, "ms", touch, bare, bare_is, goal=1.5, of=p95))
        notes.append(f"{name}: {checks.scored - before} faces compared meanwhile")
        if checks.scored == before:
            raise RuntimeError("no face was compared meanwhile")
    return Report(rows[::-1], notes[::-1])


class Checks:
    """Face checks without end, as a visitor's would be, beside whatever the visit does."""

    def __init__(self, runtime: Any, peers: Peers) -> None:
        self._runtime = runtime
        self._peers = peers
        self._numbers = itertools.count(1)
        self._wanted = self._running = False
        self.scored = 0
        runtime.watchers.append(self._heard)

    def begin(self) -> None:
        """The face process may be a new one, which knows no portrait."""
        ends_s = time.monotonic() + PATIENCE_S
        while self._runtime._parts is None and time.monotonic() < ends_s:
            time.sleep(0.05)  # devices start after the first picture
        self._runtime._parts.biometric.import_portrait(bytearray(film()))
        self._peers.hands.do("camera", "look", person=PERSON)
        self._wanted = True
        self._next()

    def stop(self) -> None:
        self._wanted = False
        ends_s = time.monotonic() + PATIENCE_S
        while self._running and time.monotonic() < ends_s:
            time.sleep(0.02)

    def _next(self) -> None:
        self._running = True
        self._runtime._parts.biometric.submit(
            CheckFace(f"{CHECK}{next(self._numbers)}", PATIENCE_S, actions=2, action_s=ACTION_S)
        )

    def _heard(self, event: Event, state: Any, effects: list[Effect]) -> None:
        if not isinstance(event, Completed) or not event.id.startswith(CHECK):
            return
        self._running = False
        self.scored += event.code is CompletionCode.SUCCESS
        if self._wanted:
            # Not at once: a process that is not ready would be asked a thousand times.
            pause_s = 0.0 if event.code is CompletionCode.SUCCESS else 0.2
            threading.Timer(pause_s, self._next).start()
