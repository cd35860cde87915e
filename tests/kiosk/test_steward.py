"""The running kiosk takes another configuration between visits, and says how it is."""

import threading
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from unittest.mock import MagicMock, create_autospec

import pytest

from config.bundle import Stop
from config.layers import Layer
from config.load import PROFILES, ConfigError, effective, read_files
from config.part import Level
from config.problem import Problem
from kiosk.diagnostician import Diagnostician
from kiosk.effects import Audit
from kiosk.events.platforms import PlatformReached
from kiosk.events.program import Crashed, ServiceStopped, Tick
from kiosk.events.touches import DoorPressed, LeavePressed
from kiosk.keeping.keeping import Keeping
from kiosk.platforms.desk import Desk
from kiosk.rules import Rules, load_rules
from kiosk.runtime import Runtime
from kiosk.steward import Compiled, Steward
from kiosk.visit.advance import first_state
from tests.kiosk.visit.kiosk import demo_rules

RULES = demo_rules()
NOON = datetime(2026, 11, 23, 12, 0)


class Running:
    """A steward, the runtime it speaks for, and a thread that draws."""

    def __init__(self) -> None:
        self.wrong: list[Problem] = []
        self.steward = Steward(load_rules, self._examine, health_s=0.05)
        self.runtime = Runtime(RULES, first_state(0.0, NOON))
        self.runtime._parts = MagicMock()  # effects go nowhere
        self.keeping = create_autospec(Keeping)
        self.keeping.send_to.return_value = False
        self.doctor = create_autospec(Diagnostician)
        self.steward.connect(self.runtime, self.keeping, create_autospec(Desk), self.doctor)
        self._ends = threading.Event()
        self._drawing = threading.Thread(target=self._draw, daemon=True)
        self._drawing.start()

    def _examine(self, rules: Rules) -> Iterator[Problem]:
        yield from self.wrong

    def _draw(self) -> None:
        while not self._ends.wait(0.005):
            self.runtime.drain()

    def close(self) -> None:
        self.steward.close()
        self._ends.set()
        self._drawing.join()

    def tell(self, event: object) -> None:
        self.runtime.post(event)
        while not self.runtime._inbox.empty():
            time.sleep(0.001)
        time.sleep(0.02)

    def compiled(self, **over: Any) -> Compiled:
        local = [*read_files(PROFILES / "demo.toml"), Layer(Level.LOCAL, "over", over)]
        return self.steward.compile(effective(local))


@pytest.fixture
def running() -> Iterator[Running]:
    made = Running()
    yield made
    made.close()


SATURDAY = {"hours": {"saturday": "08:00-20:00"}}


def test_it_is_in_use_when_a_page_of_it_was_drawn(running: Running) -> None:
    begun: list[str] = []
    compiled = running.compiled(**SATURDAY)

    def begin() -> None:
        begun.append(running.runtime.rules.config.hours.saturday)

    assert running.steward.take(compiled, begin)
    assert begun == ["closed"], "first the disk, then the screen"
    assert running.runtime.rules is compiled.rules
    running.keeping.send_to.assert_called_once()
    running.doctor.tell_needs.assert_called_once()


def test_it_waits_while_somebody_is_there(running: Running) -> None:
    running.tell(DoorPressed("id-card"))
    taken: list[bool] = []
    compiled = running.compiled(**SATURDAY)
    waiting = threading.Thread(
        target=lambda: taken.append(running.steward.take(compiled, lambda: None))
    )
    waiting.start()
    time.sleep(0.05)
    assert running.runtime.rules is RULES
    running.tell(LeavePressed())
    waiting.join(5.0)
    assert taken == [True]
    assert running.runtime.rules is compiled.rules


def test_a_visit_that_begins_in_the_last_moment_goes_first(running: Running) -> None:
    running.tell(DoorPressed("id-card"))
    compiled, drawn = running.compiled(**SATURDAY), threading.Event()
    running.runtime.offer(compiled.rules, drawn.set)
    assert not drawn.wait(0.05)
    assert running.runtime.rules is RULES
    running.tell(LeavePressed())
    assert drawn.wait(5.0)
    assert running.runtime.rules is compiled.rules


def test_it_waits_no_more_when_the_program_ends(running: Running) -> None:
    running.tell(DoorPressed("id-card"))
    threading.Timer(0.05, running.steward.close).start()
    assert not running.steward.take(running.compiled(), lambda: pytest.fail("nothing begins"))


def test_what_begin_raises_comes_through_and_nothing_has_changed(running: Running) -> None:
    def full() -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        running.steward.take(running.compiled(**SATURDAY), full)
    assert running.runtime.rules is RULES


def test_what_does_not_fit_is_refused_before_anything(running: Running) -> None:
    running.wrong = [Problem("slips", "receipt.zh", "too wide")]
    with pytest.raises(ConfigError, match="too wide"):
        running.compiled()


def test_a_page_that_cannot_be_drawn_is_bad_health(running: Running) -> None:
    before = running.steward.health()
    assert before["screen"] == 0
    running.tell(Crashed("home.lay:7 ValueError"))
    assert running.steward.health()["screen"] == 1


def test_a_platform_that_is_new_must_answer(running: Running) -> None:
    running.keeping.send_to.return_value = True
    assert running.steward.take(running.compiled(), lambda: None)
    assert running.steward.health()["acceptance"] == 1, "it has said nothing in time"
    assert running.steward.take(running.compiled(), lambda: None)
    running.tell(PlatformReached(True))
    assert running.steward.health()["acceptance"] == 0


def test_what_was_to_be_audited_before_there_was_a_store_is_not_lost() -> None:
    steward = Steward(load_rules, lambda rules: iter(()), health_s=0.05)
    steward.audit("config_refused", source="boot", reason="left_on_trial", generation=2)
    keeping = create_autospec(Keeping)
    runtime = Runtime(RULES, first_state(0.0, NOON))
    steward.connect(runtime, keeping, create_autospec(Desk), create_autospec(Diagnostician))
    (told,) = [call.args[0] for call in keeping.carry_out.call_args_list]
    assert isinstance(told, Audit)
    assert dict(told.fields)["reason"] == "left_on_trial"


def test_a_stop_reaches_the_inbox(running: Running) -> None:
    stop = Stop(number=1, scope="county", banner="停", banner_en="Stop", at="2026-11-23T12:00Z")
    running.steward.stopped(stop)
    running.tell(Tick(1.0, NOON))
    assert running.runtime.state.stop is not None
    running.steward.stopped(None)
    running.tell(Tick(2.0, NOON))
    assert running.runtime.state.stop is None
    assert ServiceStopped(1, "停", "Stop").number == 1
