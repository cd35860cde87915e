"""Forms in a visit: each thing is asked for once, what is wrong is told where, nothing is lost."""

from dataclasses import replace

import pytest

from kiosk.case.model import Datum, Source
from kiosk.effects import KeepDraft, SubmitCase
from kiosk.events.keeping import TicketTaken
from kiosk.events.touches import (
    BackPressed,
    LeavePressed,
    SkipPressed,
    WayPressed,
)
from kiosk.platforms.documents import Service, Submission, documents
from kiosk.visit.asking.promise import record_of
from kiosk.visit.views.answers import PickView, ReviewView
from tests.kiosk.visit.form_visits import FormKiosk, with_forms
from tests.kiosk.visit.kiosk import MONDAY_AFTERNOON, card_of, demo_rules

RULES = with_forms(demo_rules())
SERVICE = Service("1", "2", "事项", "3", "部门")


@pytest.fixture
def kiosk() -> FormKiosk:
    return FormKiosk(RULES)


def test_a_whole_visit_with_two_forms_ends_in_a_case_that_carries_them(kiosk: FormKiosk) -> None:
    kiosk.to_the_review_of_forms()
    assert kiosk.page == "review"
    kiosk.press("next-page", "next-page", "submit")
    (effect,) = kiosk.did(SubmitCase)
    case = effect.case
    said = {datum.name: datum.value for datum in case.data}
    assert said == {
        "name": "陈海英",
        "id_number": "330299196803070026",
        "phone": "19900006620",
        "lost_on": "2026-11-20",
        "scope": "SL011",
        "use_name": "yes",
        "business_name": "象山县/海味/鲜肉/店",
        "premises": "330225101 渔港路9",
        "premises_right": "rented",
        "composition": "personal",
        "capital": "5000000",
        "staff": "2",
        "place": "declare",
        "premises_promise": record_of(RULES, RULES.matters["BL-02"], "premises_promise"),
    }
    submission = Submission(case, "1" * 21, "000000", MONDAY_AFTERNOON, SERVICE, "1")
    form = documents(submission).form
    assert "<BUSINESS_NAME>象山县/海味/鲜肉/店</BUSINESS_NAME>" in form
    assert form.count("<PHONE>") == 1
    assert form.count("<NAME>") == 1


def test_what_is_known_is_asked_for_once_in_all_forms_of_a_visit(kiosk: FormKiosk) -> None:
    """The card has said name and number; the phone of the first form fills the second."""
    pages: list[str] = []
    happen = kiosk.happen

    def watching(event: object) -> None:
        happen(event)
        if kiosk.asked and (not pages or pages[-1] != kiosk.asked):
            pages.append(kiosk.asked)

    kiosk.happen = watching  # type: ignore[method-assign]
    kiosk.to_the_review_of_forms()
    assert len(pages) == len(set(pages)), pages
    assert pages.count("phone") == 1
    assert not {"name", "id_number"} & set(pages)


