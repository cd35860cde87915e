"""Kill the kiosk somewhere within whole visits and hold both sides against each other.

`python -m tests.torture.visits [N]` plays N real visits (simulated hardware and platform as
processes, the kiosk with its scripted visitor) on one disk, kills each with SIGKILL, starts the
kiosk again without a visitor until everything is delivered, and ends with 1 when a number that was
seen is lost, twice, or when anything is left behind. The peers stay up over the kills.

Moments are drawn from the time-table of a visit that was not killed: half of them anywhere, half
between the press of *submit* and the goodbye. Each is a page and a time after it appeared, so that
the same seed kills at the same place on a slower machine.
"""

import argparse
import json
import random
import re
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.demonstration.processes import Child
from kiosk.keeping.audit import DATABASE, export_jsonl, verify
from tests.bench.peers import ROOT, Peers
from tests.kiosk.ear import Ear
from tests.kiosk.keeping.support import control, on_the_other_side, set_fault
from tests.torture.kills import accounted_for
from tests.torture.left_over import fresh_mark, personal_data, shared_memory, still_alive

QUICK = ROOT / "tests" / "journeys" / "quick.toml"
LIMIT_S = 240.0  # for a page of a visit, on a machine that others use too
QUIET_S = 0.4  # a printer that has done nothing for so long has nothing to do
BEGINS, SUBMITS, ENDS = "home", "review", "goodbye"
FAULTS = ("healthy", "healthy", "healthy", "lose_answer", "down")

PAGE = re.compile(r"\s*[\d.]+ s  \+\s*[\d.]+ s  (\w+)")
OURS = re.compile(r"X\d{6}-\d{8}-\d{4}-\d{5}[0-9A-Z]")
THEIRS = re.compile(r"(?<![\d-])\d{6}-\d{8}-\d{7}(?![\d-])")
PRINTING = ("text", "GS v 0", "GS ( k")  # what puts ink on paper


@dataclass(frozen=True, slots=True)
class Moment:
    """So long after this page has appeared."""

    page: str
    after_s: float

    def __str__(self) -> str:
        return f"{self.page} +{self.after_s:.2f}"


@dataclass(slots=True)
class Round:
    """One killed visit, and what was found afterwards. complaints: whatever must not be."""

    moment: str
    fault: str
    killed: bool
    seen: int  # numbers on slips so far, and on the page of this visit
    kept: int  # by this visit
    there: int  # cases on the platform so far
    lost: int
    twice: int
    complaints: list[str] = field(default_factory=list)
    last_words: str = ""  # of a visit that ended by itself


class Kiosk:
    """The real kiosk as a process, alone or with a visitor. pages: what the visitor saw, and when;
    said: all its lines.
    """

    def __init__(self, peers: Peers, run: Path, ear: Ear, *, visitor: bool) -> None:
        arguments = ["run", "--child"]
        for layer in (*peers.layers[:-1], QUICK, peers.layers[-1]):
            arguments += ["--config", str(layer)]
        if visitor:
            arguments += ["--visitor", "renews", "--hardware", str(peers.hands.path)]
        self.mark = fresh_mark()
        ear.hear_out()
        self._child = Child(
            ROOT,
            arguments,
            run / "kiosk.log",
            environment={**self.mark, **ear.environment},
        )
        self.pages: list[tuple[str, float]] = []
        self.said: list[str] = []
        self._came = threading.Condition()
        self._ended = False
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._child.process.stdout is not None
        for line in map(bytes.decode, self._child.process.stdout):
            self.said.append(line)
            if page := PAGE.match(line):
                with self._came:
                    self.pages.append((page[1], time.monotonic()))
                    self._came.notify_all()
        with self._came:
            self._ended = True
            self._came.notify_all()

    def kill_at(self, moment: Moment) -> bool:
        """SIGKILL at that moment. False when it had ended by itself."""
        with self._came:
            self._came.wait_for(lambda: self._ended or moment.page in dict(self.pages), LIMIT_S)
            came_s = dict(self.pages).get(moment.page, time.monotonic())
            left_s = came_s + moment.after_s - time.monotonic()
            self._came.wait_for(lambda: self._ended, max(left_s, 0.0))
        killed = self._child.process.poll() is None
        self._child.process.kill()
        self._child.process.wait()
        with self._came:  # what it said before it died is still in the pipe
            self._came.wait_for(lambda: self._ended, LIMIT_S)
        self._child.stop()
        return killed

    def wait(self) -> int:
        code = self._child.wait(LIMIT_S)
        self._child.stop()
        return code

    def stop(self) -> int:
        return self._child.stop()


