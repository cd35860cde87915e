"""The hardware bench, offscreen, against real peers behind a real control socket."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from config.people import load_people
from config.words import load_words
from devices.barcode_reader.simulator import BarcodeReaderPeer
from devices.camera.simulator import CameraPeer
from devices.card_reader.simulator import CardReaderPeer
from devices.document_printer.simulator import DocumentPrinterPeer
from devices.printer.simulator import PrinterPeer
from devices.simulation.client import ControlClient
from devices.simulation.control import ControlServer
from devices.simulation.peer import Peer
from kiosk.codes import load_codes
from kiosk.visit.views.parts import Button
from screens.bench_faults import FAULTS
from screens.bench_touches import Ask
from screens.bench_view import CODES, BenchView, PeerView, bench_view
from tests.devices.camera.cast import CLIPS, library

ROOT = Path(__file__).parents[2]
WORDS = load_words()  # once: reading them takes longer than all else here
PEOPLE = load_people(date.today())
NAMES = {key: person.name for key, person in PEOPLE.items()}


class Bench:
    """Peers, their socket, and a bench beside them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        library()  # nobody waits for a look as long as filming takes
        self.peers: list[Peer] = [
            CardReaderPeer(directory, PEOPLE, lambda key: key.encode()),
            PrinterPeer(directory),
            DocumentPrinterPeer(directory),
            BarcodeReaderPeer(directory),
            CameraPeer({key: person.seed for key, person in PEOPLE.items()}, CLIPS),
        ]
        self.server = ControlServer(directory / "control", self.peers, PEOPLE)
        self.control = ControlClient(directory / "control")
        self.processes: list[subprocess.Popen[str]] = []

    def start(self, *command: str) -> subprocess.Popen[str]:
        """A bench as a process: its standard input is the parent's pipe."""
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={key: value for key, value in os.environ.items() if key != "DISPLAY"},
        )
        self.processes.append(process)
        return process

    def presses(self, *names: str) -> subprocess.Popen[str]:
        """Press these one after another; back when the last one is pressed."""
        process = self.start("-m", "tests.screens.finger", str(self.directory), *names)
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(len(names) + 1)]
        assert told == [*(f"pressed {name}" for name in names), "too long: []"]
        return process

    def comes_true(self, true: Callable[[], object], limit_s: float = 10.0) -> bool:
        ends_s = time.monotonic() + limit_s
        while not true():
            if time.monotonic() > ends_s:
                return False
            time.sleep(0.02)
        return True

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        self.server.close()
        for peer in self.peers:
            peer.close()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def test_what_is_pressed_is_done_by_the_peers_in_either_language_until_they_are_gone(
    bench: Bench,
) -> None:
    status = bench.control.status
    bench.control.do("printer", "cover_open")
    process = bench.presses(
        *("card-of-lin-guobin", "place", "look-wu-meiyun", "card_reader-unreadable"),
        *("faults-wire", "language", "document_printer-noise"),
        *("faults-machine", "printer-cover_open"),
    )
    assert bench.comes_true(lambda: not status()["printer"]["cover_open"])
    assert bench.comes_true(lambda: status()["document_printer"]["faults"] == ["noise"])
    assert status()["card_reader"]["faults"] == ["unreadable"]
    assert status()["card_reader"]["person"] == "lin-guobin"
    assert status()["camera"]["person"] == "wu-meiyun"
    bench.server.close()
    assert process.wait(10) == 0


def test_the_bench_ends_with_its_parent(bench: Bench) -> None:
    process = bench.start("run_kiosk.py", "bench", "--directory", str(bench.directory))
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(3)
    assert process.stdin is not None
    process.stdin.close()
    process.wait(10)
    assert process.returncode in (0, -signal.SIGTERM)


# ---- what it shows -----------------------------------------------------------------------------


def shows(bench: Bench, language: str = "zh") -> BenchView:
    words = WORDS[language]
    return bench_view(words, NAMES, bench.control.status(), "chen-haiying", "")


HANDS = {
    "card_reader": {"place", "lift"},
    "camera": {"look", "leave"},
    "printer": {"tear_off", "refill", "receipts"},
    "document_printer": {"refill", "documents"},
    "barcode_reader": {"scan"},
}  # what is no fault
ONLY_BY_NAME = {
    "card_reader": {"verdict", "portrait_for_all"},  # want a code, a portrait
    "camera": {"attack"},  # wants minutes of drawing
}  # `run_kiosk.py simulate` has these


