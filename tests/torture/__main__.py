"""All that takes long, in one command: `make torture`, or `python -m tests.torture`.

Every part runs, also behind one that failed; what it says is shown as it comes. Ends with a table
of how each ended, how long it took and its last words, and with 1 when one of them failed.
"""

import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

from tests.torture.mutations import ROOT

PARTS = {
    "long tests": ("pytest", "-m", "long"),
    "a thousand examples": ("pytest", "-m", "hypothesis", "--hypothesis-profile", "thorough"),
    "kills": ("tests.torture.kills",),
    "installs": ("tests.torture.installs",),
    "visits": ("tests.torture.visits",),
    "mutations": ("tests.torture.mutations",),
}
"""Each a module and its arguments."""


@dataclass(frozen=True, slots=True)
class Result:
    part: str
    well: bool
    took_s: float
    last_words: str


def run(part: str) -> Result:
    """Run it to its end, and show what it says."""
    print(f"---- {part}", flush=True)
    began_s, last_words = time.monotonic(), ""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", *PARTS[part]],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            print(line, end="", flush=True)
            last_words = line.strip(" =\n") or last_words
    return Result(part, process.returncode == 0, time.monotonic() - began_s, last_words)


def table(results: Iterable[Result]) -> str:
    return "\n".join(
        f"{each.part:<20} {'well' if each.well else 'FAILED':>6} {each.took_s / 60:6.1f} min"
        f"  {each.last_words}"
        for each in results
    )


def main() -> int:
    results = [run(part) for part in PARTS]
    print(f"\n{table(results)}")
    return 0 if all(each.well for each in results) else 1


if __name__ == "__main__":
    sys.exit(main())
