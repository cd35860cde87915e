"""A few of the kills of `python -m tests.torture.kills`, and the order that no kill can show."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.kills import SYNCS, a_fresh_machine, kill_at_random, kill_at_sync

STEPS = {
    "writes": re.compile(r"pwrite64\(\d+<[^>]*kiosk\.sqlite-wal>, .*X330225\d{12}"),
    **{call: re.compile(rf" {call}\(") for call in SYNCS},
    "shows": re.compile(r'write\(1<[^>]*>, "SEEN '),
    "sends": re.compile(r'sendto\(\d+<[^>]*>, "POST /BJHC/UAP/Receive'),
}


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a kiosk does for a case that nobody disturbs, in the order of its system calls: `writes`
    its number to the database, `shows` it, `sends` the case; and the syncs of whatever file, by the
    thread that shows it, which is the store's.
    """
    directory = tmp_path_factory.mktemp("steps")
    trace = directory / "trace"
    watched = ["strace", "-f", "-y", "-qq", "-s", "8192", "-o", str(trace)]
    watched += ["-e", "trace=" + ",".join(("pwrite64", "write", "sendto", *SYNCS))]
    with a_fresh_machine(directory) as sandbox:
        program = [sys.executable, "-m", "tests.torture.kiosk_process"]
        command = [*watched, *program, str(directory), sandbox.url]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [
        (step, line.split()[0])
        for line in lines
        for step, call in STEPS.items()
        if call.search(line)
    ]
    store = dict(told)["shows"]
    return [step for step, thread in told if step not in SYNCS or thread == store]


def first_sync_after(step: str, steps: list[str]) -> tuple[str, int]:
    """The call, and which of its kind it is."""
    at = steps.index(step)
    call = next(each for each in steps[at:] if each in SYNCS)
    return call, steps[:at].count(call) + 1


def test_a_number_is_on_the_disk_before_it_is_seen_and_before_it_leaves(steps: list[str]) -> None:
    assert (steps.count("shows"), steps.count("sends")) == (1, 1)
    for step in ("shows", "sends"):
        before = [each for each in steps[: steps.index(step)] if each in ("writes", *SYNCS)]
        assert "writes" in before
        assert before[-1] in SYNCS


def test_a_kill_in_the_sync_of_a_case_loses_nothing_that_was_seen(
    tmp_path: Path, steps: list[str]
) -> None:
    outcome = kill_at_sync(*first_sync_after("writes", steps), tmp_path)
    assert (outcome.killed, outcome.seen) == (1, 0), "the number shows only after the sync"
    assert outcome.received == 1, "it had been written, and a kill empties no page cache"
    assert outcome.ok


def test_a_kill_before_the_receipt_is_kept_brings_the_case_there_once(
    tmp_path: Path, steps: list[str]
) -> None:
    outcome = kill_at_sync(*first_sync_after("sends", steps), tmp_path)
    assert (outcome.killed, outcome.seen, outcome.received) == (1, 1, 1)
    assert outcome.ok


@pytest.mark.long
def test_a_random_kill_loses_nothing(tmp_path: Path) -> None:
    outcome = kill_at_random(1, tmp_path, random.Random(3))
    assert outcome.killed == 1
    assert outcome.ok
