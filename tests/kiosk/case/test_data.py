"""A datum is known once, and the newest word for it counts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.case.data import NOTHING, of_card, typed
from kiosk.case.model import Datum, Source, applicant_of
from tests.kiosk.visit.kiosk import card_of

NAMES = st.sampled_from(["name", "phone", "premises", "scope"])
SAID = st.lists(st.builds(Datum, NAMES, st.text(max_size=5), st.sampled_from(Source)))


@settings(max_examples=60)
@given(SAID)
def test_each_name_is_known_once_with_its_newest_value(said: list[Datum]) -> None:
    data = NOTHING.told(*said)
    names = [datum.name for datum in data]
    assert len(names) == len(set(names))
    assert {datum.name: datum for datum in data} == {datum.name: datum for datum in said}


def test_another_card_takes_with_it_what_the_card_before_had_said() -> None:
    data = NOTHING.told(*of_card(card_of("chen-haiying")), typed("phone", "19900006620"))
    assert [datum.name for datum in data.without(Source.CARD)] == ["phone"]


def test_an_applicant_without_a_card_is_who_was_typed() -> None:
    card = card_of("chen-haiying")
    typed_in = [typed("name", card.name), typed("id_number", card.number)]
    assert applicant_of(None, typed_in).number == applicant_of(card, ()).number == card.number
    assert applicant_of(None, ()).number == ""
