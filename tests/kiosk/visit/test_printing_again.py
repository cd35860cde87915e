"""补打: a slip that did not come out whole is offered once more, to its own visitor alone."""

import pytest

from kiosk.attention import RefillPaper
from kiosk.effects import Print
from kiosk.events.devices import SlipPresented, SlipTaken, StatusChanged
from kiosk.events.technician import PrintTestPressed
from kiosk.events.touches import ContinuePressed, LeavePressed, PrintAgainPressed
from kiosk.ports import DeviceStatus, PrintResult
from kiosk.visit.slip_out import PRINTS_AT_MOST
from kiosk.vocabulary import CompletionCode, Device, DeviceState, PrintOutcome
from tests.kiosk.technician.maintenance import Workplace
from tests.kiosk.visit.kiosk import VISIT, Kiosk

PARTIAL = PrintResult(PrintOutcome.PARTIAL, 40.0)
UNCONFIRMED = PrintResult(PrintOutcome.UNCONFIRMED, 90.0)
PRINTED = PrintResult(PrintOutcome.PRINTED, 90.0)
EMPTY = StatusChanged(DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, RefillPaper))
FULL = StatusChanged(DeviceStatus(Device.PRINTER, DeviceState.ONLINE))


def words_of(printed: Print) -> list[str]:
    return [getattr(part, "text", "") for part in printed.slip.parts]


def test_half_a_slip_is_printed_again_when_there_is_paper_and_says_of_which_job(
    kiosk: Kiosk,
) -> None:
    kiosk.to_done()
    kiosk.tell(EMPTY)
    kiosk.completes(PARTIAL, CompletionCode.HARDWARE_ERROR)
    assert (kiosk.shown.slip_hint, kiosk.shown.secondary) == ("凭条没有打完", None)
    kiosk.tell(FULL)
    assert kiosk.shown.secondary.label == "补打凭条"
    kiosk.tell(kiosk.shown.secondary.press)
    first, again = kiosk.did(Print)
    assert again.id != first.id
    assert again.slip.reprint_of == first.slip.number
    assert again.slip.number == f"{first.slip.number}-2"
    assert "补打" in words_of(again)
    assert kiosk.audited("slip_asked_again") == [
        {"visit": VISIT, "kind": "receipt", "job": first.slip.number}
    ]
    kiosk.completes(PRINTED)
    assert (kiosk.shown.slip_hint, kiosk.shown.secondary) == ("凭条在右下方的出口", None)
    assert kiosk.shown.lead == "请拿走凭条，收好身份证。"
    assert [told["outcome"] for told in kiosk.audited("slip_printed")] == ["printed"]


def test_what_never_began_is_no_reprint(kiosk: Kiosk) -> None:
    """Nothing of it came out: its number is still free, and the paper is the first."""
    kiosk.to_done()
    kiosk.completes(code=CompletionCode.DEVICE_NOT_READY)
    assert kiosk.shown.secondary.label == "打印凭条"
    kiosk.tell(PrintAgainPressed())
    first, again = kiosk.did(Print)
    assert (again.slip, again.id != first.id) == (first.slip, True)
    kiosk.completes(PARTIAL, CompletionCode.HARDWARE_ERROR)
    kiosk.tell(PrintAgainPressed())
    assert kiosk.did(Print)[-1].slip.reprint_of == first.slip.number


def test_a_printer_that_never_says_what_it_did_is_not_asked_for_ever(kiosk: Kiosk) -> None:
    kiosk.to_done()
    for _ in range(PRINTS_AT_MOST):
        kiosk.completes(UNCONFIRMED)
        kiosk.tell(PrintAgainPressed())
    assert len(kiosk.did(Print)) == PRINTS_AT_MOST
    assert kiosk.shown.secondary is None
    assert len({printed.slip.number for printed in kiosk.did(Print)}) == PRINTS_AT_MOST


@pytest.mark.parametrize("code", [CompletionCode.INVALID_DATA, CompletionCode.INTERNAL_ERROR])
def test_what_cannot_be_printed_is_not_offered_again(kiosk: Kiosk, code: CompletionCode) -> None:
    kiosk.to_done()
    kiosk.completes(code=code)
    assert kiosk.shown.secondary is None
    kiosk.tell(PrintAgainPressed())
    assert len(kiosk.did(Print)) == 1


def test_a_slip_that_was_torn_off_is_not_asked_to_be_taken(kiosk: Kiosk) -> None:
    kiosk.to_done()
    kiosk.tell(SlipPresented())
    kiosk.completes(PRINTED)
    assert kiosk.shown.lead == "请拿走凭条，收好身份证。"
    kiosk.tell(SlipTaken())
    assert (kiosk.shown.lead, kiosk.shown.slip_hint) == ("请收好凭条和身份证。", "凭条已经拿走")


def test_a_slip_that_was_torn_off_is_not_printed_again(kiosk: Kiosk) -> None:
    kiosk.to_done()
    kiosk.completes(UNCONFIRMED)
    kiosk.tell(SlipTaken(), PrintAgainPressed())
    assert len(kiosk.did(Print)) == 1


def test_whoever_comes_next_gets_nothing_of_it() -> None:
    """Neither a technician nor the next visitor, wherever they press."""
    kiosk = Workplace()
    kiosk.to_done()
    kiosk.completes(PARTIAL, CompletionCode.HARDWARE_ERROR)
    kiosk.tell(ContinuePressed(), PrintAgainPressed())
    kiosk.wait(60)
    assert kiosk.page == "HomeView"
    kiosk.to_the_board()
    kiosk.tell(PrintAgainPressed(), PrintTestPressed(), PrintAgainPressed())
    assert [printed.slip.kind for printed in kiosk.did(Print)] == ["receipt", "test"]
    kiosk.prints()
    kiosk.tell(LeavePressed(), PrintAgainPressed())
    kiosk.to_the_card()
    kiosk.tell(PrintAgainPressed())
    assert len(kiosk.did(Print)) == 2
