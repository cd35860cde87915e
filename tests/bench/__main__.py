"""python -m tests.bench [NAME ...]: run the benches, tell a table, write build/bench.json.

Each bench has a process of its own, so that none warms up another and a crash costs one row. A
missed goal is told and no more: this is a measurement. Exit code 1 when a bench could not run.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from devices.simulation.lifetime import die_with_parent
from tests.bench.measure import Report, Row, table, write_json

ROOT = Path(__file__).parents[2]
BENCHES = {
    "card_read_115200": "card_read",
    "card_read_9600": "card_read_9600",
    "devices_idle_cpu": "idle",
    "replug_recovery": "replug_recovery",
    "receipt_line": "receipt_line",
    "face_cpu_per_frame": "face_cpu",
    "face_verdict": "face_verdict",
    "face_time": "face_time",
    "face_ui_gap": "face_ui_gap",
    "touch_to_pixel": "touch",
    "first_screen": "first_screen",
    "visit_time": "visit",
    "visit_time_shop": "visit_shop",
    "visit_time_licence": "visit_licence",
    "config_poll_unchanged": "config_poll",
    "push_to_force": "push_to_force",
    "catalogue_load": "catalogue_load",
}
LIMIT_S = 900.0  # opening a shop takes a minute, and is measured four times
# Ours and the references alike: one thread in every library that would take more.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LP_NUM_THREADS": "1"}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(BENCHES)}; all unless told")
    parser.add_argument("--alone", help=argparse.SUPPRESS)  # the process of one bench
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "bench.json")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"no bench is called {', '.join(sorted(unknown))}")
    if options.alone:
        return measure_alone(options.alone)
    options.to.parent.mkdir(parents=True, exist_ok=True)
    with options.to.with_suffix(".log").open("w", encoding="utf-8") as log:
        reports = [run(name, log) for name in options.names or BENCHES]
    rows = [row for report in reports for row in report.rows]
    print("\n" + table(rows))
    for report in reports:
        print("\n".join(report.notes), end="\n" if report.notes else "")
    write_json(rows, options.to)
    print(f"written: {os.path.relpath(options.to)}")
    return 1 if any(row.why_not for row in rows) else 0


def run(name: str, log: TextIO) -> Report:
    """One bench in a process of its own, or a row that says why not; its errors go to `log`."""
    print(f"measuring {name} …", flush=True)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench", "--alone", name],
            cwd=ROOT,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            timeout=LIMIT_S,
            check=True,
        )
        told = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return _not_run(name, f"it did not end within {LIMIT_S:g} s")
    except (subprocess.CalledProcessError, IndexError, ValueError) as error:
        return _not_run(name, f"it ended without figures: {error}")
    if "why_not" in told:
        return _not_run(name, told["why_not"])
    return Report([Row(**row) for row in told["rows"]], told["notes"])


def _environment() -> dict[str, str]:
    environment = os.environ | ONE_THREAD
    # A kiosk's own modules lie compiled on its disk, as those of Kivy do.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _not_run(name: str, reason: str) -> Report:
    return Report([Row(name, "", None, None, "", why_not=reason)])


def measure_alone(name: str) -> int:
    """Measure here; the last line of standard output is the report as JSON."""
    die_with_parent()
    try:
        report = importlib.import_module(f"tests.bench.{BENCHES[name]}").measure()
    except Exception as error:
        print(json.dumps({"why_not": f"{type(error).__name__}: {error}"}))
        return 0
    print(json.dumps(asdict(report)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
