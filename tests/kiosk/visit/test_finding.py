"""How somebody at 02:00 finds what they came for: doors, areas, letters, plain questions."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from config.shared_parts import FIRST_QUESTION
from kiosk.effects import Beep, KeepDraft, StartReading
from kiosk.events.touches import (
    AnswerPressed,
    AreaPressed,
    BackPressed,
    ContinuePressed,
    DeletePressed,
    DoorPressed,
    FindPressed,
    LeavePressed,
    LetterPressed,
    MatterPressed,
    PagePressed,
    SearchPressed,
    ThemePressed,
    UnsurePressed,
    WayPressed,
)
from kiosk.visit.finding import Asking
from kiosk.visit.view import view
from kiosk.vocabulary import Theme
from tests.kiosk.visit.kiosk import Kiosk, demo_rules

AT_NIGHT = datetime(2026, 11, 24, 2, 0)


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk(now=AT_NIGHT)


def labels(kiosk: Kiosk) -> list[str]:
    shown: Any = kiosk.shown
    rows = getattr(shown, "matters", None) or getattr(shown, "found", ()) or shown.choices
    return [row.label for row in rows]


def types(kiosk: Kiosk, letters: str) -> None:
    kiosk.tell(*(LetterPressed(letter) for letter in letters))


def test_a_door_shows_first_what_is_done_here_and_each_row_says_so(kiosk: Kiosk) -> None:
    shown: Any = kiosk.tell(DoorPressed("id-card"))
    assert shown.lead == "这里能办完。第 1 页，共 4 页", "said once of a page that is all alike"
    assert not any("这里" in row.note for row in shown.matters)
    assert labels(kiosk)[0] == "换领身份证"
    seen = []
    while True:
        seen += labels(kiosk)
        alike = "这里" in kiosk.shown.lead
        assert all(alike or "这里" in row.note for row in kiosk.shown.matters)
        shown = kiosk.shown
        if shown.following is None:
            break
        kiosk.tell(shown.following.press)
    assert len(seen) == len(set(seen)) == 13
    order = [matter.here for matter in kiosk.rules.matters_behind("id-card")]
    assert order == sorted(order, key=["done", "begun", "explained"].index)


def test_five_areas_and_those_without_a_matter_say_where_to_go(kiosk: Kiosk) -> None:
    kiosk.tell(FindPressed())
    assert labels(kiosk) == [
        "按字母找", "商事登记", "不动产登记", "公安服务", "基本建设项目", "社会民生",
    ]  # fmt: skip
    shown: Any = kiosk.tell(AreaPressed("construction"))
    assert shown.matters == ()
    assert "隔壁大厅" in shown.band.note
    kiosk.tell(BackPressed())
    assert labels(kiosk)[0] == "按字母找"


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("HLSFZ", "换领身份证"),
        ("BLSFZ", "补领身份证"),
        ("KD", "个体户开业"),  # 开店: in plain words
        ("SFZDL", "补领身份证"),  # 身份证丢了
        ("DAYINY", "打印营业执照"),  # spelled out
        ("JD", "查办理进度"),
        ("REN", "换领身份证"),  # in English
        ("NIANBAO", "报年报"),
    ],
)
def test_letters_find_a_matter_by_name_plain_words_syllables_and_english(
    kiosk: Kiosk, letters: str, found: str
) -> None:
    kiosk.tell(FindPressed(), SearchPressed())
    types(kiosk, letters)
    assert found in labels(kiosk)


def test_letters_that_mean_nothing_lead_on_and_a_letter_can_be_taken_back(kiosk: Kiosk) -> None:
    kiosk.tell(FindPressed(), SearchPressed())
    types(kiosk, "HLSFZX")
    shown: Any = kiosk.shown
    assert [button.press for button in shown.found] == [UnsurePressed()]
    kiosk.tell(DeletePressed())
    assert labels(kiosk)[0] == "换领身份证"
    types(kiosk, "A" * 99)
    kiosk.tell(BackPressed(), LeavePressed())
    assert kiosk.page == "HomeView"


def test_a_few_plain_questions_lead_to_every_matter(kiosk: Kiosk) -> None:
    rules, reached, todo = kiosk.rules, set(), [(FIRST_QUESTION,)]
    while todo:
        asked = todo.pop()
        for answer in rules.catalogue.shared.ways[asked[-1]].answers:
            at = Kiosk(rules)
            at.state = replace(at.state, place=Asking(asked))
            at.tell(AnswerPressed(answer.name))
            if at.state.visit is not None:
                reached.add(at.state.visit.matter)
            elif isinstance(at.state.place, Asking):
                todo.append(at.state.place.asked)
            assert at.page != f"ask_{asked[-1]}", "every answer leads somewhere"
    assert reached == set(rules.matters)


def test_back_takes_one_question_back(kiosk: Kiosk) -> None:
    kiosk.tell(UnsurePressed(), AnswerPressed("card"), AnswerPressed("lost"))
    assert kiosk.page == "ask_lost"
    kiosk.tell(BackPressed())
    assert kiosk.page == "ask_card"
    kiosk.tell(BackPressed(), BackPressed())
    assert kiosk.page == "HomeView"


def test_who_only_looked_is_back_at_the_list_and_nobody_says_goodbye(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("id-card"), PagePressed(1))
    before = kiosk.shown
    row: Any = before
    kiosk.tell(row.matters[0].press)
    assert kiosk.page == "NeedToKnowView"
    kiosk.tell(BackPressed())
    assert kiosk.shown == before
    assert not kiosk.did(Beep)
    assert kiosk.audited("visit_ended")[-1]["reason"] == "left"


def test_a_guide_is_read_and_a_window_number_kept_for_the_morning(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-05"))
    shown: Any = kiosk.shown
    assert shown.window_title == "在哪里办"
    assert "象山县公安局" in shown.window_text
    kiosk.tell(ContinuePressed())
    shown = kiosk.shown
    assert shown.title == "这件事到窗口办"
    assert any("11 月 24 日 8:30 开" in choice.note or "今天 8:30 开" in choice.note
               for choice in shown.choices)  # fmt: skip
    kiosk.tell(WayPressed("window"))
    assert kiosk.did(KeepDraft)[0].reason == "explained"
    assert not kiosk.did(StartReading)


def test_a_matter_that_is_not_offered_here_is_explained(kiosk: Kiosk) -> None:
    kiosk = Kiosk(demo_rules(matters=[]))
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"), ContinuePressed())
    assert kiosk.page == "other_way"
    assert not kiosk.did(StartReading)


def test_a_matter_that_is_begun_here_reads_the_card_and_hands_it_over(kiosk: Kiosk) -> None:
    kiosk.to_the_card("ID-04")
    kiosk.reads_card()
    shown: Any = kiosk.shown
    assert shown.title == "接下来到窗口办"
    kiosk.tell(WayPressed("window"))
    (draft,) = kiosk.did(KeepDraft)
    assert (draft.matter, draft.reason) == ("ID-04", "begun")
    assert draft.card is not None


def test_a_shortcut_on_the_home_page_begins_its_matter(kiosk: Kiosk) -> None:
    shown: Any = kiosk.shown
    shortcut = next(link for link in shown.links if isinstance(link.press, MatterPressed))
    kiosk.tell(shortcut.press)
    assert kiosk.state.visit is not None


def test_a_page_that_larger_letters_made_too_many_of_is_still_there(kiosk: Kiosk) -> None:
    kiosk.tell(DoorPressed("id-card"), ThemePressed(Theme.ELDER), PagePressed(3))
    assert labels(kiosk)
    kiosk.tell(ThemePressed(Theme.STANDARD))
    assert labels(kiosk)
    shown: Any = kiosk.shown
    assert shown.following is None


def test_whoever_walks_away_from_a_list_leaves_the_home_page(kiosk: Kiosk) -> None:
    kiosk.tell(FindPressed(), SearchPressed())
    types(kiosk, "HL")
    kiosk.wait(kiosk.rules.config.patience.idle_s + 2)
    assert kiosk.page == "HomeView"
    assert view(kiosk.rules, kiosk.state) == kiosk.shown