def test_the_bench_has_every_fault_of_the_simulators_and_no_other(bench: Bench) -> None:
    for peer in bench.peers:
        on_bench = {fault.verb for page in FAULTS.values() for fault in page[peer.name]}
        no_fault = {"healthy", "replug", *HANDS[peer.name], *ONLY_BY_NAME.get(peer.name, ())}
        assert on_bench == set(peer.verbs) - no_fault, peer.name


def test_whatever_can_be_pressed_is_a_verb_of_a_real_peer(bench: Bench) -> None:
    verbs = {peer.name: set(peer.verbs) for peer in bench.peers}
    for peer in shows(bench).peers:
        for button in (peer.action, peer.healthy, *peer.people, *_faults(peer)):
            if button is not None and isinstance(button.press, Ask):
                assert button.press.verb in verbs[button.press.peer]


LIT_LATER = {
    "foreign",
    "out_mid_job",
    "cutter",
    "not_taken",
    "restart",
    "jam_next",
    "abort_next",
    "panel_cancel",
}  # a peer shows these when they strike
FILMED = {
    "two_people": ("companion", "wu-meiyun"),
    "far": ("far", True),
    "dark": ("dark", True),
    **{what: ("wear", what) for what in ("glasses", "dark_glasses", "mask")},
}  # would cost seconds of filming
GESTURES = ("blink", "turn_left", "turn_right", "open_mouth")  # over in a second


def test_whatever_is_wrong_is_lit_and_out_again_when_mended(bench: Bench) -> None:
    every = [(peer, fault) for page in FAULTS.values() for peer in page for fault in page[peer]]
    for peer, fault in every:
        if fault.name in {*LIT_LATER, *FILMED, *GESTURES}:
            continue
        name = f"{peer}-{fault.name}"
        asked = next(b for b in _faults(_of(shows(bench), peer)) if b.name == name)
        assert isinstance(asked.press, Ask)
        bench.control.do(peer, asked.press.verb, **dict(asked.press.details))
        assert _lit(_of(shows(bench), peer)) == [name]
        bench.control.do(peer, fault.mend)
        assert _of(shows(bench), peer).well, fault.verb


def test_a_fault_on_the_page_that_is_not_shown_is_counted_at_its_tab(bench: Bench) -> None:
    bench.control.do("printer", "junk")
    machine, wire = shows(bench, "en").pages

    assert (machine.label, machine.selected) == ("Machine", True)
    assert (wire.label, wire.selected) == ("Wire (1)", False)
    assert not _of(shows(bench), "printer").well


@pytest.mark.parametrize("verb", FILMED)
def test_what_is_wrong_before_the_camera_is_lit(bench: Bench, verb: str) -> None:
    status = bench.control.status()
    key, value = FILMED[verb]
    assert key in status["camera"]
    status["camera"].update({"person": "chen-haiying", key: value})
    view = bench_view(WORDS["zh"], NAMES, status, "chen-haiying", "")
    assert _lit(_of(view, "camera")) == [f"camera-{verb}"]


def test_without_a_camera_of_ours_the_bench_has_the_other_four(bench: Bench) -> None:
    status = bench.control.status()
    del status["camera"]
    view = bench_view(WORDS["en"], NAMES, status, "chen-haiying", "")
    assert [peer.name for peer in view.peers] == [
        *("card_reader", "printer", "document_printer", "barcode_reader")
    ]


def test_the_codes_on_the_bench_are_what_they_are_called() -> None:
    allowed = load_codes()
    for name, code in CODES.items():
        kind = allowed.kind_of(code, ("identity_qr", "case_number", "window_number", "uscc"))
        assert kind == (None if name == "strange" else name)


def _of(view: BenchView, name: str) -> PeerView:
    return next(peer for peer in view.peers if peer.name == name)


def _faults(peer: PeerView) -> list[Button]:
    """Of all pages."""
    return [button for page in peer.faults.values() for button in page]


def _lit(peer: PeerView) -> list[str]:
    return [button.name for button in _faults(peer) if button.selected]
