"""What becomes of a case on its way: the turns of the one state machine, and no other step."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.case import states
from kiosk.case.states import Actor, CaseState, IllegalTurn
from kiosk.keeping.cipher import Cipher
from kiosk.keeping.outbox import Outbox
from kiosk.keeping.store import Store
from tests.kiosk.keeping.support import a_case

CASE, PROJID = a_case(1), "330225901261123000047"
NUMBER = CASE.number


class Desk:
    """An outbox, the clock on the wall, and what stands on the disk."""

    def __init__(self, directory: Path) -> None:
        self.now = datetime.now().astimezone()
        self.store = Store(directory, Cipher(bytes(32)), lambda: self.now)
        self.box = Outbox(self.store)

    def row(self) -> tuple[object, ...]:
        return tuple(self.store.connection.execute("SELECT * FROM outbox").fetchall())

    def written(self) -> list[dict[str, object]]:
        """The steps that were refused, by the audit log."""
        rows = self.store.connection.execute("SELECT entry FROM audit ORDER BY sequence")
        told = [json.loads(entry) for (entry,) in rows]
        return [one["fields"] for one in told if one["event"] == "case_turn_refused"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.store.close()


STEPS: dict[str, Callable[[Outbox], None]] = {
    "numbered": lambda box: box.number_given(NUMBER, PROJID),
    "submitted": lambda box: box.received(NUMBER, PROJID),
    "refused": lambda box: box.refused(NUMBER, "result=24"),
}
BEFORE: dict[str, tuple[Callable[[Outbox], None], ...]] = {
    "none": (),
    "waiting": (lambda box: box.keep(CASE),),
    "submitted": (lambda box: box.keep(CASE), STEPS["numbered"], STEPS["submitted"]),
    "refused": (lambda box: box.keep(CASE), STEPS["refused"]),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", BEFORE)
def test_only_what_waits_is_numbered_submitted_or_refused(
    desk: Desk, state: str, step: str
) -> None:
    for earlier in BEFORE[state]:
        earlier(desk.box)
    before = desk.row()
    if state == "waiting":
        STEPS[step](desk.box)
        assert desk.row() != before
        assert desk.written() == []
        return
    with pytest.raises(IllegalTurn, match=state):
        STEPS[step](desk.box)
    desk.box.put_off(NUMBER, 0.0)
    assert desk.row() == before, "a step that is not there changes nothing"
    assert desk.written() == [{"case": NUMBER, "state": state, "wanted": step}]


def test_a_turn_that_the_machine_does_not_have_is_none_here_either(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the handing over somebody else's, as everywhere in 已提交, this terminal could not."""
    desk.box.keep(CASE)
    turn = (CaseState.PENDING_UPLOAD, CaseState.SUBMITTED)
    monkeypatch.setitem(states.EDGES, turn, frozenset({Actor.DEPARTMENT}))
    before = desk.row()
    with pytest.raises(IllegalTurn):
        STEPS["submitted"](desk.box)
    assert desk.row() == before
    assert desk.written() == [{"case": NUMBER, "state": "pending_upload", "wanted": "submitted"}]


def test_a_clock_that_was_put_back_keeps_no_case_here(desk: Desk) -> None:
    desk.box.keep(CASE)
    desk.now -= timedelta(days=400)
    STEPS["numbered"](desk.box)
    STEPS["submitted"](desk.box)
    assert desk.box.waiting() == 0
