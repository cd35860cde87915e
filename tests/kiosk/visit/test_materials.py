"""容缺受理 at 02:00: what is secondary may follow, by a day that is promised; nothing else may."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from config.matters import Stage
from kiosk.case.data import typed
from kiosk.case.slips import case_slip
from kiosk.effects import KeepDraft
from kiosk.events.touches import (
    AnswerPressed,
    BackPressed,
    ContinuePressed,
    DeclinePressed,
    DoorPressed,
    MatterPressed,
    WayPressed,
)
from kiosk.ports import TextLine
from kiosk.rules import Rules
from kiosk.vocabulary import Language
from tests.kiosk.keeping.support import a_case
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk, demo_rules

AT_NIGHT = datetime(2026, 11, 24, 2, 0)
SHOP = "BL-03"  # two shared materials may be asked for: the licence, and proof of the premises


def rules_with(code: str) -> Rules:
    """This matter, asked for its materials and then handed over to the window."""
    rules = demo_rules()
    plan = (
        Stage(name="read", steps=("need_to_know",)),
        Stage(name="answers", steps=("materials", "hand_over")),
    )
    matter = rules.matters[code].model_copy(update={"plan": plan})
    return replace(rules, matters={**rules.matters, code: matter})


@pytest.fixture
def kiosk() -> Kiosk:
    kiosk = Kiosk(rules_with(SHOP), now=AT_NIGHT)
    kiosk.tell(DoorPressed("licence"), MatterPressed(SHOP), ContinuePressed())
    return kiosk


def says(kiosk: Kiosk, *answers: str) -> Any:
    return kiosk.tell(*(AnswerPressed(answer) for answer in answers))


def owed(kiosk: Kiosk) -> str:
    assert kiosk.state.visit is not None
    return kiosk.state.visit.facts.data.value("owed")


def test_who_has_everything_goes_on_and_owes_nothing(kiosk: Kiosk) -> None:
    says(kiosk, "place", "have", "have")
    assert kiosk.page == "other_way"
    assert owed(kiosk) == ""
    assert not kiosk.audited("tolerance_promised")


def test_a_secondary_one_may_follow_by_a_day_that_is_promised(kiosk: Kiosk) -> None:
    shown = says(kiosk, "place", "have", "have_not")
    assert kiosk.page == "materials_tolerant"
    assert [row.note for row in shown.rows] == ["11 月 27 日前补上"]
    assert "逾期不补" in shown.paragraphs[0]
    kiosk.tell(ContinuePressed())
    assert owed(kiosk) == "place_proof:2026-11-27"
    assert kiosk.audited("tolerance_promised") == [{"visit": kiosk.state.visits, "materials": 1}]


def test_without_a_primary_one_everything_is_told_and_nothing_is_taken_in(kiosk: Kiosk) -> None:
    shown = says(kiosk, "place", "have_not", "have_not")
    assert kiosk.page == "materials_missing"
    assert len(shown.rows) == 2, "all at once"
    kiosk.tell(ContinuePressed(), WayPressed("window"))
    assert kiosk.did(KeepDraft)[0].reason == "materials"
    assert owed(kiosk) == ""


def test_who_does_not_promise_is_helped_by_somebody(kiosk: Kiosk) -> None:
    says(kiosk, "place", "have", "have_not")
    kiosk.tell(DeclinePressed())
    assert kiosk.page == "other_way"
    assert owed(kiosk) == ""


def test_what_the_answers_do_not_need_is_not_asked_for(kiosk: Kiosk) -> None:
    says(kiosk, "scope", "have")
    assert kiosk.page == "other_way"


def test_an_answer_can_be_taken_back_and_one_that_is_none_means_nothing(kiosk: Kiosk) -> None:
    says(kiosk, "nonsense")
    says(kiosk, "place", "have", "have_not")
    kiosk.tell(BackPressed())
    says(kiosk, "have")
    assert kiosk.page == "other_way"
    assert owed(kiosk) == ""


def test_a_matter_that_asks_for_nothing_brought_is_not_asked() -> None:
    kiosk = Kiosk(rules_with("ID-07"))
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-07"), ContinuePressed())
    assert kiosk.page == "other_way"


def test_past_the_calendars_end_the_days_are_promised_without_a_date() -> None:
    kiosk = Kiosk(rules_with(SHOP), now=datetime(2026, 12, 30, 9, 0))
    kiosk.tell(DoorPressed("licence"), MatterPressed(SHOP), ContinuePressed())
    shown = says(kiosk, "place", "have", "have_not")
    assert shown.rows[0].note == "3 个工作日内补上"
    kiosk.tell(ContinuePressed())
    assert owed(kiosk) == "place_proof:3"


BY = {"2026-11-27": "2026 年 11 月 27 日前", "3": "3 个工作日内"}


@pytest.mark.parametrize(("when", "told"), BY.items())
def test_the_slip_says_what_is_owed_and_by_when(when: str, told: str) -> None:
    rules = demo_rules()
    case = replace(a_case(), data=(typed("owed", f"place_proof:{when}"),))
    slip = case_slip(
        rules, rules.words[Language.ZH], rules.matters["ID-01"], case, RECEIPT, AT_NIGHT
    )
    said = [part.text for part in slip.parts if isinstance(part, TextLine)]
    assert f"还欠：经营场所使用证明（房产证、租约等），{told}补上。" in said
