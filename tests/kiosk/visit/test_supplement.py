"""What a case owes is handed in at the kiosk: found by its slip, by the applicant, all at once."""

from datetime import date

import pytest

from kiosk.case.model import Supplement
from kiosk.case.states import Actor, CaseState, Progress, Turn, begun, turned
from kiosk.effects import Ask, ClearFaces, Print, StartScanning, SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseKept, CaseRefused
from kiosk.events.touches import (
    ContinuePressed,
    DoorPressed,
    HandInPressed,
    MatterPressed,
    WayPressed,
)
from kiosk.keeping.keeping import services
from kiosk.platforms.documents import Submission, documents
from kiosk.ports import PrintResult, ScannedCode
from kiosk.questions import WhereCaseIs
from kiosk.vocabulary import PrintOutcome
from tests.kiosk.visit.form_visits import FormKiosk
from tests.kiosk.visit.kiosk import (
    MONDAY_AFTERNOON,
    RECEIPT,
    card_of,
    controls,
    demo_rules,
    everything,
)

RULES = demo_rules()
DAY = date(2026, 11, 23)
DUE = date(2026, 11, 26)
PROOF = "经营场所使用证明"
SHOP = RULES.matters["BL-02"].service_code
PHONE = "19900006620"


def shop(
    to: CaseState = CaseState.TOLERANT,
    *items: str,
    known: tuple[tuple[str, str], ...] = ((PROOF, "place_proof"),),
) -> WhereCaseIs:
    """A shop's case that lacks these; `known` is what the catalogue calls them."""
    progress: Progress = begun(DAY)
    lacks = Turn(to, Actor.DEPARTMENT, DAY, items=items or (PROOF,), due=DUE)
    for turn in (Turn(CaseState.SUBMITTED, Actor.CITIZEN, DAY), lacks):
        progress = turned(progress, turn)
    return WhereCaseIs(RECEIPT.projid, SHOP, progress, materials=known)


class Completing(FormKiosk):
    """Holds the slip of a shop that is being opened."""

    def __init__(self) -> None:
        super().__init__(RULES)

    def looks_it_up(self, found: WhereCaseIs, matter: str = "ID-09") -> None:
        door = self.rules.matters[matter].door
        self.tell(DoorPressed(door), MatterPressed(matter), ContinuePressed())
        if self.page == "progress_by":
            self.tell(WayPressed("slip"))
        assert self.page == "scan_slip"
        self.completes(
            ScannedCode("progress_code", f"BDY:PROJID:{RECEIPT.projid}:{RECEIPT.password}")
        )
        self.answered(found)

    def to_the_address(self) -> None:
        self.press("continue")  # privacy
        self.reads_card(card_of("chen-haiying"))
        self.press("agree")
        self.face_at(0.31)

    def to_its_review(self) -> None:
        self.digits(PHONE)
        self.press("continue", "town-330225101")
        self.types("yugang")
        self.press("candidate-0", "candidate-0", "keys-digits", "key-9", "continue", "promise")

    def hands_in(self) -> None:
        self.to_its_review()
        while "submit" not in {control.name for control in controls(self.shown)}:
            self.press("next-page")
        self.signs()

    def is_received(self) -> None:
        number = self.did(SubmitCase)[-1].case.number
        self.tell(CaseKept(number), CaseDelivered(number, RECEIPT))

    def completes_it(self) -> None:
        """From the slip to the new one, by the matter of its own."""
        self.looks_it_up(shop(), matter="BL-17")
        self.press("hand-in")
        self.to_the_address()
        self.hands_in()
        self.is_received()


def test_from_where_a_case_is_what_it_owes_is_handed_in_under_its_own_number() -> None:
    kiosk = Completing()
    kiosk.looks_it_up(shop())
    assert PROOF in everything(kiosk.shown.rows)
    assert "可以在这里补" in everything(kiosk.shown.rows)
    kiosk.press("hand-in")
    assert kiosk.page == "NeedToKnowView"
    kiosk.press("begin")
    assert len(kiosk.did(StartScanning)) == 1, "it is not looked up twice"
    kiosk.to_the_address()
    kiosk.hands_in()
    (submitted,) = kiosk.did(SubmitCase)
    case = submitted.case
    assert case.supplement == Supplement(RECEIPT.projid, RECEIPT.password, 2, "BL-02", (PROOF,))
    assert case.applicant.name == "陈海英"
    assert case.signature is not None
    kiosk.is_received()
    kiosk.completes(PrintResult(PrintOutcome.PRINTED, 90.0))
    slip = everything(kiosk.did(Print)[-1].slip)
    for told in ("材料补交回执", "补交的材料，平台已收件", "330225-90126112-3000047"):
        assert told in slip
    assert "已签：住所承诺" in slip
    kiosk.press("finish", "no-rating")
    for secret in ("陈海英", RECEIPT.projid, RECEIPT.password, "渔港"):
        assert not kiosk.remembers(secret)


