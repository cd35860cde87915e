"""How each slip ended reaches the audit log, wherever its visitor is by then."""

import pytest

from kiosk.effects import Print
from kiosk.events.devices import Completed
from kiosk.events.keeping import TicketTaken
from kiosk.events.program import Crashed
from kiosk.events.touches import (
    ContinuePressed,
    DoorPressed,
    LeavePressed,
    MatterPressed,
    NoCardPressed,
    PrintListPressed,
    WayPressed,
)
from kiosk.ports import PrintResult
from kiosk.vocabulary import CompletionCode, PrintOutcome
from tests.kiosk.visit.kiosk import VISIT, Kiosk


def ends(kiosk: Kiosk, outcome: PrintOutcome = PrintOutcome.PRINTED) -> None:
    job = kiosk.did(Print)[-1].id
    kiosk.tell(Completed(job, CompletionCode.SUCCESS, PrintResult(outcome, 96.0)))


def test_a_visitor_who_presses_on_before_the_slip_is_out(kiosk: Kiosk) -> None:
    kiosk.to_done()
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "RatingView"
    ends(kiosk, PrintOutcome.PARTIAL)
    (told,) = kiosk.audited("slip_printed")
    assert (told["visit"], told["kind"], told["outcome"]) == (VISIT, "receipt", "partial")
    assert told["job"] == kiosk.did(Print)[-1].slip.number


def test_a_slip_that_ends_in_the_visit_of_somebody_else_is_its_own_visits(kiosk: Kiosk) -> None:
    kiosk.to_the_card()
    kiosk.tell(NoCardPressed(), WayPressed("window"))
    kiosk.tell(TicketTaken("0107-1123-001", kiosk.state.visits))
    kiosk.tell(ContinuePressed(), ContinuePressed(), DoorPressed("id-card"))
    kiosk.tell(MatterPressed("ID-01"))
    assert kiosk.state.visit is not None
    assert kiosk.state.visit.number == VISIT + 1
    kiosk.tell(Completed(kiosk.did(Print)[-1].id, CompletionCode.HARDWARE_ERROR))
    assert kiosk.audited("slip_failed") == [
        {"visit": VISIT, "kind": "window_number", "reason": "hardwareError"}
    ]


@pytest.mark.parametrize("way_out", [LeavePressed(), Crashed("somewhere")])
def test_the_list_slip_is_told_too_whatever_becomes_of_the_visit(
    kiosk: Kiosk, way_out: object
) -> None:
    kiosk.tell(DoorPressed("id-card"), MatterPressed("ID-01"), PrintListPressed(), way_out)
    ends(kiosk)
    (told,) = kiosk.audited("slip_printed")
    assert (told["visit"], told["kind"]) == (VISIT, "list")


def test_each_end_is_told_once_and_then_forgotten(kiosk: Kiosk) -> None:
    kiosk.to_done()
    assert len(kiosk.state.slips) == 1
    ends(kiosk)
    ends(kiosk)
    assert len(kiosk.audited("slip_printed")) == 1
    assert kiosk.state.slips == ()
