"""Every fault × every command: one end, in time, and a printer that prints again by itself.

The short profile runs with time-outs of tens of milliseconds on the model of `make run`; the long
one (make torture) with those of the configuration, on every model.
"""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from config.model import PrinterConfig
from kiosk.attention import (
    Attention,
    ClearPaperJam,
    ClosePrinterCover,
    RefillPaper,
    ReseatPrinterCable,
    ResetPrinter,
)
from kiosk.ports import DeviceStatus, FunctionReport, PrintResult
from kiosk.vocabulary import CompletionCode, PrintOutcome
from tests.devices.printer.conftest import Desk, every_model, slip_for

OK, NOT_READY = CompletionCode.SUCCESS, CompletionCode.DEVICE_NOT_READY
BROKEN, LATE = CompletionCode.HARDWARE_ERROR, CompletionCode.TIME_OUT
PRINTED, PARTIAL = PrintOutcome.PRINTED, PrintOutcome.PARTIAL
UNCONFIRMED = PrintOutcome.UNCONFIRMED

End = tuple[CompletionCode, PrintOutcome | type[Attention] | None]
Ends = set[End]
FINE: Ends = {(OK, None)}
REPORTED: Ends = {(OK, None), (LATE, None), (BROKEN, None), (NOT_READY, ResetPrinter)}

# Fault, its figures, and how each command may end: print, self test, function test.
TABLE: list[tuple[str, Mapping[str, Any], Ends, Ends, Ends]] = [
    ("paper_low", {}, {(OK, PRINTED)}, FINE, FINE),
    ("paper_out", {}, {(NOT_READY, RefillPaper)}, {(OK, RefillPaper)}, {(BROKEN, None)}),
    ("out_mid_job", {"lines": 6}, {(BROKEN, PARTIAL)}, FINE, FINE),
    (
        "cover_open",
        {},
        {(NOT_READY, ClosePrinterCover)},
        {(OK, ClosePrinterCover)},
        {(BROKEN, None)},
    ),
    ("jam", {}, {(NOT_READY, ClearPaperJam)}, {(OK, ClearPaperJam)}, {(BROKEN, None)}),
    ("cutter", {}, {(BROKEN, PARTIAL)}, FINE, FINE),
    ("silent", {}, {(OK, UNCONFIRMED)}, {(NOT_READY, ResetPrinter)}, {(NOT_READY, ResetPrinter)}),
    ("not_taken", {}, {(OK, PRINTED)}, FINE, FINE),
    (
        "dont_answer",
        {},
        {(OK, UNCONFIRMED)},
        {(NOT_READY, ResetPrinter)},
        {(NOT_READY, ResetPrinter)},
    ),
    ("dont_answer", {"on": "proof"}, {(OK, UNCONFIRMED)}, FINE, {(LATE, None)}),
    (
        "unplug",
        {},
        {(NOT_READY, ReseatPrinterCable)},
        {(NOT_READY, ReseatPrinterCable)},
        {(NOT_READY, ReseatPrinterCable)},
    ),
    ("noise", {"percent": 30, "on": "proof"}, {(OK, PRINTED), (OK, UNCONFIRMED)}, FINE, REPORTED),
    ("junk", {"on": "proof"}, {(OK, PRINTED), (OK, UNCONFIRMED)}, FINE, REPORTED),
    ("split", {"s": 0.005}, {(OK, PRINTED)}, FINE, FINE),
    ("delay", {"s": 0.3, "on": "proof"}, {(OK, PRINTED)}, FINE, REPORTED),
    ("wrong_checksum", {}, {(OK, UNCONFIRMED)}, FINE, {(LATE, None)}),
    ("late_answer", {"times": 1, "on": "status"}, {(OK, PRINTED), (OK, UNCONFIRMED)}, FINE, FINE),
    (
        "late_answer",
        {"times": 1, "on": "proof"},
        {(OK, PRINTED), (OK, UNCONFIRMED)},
        FINE,
        {(LATE, None)},
    ),
]
OF_OTHERS: dict[tuple[str, str], tuple[Ends, Ends, Ends]] = {
    # No number comes back from a barrier, so none can be wrong.
    ("snbc-bt-t080", "wrong_checksum"): ({(OK, PRINTED)}, FINE, FINE),
    ("cashino-kp-628e", "wrong_checksum"): ({(OK, PRINTED)}, FINE, FINE),
    # This one has no bit for it: it is offline, and says no more.
    ("cashino-kp-628e", "jam"): (
        {(NOT_READY, ResetPrinter)},
        {(OK, ResetPrinter)},
        {(BROKEN, None)},
    ),
}
SHORT = {"reply_timeout_s": 0.06, "job_timeout_s": 0.5}
WHOLE_JOB_S = 3.0
"""In which a command of the short profile has ended, even on a machine that others use too."""


