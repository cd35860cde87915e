"""What `make torture` makes of parts that fail."""

import pytest

from tests.torture import __main__ as torture


def test_behind_a_part_that_failed_the_others_run_and_the_table_tells_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = {"no such part": ("tests.nothing",), "a zen": ("this",)}
    monkeypatch.setattr(torture, "PARTS", parts)
    assert torture.main() == 1
    failed, well = capsys.readouterr().out.splitlines()[-2:]
    assert failed.split()[3:4] == ["FAILED"]
    assert "No module named tests.nothing" in failed
    assert well.split()[2] == "well"
    assert well.endswith("let's do more of those!")


def test_it_is_well_when_all_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torture, "PARTS", {"a zen": ("this",)})
    assert torture.main() == 0
