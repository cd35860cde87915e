"""replug_recovery: from the cable put back to the reader in use, against the pause in force.

The pause before the next try doubles while the port is gone; whoever puts the cable back comes at
any moment of it. Told is the worst of all rounds.
"""

import tempfile
import time
from datetime import date
from pathlib import Path

from config.model import CardReaderConfig
from config.people import load_people
from devices.card_reader.driver import SerialCardReader
from devices.card_reader.simulator import CardReaderPeer
from kiosk.vocabulary import DeviceState
from tests.bench.measure import Report, Row
from tests.devices.inbox import Inbox, eventually

GONE_S = (2.0, 2.4, 3.1, 4.0, 5.3, 7.1)


def measure() -> Report:
    inbox = Inbox()
    with tempfile.TemporaryDirectory() as folder:
        peer = CardReaderPeer(Path(folder), load_people(date.today()), str.encode)
        config = CardReaderConfig(port=peer.wiring()["card_reader.port"])
        reader = SerialCardReader(config, inbox.post, lambda portrait: None)
        try:
            rounds = [_round(peer, reader, inbox, gone_s) for gone_s in GONE_S]
        finally:
            reader.close()
            peer.close()
    took_s, pause_s = max(rounds, key=lambda each: each[0] / each[1])
    told = "the back-off in force when the cable was put back"
    return Report([Row("replug_recovery", "s", took_s, pause_s, told, goal=1.5)])


def _round(
    peer: CardReaderPeer, reader: SerialCardReader, inbox: Inbox, gone_s: float
) -> tuple[float, float]:
    """Seconds until it is in use, and the pause in force, both when the cable is put back."""
    _until(inbox, DeviceState.ONLINE)
    peer.verbs["unplug"]({})
    _until(inbox, DeviceState.NO_DEVICE)
    time.sleep(gone_s)
    pause_s = reader._worker._pause_s
    peer.verbs["replug"]({})
    began_s = time.monotonic()
    _until(inbox, DeviceState.ONLINE)
    return time.monotonic() - began_s, pause_s


def _until(inbox: Inbox, state: DeviceState) -> None:
    eventually(lambda: [s.state for s in inbox.statuses()][-1:] == [state], 90.0)