class Torture:
    """Peers, a disk, and everything that was ever seen."""

    def __init__(self, run: Path, peers: Peers, ear: Ear) -> None:
        """ear: of the kiosk, as systemd's."""
        self._run, self._peers, self._ear = run, peers, ear
        self._keeping = peers.keeping()
        self._memory = shared_memory()
        self._decided: set[str] = set()

    def timetable(self) -> list[tuple[str, float]]:
        """The pages of a visit that nobody kills, with seconds since the first."""
        kiosk = Kiosk(self._peers, self._run, self._ear, visitor=True)
        if kiosk.wait() != 0:
            said = "".join(kiosk.said)
            raise RuntimeError(f"not even an undisturbed visit ends well:\n{said}")
        self._tidy_up()
        begins_s = kiosk.pages[0][1]
        return [(page, at_s - begins_s) for page, at_s in kiosk.pages]

    def round(self, moment: Moment, fault: str = "healthy") -> Round:
        """Play, kill, start again, deliver, compare."""
        complaints: list[str] = []
        self._decide()
        before = self._audited("case_kept")
        set_fault(self._peers.url, fault)
        kiosk = Kiosk(self._peers, self._run, self._ear, visitor=True)
        killed = kiosk.kill_at(moment)
        pages = [page for page, _ in kiosk.pages]
        complaints += [f"still alive: {left}" for left in still_alive(kiosk.mark).values()]
        self._printer_is_quiet()
        inked = self._inked()
        set_fault(self._peers.url, "healthy")
        complaints += self._start_again()
        if (more := self._inked() - inked) > 0:
            complaints.append(f"{more} bytes of somebody's slip were printed after the restart")
        self._tidy_up()
        kept = self._audited("case_kept")[len(before) :]
        if len(kept) > 1 or ("done" in pages and not kept):
            complaints.append(f"{len(kept)} cases were kept, the pages were {pages}")
        told = self._judge(moment, fault, killed, len(kept), complaints)
        if not killed and kiosk.said:
            told.last_words = kiosk.said[-1].strip()
        return told

    def _start_again(self) -> list[str]:
        """Without a visitor, until the platform has everything and the printer was cleared."""
        began_s = time.monotonic()
        kiosk = Kiosk(self._peers, self._run, self._ear, visitor=False)
        self._ear.until("READY=1", LIMIT_S)

        def done() -> bool:
            wire = self._peers.hands.wire(began_s)["printer"]
            cleared = any(told["code"] == "cleared" for told in wire)
            return cleared and not self._waiting()

        drained = _until(done)
        self._printer_is_quiet()
        code = kiosk.stop()
        complaints = [f"still alive: {left}" for left in still_alive(kiosk.mark).values()]
        if not drained:
            complaints.append(f"{self._waiting()} cases wait although the platform is there")
        if code != 0:
            complaints.append(f"the kiosk that was started again ended with {code}")
        return complaints

    # ---- both sides --------------------------------------------------------------------------

    def _judge(
        self, moment: Moment, fault: str, killed: bool, kept: int, complaints: list[str]
    ) -> Round:
        there = on_the_other_side(self._peers.url)
        cases = Counter(str(case["case_number"]) for case in there)
        projids = Counter(str(case["projid"]) for case in there)
        printed = Counter(number for slip in self._slips() for number in _numbers(slip))
        own = {number for number in printed if number.startswith("X")}
        audited = set(self._audited("case_kept"))
        delivered = self._audited("case_delivered")
        lost = (own | audited) - set(cases), (set(printed) - own) - set(projids)
        twice = [number for number, times in (cases + projids).items() if times > 1]
        twice_on_paper = [number for number, times in printed.items() if times > 1]
        if twice_on_paper:
            complaints.append(f"{len(twice_on_paper)} numbers came out on two slips")
        if Counter(delivered) != cases:
            complaints.append("the audit log does not say the same as the platform")
        if not (verify(self._keeping).ok and accounted_for(self._keeping)):
            complaints.append("the audit log is broken")
        complaints += personal_data(self._run, except_in=(self._run / "platform",))
        if left := shared_memory() - self._memory:
            complaints.append(f"in /dev/shm: {sorted(left)}")
        seen = set(printed) | audited
        return Round(
            moment=str(moment),
            fault=fault,
            killed=killed,
            seen=len(seen),
            kept=kept,
            there=len(there),
            lost=sum(map(len, lost)),
            twice=len(twice),
            complaints=complaints,
        )

    def _audited(self, event: str) -> list[str]:
        """The case numbers of these events, in order."""
        if not (self._keeping / DATABASE).exists():
            return []
        target = self._run / "audit.jsonl"
        export_jsonl(self._keeping, target)
        entries = [json.loads(line)["entry"] for line in target.read_text("utf-8").splitlines()]
        return [str(row["fields"]["case"]) for row in entries if row["event"] == event]

    def _waiting(self) -> int:
        path = f"{(self._keeping / DATABASE).as_uri()}?mode=ro"
        with closing(sqlite3.connect(path, uri=True)) as database:
            (count,) = database.execute(
                "SELECT count(*) FROM outbox WHERE received_at IS NULL"
            ).fetchone()
        return int(count)

    def _decide(self) -> None:
        """The department refuses what has come so far: a person has one card made at a time, and
        the visitor is always the same."""
        for projid in {str(case["projid"]) for case in on_the_other_side(self._peers.url)}:
            if projid not in self._decided:
                self._decided.add(projid)
                control(self._peers.url, "acceptance/act", projid=projid, act="accept",
                        action="1", opinion="the next one is to be killed")  # fmt: skip

    # ---- the hall ----------------------------------------------------------------------------

    def _slips(self) -> list[str]:
        receipts = self._peers.hands.do("printer", "receipts")["receipts"]
        return [Path(slip["txt"]).read_text(encoding="utf-8") for slip in receipts]

    def _inked(self) -> int:
        """How many bytes of text and pictures the printer has executed."""
        wire = self._peers.hands.wire()["printer"]
        return sum(told["length"] for told in wire if told["code"] in PRINTING)

    def _printer_is_quiet(self) -> None:
        before: list[dict[str, Any]] = []
        while (now := self._peers.hands.wire()["printer"]) != before:
            before = now
            time.sleep(QUIET_S)

    def _tidy_up(self) -> None:
        """The citizen goes home with card and slip."""
        status = self._peers.hands.status()
        if status["printer"]["hanging"]:
            self._peers.hands.do("printer", "tear_off")
        if status["card_reader"]["card"]:
            self._peers.hands.do("card_reader", "lift")
        self._peers.hands.do("camera", "leave")


