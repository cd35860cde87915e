"""补领 and 损坏换领 told: no readable card, a typed number, the register, the police's photo."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from kiosk.case.model import Delivery
from kiosk.effects import Ask, ClearFaces, Print, StartFace, SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseKept
from kiosk.events.touches import (
    BackPressed,
    ChangePressed,
    ContinuePressed,
    DeliveryPressed,
    LeavePressed,
)
from kiosk.questions import Registered, RegisterEntry
from kiosk.vocabulary import AnswerCode
from tests.kiosk.visit.form_visits import FormKiosk
from tests.kiosk.visit.kiosk import RECEIPT, card_of, controls, demo_rules, entry_of, everything

RULES = demo_rules()
CARD = card_of("chen-haiying")
ENTRY = entry_of(CARD, has_portrait=True)
BOTH = ("ID-02", "ID-03")


class Cardless(FormKiosk):
    def __init__(self, matter: str, **options: Any) -> None:
        super().__init__(RULES, **options)
        self.matter = matter

    def types_the_number(self, number: str = CARD.number) -> None:
        self.to_the_card(self.matter)  # whose third page asks for the number here
        self.digits(number)
        self.press("continue")

    def is_found(self, entry: Registered = ENTRY) -> None:
        self.types_the_number(entry.number)
        self.answered(entry)

    def passes(self) -> None:
        self.is_found()
        self.press("agree")
        self.face_at(0.31)
        self.is_photographed()

    def answers_everything(self) -> None:
        self.digits("19900006620")
        self.press("continue")
        if self.matter == "ID-03":
            self.digits("20261120")
            self.press("continue", "skip")
        else:
            self.press("damage-broken")
        self.tell(DeliveryPressed(Delivery.POST))

    def submits(self) -> None:
        while self.page.startswith("review"):
            self.tell(ContinuePressed())
        self.signs()
        number = self.did(SubmitCase)[-1].case.number
        self.tell(CaseKept(number), CaseDelivered(number, RECEIPT))


@pytest.mark.parametrize("matter", BOTH)
def test_without_a_card_the_register_says_who_and_the_face_says_that_it_is_they(
    matter: str,
) -> None:
    kiosk = Cardless(matter)
    kiosk.types_the_number()
    assert [effect.question for effect in kiosk.did(Ask)] == [
        RegisterEntry(CARD.number, matter, portrait=True)
    ]
    kiosk.answered(ENTRY)
    assert kiosk.page == "ConsentView"
    assert CARD.name not in everything(kiosk.shown)
    kiosk.press("agree")
    kiosk.face_at(0.31)
    kiosk.is_photographed()
    kiosk.answers_everything()
    assert kiosk.page == "review"
    kiosk.submits()
    (submitted,) = kiosk.did(SubmitCase)
    case = submitted.case
    assert (case.card, case.applicant.name, case.fee_fen) == (None, CARD.name, 4000)
    assert (case.identity_way, case.jurisdiction) == ("face", "330225")
    held = {datum.name: datum.value for datum in case.data}
    assert held["lost_on" if matter == "ID-03" else "damage"]
    slip = everything(kiosk.did(Print)[-1].slip)
    assert "40 元" in slip
    assert ("补领暨挂失申报回执" in slip) is (matter == "ID-03")
    assert CARD.name not in slip
    kiosk.press("finish", "rating-5")
    for secret in (CARD.name, CARD.number, "19900006620", "示例路"):
        assert not kiosk.remembers(secret)


@pytest.mark.parametrize("matter", BOTH)
def test_a_number_that_nobody_has_is_told_with_what_to_do(matter: str) -> None:
    kiosk = Cardless(matter)
    kiosk.types_the_number()
    kiosk.answered(code=AnswerCode.REFUSED, reason="no_record")
    assert kiosk.page == "not_eligible"
    assert kiosk.shown.title == "没有查到这个证号"
    assert "返回" in everything(kiosk.shown)
    assert kiosk.did(StartFace) == []
    kiosk.press("back")
    assert kiosk.page == "id_number"  # and what was typed is still there


def test_a_mistyped_number_is_told_at_its_field_and_nobody_is_asked() -> None:
    kiosk = Cardless("ID-03")
    kiosk.to_the_card("ID-03")
    kiosk.digits(CARD.number[:-1] + str((int(CARD.number[-1]) + 1) % 10))
    assert kiosk.did(Ask) == []
    kiosk.tell(*(each.press for each in controls(kiosk.shown) if each.name == "continue"))
    assert kiosk.page == "id_number"
    assert kiosk.did(Ask) == []


def test_somebody_under_sixteen_goes_to_the_window_with_a_guardian() -> None:
    kiosk = Cardless("ID-03")
    kiosk.is_found(replace(ENTRY, birth=date(2012, 3, 7)))
    assert kiosk.page == "not_eligible"
    assert "监护人" in everything(kiosk.shown)
    assert [row["rule"] for row in kiosk.audited("not_eligible")] == ["too_young"]
    assert kiosk.did(StartFace) == []
    kiosk.press("print-list")
    slip = everything(kiosk.did(Print)[-1].slip)
    assert "监护人的身份证" in slip
    assert CARD.name not in slip
    assert CARD.number[:6] not in slip.replace(kiosk.rules.config.identity.site, "")


@pytest.mark.parametrize("household", ["deceased", "cancelled"])
def test_whose_registration_has_ended_is_told_neutrally_and_no_photo_of_them_stays(
    household: str,
) -> None:
    kiosk = Cardless("ID-03")
    kiosk.is_found(replace(ENTRY, household=household))
    assert kiosk.page == "barred"
    assert kiosk.did(ClearFaces), "the police's photo came into the face process with the answer"
    assert not kiosk.remembers(CARD.number)
    kiosk.tell(ContinuePressed())
    assert kiosk.did(StartFace) == []


def test_who_has_reported_the_loss_is_whom_the_matter_is_for() -> None:
    kiosk = Cardless("ID-03")
    kiosk.is_found(replace(ENTRY, card="lost"))
    assert kiosk.page == "ConsentView"


def test_a_photo_that_comes_with_a_refusal_or_too_late_does_not_stay() -> None:
    for late in (False, True):
        kiosk = Cardless("ID-03")
        kiosk.types_the_number()
        if late:
            kiosk.tell(LeavePressed())
        kiosk.answered(replace(ENTRY, birth=date(2012, 3, 7)))
        assert len(kiosk.did(ClearFaces)) == 1


def test_without_the_polices_photo_no_face_is_compared() -> None:
    kiosk = Cardless("ID-03")
    kiosk.is_found(replace(ENTRY, has_portrait=False))
    assert kiosk.page == "other_way"
    assert kiosk.did(StartFace) == []


def test_a_register_that_does_not_answer_may_be_asked_again() -> None:
    kiosk = Cardless("ID-02")
    kiosk.types_the_number()
    kiosk.answered(code=AnswerCode.TIMED_OUT, reason="timeout")
    assert kiosk.page == "not_in_register"
    kiosk.press("again")
    kiosk.answered(ENTRY)
    assert kiosk.page == "ConsentView"


def test_somebody_elses_number_opens_nothing() -> None:
    """A stranger who types it sees no name, and their face is not the one on the photo."""
    kiosk = Cardless("ID-03")
    kiosk.is_found()
    kiosk.press("agree")
    for _ in range(kiosk.rules.config.face.tries):
        assert CARD.name not in everything(kiosk.shown)
        kiosk.face_at(0.7)
    assert kiosk.page == "other_way"
    assert kiosk.did(SubmitCase) == []


@pytest.mark.parametrize("matter", BOTH)
def test_once_it_was_proved_whose_number_it_is_it_cannot_be_changed(matter: str) -> None:
    """Neither by going back nor on the review: a face was held against the photo of this number."""
    kiosk = Cardless(matter)
    kiosk.is_found()
    kiosk.tell(BackPressed())
    assert kiosk.page == "id_number", "until then a slip of the finger can be put right"
    kiosk.press("continue")
    kiosk.answered(ENTRY)
    kiosk.press("agree")
    kiosk.face_at(0.31)
    kiosk.is_photographed()
    kiosk.answers_everything()
    kiosk.tell(ChangePressed("form:holder_number", "id_number"))
    assert kiosk.page.startswith("review")
    for _ in range(12):
        assert kiosk.page != "id_number"
        kiosk.tell(BackPressed())


@pytest.mark.parametrize("matter", BOTH)
def test_at_night_it_is_taken_in_and_says_when_people_look(matter: str) -> None:
    kiosk = Cardless(matter, now=datetime(2026, 11, 24, 2, 8))
    kiosk.passes()
    kiosk.answers_everything()
    kiosk.submits()
    assert "8:30" in everything(kiosk.shown)


def test_two_peoples_records_swapped_there_swap_here() -> None:
    other = card_of("lin-guobin")
    for card in (CARD, other):
        entry = replace(ENTRY, number=card.number, name=card.name, birth=card.birth)
        kiosk = Cardless("ID-03")
        kiosk.is_found(entry)
        kiosk.press("agree")
        kiosk.face_at(0.31)
        kiosk.is_photographed()
        kiosk.answers_everything()
        kiosk.submits()
        assert kiosk.did(SubmitCase)[-1].case.applicant.name == card.name
