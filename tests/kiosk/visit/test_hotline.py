"""给 12345 留言: one touch from the help, whatever page lies beneath, and a number to ask with."""

import pytest

from kiosk.effects import Print, TellHotline
from kiosk.events.keeping import MessageKept, StoreFailed
from kiosk.events.touches import (
    BackPressed,
    CloseHelpPressed,
    HelpPressed,
    HotlinePressed,
    LeavePressed,
    TopicPressed,
)
from kiosk.visit.hotline import TOPICS
from tests.kiosk.visit.kiosk import Kiosk, demo_rules, everything

NUMBER = "0107-1123-001"


@pytest.mark.parametrize("topic", TOPICS)
def test_one_touch_and_there_is_a_number_on_screen_and_paper(kiosk: Kiosk, topic: str) -> None:
    kiosk.tell(HelpPressed(), HotlinePressed())
    assert kiosk.page == "hotline"
    kiosk.tell(TopicPressed(topic))
    assert kiosk.did(TellHotline) == [TellHotline(topic, "")]
    kiosk.tell(MessageKept(NUMBER))
    assert (kiosk.page, kiosk.shown.big) == ("hotline_kept", NUMBER)
    (printed,) = kiosk.did(Print)
    assert printed.slip.kind == "ticket_12345"
    assert NUMBER in everything(printed.slip)
    kiosk.tell(CloseHelpPressed())
    assert kiosk.page == "HomeView"


def test_in_a_visit_it_says_which_matter_and_nothing_of_whom(kiosk: Kiosk) -> None:
    kiosk.to_the_delivery()
    before = kiosk.state.visit
    kiosk.tell(HelpPressed(), HotlinePressed(), TopicPressed("matter"))
    assert kiosk.did(TellHotline) == [TellHotline("matter", "ID-01")]
    kiosk.tell(MessageKept(NUMBER), CloseHelpPressed())
    assert kiosk.state.visit == before


def test_a_second_touch_tells_nothing_twice(kiosk: Kiosk) -> None:
    kiosk.tell(HelpPressed(), HotlinePressed(), TopicPressed("idea"), TopicPressed("idea"))
    assert len(kiosk.did(TellHotline)) == 1


def test_going_back_tells_nothing_and_the_help_is_still_there(kiosk: Kiosk) -> None:
    kiosk.tell(HelpPressed(), HotlinePressed(), BackPressed())
    assert kiosk.page == "HelpView"
    assert not kiosk.did(TellHotline)


def test_what_cannot_be_kept_has_no_number(kiosk: Kiosk) -> None:
    kiosk.tell(HelpPressed(), HotlinePressed(), TopicPressed("idea"), StoreFailed())
    assert kiosk.page == "HelpView"
    assert not kiosk.did(Print)


def test_a_number_that_was_kept_stays_when_the_disk_fails_later(kiosk: Kiosk) -> None:
    kiosk.tell(HelpPressed(), HotlinePressed(), TopicPressed("idea"), MessageKept(NUMBER))
    kiosk.tell(StoreFailed())
    assert kiosk.shown.big == NUMBER


def test_the_next_visitor_does_not_find_it(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(HelpPressed(), HotlinePressed(), TopicPressed("idea"), MessageKept(NUMBER))
    kiosk.tell(LeavePressed())
    assert kiosk.state.hotline is None
    kiosk.wait(30)
    kiosk.tell(HelpPressed())
    assert kiosk.page == "HelpView"


def test_without_a_line_to_it_the_telephone_is_named_alone() -> None:
    kiosk = Kiosk(demo_rules(platforms={}))
    kiosk.tell(HelpPressed())
    assert kiosk.shown.tell is None
    kiosk.tell(HotlinePressed())
    assert kiosk.page == "HelpView"