def test_what_is_wrong_is_told_at_its_field_and_loses_nothing(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.digits("12345678901")
    shown = kiosk.press("continue")
    assert (kiosk.asked, shown.value) == ("phone", "123 4567 8901")
    assert shown.problem == "请再看一下这个号码"
    shown = kiosk.press("delete")
    assert shown.problem == ""
    kiosk.press("clear")
    kiosk.digits("19900006620")
    kiosk.press("continue")
    kiosk.digits("20261299")
    assert kiosk.press("continue").problem.startswith("没有这一天")
    kiosk.press("clear")
    kiosk.digits("20270101")
    assert kiosk.press("continue").problem == "这一天还没到"
    assert kiosk.data["phone"] == "19900006620"


def test_back_goes_to_the_answer_before_and_finds_it_as_it_was(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.digits("19900006620")
    kiosk.press("continue")
    shown = kiosk.tell(BackPressed())
    assert (kiosk.asked, shown.value) == ("phone", "199 0000 6620")
    kiosk.press("continue")
    assert kiosk.asked == "lost_on"


def test_back_from_the_review_is_back_in_the_form(kiosk: FormKiosk) -> None:
    kiosk.to_the_review_of_forms()
    kiosk.tell(BackPressed())
    assert kiosk.asked == "premises_promise"


def test_a_change_on_the_review_returns_to_it(kiosk: FormKiosk) -> None:
    kiosk.to_the_review_of_forms()
    assert isinstance(kiosk.shown, ReviewView)
    kiosk.press("change-lost_on")
    assert kiosk.asked == "lost_on"
    kiosk.press("clear")
    kiosk.digits("20261119")
    kiosk.press("continue")
    assert kiosk.page == "review"
    rows = [row.value for group in kiosk.shown.groups for row in group.rows]
    assert "2026 年 11 月 19 日" in rows


def test_a_change_that_opens_another_question_asks_it_before_the_review(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    kiosk.press("group-fresh", "entry-SL011", "continue", "continue", "use_name-no")
    assert kiosk.asked == "premises"
    kiosk.press("town-330225101")
    kiosk.types("yugang")
    kiosk.press("candidate-0", "candidate-0", "keys-digits", "key-9", "continue")
    kiosk.press("premises_right-own", "composition-personal")
    kiosk.digits("100")
    kiosk.press("continue")
    kiosk.digits("1")
    kiosk.press("continue", "place-declare", "promise")
    while "change-use_name" not in str(kiosk.shown):
        kiosk.press("next-page")
    kiosk.press("change-use_name", "use_name-yes")
    assert kiosk.asked == "business_name"
    kiosk.types("haiwei")
    kiosk.press("candidate-0", "continue", "trade-0", "form-0", "continue")
    assert kiosk.page == "review"


def test_an_answer_that_may_stay_open_is_not_asked_for_again(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    kiosk.tell(BackPressed())
    assert kiosk.asked == "lost_at"
    kiosk.tell(SkipPressed())
    assert kiosk.asked == "scope"


def test_what_others_have_said_wrong_is_told_at_once_each_at_its_field(kiosk: FormKiosk) -> None:
    """Such as the sharing platform, whose data were never on a page of ours."""
    shared = (("phone", "12345"), ("lost_on", "2027-01-01"), ("lost_at", "330225999 9"))
    kiosk.to_the_card("BL-02")
    kiosk.reads_card(card_of("chen-haiying"))
    visit = kiosk.state.visit
    assert visit is not None
    facts = visit.facts.told(*(Datum(name, value, Source.SHARED) for name, value in shared))
    kiosk.state = replace(kiosk.state, visit=replace(visit, facts=facts))
    kiosk.press("agree")
    shown = kiosk.face_at(0.31)
    assert isinstance(shown, PickView)
    told = {choice.name: choice.note for choice in shown.choices}
    assert told == {
        "change-phone": "请再看一下这个号码",
        "change-lost_on": "这一天还没到",
        "change-lost_at": "请先选一个镇、街道或乡",
    }
    kiosk.press("continue", "clear")
    kiosk.digits("19900006620")
    shown = kiosk.press("continue")
    assert [choice.name for choice in shown.choices] == ["change-lost_on", "change-lost_at"]


def test_a_window_number_keeps_what_was_filled_in(kiosk: FormKiosk) -> None:
    kiosk.to_the_review_of_forms()
    kiosk.press("wrong")
    kiosk.tell(WayPressed("window"), TicketTaken("0107-1123-001", kiosk.state.visits))
    (draft,) = kiosk.did(KeepDraft)
    assert dict(draft.answers)["premises"] == "330225101 渔港路9"
    assert "name" not in dict(draft.answers), "the card says that"


def test_who_leaves_a_form_leaves_nothing_behind(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    kiosk.press("group-search")
    kiosk.types("haiwei")
    kiosk.tell(LeavePressed())
    for secret in ("陈海英", "19900006620", "haiwei", "2026-11-20"):
        assert not kiosk.remembers(secret)
