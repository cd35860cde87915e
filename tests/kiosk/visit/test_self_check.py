"""办前自查 at 02:00: a few answers and nobody's name, a list of one's own, and the way on."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.case.self_check import checked, needed
from kiosk.effects import KeepDraft, Print, StartReading
from kiosk.events.touches import (
    AnswerPressed,
    BackPressed,
    ContinuePressed,
    DoorPressed,
    MatterPressed,
    PrintListPressed,
    SelfCheckPressed,
    WayPressed,
)
from kiosk.ports import Pair
from kiosk.visit.state import Facts
from tests.kiosk.visit.kiosk import Kiosk, demo_rules

RULES = demo_rules()


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk(RULES, now=datetime(2026, 11, 24, 2, 0))


def asks(kiosk: Kiosk, matter: str, *answers: str) -> Any:
    door = RULES.matters[matter].door or ""
    kiosk.tell(DoorPressed(door), MatterPressed(matter), SelfCheckPressed())
    return kiosk.tell(*(AnswerPressed(answer) for answer in answers))


def test_who_has_all_goes_on_to_the_matter(kiosk: Kiosk) -> None:
    shown = asks(kiosk, "ID-01", "yes", "have", "yes", "yes")
    assert shown.title == "照这张单子准备"
    assert [row.big for row in shown.rows] == ["旧身份证", "制证照片"]
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "privacy"


def test_the_list_is_ones_own_and_prints_once(kiosk: Kiosk) -> None:
    shown = asks(kiosk, "BL-02", "yes", "no", "proof", "no", "no")
    brought = [row.big for row in shown.rows]
    assert "经营场所使用证明（房产证、租约等）" in brought
    assert "住所（经营场所）申报承诺书" not in brought
    note = next(row.note for row in shown.rows if row.big.startswith("经营场所"))
    assert note == "可以先不交，3 个工作日内补上（容缺）"
    kiosk.tell(PrintListPressed(), PrintListPressed())
    (printed,) = kiosk.did(Print)
    text = " ".join(part.value for part in printed.slip.parts if isinstance(part, Pair))
    assert "经营场所使用证明" in text
    assert "申报承诺书" not in text


def test_who_means_another_matter_is_led_to_it(kiosk: Kiosk) -> None:
    shown = asks(kiosk, "ID-01", "yes", "have_not", "yes", "yes")
    assert shown.primary.label == "补领身份证"
    assert "证不在手里，办“补领身份证”。" in shown.paragraphs
    kiosk.tell(shown.primary.press)
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.matter == "ID-03"
    assert kiosk.page == "NeedToKnowView"
    assert [each["matter"] for each in kiosk.audited("visit_started")] == ["ID-01", "ID-03"]
    assert len(kiosk.audited("visit_ended")) == 1
    kiosk.tell(BackPressed())
    assert kiosk.page == "MattersView"


def test_who_must_go_to_the_window_gets_a_number_and_no_camera(kiosk: Kiosk) -> None:
    shown = asks(kiosk, "ID-01", "no", "have", "yes", "yes")
    assert shown.title == "这件事要到窗口办"
    kiosk.tell(ContinuePressed(), WayPressed("window"))
    assert kiosk.did(KeepDraft)
    assert not kiosk.did(StartReading)


def test_back_takes_one_answer_back_and_then_leads_to_the_page_before(kiosk: Kiosk) -> None:
    asks(kiosk, "ID-01", "yes", "have")
    kiosk.tell(BackPressed())
    assert kiosk.page == "self_check_have_it"
    kiosk.tell(BackPressed(), BackPressed())
    assert kiosk.page == "NeedToKnowView"


def test_an_answer_that_is_none_means_nothing(kiosk: Kiosk) -> None:
    asks(kiosk, "ID-01", "maybe")
    assert kiosk.page == "self_check_sixteen"


@pytest.mark.parametrize("code", RULES.matters)
def test_every_matter_has_at_most_six_questions_that_end_in_a_list(code: str) -> None:
    matter = RULES.matters[code]
    assert 1 <= len(matter.question) <= 6
    kiosk = Kiosk(RULES)
    asks(kiosk, code, *(question.options[0].name for question in matter.question))
    assert kiosk.page == "self_checked"
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.facts == Facts()


@given(st.sampled_from(sorted(RULES.matters)), st.lists(st.integers(0, 4), min_size=6, max_size=6))
@settings(max_examples=40)
def test_whatever_is_answered_no_list_is_longer_than_the_matters_own(
    code: str, picks: list[int]
) -> None:
    matter = RULES.matters[code]
    answers = {
        question.name: question.options[pick % len(question.options)].name
        for question, pick in zip(matter.question, picks, strict=False)
    }
    result = checked(matter, answers)
    assert set(result.materials) <= set(needed(matter))
    always = {material for material in matter.material if not material.only_if}
    assert always <= set(result.materials)
