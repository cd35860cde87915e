"""Whether the register bears out the card, told: before any camera, and once for a card."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.effects import Ask, ClearFaces, StartFace
from kiosk.events.keeping import TicketTaken
from kiosk.events.platforms import PlatformReached
from kiosk.events.touches import (
    BackPressed,
    ContinuePressed,
    DeclinePressed,
    LeavePressed,
    WayPressed,
)
from kiosk.questions import RegisterEntry
from kiosk.visit.state import Facts
from kiosk.vocabulary import AnswerCode, Platform
from tests.kiosk.visit.kiosk import Kiosk, card_of, entry_of, everything

CARD = card_of("chen-haiying")


class Doubted(Kiosk):
    """At the question to the register, which the story answers itself."""

    register_agrees = False

    def reads(self) -> None:
        self.to_the_card()
        self.reads_card(CARD)
        self.tell(ContinuePressed())


@pytest.fixture
def kiosk() -> Doubted:
    made = Doubted()
    made.reads()
    assert made.page == "in_register"
    return made


def says(kiosk: Doubted, **changes: Any) -> None:
    kiosk.answered(entry_of(CARD, **changes))


def test_the_register_is_asked_for_the_matter_and_for_no_photo(kiosk: Doubted) -> None:
    (ask,) = kiosk.did(Ask)
    assert ask.question == RegisterEntry(CARD.number, "ID-01", portrait=False)
    says(kiosk)
    assert kiosk.page == "ConsentView"


def test_a_card_is_asked_about_once_and_another_one_anew(kiosk: Doubted) -> None:
    says(kiosk)
    kiosk.tell(BackPressed(), ContinuePressed())
    assert kiosk.page == "ConsentView"
    assert len(kiosk.did(Ask)) == 1
    kiosk.tell(BackPressed(), BackPressed())
    other = card_of("wu-meiyun")
    kiosk.reads_card(other)
    kiosk.tell(ContinuePressed())
    assert kiosk.did(Ask)[-1].question.number == other.number


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"household": "deceased"}, "household_deceased"),
        ({"household": "cancelled"}, "household_cancelled"),
        ({"card": "lost"}, "card_lost"),
        ({"card": "cancelled"}, "card_cancelled"),
    ],
)
def test_whom_the_register_bars_reads_one_neutral_sentence_and_nothing_is_kept(
    kiosk: Doubted, said: dict[str, str], rule: str
) -> None:
    says(kiosk, **said)
    assert kiosk.shown.title == "这张证件现在不能使用"
    for word in ("死", "注销", "挂失", "冒"):
        assert word not in everything(kiosk.shown)
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.facts == Facts(), "at once, while the page is still shown"
    assert kiosk.did(ClearFaces)
    assert [row["rule"] for row in kiosk.audited("not_eligible")] == [rule]
    kiosk.tell(ContinuePressed())
    assert kiosk.audited("visit_ended")[0]["reason"] == "declined"
    assert not kiosk.did(StartFace)
    assert not kiosk.remembers(CARD.name)


def test_all_who_are_barred_see_the_same_page() -> None:
    pages = []
    for said in ({"household": "deceased"}, {"card": "lost"}):
        kiosk = Doubted()
        kiosk.reads()
        says(kiosk, **said)
        pages.append(kiosk.shown)
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": "陈海鹰"}, "姓名"),
        ({"sex": "1", "birth": CARD.birth.replace(day=8)}, "性别、出生日期"),
    ],
)
def test_what_differs_is_named_and_nothing_is_corrected(
    kiosk: Doubted, said: dict[str, Any], told: str
) -> None:
    says(kiosk, **said)
    assert kiosk.page == "data_differs"
    assert kiosk.shown.rows[0].big == told
    assert "陈海鹰" not in everything(kiosk.shown), "nor is told what the register says"
    assert len(kiosk.audited("data_differs")) == len(said)
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "other_way"
    kiosk.tell(WayPressed("window"), TicketTaken("0107-1123-001", kiosk.state.visits))
    assert kiosk.page == "ticket"
    assert not kiosk.did(StartFace)


def test_who_would_rather_not_is_forgotten(kiosk: Doubted) -> None:
    says(kiosk, name="陈海鹰")
    kiosk.tell(DeclinePressed())
    assert not kiosk.remembers(CARD.name)


def test_a_number_that_the_register_does_not_know_goes_to_a_person(kiosk: Doubted) -> None:
    kiosk.answered(code=AnswerCode.REFUSED, reason="no_record")
    assert kiosk.page == "data_differs"
    assert kiosk.shown.rows[0].big == "身份证号"


def test_an_address_that_differs_is_no_conflict(kiosk: Doubted) -> None:
    says(kiosk, address="浙江省宁波市宁海县虚构路7号401室")
    assert kiosk.page == "ConsentView"


@pytest.mark.parametrize(
    "code", [AnswerCode.UNKNOWN, AnswerCode.TIMED_OUT, AnswerCode.UNREACHABLE, AnswerCode.REFUSED]
)
def test_a_register_that_does_not_answer_keeps_nobody(kiosk: Doubted, code: AnswerCode) -> None:
    kiosk.answered(code=code, reason="not_granted" if code is AnswerCode.REFUSED else "")
    assert kiosk.page == "ConsentView"


def test_one_that_is_down_is_not_asked() -> None:
    kiosk = Doubted()
    kiosk.tell(PlatformReached(False, Platform.SHARING, "timeout"))
    kiosk.reads()
    assert kiosk.page == "ConsentView"
    assert not kiosk.did(Ask)


def test_who_leaves_while_it_is_asked_is_not_told_later(kiosk: Doubted) -> None:
    kiosk.tell(LeavePressed())
    kiosk.answered(replace(entry_of(CARD), household="deceased"))
    assert kiosk.page == "goodbye"
