"""The figures of a bench come out right: in the table, in the file, and in the exit code."""

import json
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench.measure import (
    Report,
    Row,
    compare,
    in_turns,
    p95,
    percentile,
    spread_of,
    table,
    write_json,
)

FAST = compare("fast", "ms", [11.0, 10.0, 90.0], [10.0, 10.0, 10.0], "a bare one", goal=1.1)
SLOW = compare("slow", "s", [3.0], [2.0], "一个对照", goal=1.25)
BESIDE = compare("beside", "ms", [50.0], [100.0], "the usual way")
BROKEN = Row("broken", "", None, None, "", why_not="there is no camera")


def test_figures_are_medians_so_that_one_busy_moment_does_not_count() -> None:
    assert (FAST.ours, FAST.reference, FAST.ratio) == (11.0, 10.0, 1.1)


def test_a_percentile_is_a_sample_that_was_seen() -> None:
    samples = [float(n) for n in range(1, 101)]
    assert p95(samples) == 95.0
    assert p95([7.0]) == 7.0
    assert percentile([1.0, 2.0], 0.0) == 1.0
    assert compare("tail", "ms", samples, samples, "itself", of=p95).ours == 95.0


def test_the_spread_is_half_the_distance_of_the_quartiles() -> None:
    assert spread_of([8.0, 9.0, 10.0, 11.0, 12.0]) == pytest.approx(0.1)
    assert spread_of([5.0]) == 0.0


def test_samples_are_taken_in_turns() -> None:
    order: list[str] = []

    def take(name: str) -> float:
        order.append(name)
        return float(len(order))

    ours, reference = in_turns(3, lambda: take("a"), lambda: take("b"))
    assert order == ["a", "b"] * 3
    assert (ours, reference) == ([1.0, 3.0, 5.0], [2.0, 4.0, 6.0])


def test_the_table_tells_what_was_reached_and_what_was_missed() -> None:
    lines = table([FAST, SLOW, BESIDE, BROKEN]).splitlines()
    assert lines[1].split()[:6] == ["fast", "11.00", "10.00", "ms", "1.100", "1.100"]
    assert lines[1].endswith("reached")
    assert lines[3].endswith("MISSED")
    assert "一个对照" in lines[4]
    assert lines[5].endswith("told beside")
    assert lines[7].endswith("did not run")
    assert "there is no camera" in lines[8]


def test_the_file_holds_the_agreed_keys_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "build" / "bench.json"
    write_json([FAST, BROKEN], file)
    fast, broken = json.loads(file.read_text(encoding="utf-8"))
    assert fast == {
        "name": "fast",
        "unit": "ms",
        "ours": 11.0,
        "reference": 10.0,
        "reference_is": "a bare one",
        "ratio": 1.1,
        "goal": 1.1,
    }
    assert (broken["ours"], broken["ratio"]) == (None, None)


@pytest.mark.parametrize(("row", "code"), [(SLOW, 0), (BROKEN, 1)])
def test_a_missed_goal_is_no_failure_but_a_bench_that_cannot_run_is(
    row: Row,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bench, "run", lambda name, log: Report([row], ["a note"]))
    assert bench.main(["visit_time", "--to", str(tmp_path / "bench.json")]) == code
    assert "a note" in capsys.readouterr().out


def test_a_bench_that_breaks_tells_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bench.BENCHES, "nothing", "there_is_no_such_module")
    monkeypatch.chdir(tmp_path)
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        (row,) = bench.run("nothing", log).rows
    assert row.ratio is None
    assert row.why_not
