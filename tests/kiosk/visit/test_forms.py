"""Forms in a visit: each thing is asked for once, what is wrong is told where, nothing is lost."""

import hashlib
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from config.forms import Form, load_forms
from kiosk.case.model import Datum, Source
from kiosk.effects import KeepDraft, SubmitCase
from kiosk.events.keeping import TicketTaken
from kiosk.events.touches import (
    BackPressed,
    ContinuePressed,
    LeavePressed,
    PagePressed,
    SkipPressed,
    Spelled,
    WayPressed,
)
from kiosk.platforms.documents import Service, Submission, documents
from kiosk.rules import _unknown
from kiosk.visit.asking.promise import record_of
from kiosk.visit.steps.form import Filling
from kiosk.visit.views.answers import PickView, ReviewView, TypingView
from kiosk.vocabulary import Language
from tests.kiosk.visit.form_visits import PLAN, FormKiosk, with_forms
from tests.kiosk.visit.kiosk import MONDAY_AFTERNOON, Kiosk, card_of, controls, demo_rules

RULES = with_forms(demo_rules())
SERVICE = Service("1", "2", "事项", "3", "部门")


@pytest.fixture
def kiosk() -> FormKiosk:
    return FormKiosk(RULES)


def asked(kiosk: FormKiosk) -> str:
    step = kiosk.state.visit.step if kiosk.state.visit else None
    return step.asked if isinstance(step, Filling) else ""


def data_of(kiosk: FormKiosk) -> dict[str, str]:
    assert kiosk.state.visit is not None
    return {datum.name: datum.value for datum in kiosk.state.visit.facts.data}


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
        if asked(kiosk) and (not pages or pages[-1] != asked(kiosk)):
            pages.append(asked(kiosk))

    kiosk.happen = watching  # type: ignore[method-assign]
    kiosk.to_the_review_of_forms()
    assert len(pages) == len(set(pages)), pages
    assert pages.count("phone") == 1
    assert not {"name", "id_number"} & set(pages)


