"""What a finger does: felt at once, reported when lifted, forgiven when it slips."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.events.touches import ContinuePressed, DoorPressed, HelpPressed, Touched
from kiosk.visit.views.finding import HomeView
from kiosk.visit.views.reading import NeedToKnowView
from screens.environment import PAGE
from screens.router import SAME_PLACE
from screens.widgets.piece import PRESSED_S, SLOP
from tests.screens.hand import Hand
from tests.screens.pages import page


def test_a_press_is_filled_at_once_and_reported_when_the_finger_is_lifted(hand: Hand) -> None:
    hand.show(page("need to know"))
    begin = hand.control("begin")
    finger = hand.down(*begin.center)
    assert begin.pressed
    assert hand.events == []
    hand.up(finger)
    assert hand.events == [ContinuePressed()]
    time.sleep(PRESSED_S)
    hand.frames(2)
    assert not begin.pressed


def test_a_finger_that_slips_far_away_presses_nothing(hand: Hand) -> None:
    hand.show(page("need to know"))
    begin = hand.control("begin")
    hand.up(hand.down(*begin.center), begin.center_x, begin.top + 200)
    assert hand.events == []


def test_a_hand_that_trembles_over_the_edge_is_forgiven(hand: Hand) -> None:
    hand.show(page("need to know"))
    begin = hand.control("begin")
    hand.up(hand.down(*begin.center), begin.center_x, begin.top + SLOP - 2)
    assert hand.events == [ContinuePressed()]


def test_a_second_finger_does_not_press_twice(hand: Hand) -> None:
    hand.show(page("need to know"))
    x, y = hand.control("begin").center
    first, second = hand.down(x, y), hand.down(x + 20, y)
    hand.up(second)
    hand.up(first)
    assert hand.events == [ContinuePressed()]


def test_every_touch_anywhere_is_told_even_where_nothing_is(hand: Hand) -> None:
    hand.show(page("need to know"))
    hand.up(hand.down(PAGE[0] - 5, PAGE[1] - 5))
    assert hand.reported == [Touched()]


def test_a_page_that_changes_under_the_finger_is_not_answered(hand: Hand) -> None:
    shown = page("need to know")
    assert isinstance(shown, NeedToKnowView)
    hand.show(shown)
    finger = hand.down(*hand.control("begin").center)
    hand.show(replace(shown, primary=replace(shown.primary, press=DoorPressed("other"))))
    hand.up(finger)
    assert hand.events == []


@pytest.fixture
def guarded() -> Iterator[Hand]:
    """A hand before pages that are new for as long as a test takes; `seen` lets that pass."""
    hand = Hand(guard_s=60.0)
    hand.show(page("need to know"))
    hand.router._guarded_until = 0.0
    yield hand
    hand.close()


def presses(hand: Hand, name: str, leads_to: str) -> None:
    """Press it; the rules answer at once with another page, which is seen."""
    hand.press(name)
    hand.show(page(leads_to))
    hand.reported.clear()


def test_a_second_tap_near_the_first_does_not_answer_the_next_question(guarded: Hand) -> None:
    x, y = guarded.control("begin").center
    presses(guarded, "begin", "privacy")
    assert guarded.control("continue").collide_point(x, y)
    guarded.up(guarded.down(x + SAME_PLACE - 10, y))
    assert guarded.events == []
    guarded.router._guarded_until = 0.0
    guarded.press("continue")
    assert guarded.events == [ContinuePressed()]


def test_who_pressed_may_press_elsewhere_as_soon_as_the_next_page_is_seen(guarded: Hand) -> None:
    presses(guarded, "begin", "privacy")
    guarded.press("help")
    assert guarded.events == [HelpPressed()]


def test_what_nobody_has_seen_yet_takes_no_touch_anywhere(guarded: Hand) -> None:
    guarded.press("begin")
    guarded.reported.clear()
    guarded.router.show(page("privacy"))  # and no frame
    guarded.press("help")
    assert guarded.events == []


def test_a_page_that_comes_by_itself_takes_no_touch_yet_wherever_it_is(guarded: Hand) -> None:
    guarded.show(page("eligible"))
    for name in ("continue", "help"):
        guarded.press(name)
    assert guarded.events == []


def test_nor_does_one_that_comes_after_a_press_that_changed_nothing(guarded: Hand) -> None:
    presses(guarded, "begin", "need to know")
    guarded.show(page("eligible"))
    guarded.press("help")
    assert guarded.events == []


def test_a_tick_does_not_lock_the_controls_again() -> None:
    hand = Hand(guard_s=0.1)
    shown = page("place card")
    hand.show(shown)
    time.sleep(0.11)
    hand.show(replace(shown, seconds_left="还有 1 秒"))
    assert hand.router.accepts_touches
    hand.close()


def test_a_control_that_is_not_ready_cannot_be_pressed(hand: Hand) -> None:
    hand.show(page("phone begun"))
    assert hand.router.find("continue") is None
    hand.show(page("phone complete"))
    hand.press("continue")
    assert hand.events == [ContinuePressed()]


def test_a_covered_control_cannot_be_pressed(hand: Hand) -> None:
    from kivy.uix.button import Button as Cover

    shown = page("home")
    assert isinstance(shown, HomeView)
    hand.show(shown)
    door = hand.control(shown.doors[0].name)
    cover = Cover(pos=door.pos, size=door.size, size_hint=(None, None))
    hand.router.add_widget(cover)
    hand.up(hand.down(*door.center))
    assert hand.events == []
    hand.router.remove_widget(cover)
    hand.press(shown.doors[0].name)
    assert hand.events == [DoorPressed("id-card")]
