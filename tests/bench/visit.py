"""visit_time: the scripted visit against what wires and devices took in that very visit.

A renewal here; opening a shop and printing a licence are `visit_shop` and `visit_licence`. The
visit runs from the home page to the goodbye, without pictures and without thinking time.

*Without thinking time*: the visitor never waits to read, and the moments in which a page takes no
touch yet where the next one is meant for (`router.GUARD_S`) are left out too, since whoever reads
the page spends them reading. *Wire and device times*: the reader's exchanges of the read that
succeeded (with the module's thinking), the printer's job from its first command to the answer that
it is done, the platform's requests, for the camera what the face check took, which waits for
frames and for what the visitor is asked to do, and the round of shots for the card with its
countdown; the readers of numbered paper and the licence printer's jobs, which print at once where
they are simulated; and, as devices too, the finger on the glass (down, up, each seen by the loop
that draws) and the display, drawn by the processor here, for the first picture of each page. Each
is told for itself.

Told beside is the strict figure, which leaves nothing out and counts no finger and no display: all
of the visit against the wires and the camera alone. On a machine that draws with its processor
most of the difference is drawing.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from kiosk.keeping.audit import export_jsonl
from tests.bench.measure import Report, compare
from tests.bench.peers import ROOT, Peers

VISITS = 3
LIMIT_S = 120.0  # of a visit on a machine that others use too
BEGINS, ENDS = "home", "goodbye"
READ = ("find", "select", "read")
WAITED_FOR = ("UAP/projid/get", "BJHC/UAP/Receive", "e_licence/")
"""Paths of requests for whose answer a visit stands still; the others go beside it."""
JOB = ("Validate-Job", "Create-Job", "Send-Document", "Get-Job-Attributes")
BLANKS = ("blank_original", "blank_duplicate")


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit, in seconds. pages: from the page before to this one, whenever it came."""

    took: float
    guarded: float
    finger: float
    drawn: float
    pages: Mapping[str, float]
    wires: Mapping[str, float]

    @property
    def reference(self) -> float:
        return sum(self.wires.values()) + self.finger + self.drawn


def measure(name: str = "visit_time", visitor: str = "renews") -> Report:
    _visit_alone(visitor)
    visits = [_visit_alone(visitor) for _ in range(VISITS)]
    ours = [visit.took - visit.guarded for visit in visits]
    devices = [visit.reference for visit in visits]
    devices_are = "wires, camera, finger and display in the same visits, as each tells it"
    whole = [visit.took for visit in visits]
    wires = [sum(visit.wires.values()) for visit in visits]
    wires_are = "wires and camera alone, pages that take no touch yet counted"
    return Report(
        [
            compare(name, "s", ours, devices, devices_are, goal=1.25),
            compare(f"{name}_strict", "s", whole, wires, wires_are),
        ],
        _notes(name, visits),
    )


def _notes(name: str, visits: list[Visit]) -> list[str]:
    """Medians, so that they need not add up to the last digit."""
    wires = {wire: median(visit.wires[wire] for visit in visits) for wire in visits[0].wires}
    pages = {page: median(visit.pages[page] for visit in visits) for page in visits[0].pages}
    guarded = median(visit.guarded for visit in visits)
    finger = median(visit.finger for visit in visits)
    drawn = median(visit.drawn for visit in visits)
    return [
        f"{name}, wires and devices: " + _told(wires),
        f"{name}, until each page:   " + _told(pages),
        f"{name}, pages that took no touch yet {guarded:.2f} s, the finger {finger:.2f} s, "
        f"the display {drawn:.2f} s",
    ]


