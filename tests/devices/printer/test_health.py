"""Every state of the printer has one first thing to do."""

import pytest

from devices.printer.health import BLOCKING, describe
from devices.printer.profile import Fact
from kiosk.attention import (
    Attention,
    ClearPaperJam,
    ClosePrinterCover,
    CoolPrintHead,
    FreeCutter,
    PaperRunsLow,
    RefillPaper,
    ResetPrinter,
)
from kiosk.vocabulary import DeviceState, PaperSupply

USER, HARDWARE = DeviceState.USER_ERROR, DeviceState.HARDWARE_ERROR


@pytest.mark.parametrize(
    ("facts", "state", "attention", "paper"),
    [
        ((), DeviceState.ONLINE, None, PaperSupply.FULL),
        (("paper_low",), DeviceState.ONLINE, PaperRunsLow, PaperSupply.LOW),
        (("paper_low", "paper_out", "offline"), USER, RefillPaper, PaperSupply.OUT),
        (("cover_open", "paper_out", "offline"), USER, ClosePrinterCover, PaperSupply.OUT),
        (("jam", "offline"), HARDWARE, ClearPaperJam, PaperSupply.JAMMED),
        (("cutter", "offline"), HARDWARE, FreeCutter, PaperSupply.FULL),
        (("broken", "offline"), HARDWARE, ResetPrinter, PaperSupply.FULL),
        (("overheated", "offline"), HARDWARE, CoolPrintHead, PaperSupply.FULL),
        (("offline",), DeviceState.OFFLINE, ResetPrinter, PaperSupply.FULL),
    ],
)
def test_the_first_thing_to_put_right(
    facts: tuple[Fact, ...],
    state: DeviceState,
    attention: type[Attention] | None,
    paper: PaperSupply,
) -> None:
    status = describe(frozenset(facts), knows_paper=True)

    assert (status.state, status.attention, status.paper) == (state, attention, paper)


def test_what_is_unknown_blocks_nothing() -> None:
    status = describe(frozenset(), knows_paper=False)

    assert (status.state, status.attention) == (DeviceState.ONLINE, None)
    assert status.paper is PaperSupply.UNKNOWN


def test_a_warning_does_not_block() -> None:
    assert "paper_low" not in BLOCKING


def test_a_printer_that_may_hold_an_old_slip_wants_a_technician_unless_more_is_known() -> None:
    assert describe(frozenset(), True, cleared=False).attention is ResetPrinter
    assert describe(frozenset({"paper_out"}), True, cleared=False).attention is RefillPaper
