"""The keyboard of a form: letters, the words that they may be, and what has room."""

import pytest

from kiosk.events.touches import (
    Spelled,
)
from kiosk.visit.views.answers import TypingView
from tests.kiosk.visit.form_visits import FormKiosk, with_forms
from tests.kiosk.visit.kiosk import demo_rules

RULES = with_forms(demo_rules())


@pytest.fixture
def kiosk() -> FormKiosk:
    return FormKiosk(RULES)


def words_on(view: TypingView) -> list[str]:
    return [button.label for button in view.candidates]


def test_words_of_the_county_come_first(kiosk: FormKiosk) -> None:
    kiosk.to_the_search()
    assert words_on(kiosk.types("xiangshan"))[0] == "象山"
    kiosk.press("clear")
    assert words_on(kiosk.types("spz"))[0] == "石浦镇"
    kiosk.press("clear")
    assert "石浦镇" in words_on(kiosk.types("shipuz"))


def test_a_word_uses_up_the_letters_that_it_is_spelt_with(kiosk: FormKiosk) -> None:
    kiosk.to_the_search()
    kiosk.types("haiwei")
    shown = kiosk.press("candidate-2")
    assert (shown.value, shown.composing) == ("海", "wei")
    assert not shown.primary.enabled, "letters still wait to become a word"


def test_an_answer_for_letters_that_have_changed_means_nothing(kiosk: FormKiosk) -> None:
    kiosk.to_the_search()
    kiosk.types("hai")
    before = kiosk.shown
    kiosk.tell(Spelled("ha", ("ha",), ("哈",)))
    assert kiosk.shown == before


def test_delete_takes_letters_first_and_clear_takes_everything(kiosk: FormKiosk) -> None:
    kiosk.to_the_search()
    kiosk.types("haiwei")
    kiosk.press("candidate-0")
    kiosk.types("lao")
    assert kiosk.press("delete").composing == "la"
    assert kiosk.press("delete", "delete", "delete").value == "海"
    assert kiosk.press("keys-digits", "key-7").value == "海7"
    assert kiosk.press("clear").value == ""


def test_nothing_longer_than_its_field_is_written(kiosk: FormKiosk) -> None:
    kiosk.to_the_search()
    kiosk.press("keys-digits")
    assert len(kiosk.types("1234567890" * 4).value) == 20


def test_many_words_lie_on_pages(kiosk: FormKiosk) -> None:
    kiosk.to_the_search()
    kiosk.types("q")
    many = tuple(chr(0x4E00 + at) for at in range(17))
    kiosk.tell(Spelled("q", ("q",), many))
    seen = words_on(kiosk.shown)[:-1]
    seen += words_on(kiosk.press("more"))[:-1]
    seen += words_on(kiosk.press("more"))[:-1]
    assert tuple(seen) == many
    assert words_on(kiosk.press("more"))[0] == many[0]
