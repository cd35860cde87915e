"""The walk of CONTRIBUTING.md, "A new matter", followed: its file, and a visit to the end."""

import re
import shutil
import textwrap
from pathlib import Path
from typing import Any

import pytest

from config.catalogue import CATALOG, Catalogue, read_catalogue
from config.load import PROFILES, load_config
from kiosk.effects import Print, SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseKept
from kiosk.events.touches import (
    AgreePressed,
    AreaPressed,
    ContinuePressed,
    DigitPressed,
    FindPressed,
    LetterPressed,
    MatterPressed,
    PrintListPressed,
    SearchPressed,
)
from kiosk.ports import Pair
from kiosk.rules import load_rules
from tests.kiosk.visit.kiosk import RECEIPT, Kiosk

ROOT = Path(__file__).parents[3]
CHAPTER = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## A new matter\n")[1]
CHAPTER = CHAPTER.split("\n## ")[0]
CODE = "GS-01"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The catalogue with the file that the chapter shows, as step 1 says."""
    (file,) = re.findall(r"```toml\n(.*?)```", CHAPTER, re.DOTALL)
    made = tmp_path / "catalog"
    shutil.copytree(CATALOG, made)
    (made / f"{CODE}.toml").write_text(textwrap.dedent("   " + file.lstrip()), "utf-8")
    return made


@pytest.fixture
def catalogue(folder: Path) -> Catalogue:
    return read_catalogue(folder)


@pytest.fixture
def kiosk(catalogue: Catalogue) -> Kiosk:
    return Kiosk(load_rules(load_config(PROFILES / "demo.toml"), catalogue))


def test_the_file_of_the_chapter_has_no_problem(catalogue: Catalogue) -> None:
    assert catalogue.problems == ()
    assert catalogue.matters[CODE].here == "done"


def test_it_is_found_in_its_area_and_by_its_letters(kiosk: Kiosk) -> None:
    shown: Any = kiosk.tell(FindPressed(), AreaPressed("livelihood"))
    assert [row.label for row in shown.matters] == ["用水过户"]
    for letters in ("YSGH", "ZLSGM", "WATER"):  # its name, plain words, English
        kiosk = Kiosk(kiosk.rules)
        shown = kiosk.tell(FindPressed(), SearchPressed(), *map(LetterPressed, letters))
        assert shown.found[0].label == "用水过户"


def test_a_visit_goes_from_the_list_on_paper_to_the_slip(kiosk: Kiosk) -> None:
    kiosk.tell(FindPressed(), AreaPressed("livelihood"), MatterPressed(CODE))
    kiosk.tell(PrintListPressed())
    (printed,) = kiosk.did(Print)
    said = {part.value for part in printed.slip.parts if isinstance(part, Pair)}
    assert "房产证。可以先不交，3 个工作日内补上（容缺）" in said
    kiosk.tell(ContinuePressed(), ContinuePressed())
    kiosk.reads_card()
    kiosk.tell(AgreePressed())
    kiosk.face_at(0.31)
    kiosk.tell(*map(DigitPressed, "19900006620"), ContinuePressed())
    assert kiosk.page == "review"
    kiosk.tell(ContinuePressed())
    (submitted,) = kiosk.did(SubmitCase)
    assert submitted.case.matter == CODE
    number = submitted.case.number
    shown: Any = kiosk.tell(CaseKept(number), CaseDelivered(number, RECEIPT))
    assert shown.timeline[-1].what == "新户主的名字开始用。"


def test_a_mistake_in_the_file_is_told_with_its_key(folder: Path) -> None:
    file = folder / f"{CODE}.toml"
    wrong = (
        file.read_text("utf-8").replace("fen = 0", "fen = 'free'").replace("[en.advice]", "[en.x]")
    )
    file.write_text(wrong, "utf-8")
    told = [str(problem) for problem in read_catalogue(folder).problems]
    assert f"{CODE}.toml: fee.fen: " in told[0]


def test_every_file_and_command_that_the_chapter_names_is_there() -> None:
    named = set(re.findall(r"`((?:kiosk|tests|config)/[\w/.-]+)`", CHAPTER))
    assert len(named) >= 4
    for name in named:
        assert (ROOT / name).exists(), name
