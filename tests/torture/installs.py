"""Kill an install at every sync and every rename; count half configurations. There must be none.

`python -m tests.torture.installs` prints a table and ends with 1 when anything but a whole bundle
was in force afterwards, or an older one than had been confirmed.
"""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.remote.store import Store
from tests.torture.install_process import a_bundle

CALLS = ("fsync", "rename", "symlink", "unlink")
MOST = 60
LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """at: which call, counted from its first. found: the generation in force after the kill."""

    at: str
    killed: bool
    confirmed: int
    found: int

    @property
    def ok(self) -> bool:
        """What was confirmed is in force, or the one whose confirmation was under way."""
        return self.found in (self.confirmed, self.confirmed + 1)


def prepared(folder: Path) -> None:
    """A kiosk with generation 1 in force."""
    store = Store(folder, "0.1.0")
    first = a_bundle(1)
    store.stage(first, first.data())
    store.begin_trial(1)
    store.confirm()


def kill_at(call: str, number: int, folder: Path) -> Outcome:
    """Two installs, killed when they enter this system call for the so-many-th time."""
    prepared(folder)
    inject = f"inject={call}:signal=KILL:when={number}"
    trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
    command = [*trace, sys.executable, "-B", "-m", "tests.torture.install_process", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    lines = done.stdout.splitlines()
    confirmed = max([int(line.split()[1]) for line in lines if line.startswith("CONF")] or [1])
    store = Store(folder, "0.1.0")
    bundle = store.boot().bundle
    whole = bundle is not None and bundle == a_bundle(bundle.generation) and not store.on_trial
    return Outcome(
        f"{call} {number}",
        "DONE" not in lines,
        confirmed,
        bundle.generation if bundle and whole else 0,
    )


def main() -> int:
    bad = kills = 0
    with tempfile.TemporaryDirectory() as root:
        for call in CALLS:
            for number in range(1, MOST):
                outcome = kill_at(call, number, Path(root) / f"{call}-{number}")
                if not outcome.killed:
                    break
                kills += 1
                bad += not outcome.ok
                print(
                    f"{outcome.at:>10}: confirmed {outcome.confirmed}, in force {outcome.found}"
                    f"{'' if outcome.ok else '  WRONG'}",
                    flush=True,
                )
    print(f"{kills} kills, {bad} half or lost configurations")
    return int(bad > 0 or kills == 0)


if __name__ == "__main__":
    sys.exit(main())
