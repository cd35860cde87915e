"""Every fault of `faults.ROWS` × every command, on the wire, and the recovery by itself."""

from pathlib import Path
from typing import Any

import pytest

from config.model import DocumentPrinterConfig
from kiosk.ports import DeviceStatus, DocumentResult, PrintDocument
from kiosk.vocabulary import DeviceState, PrintOutcome
from tests.devices.document_printer.desk import Corner, Ours
from tests.devices.document_printer.faults import COMMANDS, ROWS, Ended
from tests.devices.document_printer.paper import document
from tests.devices.fault_matrix import Row
from tests.devices.inbox import eventually

HANDS = {"panel_cancel", "restart", "refill", "replug", "healthy", "documents"}
REAL = DocumentPrinterConfig(uri="ipp://printer").model_dump(exclude={"uri", "media", "tray"})


def test_every_fault_of_the_simulator_has_its_row(ours: Ours) -> None:
    assert {row.fault for row in ROWS} == set(ours.verbs) - HANDS
    ours.close()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_command_ends_as_told_and_the_next_one_well(tmp_path: Path, row: Row) -> None:
    play(tmp_path, row, {"reply_timeout_s": 0.1}, within_s=5.0)


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_same_with_the_patience_of_a_kiosk(tmp_path: Path, row: Row) -> None:
    asked = {**row.asked, "s": 8.0} if row.fault == "delay" else row.asked
    play(tmp_path, Row(row.fault, row.cells, asked), REAL, within_s=60.0)


def play(directory: Path, row: Row, patience: dict[str, Any], within_s: float) -> None:
    printer = Ours(directory)
    corner = Corner(directory, printer, **patience)
    try:
        corner.inbox.wait_for(object)
        printer.do(row.fault, **row.asked)
        licence = document("first", pages=3)
        for command, cell in zip(COMMANDS, row.cells, strict=True):
            details = (licence,) if command is PrintDocument else ()
            corner.driver.submit(command(command.__name__, *details))
            end = corner.inbox.completed(command.__name__, within_s)
            assert end.code is cell.code
            seen = end.result.attention if isinstance(end.result, DeviceStatus) else None
            assert seen is cell.attention
            outcome = end.result.outcome if isinstance(end.result, DocumentResult) else None
            assert outcome is (cell.outcome if isinstance(cell, Ended) else None)
        printer.do("healthy")
        eventually(lambda: corner.inbox.statuses()[-1].state is DeviceState.ONLINE, within_s)
        after = document("after")
        corner.driver.submit(PrintDocument("after", after))
        assert corner.inbox.completed("after", within_s).result == DocumentResult(
            PrintOutcome.PRINTED, 1
        )
        # What did not come out then has not come out since, and the next one came out once.
        whole = [licence.data] if outcome in PRINTED_THEN else []
        assert printer.printed() == [*whole, after.data]
    finally:
        corner.close()
    for id in (*(command.__name__ for command in COMMANDS), "after"):
        assert corner.inbox.completions(id) == 1


PRINTED_THEN = (PrintOutcome.PRINTED, PrintOutcome.UNCONFIRMED)
"""Here: all of it was with the printer, which went on without being able to say so."""
