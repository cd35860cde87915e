"""The number for the window: of this visit, of what was really kept, and of nobody else."""

from datetime import datetime

import pytest

from kiosk.effects import KeepDraft, Print
from kiosk.events.keeping import StoreFailed, TicketTaken
from kiosk.events.touches import ContinuePressed, LeavePressed, WayPressed
from tests.kiosk.visit.kiosk import Kiosk, everything

NIGHT = datetime(2026, 11, 24, 2, 0)


@pytest.fixture
def kiosk() -> Kiosk:
    kiosk = Kiosk()
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("window"))
    return kiosk


def test_at_two_at_night_the_window_keeps_the_draft_and_prints_a_number_that_knows_its_hours() -> (
    None
):
    kiosk = Kiosk(now=NIGHT)
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("window"), TicketTaken("0107-1124-001", kiosk.state.visits))
    (draft,) = kiosk.did(KeepDraft)
    assert draft.reason == "refused_face"
    (printed,) = kiosk.did(Print)
    assert "8:30" in everything(printed.slip)
    assert "8:30" in str(kiosk.shown.rows)


def test_a_number_that_comes_late_is_not_shown_to_who_came_after(kiosk: Kiosk) -> None:
    """The window opens under it what somebody else has said."""
    before = kiosk.state.visits
    kiosk.tell(LeavePressed(), ContinuePressed())
    kiosk.to_the_ways()
    kiosk.tell(WayPressed("window"), TicketTaken("0107-1123-001", before))
    assert kiosk.did(Print) == []
    kiosk.tell(TicketTaken("0107-1123-002", kiosk.state.visits))
    assert kiosk.shown.big == "0107-1123-002"


def test_a_draft_that_was_not_kept_is_said_and_not_what_else_was_not(kiosk: Kiosk) -> None:
    kiosk.tell(StoreFailed())
    assert kiosk.page == "taking"
    kiosk.tell(StoreFailed(draft_of=kiosk.state.visits))
    assert kiosk.page == "other_way"
