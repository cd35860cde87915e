"""The number for the window: of this visit, of what was really kept, and of nobody else."""

from datetime import datetime

import pytest

from kiosk.effects import KeepDraft, Print
from kiosk.events.keeping import StoreFailed, TicketTaken
from kiosk.events.touches import (
    BackPressed,
    ContinuePressed,
    HelpPressed,
    LeavePressed,
    PersonPressed,
    WayPressed,
)
from tests.kiosk.visit.kiosk import Kiosk, everything
from tests.kiosk.visit.test_opening_a_shop import PHONE, Founder

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


@pytest.mark.parametrize(
    "where", ["to_the_card", "to_the_phone", "to_the_delivery", "to_the_review"]
)
def test_from_every_page_of_a_visit_the_window_can_go_on_with_what_there_is(where: str) -> None:
    """转人工: in the help of each page that asks for something, and back to that page."""
    kiosk = Kiosk(now=NIGHT)
    getattr(kiosk, where)()
    page = kiosk.page
    kiosk.tell(HelpPressed(), kiosk.tell(HelpPressed()).person.press)
    assert kiosk.page == "other_way"
    kiosk.tell(BackPressed())
    assert kiosk.page == page
    kiosk.tell(HelpPressed(), PersonPressed(), WayPressed("window"))
    (draft,) = kiosk.did(KeepDraft)
    assert draft.reason == "asked"
    assert ("phone", "19900006620") in draft.answers or where in ("to_the_card", "to_the_phone")
    kiosk.tell(TicketTaken("0107-1124-001", kiosk.state.visits))
    assert "8:30" in everything(kiosk.did(Print)[-1].slip)
    assert kiosk.tell(HelpPressed()).person is None, "there is a number already"


def test_a_form_goes_to_the_window_as_far_as_it_is_filled_in() -> None:
    founder = Founder()
    founder.to_the_shop()
    founder.digits(PHONE)
    founder.press("continue")
    page = founder.page
    founder.tell(HelpPressed(), PersonPressed(), BackPressed())
    founder.press("continue")
    assert founder.page == page, "nothing that was entered is lost"
    founder.tell(HelpPressed(), PersonPressed(), WayPressed("window"))
    assert ("phone", PHONE) in founder.did(KeepDraft)[-1].answers


def test_what_is_with_the_platform_or_nobodys_visit_is_not_handed_over() -> None:
    kiosk = Kiosk()
    assert kiosk.tell(HelpPressed()).person is None
    kiosk.to_done()
    assert kiosk.tell(HelpPressed()).person is None
    page = kiosk.page
    kiosk.tell(PersonPressed())
    assert (kiosk.page, kiosk.did(KeepDraft)) == (page, [])


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
