"""Every fault of `faults.ROWS` × every command, on the wire, and the recovery by itself."""

import time
from pathlib import Path

import pytest

from config.model import PrinterConfig
from kiosk.ports import DeviceStatus, FunctionReport, FunctionTest, PrintResult, SelfTest
from kiosk.vocabulary import CompletionCode
from tests.devices.fault_matrix import Cell, Row
from tests.devices.printer.conftest import Desk, every_model, slip_for
from tests.devices.printer.faults import COMMANDS, OF_OTHERS, ROWS, Ended

HANDS = {"tear_off", "refill", "healthy", "replug", "receipts"}
SHORT = {"reply_timeout_s": 0.1, "job_timeout_s": 0.6}
REAL = ("status_interval_s", "reply_timeout_s", "job_timeout_s", "reopen_first_s", "reopen_most_s")

every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


def test_every_fault_of_the_simulator_has_its_row(desk: Desk) -> None:
    assert {row.fault for row in ROWS} == set(desk.peer.verbs) - HANDS


@every_row
def test_every_command_ends_as_told_and_the_next_one_well(tmp_path: Path, row: Row) -> None:
    desk = Desk(tmp_path, patience=SHORT)
    play(desk, row, row.cells, within_s=3.0)


@pytest.mark.long
@every_model
@every_row
def test_the_same_with_the_patience_of_a_kiosk(tmp_path: Path, profile: str, row: Row) -> None:
    own = PrinterConfig(port="")
    patience = {name: getattr(own, name) for name in REAL}
    if row.fault == "delay":
        row = Row(row.fault, row.cells, {**row.asked, "s": 3.0})
    desk = Desk(tmp_path, profile=profile, patience=patience)
    play(desk, row, OF_OTHERS.get((profile, row.fault), row.cells), own.job_timeout_s + 10)


def play(desk: Desk, row: Row, cells: tuple[Cell, ...], within_s: float) -> None:
    try:
        desk.wait_for_status(lambda each: each.attention is None)
        for command, cell in zip(COMMANDS, cells, strict=True):
            desk.do(row.fault, **row.asked)
            began_s = time.monotonic()
            assert end_of(desk, command) == cell, command.__name__
            assert time.monotonic() - began_s < within_s, command.__name__
            heal(desk)
        # A printer that keeps on being asked finds back, and nothing of before is left in it.
        desk.wait_until(lambda: desk.self_test()[1].attention is None, within_s)
        assert desk.outcome(slip_for("林国斌", "A-2")) == ("success", "printed")
        assert "陈海英" not in desk.texts()[-1]
    finally:
        desk.close()


def end_of(desk: Desk, command: type) -> Cell:
    """The cell of the table that was seen."""
    if command is SelfTest:
        code, result = desk.self_test()
    elif command is FunctionTest:
        code, result = desk.function_test()
    else:
        code, result = desk.print(slip_for("陈海英", "A-1", lines=10))
    match result:
        case PrintResult(outcome=outcome):
            return Ended(code, outcome=outcome)
        case DeviceStatus(attention=attention):
            return Cell(code, attention)
        case FunctionReport():
            return Cell(code)
    assert code is CompletionCode.SUCCESS
    return Cell(code)


def heal(desk: Desk) -> None:
    """What people do: cover closed, paper and cable in, slip taken. The kiosk does the rest."""
    desk.do("healthy")
    if desk.peer.status()["hanging"]:
        desk.do("tear_off")
    desk.wait_for_status(lambda each: each.attention is None)