def end_of(code: CompletionCode, result: object) -> End:
    match result:
        case PrintResult(outcome=outcome):
            return code, outcome
        case DeviceStatus(attention=attention):
            warned = attention is not None and code is OK and result.state.value == "online"
            return code, None if warned else attention
        case FunctionReport():
            return code, None
    raise AssertionError(result)


def run(desk: Desk, command: str, number: str) -> End:
    if command == "print":
        return end_of(*desk.print(slip_for("陈海英", number, lines=10)))
    return end_of(*(desk.self_test() if command == "self test" else desk.function_test()))


def heal(desk: Desk) -> None:
    """What people do: the cover closed, paper in, the cable in. The rest the kiosk does itself."""
    desk.do("healthy")
    if desk.peer.status()["hanging"]:
        desk.do("tear_off")
    desk.wait_for_status(lambda each: each.attention is None)


every_fault = pytest.mark.parametrize(
    ("fault", "figures", "printing", "self_test", "function_test"),
    TABLE,
    ids=[" ".join([row[0], *map(str, row[1].values())]) for row in TABLE],
)


@every_fault
def test_every_fault_ends_every_command_rightly_and_in_time(
    tmp_path: Path,
    fault: str,
    figures: Mapping[str, Any],
    printing: Ends,
    self_test: Ends,
    function_test: Ends,
) -> None:
    desk = Desk(tmp_path, patience=SHORT, pictures=False)
    _play(desk, fault, figures, (printing, self_test, function_test), WHOLE_JOB_S)


@pytest.mark.long
@every_model
@every_fault
def test_the_same_with_the_time_outs_of_the_configuration_on_every_model(
    tmp_path: Path,
    profile: str,
    fault: str,
    figures: Mapping[str, Any],
    printing: Ends,
    self_test: Ends,
    function_test: Ends,
) -> None:
    own = PrinterConfig(port="")
    names = ("status_interval_s", "reply_timeout_s", "job_timeout_s", "reopen_first_s")
    patience = {name: getattr(own, name) for name in (*names, "reopen_most_s")}
    desk = Desk(tmp_path, profile=profile, patience=patience, pictures=False)
    ends = OF_OTHERS.get((profile, fault), (printing, self_test, function_test))
    _play(desk, fault, figures, ends, own.job_timeout_s + 10)


def _play(
    desk: Desk, fault: str, figures: Mapping[str, Any], ends: tuple[Ends, ...], limit_s: float
) -> None:
    printing, *tests = ends
    try:
        desk.wait_for_status(lambda each: each.attention is None)
        wanted = zip(("self test", "function test", "print"), (*tests, printing), strict=True)
        for command, right in wanted:
            desk.do(fault, **figures)
            began_s = time.monotonic()
            assert run(desk, command, "A-1") in right, command
            assert time.monotonic() - began_s < limit_s, command
            heal(desk)
        # A printer that keeps on being asked finds back, and nothing of before is left in it.
        desk.wait_until(lambda: desk.self_test()[1].attention is None, within_s=limit_s)
        assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")
        assert "陈海英" not in desk.texts()[-1]
    finally:
        desk.close()
