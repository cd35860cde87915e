"""补领 and 损坏换领 without the face check: a code or a clerk says who stands there, a window too.

No card could be read, so whoever stands there has to be whom the register names for the number.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from kiosk.effects import Ask, ClearFaces, KeepDraft, Print, StartFace, SubmitCase
from kiosk.events.keeping import TicketTaken
from kiosk.events.touches import WayPressed
from kiosk.questions import CallClerk, CodeHolder, Place
from tests.kiosk.visit.kiosk import card_of, everything
from tests.kiosk.visit.test_equal_ways import offered
from tests.kiosk.visit.test_lost_and_damaged import BOTH, CARD, ENTRY, Cardless

HOLDER = CodeHolder(CARD.number, CARD.name)
PHOTOLESS = replace(ENTRY, has_portrait=False)
NIGHT = datetime(2026, 11, 24, 2, 0)


def by_face(kiosk: Cardless) -> None:
    kiosk.press("agree")
    kiosk.face_at(0.31)


def by_code(kiosk: Cardless) -> None:
    if kiosk.page == "ConsentView":
        kiosk.press("refuse")
    kiosk.press("way-code")
    kiosk.scans()
    kiosk.answered(HOLDER)


def by_clerk(kiosk: Cardless) -> None:
    if kiosk.page == "ConsentView":
        kiosk.press("refuse")
    kiosk.press("way-clerk")
    kiosk.answered(Place("a1", 1))
    kiosk.wait(2)
    kiosk.answered(Place("a1", 0, True))


WAYS: dict[str, Callable[[Cardless], None]] = {
    "face": by_face,
    "identity_code": by_code,
    "clerk": by_clerk,
}


def submitted(kiosk: Cardless) -> Any:
    """Is photographed, answers, submits; the case."""
    kiosk.is_photographed()
    kiosk.answers_everything()
    kiosk.submits()
    return kiosk.did(SubmitCase)[-1].case


@pytest.mark.parametrize("matter", BOTH)
def test_every_way_ends_in_the_same_case_and_the_same_slip(matter: str) -> None:
    cases, slips = [], []
    for way, goes in WAYS.items():
        kiosk = Cardless(matter)
        kiosk.is_found()
        goes(kiosk)
        case = submitted(kiosk)
        assert case.identity_way == way
        assert bool(kiosk.did(StartFace)) is (way == "face")
        cases.append(replace(case, identity_way="", confirmed_at=None, number="", signature=None))
        slips.append(replace(kiosk.did(Print)[-1].slip, number=""))
        kiosk.press("finish", "rating-5")
        assert kiosk.did(ClearFaces), "the police's photo was in the face process on every way"
        assert not kiosk.remembers(CARD.name)
    assert cases[0] == cases[1] == cases[2]
    assert slips[0] == slips[1] == slips[2]


@pytest.mark.parametrize("matter", BOTH)
def test_the_consent_names_every_way_before_the_choice(matter: str) -> None:
    kiosk = Cardless(matter)
    kiosk.is_found()
    named = {row.big: row.note for row in kiosk.shown.ways}
    assert list(named) == ["手机亮码", "远程人工", "人工窗口"]
    assert "20:00" in named["远程人工"]
    assert CARD.name not in everything(kiosk.shown)


@pytest.mark.parametrize("way", ["identity_code", "clerk"])
def test_where_the_police_have_no_photo_a_code_or_a_clerk_does_as_well(way: str) -> None:
    kiosk = Cardless("ID-03")
    kiosk.is_found(PHOTOLESS)
    assert kiosk.shown.title == "户籍里没有可比的照片", "and no card that could not be read"
    assert list(offered(kiosk)) == ["code", "clerk", "window"]
    WAYS[way](kiosk)
    assert submitted(kiosk).identity_way == way
    assert not kiosk.did(StartFace)


def test_at_two_at_night_each_way_knows_its_hours_and_the_code_works() -> None:
    kiosk = Cardless("ID-02", now=NIGHT)
    kiosk.is_found()
    kiosk.press("refuse")
    ways = {name: (way.enabled, way.note) for name, way in offered(kiosk).items()}
    assert ways["clerk"] == (False, "今天 8:00 开")
    assert ways["window"] == (True, "今天 8:30 开")
    by_code(kiosk)
    assert submitted(kiosk).identity_way == "identity_code"


def test_a_window_number_keeps_what_the_register_said_and_what_was_typed() -> None:
    kiosk = Cardless("ID-03", now=NIGHT)
    kiosk.is_found()
    kiosk.press("refuse")
    kiosk.tell(WayPressed("window"), TicketTaken("0107-1124-001", kiosk.state.visits))
    (draft,) = kiosk.did(KeepDraft)
    assert (draft.reason, draft.card) == ("refused_face", None)
    assert dict(draft.answers)["id_number"] == CARD.number


def test_the_code_of_somebody_else_than_the_number_names_opens_nothing() -> None:
    other = card_of("lin-guobin")
    kiosk = Cardless("ID-03")
    kiosk.is_found()
    kiosk.press("refuse", "way-code")
    for _ in range(3):
        kiosk.scans()
        kiosk.answered(CodeHolder(other.number, other.name))
        assert CARD.name not in everything(kiosk.shown)
    assert kiosk.page == "other_way"
    assert not kiosk.audited("identity_established")


def test_the_clerk_sees_whom_the_register_names_masked() -> None:
    kiosk = Cardless("ID-02")
    kiosk.is_found()
    kiosk.press("refuse", "way-clerk")
    called = kiosk.did(Ask)[-1].question
    assert called == CallClerk("ID-02", "XS-0107", "陈*英", "3302**********0026")


def test_a_number_that_nobody_bears_is_nobody_to_be_identified() -> None:
    """As long as there is only a number, a code or a clerk would prove nothing about anybody."""
    kiosk = Cardless("ID-03")
    kiosk.is_found(replace(ENTRY, number=CARD.number, name=""))
    assert list(offered(kiosk)) == ["window"]
