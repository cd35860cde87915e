"""Kill a kiosk at every sync of submit and delivery, then at random; count what is lost or twice.

`python -m tests.torture.kills` prints a table and ends with 1 when anything was lost or doubled.
A kill does not empty the page cache: that all is synced in order is proved in `test_kills`.
"""

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.events.platforms import PlatformReached
from kiosk.keeping.audit import DATABASE, verify
from kiosk.keeping.keeping import Keeping
from kiosk.keeping.outbox import Outbox
from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.support import CREDENTIALS, Inbox, a_config, on_the_other_side, set_fault

SYNCS = ("fsync", "fdatasync")
MOST_SYNCS = 60
WITHIN_S = {"OPENING": 0.5, "SEEN": 0.1}
"""How long after what a kiosk says a random kill may come: anywhere, and among the deliveries."""
LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one or several killed runs that shared a disk."""

    name: str
    killed: int
    seen: int  # case numbers that a citizen could have seen
    received: int
    lost: int
    twice: int
    audit_ok: bool

    @property
    def ok(self) -> bool:
        return self.lost == 0 and self.twice == 0 and self.audit_ok


def run(
    directory: Path,
    url: str,
    *,
    kill_at: tuple[str, int] | None = None,
    kill_after: tuple[str, float] | None = None,
) -> tuple[list[str], bool]:
    """One visit, killed or not. Returns the case numbers it showed, and whether it was killed.

    kill_at: when a thread enters this system call for the so-many-th time; strace counts each
    thread and each call for itself. kill_after: so many seconds after it said this word.
    """
    command = [sys.executable, "-m", "tests.torture.kiosk_process", str(directory), url]
    if kill_at:
        call, number = kill_at
        inject = f"inject={call}:signal=KILL:when={number}"
        trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
        command = [*trace, *command]
    # Unbuffered, so that `communicate` gets whatever stands behind the lines read here.
    process = subprocess.Popen(command, bufsize=0, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    heard = b""
    if kill_after:
        assert process.stdout is not None
        word, seconds = kill_after
        while line := process.stdout.readline():
            heard += line
            if line.startswith(word.encode()):
                time.sleep(seconds)
                process.kill()
                break
    output, errors = process.communicate(timeout=LIMIT_S)
    lines = (heard + output).decode().splitlines()
    killed = "DONE" not in lines
    if killed and not (kill_at or kill_after):
        raise AssertionError(errors.decode())
    return [line.split()[1] for line in lines if line.startswith("SEEN")], killed


def drain(directory: Path, url: str) -> None:
    """Start the kiosk once more and let it deliver what is left."""
    inbox = Inbox()
    keeping = Keeping(a_config(directory, url), inbox.post)
    try:
        inbox.wait_for(PlatformReached, LIMIT_S, where=lambda event: event.reached)
        while keeping._ask(Outbox.next_try_s) is not None:
            time.sleep(0.01)
    finally:
        keeping.close()


def judge(name: str, killed: int, seen: Iterable[str], directory: Path, url: str) -> Outcome:
    """Let the kiosk deliver what is left, then compare what was seen with the other side."""
    set_fault(url, "healthy")
    drain(directory, url)
    there = Counter(case["case_number"] for case in on_the_other_side(url))
    shown = set(seen)
    return Outcome(
        name,
        killed,
        len(shown),
        len(there),
        lost=len(shown - set(there)),
        twice=sum(times > 1 for times in there.values()),
        audit_ok=verify(directory / "kept").ok and accounted_for(directory / "kept"),
    )


def accounted_for(kept: Path) -> bool:
    """Whether outbox and audit log tell the same: both were written in one transaction."""
    with closing(sqlite3.connect(kept / DATABASE)) as connection:
        told: dict[str, list[str]] = {"case_kept": [], "case_delivered": []}
        for event, case in connection.execute(
            "SELECT json_extract(CAST(entry AS TEXT), '$.event'),"
            " json_extract(CAST(entry AS TEXT), '$.fields.case') FROM audit"
        ):
            if event in told:
                told[event].append(case)
        kept_cases = [number for (number,) in connection.execute("SELECT number FROM outbox")]
        delivered = [
            number
            for (number,) in connection.execute(
                "SELECT number FROM outbox WHERE received_at IS NOT NULL"
            )
        ]
    return (sorted(told["case_kept"]), sorted(told["case_delivered"])) == (
        sorted(kept_cases),
        sorted(delivered),
    )


@contextmanager
def a_fresh_machine(directory: Path) -> Iterator[Sandbox]:
    """A platform for a disk that is empty yet. Its first answer comes late, so that the syncs of
    the kiosk's first visit have one order.
    """
    with closing(Sandbox(directory / "sandbox", CREDENTIALS)) as sandbox:
        set_fault(sandbox.url, "slow", path="Test/getauth", seconds=0.3, next=1)
        yield sandbox


def kill_at_sync(call: str, number: int, root: Path) -> Outcome:
    """A fresh machine, one visit, killed when it enters this one of its syncs."""
    directory = root / f"{call}-{number}"
    with a_fresh_machine(directory) as sandbox:
        seen, killed = run(directory, sandbox.url, kill_at=(call, number))
        return judge(f"{call} {number}", int(killed), seen, directory, sandbox.url)


def kill_at_random(times: int, root: Path, dice: random.Random) -> Outcome:
    """One disk, visits until so many were killed somewhere, while the platform loses answers."""
    directory = root / "random"
    with closing(Sandbox(directory / "sandbox", CREDENTIALS)) as sandbox:
        seen: list[str] = []
        kills = visits = 0
        while kills < times:
            visits += 1
            fault = dice.choice(["healthy", "healthy", "lose_answer", "reset", "down"])
            set_fault(sandbox.url, fault, next=dice.randint(1, 3))
            word = dice.choice(list(WITHIN_S))
            moment = word, dice.uniform(0.0, WITHIN_S[word])
            shown, killed = run(directory, sandbox.url, kill_after=moment)
            seen += shown
            kills += killed
        return judge(f"random, {visits} visits", kills, seen, directory, sandbox.url)


def every_sync(root: Path) -> Iterable[Outcome]:
    """From the first sync of a fresh machine to the first visit that ends before its kill."""
    for call in SYNCS:
        for number in range(1, MOST_SYNCS):
            outcome = kill_at_sync(call, number, root)
            if not outcome.killed:
                break
            yield outcome


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--random", type=int, default=20, help="random kills (20)")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    print(f"{'killed at':>22} {'kills':>5} {'seen':>5} {'there':>5} {'lost':>5} {'twice':>5} audit")
    with tempfile.TemporaryDirectory() as root:
        outcomes = []
        for outcome in every_sync(Path(root)):
            outcomes.append(_tell(outcome))
        outcomes.append(
            _tell(kill_at_random(chosen.random, Path(root), random.Random(chosen.seed)))
        )
    total = Outcome(
        "all",
        killed=sum(each.killed for each in outcomes),
        seen=sum(each.seen for each in outcomes),
        received=sum(each.received for each in outcomes),
        lost=sum(each.lost for each in outcomes),
        twice=sum(each.twice for each in outcomes),
        audit_ok=all(each.audit_ok for each in outcomes),
    )
    print(
        f"{total.killed} kills: {total.seen} numbers seen, {total.received} cases there,"
        f" lost {total.lost}, twice {total.twice}, audit log {'ok' if total.audit_ok else 'BROKEN'}"
    )
    return 0 if total.ok else 1


def _tell(o: Outcome) -> Outcome:
    audit = "ok" if o.audit_ok else "BROKEN"
    print(
        f"{o.name:>22} {o.killed:>5} {o.seen:>5} {o.received:>5} {o.lost:>5} {o.twice:>5} {audit}",
        flush=True,
    )
    return o


if __name__ == "__main__":
    sys.exit(main())
