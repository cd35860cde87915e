"""What may be typed into each type of field: the vectors of the standards, and made data."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.forms import FormField, FormsError, load_forms
from config.scope import ScopeError, industry_is_right, load_industries, load_scope
from config.words import load_words
from kiosk.case import business_name, business_scope
from kiosk.case.business_name import NameParts
from kiosk.case.contact import may_become_mobile
from kiosk.case.data import NOTHING, typed
from kiosk.case.fields import asked, normal, problem_in, problems, shown
from kiosk.case.money import fen_of, yuan
from kiosk.case.plain_text import person_name
from tests.kiosk.visit.kiosk import demo_rules

STANDARDS = demo_rules().standards
FORMS = load_forms()
TODAY = date(2026, 11, 23)
ZH = load_words()["zh"]


def found(kind: str, raw: str, **more: object) -> str:
    """What is wrong with something typed into a field of this type."""
    field = FormField.model_validate({"name": "asked", "type": kind, **more})
    return problem_in(STANDARDS, TODAY, field, normal(field, raw))


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("id_number", "11010519491231002X"),
        ("id_number", "11010519491231002x"),
        ("id_number", "１１０１０５１９４９１２３１００２Ｘ"),
        ("id_number", "3302 2519 9001 0100 12"),
        ("id_number", "330225195803070027"),
        ("uscc", "91350100m000100y43"),
        ("uscc", "91350100-M000100Y43"),
        ("phone", "199 0000 6620"),
        ("phone", "１９９００００６６２０"),
        ("phone", "0574-00000000"),
        ("phone", "0574-6570000-12"),
        ("name", "张㛃明"),
        ("name", "阿卜杜拉・买买提"),
        ("name", "𠀀𪜀"),
        ("name", "李〇"),
        ("name", "张\U00031350"),  # younger than this Python
        ("name", "O'Brien-Smith"),
        ("date", "20261101"),
        ("amount", "50000"),
        ("amount", "0.5"),
        ("number", "007"),
        ("text", "码头边"),
        ("address", "330225101 渔港路9号"),
    ],
)
def test_what_is_right_passes_however_it_is_typed(kind: str, raw: str) -> None:
    assert found(kind, raw) == ""


@pytest.mark.parametrize(
    ("kind", "raw", "problem"),
    [
        ("id_number", "330225199001010013", "id_number_check"),
        ("id_number", "110105491231002", "id_number_15"),
        ("id_number", "33022519900101001", "id_number_length"),
        ("id_number", "33022519900101001A", "id_number_letters"),
        ("id_number", "990225199001010012", "id_number_place"),
        ("id_number", "330225199002300012", "id_number_birth"),
        ("id_number", "330225202701010012", "id_number_birth"),
        ("phone", "12900006620", "phone"),
        ("phone", "1990000662", "phone"),
        ("name", "张", "name"),
        ("name", "张3", "name"),
        ("name", "张１", "name"),
        ("name", "张·", "name"),
        ("name", "！！", "name"),
        ("name", "\U0001f600\U0001f600", "name"),
        ("name", "长" * 31, "too_long"),
        ("date", "2026-W01-1", "date"),
        ("date", "20260230", "date"),
        ("date", "昨天", "date"),
        ("amount", "很多", "number"),
        ("amount", "1.234", "number"),
        ("number", "-1", "number"),
        ("address", "330225999 渔港路9号", "address_town"),
        ("address", "渔港路9号", "address_town"),
        ("address", "330225101 路", "address_short"),
        ("address", "330225101 。。。。", "address_short"),
        ("scope", "", "missing"),
        ("scope", "SL001 SL001", "scope_twice"),
        ("scope", "卖鱼", "scope_unknown"),
        ("text", "", "missing"),
    ],
)
def test_what_is_wrong_is_told_by_what_has_to_be_done(kind: str, raw: str, problem: str) -> None:
    assert found(kind, raw) == problem
    assert ZH.has(f"problem.{problem}")


def test_bounds_are_told() -> None:
    assert found("number", "0", least=1) == "too_little"
    assert found("number", "501", most=500) == "too_much"
    later = f"{TODAY + timedelta(days=1):%Y%m%d}"
    assert found("date", later, most=0) == "date_late"
    assert found("date", later, most=1) == ""
    assert found("date", "19000101", least=-10) == "date_early"


@settings(max_examples=60)
@given(st.sampled_from(FormField.model_fields["type"].annotation.__args__), st.text(max_size=40))
def test_nonsense_is_told_and_never_a_fault_of_the_program(kind: str, raw: str) -> None:
    own = {"choice": {"choices": ["one"]}, "digits": {"most": 6, "groups": [3, 3]}}
    field = FormField.model_validate({"name": "premises", "type": kind, **own.get(kind, {})})
    value = normal(field, raw)
    if kind != "amount":  # typed in 元, kept in 分
        assert normal(field, value) == value, "a kept value is in its one form already"
    if problem_in(STANDARDS, TODAY, field, value) == "" and kind != "choice":
        shown(ZH, STANDARDS, field, value)


@settings(max_examples=40)
@given(st.integers(0, 10**12))
def test_an_amount_is_typed_as_it_is_read(fen: int) -> None:
    assert fen_of(yuan(fen)) == fen


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.integers(0, 11))
def test_each_beginning_of_a_mobile_number_may_become_one(number: str, typed: int) -> None:
    assert may_become_mobile(number[:typed])
    assert not any(may_become_mobile(wrong + number[:typed]) for wrong in ("0", "2", "12"))


def test_a_name_keeps_its_rare_characters_and_gets_its_one_dot() -> None:
    assert person_name(" 阿卜杜拉•买买提 ") == "阿卜杜拉·买买提"
    assert person_name("张 㛃 明") == "张㛃明"
    assert person_name("Anna  Maria") == "Anna Maria"


def test_a_text_keeps_what_no_font_knows_and_loses_what_no_page_shows() -> None:
    rare = "码头\ue863\U00031350边"  # of one's own area (GB 18030), and younger than this Python
    field = FormField.model_validate({"name": "asked", "type": "text"})
    assert normal(field, f" {rare}\u202e\n二楼\u200b ") == f"{rare} 二楼"


# ---- a whole form --------------------------------------------------------------------------------


def test_a_field_is_asked_for_only_where_it_applies() -> None:
    form = FORMS["self_employed"]
    without = asked(form, NOTHING.told(typed("use_name", "no")))
    with_name = asked(form, NOTHING.told(typed("use_name", "yes")))
    assert {field.name for field in with_name} - {field.name for field in without} == {
        "business_name"
    }


def test_all_problems_come_at_once_each_at_its_field() -> None:
    data = NOTHING.told(typed("phone", "12345"), typed("lost_on", "2027-01-01"))
    told = {field.name: key for field, key in problems(STANDARDS, TODAY, FORMS["card_loss"], data)}
    assert told == {"phone": "phone", "lost_on": "date_late"}  # where it was lost may stay open


def test_a_broken_form_tells_all_its_problems(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(
        'name = "two"\n[[field]]\nname = "phone"\ntype = "phone"\n', encoding="utf-8"
    )
    (tmp_path / "three.toml").write_text(
        'name = "three"\n[[field]]\nname = "phone"\ntype = "text"\n', encoding="utf-8"
    )
    (tmp_path / "four.toml").write_text(
        'name = "four"\n[[field]]\nname = "a"\ntype = "dance"\nsize = 3\n', encoding="utf-8"
    )
    (tmp_path / "five.toml").write_text(
        'name = "five"\n[[field]]\nname = "a"\ntype = "text"\nwhen = { field = "b", is = "yes" }\n',
        encoding="utf-8",
    )
    with pytest.raises(FormsError) as raised:
        load_forms(tmp_path)
    told = str(raised.value).splitlines()
    for part in (
        "one.toml: name",
        "another type than in",
        "field.0.type",
        "field.0.size",
        "b does not come before",
    ):
        assert any(part in line for line in told), part


# ---- business scope, industry, name --------------------------------------------------------------


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        ("卖奶茶", "餐饮服务"),
        ("奶茶", "餐饮服务"),
        ("开民宿", "住宿服务"),
        ("剪头发", "理发服务"),
        ("打鱼", "渔业捕捞"),
        ("网店", "互联网销售（除销售需要许可的商品）"),
        ("水产品批发", "水产品批发"),
    ],
)
def test_plain_words_find_the_entry_of_the_catalogue(plain: str, text: str) -> None:
    assert business_scope.find(STANDARDS.scope, plain)[0].text == text


def test_what_nobody_sells_finds_nothing() -> None:
    assert business_scope.find(STANDARDS.scope, "xyz") == ()
    assert business_scope.find(STANDARDS.scope, "") == ()


def test_a_licence_prints_what_needs_a_permit_first() -> None:
    entries = business_scope.chosen(STANDARDS.scope, "SL013 SL001 SL018")
    assert business_scope.printed(ZH, entries) == (
        "许可项目：餐饮服务（依法须经批准的项目，经相关部门批准后方可开展经营活动，"
        "具体经营项目以审批结果为准）。"
        "一般项目：水产品零售；日用百货销售（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）。"
    )


def test_an_official_table_is_taken_only_without_a_problem(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    head = "code,text,kind,industry,permit,department,group,trade,plain,note\n"
    table.write_text(
        head
        + "A1,餐饮服务,permit,H6210,,,eat,,,\n"
        + "A1,水产品零售,general,H5224,,,fresh,,,\n"
        + "A3,,general,F5224,,,fresh,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(ScopeError) as raised:
        load_scope(table)
    told = str(raised.value)
    assert all(f"table.csv:{line}" in told for line in (2, 3, 4))
    assert "already in line 2" in told
    table.write_text(head + "A1,水产品零售,general,F5224,,,fresh,,鱼 虾,\n", encoding="utf-8")
    assert load_scope(table)[0].words == ("鱼", "虾")


@pytest.mark.parametrize(
    ("code", "right"),
    [("H6210", True), ("F52", True), ("A", True), ("H5211", False), ("U01", False), ("T98", False),
     ("H6", False), ("H62101", False), ("h62", False)],
)  # fmt: skip
def test_section_and_division_of_an_industry_agree(code: str, right: bool) -> None:
    assert industry_is_right(code, load_industries()) is right


def named(mark: str, trade: str = "小吃", form: str = "店", place: str = "象山县") -> set[str]:
    parts = NameParts(place, mark, trade, form)
    rows = business_name.check(STANDARDS.names, parts, STANDARDS.places, STANDARDS.trades)
    return {row.reason for row in rows}


def test_names_are_checked_part_by_part() -> None:
    assert named("海味") == set()
    assert named("海味", place="象山县石浦镇") == set()
    assert named("海") == {"length"}
    assert named("KFC") == {"characters"}
    assert named("石浦") == {"mark_is_place"}
    assert named("海鲜") == {"mark_is_trade"}
    assert named("海味", form="有限公司") == {"form"}
    assert named("海味有限公司") == {"company"}
    assert named("中国味") == {"nation"}
    assert named("海味", place="宁波") == {"place"}


def test_a_name_that_cannot_be_has_three_near_it_that_can() -> None:
    wrong = NameParts("象山县", "海味公司", "小吃", "店")
    near = business_name.suggestions(
        STANDARDS.names, wrong, STANDARDS.places, STANDARDS.trades, "陈海英"
    )
    assert len(near) == 3
    assert near[0].name == "象山县海味小吃店"
    for name in near:
        assert not business_name.check(STANDARDS.names, name, STANDARDS.places, STANDARDS.trades)


@settings(max_examples=40)
@given(st.text(alphabet="海味源石浦公司店国家A1", max_size=6))
def test_whatever_is_suggested_stands(mark: str) -> None:
    wrong = NameParts("象山县", mark, "小吃", "店")
    for name in business_name.suggestions(
        STANDARDS.names, wrong, STANDARDS.places, STANDARDS.trades, "陈海英"
    ):
        assert business_name.parts_of(name.kept) == name
        assert not business_name.check(STANDARDS.names, name, STANDARDS.places, STANDARDS.trades)
