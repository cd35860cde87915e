"""What an administrator is told of a catalogue, and the schema that other programs read."""

import json
import shutil
from pathlib import Path

import pytest

from config.catalogue import CATALOG
from config.check import main
from config.matters import EIGHT_PARTS, Matter


def test_a_catalogue_that_is_well_says_what_is_done_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 0
    assert "30 件事项，没有问题" in capsys.readouterr().out


def test_every_problem_is_a_line_with_file_key_rule_and_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(CATALOG, tmp_path / "catalog")
    file = tmp_path / "catalog" / "ID-05.toml"
    file.write_text(file.read_text("utf-8").replace("visits = 1", "visits = 9\nhurry = true"))
    assert main([str(tmp_path / "catalog")]) == 1
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert "ID-05.toml: visits: Input should be less than or equal to 2, got 9" in lines
    assert "ID-05.toml: hurry: Extra inputs are not permitted, got True" in lines
    assert any("no such matter" in line for line in lines), "and what leads to it"
    assert "处要改" in told.err


def test_the_schema_asks_for_the_eight_parts_and_for_nothing_unknown(tmp_path: Path) -> None:
    assert main(["--schema", str(tmp_path)]) == 0
    matter = json.loads((tmp_path / "matter.schema.json").read_text("utf-8"))
    assert set(EIGHT_PARTS) <= set(matter["required"])
    assert matter["additionalProperties"] is False
    assert set(matter["properties"]) == set(Matter.model_fields)
    assert json.loads((tmp_path / "shared.schema.json").read_text("utf-8"))["properties"]["stage"]
