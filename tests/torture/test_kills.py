"""A few of the kills of `python -m tests.torture.kills`, and the order that no kill can show."""

import random
import re
import subprocess
import sys
from pathlib import Path

from kiosk.sandbox.server import Sandbox
from tests.kiosk.keeping.support import CREDENTIALS
from tests.torture.kills import kill_at_random, kill_at_sync

CASE_COMMIT = 9  # which sync of a fresh machine it is: the case has been written, not yet synced


def test_a_kill_in_the_sync_of_a_case_loses_nothing_that_was_seen(tmp_path: Path) -> None:
    outcome = kill_at_sync(CASE_COMMIT, tmp_path)
    assert (outcome.killed, outcome.seen) == (1, 0), "the number shows only after the sync"
    assert outcome.ok


def test_a_kill_before_the_receipt_is_kept_brings_the_case_there_once(tmp_path: Path) -> None:
    outcome = kill_at_sync(CASE_COMMIT + 3, tmp_path)
    assert (outcome.killed, outcome.seen, outcome.received) == (1, 1, 1)
    assert outcome.ok


def test_a_random_kill_loses_nothing(tmp_path: Path) -> None:
    outcome = kill_at_random(1, tmp_path, random.Random(3))
    assert outcome.killed == 1
    assert outcome.ok


def test_a_number_is_on_the_disk_before_it_is_seen_and_before_it_leaves(tmp_path: Path) -> None:
    """The order of the system calls: write, sync, and only then the slip or the request."""
    sandbox = Sandbox(tmp_path / "sandbox", CREDENTIALS)
    trace = tmp_path / "trace"
    try:
        subprocess.run(
            [
                *("strace", "-f", "-y", "-qq", "-s", "64", "-o", str(trace)),
                *("-e", "trace=pwrite64,fsync,fdatasync,write,sendto"),
                *(sys.executable, "-m", "tests.torture.kiosk_process"),
                *(str(tmp_path), sandbox.url),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
    finally:
        sandbox.close()
    unsynced: str | None = "nothing was written at all"
    seen_after: list[str | None] = []
    sent_after: list[str | None] = []
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if re.search(r"pwrite64\(\d+<[^>]*kiosk\.sqlite-wal>", line):
            unsynced = line
        elif re.search(r"f(data)?sync\(\d+<[^>]*kiosk\.sqlite-wal>", line):
            unsynced = None
        elif re.search(r'write\(1<[^>]*>, "SEEN ', line):
            seen_after.append(unsynced)
        elif re.search(r'sendto\(\d+<[^>]*>, "POST /BJHC/UAP/Receive', line):
            sent_after.append(unsynced)
    assert seen_after == [None]
    assert sent_after == [None]
