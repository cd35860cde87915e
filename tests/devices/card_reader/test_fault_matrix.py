"""Every fault of `faults.ROWS` × every command, on the wire, and the recovery by itself."""

import time

import pytest

from devices.card_reader.simulator import CardReaderPeer
from kiosk.events.devices import CardFound
from kiosk.ports import CardData, DeviceStatus, ReadCard
from kiosk.vocabulary import CompletionCode, DeviceState
from tests.devices.card_reader.conftest import Bench
from tests.devices.card_reader.faults import COMMANDS, ROWS
from tests.devices.fault_matrix import Cell, Row
from tests.devices.inbox import eventually

HANDS = {"place", "portrait_for_all", "replug", "healthy"}
REAL = {"poll_interval_s": 0.3, "reply_timeout_s": 1.0, "read_timeout_s": 3.0, "settle_s": 0.05}
REAL |= {"reopen_first_s": 0.5, "reopen_most_s": 30.0}


def test_every_fault_of_the_simulator_has_its_row(peer: CardReaderPeer) -> None:
    assert {row.fault for row in ROWS} == set(peer.verbs) - HANDS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_command_ends_as_told_and_the_next_one_well(peer: CardReaderPeer, row: Row) -> None:
    play(peer, row, Bench(peer, **row.config), within_s=3.0, waiting_s=0.06)


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_same_with_the_patience_of_a_kiosk(peer: CardReaderPeer, row: Row) -> None:
    asked = {**row.asked, "s": 6.0} if row.fault == "delay" else row.asked
    real = Row(row.fault, row.cells, asked, row.config)
    play(peer, real, Bench(peer, **{**REAL, **row.config}), within_s=15.0, waiting_s=1.0)


def play(peer: CardReaderPeer, row: Row, bench: Bench, within_s: float, waiting_s: float) -> None:
    try:
        bench.inbox.wait_for(object)
        if row.fault == "lift":
            bench.do("place", person="wu-meiyun")
        bench.do(row.fault, **row.asked)
        for command, cell in zip(COMMANDS, row.cells, strict=True):
            if command is ReadCard and row.fault != "lift":
                bench.do("place", person="wu-meiyun")
            bench.reader.submit(command(command.__name__))
            ends_as_told(bench, command.__name__, cell, within_s, waiting_s)
        recovers(bench, row.cells[-1], within_s)
    finally:
        bench.reader.close()
    for command in COMMANDS:
        assert bench.inbox.completions(command.__name__) == 1


def ends_as_told(bench: Bench, id: str, cell: Cell, within_s: float, waiting_s: float) -> None:
    if cell.told is not None:
        bench.inbox.wait_for(type(cell.told), lambda event: event == cell.told, within_s)
        assert not bench.inbox.completions(id)
    elif cell.code is None:
        time.sleep(waiting_s)
        assert not bench.inbox.completions(id)
        assert not any(isinstance(event, CardFound) for event in bench.inbox.events)
    else:
        end = bench.inbox.completed(id, within_s)
        assert end.code is cell.code
        seen = end.result.attention if isinstance(end.result, DeviceStatus) else None
        assert seen is cell.attention
        if seen is not None:
            # Health is told apart from how a command ended, and pushed.
            eventually(lambda: bench.inbox.statuses()[-1].attention is seen, within_s)


def recovers(bench: Bench, cell: Cell, within_s: float) -> None:
    """The fault goes, the card is laid down again, and is read by the same command or the next."""
    if bench.peer.status()["card"]:
        bench.do("lift")
    bench.do("healthy")
    eventually(lambda: bench.inbox.statuses()[-1].state is DeviceState.ONLINE, within_s)
    id = ReadCard.__name__
    if cell.code is not None:
        id = "next"
        bench.reader.submit(ReadCard(id))
    seen_lifted = len(bench.peer.wire())
    eventually(lambda: _found_nothing(bench, seen_lifted), within_s)
    bench.do("place", person="chen-haiying")
    end = bench.inbox.completed(id, within_s)
    assert end.code is CompletionCode.SUCCESS
    assert isinstance(end.result, CardData)
    assert end.result.card.name == "陈海英"
    assert bench.faces[-1] == b"the face of chen-haiying"


def _found_nothing(bench: Bench, since: int) -> bool:
    crossed = bench.peer.wire()[since:]
    return any(each["code"] == "find" and each["direction"] == "to_kiosk" for each in crossed)