def test_what_is_wrong_is_told_at_its_field_and_loses_nothing(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.digits("12345678901")
    shown = kiosk.press("continue")
    assert (asked(kiosk), shown.value) == ("phone", "123 4567 8901")
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
    assert data_of(kiosk)["phone"] == "19900006620"


def test_back_goes_to_the_answer_before_and_finds_it_as_it_was(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.digits("19900006620")
    kiosk.press("continue")
    shown = kiosk.tell(BackPressed())
    assert (asked(kiosk), shown.value) == ("phone", "199 0000 6620")
    kiosk.press("continue")
    assert asked(kiosk) == "lost_on"


def test_back_from_the_review_is_back_in_the_form(kiosk: FormKiosk) -> None:
    kiosk.to_the_review_of_forms()
    kiosk.tell(BackPressed())
    assert asked(kiosk) == "premises_promise"


def test_a_change_on_the_review_returns_to_it(kiosk: FormKiosk) -> None:
    kiosk.to_the_review_of_forms()
    assert isinstance(kiosk.shown, ReviewView)
    kiosk.press("change-lost_on")
    assert asked(kiosk) == "lost_on"
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
    assert asked(kiosk) == "premises"
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
    assert asked(kiosk) == "business_name"
    kiosk.types("haiwei")
    kiosk.press("candidate-0", "continue", "trade-0", "form-0", "continue")
    assert kiosk.page == "review"


def test_an_answer_that_may_stay_open_is_not_asked_for_again(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    kiosk.tell(BackPressed())
    assert asked(kiosk) == "lost_at"
    kiosk.tell(SkipPressed())
    assert asked(kiosk) == "scope"


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


# ---- the keyboard --------------------------------------------------------------------------------


def at_the_search(kiosk: FormKiosk) -> TypingView:
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    shown = kiosk.press("group-search")
    assert isinstance(shown, TypingView)
    return shown


def words_on(view: TypingView) -> list[str]:
    return [button.label for button in view.candidates]


def test_words_of_the_county_come_first(kiosk: FormKiosk) -> None:
    at_the_search(kiosk)
    assert words_on(kiosk.types("xiangshan"))[0] == "象山"
    kiosk.press("clear")
    assert words_on(kiosk.types("spz"))[0] == "石浦镇"
    kiosk.press("clear")
    assert "石浦镇" in words_on(kiosk.types("shipuz"))


def test_a_word_uses_up_the_letters_that_it_is_spelt_with(kiosk: FormKiosk) -> None:
    at_the_search(kiosk)
    kiosk.types("haiwei")
    shown = kiosk.press("candidate-2")
    assert (shown.value, shown.composing) == ("海", "wei")
    assert not shown.primary.enabled, "letters still wait to become a word"


def test_an_answer_for_letters_that_have_changed_means_nothing(kiosk: FormKiosk) -> None:
    at_the_search(kiosk)
    kiosk.types("hai")
    before = kiosk.shown
    kiosk.tell(Spelled("ha", ("ha",), ("哈",)))
    assert kiosk.shown == before


def test_delete_takes_letters_first_and_clear_takes_everything(kiosk: FormKiosk) -> None:
    at_the_search(kiosk)
    kiosk.types("haiwei")
    kiosk.press("candidate-0")
    kiosk.types("lao")
    assert kiosk.press("delete").composing == "la"
    assert kiosk.press("delete", "delete", "delete").value == "海"
    assert kiosk.press("keys-digits", "key-7").value == "海7"
    assert kiosk.press("clear").value == ""


def test_nothing_longer_than_its_field_is_written(kiosk: FormKiosk) -> None:
    at_the_search(kiosk)
    kiosk.press("keys-digits")
    assert len(kiosk.types("1234567890" * 4).value) == 20


def test_many_words_lie_on_pages(kiosk: FormKiosk) -> None:
    at_the_search(kiosk)
    kiosk.types("q")
    many = tuple(chr(0x4E00 + at) for at in range(17))
    kiosk.tell(Spelled("q", ("q",), many))
    seen = words_on(kiosk.shown)[:-1]
    seen += words_on(kiosk.press("more"))[:-1]
    seen += words_on(kiosk.press("more"))[:-1]
    assert tuple(seen) == many
    assert words_on(kiosk.press("more"))[0] == many[0]


# ---- scope and name ------------------------------------------------------------------------------


def test_a_trade_is_found_by_plain_words_too(kiosk: FormKiosk) -> None:
    at_the_search(kiosk)
    kiosk.types("yugang")
    kiosk.press("candidate-0", "continue")
    shown = kiosk.shown
    assert shown.choices[0].label == "水产品批发"
    kiosk.press(shown.choices[0].name, "continue")
    assert "水产品批发" in kiosk.shown.note
    kiosk.press("continue")
    assert asked(kiosk) == "use_name"


def test_ticking_twice_takes_back(kiosk: FormKiosk) -> None:
    kiosk.to_the_forms()
    kiosk.fills_card_loss()
    kiosk.press("group-eat", "entry-SL001", "entry-SL002", "entry-SL001", "continue", "continue")
    assert data_of(kiosk)["scope"] == "SL002"


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
    assert asked(kiosk) == "premises"
    assert data_of(kiosk)["business_name"] == "象山县/陈海英/鲜肉/店"


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
    assert "premises_promise" not in data_of(kiosk)
    kiosk.press("next-page", "promise")
    assert kiosk.page == "review"
    assert data_of(kiosk)["premises_promise"].startswith("2026-11:")


def test_a_promise_is_kept_with_its_version_and_the_hash_of_the_very_text(
    kiosk: FormKiosk,
) -> None:
    kiosk.to_the_review_of_forms()
    text = RULES.words[Language.ZH]("matter.BL-02.promise.premises_promise")
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert data_of(kiosk)["premises_promise"] == f"2026-11:{digest}"


def test_a_form_whose_promise_has_no_text_in_the_matter_is_told() -> None:
    matter = RULES.matters["BL-02"].model_copy(update={"promise": ()})
    catalogue = replace(RULES.catalogue, matters={"BL-02": matter})
    told = list(_unknown(RULES.config, catalogue, RULES.forms))
    assert [each for each in told if each.startswith("BL-02.toml: promise:")]


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


# ---- the walk of CONTRIBUTING.md -----------------------------------------------------------------


def the_form_of_the_walk() -> str:
    text = (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    walk = text[text.index("## A new form") :]
    return textwrap.dedent(walk[walk.index("   ```toml\n") + 11 : walk.index("   ```\n")])


def test_a_new_form_is_a_file_and_its_words(tmp_path: Path) -> None:
    (tmp_path / "stall.toml").write_text(the_form_of_the_walk(), encoding="utf-8")
    rules = demo_rules()
    said = {
        f"field.{name}.{part}": f"{name} {part}"
        for name in ("has_stall", "stall_number")
        for part in ("label", "title", "help", "choice.yes", "choice.no")
    }
    words = {language: known.over(said) for language, known in rules.words.items()}
    stages = tuple(
        stage.model_copy(update={"steps": ("form:stall",)}) if stage.name == "answers" else stage
        for stage in PLAN
    )
    forms = {**rules.forms, **load_forms(tmp_path)}
    kiosk = FormKiosk(with_forms(replace(rules, forms=forms, words=words), plan=stages))
    kiosk.to_the_forms()
    kiosk.digits("19900006620")
    kiosk.press("continue", "has_stall-yes")
    kiosk.digits("401")
    assert kiosk.press("continue").problem == "太多了，请再看"
    kiosk.press("delete", "continue")
    assert data_of(kiosk)["stall_number"] == "40"
    assert kiosk.page == "review"


@pytest.mark.parametrize(("kind", "step"), [("signature", "signature"), ("photo", "card_photo")])
def test_a_field_that_a_step_fills_needs_the_step(kind: str, step: str) -> None:
    rules = demo_rules()
    signed = Form.model_validate({"name": "card_loss", "field": [{"name": kind, "type": kind}]})
    matters = with_forms(rules).matters
    catalogue = replace(rules.catalogue, matters=matters)
    told = list(_unknown(rules.config, catalogue, {**rules.forms, "card_loss": signed}))
    assert f"BL-02.toml: plan: card_loss has a field that only a step {step} fills" in told


def test_a_photo_that_a_form_asks_for_is_the_steps_and_once_in_the_case() -> None:
    rules = demo_rules()
    form = Form.model_validate({"name": "card_loss", "field": [{"name": "photo", "type": "photo"}]})
    matter = rules.matters["ID-01"]
    plan = tuple(
        stage.model_copy(update={"steps": (*stage.steps, "form:card_loss")})
        if stage.name == "answers"
        else stage
        for stage in matter.plan
    )
    matters = {**rules.matters, "ID-01": matter.model_copy(update={"plan": plan})}
    kiosk = Kiosk(replace(rules, matters=matters, forms={**rules.forms, "card_loss": form}))
    kiosk.to_the_review()
    rows = [row.value for group in kiosk.shown.groups for row in group.rows]
    assert rows.count("已拍好") == 1
    kiosk.signs()
    (submitted,) = kiosk.did(SubmitCase)
    assert [datum.value for datum in submitted.case.data if datum.name == "photo"] == ["taken"]
