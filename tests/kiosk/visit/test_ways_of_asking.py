"""How some fields are asked for: what a shop does and how it is called, and what is promised."""

import hashlib
from dataclasses import replace

import pytest

from kiosk.events.touches import (
    ContinuePressed,
    PagePressed,
)
from kiosk.vocabulary import Language
from tests.kiosk.visit.form_visits import FormKiosk, with_forms
from tests.kiosk.visit.kiosk import controls, demo_rules

RULES = with_forms(demo_rules())


@pytest.fixture
def kiosk() -> FormKiosk:
    return FormKiosk(RULES)


def test_a_trade_is_found_by_plain_words_too(kiosk: FormKiosk) -> None:
    kiosk.to_the_search()
    kiosk.types("yugang")
    kiosk.press("candidate-0", "continue")
    shown = kiosk.shown
    assert shown.choices[0].label == "水产品批发"
    kiosk.press(shown.choices[0].name, "continue")
    assert "水产品批发" in kiosk.shown.note
    kiosk.press("continue")
    assert kiosk.asked == "use_name"


def test_ticking_twice_takes_back(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    kiosk.press("group-eat", "entry-SL001", "entry-SL002", "entry-SL001", "continue", "continue")
    assert kiosk.data["scope"] == "SL002"


def test_a_name_that_cannot_be_offers_three_that_can(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    kiosk.press("group-fresh", "entry-SL011", "continue", "continue", "use_name-yes")
    kiosk.press("keys-latin")
    kiosk.types("ABC")
    kiosk.press("continue", "trade-0", "form-0")
    shown = kiosk.shown
    assert shown.problem == "字号只用汉字"
    assert shown.primary is None
    assert len(shown.choices) == 3
    kiosk.press("near-0")
    assert kiosk.asked == "premises"
    assert kiosk.data["business_name"] == "象山县/陈海英/鲜肉/店"


# ---- a promise -----------------------------------------------------------------------------------


def long_promise(pages: int) -> FormKiosk:
    """Before a promise of so many pages."""
    lines = "\n".join(f"第 {number} 条" for number in range(1, 3 * pages))
    key = "matter.BL-02.promise.premises_promise"
    words = {language: known.over({key: lines}) for language, known in RULES.words.items()}
    kiosk = FormKiosk(replace(RULES, words=words))
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    kiosk.fills_self_employed("place-declare")
    return kiosk


def test_a_promise_is_given_only_once_its_last_page_has_been_shown() -> None:
    kiosk = long_promise(pages=3)
    kiosk.tell(ContinuePressed(), PagePressed(2), ContinuePressed())
    assert "第 1 条" in kiosk.shown.paragraphs, "no page is skipped, whatever was pressed"
    assert "promise" not in {each.name for each in controls(kiosk.shown)}
    kiosk.press("next-page")
    kiosk.tell(ContinuePressed())
    assert "premises_promise" not in kiosk.data
    kiosk.press("next-page", "promise")
    assert kiosk.page == "review"
    assert kiosk.data["premises_promise"].startswith("2026-11:")


def test_a_promise_is_kept_with_its_version_and_the_hash_of_the_very_text(
    kiosk: FormKiosk,
) -> None:
    kiosk.to_the_review_of_forms()
    text = RULES.words[Language.ZH]("matter.BL-02.promise.premises_promise")
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert kiosk.data["premises_promise"] == f"2026-11:{digest}"


def test_who_does_not_promise_is_not_left_standing(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    kiosk.press("group-fresh", "entry-SL011", "continue", "continue", "use_name-no")
    kiosk.press("town-330225101")
    kiosk.types("yugang")
    kiosk.press("candidate-0", "candidate-0", "keys-digits", "key-9", "continue")
    kiosk.press("premises_right-own", "composition-personal")
    kiosk.digits("100")
    kiosk.press("continue")
    kiosk.digits("1")
    kiosk.press("continue", "place-declare", "decline")
    assert kiosk.page == "other_way"