def test_the_bars_count_what_comes_after_the_look_up() -> None:
    """Which has no bar of its own, and shifts none."""

    def bars(kiosk: Completing) -> list[str]:
        return [bar.state for bar in kiosk.shown.frame.steps]

    kiosk = Completing()
    kiosk.looks_it_up(shop(), matter="BL-17")
    assert bars(kiosk) == []  # none has begun
    kiosk.press("hand-in", "continue")
    assert kiosk.page == "PlaceCardView"
    assert bars(kiosk) == ["now", *["to_come"] * 3]


def test_the_documents_are_the_next_version_of_the_same_case() -> None:
    kiosk = Completing()
    kiosk.completes_it()
    case = kiosk.did(SubmitCase)[-1].case
    projid, password = RECEIPT.projid, RECEIPT.password
    service = services(RULES.matters)["BL-02"]
    sent = documents(Submission(case, projid, password, MONDAY_AFTERNOON, service, "1"))
    assert "<DATAVERSION>2</DATAVERSION>" in sent.base_info
    assert "<SYNC_STATUS>U</SYNC_STATUS>" in sent.base_info
    assert f"<SERVICECODE>{SHOP}</SERVICECODE>" in sent.base_info
    assert sent.attributes.count("<RECORD>") == 1
    assert f"<ATTRNAME>{PROOF}</ATTRNAME>" in sent.attributes
    assert "<ISTAKE>1</ISTAKE>" in sent.attributes
    assert "<PREMISES_PROMISE>2026-11:" in sent.form


def test_what_was_asked_for_is_handed_in_all_at_once_or_at_the_window() -> None:
    """补正: one of two is not enough; 容缺: each may come by itself."""
    two = (PROOF, "近照")
    kiosk = Completing()
    kiosk.looks_it_up(shop(CaseState.TO_SUPPLEMENT, *two))
    assert "hand-in" not in {control.name for control in controls(kiosk.shown)}
    kiosk.tell(HandInPressed())
    assert kiosk.page == "progress"
    for found in (shop(CaseState.TO_SUPPLEMENT), shop(CaseState.TOLERANT, *two)):
        kiosk = Completing()
        kiosk.looks_it_up(found)
        assert "hand-in" in {control.name for control in controls(kiosk.shown)}


@pytest.mark.parametrize("found", [shop(known=()), shop(CaseState.TOLERANT, "近照")])
def test_what_cannot_be_given_here_is_for_the_window(found: WhereCaseIs) -> None:
    kiosk = Completing()
    kiosk.looks_it_up(found)
    assert "hand-in" not in {control.name for control in controls(kiosk.shown)}


def test_who_only_looked_goes_home_also_from_the_matter_that_hands_in() -> None:
    kiosk = Completing()
    kiosk.looks_it_up(shop(CaseState.TOLERANT, "近照"), matter="BL-17")
    kiosk.tell(ContinuePressed())
    assert kiosk.state.visit is None
    assert kiosk.audited("visit_ended")[-1]["reason"] == "finished"


def test_another_persons_hand_in_is_refused_by_the_platform_and_told() -> None:
    kiosk = Completing()
    kiosk.looks_it_up(shop(), matter="BL-17")
    kiosk.press("hand-in")
    kiosk.to_the_address()
    kiosk.hands_in()
    number = kiosk.did(SubmitCase)[-1].case.number
    kiosk.tell(CaseKept(number), CaseRefused(number, "result=28"))
    assert kiosk.page == "other_way"


def test_what_the_visit_before_had_learnt_does_not_go_along() -> None:
    """Only the case's number does; the question is withdrawn, and faces would be cleared."""
    kiosk = Completing()
    kiosk.looks_it_up(shop())
    kiosk.press("hand-in")
    visit = kiosk.state.visit
    assert visit is not None
    assert visit.facts.card is None
    assert visit.facts.data.entries == ()
    assert kiosk.did(ClearFaces) == []
    assert len(kiosk.did(Ask)) == 1
