"""The walk of CONTRIBUTING.md, "Adding a printer model", followed: its file, and a slip from it."""

import dataclasses
import re
import textwrap
from pathlib import Path

import pytest

from devices.printer.profile import load_profile
from devices.printer.simulator_models import MODELS
from kiosk.attention import ClosePrinterCover
from tests.devices.printer.conftest import Desk, slip_for

ROOT = Path(__file__).parents[3]
CHAPTER = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Adding a printer model\n")[1]
CHAPTER = CHAPTER.split("\n## ")[0]


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """A folder with the file that the chapter shows, as step 1 says."""
    (file,) = re.findall(r"```toml\n(.*?)```", CHAPTER, re.DOTALL)
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "example-ex-58.toml").write_text(textwrap.dedent("   " + file.lstrip()), "utf-8")
    return folder


def test_the_file_of_the_chapter_is_a_whole_profile(profiles: Path) -> None:
    made = load_profile("example-ex-58", profiles)
    assert (made.name, made.cells, made.clear) == ("Example EX-58", 32, None)


def test_a_slip_comes_out_of_the_new_model_and_its_status_is_understood(
    profiles: Path, tmp_path: Path
) -> None:
    # Step 4; a made-up printer has no manual, so its nearest relative is its model.
    machine = dataclasses.replace(MODELS["kp-628e"], name="ex-58", tells_taken=False)
    desk = Desk(tmp_path / "run", profile="example-ex-58", profiles=profiles, model=machine)
    try:
        assert desk.driver.capabilities().model == "Example EX-58"
        assert desk.outcome(slip_for("陈海英", "A-1")) == ("success", "printed")
        assert desk.texts()[0].splitlines()[1:] == ["申请人  陈海英"] * 2
        desk.do("cover_open")
        desk.wait_for_status(lambda each: each.attention is ClosePrinterCover)
    finally:
        desk.close()


def test_a_mistake_in_the_file_is_told_with_its_key(profiles: Path) -> None:
    file = profiles / "example-ex-58.toml"
    wrong = file.read_text("utf-8").replace("dots = 384", "dots = 380").replace("gbk", "big5")
    file.write_text(wrong + "\n[automatic.9]\ncoffee = 1\n", "utf-8")
    with pytest.raises(ValueError, match=r"ex-58\.toml: .*dots: .*charset: .*automatic"):
        load_profile("example-ex-58", profiles)


def test_every_file_that_the_chapter_names_is_there() -> None:
    named = set(re.findall(r"`((?:devices|tests)/[\w/.]+)`", CHAPTER))
    assert len(named) >= 5
    for name in named:
        assert (ROOT / name).exists(), name
