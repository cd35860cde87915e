"""What a finger does: felt at once, reported when lifted, forgiven when it slips."""

import time
from dataclasses import replace

from kiosk.events import ContinuePressed, DoorPressed, Touched
from kiosk.visit.views import HomeView, NeedToKnowView, View
from kiosk.vocabulary import Language, Theme
from screens.environment import PAGE
from screens.widgets.piece import PRESSED_S, SLOP
from tests.screens.hand import Hand
from tests.screens.pages import pages


def page(name: str) -> View:
    return dict(pages(Theme.STANDARD, False, Language.ZH))[name]


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


def test_the_second_tap_of_a_double_tap_does_not_answer_the_next_question() -> None:
    hand = Hand(guard_s=0.15)
    hand.show(page("need to know"))
    assert not hand.router.accepts_touches
    hand.press("begin")
    assert hand.events == []
    time.sleep(0.16)
    hand.press("begin")
    hand.show(page("privacy"))
    hand.press("continue")
    assert hand.events == [ContinuePressed()]
    hand.close()


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
