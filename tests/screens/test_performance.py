"""Before a camera that is real a scripted visitor does nothing: somebody is asked to."""

import pytest

from config.words import load_words
from kiosk.vocabulary import ACTIONS
from screens.performance import _do


def test_who_sits_before_a_real_camera_is_told_what_to_do_and_not_when_to_stop(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = load_words()["zh"]
    for verb, details in (
        ("look", {"person": "chen-haiying"}),
        ("gesture", {"name": ACTIONS[0], "held": True}),
        ("gesture", {"name": "rest"}),
        ("leave", {}),
    ):
        hands = phone = None
        assert _do(hands, phone, "", words, "camera", verb, real_camera=True, **details) == {}
    assert capsys.readouterr().out.splitlines() == [words(f"face.hint.{ACTIONS[0]}")]
