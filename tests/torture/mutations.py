"""Break each guarantee once and see that a test turns red: `python -m tests.torture.mutations`.

The table is `mutations.toml`. Works in a copy of the repository, one mutation after another, with
this interpreter; ends with 1 when a mutation is not caught in time or cannot be applied, or when a
test is red without any. Words on the command line pick the mutations whose guarantee or file
contains one of them.
"""

import argparse
import compileall
import os
import py_compile
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("mutations.toml")
LIMIT_S = 120.0
WHOLE_LIMIT_S = 1800.0
"""For every test of the table at once, nothing broken."""
LEFT_HERE = shutil.ignore_patterns(
    ".venv", "build", ".git", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info"
)
LENT = ("fonts", "clips")  # of build/, made once
PASSED, FAILED = 0, 1  # pytest's exit codes; others mean that it did not even begin


class Verdict(StrEnum):
    CAUGHT = "caught"
    HUNG = "TIME IS OVER"
    SURVIVED = "SURVIVED"
    NOT_APPLIED = "NOT APPLIED"
    NOT_RUN = "NOT RUN"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One row of the table. old stands in the file exactly once."""

    guarantee: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def load() -> list[Mutation]:
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["mutation"]
    return [Mutation(**{**row, "tests": tuple(row["tests"])}) for row in rows]


def mutated(text: str, mutation: Mutation) -> str | None:
    """The file's text with the mutation in it; None where it does not fit exactly once."""
    old, new = mutation.old, mutation.new
    return text.replace(old, new) if text.count(old) == 1 else None


def copy(target: Path) -> Path:
    """The repository without what is built, but translated; fonts and clips are lent."""
    shutil.copytree(ROOT, target, ignore=LEFT_HERE, symlinks=True)
    # Byte code by the hash of its source: by its time, a mutation of the same length within the
    # same second would not be seen.
    by_hash = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(target, quiet=1, invalidation_mode=by_hash)
    (target / "build").mkdir()
    for name in LENT:
        (target / "build" / name).symlink_to(ROOT / "build" / name)
    return target


def run(
    copied: Path, *asked: str, limit_s: float = LIMIT_S, told: int = subprocess.DEVNULL
) -> int | None:
    """pytest's exit code in the copy; None when its time was over. told: where its words go."""
    process = subprocess.Popen(
        [sys.executable, "-B", "-m", "pytest", "-q", *asked],
        cwd=copied,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=told,
        stderr=subprocess.DEVNULL,
    )
    try:
        return process.wait(limit_s)
    except subprocess.TimeoutExpired:
        return None
    finally:
        process.kill()
        process.wait()


def judge(copied: Path, mutation: Mutation) -> Verdict:
    """Break it in the copy, run, mend it again."""
    file = copied / mutation.file
    whole = file.read_text(encoding="utf-8")
    broken = mutated(whole, mutation)
    if broken is None:
        return Verdict.NOT_APPLIED
    file.write_text(broken, encoding="utf-8")
    try:
        code = run(copied, "-x", "-p", "no:cacheprovider", *mutation.tests)
    finally:
        file.write_text(whole, encoding="utf-8")
    if code is None:
        return Verdict.HUNG
    return {FAILED: Verdict.CAUGHT, PASSED: Verdict.SURVIVED}.get(code, Verdict.NOT_RUN)


def unbroken(copied: Path, table: Iterable[Mutation]) -> str:
    """What every test of the table says without any mutation; empty when all pass.

    What failed is tried once more, alone: tests on real wires keep real time.
    """
    every = sorted({test for each in table for test in each.tests})
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        for again in ((), ("--last-failed",)):
            code = run(copied, *again, *every, limit_s=WHOLE_LIMIT_S, told=told.fileno())
            if code == PASSED:
                return ""
        told.seek(0)
        red = "Time is over" if code is None else "A test is red"
        return f"{told.read()}{red} without any mutation."


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("words", nargs="*", help="only guarantees or files with one of them")
    words = options.parse_args().words or [""]
    table = [each for each in load() if any(w in each.guarantee or w in each.file for w in words)]
    with tempfile.TemporaryDirectory() as name:
        copied = copy(Path(name) / "copy")
        if red := unbroken(copied, table):
            print(red)
            return 1
        verdicts = []
        for each in table:
            began_s = time.monotonic()
            verdicts.append(judge(copied, each))
            took_s = time.monotonic() - began_s
            print(f"{verdicts[-1]:>15} {took_s:5.1f} s  {each.guarantee} ({each.file})", flush=True)
    caught = verdicts.count(Verdict.CAUGHT)
    print(f"{caught} of {len(table)} mutations were caught")
    return 0 if caught == len(table) else 1


if __name__ == "__main__":
    sys.exit(main())
