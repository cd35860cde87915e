"""Real touches on what is written with: the keyboard's keys, and the pad for a signature."""

import pytest

from kiosk.events.touches import (
    CandidatePressed,
    ContinuePressed,
    DeletePressed,
    KeysPressed,
    LetterPressed,
    StrokeDrawn,
)
from kiosk.visit.views.answers import SignatureView, TypingView
from screens.lint import KEYS
from screens.signature import SignatureScreen
from tests.screens.hand import Hand
from tests.screens.pages import page


def test_every_key_reports_its_own_letter(hand: Hand) -> None:
    view = page("form search, spelling")
    assert isinstance(view, TypingView)
    hand.show(view)
    keys = [key for row in view.rows for key in row]
    for key in keys:
        hand.press(key.name)
    assert hand.events == [LetterPressed(letter) for letter in "qwertyuiopasdfghjklzxcvbnm"]


def test_words_tools_and_the_action_are_reached_too(hand: Hand) -> None:
    hand.show(page("form search, spelling"))
    for name in ("candidate-2", "delete", "keys-digits"):
        hand.press(name)
    assert hand.events == [CandidatePressed(2), DeletePressed(), KeysPressed("digits")]


def test_between_two_keys_no_other_letter_is_reported(hand: Hand) -> None:
    """A finger that lands on the rim of a key and slips over the gap still means that key."""
    hand.show(page("form search, spelling"))
    key = hand.control("key-q")
    hand.up(hand.down(key.right - 2, key.center_y), key.right + KEYS[1] + 3, key.center_y)
    assert hand.events == [LetterPressed("q")]


def test_a_stroke_is_told_as_it_was_drawn(hand: Hand) -> None:
    view = page("signature")
    assert isinstance(view, SignatureView)
    hand.show(view)
    pad = next(piece for piece in hand.router.current.pieces() if piece.name == "pad")
    finger = hand.down(pad.x + pad.width * 0.25, pad.top - pad.height * 0.2)
    hand.up(finger, pad.x + pad.width * 0.75, pad.top - pad.height * 0.6)
    (event,) = [event for event in hand.reported if isinstance(event, StrokeDrawn)]
    assert event.points[0] == pytest.approx((250, 150), abs=2)
    assert event.points[-1] == pytest.approx((750, 450), abs=2)
    assert isinstance(hand.router.current, SignatureScreen)
    assert not hand.router.current.canvas.after.children, "the finger's own line is gone"


def test_a_finger_outside_the_pad_draws_nothing(hand: Hand) -> None:
    hand.show(page("signature"))
    pad = next(piece for piece in hand.router.current.pieces() if piece.name == "pad")
    hand.up(hand.down(pad.center_x, pad.y - 40), pad.center_x, pad.center_y)
    assert not [event for event in hand.reported if isinstance(event, StrokeDrawn)]


def test_a_signed_page_goes_on(hand: Hand) -> None:
    hand.show(page("signature, written"))
    hand.press("continue")
    assert hand.events == [ContinuePressed()]
