"""The process that plays the hardware: starts every peer, opens the control socket, ends in order.

Says in one JSON line on standard output how the kiosk reaches each peer, once all are ready. Ends
when its parent dies, when its standard input ends, on SIGTERM and on SIGINT; takes the socket and
the links along. Which verbs there are is the peers' business.
"""

import json
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from config.people import Person
from devices.barcode_reader.simulator import BarcodeReaderPeer
from devices.camera.clips import ClipLibrary
from devices.camera.simulator import CameraPeer
from devices.card_reader.simulator import CardReaderPeer
from devices.document_printer.simulator import DocumentPrinterPeer
from devices.document_printer.simulator_tray import BlankReaderPeer
from devices.printer.simulator import PrinterPeer
from devices.simulation.control import ControlServer
from devices.simulation.lifetime import at_end_of_file, die_with_parent
from devices.simulation.peer import Peer

SOCKET_NAME = "control"


def run(
    directory: Path,
    people: Mapping[str, Person],
    clips_dir: Path,
    *,
    camera: bool = True,
    sam_delay_s: float = 0.6,
    printer: str = "tm-t88",
    told: TextIO = sys.stdout,
) -> None:
    """Play until the parent goes. Call it from the main thread of a process of its own, whose
    standard input is a pipe that its parent holds open.

    Args:
        directory: for the ports' links, the socket and the printed slips; made if need be.
        people: the reviewed list of made-up people.
        clips_dir: where the camera's clips and the cards' portraits are kept.
        camera: False when a real camera is used.
        sam_delay_s: how long the card's security module thinks before it answers a read.
        printer: the model that prints receipts, see devices/printer/simulator_models.py.
        told: where the line with the wiring goes.
    """
    die_with_parent()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    at_end_of_file(ended.set)
    directory.mkdir(parents=True, exist_ok=True)
    with ExitStack() as open_until_the_end:
        peers = _start(directory, people, clips_dir, camera, sam_delay_s, printer)
        for peer in peers:
            open_until_the_end.callback(peer.close)
        control = ControlServer(directory / SOCKET_NAME, peers, people)
        open_until_the_end.callback(control.close)
        print(json.dumps(control.wiring()), file=told, flush=True)
        ended.wait()


def _start(
    directory: Path,
    people: Mapping[str, Person],
    clips_dir: Path,
    camera: bool,
    sam_delay_s: float,
    printer: str,
) -> list[Peer]:
    library = ClipLibrary(clips_dir)
    documents = DocumentPrinterPeer(directory)
    peers: list[Peer] = [
        CardReaderPeer(
            directory,
            people,
            lambda key: library.portrait(people[key].seed),
            sam_delay_s=sam_delay_s,
        ),
        PrinterPeer(directory, model=printer),
        BarcodeReaderPeer(directory),
        documents,
        BlankReaderPeer(directory, "blank_original", "ZB", lambda: documents.pulled("iso_a3")),
        BlankReaderPeer(directory, "blank_duplicate", "FB", lambda: documents.pulled("iso_a4")),
    ]
    if camera:
        seeds = {key: person.seed for key, person in people.items()}
        peers.append(CameraPeer(seeds, clips_dir))
    return peers