def _numbers(slip: str) -> set[str]:
    return {found.replace("-", "") for found in OURS.findall(slip) + THEIRS.findall(slip)}


def _until(true: Callable[[], bool], within_s: float = 30.0) -> bool:
    ends_s = time.monotonic() + within_s
    while not true():
        if time.monotonic() > ends_s:
            return False
        time.sleep(0.05)
    return True


def a_moment(timetable: list[tuple[str, float]], dice: random.Random, begins: str) -> Moment:
    """Somewhere between this page of an undisturbed visit and the goodbye."""
    when = dict(timetable)
    at_s = dice.uniform(when[begins], when[ENDS])
    page, came_s = next((page, came_s) for page, came_s in reversed(timetable) if came_s <= at_s)
    return Moment(page, at_s - came_s)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("kills", type=int, nargs="?", default=20, help="how many kills (20)")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    dice = random.Random(chosen.seed)
    print(f"seed {chosen.seed}; one row a killed visit; seen and there are counted up")
    print(
        f"{'killed at':>22} {'platform':>11} {'kept':>4} {'seen':>4} {'there':>5} lost twice else"
    )
    rounds: list[Round] = []
    with (
        tempfile.TemporaryDirectory() as name,
        Peers(Path(name)) as peers,
        closing(Ear(f"{name}/notify")) as ear,
    ):
        torture = Torture(Path(name), peers, ear)
        timetable = torture.timetable()
        while sum(each.killed for each in rounds) < chosen.kills and len(rounds) < 2 * chosen.kills:
            moment = a_moment(timetable, dice, (BEGINS, SUBMITS)[len(rounds) % 2])
            rounds.append(_tell(torture.round(moment, dice.choice(FAULTS))))
    kills = sum(each.killed for each in rounds)
    lost, twice = max(each.lost for each in rounds), max(each.twice for each in rounds)
    troubles = sum(len(each.complaints) for each in rounds)
    print(
        f"{kills} kills of {len(rounds)} visits: {rounds[-1].seen} numbers seen,"
        f" {rounds[-1].there} cases there, lost {lost}, twice {twice}, else {troubles}"
    )
    # Half of the kills come after the review: where next to nothing was seen, nothing was proved.
    proved = rounds[-1].seen * 4 >= kills > 0
    if not proved:
        print("too few numbers were seen to say anything")
    return 0 if proved and not (lost or twice or troubles) else 1


def _tell(told: Round) -> Round:
    where = told.moment if told.killed else f"(ended) {told.moment}"
    words = "; ".join(filter(None, (*told.complaints, told.last_words))) or "-"
    print(
        f"{where:>22} {told.fault:>11} {told.kept:>4} {told.seen:>4} {told.there:>5}"
        f" {told.lost:>4} {told.twice:>5} {words}",
        flush=True,
    )
    return told


if __name__ == "__main__":
    sys.exit(main())
