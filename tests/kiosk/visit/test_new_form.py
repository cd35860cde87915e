"""The walk of CONTRIBUTING.md: a new form is a file and its words; what it needs is told."""

import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from config.forms import Form, load_forms
from kiosk.effects import SubmitCase
from kiosk.rules import _unknown
from tests.kiosk.visit.form_visits import PLAN, FormKiosk, with_forms
from tests.kiosk.visit.kiosk import Kiosk, demo_rules

RULES = with_forms(demo_rules())


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
    assert kiosk.data["stall_number"] == "40"
    assert kiosk.page == "review"


def test_a_form_whose_promise_has_no_text_in_the_matter_is_told() -> None:
    matter = RULES.matters["BL-02"].model_copy(update={"promise": ()})
    catalogue = replace(RULES.catalogue, matters={"BL-02": matter})
    told = list(_unknown(RULES.config, catalogue, RULES.forms))
    assert [each for each in told if each.startswith("BL-02.toml: promise:")]


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