def _told(seconds: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {each:.2f}" for name, each in seconds.items()) + " s"


def _visit_alone(visitor: str) -> Visit:
    """Before peers of its own: who has a case open already is shown that one."""
    with tempfile.TemporaryDirectory() as folder, Peers(Path(folder)) as peers:
        return _visit(peers, visitor)


def _visit(peers: Peers, visitor: str) -> Visit:
    """Play it and ask everybody; raises RuntimeError when it did not go as told."""
    began_s = time.monotonic()
    pages = _play(peers, visitor)
    took = pages[-1]["at_s"] - pages[0]["at_s"]
    steps: dict[str, float] = {}
    for before, page in pairwise(pages):
        taken = page["at_s"] - before["at_s"]
        steps[page["page"]] = steps.get(page["page"], 0.0) + taken
    hardware = peers.hands.wire(began_s)
    requests = [told for told in peers.platform_wire() if told["path"].startswith(WAITED_FOR)]
    wires = {
        "card reader": _read_s(hardware["card_reader"]),
        "face check": sum(_took(peers.keeping(), "face_compared")),
        "platform": sum(request["took_s"] for request in requests),
        "printer": _job_s(hardware["printer"]),
    }
    if not all(wires.values()):
        raise RuntimeError(f"a wire tells nothing of the visit: {wires}")
    not_in_every_visit = {
        "photo": sum(_took(peers.keeping(), "card_photos_taken")),
        "numbers of sheets": sum(_scans_s(hardware[name]) for name in BLANKS),
        "sheets": _sheets_s(hardware["document_printer"]),
    }
    wires |= {wire: took for wire, took in not_in_every_visit.items() if took}
    last = pages[-1]
    return Visit(took, last["guarded_s"], last["finger_s"], last["drawn_s"], steps, wires)


def _play(peers: Peers, visitor: str) -> list[dict[str, Any]]:
    """What the visitor's stop-watch told at every page."""
    command = [sys.executable, "-m", "tests.bench.timed_kiosk", "run"]
    command += ["--visitor", visitor, "--clock", "14:26", "--hardware", str(peers.hands.path)]
    for layer in peers.layers:
        command += ["--config", str(layer)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=LIMIT_S,
    )
    lines = done.stdout.splitlines()
    pages = [json.loads(line) for line in lines if line.startswith("{")]
    if done.returncode or not pages or (pages[0]["page"], pages[-1]["page"]) != (BEGINS, ENDS):
        raise RuntimeError(f"the visit did not go as told: {lines[-1] if lines else 'no line'}")
    return pages


def _read_s(wire: list[dict[str, Any]]) -> float:
    """The exchanges of the last read, each from its first byte to the last of its answer."""
    total = 0.0
    for name in READ:
        asked, answered = [told for told in wire if told["code"] == name][-2:]
        total += answered["at_s"] + answered["took_s"] - asked["at_s"]
    return total


def _job_s(wire: list[dict[str, Any]]) -> float:
    """From the first command of the last job until the printer says that it has ended."""
    ends = max(at for at, told in enumerate(wire) if told["code"] == "job ended")
    begins = ends
    while begins > 0 and wire[begins - 1]["direction"] == "in":
        begins -= 1
    return float(wire[ends]["at_s"] - wire[begins]["at_s"])


def _scans_s(wire: list[dict[str, Any]]) -> float:
    """From switching the reader of a tray on until it told the number, over the visit."""
    total, on_s = 0.0, 0.0
    for told in wire:
        if told["code"] == "on":
            on_s = told["at_s"]
        elif told["code"] == "code":
            total += told["at_s"] - on_s
    return total


def _sheets_s(wire: list[dict[str, Any]]) -> float:
    """Of each job from its first request until the printer answered that it has ended."""
    begins = [at for at, told in enumerate(wire) if told["code"] == JOB[0]]
    total = 0.0
    for begin, end in pairwise([*begins, len(wire)]):
        asked = [at for at in range(begin, end) if wire[at]["code"] in JOB]
        total += float(wire[asked[-1] + 1]["at_s"] - wire[begin]["at_s"])
    return total


def _took(keeping: Path, event: str) -> list[float]:
    """How long each of these in the audit log took."""
    if not keeping.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "audit.jsonl"
        export_jsonl(keeping, file)
        entries = [json.loads(line)["entry"] for line in file.read_text("utf-8").splitlines()]
    return [float(entry["fields"]["took_s"]) for entry in entries if entry["event"] == event]
