"""A photo for the card that is owed is taken at any kiosk later, and completes the case."""

from datetime import date
from typing import Any

import pytest

from kiosk.case.model import Supplement
from kiosk.case.states import Actor, CaseState, Turn, begun, turned
from kiosk.effects import ClearFaces, Print, StartFace, SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseKept
from kiosk.events.touches import ContinuePressed
from kiosk.keeping.keeping import services
from kiosk.platforms.documents import Submission, documents, materials_by_name
from kiosk.ports import PrintResult
from kiosk.questions import WhereCaseIs
from kiosk.vocabulary import CompletionCode, PrintOutcome
from tests.kiosk.visit.kiosk import MONDAY_AFTERNOON, RECEIPT, everything
from tests.kiosk.visit.test_lost_and_damaged import CARD, ENTRY
from tests.kiosk.visit.test_supplement import Completing
from tests.kiosk.visit.test_ways_without_a_card import by_code

DAY, DUE, PHOTO = date(2026, 11, 20), date(2026, 12, 11), "制证照片"


def without_photo(matter: str = "ID-03") -> WhereCaseIs:
    """A card's case, of which the platform has asked for the photo."""
    progress = begun(DAY)
    asked = Turn(CaseState.TO_SUPPLEMENT, Actor.PLATFORM, DAY, items=(PHOTO,), due=DUE)
    for turn in (Turn(CaseState.SUBMITTED, Actor.CITIZEN, DAY), asked):
        progress = turned(progress, turn)
    service = Completing().rules.matters[matter].service_code
    return WhereCaseIs(
        RECEIPT.projid, service, progress, materials=((PHOTO, materials_by_name()[PHOTO]),)
    )


class ComesBack(Completing):
    def to_the_consent(self, found: WhereCaseIs, matter: str = "ID-13") -> None:
        self.looks_it_up(found, matter)
        self.press("hand-in")
        if self.page == "NeedToKnowView":
            self.press("begin")
        self.press("continue")  # privacy
        self.digits(CARD.number)
        self.press("continue")
        self.answered(ENTRY)

    def submits(self) -> Any:
        self.digits("19900006620")
        self.press("continue")
        self.signs()
        case = self.did(SubmitCase)[-1].case
        self.tell(CaseKept(case.number), CaseDelivered(case.number, RECEIPT))
        return case

    def completes_it(self) -> None:
        self.to_the_consent(without_photo())
        self.press("agree")
        self.face_at(0.31)
        self.is_photographed()
        self.submits()


@pytest.mark.parametrize("matter", ["ID-01", "ID-02", "ID-03"])
def test_from_where_the_case_is_the_photo_is_taken_and_handed_in(matter: str) -> None:
    """By the number, as whoever has lost the card has none; as the next version of the case."""
    kiosk = ComesBack()
    kiosk.looks_it_up(without_photo(matter))
    told = everything(kiosk.shown.rows)
    assert PHOTO in told
    assert "可以在这里补" in told
    kiosk = ComesBack()
    kiosk.to_the_consent(without_photo(matter), "ID-09")
    kiosk.press("agree")
    kiosk.face_at(0.31)
    kiosk.is_photographed()
    case = kiosk.submits()
    assert case.supplement == Supplement(RECEIPT.projid, RECEIPT.password, 2, matter, (PHOTO,))
    assert case.photo is not None
    assert (case.fee_fen, case.applicant.name) == (0, CARD.name)
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    slip = everything(kiosk.did(Print)[-1].slip)
    for said in ("照片补交回执", "照片已交，平台已收件", "330225-90126112-3000047"):
        assert said in slip
    assert "照片待采集" not in slip
    kiosk.press("finish", "no-rating")
    for secret in (CARD.name, CARD.number, case.photo.jpeg, RECEIPT.projid):
        assert not kiosk.remembers(secret)


def test_the_documents_are_the_case_s_own_material_with_its_file() -> None:
    kiosk = ComesBack()
    kiosk.completes_it()
    case = kiosk.did(SubmitCase)[-1].case
    service = services(kiosk.rules.matters)["ID-03"]
    sent = documents(Submission(case, RECEIPT.projid, "046183", MONDAY_AFTERNOON, service, "1"))
    assert "<DATAVERSION>2</DATAVERSION>" in sent.base_info
    assert sent.attributes.count("<RECORD>") == 1
    assert "<ATTRID>ID-03-01</ATTRID>" in sent.attributes
    assert "<ISTAKE>1</ISTAKE>" in sent.attributes
    assert case.photo.jpeg in sent.attributes


def test_who_shows_a_code_instead_of_the_face_is_photographed_too() -> None:
    kiosk = ComesBack()
    kiosk.to_the_consent(without_photo())
    by_code(kiosk)  # type: ignore[arg-type]
    kiosk.is_photographed()
    assert kiosk.submits().identity_way == "identity_code"
    assert not kiosk.did(StartFace)


def test_without_a_photo_there_is_nothing_to_hand_in_and_the_window_is_shown() -> None:
    kiosk = ComesBack()
    kiosk.to_the_consent(without_photo())
    kiosk.press("agree")
    kiosk.face_at(0.31)
    kiosk.tell(ContinuePressed())
    kiosk.completes(code=CompletionCode.HARDWARE_ERROR)
    assert "照片还没有交" in everything(kiosk.shown)
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "other_way"
    assert kiosk.did(ClearFaces)
    assert not kiosk.did(SubmitCase)
