"""The walk of CONTRIBUTING.md, "A new matter", followed: its file, and a visit to the end."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from config.catalogue import CATALOG, Catalogue, read_catalogue
from config.load import PROFILES, load_config
from kiosk.case import owed
from kiosk.demonstration.new_matter import CHAPTER, file_of_the_walk, layer_of
from kiosk.effects import Print, SubmitCase
from kiosk.events.keeping import CaseDelivered, CaseKept
from kiosk.events.touches import (
    AgreePressed,
    AnswerPressed,
    AreaPressed,
    ContinuePressed,
    DigitPressed,
    FindPressed,
    LetterPressed,
    MatterPressed,
    PrintListPressed,
    SearchPressed,
)
from kiosk.keeping.keeping import services
from kiosk.platforms.documents import Submission, documents
from kiosk.ports import Pair
from kiosk.rules import load_rules
from tests.kiosk.visit.kiosk import MONDAY_AFTERNOON, RECEIPT, Kiosk

ROOT = Path(__file__).parents[3]
TOLD = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split(CHAPTER)[1].split("\n## ")[0]
CODE = "GS-01"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The catalogue with the file that the chapter shows, as step 1 says."""
    made = tmp_path / "catalog"
    shutil.copytree(CATALOG, made)
    (made / f"{CODE}.toml").write_text(file_of_the_walk(ROOT), "utf-8")
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
    kiosk.tell(AnswerPressed("yes"))
    assert kiosk.page == "materials_tolerant"
    assert "补的时候，带上凭条，交到窗口。" in kiosk.shown.paragraphs, "no matter completes it here"
    kiosk.tell(ContinuePressed())
    assert kiosk.page == "review"
    kiosk.tell(ContinuePressed())
    (submitted,) = kiosk.did(SubmitCase)
    assert submitted.case.matter == CODE
    (follows,) = owed.of(submitted.case.data)
    assert (follows.material, str(follows.by)) == ("deed", "2026-11-26")
    service = services(kiosk.rules.matters)[CODE]
    sent = documents(Submission(submitted.case, "3" * 21, "1", MONDAY_AFTERNOON, service, "1"))
    assert re.findall("<ATTRNAME>(.*?)<.*?<ISTAKE>(.)<", sent.attributes) == [
        ("居民身份证", "1"),
        ("房产证", "0"),
    ]
    assert '<EXTEND>{"by":"2026-11-26"}</EXTEND>' in sent.attributes
    number = submitted.case.number
    shown: Any = kiosk.tell(CaseKept(number), CaseDelivered(number, RECEIPT))
    assert shown.timeline[-1].what == "新户主的名字开始用。"


def test_an_administrators_layer_adds_it_word_for_word(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    """File and layer come to the same matter, and the same words."""
    layer = tmp_path / "layer.toml"
    layer.write_text(layer_of(file_of_the_walk(ROOT)), "utf-8")
    rules = load_rules(load_config(PROFILES / "demo.toml", layer))
    assert rules.catalogue.problems == ()
    assert rules.catalogue.matters == catalogue.matters
    assert rules.catalogue.texts == catalogue.texts


def test_a_matter_that_lets_something_follow_and_promises_it_nowhere_is_told(folder: Path) -> None:
    file = folder / f"{CODE}.toml"
    file.write_text(file.read_text("utf-8").replace(', "materials"]', "]"), "utf-8")
    (told,) = map(str, read_catalogue(folder).problems)
    assert "material.1.may_lack_days: nobody promises it" in told


def test_a_mistake_in_the_file_is_told_with_its_key(folder: Path) -> None:
    file = folder / f"{CODE}.toml"
    wrong = (
        file.read_text("utf-8").replace("fen = 0", "fen = 'free'").replace("[en.advice]", "[en.x]")
    )
    file.write_text(wrong, "utf-8")
    told = [str(problem) for problem in read_catalogue(folder).problems]
    assert f"{CODE}.toml: fee.fen: " in told[0]


def test_every_file_and_command_that_the_chapter_names_is_there() -> None:
    named = set(re.findall(r"`((?:kiosk|tests|config)/[\w/.-]+)`", TOLD))
    assert len(named) >= 4
    for name in named:
        assert (ROOT / name).exists(), name
