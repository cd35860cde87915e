"""Anybody learns what is public of a business, by its code or its whole name, and is not kept."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from devices.printer.fit import problems
from devices.printer.profile import load_profile
from kiosk.effects import Ask, Print, StopAsking
from kiosk.events.touches import (
    ContinuePressed,
    DeclinePressed,
    DoorPressed,
    KeysPressed,
    LeavePressed,
    LetterPressed,
    MatterPressed,
    PickPressed,
    PrintAgainPressed,
    PrintListPressed,
)
from kiosk.ports import PrintResult, QrCode
from kiosk.questions import BusinessEntry, PublishedBusiness
from kiosk.vocabulary import AnswerCode, CompletionCode, PrintOutcome
from tests.devices.printer.conftest import MODELS
from tests.kiosk.visit.kiosk import Kiosk, demo_rules, everything

USCC = "92330299MA29000176"
SHOP = PublishedBusiness(
    uscc=USCC,
    name="象山县石浦镇海英小吃店",
    kind="个体工商户",
    state="registered",
    person="陈*英",
    established=date(2026, 11, 19),
    scope="许可项目：餐饮服务（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批"
    "结果为准）。一般项目：食用农产品零售；日用百货销售。",
    premises="浙江省宁波市象山县石浦镇示例路18号",
    authority="象山县市场监督管理局",
    as_of=date(2026, 11, 22),
)


class Curious(Kiosk):
    """Stands before the question by what to look it up."""

    def __init__(self) -> None:
        super().__init__(demo_rules())
        self.tell(DoorPressed("licence"), MatterPressed("BL-13"), ContinuePressed())
        assert self.page == "lookup_by"

    def types(self, by: str, text: str) -> Any:
        self.tell(PickPressed(by), KeysPressed("latin"), *map(LetterPressed, text))
        return self.tell(ContinuePressed())


@pytest.fixture
def asking() -> Curious:
    """Has typed a code."""
    kiosk = Curious()
    kiosk.types("uscc", USCC)
    return kiosk


def test_a_code_is_asked_for_the_matters_purpose_and_its_public_facts_are_told(
    asking: Curious,
) -> None:
    assert asking.did(Ask)[-1].question == BusinessEntry("BL-13", uscc=USCC)
    asking.answered(SHOP)
    assert asking.page == "business"
    assert "仅供参考" in asking.shown.lead
    told = everything(asking.shown.rows)
    for fact in (USCC, SHOP.name, SHOP.kind, "存续", "2026 年 11 月 19 日", "陈*英", SHOP.premises):
        assert fact in told


def test_a_whole_name_will_do() -> None:
    kiosk = Curious()
    kiosk.types("name", "HAIYING")
    assert kiosk.did(Ask)[-1].question == BusinessEntry("BL-13", name="HAIYING")


def test_a_code_that_cannot_be_is_told_at_its_field_and_nobody_is_asked() -> None:
    kiosk = Curious()
    kiosk.types("uscc", USCC[:-1] + "7")
    assert kiosk.page == "lookup_uscc"
    assert "有一位不对" in kiosk.shown.problem
    assert not kiosk.did(Ask)


def test_the_slip_has_all_of_it_and_says_that_it_proves_nothing(asking: Curious) -> None:
    asking.answered(SHOP)
    asking.tell(PrintListPressed(), PrintListPressed())
    (printed,) = asking.did(Print)
    text = everything(printed.slip)
    assert printed.slip.kind == "business"
    for said in ("演示 无效", "仅供参考", "不作证明", SHOP.scope, SHOP.authority, "11 月 22 日"):
        assert said in text
    assert QrCode(f"BDY:USCC:{USCC}") in printed.slip.parts
    asking.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    assert "右下方" in asking.shown.lead


def test_a_slip_that_did_not_come_out_is_offered_again(asking: Curious) -> None:
    asking.answered(SHOP)
    asking.tell(PrintListPressed())
    asking.completes(code=CompletionCode.DEVICE_NOT_READY)
    assert "没有打出来" in asking.shown.lead
    asking.tell(PrintAgainPressed())
    assert len(asking.did(Print)) == 2


@pytest.mark.parametrize(("state", "word"), [("revoked", "已吊销"), ("cancelled", "已注销")])
def test_what_is_no_more_is_told_as_such(asking: Curious, state: str, word: str) -> None:
    asking.answered(replace(SHOP, state=state, person="", scope=""))
    assert word in everything(asking.shown.rows)


def test_a_scope_of_thousands_of_characters_fits_page_and_slip(asking: Curious) -> None:
    asking.answered(replace(SHOP, scope="渔具销售；" * 800))
    assert "见凭条" in everything(asking.shown.rows)
    asking.tell(PrintListPressed())
    (printed,) = asking.did(Print)
    assert "没有印全" in everything(printed.slip)
    for model in MODELS:
        assert problems(printed.slip, load_profile(model)) == []


def test_what_nobody_registered_is_said_plainly_and_may_be_tried_again(asking: Curious) -> None:
    asking.answered(code=AnswerCode.REFUSED, reason="no_record")
    assert asking.page == "business_not_found"
    asking.tell(ContinuePressed())
    assert asking.page == "lookup_by"
    assert not asking.remembers(USCC)
    asking.types("uscc", "91330299MA2900033Y")
    assert asking.did(Ask)[-1].question == BusinessEntry("BL-13", uscc="91330299MA2900033Y")


@pytest.mark.parametrize(
    "code",
    [AnswerCode.UNREACHABLE, AnswerCode.TIMED_OUT, AnswerCode.UNKNOWN, AnswerCode.WITHDRAWN],
)
def test_a_platform_that_does_not_answer_is_asked_again_with_what_was_typed(
    asking: Curious, code: AnswerCode
) -> None:
    asking.answered(code=code)
    assert asking.page == "business_down"
    asking.tell(ContinuePressed())
    first, second = asking.did(Ask)
    assert first.id != second.id
    assert first.question == second.question
    asking.answered(SHOP)
    assert asking.page == "business"


def test_nothing_is_kept_after_the_visit(asking: Curious) -> None:
    asking.answered(SHOP)
    asking.tell(ContinuePressed())
    assert asking.audited("visit_ended")[0]["reason"] == "finished"
    assert not asking.remembers(USCC)
    assert not asking.remembers(SHOP.name)


def test_whoever_leaves_is_not_answered_any_more(asking: Curious) -> None:
    (ask,) = asking.did(Ask)
    asking.tell(LeavePressed())
    assert StopAsking(ask.id) in asking.effects
    nothing = Curious()
    nothing.types("uscc", USCC)
    nothing.answered(code=AnswerCode.REFUSED, reason="no_record")
    nothing.tell(DeclinePressed())
    assert nothing.state.visit is None


def test_a_kiosk_without_the_platform_explains_the_matter() -> None:
    assert demo_rules(platforms={}).matters["BL-13"].here == "explained"
