"""What a visitor is told about the own data holds for every place where it is kept."""

import pytest

from kiosk.events.keeping import CaseKept, CaseRefused, StoreFailed, TicketTaken
from kiosk.events.touches import (
    ContinuePressed,
    DeclinePressed,
    DoorPressed,
    LeavePressed,
    MatterPressed,
    NoCardPressed,
    WayPressed,
)
from kiosk.keeping import letters, outbox
from kiosk.visit.steps.submit import Submitting
from kiosk.visit.views.reading import NoticeView
from kiosk.vocabulary import Language
from tests.kiosk.visit.kiosk import Kiosk, demo_rules

RULES = demo_rules()


def days(text: str) -> set[str]:
    """The figures in a text."""
    return {figure for figure in text.replace("天", " ").split() if figure.isdigit()}


@pytest.mark.parametrize("language", Language)
def test_the_notice_names_how_long_everything_is_kept_that_outlives_a_visit(
    language: Language,
) -> None:
    kept = RULES.words[language]("privacy.kept_note")
    assert days(kept) == {str(letters.LIVES["draft"].days), str(outbox.REFUSED_KEPT_FOR.days)}
    assert {"zh": "加密", "en": "encrypted"}[language] in kept


def test_the_notice_names_everything_that_a_visit_collects() -> None:
    used = RULES.words[Language.ZH]("privacy.used_note")
    assert all(what in used for what in ("身份证", "填", "签名"))
    unsigned = RULES.words[Language.ZH]("privacy.used_unsigned_note")
    assert "签名" not in unsigned
    assert all(what in unsigned for what in ("身份证", "填"))


def test_the_notice_names_everybody_who_sees_it() -> None:
    seen = RULES.words[Language.ZH]("privacy.seen_note", unit=(unit := "象山县公安局"))
    assert all(who in seen for who in ("统一受理平台", unit, "窗口"))


def test_without_a_disk_nobody_is_told_that_another_machine_knows(kiosk: Kiosk) -> None:
    kiosk.to_the_review()
    kiosk.signs()
    kiosk.tell(StoreFailed(submitted(kiosk)))
    shown = kiosk.shown
    assert isinstance(shown, NoticeView)
    assert shown.paragraphs == ("可以再试一次。换旁边的机器，要从头再填。",)


def test_who_leaves_with_a_number_is_told_what_stays(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(NoCardPressed(), WayPressed("window"))
    kiosk.tell(TicketTaken("0107-1123-001", kiosk.state.visits))
    kiosk.tell(ContinuePressed())
    assert goodbye(kiosk) == "给窗口的加密存 15 天，别的都清除了。"


def test_whose_case_waits_is_told_so(kiosk: Kiosk) -> None:
    kiosk.to_done(receipt=None)
    kiosk.tell(ContinuePressed(), ContinuePressed())
    kiosk.wait(RULES.config.patience.rating_s)
    assert goodbye(kiosk) == "交给平台的已删除；没送到的加密存着。"


@pytest.mark.parametrize("leaves", [DeclinePressed(), LeavePressed()])
def test_whose_case_was_refused_is_not_told_that_all_is_gone(kiosk: Kiosk, leaves: object) -> None:
    kiosk.to_the_review()
    kiosk.signs()
    number = submitted(kiosk)
    kiosk.tell(CaseKept(number), CaseRefused(number, "E101"))
    none = next(choice for choice in kiosk.shown.choices if choice.name == "way-none")
    assert none.note == "交过的加密存 30 天"
    kiosk.tell(leaves)
    assert kiosk.shown.title == "已经退出"
    assert goodbye(kiosk) == "没有提交的，这台机器上都清除了。"


def test_who_gave_up_before_submitting_leaves_nothing(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"), ContinuePressed(), DeclinePressed())
    assert goodbye(kiosk) == "没有提交的，这台机器上都清除了。"


def submitted(kiosk: Kiosk) -> str:
    assert kiosk.state.visit is not None
    step = kiosk.state.visit.step
    assert isinstance(step, Submitting)
    return step.case.number


def goodbye(kiosk: Kiosk) -> str:
    assert kiosk.page == "goodbye"
    shown = kiosk.shown
    assert isinstance(shown, NoticeView)
    return shown.rows[0].note
