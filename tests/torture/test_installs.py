"""A few of the kills of `python -m tests.torture.installs`, and the order that no kill can show."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.installs import CALLS, kill_at, prepared


# The renames of one install: the bundle, the state, the way back (`trial`), `current`.
@pytest.mark.parametrize(("call", "number"), [("rename", 4), ("unlink", 1)])
def test_a_kill_while_the_new_one_comes_into_force(tmp_path: Path, call: str, number: int) -> None:
    outcome = kill_at(call, number, tmp_path)
    assert outcome.killed
    assert outcome.ok


def test_each_step_is_synced_before_the_next(tmp_path: Path) -> None:
    """The order of the system calls: data, its name, the way back, and only then `current`."""
    prepared(tmp_path / "disk")
    trace = tmp_path / "trace"
    watched = ["strace", "-f", "-y", "-qq", "-s", "96", "-o", str(trace)]
    watched += ["-e", "trace=" + ",".join(CALLS)]
    program = [sys.executable, "-B", "-m", "tests.torture.install_process", str(tmp_path / "disk")]
    subprocess.run([*watched, *program], check=True, capture_output=True, timeout=60)
    seen = []
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if found := re.search(r'rename\("([^"]+)", "([^"]+)"', line):
            seen.append(f"rename {Path(found[2]).name.split('-')[0]}")
        elif found := re.search(r"fsync\(\d+<([^>]+)>", line):
            seen.append(f"sync {Path(found[1]).name.split('-')[0]}")
        elif found := re.search(r'unlink\("([^"]+)"\)\s+= 0', line):
            seen.append(f"unlink {Path(found[1]).name.split('-')[0]}")
    first = seen[seen.index("sync .2") :][:12]
    assert first == [
        *("sync .2", "rename 2", "sync generations"),
        *("sync .state.json.new", "rename state.json", "sync disk"),
        *("rename trial", "sync disk"),
        *("rename current", "sync disk"),
        *("unlink trial", "sync disk"),
    ]
